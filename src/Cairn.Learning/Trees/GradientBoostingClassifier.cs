using Cairn.Classification;

namespace Cairn.Trees;

/// <summary>Gradient boosting that predicts a class, by the log loss: of two classes by one tree a round, of more by one for each class.</summary>
/// <inheritdoc cref="GradientBoosting" path="/remarks"/>
public sealed record GradientBoostingClassifier : GradientBoosting, IEstimator<BoostedClassifier>
{
    /// <summary>Grows the trees; weights count as repetitions of a row.</summary>
    /// <param name="data">Features of numbers and categories, missing values among them, and a target of classes.</param>
    /// <param name="context">Cancellation, progress, and the most threads; the result does not depend on their number.</param>
    /// <exception cref="ArgumentException">There is no row, a column holds text, the target holds no classes, or a constraint names no feature
    /// of numbers.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public BoostedClassifier Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        const string learner = nameof(GradientBoostingClassifier);
        var (classes, _) = data.ClassTarget(learner);
        var counted = data.Counted(learner);
        var (inputs, columns) = TreeInputs.Of(counted.Features, learner);
        int[] y = DecisionTreeClassifier.Indices(counted, classes);
        int[] present = [.. y.Distinct().Order()];
        for (int i = 0; i < y.Length; i++) y[i] = Array.BinarySearch(present, y[i]);
        double[]? weights = counted.Weights?.ToArray<double>();
        int weightPower = weights is null ? 0 : PowerOfTwo.Near(weights);
        if (weights is not null) PowerOfTwo.Scale(weights, -weightPower);
        if ((Increasing.Count + Decreasing.Count) > 0 && present.Length > 2)
            throw new ArgumentException($"Increasing, Decreasing: {learner} keeps them for two classes, and there are {present.Length}", nameof(data));

        var facts = new TrainingFacts { Recipe = RecipeText.Of(this), Iterations = null, StopReason = "there is one class" };
        var forest = BoostedForest.Empty(inputs);
        double[] starts = [0];
        if (present.Length > 1)
        {
            var loss = new ClassBoosting(y, present.Length, weights);
            var run = new BoostingRun(this, loss, inputs, columns, y.Length, weights, weightPower, learner, context);
            (forest, facts) = run.Train();
            starts = run.Starts;
        }
        context.Report(1);
        return new BoostedClassifier(forest, classes, present, starts, data.TargetName, facts with
        {
            Rows = data.Rows,
            Notes = [.. facts.Notes, .. PresentClasses.Notes(classes, present)],
        });
    }
}
