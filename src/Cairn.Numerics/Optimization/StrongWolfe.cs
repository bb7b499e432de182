namespace Cairn.Optimization;

/// <summary>A search for a place that is lower by a share of what the slope promises, and where little of the slope is left (the strong
/// conditions of Wolfe 1969): f(t) ≤ f(0) + c₁ t f'(0) and |f'(t)| ≤ c₂ |f'(0)|.</summary>
/// <remarks>The next trial is the minimum of the cubic through two trials and their slopes, kept within the interval that must hold one;
/// without such an interval yet, further out. Near a minimum, where rounding hides how far f falls, a fall shown by the slopes counts as
/// one (Hager and Zhang 2005): f' (t) ≤ (2 δ - 1) f'(0) with δ = 0.1, and f no higher than at the start but for rounding.</remarks>
public sealed record StrongWolfe : LineSearch
{
    const int MostTrials = 40;
    const double Delta = 0.1;
    const double Rounding = 1e-14;

    /// <summary>c₁, the share of the promised fall, above 0 and below 1/2; 0.001 unless set.</summary>
    public double Decrease { get; init => field = Share(value, 0, 0.5, nameof(Decrease)); } = 0.001;

    /// <summary>c₂, the share of the slope that may be left, above 0 and below 1; 0.9 unless set. It is to be above
    /// <see cref="Decrease"/>.</summary>
    public double Curvature { get; init => field = Share(value, 0, 1, nameof(Curvature)); } = 0.9;

    /// <summary>How many times the last stride the next may be, as long as the function only falls, above 1; 20 unless set.</summary>
    public double Reach
    {
        get;
        init => field = value > 1 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(Reach), value, "Reach must be above 1 and finite");
    } = 20;

    internal override Trial? Find(Ray ray, double length)
    {
        Trial start = ray.Start, low = start, before = start;
        Trial? high = null;
        double noise = Rounding * Math.Abs(start.Value), width = double.PositiveInfinity;
        for (int i = 0; i < MostTrials; i++)
        {
            var trial = ray.At(length);
            bool falls = trial.Value <= start.Value + Decrease * length * start.Slope
                || (trial.Value <= start.Value + noise && trial.Slope <= (2 * Delta - 1) * start.Slope);
            if (trial.IsFinite && falls && Math.Abs(trial.Slope) <= Curvature * -start.Slope) return trial;

            if (!trial.IsFinite || !falls || trial.Value > low.Value + noise || trial.Slope >= 0) high = trial;
            else (before, low) = (low, trial);
            length = high is null ? Beyond(before, low) : Between(low, high, ref width);
            if (length == low.Length || length == high?.Length) break; // the interval is one of neighbouring numbers
        }
        return low.Value < start.Value ? low : null;
    }

    /// <summary>A tenth of the last stride further at least.</summary>
    double Beyond(Trial before, Trial low)
    {
        double stride = low.Length - before.Length, lowest = Trial.Lowest(before, low), furthest = low.Length + Reach * stride;
        return lowest > low.Length ? Math.Clamp(lowest, low.Length + 0.1 * stride, furthest) : furthest;
    }

    /// <summary>Off the ends by a hundredth; the middle when the interval did not shrink by a third.</summary>
    static double Between(Trial low, Trial high, ref double width)
    {
        double before = width;
        width = high.Length - low.Length;
        if (!high.IsFinite) return low.Length + 0.1 * width;
        double lowest = Trial.Lowest(low, high);
        if (width > 0.66 * before || double.IsNaN(lowest)) return low.Length + 0.5 * width;
        return Math.Clamp(lowest, low.Length + 0.01 * width, high.Length - 0.01 * width);
    }
}
