using System.Runtime.CompilerServices;

namespace Cairn.Plotting;

public sealed partial record Chart
{
    /// <summary>Adds a function of two variables as shaded bands between lines of equal value, pale where it is low and full where it is high.</summary>
    /// <param name="x">The places of the grid's columns, increasing, at least two.</param>
    /// <param name="y">The places of the grid's rows, increasing, at least two.</param>
    /// <param name="values">A value for each place, x.Length for y[0], then x.Length for y[1], ...; cells beside one that is not finite stay empty.</param>
    /// <param name="levels">Where lines are drawn, increasing; none, the default, means ten equal parts of the range.</param>
    /// <param name="name">The name in the description; null for none.</param>
    /// <returns>The chart with the bands on top.</returns>
    /// <exception cref="ArgumentException">The count of values is not x.Length * y.Length, or places or levels do not increase.</exception>
    public Chart Contour(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> values, ReadOnlySpan<double> levels = default,
        string? name = null)
    {
        Grid(x, y, values.Length, nameof(values));
        Increasing(levels, nameof(levels), 0);
        return With(new ContourMark(x.ToArray(), y.ToArray(), values.ToArray(), levels.ToArray()) { Name = name });
    }

    /// <summary>Adds the regions in which one of several functions of two variables is the largest, each in a tint of a series' colour.</summary>
    /// <param name="x">The places of the grid's columns, increasing, at least two.</param>
    /// <param name="y">The places of the grid's rows, increasing, at least two.</param>
    /// <param name="values">For each function a value for each place, ordered as in
    /// <see cref="Contour(ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double}, string?)"/>. The
    /// first function has the colour of the chart's first series, and so on.</param>
    /// <returns>The chart with the regions on top.</returns>
    /// <exception cref="ArgumentException">A count of values is not x.Length * y.Length, or places do not increase.</exception>
    public Chart Regions(ReadOnlySpan<double> x, ReadOnlySpan<double> y, params IReadOnlyList<double[]> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var one in values)
            Grid(x, y, one.Length, nameof(values));
        return With(new RegionMark(x.ToArray(), y.ToArray(), [.. values.Select(v => (double[])v.Clone())]));
    }

    static void Grid(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int values, string name, [CallerMemberName] string adder = "")
    {
        Increasing(x, nameof(x), 2, adder);
        Increasing(y, nameof(y), 2, adder);
        if (values != (long)x.Length * y.Length)
            throw new ArgumentException($"{adder}: {values} values for {y.Length} rows x {x.Length} columns; give {(long)x.Length * y.Length}", name);
    }

    static void Increasing(ReadOnlySpan<double> places, string name, int least, [CallerMemberName] string adder = "")
    {
        if (places.Length < least)
            throw new ArgumentException($"{adder}: {name} has {places.Length} values; give {least} at least", name);
        for (var i = 0; i < places.Length; i++)
            if (!double.IsFinite(places[i]) || (i > 0 && !(places[i] > places[i - 1])))
                throw new ArgumentException($"{adder}: {name}[{i}] is {Decimals.Short(places[i])}; the values are finite and increase", name);
    }
}

/// <summary>The places of a grid on a plot.</summary>
static class GridPlaces
{
    public static void Measure(double[] xs, double[] ys, Extent x, Extent y)
    {
        (double[] Places, Extent Extent)[] axes = [(xs, x), (ys, y)];
        foreach (var (places, extent) in axes)
        {
            extent.Include(places[0]);
            extent.Include(places[^1]);
        }
    }

    public static Point[] On(Plot plot, double[] xs, double[] ys, Point[] inCells) =>
        Array.ConvertAll(inCells, p => new Point(plot.X.At(Between(xs, p.X)), plot.Y.At(Between(ys, p.Y))));

    static double Between(double[] places, double at)
    {
        var i = Math.Clamp((int)at, 0, places.Length - 2);
        return places[i] + (at - i) * (places[i + 1] - places[i]);
    }
}

/// <summary>Bands between lines of equal value.</summary>
sealed class ContourMark(double[] xs, double[] ys, double[] values, double[] levels) : Mark
{
    const int Bands = 10;

    public override Swatch Swatch => Swatch.None;

    public override void Measure(Extent x, Extent y) => GridPlaces.Measure(xs, ys, x, y);

    double[] Levels()
    {
        if (levels.Length > 0)
            return levels;
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0 || finite.Min() == finite.Max())
            return [];
        var (low, high) = (finite.Min(), finite.Max());
        return [.. Enumerable.Range(1, Bands - 1).Select(k => low * (1 - (double)k / Bands) + high * ((double)k / Bands))];
    }

    public override void Draw(Plot plot, int colour)
    {
        var at = Levels();
        for (var k = 0; k < at.Length; k++)
        {
            var shade = Math.Max(1, (int)Math.Round((k + 1) * (double)Palette.HeatLevels / (at.Length + 1)));
            plot.Surface.Area([.. Contours.Above(values, xs.Length, at[k]).Select(p => GridPlaces.On(plot, xs, ys, p))], Paint.Heat(shade),
                Decimals.Short(at[k]));
        }
        foreach (var level in at)
            foreach (var line in Contours.Lines(values, xs.Length, level))
                plot.Surface.Thread(GridPlaces.On(plot, xs, ys, line));
    }

    public override string Describe(Extent x, Extent y)
    {
        var count = Levels().Length;
        return Phrase("contours", count, count == 1 ? "level" : "levels", 0);
    }
}

/// <summary>Where each of several functions is the largest.</summary>
sealed class RegionMark(double[] xs, double[] ys, double[][] values) : Mark
{
    public override Swatch Swatch => Swatch.None;

    public override void Measure(Extent x, Extent y) => GridPlaces.Measure(xs, ys, x, y);

    public override void Draw(Plot plot, int colour)
    {
        for (var k = 0; k < values.Length; k++)
        {
            var lead = new double[xs.Length * ys.Length];
            for (var i = 0; i < lead.Length; i++)
            {
                var rival = double.NegativeInfinity;
                for (var other = 0; other < values.Length; other++)
                    if (other != k)
                        rival = Math.Max(rival, values[other][i]);
                lead[i] = values.Length == 1 ? 0 : values[k][i] - rival;
            }
            plot.Surface.Area([.. Contours.Above(lead, xs.Length, 0).Select(p => GridPlaces.On(plot, xs, ys, p))], Paint.Tint(k), "");
            foreach (var line in Contours.Lines(lead, xs.Length, 0))
                plot.Surface.Thread(GridPlaces.On(plot, xs, ys, line));
        }
    }

    public override string Describe(Extent x, Extent y) => Phrase("regions", values.Length, values.Length == 1 ? "region" : "regions", 0);
}
