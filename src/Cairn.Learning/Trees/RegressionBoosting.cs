namespace Cairn.Trees;

/// <summary>Boosting of a number by a loss.</summary>
sealed class RegressionBoosting(double[] y, double[]? weights, BoostingLoss loss) : IBoostingTask
{
    public int Outputs => 1;

    public double? LeafQuantile => loss.LeafQuantile;

    public double Target(int row) => y[row];

    public double[] Start(ReadOnlySpan<int> rows)
    {
        double start = loss.Start(Pick(y, rows), weights is null ? [] : Pick(weights, rows));
        return double.IsFinite(start) ? [start] : throw new InvalidOperationException($"{loss}: the score to start from is {start}");
    }

    public void Begin(double[][] scores, FitContext context) { }

    public void Derivatives(int output, double[][] scores, int first, Span<double> gradients, Span<double> hessians)
    {
        loss.Derivatives(y.AsSpan(first, gradients.Length), scores[0].AsSpan(first, gradients.Length), gradients, hessians);
        for (int i = 0; i < gradients.Length; i++)
            if (double.IsNaN(gradients[i]) || !(hessians[i] >= 0))
                throw new InvalidOperationException($"{loss}: row {first + i} has the derivatives {gradients[i]}, {hessians[i]}; the second is not negative");
    }

    public double Loss(double[][] scores, ReadOnlySpan<int> rows) =>
        loss.Mean(Pick(y, rows), Pick(scores[0], rows), weights is null ? [] : Pick(weights, rows));

    static double[] Pick(double[] values, ReadOnlySpan<int> rows)
    {
        var picked = new double[rows.Length];
        for (int i = 0; i < picked.Length; i++) picked[i] = values[rows[i]];
        return picked;
    }
}
