using Cairn.Kernels;

namespace Cairn.Trees;

/// <summary>
/// Gini's impurity 1 - sum p_k^2, or the entropy -sum p_k ln p_k. With f(x) = x^2 / weight or x ln x the gain follows from the sum of f
/// over the classes, which a moving row changes in one term a side.
/// </summary>
/// <param name="classes">The class of every row.</param>
/// <param name="count">The number of classes.</param>
/// <param name="weights">The weights, or null when all are 1.</param>
/// <param name="entropy">Entropy, else Gini's impurity.</param>
struct ClassSums(int[] classes, int count, double[]? weights, bool entropy) : ISplitSums
{
    readonly double[] _left = new double[count], _right = new double[count];
    double _leftSum, _rightSum, _base;

    public readonly int Width => count;

    public readonly int LevelOrders => count == 2 ? 1 : count;

    public double LeftWeight { get; private set; }

    public double RightWeight { get; private set; }

    public readonly double Gain => entropy
        ? _leftSum + _rightSum - XLogX(LeftWeight) - XLogX(RightWeight) - _base
        : (_leftSum * RightWeight + _rightSum * LeftWeight) / (LeftWeight * RightWeight) - _base;

    static double XLogX(double x) => x > 0 ? x * SafeMath.Log(x) : 0;

    public readonly (double Weight, double Impurity) Describe(ReadOnlySpan<int> rows, Span<double> numbers)
    {
        numbers.Clear();
        foreach (int row in rows) numbers[classes[row]] += weights is null ? 1 : weights[row];
        double weight = 0, sum = 0;
        int present = 0;
        foreach (double w in numbers)
        {
            weight += w;
            if (w > 0) present++;
        }
        if (present < 2) return (weight, 0);
        foreach (double w in numbers) sum += entropy ? XLogX(w / weight) : w / weight * (w / weight);
        return (weight, entropy ? -sum : 1 - sum);
    }

    public void Begin(ReadOnlySpan<double> numbers, double weight, double impurity)
    {
        Array.Clear(_left);
        numbers.CopyTo(_right);
        (LeftWeight, RightWeight, _leftSum, _rightSum) = (0, weight, 0, 0);
        foreach (double w in numbers) _rightSum += entropy ? XLogX(w) : w * w;
        _base = entropy ? _rightSum - XLogX(weight) : _rightSum / weight;
    }

    public void Move(int row)
    {
        double w = weights is null ? 1 : weights[row];
        ref double left = ref _left[classes[row]], right = ref _right[classes[row]];
        if (entropy)
        {
            _leftSum += XLogX(left + w) - XLogX(left);
            _rightSum += XLogX(Math.Max(right - w, 0)) - XLogX(right);
        }
        else
        {
            _leftSum += w * (2 * left + w);
            _rightSum -= w * (2 * right - w);
        }
        left += w;
        right = Math.Max(right - w, 0);
        LeftWeight += w;
        RightWeight -= w;
    }

    public readonly double LevelKey(ReadOnlySpan<ulong> items, int order)
    {
        double weight = 0, sum = 0;
        int wanted = count == 2 ? 1 : order;
        foreach (ulong item in items)
        {
            double w = weights is null ? 1 : weights[(int)item];
            weight += w;
            if (classes[(int)item] == wanted) sum += w;
        }
        return sum / weight;
    }
}
