namespace Cairn.Plotting;

public sealed partial record Chart
{
    /// <summary>Adds a line through the points in the order given. A point that is not finite breaks the line.</summary>
    /// <param name="x">Horizontal places, n values.</param>
    /// <param name="y">Vertical places, n values.</param>
    /// <param name="name">The name in the legend; null for none.</param>
    /// <returns>The chart with the line on top.</returns>
    /// <exception cref="ArgumentException">x and y differ in length.</exception>
    /// <remarks>
    /// Points that share a column of pixels are reduced to the first, least, greatest and last of them, so that long series stay
    /// small.
    /// </remarks>
    public Chart Line(ReadOnlySpan<double> x, ReadOnlySpan<double> y, string? name = null)
    {
        SameLength(x.Length, y.Length, nameof(x), nameof(y));
        return With(new LineMark(x.ToArray(), y.ToArray()) { Name = name });
    }

    /// <summary>Adds a line through (0, y[0]), (1, y[1]), ...</summary>
    /// <param name="y">Vertical places, n values.</param>
    /// <param name="name">The name in the legend; null for none.</param>
    /// <returns>The chart with the line on top.</returns>
    public Chart Line(ReadOnlySpan<double> y, string? name = null) =>
        With(new LineMark([.. Enumerable.Range(0, y.Length).Select(i => (double)i)], y.ToArray()) { Name = name });
}

/// <summary>A line through points.</summary>
sealed class LineMark(double[] xs, double[] ys) : Mark
{
    public override Swatch Swatch => Swatch.Line;

    public override void Measure(Extent x, Extent y)
    {
        for (var i = 0; i < xs.Length; i++)
            if (x.Takes(xs[i]) && y.Takes(ys[i]))
            {
                x.Include(xs[i]);
                y.Include(ys[i]);
            }
        y.Pad();
    }

    public override void Draw(Plot plot, int colour)
    {
        var run = new List<Point>();
        for (var i = 0; i <= xs.Length; i++)
        {
            if (i < xs.Length && plot.X.Takes(xs[i]) && plot.Y.Takes(ys[i]))
            {
                run.Add(new Point(plot.X.At(xs[i]), plot.Y.At(ys[i])));
                continue;
            }
            if (run.Count == 1)
                plot.Surface.Dots([run[0]], colour);
            else if (run.Count > 1)
                plot.Surface.Line([.. Reduced(run, plot.Surface)], colour);
            run.Clear();
        }
    }

    public override string Describe(Extent x, Extent y) => DescribePoints("line", xs, ys, x, y);

    /// <summary>
    /// Of neighbours in one column of the surface the first, the least, the greatest and the last, in their order: the same picture.
    /// </summary>
    static List<Point> Reduced(List<Point> run, Surface surface)
    {
        if (run.Count <= 2 * (surface.Right - surface.Left) / surface.Grain)
            return run;
        var kept = new List<Point>();
        for (int from = 0, to; from < run.Count; from = to)
        {
            var column = Math.Floor(run[from].X / surface.Grain);
            var (least, greatest) = (from, from);
            for (to = from; to < run.Count && Math.Floor(run[to].X / surface.Grain) == column; to++)
            {
                if (run[to].Y < run[least].Y)
                    least = to;
                if (run[to].Y > run[greatest].Y)
                    greatest = to;
            }
            foreach (var i in new SortedSet<int> { from, least, greatest, to - 1 })
                kept.Add(run[i]);
        }
        return kept;
    }
}
