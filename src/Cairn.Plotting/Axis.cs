namespace Cairn.Plotting;

/// <summary>One axis laid on a surface: it turns values into places between <see cref="Start"/> and <see cref="End"/>.</summary>
sealed class Axis
{
    // Far outside every picture, near enough that arithmetic on it stays exact.
    const double Far = 1e6;

    readonly Extent _extent;

    public Axis(Extent extent, (double Low, double High)? wish, double start, double end, int wanted)
    {
        _extent = extent;
        (Start, End) = (start, end);
        (Low, High) = extent.Bounds(wish);
        Ticks = extent.Hidden ? [] : Categorical ? [.. extent.Categories.Select((c, i) => new Tick(i, c))]
            : extent.Scale == AxisScale.Logarithmic ? Plotting.Ticks.Logarithmic(Low, High, wanted)
            : Plotting.Ticks.Linear(Low, High, wanted);
    }

    public double Low { get; }
    public double High { get; }
    public double Start { get; }
    public double End { get; }
    public AxisScale Scale => _extent.Scale;
    public IReadOnlyList<Tick> Ticks { get; }
    public bool Hidden => _extent.Hidden;
    public bool Categorical => _extent.Categories.Count > 0;

    /// <summary>What bars stand on: zero, or the nearer end where zero is not on the axis.</summary>
    public double Base => _extent.Scale == AxisScale.Logarithmic ? Start : At(Math.Clamp(0, Low, High));

    /// <summary>True if zero lies on the axis and not at its beginning.</summary>
    public bool HasZeroInside => !Categorical && _extent.Scale == AxisScale.Linear && Low < 0 && High >= 0;

    public bool Takes(double value) => _extent.Takes(value);

    public int Place(string category) => _extent.Place(category);

    public double At(double value) => Math.Clamp(Start + Share(value) * (End - Start), -Far, Far);

    double Share(double value)
    {
        if (_extent.Scale == AxisScale.Logarithmic && !Categorical)
            return (Logarithm.Base10(value) - Logarithm.Base10(Low)) / (Logarithm.Base10(High) - Logarithm.Base10(Low));
        var span = High - Low;
        return double.IsFinite(span) ? (value - Low) / span : (value / 2 - Low / 2) / (High / 2 - Low / 2);
    }
}
