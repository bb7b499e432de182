using Cairn.ModelSelection;
using Cairn.Trees;

namespace Cairn.Ensembles;

/// <summary>Many classifiers of one recipe, each learned from rows drawn anew; the answer is the mean of their probabilities.</summary>
/// <inheritdoc cref="Bagging" path="/remarks"/>
public sealed record BaggingClassifier : Bagging, IEstimator<BaggingClassifierModel>
{
    /// <summary>The recipe of the members; <see cref="DecisionTreeClassifier"/> by default.</summary>
    public IEstimator<IClassifier> Classifier
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Classifier));
    } = new DecisionTreeClassifier();

    /// <summary>Fits the members; a class that has no row in a member's bag has the probability 0 there.</summary>
    /// <param name="data">What <see cref="Classifier"/> takes, and a target of classes. Groups are not parted.</param>
    /// <param name="context">Cancellation, progress, and the most threads; the result does not depend on their number.</param>
    /// <exception cref="ArgumentException">The data cannot be learned from.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public BaggingClassifierModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        var (classes, target) = data.ClassTarget(nameof(BaggingClassifier));
        var whole = new Dataset(data.Features, target, classes, data.Weights, data.Groups, data.TargetName);
        return CallersRows.Named(() =>
        {
            var counted = whole.Counted(nameof(BaggingClassifier));
            var members = FitMembers(Classifier, counted, context);
            double? score = ScoresOutOfBag ? Score(counted, members, context) : null;
            context.Report(1);
            return new BaggingClassifierModel(classes, members, score, data.TargetName,
                new TrainingFacts { Recipe = RecipeText.Of(this), Rows = data.Rows });
        }, Classifier, whole, context);
    }

    /// <summary>The weighted part of the rows that the members which did not learn from them answer rightly together.</summary>
    double? Score(Dataset data, IClassifier[] members, FitContext context)
    {
        int classes = data.Classes!.Count;
        if (OutOfBag(data, classes, (m, x) => members[m].PredictProbabilities(x), context) is not var (rows, means)) return null;
        int[] truth = data.Target!.ToArray<int>();
        double[] weights = data.WeightsOrOnes();
        double largest = weights.Max(), right = 0, all = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            double weight = weights[rows[i]] / largest;
            all += weight;
            var own = means.AsSpan(i * classes, classes);
            int best = 0;
            for (int k = 1; k < classes; k++)
                if (own[k] > own[best]) best = k;
            if (best == truth[rows[i]]) right += weight;
        }
        return right / all;
    }
}
