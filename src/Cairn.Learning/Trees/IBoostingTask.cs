namespace Cairn.Trees;

/// <summary>What boosting is to learn: targets, outputs and their loss.</summary>
interface IBoostingTask
{
    /// <summary>The number of scores of a row.</summary>
    int Outputs { get; }

    /// <summary>The scores before the first tree, from the rows to learn from.</summary>
    double[] Start(ReadOnlySpan<int> rows);

    /// <summary>Called once a round, before the derivatives.</summary>
    void Begin(double[][] scores, FitContext context);

    /// <summary>The derivatives of the losses by one output, for rows from a first one on; called from several threads.</summary>
    void Derivatives(int output, double[][] scores, int first, Span<double> gradients, Span<double> hessians);

    /// <summary>The mean loss of these rows.</summary>
    double Loss(double[][] scores, ReadOnlySpan<int> rows);

    /// <summary>The quantile of the residuals that leaves take, if they do.</summary>
    double? LeafQuantile { get; }

    /// <summary>A row's target as a number.</summary>
    double Target(int row);
}
