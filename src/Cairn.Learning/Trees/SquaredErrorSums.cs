namespace Cairn.Trees;

/// <summary>The squared error, or of two classes numbered 0 and 1 half of Gini's impurity: gain = SL^2 W / (WL WR), SL the sum of the left
/// deviations from the node's mean.</summary>
/// <param name="y">The targets.</param>
/// <param name="weights">The weights, or null when all are 1.</param>
struct SquaredErrorSums(double[] y, double[]? weights) : ISplitSums
{
    double _mean, _weight, _sum;

    public readonly int Width => 1;

    public readonly int LevelOrders => 1;

    public double LeftWeight { get; private set; }

    public readonly double RightWeight => _weight - LeftWeight;

    public readonly double Gain => _sum * _sum * _weight / (LeftWeight * (_weight - LeftWeight));

    public readonly (double Weight, double Impurity) Describe(ReadOnlySpan<int> rows, Span<double> numbers)
    {
        double weight = 0, sum = 0, squares = 0, low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (int row in rows)
        {
            double w = weights is null ? 1 : weights[row];
            weight += w;
            sum += w * y[row];
            low = Math.Min(low, y[row]);
            high = Math.Max(high, y[row]);
        }
        double mean = numbers[0] = Math.Clamp(sum / weight, low, high);
        if (low == high) return (weight, 0);
        foreach (int row in rows) squares += (weights is null ? 1 : weights[row]) * (y[row] - mean) * (y[row] - mean);
        return (weight, squares / weight);
    }

    public void Begin(ReadOnlySpan<double> numbers, double weight, double impurity) =>
        (_mean, _weight, _sum, LeftWeight) = (numbers[0], weight, 0, 0);

    public void Move(int row)
    {
        double w = weights is null ? 1 : weights[row];
        LeftWeight += w;
        _sum += w * (y[row] - _mean);
    }

    public readonly double LevelKey(ReadOnlySpan<ulong> items, int order)
    {
        double weight = 0, sum = 0;
        foreach (ulong item in items)
        {
            double w = weights is null ? 1 : weights[(int)item];
            weight += w;
            sum += w * y[(int)item];
        }
        return sum / weight;
    }
}
