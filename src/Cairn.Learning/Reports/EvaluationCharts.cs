using Cairn.Evaluation;
using Cairn.Plotting;

namespace Cairn.Reports;

/// <summary>Pictures of how good a model is, one line each: every one gives a chart to change with <c>with</c>, to print or to save.</summary>
public static class EvaluationCharts
{
    /// <summary>
    /// The ROC curve: for every threshold the part of the positive rows that is found against the part of the others that is taken for them.
    /// Of two classes the second is positive; of more, each has a line against the rest.
    /// </summary>
    /// <param name="model">The classifier.</param>
    /// <param name="data">Rows it has not seen, with their classes.</param>
    /// <exception cref="ArgumentException">The data has no rows or no target of classes, or no class has rows both in it and out of it.</exception>
    public static Chart RocChart(this IClassifier model, Dataset data)
    {
        var (answers, positives) = Asked(model, data);
        var chart = UnitSquare("ROC", "share of the others taken for it", "share found");
        foreach (int k in positives)
        {
            var sweep = ThresholdSweep.Of(answers, k);
            chart = chart.Line(sweep.FalseAlarmRate, sweep.Recall, Named(answers, k, positives, "AUC", sweep.AreaUnderRoc));
        }
        return chart.Diagonal("guessing");
    }

    /// <summary>
    /// The precision-recall curve: for every threshold how many of the rows taken for positive are, against the part of them that is found.
    /// The line of the rule at the bottom is their share, which guessing reaches.
    /// </summary>
    /// <inheritdoc cref="RocChart"/>
    public static Chart PrecisionRecallChart(this IClassifier model, Dataset data)
    {
        var (answers, positives) = Asked(model, data);
        var chart = UnitSquare("Precision and recall", "recall: share found", "precision: share of those taken for it that are");
        foreach (int k in positives)
        {
            var sweep = ThresholdSweep.Of(answers, k);
            chart = chart.Line(sweep.Recall, sweep.Precision, Named(answers, k, positives, "AP", sweep.AveragePrecision));
            if (positives.Count == 1) chart = chart.HorizontalLine(sweep.PositiveShare, "guessing");
        }
        return chart;
    }

    /// <summary>
    /// The calibration curve: the rows in bins of equal width by the probability they were given, and how often each bin came true. On the
    /// diagonal a probability means what it says.
    /// </summary>
    /// <param name="model">The classifier.</param>
    /// <param name="data">Rows it has not seen, with their classes.</param>
    /// <param name="bins">The number of bins, at least 2; 10 by default. Empty ones are left out.</param>
    /// <exception cref="ArgumentException">The data has no rows or no target of classes, or no class has rows both in it and out of it.</exception>
    public static Chart CalibrationChart(this IClassifier model, Dataset data, int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 2);
        var (answers, positives) = Asked(model, data);
        var chart = UnitSquare("Calibration", "probability given", "share that came true");
        foreach (int k in positives)
        {
            var (given, weight, hit) = (new double[bins], new double[bins], new double[bins]);
            for (int i = 0; i < answers.Rows; i++)
            {
                double p = answers.Probability(i, k), w = answers.Weights[i];
                int bin = Math.Min((int)(p * bins), bins - 1);
                given[bin] += w * p;
                weight[bin] += w;
                if (answers.Truth[i] == k) hit[bin] += w;
            }
            int[] used = [.. Enumerable.Range(0, bins).Where(b => weight[b] > 0)];
            double[] x = [.. used.Select(b => given[b] / weight[b])], y = [.. used.Select(b => hit[b] / weight[b])];
            chart = chart.Line(x, y, Figures.Short(answers.Classes[k], 24));
        }
        return chart.Diagonal("well calibrated");
    }

    /// <summary>What a regression misses by, actual less predicted, against its prediction: about the line of 0, without a pattern, it has learned
    /// what there is.</summary>
    /// <param name="model">The regressor, of one target.</param>
    /// <param name="data">Rows it has not seen, with their numbers.</param>
    /// <exception cref="ArgumentException">The data has no target of numbers, or several.</exception>
    public static Chart ResidualChart(this IRegressor model, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        double[] y = OneTarget(data).ToArray<double>(), predicted = model.Predict(data.Features).ToArray<double>();
        return new Chart { Title = "Residuals", XLabel = $"predicted {data.TargetName}", YLabel = "actual less predicted" }
            .Scatter(predicted, [.. y.Zip(predicted, (a, p) => a - p)])
            .HorizontalLine(0);
    }

    static Chart UnitSquare(string title, string x, string y) => new()
    {
        Title = title,
        XLabel = x,
        YLabel = y,
        XRange = (0, 1),
        YRange = (0, 1),
        Width = 480,
        Height = 440,
    };

    static Tensor OneTarget(Dataset data)
    {
        var y = data.NumericTarget("a chart of residuals");
        return y.Rank == 1 ? y : throw new ArgumentException($"target: a chart of residuals shows one target [n], got {y.Shape}", nameof(data));
    }

    /// <summary>The answers, and the classes that a curve can be drawn of: those with rows in and out.</summary>
    static (ClassifierAnswers Answers, IReadOnlyList<int> Positives) Asked(IClassifier model, Dataset data)
    {
        var answers = ClassifierAnswers.Of(model, data);
        int[] truth = answers.Truth.ToArray();
        int[] drawn = [.. Enumerable.Range(0, answers.Classes.Count).Where(k => truth.Contains(k) && Array.Exists(truth, t => t != k))];
        if (answers.Classes.Count == 2) drawn = [.. drawn.Where(k => k == 1)];
        return drawn.Length > 0 ? (answers, drawn)
            : throw new ArgumentException("data: the rows are all of one class, so that no curve can be drawn", nameof(data));
    }

    static string Named(ClassifierAnswers answers, int k, IReadOnlyList<int> positives, string measure, double value)
    {
        string area = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{measure} {value:0.000}");
        return positives.Count == 1 ? area : $"{Figures.Short(answers.Classes[k], 24)}, {area}";
    }
}
