using Cairn.Classification;
using Cairn.Evaluation;
using Cairn.LinearModels;
using Cairn.ModelSelection;
using Cairn.Persistence;

namespace Cairn.Tests;

/// <summary>The perceptron, one against the rest, thresholds and ordered classes.</summary>
public class ClassificationRecipesTests
{
    static readonly double[][] Corners = [[0, 0], [0, 1], [1, 0], [1, 1]];

    /// <summary>AND can be parted by a line, XOR cannot.</summary>
    [Fact]
    public void Perceptron_learns_and_but_not_xor() // S176
    {
        var and = new Perceptron().Fit(new Dataset(Corners, new double[] { 0, 0, 0, 1 }));
        Assert.True(and.Facts.Converged);
        Assert.Equal("no row is missed", and.Facts.StopReason);
        Assert.Equal([0, 0, 0, 1], and.Predict(Corners).ToArray<int>());
        var xor = new Perceptron().Fit(new Dataset(Corners, new double[] { 0, 1, 1, 0 }));
        Assert.False(xor.Facts.Converged);
        Assert.Contains("no plane separates", Assert.Single(xor.Facts.Notes), StringComparison.Ordinal);
    }

    /// <summary>Each step moves the weights by the row that was missed, or not at all.</summary>
    [Fact]
    public void Perceptron_moves_by_the_rows_it_misses()
    {
        double[] y = [0, 1, 1, 0];
        DescentState[] states = [.. new Perceptron { Normalization = Normalization.None, Epochs = 3 }.Steps(new Dataset(Corners, y))];
        Assert.Equal(13, states.Length);
        int moved = 0;
        for (int s = 1; s < states.Length; s++)
        {
            double[] by = [states[s].Weights[0] - states[s - 1].Weights[0], states[s].Weights[1] - states[s - 1].Weights[1],
                states[s].Intercepts[0] - states[s - 1].Intercepts[0]];
            if (by.All(v => v == 0)) continue;
            moved++;
            int row = Array.FindIndex(Corners, c => c[0] == Math.Abs(by[0]) && c[1] == Math.Abs(by[1]));
            int sign = y[row] == 1 ? 1 : -1;
            Assert.Equal([sign * Corners[row][0], sign * Corners[row][1], sign], by);
            double score = states[s - 1].Weights[0] * Corners[row][0] + states[s - 1].Weights[1] * Corners[row][1] + states[s - 1].Intercepts[0];
            Assert.True(sign * score <= 0, "a row that was right moved the weights");
        }
        Assert.True(moved > 0);
    }

    [Fact]
    public void Perceptron_tells_three_classes_apart()
    {
        double[][] x = [.. Enumerable.Range(0, 30).Select(i => new[] { i % 3 * 4.0 + i % 5 * 0.1, i % 3 == 1 ? 5 + i % 7 * 0.1 : i % 4 * 0.1 })];
        var data = new Dataset(x, Array.ConvertAll(Enumerable.Range(0, 30).ToArray(), i => (double)(i % 3)));
        var model = new Perceptron().Fit(data);
        Assert.True(model.Facts.Converged);
        Assert.Equal(1, model.Score(data, Metrics.Accuracy));
    }

    [Fact]
    public void One_vs_rest_asks_a_classifier_for_each_class()
    {
        var iris = RawData.Classes("iris");
        var recipe = new OneVsRest { Classifier = new LogisticRegression { Penalty = Penalty.L2(0.01) } };
        var model = recipe.Fit(iris);
        Assert.Equal(3, model.Classifiers.Count);
        var virginica = new LogisticRegression { Penalty = Penalty.L2(0.01) }.Fit(new Dataset(iris.Features, Array.ConvertAll(iris.Target!.ToArray<double>(), y => y == 2 ? 1.0 : 0)));
        Assert.Equal(virginica.PredictProbabilities(iris.Features).ToArray<double>(),
            model.Classifiers[2].PredictProbabilities(iris.Features).ToArray<double>());
        var scores = recipe.CrossValidate(iris, new KFold { Folds = 5 }, Metrics.Accuracy);
        Assert.InRange(scores.Mean("accuracy"), 0.93, 1);
    }

