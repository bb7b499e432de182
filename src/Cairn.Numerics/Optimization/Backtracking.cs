namespace Cairn.Optimization;

/// <summary>A step that is shortened until it falls by a share of what the slope promises (Armijo 1966): f(t) ≤ f(0) + c₁ t
/// f'(0).</summary>
/// <remarks>The next trial is the minimum of the cubic through the start and the last trial, between a tenth and a half of it. It never
/// goes further than the first trial, which suits directions that know their length: Newton's, or those of BFGS once it has
/// learned.</remarks>
public sealed record Backtracking : LineSearch
{
    const int MostTrials = 40;
    const double Rounding = 1e-14;

    /// <summary>c₁, the share of the promised fall, above 0 and below 1; 0.0001 unless set.</summary>
    public double Decrease { get; init => field = Share(value, 0, 1, nameof(Decrease)); } = 1e-4;

    internal override Trial? Find(Ray ray, double length)
    {
        var start = ray.Start;
        double noise = Rounding * Math.Abs(start.Value);
        for (int i = 0; i < MostTrials; i++)
        {
            var trial = ray.At(length);
            if (trial.IsFinite && trial.Value <= start.Value + Decrease * length * start.Slope) return trial;
            if (trial.IsFinite && trial.Value <= start.Value + noise && Math.Abs(trial.Slope) < -start.Slope) return trial;
            double lowest = trial.IsFinite ? Trial.Lowest(start, trial) : double.NaN;
            length = double.IsNaN(lowest) ? length / 2 : Math.Clamp(lowest, 0.1 * length, 0.5 * length);
        }
        return null;
    }
}
