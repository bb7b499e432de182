namespace Cairn.LinearModels;

/// <summary>What the settings of a penalised regression may be.</summary>
static class PenaltyRules
{
    internal static double Strength(double value) => value >= 0 && double.IsFinite(value) ? value
        : throw new ArgumentOutOfRangeException("Strength", value, "Strength is a finite number from 0");

    internal static double Share(double value) => value is >= 0 and <= 1 ? value
        : throw new ArgumentOutOfRangeException("L1Share", value, "L1Share lies from 0 to 1");

    internal static double Tolerance(double value) => value is > 0 and < 1 ? value
        : throw new ArgumentOutOfRangeException("Tolerance", value, "Tolerance lies between 0 and 1");

    internal static int Iterations(int value) => value >= 1 ? value
        : throw new ArgumentOutOfRangeException("MaxIterations", value, "MaxIterations is at least 1");
}
