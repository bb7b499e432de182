namespace Cairn.Trees;

/// <summary>Gradient boosting that predicts a number.</summary>
/// <inheritdoc cref="GradientBoosting" path="/remarks"/>
public sealed record GradientBoostingRegressor : GradientBoosting, IEstimator<BoostedRegressor>
{
    /// <summary>What is lowered, and by that whether the mean, the median or a quantile is predicted; the squared error by default.</summary>
    public BoostingLoss Loss
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Loss));
    } = BoostingLoss.Squared;

    /// <summary>Grows the trees; weights count as repetitions of a row.</summary>
    /// <param name="data">Features of numbers and categories, missing values among them, and a target of numbers <c>[n]</c>.</param>
    /// <param name="context">Cancellation, progress, and the most threads; the result does not depend on their number.</param>
    /// <exception cref="ArgumentException">There is no row, a column holds text, the target is none of numbers <c>[n]</c> or below what the
    /// loss allows, or a constraint names no feature of numbers.</exception>
    /// <exception cref="InvalidOperationException">The loss gives derivatives that are no numbers.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public BoostedRegressor Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        const string learner = nameof(GradientBoostingRegressor);
        var numbers = data.NumericTarget(learner);
        if (numbers.Rank != 1) throw new ArgumentException($"target: {learner} predicts one target [n], got the shape {numbers.Shape}", nameof(data));
        double[] all = numbers.ToArray<double>();
        for (int i = 0; i < all.Length; i++)
            if (all[i] < Loss.LeastTarget)
                throw new ArgumentException(FormattableString.Invariant($"target: row {i} is {all[i]:R}, and {Loss} takes {Loss.LeastTarget} at least"), nameof(data));
        var counted = data.Counted(learner);
        var (inputs, columns) = TreeInputs.Of(counted.Features, learner);
        double[] y = counted.NumericTarget(learner).ToArray<double>();
        double[]? weights = counted.Weights?.ToArray<double>();
        int weightPower = weights is null ? 0 : PowerOfTwo.Near(weights);
        if (weights is not null) PowerOfTwo.Scale(weights, -weightPower);
        var run = new BoostingRun(this, new RegressionBoosting(y, weights, Loss), inputs, columns, y.Length, weights, weightPower, learner, context);
        var (forest, facts) = run.Train();
        context.Report(1);
        return new BoostedRegressor(forest, run.Starts[0], Loss.PredictsExponential, data.TargetName, facts with { Rows = data.Rows });
    }
}
