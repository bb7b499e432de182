using Cairn.Kernels;

namespace Cairn.Trees;

/// <summary>Boosting of classes by the log loss: two have one score, the log of the odds of the second; more have one each, whose softmax
/// are the probabilities.</summary>
sealed class ClassBoosting(int[] y, int classes, double[]? weights) : IBoostingTask
{
    readonly double[][] _probabilities = classes == 2 ? [] : [.. Enumerable.Range(0, classes).Select(_ => new double[y.Length])];

    public int Outputs => classes == 2 ? 1 : classes;

    public double? LeafQuantile => null;

    public double Target(int row) => y[row];

    public double[] Start(ReadOnlySpan<int> rows)
    {
        var sums = new double[classes];
        double total = 0;
        foreach (int row in rows)
        {
            double w = weights is null ? 1 : weights[row];
            sums[y[row]] += w;
            total += w;
        }
        for (int k = 0; k < classes; k++) sums[k] = SafeMath.Log(Math.Max(sums[k] / total, 1e-15)); // a class may have no row but those held back
        return classes == 2 ? [sums[1] - sums[0]] : sums;
    }

    public void Begin(double[][] scores, FitContext context)
    {
        if (classes == 2) return;
        const int block = 4_096;
        WorkTeam.For((y.Length + block - 1) / block, b =>
        {
            int begin = b * block, length = Math.Min(block, y.Length - begin);
            Span<double> top = stackalloc double[length], sum = stackalloc double[length];
            scores[0].AsSpan(begin, length).CopyTo(top);
            for (int k = 1; k < classes; k++)
                for (int i = 0; i < length; i++) top[i] = Math.Max(top[i], scores[k][begin + i]);
            sum.Clear();
            for (int k = 0; k < classes; k++)
            {
                var p = _probabilities[k].AsSpan(begin, length);
                for (int i = 0; i < length; i++) p[i] = scores[k][begin + i] - top[i];
                SafeMath.Exp(p, p);
                for (int i = 0; i < length; i++) sum[i] += p[i];
            }
            for (int k = 0; k < classes; k++)
            {
                var p = _probabilities[k].AsSpan(begin, length);
                for (int i = 0; i < length; i++) p[i] /= sum[i];
            }
        }, context.Cancellation, context.Threads);
    }

    public void Derivatives(int output, double[][] scores, int first, Span<double> gradients, Span<double> hessians)
    {
        var p = hessians;
        int own = classes == 2 ? 1 : output;
        if (classes == 2) SafeMath.Sigmoid(scores[0].AsSpan(first, p.Length), p);
        else _probabilities[output].AsSpan(first, p.Length).CopyTo(p);
        for (int i = 0; i < p.Length; i++)
        {
            gradients[i] = p[i] - (y[first + i] == own ? 1 : 0);
            hessians[i] = p[i] * (1 - p[i]);
        }
    }

    public double Loss(double[][] scores, ReadOnlySpan<int> rows)
    {
        double sum = 0, total = 0;
        foreach (int row in rows)
        {
            double w = weights is null ? 1 : weights[row], loss;
            if (classes == 2) loss = SafeMath.Softplus(y[row] == 1 ? -scores[0][row] : scores[0][row]);
            else
            {
                double top = scores[0][row], parts = 0;
                for (int k = 1; k < classes; k++) top = Math.Max(top, scores[k][row]);
                for (int k = 0; k < classes; k++) parts += SafeMath.Exp(scores[k][row] - top);
                loss = top + SafeMath.Log(parts) - scores[y[row]][row];
            }
            sum += w * loss;
            total += w;
        }
        return sum / total;
    }
}
