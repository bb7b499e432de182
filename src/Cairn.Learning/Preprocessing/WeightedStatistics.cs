using Cairn.Kernels;

namespace Cairn.Preprocessing;

/// <summary>Statistics of a column with weights and missing values; a row of weight w counts like w equal rows.</summary>
static class WeightedStatistics
{
    /// <summary>The mean of the values that are not NaN; NaN when there is none.</summary>
    internal static double Mean(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        double scale = 0;
        foreach (double value in values)
            if (double.IsFinite(value)) scale = Math.Max(scale, Math.Abs(value));
        int exponent = scale == 0 ? 0 : Math.ILogB(scale); // a power of two, so that nothing overflows and nothing is rounded
        var terms = new double[values.Length];
        var counted = new double[values.Length];
        for (int i = 0; i < terms.Length; i++)
        {
            if (double.IsNaN(values[i])) continue;
            terms[i] = weights[i] * Math.ScaleB(values[i], -exponent);
            counted[i] = weights[i];
        }
        double total = Sums.Sum(counted);
        return total == 0 ? double.NaN : Math.ScaleB(Sums.Sum(terms) / total, exponent);
    }

    /// <summary>The median of the values that are not NaN: where the weights below and above are equal, the mean of the two neighbours.</summary>
    internal static double Median(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        var sorted = new List<(double Value, double Weight)>();
        double total = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]) || weights[i] == 0) continue;
            sorted.Add((values[i], weights[i]));
            total += weights[i];
        }
        if (sorted.Count == 0) return double.NaN;
        sorted.Sort((a, b) => a.Value.CompareTo(b.Value));
        double below = 0;
        for (int i = 0; i < sorted.Count; i++)
        {
            below += sorted[i].Weight;
            if (below * 2 > total) return sorted[i].Value;
            if (below * 2 == total && i + 1 < sorted.Count) return sorted[i].Value / 2 + sorted[i + 1].Value / 2;
        }
        return sorted[^1].Value;
    }
}
