using System.ComponentModel.DataAnnotations;
using Cairn.LinearModels;
using Cairn.ModelSelection;

namespace Cairn.Conformal;

/// <summary>
/// Any classifier with sets of classes that keep their promise: the true class of a new row is in its set with a probability of at least
/// <see cref="Coverage"/>, whatever the classifier and the distribution, as long as the rows are exchangeable.
/// </summary>
/// <remarks>Split conformal prediction. A share of the rows is kept back; the classifier learns from the others. With the n rows kept back, q is
/// the ceil(coverage (n + 1))-th smallest <see cref="Score"/> of the true classes, and a set holds the classes whose score is at most q.
/// The probability, over rows of calibration and new rows, is at least the coverage; with <see cref="ClassScore.LeastAmbiguous"/> and
/// no two equal scores it is at most coverage + 1 / (n + 1). It speaks of the mean over all rows, not of each class.</remarks>
public sealed record ConformalClassifier : Recipe, IEstimator<ConformalClassifierModel>
{
    /// <summary>The recipe of the classifier; <see cref="LogisticRegression"/> by default.</summary>
    public IEstimator<IClassifier> Classifier
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Classifier));
    } = new LogisticRegression();

    /// <summary>How strange a class is for a row; <see cref="ClassScore.LeastAmbiguous"/> by default.</summary>
    public ClassScore Score
    {
        get;
        init => field = Enum.IsDefined(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(Score), value, "Score is LeastAmbiguous or Adaptive");
    }

    /// <summary>The least probability that a set holds the true class; between 0 and 1, 0.9 by default.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Coverage { get; init => field = ConformalRules.Coverage(value); } = 0.9;

    /// <summary>The share of the rows that is kept back to calibrate on; between 0 and 1, 0.25 by default.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double CalibrationShare { get; init => field = ConformalRules.Share(value); } = 0.25;

    /// <summary>The seed by which rows are kept back; 0 by default.</summary>
    public long Seed { get; init; }

    /// <summary>Fits the classifier and calibrates its sets; weights count as repetitions of a row.</summary>
    /// <param name="data">What <see cref="Classifier"/> takes, and a target of classes. Groups are not parted.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">The data cannot be learned from, or there are too few rows for the coverage.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public ConformalClassifierModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        var (classes, target) = data.ClassTarget(nameof(ConformalClassifier));
        var whole = new Dataset(data.Features, target, classes, data.Weights, data.Groups, data.TargetName);
        return CallersRows.Named(() => FitParts(whole, context), Classifier, whole, context);
    }

    ConformalClassifierModel FitParts(Dataset data, FitContext context)
    {
        var (learn, calibrate) = ConformalRules.Parted(data.Counted(nameof(ConformalClassifier)), CalibrationShare, Seed, nameof(ConformalClassifier));
        var classifier = Classifier.Fit(learn, context.Child("classifier", 0.95));
        context.ThrowIfCancelled();
        double[] strange = ConformalClassifierModel.Scores(classifier, calibrate.Features, Score);
        int[] truth = calibrate.Target!.ToArray<int>();
        int classes = classifier.Classes.Count;
        double[] scores = [.. truth.Select((k, i) => strange[i * classes + k])];
        double quantile = ConformalRank.Quantile(scores, calibrate.WeightsOrOnes(), Coverage, nameof(ConformalClassifier));
        context.Report(1);
        return new ConformalClassifierModel(classifier, Score, quantile, Coverage, scores.Length, data.TargetName,
            new TrainingFacts { Recipe = RecipeText.Of(this), Rows = data.Rows });
    }
}