    /// <summary>.93 is above a threshold of .82 and .79 below; what equals the threshold counts as reaching it.</summary>
    [Fact]
    public void Threshold_decides()
    {
        // The scores 2.6 and 1.3 have the probabilities .93086 and .78583.
        var model = new LogisticRegression { Penalty = Penalty.L2(1e-3) }.Fit(new Dataset(new double[][] { [-1], [1], [-0.5], [0.5], [0.1] }, new double[] { 0, 1, 0, 1, 0 }));
        double at(double p) => (Math.Log(p / (1 - p)) - model.Intercepts.ToArray<double>()[0]) / model.Coefficients.ToArray<double>()[0];
        double[][] rows = [[at(0.93086)], [at(0.78583)], [at(0.4)]];
        var strict = new DecisionThresholdModel(model, 1, 0.82, new TrainingFacts());
        Assert.Equal([1, 0, 0], strict.Predict(rows).ToArray<int>());
        Assert.Equal([1, 1, 0], model.Predict(rows).ToArray<int>());
        double exactly = model.PredictProbabilities(rows).ToArray<double>()[3];
        Assert.Equal([1, 1, 0], strict.With(exactly).Predict(rows).ToArray<int>());
        Assert.Equal([1, 0, 0], strict.With(Math.BitIncrement(exactly)).Predict(rows).ToArray<int>());
        Assert.Equal([1, 1, 1], strict.With(0).Predict(rows).ToArray<int>());
    }

