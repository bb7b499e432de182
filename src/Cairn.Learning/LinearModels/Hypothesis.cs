using Cairn.Kernels;

namespace Cairn.LinearModels;

/// <summary>
/// What a linear model makes of the scores z of a row, and what that costs. All have the gradient sum_i w_i (h(z_i) - y_i) x_i: the
/// same descent walks down every one of them.
/// </summary>
abstract class Hypothesis(int scores)
{
    /// <summary>The number of scores of a row.</summary>
    internal int Scores => scores;

    /// <summary>Turns the scores of a row into h(z) - y and gives the row's cost.</summary>
    internal abstract double Miss(int row, Span<double> z);
}

/// <summary>Linear regression: h(z) = z, cost (z - y)^2 or half of it.</summary>
sealed class SquaredHypothesis(double[] y, SquaredCost cost) : Hypothesis(1)
{
    internal override double Miss(int row, Span<double> z)
    {
        double r = z[0] - y[row];
        z[0] = cost == SquaredCost.Mse ? 2 * r : r;
        return cost == SquaredCost.Mse ? r * r : r * r / 2;
    }
}

/// <summary>
/// Logistic regression: h(z) = 1 / (1 + e^-z), cost -log h for the class 1 and -log(1 - h) for the class 0, which is
/// softplus(-z) or softplus(z): finite for every z.
/// </summary>
sealed class LogisticHypothesis(int[] y) : Hypothesis(1)
{
    internal override double Miss(int row, Span<double> z)
    {
        double towards = y[row] == 1 ? -z[0] : z[0];
        double cost = Math.Max(towards, 0) + SafeMath.Log1P(SafeMath.Exp(-Math.Abs(towards)));
        z[0] = y[row] == 1 ? -SafeMath.Sigmoid(-z[0]) : SafeMath.Sigmoid(z[0]);
        return cost;
    }
}

/// <summary>Softmax regression: h_k(z) = e^z_k / sum_l e^z_l, cost -log h of the row's own class.</summary>
sealed class SoftmaxHypothesis(int[] y, int classes) : Hypothesis(classes)
{
    internal override double Miss(int row, Span<double> z)
    {
        double top = z[0], sum = 0, own = z[y[row]];
        foreach (double score in z) top = Math.Max(top, score);
        for (int k = 0; k < z.Length; k++) sum += z[k] = SafeMath.Exp(z[k] - top);
        for (int k = 0; k < z.Length; k++) z[k] /= sum;
        z[y[row]] -= 1;
        return SafeMath.Log(sum) - (own - top);
    }
}

/// <summary>
/// The perceptron: a row is missed when its own score is not above all others; the cost is by how much, and the gradient +x for the scores
/// that stand highest beside it (shared among equals) and -x for its own. One score stands for two classes.
/// </summary>
sealed class PerceptronHypothesis(int[] y, int classes) : Hypothesis(classes <= 2 ? 1 : classes)
{
    internal override double Miss(int row, Span<double> z)
    {
        int own = y[row];
        if (z.Length == 1)
        {
            double margin = own == 1 ? z[0] : -z[0];
            z[0] = margin > 0 ? 0 : own == 1 ? -1 : 1;
            return Math.Max(0, -margin);
        }
        double rival = double.NegativeInfinity;
        int rivals = 0;
        for (int k = 0; k < z.Length; k++)
        {
            if (k == own || z[k] < rival) continue;
            (rivals, rival) = (z[k] > rival ? 1 : rivals + 1, z[k]);
        }
        double behind = rival - z[own];
        for (int k = 0; k < z.Length; k++)
            z[k] = behind < 0 ? 0 : k == own ? -1 : z[k] == rival ? 1.0 / rivals : 0;
        return Math.Max(0, behind);
    }
}
