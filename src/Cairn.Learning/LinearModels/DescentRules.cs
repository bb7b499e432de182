namespace Cairn.LinearModels;

/// <summary>What the settings of a descent may be.</summary>
static class DescentRules
{
    internal static double Rate(double value) => value > 0 && double.IsFinite(value) ? value
        : throw new ArgumentOutOfRangeException("LearningRate", value, "LearningRate is a finite number above 0");

    internal static int Batch(int value) => value >= 0 ? value
        : throw new ArgumentOutOfRangeException("BatchSize", value, "BatchSize is a number of rows, or 0 for all");

    internal static int Passes(int value) => value >= 1 ? value
        : throw new ArgumentOutOfRangeException("Epochs", value, "Epochs is at least 1");

    internal static double Part(double value) => value is >= 0 and < 1 ? value
        : throw new ArgumentOutOfRangeException("Tolerance", value, "Tolerance lies from 0 to below 1");

    internal static Normalization Known(Normalization value) => Enum.IsDefined(value) ? value
        : throw new ArgumentOutOfRangeException("Normalization", value, "Normalization is None, Mean or Standard");

    internal static SquaredCost Known(SquaredCost value) => Enum.IsDefined(value) ? value
        : throw new ArgumentOutOfRangeException("Cost", value, "Cost is HalfMse or Mse");

    internal static double Finite(double value) => double.IsFinite(value) ? value
        : throw new ArgumentOutOfRangeException("StartIntercept", value, "StartIntercept is a finite number");

    internal static ValueList<double> Finite(ValueList<double> values)
    {
        foreach (double value in values)
            if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException("StartWeights", value, "StartWeights are finite numbers");
        return values;
    }
}
