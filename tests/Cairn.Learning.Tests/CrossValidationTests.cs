using Cairn.Baselines;
using Cairn.Evaluation;
using Cairn.LinearModels;
using Cairn.ModelSelection;

namespace Cairn.Tests;

/// <summary>Folds by time, intervals, and the class that is called positive.</summary>
public class CrossValidationTests
{
    static Dataset Rows(int n) => new(Features.From(Tensor.From([.. Enumerable.Range(0, n).Select(i => (double)i)], n, 1)),
        Tensor.From([.. Enumerable.Range(0, n).Select(i => i * i % 7.0)]));

    /// <summary>scikit-learn 1.2.1: TimeSeriesSplit(n_splits=3), (n_splits=2, test_size=2, gap=1) on ten rows.</summary>
    [Fact]
    public void Folds_by_time_train_on_the_past_alone()
    {
        var folds = new TimeSeriesSplit { Folds = 3 }.Split(Rows(10));
        Assert.Equal([[0, 1, 2, 3], [0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5, 6, 7]], folds.Select(f => f.Train));
        Assert.Equal([[4, 5], [6, 7], [8, 9]], folds.Select(f => f.Test));
        folds = new TimeSeriesSplit { Folds = 2, TestRows = 2, Gap = 1 }.Split(Rows(10));
        Assert.Equal([[0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 5, 6]], folds.Select(f => f.Train));
        Assert.Equal([[6, 7], [8, 9]], folds.Select(f => f.Test));
        Assert.Contains("10 rows are too few for 5 folds of 2 rows held out", Assert.Throws<ArgumentException>(
            () => new TimeSeriesSplit { TestRows = 2 }.Split(Rows(10))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TimeSeriesSplit { Folds = 10 }.Split(Rows(10)));
        Assert.Throws<ArgumentException>(() => new TimeSeriesSplit { Folds = 3, Gap = 4 }.Split(Rows(10)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimeSeriesSplit { Folds = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimeSeriesSplit { Gap = -1 });
        Assert.Equal(3, new LinearRegression().CrossValidate(Rows(20), new TimeSeriesSplit { Folds = 3 }, Metrics.Mae).Folds);
    }

    /// <summary>t of mpmath 1.2.1 (the root of 1 - I(v / (v + t^2); v / 2, 1 / 2) - c at 30 digits), mean -+ t sd sqrt(1 / k + 1 / (k - 1)) of the folds.</summary>
    [Theory]
    [InlineData(2, 0.95, 12.706204736174705)]
    [InlineData(3, 0.95, 4.302652729749464)]
    [InlineData(5, 0.95, 2.776445105197794)]
    [InlineData(10, 0.95, 2.2621571627982053)]
    [InlineData(11, 0.99, 3.169272672616951)]
    [InlineData(6, 0.5, 0.7266868438004227)]
    public void Intervals_are_those_of_students_t_widened_for_shared_rows(int folds, double confidence, double t)
    {
        var scores = new MeanPredictor().CrossValidate(Rows(60), new KFold { Folds = folds }, Metrics.Mae);
        var (low, high) = scores.Interval("mae", confidence);
        double half = t * scores.StandardDeviation("mae") * Math.Sqrt(1.0 / folds + 1.0 / (folds - 1));
        Assert.Equal(scores.Mean("mae") - half, low, 1e-12);
        Assert.Equal(scores.Mean("mae") + half, high, 1e-12);
        Assert.True(low < high);
        Assert.Throws<ArgumentOutOfRangeException>(() => scores.Interval("mae", 1));
        Assert.Throws<ArgumentException>(() => scores.Interval("r2"));
    }

    [Fact]
    public void The_difference_of_two_recipes_is_asked_fold_by_fold()
    {
        var folds = new KFold { Folds = 5 };
        var (scores, others) = (new MeanPredictor().CrossValidate(Rows(60), folds, Metrics.Mae), new LinearRegression().CrossValidate(Rows(60), folds, Metrics.Mae));
        double[] differences = [.. Enumerable.Range(0, 5).Select(f => scores[f, "mae"] - others[f, "mae"])];
        double mean = differences.Average(), deviation = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / 4);
        var (low, high) = scores.DifferenceInterval(others, "mae");
        Assert.Equal(mean, (low + high) / 2, 1e-12);
        Assert.Equal(2.776445105197794 * deviation * Math.Sqrt(1.0 / 5 + 1.0 / 4), (high - low) / 2, 1e-12);
        Assert.Equal((0, 0), scores.DifferenceInterval(scores, "mae"));
        Assert.Throws<ArgumentException>(() => scores.DifferenceInterval(
            new MeanPredictor().CrossValidate(Rows(60), new KFold { Folds = 4 }, Metrics.Mae), "mae"));
    }

    [Fact]
    public void One_fold_has_no_interval() =>
        Assert.True(double.IsNaN(new MeanPredictor().CrossValidate(Rows(60), new TimeSeriesSplit { Folds = 1 }, Metrics.Mae).Interval("mae").Low));

    [Fact]
    public void The_positive_class_decides_precision_and_recall()
    {
        var data = new Dataset(Features.From(Tensor.From([1.0, 2, 3, 4, 5, 6, 7, 8], 8, 1)), Tensor.From([0, 0, 0, 1, 0, 1, 1, 1]), ClassLabels.Of("no", "yes"));
        var model = new LogisticRegression().Fit(data);
        var usual = ScoreCard.Of(model, data);
        ScoreCard yes = ScoreCard.Of(model, data, "yes"), no = ScoreCard.Of(model, data, "no");
        var matrix = new ConfusionMatrix(usual.Answers!);
        foreach (string metric in usual.Names) Assert.Equal(usual[metric], yes[metric]);
        Assert.Equal((matrix.Precision(0), matrix.Recall(0), matrix.F1(0)), (no["precision"], no["recall"], no["f1"]));
        Assert.Equal((matrix.Precision(1), matrix.Recall(1), matrix.F1(1)), (yes["precision"], yes["recall"], yes["f1"]));
        Assert.Equal((yes["accuracy"], yes["logLoss"]), (no["accuracy"], no["logLoss"]));
        Assert.Equal(yes["auc"], no["auc"], 1e-15);
        Assert.Contains("no class 'maybe'", Assert.Throws<ArgumentException>(() => ScoreCard.Of(model, data, "maybe")).Message, StringComparison.Ordinal);
    }
}
