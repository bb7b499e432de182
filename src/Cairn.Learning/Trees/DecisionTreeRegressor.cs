namespace Cairn.Trees;

/// <summary>A decision tree that predicts a number: the mean of the leaf's rows. Questions are chosen to lower the squared error.</summary>
/// <inheritdoc cref="DecisionTree" path="/remarks"/>
public sealed record DecisionTreeRegressor : DecisionTree, IEstimator<RegressionTree>
{
    /// <summary>Grows the tree; weights count as repetitions of a row.</summary>
    /// <param name="data">Features of numbers and categories, missing values among them, and a target of numbers <c>[n]</c>.</param>
    /// <param name="context">Cancellation, progress, and the most threads; the result does not depend on their number.</param>
    /// <exception cref="ArgumentException">There is no row, a column holds text, or the target is none of numbers <c>[n]</c>.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public RegressionTree Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        var numbers = data.NumericTarget(nameof(DecisionTreeRegressor));
        if (numbers.Rank != 1)
            throw new ArgumentException($"target: DecisionTreeRegressor predicts one target [n], got the shape {numbers.Shape}", nameof(data));
        var counted = data.Counted(nameof(DecisionTreeRegressor));
        var (inputs, columns) = TreeInputs.Of(counted.Features, nameof(DecisionTreeRegressor));
        double[] y = counted.NumericTarget(nameof(DecisionTreeRegressor)).ToArray<double>();
        double[]? weights = counted.Weights?.ToArray<double>();
        int power = PowerOfTwo.Near(y), weightPower = weights is null ? 0 : PowerOfTwo.Near(weights);
        PowerOfTwo.Scale(y, -power); // squares of what is left neither overflow nor vanish
        if (weights is not null) PowerOfTwo.Scale(weights, -weightPower);
        double total = weights?.Sum() ?? y.Length;

        double Squared(double impurity) => Math.ScaleB(Math.ScaleB(impurity, -power), -power);
        var limits = Limits(weightPower, Squared(MinImpurityDecrease));
        var root = new TreeBuilder<SquaredErrorSums>(inputs, columns, y.Length, () => new SquaredErrorSums(y, weights), total, limits, context).Grow();
        CostComplexity.Prune(root, Squared(PruningStrength), context);
        context.Report(1);
        return RegressionTree.Of(inputs, root, power, weightPower, data.TargetName,
            new TrainingFacts { Recipe = RecipeText.Of(this), Rows = data.Rows });
    }
}
