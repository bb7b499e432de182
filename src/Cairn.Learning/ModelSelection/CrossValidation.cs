using System.Globalization;
using System.Text;
using Cairn.Evaluation;

namespace Cairn.ModelSelection;

/// <summary>The scores of a recipe on rows it was not fitted on, fold by fold.</summary>
public sealed class CrossValidation
{
    readonly double[,] _scores;

    internal CrossValidation(string recipe, IReadOnlyList<string> metrics, double[,] scores) => (Recipe, Metrics, _scores) = (recipe, metrics, scores);

    /// <summary>The recipe, printed.</summary>
    public string Recipe { get; }

    /// <summary>The names of the metrics.</summary>
    public IReadOnlyList<string> Metrics { get; }

    /// <summary>The number of folds.</summary>
    public int Folds => _scores.GetLength(0);

    /// <summary>The score of a metric on the rows held out in a fold.</summary>
    public double this[int fold, string metric] => _scores[fold, IndexOf(metric)];

    /// <summary>The mean of a metric over the folds.</summary>
    public double Mean(string metric)
    {
        int m = IndexOf(metric);
        double sum = 0;
        for (int f = 0; f < Folds; f++) sum += _scores[f, m];
        return sum / Folds;
    }

    /// <summary>The standard deviation of a metric over the folds (divisor: folds - 1).</summary>
    public double StandardDeviation(string metric)
    {
        int m = IndexOf(metric);
        double mean = Mean(metric), sum = 0;
        for (int f = 0; f < Folds; f++) sum += (_scores[f, m] - mean) * (_scores[f, m] - mean);
        return Math.Sqrt(sum / (Folds - 1));
    }

    /// <summary>An interval in which the expected score of the recipe, fitted on as many rows, lies with some confidence.</summary>
    /// <remarks>mean -+ t sqrt(1 / k + 1 / (k - 1)) s, with the deviation s of the k folds and Student's t of k - 1 degrees of freedom. The
    /// second fraction, the rows held out for each row of training, makes up for the rows that the folds have in common: Nadeau and Bengio,
    /// Inference for the generalization error, 2003. NaN for one fold.</remarks>
    /// <param name="metric">The metric.</param>
    /// <param name="confidence">Above 0 and below 1. Default 0.95.</param>
    public (double Low, double High) Interval(string metric, double confidence = 0.95)
    {
        CheckConfidence(confidence);
        double mean = Mean(metric), half = HalfInterval(StandardDeviation(metric), confidence);
        return (mean - half, mean + half);
    }

    /// <summary>An interval in which the expected difference of two recipes, this one's score less the other's, lies with some confidence: where 0
    /// is in it, the rows do not tell which of the two is better.</summary>
    /// <remarks>As <see cref="Interval"/>, of the differences fold by fold: what makes a fold hard for both is no part of it.</remarks>
    /// <param name="other">The scores of another recipe on the same folds.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="confidence">Above 0 and below 1. Default 0.95.</param>
    /// <exception cref="ArgumentException">The other has another number of folds, or a metric is missing.</exception>
    public (double Low, double High) DifferenceInterval(CrossValidation other, string metric, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(other);
        CheckConfidence(confidence);
        if (other.Folds != Folds)
            throw new ArgumentException($"DifferenceInterval: {Folds} folds here and {other.Folds} there; score both on the same folds", nameof(other));
        double mean = Mean(metric) - other.Mean(metric), sum = 0;
        for (int f = 0; f < Folds; f++)
        {
            double difference = this[f, metric] - other[f, metric];
            sum += (difference - mean) * (difference - mean);
        }
        double half = HalfInterval(Math.Sqrt(sum / (Folds - 1)), confidence);
        return (mean - half, mean + half);
    }

    static void CheckConfidence(double confidence)
    {
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies above 0 and below 1");
    }

    double HalfInterval(double deviation, double confidence) => Folds < 2 ? double.NaN
        : StudentQuantile.Central(confidence, Folds - 1) * deviation * Math.Sqrt(1.0 / Folds + 1.0 / (Folds - 1));

    int IndexOf(string metric)
    {
        for (int m = 0; m < Metrics.Count; m++)
            if (Metrics[m] == metric) return m;
        throw new ArgumentException($"metric: '{metric}' was not computed; there are {string.Join(", ", Metrics)}", nameof(metric));
    }

    /// <summary>A line for each metric: mean, standard deviation and the scores of the folds.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Folds}-fold cross-validation");
        int width = Metrics.Max(m => m.Length);
        foreach (string metric in Metrics)
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture,
                $"{metric.PadRight(width)}  {Mean(metric):0.0000} +- {StandardDeviation(metric):0.0000}  [");
            for (int f = 0; f < Folds; f++) text.Append(CultureInfo.InvariantCulture, $"{(f == 0 ? "" : " ")}{this[f, metric]:0.0000}");
            text.Append(']');
        }
        return text.ToString();
    }
}

/// <summary>Cross-validates recipes.</summary>
public static class CrossValidationExtensions
{
    /// <summary>Fits the recipe on all folds but one and scores it on that one, for each fold in turn.</summary>
    /// <remarks>Whatever the recipe learns, the preparation of a pipeline too, it learns from the training folds alone.</remarks>
    /// <param name="estimator">The recipe.</param>
    /// <param name="data">The rows.</param>
    /// <param name="folds">How the rows are parted.</param>
    /// <param name="metrics">What to score, at least one metric.</param>
    public static CrossValidation CrossValidate<TModel>(this IEstimator<TModel> estimator, Dataset data, ISplitter folds,
        params IReadOnlyList<IMetric<TModel>> metrics) => CrossValidate(estimator, data, folds, null, metrics);

    /// <summary>The same, watched and cancelled through a context.</summary>
    public static CrossValidation CrossValidate<TModel>(this IEstimator<TModel> estimator, Dataset data, ISplitter folds, FitContext? context,
        params IReadOnlyList<IMetric<TModel>> metrics)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentNullException.ThrowIfNull(metrics);
        if (metrics.Count == 0) throw new ArgumentException("metrics: name at least one metric", nameof(metrics));
        context ??= new FitContext();
        var parts = folds.Split(data);
        var scores = new double[parts.Count, metrics.Count];
        for (int f = 0; f < parts.Count; f++)
        {
            var child = context.Child($"fold {f}", 1.0 / parts.Count);
            child.ThrowIfCancelled();
            var model = estimator.Fit(data.Take(parts[f].Train), child);
            var held = data.Take(parts[f].Test);
            for (int m = 0; m < metrics.Count; m++) scores[f, m] = metrics[m].Evaluate(model, held);
            child.Report(1);
        }
        return new CrossValidation(RecipeText.Of(estimator), [.. metrics.Select(m => m.Name)], scores);
    }
}
