using System.Globalization;
using System.Xml.Linq;
using Cairn.Plotting;

namespace Cairn.Tests;

/// <summary>S057: the pair plot and the surface in space.</summary>
public class SpaceAndPairsTests
{
    static double Wave(int i) => (uint)(i * 2654435761u + 12345) % 1000 / 500.0 - 1;

    static readonly ScatterMatrix Pairs = new()
    {
        Title = "Three columns",
        Columns = [new("width", [.. Enumerable.Range(0, 40).Select(i => 3 + Wave(i))]), new("height", [.. Enumerable.Range(0, 40).Select(i => 100 * (3 + Wave(i)) + 20 * Wave(i + 7))]),
            new("a name that is much too long for its panel", [.. Enumerable.Range(0, 40).Select(i => i == 3 ? double.NaN : Wave(3 * i))])],
        Groups = [.. Enumerable.Range(0, 40).Select(i => i % 3)],
        GroupNames = ["one", "two", "three"],
    };

    static SurfacePlot Plane(double turn = -55) => new()
    {
        Title = "A plane",
        XLabel = "radio",
        YLabel = "television",
        ZLabel = "sales",
        X = [.. Enumerable.Range(0, 6).Select(i => 10.0 * i)],
        Y = [.. Enumerable.Range(0, 6).Select(i => 60.0 * i)],
        Heights = [.. Enumerable.Range(0, 36).Select(i => 3 + 0.19 * 10 * (i % 6) + 0.046 * 60 * (i / 6))],
        Points = [.. Enumerable.Range(0, 12).Select(i => (4.0 * i, 25.0 * ((5 * i) % 12), 3 + 0.19 * 4 * i + 0.046 * 25 * ((5 * i) % 12) + 2 * Wave(i)))],
        Turn = turn,
    };

    public static TheoryData<string> Names => ["pairs", "plane", "plane-from-behind", "hill"];

    static string Svg(string name) => name switch
    {
        "pairs" => Pairs.ToSvg(),
        "plane" => Plane().ToSvg(),
        "plane-from-behind" => Plane(130).ToSvg(),
        _ => new SurfacePlot
        {
            X = [.. Enumerable.Range(0, 21).Select(i => i - 10.0)],
            Y = [.. Enumerable.Range(0, 21).Select(i => i - 10.0)],
            Heights = [.. Enumerable.Range(0, 441).Select(i => 100.0 / (10 + (i % 21 - 10) * (i % 21 - 10) + (i / 21 - 10) * (i / 21 - 10)))],
            Points = [(0, -6, 1), (0, 6, 1), (3, 3, double.NaN), (40, 0, 1)],
        }.ToSvg(),
    };

    [Theory, MemberData(nameof(Names))]
    public void Pictures_are_as_committed_in_any_culture(string name)
    {
        XDocument.Parse(Svg(name));
        SnapshotTests.Compare($"{name}.svg", Svg(name));
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            SnapshotTests.Compare($"{name}.svg", Svg(name));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>The projection is parallel: equal steps along an axis are equal steps in the picture, wherever they lie.</summary>
    [Fact]
    public void Equal_lengths_stay_equal()
    {
        var cells = XDocument.Parse(Plane().ToSvg()).Descendants().Where(e => ((string?)e.Attribute("class"))?.StartsWith("cell", StringComparison.Ordinal) == true)
            .Select(e => Places((string)e.Attribute("d")!)).ToList();
        Assert.Equal(25, cells.Count);
        Assert.All(cells, c =>
        {
            Assert.Equal(c[1].X - c[0].X, c[2].X - c[3].X, 0.02); // a parallelogram
            Assert.Equal(c[1].Y - c[0].Y, c[2].Y - c[3].Y, 0.02);
            Assert.Equal(cells[0][1].X - cells[0][0].X, c[1].X - c[0].X, 0.02); // and all alike
            Assert.Equal(cells[0][3].Y - cells[0][0].Y, c[3].Y - c[0].Y, 0.02);
        });
    }

    /// <summary>What lies behind the surface is painted before the cells in front of it, and those hide it.</summary>
    [Fact]
    public void The_surface_hides_what_is_behind_it()
    {
        SurfacePlot hill = new()
        {
            X = [0, 1, 2, 3],
            Y = [0, 1, 2, 3],
            Heights = [0, 0, 0, 0, 0, 5, 5, 0, 0, 5, 5, 0, 0, 0, 0, 0],
            Points = [(1.5, 2.9, 0.5), (1.5, 0.1, 1.5)], // behind the hill, and in front of it
            Turn = -90,
            Tilt = 10,
        };
        string[] order = [.. XDocument.Parse(hill.ToSvg()).Descendants().Select(e => (string?)e.Attribute("class") ?? "").Where(c => c.StartsWith("cell", StringComparison.Ordinal) || c.StartsWith("ball", StringComparison.Ordinal))
            .Select(c => c[..4])];
        Assert.Equal(11, order.Length);
        Assert.True(Array.IndexOf(order, "ball") < 4, string.Join(' ', order)); // in the farthest row of cells
        Assert.True(Array.LastIndexOf(order, "ball") > 7, string.Join(' ', order)); // in the nearest
    }

    static List<(double X, double Y)> Places(string path) => [.. path[1..^1].Split('L').Select(p => p.Split(' '))
        .Select(p => (double.Parse(p[0], CultureInfo.InvariantCulture), double.Parse(p[1], CultureInfo.InvariantCulture)))];

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        Assert.Throws<ArgumentException>(() => (Pairs with { Columns = [Pairs.Columns[0]] }).ToSvg());
        Assert.Throws<ArgumentException>(() => (Pairs with { Columns = [new("a", [1, 2]), new("b", [1])] }).ToSvg());
        Assert.Throws<ArgumentException>(() => (Pairs with { Groups = [1, 2] }).ToSvg());
        Assert.Throws<ArgumentOutOfRangeException>(() => Pairs with { PanelSize = 10 });
        Assert.Throws<ArgumentException>(() => (Plane() with { X = [1, 1] }).ToSvg());
        Assert.Throws<ArgumentException>(() => (Plane() with { Heights = [1] }).ToSvg());
        Assert.Throws<ArgumentOutOfRangeException>(() => Plane() with { Tilt = 90 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Plane() with { Turn = double.NaN });
    }
}
