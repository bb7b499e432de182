namespace Cairn.Plotting;

public sealed partial record Chart
{
    /// <summary>
    /// Adds one box per group of numbers: from the first quartile to the third with the median across it, whiskers to the farthest values
    /// within 1.5 times the box's length of it, and a dot for each value beyond (Tukey, Exploratory Data Analysis, 1977).
    /// </summary>
    /// <param name="names">The names under the boxes, each once.</param>
    /// <param name="groups">The numbers of each group; those that are not finite are left out. Quartiles are interpolated between the
    /// sorted values at (n - 1) q.</param>
    /// <returns>The chart with the boxes on top.</returns>
    /// <exception cref="ArgumentException">There are not as many names as groups, or a name is null or stands twice.</exception>
    public Chart BoxPlot(ReadOnlySpan<string> names, params IReadOnlyList<double[]> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        SameLength(names.Length, groups.Count, nameof(names), nameof(groups));
        Distinct(names, nameof(names), nameof(BoxPlot));
        return With(new BoxPlotMark(names.ToArray(), [.. groups.Select(g => g.Where(double.IsFinite).Order().ToArray())],
            groups.Sum(g => g.Count(v => !double.IsFinite(v)))));
    }
}

/// <summary>Boxes and whiskers over categories.</summary>
sealed class BoxPlotMark(string[] names, double[][] sorted, int leftOut) : Mark
{
    const double HalfBox = 0.24, HalfCap = 0.12, Reach = 1.5;

    public override Swatch Swatch => Swatch.Box;

    public override void Measure(Extent x, Extent y)
    {
        foreach (var name in names)
            x.Place(name);
        foreach (var group in sorted)
            foreach (var value in group)
                y.Include(value);
        y.Pad();
    }

    public override void Draw(Plot plot, int colour)
    {
        for (var g = 0; g < names.Length; g++)
        {
            double[] values = [.. sorted[g].Where(plot.Y.Takes)];
            if (values.Length == 0)
                continue;
            var (q1, median, q3) = (Quantile(values, 0.25), Quantile(values, 0.5), Quantile(values, 0.75));
            var reach = Reach * (q3 - q1);
            var low = values.First(v => v >= q1 - reach);
            var high = values.Last(v => v <= q3 + reach);
            double at = plot.X.Place(names[g]);
            Point P(double x, double y) => new(plot.X.At(at + x), plot.Y.At(y));
            Point[] box = [P(-HalfBox, q1), P(HalfBox, q1), P(HalfBox, q3), P(-HalfBox, q3)];
            plot.Surface.Area([box], Paint.Tint(colour),
                $"{names[g]}: median {Decimals.Short(median)}, quartiles {Decimals.Short(q1)} and {Decimals.Short(q3)}");
            plot.Surface.Line([.. box, box[0]], colour);
            plot.Surface.Line([P(-HalfBox, median), P(HalfBox, median)], colour);
            foreach (var (from, to) in (ReadOnlySpan<(double, double)>)[(q1, low), (q3, high)])
            {
                plot.Surface.Line([P(0, from), P(0, to)], colour);
                plot.Surface.Line([P(-HalfCap, to), P(HalfCap, to)], colour);
            }
            plot.Surface.Dots([.. values.Where(v => v < low || v > high).Select(v => P(0, v))], colour);
        }
    }

    public override string Describe(Extent x, Extent y) => Phrase("box plot", names.Length, names.Length == 1 ? "box" : "boxes", leftOut);

    /// <summary>The value at (n - 1) q among the sorted ones, linear between neighbours.</summary>
    static double Quantile(double[] values, double q)
    {
        var place = (values.Length - 1) * q;
        var i = (int)place;
        return i + 1 == values.Length ? values[i] : values[i] + (place - i) * (values[i + 1] - values[i]);
    }
}
