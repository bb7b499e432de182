using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Cairn.Evaluation;
using Cairn.LinearModels;
using Cairn.ModelSelection;
using Cairn.Plotting;
using Cairn.Reports;

namespace Cairn.Tests;

/// <summary>The charts of a model in one line: their values, and where they stand.</summary>
public class EvaluationChartsTests
{
    /// <summary>Answers known in advance: probability of the second class by row.</summary>
    sealed class Told(double[] p) : IClassifier
    {
        public ClassLabels Classes => ClassLabels.Of("no", "yes");

        public Tensor Predict(Features x) => Tensor.From(Array.ConvertAll(p, v => v > 0.5 ? 1 : 0));

        public Tensor PredictProbabilities(Features x) => Tensor.From<double>([.. p.SelectMany(v => new[] { 1 - v, v })], p.Length, 2);
    }

    static readonly double[] Probabilities = [0.9, 0.8, 0.7, 0.6, 0.55, 0.54, 0.53, 0.52, 0.505, 0.4, 0.39, 0.38, 0.37, 0.36, 0.35, 0.34, 0.33, 0.3, 0.2, 0.1];

    static readonly int[] Truth = [1, 1, 0, 1, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0];

    static readonly Dataset Rows = new(Tensor.Zeros<double>(20, 1), Tensor.From(Truth), ClassLabels.Of("no", "yes"));

