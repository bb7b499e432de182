using System.Globalization;

namespace Cairn.Conformal;

/// <summary>The finite-sample quantile of split conformal prediction.</summary>
static class ConformalRank
{
    /// <summary>
    /// The least score that at least coverage (W + 1) of the weight W of the scores does not exceed: the ceil(coverage (n + 1))-th of n. A new
    /// score, exchangeable with these, does not exceed it with a probability of at least the coverage, and where no two are equal of at most
    /// coverage + 1 / (n + 1). Vovk, Gammerman and Shafer, Algorithmic learning in a random world, 2005; Lei et al., JASA 113, 2018.
    /// </summary>
    /// <exception cref="ArgumentException">The weight is too small for the coverage: no finite number would do.</exception>
    internal static double Quantile(double[] scores, double[] weights, double coverage, string learner)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderBy(i => scores[i])];
        double total = 0;
        foreach (double weight in weights) total += weight;
        double needed = coverage * (total + 1) * (1 - 1e-12), sum = 0; // so that 0.9 of 10 are 9
        foreach (int i in order)
            if ((sum += weights[i]) >= needed) return scores[i];
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"data: {learner} keeps rows that weigh {total:0.###} to calibrate on, and a coverage of {coverage:R} needs "
            + $"{Math.Ceiling(coverage / (1 - coverage) - 1e-9):0}; give more rows, a larger CalibrationShare or a smaller Coverage"), "data");
    }
}
