namespace Cairn.Plotting;

public sealed partial record Chart
{
    /// <summary>Adds a histogram: how many values fall in each bin, drawn as bars over a numeric axis.</summary>
    /// <param name="values">n values; those that are not finite are left out and counted in the description.</param>
    /// <param name="bins">
    /// How many bins of equal width from the least to the greatest value, 1 to 10,000. Default null: about 2 n^(1/3) bins (Rice's rule, at
    /// most 80), their edges on round numbers.
    /// </param>
    /// <param name="name">The name in the legend; null for none.</param>
    /// <returns>The chart with the histogram on top.</returns>
    /// <exception cref="ArgumentOutOfRangeException">bins is outside 1 to 10,000.</exception>
    /// <remarks>A bin holds its lower edge and not its upper one; the last bin holds both.</remarks>
    public Chart Histogram(ReadOnlySpan<double> values, int? bins = null, string? name = null)
    {
        if (bins is < 1 or > 10_000)
            throw new ArgumentOutOfRangeException(nameof(bins), bins, "Histogram: bins must be 1 to 10,000");
        return With(new HistogramMark(values, bins) { Name = name });
    }
}

/// <summary>Counts over bins.</summary>
sealed class HistogramMark : Mark
{
    const int MostBins = 80;

    readonly double[] _edges = [];
    readonly int[] _counts = [];
    readonly int _drawn, _leftOut;

    public HistogramMark(ReadOnlySpan<double> values, int? bins)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
            if (double.IsFinite(value))
            {
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
                _drawn++;
            }
        _leftOut = values.Length - _drawn;
        if (_drawn == 0)
            return;
        (low, high) = Extent.Widened(low, high);
        _edges = bins is { } k ? EqualEdges(low, high, k) : RoundEdges(low, high, _drawn);
        _counts = new int[_edges.Length - 1];
        foreach (var value in values)
            if (double.IsFinite(value))
                _counts[Bin(value)]++;
    }

    public ReadOnlySpan<double> Edges => _edges;
    public ReadOnlySpan<int> Counts => _counts;

    public override Swatch Swatch => Swatch.Box;

    public override void Measure(Extent x, Extent y)
    {
        foreach (var edge in _edges)
            x.Include(edge);
        foreach (var count in _counts)
            y.Include(count);
        y.Anchor();
        y.Pad();
    }

    public override void Draw(Plot plot, int colour)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] == 0 || !plot.X.Takes(_edges[i + 1]))
                continue;
            // On a logarithmic axis the bin that begins at zero begins where the axis does.
            var left = plot.X.Takes(_edges[i]) ? plot.X.At(_edges[i]) : plot.X.Start;
            plot.Surface.Box(new Point(left, plot.Y.Base), new Point(plot.X.At(_edges[i + 1]), plot.Y.At(_counts[i])), colour, lying: false,
                $"{Decimals.Short(_edges[i])} to {Decimals.Short(_edges[i + 1])}: {Decimals.Short(_counts[i])}");
        }
    }

    public override string Describe(Extent x, Extent y) => Phrase("histogram", _drawn, _drawn == 1 ? "value" : "values", _leftOut);

    int Bin(double value)
    {
        var at = Array.BinarySearch(_edges, value);
        return Math.Clamp(at >= 0 ? at : ~at - 1, 0, _counts.Length - 1);
    }

    static double[] EqualEdges(double low, double high, int bins)
    {
        var edges = new double[bins + 1];
        for (var i = 0; i <= bins; i++)
            edges[i] = low * (1 - (double)i / bins) + high * ((double)i / bins);
        edges[bins] = high;
        return edges;
    }

    static double[] RoundEdges(double low, double high, int count)
    {
        var wanted = 2;
        while ((long)wanted * wanted * wanted < 8L * count && wanted < MostBins)
            wanted++;
        var (factor, exponent) = Ticks.Step(high / wanted - low / wanted);
        var step = Decimals.Value(factor, exponent);
        var (first, last) = ((long)Math.Floor(low / step + 1e-9), (long)Math.Ceiling(high / step - 1e-9));
        var edges = new double[last - first + 1];
        for (var i = 0; i < edges.Length; i++)
            edges[i] = Math.Clamp(Decimals.Value((first + i) * factor, exponent), double.MinValue, double.MaxValue);
        return edges;
    }
}
