using Cairn.Classification;
using Cairn.Evaluation;
using Cairn.LinearModels;
using Cairn.RandomNumbers;
using Cairn.Trees;

namespace Cairn.Tests;

/// <summary>Calibrated probabilities, and the figures that say how far they are right.</summary>
public class CalibrationTests
{
    static Dataset Cancer => new(Features.From((Tensor)(double[][])[.. RawData.Numbers("breast-cancer-wdbc/breast_cancer.csv", 1)[..150].Select(r => r[..4])]),
        RawData.Column(RawData.Numbers("breast-cancer-wdbc/breast_cancer.csv", 1)[..150], 30));

    /// <summary>The same classifier, the same folds: the same probabilities.</summary>
    [Theory]
    [InlineData("cancer")]
    [InlineData("weighted")]
    [InlineData("iris")]
    public void Calibration_agrees_with_scikit_learn(string name)
    {
        var fixture = RawData.Fixture("explanation.json").GetProperty("calibration").GetProperty(name);
        var data = Cancer;
        if (name == "weighted") data = new Dataset(data.Features, data.Target, weights: RawData.Weights(150));
        if (name == "iris")
        {
            var iris = RawData.Classes("iris");
            data = new Dataset(Array.ConvertAll([.. iris.Features.Dense!.ToArray<double>().Chunk(4)], (double[] r) => r[..2]), iris.Target);
        }
        var (classes, target) = data.ClassTarget("a test");
        data = new Dataset(data.Features, target, classes, data.Weights);
        int[][] tests = [.. fixture.GetProperty("tests").EnumerateArray().Select(t => Array.ConvertAll(RawData.Doubles(t), v => (int)v))];
        (int[], int[])[] folds = [.. tests.Select(test => (Enumerable.Range(0, data.Rows).Except(test).ToArray(), test))];
        var asked = data.Features.Take([.. Enumerable.Range(0, data.Rows / 10).Select(i => 10 * i)]);
        foreach (var (method, tolerance) in new[] { (CalibrationMethod.Sigmoid, 2e-4), (CalibrationMethod.Isotonic, 1e-5) })
        {
            var model = new CalibratedClassifier { Method = method }.Fit(data, folds, data.Rows, new FitContext());
            RawData.Close(RawData.Doubles(fixture.GetProperty(method == CalibrationMethod.Sigmoid ? "sigmoid" : "isotonic")),
                model.PredictProbabilities(asked), tolerance);
        }
    }

    [Fact]
    public void Brier_score_and_calibration_error_agree_with_scikit_learn()
    {
        var fixture = RawData.Fixture("explanation.json");
        var data = Cancer;
        var model = new LogisticRegression().Fit(data);
        Assert.Equal(fixture.GetProperty("brier").GetDouble(), model.Score(data, Metrics.Brier), 1e-7);
        Assert.Equal(fixture.GetProperty("calibrationError").GetDouble(), model.Score(data, Metrics.CalibrationError), 1e-6);
    }

    /// <summary>Pooled by hand: 1, 0, 1, 1, 0, 1 at the scores 1..6.</summary>
    [Fact]
    public void Isotonic_curve_pools_adjacent_violators()
    {
        var curve = ProbabilityCurve.Isotonic([1, 2, 3, 4, 5, 6], [true, false, true, true, false, true], [1, 1, 1, 1, 1, 1]);
        double[] expected = [0.5, 0.5, 2 / 3.0, 2 / 3.0, 2 / 3.0, 1];
        for (int i = 0; i < 6; i++) Assert.Equal(expected[i], curve.At(i + 1), 1e-15);
        Assert.Equal(0.5, curve.At(-100));
        Assert.Equal(1, curve.At(100));
        Assert.Equal((0.5 + 2 / 3.0) / 2, curve.At(2.5), 1e-15);
    }

    /// <summary>A tree that learned its rows by heart is far too sure of itself; both curves mend it, and its ranking stays.</summary>
    [Fact]
    public void Overconfident_probabilities_are_mended()
    {
        Dataset Draw(string purpose, int n)
        {
            var random = Rng.Stream(0, "calibration", purpose).Start();
            double[][] x = [.. Enumerable.Range(0, n).Select(_ => new[] { random.Normal(), random.Normal() })];
            return new Dataset(x, Array.ConvertAll(x, r => random.Uniform() < 1 / (1 + Math.Exp(-r[0] - r[1])) ? 1.0 : 0));
        }
        var (train, test) = (Draw("train", 600), Draw("test", 2000));
        var tree = new DecisionTreeClassifier { MinRowsPerLeaf = 3 };
        var plain = tree.Fit(train);
        double before = plain.Score(test, Metrics.CalibrationError);
        Assert.True(before > 0.15, FormattableString.Invariant($"{before}"));
        foreach (var recipe in new[] { new CalibratedClassifier { Classifier = tree }, new CalibratedClassifier { Classifier = tree, Method = CalibrationMethod.Isotonic },
            new CalibratedClassifier { Classifier = tree, HeldOutShare = 0.4 } })
        {
            var model = recipe.Fit(train);
            Assert.InRange(model.Score(test, Metrics.CalibrationError), 0, before / 2);
            Assert.True(model.Score(test, Metrics.Brier) < plain.Score(test, Metrics.Brier));
        }
        Assert.Equal(5, new CalibratedClassifier { Classifier = tree }.Fit(train).Classifiers.Count);
        Assert.Single(new CalibratedClassifier { Classifier = tree, HeldOutShare = 0.4 }.Fit(train).Classifiers);
    }

    /// <summary>No fold has rows of one group on both sides, and the caller's row is named.</summary>
    [Fact]
    public void Groups_stay_together_and_bad_rows_are_named()
    {
        var data = Cancer;
        var groups = Enumerable.Range(0, 150).Select(i => i / 10).ToArray();
        var model = new CalibratedClassifier { HeldOutShare = 0.3 }.Fit(new Dataset(data.Features, data.Target, groups: groups));
        Assert.Single(model.Classifiers);
        Assert.Equal(110, ((LogisticModel)model.Classifiers[0]).Facts.Rows, 10.0);
        double[] x = data.Features.ToNumbers("a test").ToArray<double>();
        x[93 * 4 + 1] = double.NaN;
        var error = Assert.Throws<ArgumentException>(() => new CalibratedClassifier().Fit(new Dataset(Tensor.From(x).Reshape(150, 4), data.Target)));
        Assert.Contains("row 93", error.Message, StringComparison.Ordinal);
    }
}
