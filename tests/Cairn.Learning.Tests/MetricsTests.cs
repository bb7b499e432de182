using System.Text.Json;
using Cairn.Evaluation;

namespace Cairn.Tests;

public class MetricsTests
{
    /// <summary>A classifier whose answers are given.</summary>
    sealed class Answers(ClassLabels classes, double[,] probabilities) : IClassifier
    {
        public ClassLabels Classes => classes;

        public Tensor PredictProbabilities(Features x) => probabilities;

        public Tensor Predict(Features x) => Enumerable.Range(0, probabilities.GetLength(0))
            .Select(i => Enumerable.Range(0, classes.Count).MaxBy(k => probabilities[i, k])).ToArray();
    }

    static readonly JsonElement Oracle = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Fixtures, "metrics.json"))).RootElement;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Classification_agrees_with_the_oracle(int index)
    {
        var c = Oracle.GetProperty("classification")[index];
        var p = Matrix(c.GetProperty("probabilities"));
        int[] truth = [.. c.GetProperty("truth").EnumerateArray().Select(e => e.GetInt32())];
        var classes = ClassLabels.Of(Enumerable.Range(0, p.GetLength(1)).Select(k => (double)k));
        var data = new Dataset(new double[truth.Length, 1], truth, classes, Vector(c.GetProperty("weights")));
        var answers = ClassifierAnswers.Of(new Answers(classes, p), data);

        foreach (var metric in Metrics.Classification)
            Assert.Equal(c.GetProperty(metric.Name).GetDouble(), metric.Compute(answers), 1e-12);
        var confusion = new ConfusionMatrix(answers);
        var expected = Matrix(c.GetProperty("confusion"));
        for (int t = 0; t < classes.Count; t++)
            for (int k = 0; k < classes.Count; k++) Assert.Equal(expected[t, k], confusion[t, k], 1e-9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Regression_agrees_with_the_oracle(int index)
    {
        var c = Oracle.GetProperty("regression")[index];
        foreach (var metric in Metrics.Regression)
            Assert.Equal(c.GetProperty(metric.Name).GetDouble(),
                metric.Compute(Matrix(c.GetProperty("truth")), Matrix(c.GetProperty("predicted")), Vector(c.GetProperty("weights"))), 1e-12);
    }

    [Fact]
    public void Worked_figures()
    {
        Assert.Equal(1, Metrics.Mae.Compute(new[] { 1.0, 2, 3 }, new[] { 2.0, 2, 5 }));
        Assert.Equal(5 / 3.0, Metrics.Mse.Compute(new[] { 1.0, 2, 3 }, new[] { 2.0, 2, 5 }), 1e-15);
        var answers = Binary([1], [0.012]);
        Assert.Equal(4.42285, Metrics.LogLoss.Compute(answers), 1e-5);
    }

    [Fact]
    public void Brain_scans_of_the_cheat_sheet()
    {
        // 100 scans, 10 tumours, one found and no false alarm.
        int[] truth = [.. Enumerable.Range(0, 100).Select(i => i < 10 ? 1 : 0)];
        double[] p = [.. Enumerable.Range(0, 100).Select(i => i == 0 ? 0.9 : 0.1)];
        var answers = Binary(truth, p);
        Assert.Equal(1, Metrics.Precision.Compute(answers));
        Assert.Equal(0.1, Metrics.Recall.Compute(answers), 1e-15);
        Assert.Equal(0.1818, Metrics.F1.Compute(answers), 1e-4);
        Assert.Equal(0.91, Metrics.Accuracy.Compute(answers), 1e-15);
    }

    [Fact]
    public void Undefined_values_are_defined()
    {
        Assert.Equal(0, Metrics.Precision.Compute(Binary([1, 0], [0.1, 0.2])));
        Assert.True(double.IsNaN(Metrics.Auc.Compute(Binary([1, 1], [0.1, 0.2]))));
        Assert.Equal(1, Metrics.R2.Compute(new[] { 2.0, 2 }, new[] { 2.0, 2 }));
        Assert.Equal(0, Metrics.R2.Compute(new[] { 2.0, 2 }, new[] { 2.0, 3 }));
        Assert.Equal(36.04, Metrics.LogLoss.Compute(Binary([1], [0.0])), 1e-2);
    }

    [Fact]
    public void A_class_that_the_model_never_saw_counts_as_wrong()
    {
        var model = new Answers(ClassLabels.Of("a", "b"), new double[,] { { 0.9, 0.1 }, { 0.2, 0.8 } });
        var data = new Dataset(new double[2, 1], new[] { 1, 0 }, ClassLabels.Of("b", "c"));
        Assert.Equal(0.5, model.Score(data, Metrics.Accuracy)); // the first row is of class c, which no answer can name
        var confusion = ConfusionMatrix.Of(model, data);
        Assert.Equal(["a", "b", "c"], confusion.Classes);
        Assert.Equal(1, confusion[2, 0]);
        Assert.Equal(1, confusion[1, 1]);
        Assert.Equal(0, confusion.Recall(2));
    }

    [Fact]
    public void Wrong_use_names_the_mend()
    {
        var shapes = Assert.Throws<ArgumentException>(() => Metrics.Mse.Compute(new[] { 1.0 }, new[] { 1.0, 2 }));
        Assert.Contains("[2]", shapes.Message, StringComparison.Ordinal);
        Assert.Contains("[1]", shapes.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Metrics.Mse.Compute(new[] { double.NaN }, new[] { 1.0 }));
    }

    static ClassifierAnswers Binary(int[] truth, double[] positive)
    {
        var p = new double[truth.Length, 2];
        for (int i = 0; i < truth.Length; i++) (p[i, 0], p[i, 1]) = (1 - positive[i], positive[i]);
        var classes = ClassLabels.Of(0.0, 1.0);
        return ClassifierAnswers.Of(new Answers(classes, p), new Dataset(new double[truth.Length, 1], truth, classes));
    }

    static double[] Vector(JsonElement e) => [.. e.EnumerateArray().Select(v => v.GetDouble())];

    static double[,] Matrix(JsonElement e)
    {
        var matrix = new double[e.GetArrayLength(), e[0].GetArrayLength()];
        for (int i = 0; i < matrix.GetLength(0); i++)
            for (int j = 0; j < matrix.GetLength(1); j++) matrix[i, j] = e[i][j].GetDouble();
        return matrix;
    }
}