    [Fact]
    public void Threshold_is_saved_with_the_model_and_finds_its_class_by_name()
    {
        var data = new Dataset(new double[][] { [0], [1], [2], [3], [1.5], [4] }, Tensor.From([0, 0, 1, 1, 1, 0]), ClassLabels.Of("ham", "spam"));
        var model = new DecisionThreshold { Threshold = 0.9, Positive = "ham" }.Fit(data);
        Assert.Equal("ham", model.Positive);
        var loaded = (DecisionThresholdModel)ModelFile.Load(ModelFile.ToBytes(model), LearningArtefacts.Readers);
        Assert.Equal(0.9, loaded.Threshold);
        Assert.Equal(model.Predict(data.Features).ToArray<int>(), loaded.Predict(data.Features).ToArray<int>());
        Assert.All(model.Predict(data.Features).ToArray<int>(), k => Assert.Equal(1, k)); // nothing is ham for certain
        Assert.Contains("no class 'eggs'", Assert.Throws<ArgumentException>(() => new DecisionThreshold { Positive = "eggs" }.Fit(data)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Probabilities_map_to_classes() // S092
    {
        double[] p = [0.967, 0.448, 0.015, 0.780, 0.978, 0.004];
        var model = new DecisionThresholdModel(new Fixed(p), 1, 0.5, new TrainingFacts());
        Assert.Equal([1, 0, 0, 1, 1, 0], model.Predict(Tensor.Zeros<double>(6, 1)).ToArray<int>());
    }

    sealed class Fixed(double[] p) : IClassifier
    {
        public ClassLabels Classes => ClassLabels.Of(0.0, 1.0);

        public Tensor Predict(Features x) => throw new NotSupportedException();

        public Tensor PredictProbabilities(Features x) => Tensor.From([.. p.SelectMany(v => new[] { 1 - v, v })], p.Length, 2);
    }

    /// <summary>Coefficients, cut points, likelihood and probabilities of another program.</summary>
    [Fact]
    public void Ordinal_regression_agrees_with_statsmodels()
    {
        var fixture = RawData.Fixture("ordinal.json");
        double[][] x = [.. fixture.GetProperty("x").EnumerateArray().Select(RawData.Doubles)];
        var data = new Dataset(x, RawData.Doubles(fixture.GetProperty("y")));
        var model = new OrdinalRegression { Penalty = Penalty.None }.Fit(data);
        Assert.True(model.Facts.Converged);
        RawData.Close(RawData.Doubles(fixture.GetProperty("coefficients")), model.Coefficients, 1e-6);
        RawData.Close(RawData.Doubles(fixture.GetProperty("cuts")), model.CutPoints, 1e-6);
        Assert.Equal(fixture.GetProperty("logLoss").GetDouble(), model.Score(data, Metrics.LogLoss), 1e-9);
        RawData.Close(RawData.Doubles(fixture.GetProperty("probabilities")), model.PredictProbabilities(x[..5]), 1e-6);
    }

    /// <summary>Of two classes it is logistic regression with the cut point for an intercept.</summary>
    [Fact]
    public void Ordinal_regression_of_two_classes_is_logistic_regression()
    {
        var cancer = RawData.Classes("cancer");
        var some = new Dataset(Features.From((Tensor)(double[][])[.. RawData.Numbers("breast-cancer-wdbc/breast_cancer.csv", 1).Select(r => r[..4])]), cancer.Target);
        var ordinal = new OrdinalRegression { Penalty = Penalty.L2(0.5) }.Fit(some);
        var logistic = new LogisticRegression { Penalty = Penalty.L2(0.5) }.Fit(some);
        RawData.Close(logistic.Coefficients.ToArray<double>(), ordinal.Coefficients, 1e-6);
        Assert.Equal(-logistic.Intercepts.ToArray<double>()[0], ordinal.CutPoints.ToArray<double>()[0], 1e-5);
        RawData.Close(logistic.PredictProbabilities(some.Features).ToArray<double>(), ordinal.PredictProbabilities(some.Features), 1e-6);
    }

    /// <summary>Names in an order of their own; the order makes it surer than classes without one on rows that have it.</summary>
    [Fact]
    public void Ordered_classes_are_named_from_low_to_high()
    {
        var random = RandomNumbers.Rng.Stream(0, "ordinal", "rows").Start();
        (Features X, Tensor Y) Draw(int n)
        {
            double[][] x = [.. Enumerable.Range(0, n).Select(_ => new[] { random.Normal(), random.Normal() })];
            string[] names = ["Low", "Medium", "High"];
            var labels = ClassLabels.Of(names);
            return (x, Array.ConvertAll(x, r =>
            {
                double u = random.Uniform(), z = 1.5 * r[0] - r[1] + Math.Log(u / (1 - u));
                return labels.IndexOf(names[z < -1 ? 0 : z < 1.2 ? 1 : 2]);
            }));
        }
        var classes = ClassLabels.Of("Low", "Medium", "High");
        var (x, y) = Draw(60);
        var (others, truth) = Draw(2000);
        var (train, test) = (new Dataset(x, y, classes), new Dataset(others, truth, classes));
        var recipe = new OrdinalRegression { Order = ["Low", "Medium", "High"] };
        var model = recipe.Fit(train);
        Assert.Equal(["Low", "Medium", "High"], model.Order);
        double[] w = model.Coefficients.ToArray<double>(), cuts = model.CutPoints.ToArray<double>();
        Assert.True(w[0] > 0 && w[1] < 0 && cuts[0] < cuts[1]);
        double ordered = model.Score(test, Metrics.LogLoss), unordered = new LogisticRegression().Fit(train).Score(test, Metrics.LogLoss);
        Assert.True(ordered < unordered, FormattableString.Invariant($"{ordered} is not below {unordered}"));
        Assert.Contains("must name each", Assert.Throws<ArgumentException>(() => (recipe with { Order = ["Low", "High"] }).Fit(train)).Message,
            StringComparison.Ordinal);
    }
}
