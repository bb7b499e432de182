using Cairn.ModelSelection;

namespace Cairn.Conformal;

/// <summary>What conformal recipes have in common.</summary>
static class ConformalRules
{
    internal static double Coverage(double value) => value is > 0 and < 1 ? value
        : throw new ArgumentOutOfRangeException("Coverage", value, "Coverage lies between 0 and 1");

    internal static double Share(double value) => value is > 0 and < 1 ? value
        : throw new ArgumentOutOfRangeException("CalibrationShare", value, "CalibrationShare is a share of the rows, between 0 and 1");

    /// <summary>Rows to learn from and rows to calibrate on; groups are not parted, and classes play no part.</summary>
    internal static (Dataset Learn, Dataset Calibrate) Parted(Dataset data, double share, long seed, string learner)
    {
        if (data.Rows < 2)
            throw new ArgumentException($"data: {learner} needs at least 2 rows, some to learn from and some to calibrate on; got {data.Rows}", nameof(data));
        return data.Split(share, seed, stratify: false);
    }
}
