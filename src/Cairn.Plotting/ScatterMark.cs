namespace Cairn.Plotting;

public sealed partial record Chart
{
    /// <summary>Adds separate points. A point that is not finite is left out and counted in the description.</summary>
    /// <param name="x">Horizontal places, n values.</param>
    /// <param name="y">Vertical places, n values.</param>
    /// <param name="name">The name in the legend; null for none.</param>
    /// <returns>The chart with the points on top.</returns>
    /// <exception cref="ArgumentException">x and y differ in length.</exception>
    /// <remarks>
    /// Above some thousand points their places are rounded to whole pixels and each pixel is drawn once, so that the file stays
    /// small.
    /// </remarks>
    public Chart Scatter(ReadOnlySpan<double> x, ReadOnlySpan<double> y, string? name = null)
    {
        SameLength(x.Length, y.Length, nameof(x), nameof(y));
        return With(new ScatterMark(x.ToArray(), y.ToArray()) { Name = name });
    }
}

/// <summary>Separate points.</summary>
sealed class ScatterMark(double[] xs, double[] ys) : Mark
{
    public override Swatch Swatch => Swatch.Dot;

    public override void Measure(Extent x, Extent y)
    {
        for (var i = 0; i < xs.Length; i++)
            if (x.Takes(xs[i]) && y.Takes(ys[i]))
            {
                x.Include(xs[i]);
                y.Include(ys[i]);
            }
        x.Pad();
        y.Pad();
    }

    public override void Draw(Plot plot, int colour)
    {
        var points = new List<Point>();
        for (var i = 0; i < xs.Length; i++)
            if (plot.X.Takes(xs[i]) && plot.Y.Takes(ys[i]))
                points.Add(new Point(plot.X.At(xs[i]), plot.Y.At(ys[i])));
        plot.Surface.Dots([.. points], colour);
    }

    public override string Describe(Extent x, Extent y) => DescribePoints("points", xs, ys, x, y);
}
