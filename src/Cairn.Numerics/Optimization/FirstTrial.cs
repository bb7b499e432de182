namespace Cairn.Optimization;

/// <summary>How far a line search goes at first.</summary>
static class FirstTrial
{
    /// <summary>As far as the function would need, were it a parabola, to fall as much as it did at the step before, and at most the
    /// whole direction. Before the first step a distance of 1, or the whole gradient where that is shorter.</summary>
    /// <param name="start">Where the ray begins.</param>
    /// <param name="fall">What the step before gained; 0 when there was none.</param>
    /// <param name="ease">How many times as far as that: above 1, so that steps can grow again.</param>
    internal static double Length(Trial start, double fall, double ease)
    {
        double length = fall > 0 ? ease * 2 * fall / -start.Slope : 1 / Math.Sqrt(start.Place.Squares);
        return Math.Min(1, length);
    }
}
