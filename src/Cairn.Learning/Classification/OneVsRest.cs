using Cairn.LinearModels;

namespace Cairn.Classification;

/// <summary>
/// Several classes by a classifier of two: for each class one that tells it from all the others, and the surest wins.
/// </summary>
/// <remarks>K classes make K problems. The probability of a class is what its own classifier says, divided by the sum over all classes; where
/// all say 0 the classes share it alike.</remarks>
public sealed record OneVsRest : Recipe, IEstimator<OneVsRestModel>
{
    /// <summary>The recipe of the classifier of two classes; <see cref="LogisticRegression"/> by default.</summary>
    public IEstimator<IClassifier> Classifier
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Classifier));
    } = new LogisticRegression();

    /// <summary>Fits one classifier for each class, with the whole weight of every row.</summary>
    /// <param name="data">What <see cref="Classifier"/> takes, and a target of classes.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">The data cannot be learned from.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public OneVsRestModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        var counted = data.Counted(nameof(OneVsRest));
        var (classes, target) = counted.ClassTarget(nameof(OneVsRest));
        int[] y = target.ToArray<int>();
        var models = new IClassifier[classes.Count];
        for (int k = 0; k < models.Length; k++)
        {
            var own = Tensor.From(Array.ConvertAll(y, c => c == k ? 1 : 0));
            var problem = new Dataset(counted.Features, own, ClassLabels.Booleans, counted.Weights, counted.Groups, data.TargetName);
            models[k] = Classifier.Fit(problem, context.Child($"class {k}", 1.0 / models.Length));
        }
        context.Report(1);
        return new OneVsRestModel(classes, models, data.TargetName, new TrainingFacts { Recipe = RecipeText.Of(this), Rows = data.Rows });
    }
}
