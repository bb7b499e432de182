namespace Cairn.Layers;

/// <summary>What the normalizing layers share: numbers less their mean, divided by their standard deviation.</summary>
static class Normalized
{
    /// <summary>(x - m) / √(s² + ε) with the mean m and the variance s² over some axes.</summary>
    internal static Tensor Over(Tensor x, ReadOnlySpan<int> axes, double epsilon)
    {
        var centred = x - x.Mean(axes, keepDims: true);
        return centred / (centred.Square().Mean(axes, keepDims: true) + epsilon).Sqrt();
    }

    internal static double Epsilon(double epsilon) => epsilon > 0 && double.IsFinite(epsilon)
        ? epsilon : throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "Epsilon must be above 0 and finite");
}
