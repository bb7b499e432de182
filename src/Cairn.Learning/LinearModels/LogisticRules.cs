using Cairn.Kernels;

namespace Cairn.LinearModels;

/// <summary>What a pass over the rows does with their scores: turns them into the factors by which each row enters the result.</summary>
interface IRowRule
{
    /// <param name="first">The first of the rows.</param>
    /// <param name="rows">How many.</param>
    /// <param name="scores">The scores row by row; becomes the factors.</param>
    /// <param name="work">Room for the scores and one more number a row.</param>
    /// <param name="sum">What was summed so far.</param>
    /// <returns>The sum and what the rows add to it, one after the other.</returns>
    double Apply(int first, int rows, Span<double> scores, Span<double> work, double sum);
}

/// <summary>-w log P(y) with P(wrong) = 1 / (1 + e^m) for the margin m = z or -z; the factor is w (P(second) - y).</summary>
/// <param name="signs">1 for rows of the second class, else -1.</param>
/// <param name="w">The weights.</param>
/// <param name="wrong">Is given P(wrong).</param>
readonly struct BinaryLoss(double[] signs, double[] w, double[] wrong) : IRowRule
{
    public double Apply(int first, int rows, Span<double> scores, Span<double> work, double sum)
    {
        Span<double> e = work[..rows], logs = work.Slice(rows, rows), p = wrong.AsSpan(first, rows), z = scores[..rows];
        ReadOnlySpan<double> sign = signs.AsSpan(first, rows), weight = w.AsSpan(first, rows);
        for (int i = 0; i < rows; i++)
        {
            z[i] *= sign[i];
            e[i] = -Math.Abs(z[i]);
        }
        SafeMath.Exp(e, e);
        SafeMath.Log1P(e, logs);
        for (int i = 0; i < rows; i++)
        {
            double margin = z[i];
            p[i] = (margin > 0 ? e[i] : 1) / (1 + e[i]);
            z[i] = -sign[i] * (weight[i] * p[i]);
            sum += weight[i] * (Math.Max(-margin, 0) + logs[i]);
        }
        return sum;
    }
}

/// <summary>The factor w p (1 - p) z of the direction's score z.</summary>
readonly struct BinaryCurvature(double[] w, double[] wrong) : IRowRule
{
    public double Apply(int first, int rows, Span<double> scores, Span<double> work, double sum)
    {
        ReadOnlySpan<double> p = wrong.AsSpan(first, rows), weight = w.AsSpan(first, rows);
        for (int i = 0; i < rows; i++) scores[i] *= weight[i] * p[i] * (1 - p[i]);
        return sum;
    }
}

/// <summary>-w log P(y) with P(k) = e^(z_k - max z) / sum_l e^(z_l - max z); the factors are w (P(k) - [k = y]).</summary>
readonly struct MultinomialLoss(int[] y, double[] w, double[] probabilities, int classes) : IRowRule
{
    public double Apply(int first, int rows, Span<double> scores, Span<double> work, double sum)
    {
        var p = probabilities.AsSpan(first * classes, rows * classes);
        for (int i = 0; i < rows; i++)
        {
            Span<double> z = scores.Slice(i * classes, classes), to = p.Slice(i * classes, classes);
            double top = z[0];
            foreach (double score in z)
                if (score > top) top = score;
            for (int k = 0; k < z.Length; k++) to[k] = z[k] - top;
        }
        SafeMath.Exp(p, p);
        var logs = work[..rows];
        for (int i = 0; i < rows; i++)
        {
            Span<double> z = scores.Slice(i * classes, classes), mine = p.Slice(i * classes, classes);
            int best = 0, own = y[first + i];
            for (int k = 1; k < z.Length; k++)
                if (z[k] > z[best]) best = k;
            double weight = w[first + i], behind = z[best] - z[own], others = 0;
            for (int k = 0; k < mine.Length; k++)
                if (k != best) others += mine[k];
            logs[i] = others;
            double share = 1 / (1 + others), missing = 0;
            for (int k = 0; k < mine.Length; k++)
            {
                mine[k] = k == best ? share : mine[k] * share;
                z[k] = weight * mine[k];
                if (k != own) missing += z[k];
            }
            z[own] = -missing;
            work[rows + i] = behind;
        }
        SafeMath.Log1P(logs, logs);
        for (int i = 0; i < rows; i++) sum += w[first + i] * (work[rows + i] + logs[i]);
        return sum;
    }
}

/// <summary>The factors w p_k (z_k - sum_l p_l z_l) of the direction's scores z.</summary>
readonly struct MultinomialCurvature(double[] w, double[] probabilities, int classes) : IRowRule
{
    public double Apply(int first, int rows, Span<double> scores, Span<double> work, double sum)
    {
        for (int i = 0; i < rows; i++)
        {
            var z = scores.Slice(i * classes, classes);
            ReadOnlySpan<double> p = probabilities.AsSpan((first + i) * classes, z.Length);
            double mean = 0, weight = w[first + i];
            for (int k = 0; k < z.Length; k++) mean = Math.FusedMultiplyAdd(p[k], z[k], mean);
            for (int k = 0; k < z.Length; k++) z[k] = weight * p[k] * (z[k] - mean);
        }
        return sum;
    }
}
