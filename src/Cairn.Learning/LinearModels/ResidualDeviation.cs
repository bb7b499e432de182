namespace Cairn.LinearModels;

/// <summary>How far the rows lie from a linear model.</summary>
static class ResidualDeviation
{
    /// <summary>sqrt(sum w (y - prediction)^2 / (sum w - unknowns)) of each target; 0 where there are no more rows than unknowns.</summary>
    internal static double[] Of(Tensor x, Tensor y, double[] weights, double[] coefficients, double[] intercepts, int unknowns)
    {
        int n = weights.Length, targets = intercepts.Length;
        double[] predicted = LinearScores.Of(x.AsReadOnlySpan<double>(), n, coefficients, intercepts);
        var truth = y.AsReadOnlySpan<double>();
        var deviations = new double[targets];
        double total = 0;
        foreach (double weight in weights) total += weight;
        double freedom = total - unknowns;
        if (!(freedom > 0)) return deviations;
        for (int t = 0; t < targets; t++)
        {
            double largest = 0, squares = 0;
            for (int i = 0; i < n; i++) largest = Math.Max(largest, Math.Abs(truth[i * targets + t] - predicted[i * targets + t]));
            if (largest == 0) continue;
            for (int i = 0; i < n; i++)
            {
                double r = (truth[i * targets + t] - predicted[i * targets + t]) / largest;
                squares = Math.FusedMultiplyAdd(weights[i] / freedom * r, r, squares);
            }
            deviations[t] = Math.Min(Math.Sqrt(squares) * largest, double.MaxValue);
        }
        return deviations;
    }
}