    /// <summary>The example of Fawcett, An introduction to ROC analysis, 2006: an area of .68.</summary>
    [Fact]
    public void Sweep_agrees_with_the_printed_example()
    {
        var model = new Told(Probabilities);
        var sweep = ThresholdSweep.Of(ClassifierAnswers.Of(model, Rows), 1);
        Assert.Equal(0.68, sweep.AreaUnderRoc, 1e-12);
        Assert.Equal(model.Score(Rows, Metrics.Auc), sweep.AreaUnderRoc, 1e-12);
        Assert.Equal([0, 0.1, 0.2, 0.2, 0.3, 0.4, 0.5], sweep.Recall[..7], (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([0, 0, 0, 0.1, 0.1, 0.1, 0.1], sweep.FalseAlarmRate[..7], (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([1, 1, 1, 2.0 / 3, 0.75, 0.8, 5.0 / 6], sweep.Precision[..7], (a, b) => Math.Abs(a - b) < 1e-12);
        // scikit-learn 1.2.1: average_precision_score(truth, probabilities)
        Assert.Equal(0.7357475805927818, sweep.AveragePrecision, 1e-12);
        Assert.Equal(0.5, sweep.PositiveShare);
    }

    [Fact]
    public void Roc_and_precision_recall_are_drawn()
    {
        var model = new Told(Probabilities);
        string roc = Svg(model.RocChart(Rows)), curve = Svg(model.PrecisionRecallChart(Rows));
        Assert.Contains("AUC 0.680", roc, StringComparison.Ordinal);
        Assert.Contains("guessing", roc, StringComparison.Ordinal);
        Assert.Contains("AP 0.7", curve, StringComparison.Ordinal);
        var line = PointsOf(roc);
        Assert.Equal((line[0].X, line[^1].Y), (line.Min(p => p.X), line.Min(p => p.Y))); // from the lower left to the upper right
        Assert.True(line.Zip(line.Skip(1)).All(p => p.First.X <= p.Second.X && p.First.Y >= p.Second.Y));
        Assert.Throws<ArgumentException>(() => model.RocChart(new Dataset(Tensor.Zeros<double>(20, 1), Tensor.From(new int[20]), ClassLabels.Of("no", "yes"))));
    }

    [Fact]
    public void Calibration_puts_rows_into_bins()
    {
        string svg = Svg(new Told(Probabilities).CalibrationChart(Rows, bins: 2));
        // Below a half 11 rows of mean .319..., of which 4 came true; above it 9, of which 6.
        var line = PointsOf(svg);
        Assert.Equal(2, line.Count);
        var (left, right) = (line[0], line[1]);
        double width = (right.X - left.X) / (Probabilities[..9].Average() - Probabilities[9..].Average());
        double height = (left.Y - right.Y) / (6.0 / 9 - 4.0 / 11);
        var plot = FrameOf(svg);
        Assert.Equal(plot.Width, width, 1.5);
        Assert.Equal(plot.Height, height, 1.5);
    }

    [Fact]
    public void Residuals_stand_about_zero()
    {
        double[][] x = [[1], [2], [3], [4], [5]];
        var data = new Dataset(x, new double[] { 1, 3, 2, 5, 4 }, targetName: "y");
        string svg = Svg(new LinearRegression().Fit(data).ResidualChart(data));
        Assert.Contains("points: 5 points", svg, StringComparison.Ordinal);
        Assert.Contains("predicted y", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Boundary_parts_the_plane_where_the_model_changes_its_mind()
    {
        double[][] x = [[0, 0], [0, 4], [1, 2], [3, 2], [4, 0], [4, 4]];
        var data = new Dataset(x, Tensor.From([0, 0, 0, 1, 1, 1]), ClassLabels.Of("left", "right"));
        var model = new LogisticRegression { Penalty = Penalty.L2(0.1) }.Fit(data);
        string svg = Svg(model.DecisionBoundary(data));
        Assert.Contains("regions: 2 regions", svg, StringComparison.Ordinal);
        var plot = FrameOf(svg);
        double middle = plot.Left + plot.Width / 2; // by symmetry x0 = 2
        var threads = Regex.Matches(svg, "class=\"thread\" d=\"M([^\"]+)\"").Select(m => Places(m.Groups[1].Value)).ToList();
        Assert.NotEmpty(threads);
        Assert.All(threads.SelectMany(t => t), p => Assert.Equal(middle, p.X, 1.0));
        Assert.Contains("two features", Assert.Throws<ArgumentException>(() => new LogisticRegression().Fit(RawThree()).DecisionBoundary(RawThree())).Message,
            StringComparison.Ordinal);
    }

    static Dataset RawThree() => new(new double[][] { [0, 1, 2], [3, 4, 6] }, Tensor.From([0, 1]), ClassLabels.Of("a", "b"));

    [Fact]
    public void Learning_curve_scores_more_and_more_rows()
    {
        var random = RandomNumbers.Rng.Stream(0, "curve", "rows").Start();
        double[][] x = [.. Enumerable.Range(0, 200).Select(_ => new[] { random.Normal(), random.Normal(), random.Normal() })];
        var data = new Dataset(x, Array.ConvertAll(x, r => r[0] - 2 * r[1] + random.Normal()));
        string svg = Svg(new LinearRegression().LearningCurve(data, Metrics.Mse, new KFold { Folds = 4 }, points: 5));
        Assert.Contains("line &quot;rows it learned from&quot;: 5 points; line &quot;rows held out&quot;: 5 points", svg, StringComparison.Ordinal);
        Assert.Contains("rows learned from", svg, StringComparison.Ordinal);
    }

    static string Svg(Chart chart)
    {
        string svg = chart.ToSvg();
        XDocument.Parse(svg);
        return svg;
    }

    /// <summary>The first line drawn inside the plot.</summary>
    static List<(double X, double Y)> PointsOf(string svg) =>
        Places(Regex.Match(svg[svg.IndexOf("<svg x=", StringComparison.Ordinal)..], "class=\"line c0\" d=\"M([^\"]+)\"").Groups[1].Value);

    static List<(double X, double Y)> Places(string path) => [.. path.Split('L').Select(p => p.Split(' ')).Select(p => (Number(p[0]), Number(p[1])))];

    static (double Left, double Width, double Height) FrameOf(string svg)
    {
        var m = Regex.Match(svg, "<svg x=\"([^\"]+)\" y=\"[^\"]+\" width=\"([^\"]+)\" height=\"([^\"]+)\"");
        return (Number(m.Groups[1].Value) + 4, Number(m.Groups[2].Value) - 8, Number(m.Groups[3].Value) - 8);
    }

    static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
