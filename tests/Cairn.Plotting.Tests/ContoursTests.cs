using Cairn.Plotting;

namespace Cairn.Tests;

/// <summary>Marching squares against shapes whose lines and areas are known.</summary>
public class ContoursTests
{
    /// <summary>Of x + 2 y the lines are straight, and every point of them is on the level.</summary>
    [Fact]
    public void A_plane_has_straight_lines()
    {
        double[] values = Grid(6, 5, (x, y) => x + 2 * y);
        var line = Assert.Single(Contours.Lines(values, 6, 4.5));
        Assert.All(line, p => Assert.Equal(4.5, p.X + 2 * p.Y, 1e-12));
        Assert.Equal(line.Length, line.Distinct().Count());
    }

    /// <summary>Of x^2 + y^2 they are closed rings, each as far out as the level says, within what straight pieces cut off.</summary>
    [Fact]
    public void A_bowl_has_rings()
    {
        double[] values = Grid(41, 41, (x, y) => (x - 20) * (x - 20) + (y - 20) * (y - 20));
        var ring = Assert.Single(Contours.Lines(values, 41, 100));
        Assert.Equal(ring[0], ring[^1]);
        Assert.All(ring, p => Assert.Equal(10, Math.Sqrt((p.X - 20) * (p.X - 20) + (p.Y - 20) * (p.Y - 20)), 0.03));
        // What is outside the ring: the square less the disc, and the slivers that straight pieces cut off.
        Assert.Equal(1600 - Math.PI * 100, Contours.Above(values, 41, 100).Sum(Area), 2.0);
        Assert.Equal(1600, Contours.Above(values, 41, -1).Sum(Area), 1e-9);
        Assert.Empty(Contours.Above(values, 41, 1000));
        Assert.Empty(Contours.Lines(values, 41, 1000));
    }

    /// <summary>Two hills have two rings low down on each, one saddle between; every line ends at the border or where it began.</summary>
    [Fact]
    public void Two_hills_and_the_saddle_between()
    {
        double[] values = Grid(61, 31, (x, y) => Math.Max(10 - Math.Abs(x - 15) - Math.Abs(y - 15), 10 - Math.Abs(x - 45) - Math.Abs(y - 15)));
        Assert.Equal(2, Contours.Lines(values, 61, 4).Count);
        foreach (var level in new[] { -5.5, -4, 0, 3.3, 9 })
            foreach (var line in Contours.Lines(values, 61, level))
            {
                bool OnBorder(Point p) => p.X is 0 or 60 || p.Y is 0 or 30;
                Assert.True(line[0] == line[^1] || (OnBorder(line[0]) && OnBorder(line[^1])), $"a line of {level} ends inside");
            }
    }

    [Fact]
    public void Cells_beside_a_gap_are_left_out()
    {
        double[] values = Grid(5, 5, (x, _) => x);
        values[12] = double.NaN;
        Assert.Equal(12, Contours.Above(values, 5, -1).Sum(Area), 1e-12);
        Assert.Equal(2, Contours.Lines(values, 5, 1.5).Count); // above and below the gap
    }

    [Fact]
    public void Boxes_show_quartiles_and_what_lies_beyond()
    {
        var svg = new Chart().BoxPlot(["a"], [1, 2, 3, 4, 5, 6, 7, 8, 9, 30]).ToSvg();
        Assert.Contains("a: median 5.5, quartiles 3.25 and 7.75", svg, StringComparison.Ordinal);
        Assert.Single(svg.Split('\n'), l => l.StartsWith("<path d=\"M", StringComparison.Ordinal) && l.EndsWith("h0\"/>", StringComparison.Ordinal)); // 30
    }

    [Fact]
    public void What_fits_no_picture_is_refused()
    {
        var chart = new Chart();
        Assert.Contains("give 6", Assert.Throws<ArgumentException>(() => chart.Contour([0, 1, 2], [0, 1], [1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("increase", Assert.Throws<ArgumentException>(() => chart.Contour([0, 0], [0, 1], [1, 2, 3, 4])).Message, StringComparison.Ordinal);
        Assert.Contains("whole rows of 3", Assert.Throws<ArgumentException>(() => chart.Images([[1, 2, 3, 4]], 3)).Message, StringComparison.Ordinal);
        Assert.Contains("same length", Assert.Throws<ArgumentException>(() => chart.BoxPlot(["a", "b"], [1.0])).Message, StringComparison.Ordinal);
        Assert.Contains("taken already", Assert.Throws<ArgumentException>(() => chart.Dendrogram(["a", "b", "c"], [(0, 1, 1), (0, 2, 2)])).Message,
            StringComparison.Ordinal);
        Assert.Contains("one merge fewer", Assert.Throws<ArgumentException>(() => chart.Dendrogram(["a", "b"], [])).Message, StringComparison.Ordinal);
    }

    static double[] Grid(int columns, int rows, Func<int, int, double> value) =>
        [.. Enumerable.Range(0, columns * rows).Select(i => value(i % columns, i / columns))];

    /// <summary>The shoelace formula.</summary>
    static double Area(Point[] polygon) => Math.Abs(polygon.Select((p, i) => (p, q: polygon[(i + 1) % polygon.Length]))
        .Sum(e => e.p.X * e.q.Y - e.q.X * e.p.Y)) / 2;
}
