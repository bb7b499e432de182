using System.Xml.Linq;
using Cairn.Calculus;
using Cairn.Data;
using Cairn.Evaluation;
using Cairn.Kernels;
using Cairn.LinearModels;
using Cairn.Pipelines;
using Cairn.Preprocessing;
using Cairn.RandomNumbers;
using Cairn.Reports;
using Cairn.Trees;

namespace Cairn.Tests;

/// <summary>What the source texts show in figures: each a picture in one line, and what it must show.</summary>
public class TeachingTests
{
    static Dataset Advertising(params string[] features) =>
        Table.ReadCsv(Repository.Data("advertising/Advertising.csv")).Select([.. features, "Sales"]).ToDataset("Sales");

    static Dataset Grades() => new(Features.From(RawData.Without(RawData.Numbers("exam-grades/data_classification.csv", skip: 1), 2), ["studied", "slept"]),
        RawData.Column(RawData.Numbers("exam-grades/data_classification.csv", skip: 1), 2), targetName: "passed");

    static string Svg(string svg)
    {
        XDocument.Parse(svg);
        return svg;
    }

    /// <summary>A picture beside the tests' output, to look at: CAIRN_PICTURES names the folder.</summary>
    static void Keep(string name, string svg)
    {
        if (Environment.GetEnvironmentVariable("CAIRN_PICTURES") is { Length: > 0 } folder) File.WriteAllText(Path.Combine(folder, name + ".svg"), svg);
    }

    // ---------------------------------------------------------------- S049 - S057: the table, the plane

    /// <summary>S049: the real table has 200 rows; of the text's four rows, four of sixteen numbers are misprints.</summary>
    [Fact]
    public void S049_The_advertising_table_is_the_real_one()
    {
        var table = Table.ReadCsv(Repository.Data("advertising/Advertising.csv"));
        Assert.Equal(200, table.Rows);
        double[] First(string column) => ((NumberColumn)table[column]).Values[..4].ToArray();
        Assert.Equal([230.1, 44.5, 17.2, 151.5], First("TV"));
        Assert.Equal([37.8, 39.3, 45.9, 41.3], First("Radio"));
        Assert.Equal([69.2, 45.1, 69.3, 58.5], First("Newspaper"));
        Assert.Equal([22.1, 10.4, 9.3, 18.5], First("Sales"));
    }

    /// <summary>S057: features two by two, and the plane of radio and television; the plane is flat, and 200 rows stand about it.</summary>
    [Fact]
    public void S057_Pairs_and_the_plane_are_drawn()
    {
        var data = Advertising("TV", "Radio");
        string pairs = Svg(data.PairPlot().ToSvg());
        Assert.Contains("Each of TV, Radio, Sales against each other: 200 rows", pairs, StringComparison.Ordinal);
        Keep("pairs", (data.PairPlot() with { Title = "Advertising, two by two" }).ToSvg());
        var model = new LinearRegression().Fit(data);
        var plane = model.Surface(data);
        Assert.Equal(200, plane.Points.Count);
        for (int k = 0; k < plane.Heights.Count; k++)
            Assert.Equal(2.92110 + 0.045755 * plane.X[k % 21] + 0.187994 * plane.Y[k / 21], plane.Heights[k], 1e-3);
        Assert.Contains("200 points", Svg(plane.ToSvg()), StringComparison.Ordinal);
        Keep("plane", plane.ToSvg());
        Keep("bent-surface", new MarsRegression { Degree = 2 }.Fit(data).Surface(data).ToSvg());
        Keep("iris-pairs", BundledData.Load("iris").ToDataset("species").PairPlot().ToSvg());
        string path = Path.Combine(Path.GetTempPath(), $"cairn-{Guid.NewGuid():N}.svg");
        try
        {
            plane.SaveSvg(path);
            Assert.Equal(plane.ToSvg(), File.ReadAllText(path));
        }
        finally
        {
            File.Delete(path);
        }
        Assert.Throws<ArgumentException>(() => model.Surface(Advertising("TV", "Radio", "Newspaper")));
        Assert.Throws<ArgumentException>(() => Table.ParseCsv("a,b\nx,1\ny,2\n").PairPlot("a", "b"));
    }

    // ---------------------------------------------------------------- S067 - S074: the descent

    /// <summary>S067: each step is the learning rate times the gradient, and the states say so.</summary>
    [Fact]
    public void S067_A_step_is_the_rate_times_the_gradient()
    {
        var recipe = new GradientDescentRegression { LearningRate = 0.03, Epochs = 20 };
        DescentState[] states = [.. recipe.Steps(Advertising("TV", "Radio"))];
        foreach (var (before, after) in states.Zip(states.Skip(1)))
            for (int j = 0; j < 2; j++) Assert.Equal(before.Weights[j] - 0.03 * before.WeightGradient[j], after.Weights[j], 1e-15);
    }

    /// <summary>S066, S075: too large a rate is told, a small one walks to its limit, a good one stops by its tolerance; each says why.</summary>
    [Fact]
    public void S066_S075_Three_rates_end_for_three_reasons()
    {
        TrainingFacts Facts(double rate) => new GradientDescentRegression { LearningRate = rate, Epochs = 300 }.Fit(Advertising("TV", "Radio")).Facts;
        Assert.Contains("diverged", Facts(2.5).StopReason, StringComparison.Ordinal);
        Assert.Contains("all 300 epochs", Facts(0.0005).StopReason, StringComparison.Ordinal);
        Assert.Contains("the gradient fell below", Facts(0.5).StopReason, StringComparison.Ordinal);
    }

    /// <summary>S071: J over the weight of the lesson's four points is a parabola with its foot at 177 / 71; the steps lie on it, and the slope is 0 at its foot.</summary>
    [Fact]
    public void S071_Cost_and_slope_along_a_weight_with_the_steps_marked()
    {
        var data = new Dataset(Features.From(new double[][] { [1], [3], [6], [5] }, ["x"]), new double[] { 4, 8, 14, 13 }, targetName: "y");
        var history = new GradientDescentRegression { Normalization = Normalization.None, FitIntercept = false, LearningRate = 0.02, Epochs = 12, StartWeights = [5] }.Watch(data);
        // J(w) = sum (w x - y)^2 / 8, least at sum x y / sum x^2 = 177 / 71
        foreach (var state in history.States)
        {
            double w = state.Weights[0];
            Assert.Equal((71 * w * w - 2 * 177 * w + 445) / 8, state.Cost, 1e-9);
            Assert.Equal((71 * w - 177) / 4, state.WeightGradient[0], 1e-9);
        }
        Assert.Equal(177.0 / 71, history.States[^1].Weights[0], 0.02);
        string cost = Svg(history.CostAlong().ToSvg()), slope = Svg(history.SlopeAlong().ToSvg());
        Assert.Contains("points &quot;the steps&quot;: 13 points", cost, StringComparison.Ordinal);
        Assert.Contains("weight of x", cost, StringComparison.Ordinal);
        Assert.Contains("dJ / dw", slope, StringComparison.Ordinal);
        Keep("cost-along", cost);
        Keep("slope-along", slope);
        Assert.Throws<ArgumentOutOfRangeException>(() => history.CostAlong(1));
    }

    /// <summary>S073: an error twice as large costs four times as much, and the residuals of a line with intercept sum to 0.</summary>
    [Fact]
    public void S073_A_line_balances_its_errors()
    {
        var data = Advertising("Radio");
        double[] y = data.Target!.ToArray<double>(), predicted = new LinearRegression().Fit(data).Predict(data.Features).ToArray<double>();
        Assert.Equal(0, y.Zip(predicted, (a, p) => a - p).Sum(), 1e-9);
        double Mse(double error) => Metrics.Mse.Compute(new double[] { 0, 0 }, new double[] { error, -error });
        Assert.Equal(4 * Mse(1.5), Mse(3), 1e-12);
    }

    // ---------------------------------------------------------------- S082 - S105: classes

    /// <summary>S082: a regression refuses a target of texts, and says what to use.</summary>
    [Fact]
    public void S082_A_text_is_no_number_to_predict()
    {
        var data = Table.ParseCsv("x,y\n1,a\n2,b\n").ToDataset("y");
        foreach (IEstimator<IRegressor> recipe in new IEstimator<IRegressor>[] { new LinearRegression(), new MarsRegression(), new SplineRegression(), new StepwiseRegression() })
            Assert.Contains("use a classifier", Assert.Throws<ArgumentException>(() => recipe.Fit(data)).Message, StringComparison.Ordinal);
    }

    /// <summary>S083: the exam table has 100 rows; of the text's four only the first is among them.</summary>
    [Fact]
    public void S083_The_exam_table_is_the_real_one()
    {
        double[][] rows = RawData.Numbers("exam-grades/data_classification.csv", skip: 1);
        Assert.Equal(100, rows.Length);
        Assert.Equal([4.855, 9.640, 1], rows[0].Zip([4.855, 9.640, 1.0], (a, b) => Math.Abs(a - b) < 1e-3 ? b : a));
        Assert.Equal([8.625, 0.0589, 0], rows[1].Zip([8.625, 0.0589, 0.0], (a, b) => Math.Abs(a - b) < 1e-3 ? b : a));
    }

    /// <summary>S084, S090: the sigmoid's values, its slope s (1 - s), and no overflow.</summary>
    [Fact]
    public void S084_S090_The_sigmoid()
    {
        Assert.Equal(0.5, SafeMath.Sigmoid(0));
        Assert.Equal(0.93086157965665, SafeMath.Sigmoid(2.6), 1e-12);
        Assert.Equal(0.78583498304256, SafeMath.Sigmoid(1.3), 1e-12);
        Assert.Equal((0.0, 1.0), (SafeMath.Sigmoid(-1000), SafeMath.Sigmoid(1000)));
        foreach (double z in new[] { -3, -0.4, 0, 1.3, 2.6 })
        {
            double s = SafeMath.Sigmoid(z);
            Assert.Equal(s * (1 - s), (SafeMath.Sigmoid(z + 1e-5) - SafeMath.Sigmoid(z - 1e-5)) / 2e-5, 1e-9);
        }
    }

    /// <summary>S088: an ignorant model costs ln 2 = .6931, and a probability of 0 or 1 costs no NaN.</summary>
    [Fact]
    public void S088_Log_loss_starts_at_ln_2()
    {
        Assert.Equal(0.693147, new GradientDescentClassification { Normalization = Normalization.None }.Steps(Grades()).First().Cost, 1e-6);
        var sure = new LogisticRegression { Penalty = Penalty.None, FitIntercept = false }.Fit(new Dataset(new double[][] { [-1], [1] }, new double[] { 0, 1 }));
        Assert.True(double.IsFinite(sure.Score(new Dataset(new double[][] { [-1e9], [1e9] }, new double[] { 1, 0 }), Metrics.LogLoss)));
    }

    /// <summary>S089: -log(h) and -log(1 - h), which meet at h = .5 and ln 2.</summary>
    [Fact]
    public void S089_Cost_curves_are_drawn()
    {
        string svg = Svg(CostCharts.LogLoss().ToSvg());
        Assert.Contains("line &quot;-log(h): the class is 1&quot;: 199 points; line &quot;-log(1 - h): the class is 0&quot;: 199 points", svg, StringComparison.Ordinal);
        Keep("log-loss", svg);
        Keep("why-not-squared", Svg(CostCharts.OfScores().ToSvg()));
    }

    /// <summary>S091, S047: over a weight the squared error of a sigmoid fails a numeric test of convexity, and the logarithmic cost passes.</summary>
    [Fact]
    public void S091_Squared_error_of_a_sigmoid_is_not_convex()
    {
        var rows = Grades();
        double[] x = rows.Features.ToNumbers("a test").ToArray<double>(), y = rows.Target!.ToArray<double>();
        double Mean(double w, Func<double, double, double> cost) => Enumerable.Range(0, 100).Average(i => cost(w * (x[2 * i] + x[2 * i + 1] - 10), y[i]));
        double Squared(double w) => Mean(w, (z, t) => (SafeMath.Sigmoid(z) - t) * (SafeMath.Sigmoid(z) - t));
        double Log(double w) => Mean(w, (z, t) => Math.Max(z, 0) - z * t + SafeMath.Log1P(SafeMath.Exp(-Math.Abs(z))));
        Assert.False(Convexity.Holds(Squared, -3, 3));
        Assert.True(Convexity.Holds(Log, -3, 3));
        Assert.NotNull(Convexity.FirstBreach(Squared, -3, 3));
        Assert.True(Convexity.Holds(v => v * v, -2, 2) && Convexity.Holds(Math.Abs, -1, 1) && Convexity.Holds(v => 3 - 2 * v, -1, 1));
        Assert.False(Convexity.Holds(Math.Sin, 0, 6));
    }

    /// <summary>S095: a point a row, in the colour of its truth, and the line at a half: with the text's weights 11 rows lie on the wrong side.</summary>
    [Fact]
    public void S095_Probabilities_are_drawn_with_their_line()
    {
        var data = Grades();
        var model = new GradientDescentClassification { Normalization = Normalization.None, LearningRate = 0.1, Epochs = 3000 }.Fit(data);
        Assert.Equal(0.89, model.Score(data, Metrics.Accuracy), 1e-12);
        string svg = Svg(model.ProbabilityChart(data).ToSvg());
        int passed = data.Target!.ToArray<double>().Count(t => t == 1);
        Assert.Contains($"points &quot;truly passed = 1&quot;: {passed} points; points &quot;truly passed = 0&quot;: {100 - passed} points", svg, StringComparison.Ordinal);
        Assert.Contains("&quot;0.5&quot;", svg, StringComparison.Ordinal);
        Keep("probabilities", svg);
        Keep("boundary", model.DecisionBoundary(data).ToSvg());
        Assert.Throws<ArgumentException>(() => model.ProbabilityChart(data, "maybe"));
    }

    /// <summary>S101: the linear score is the logit, and the logistic function makes the probability of it: log(p / (1 - p)) goes back.</summary>
    [Fact]
    public void S101_Scores_are_logits_and_probabilities_follow()
    {
        var data = Grades();
        var model = new LogisticRegression { Penalty = Penalty.None }.Fit(data);
        double[] logits = model.DecisionScores(data.Features).ToArray<double>(), p = model.PredictProbabilities(data.Features).ToArray<double>();
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(SafeMath.Sigmoid(logits[i]), p[2 * i + 1], 1e-12);
            Assert.Equal(1, p[2 * i] + p[2 * i + 1], 1e-15);
        }
    }

    /// <summary>S103: linear and logistic regression have the gradient mean of (h - y) x both.</summary>
    [Fact]
    public void S103_Both_have_one_gradient()
    {
        double[][] x = [[1, 2], [3, -1], [0, 4], [-2, 1]];
        double[] y = [1, 0, 1, 1];
        foreach (bool logistic in new[] { false, true })
        {
            var data = new Dataset(x, y);
            // after a step, so that the weights are not 0
            var state = logistic ? new GradientDescentClassification { Normalization = Normalization.None }.Steps(data).ElementAt(1)
                : new GradientDescentRegression { Normalization = Normalization.None }.Steps(data).ElementAt(1);
            double Hypothesis(double[] row)
            {
                double z = state.Intercepts[0] + state.Weights[0] * row[0] + state.Weights[1] * row[1];
                return logistic ? SafeMath.Sigmoid(z) : z;
            }
            for (int j = 0; j < 2; j++)
                Assert.Equal(x.Select((row, i) => (Hypothesis(row) - y[i]) * row[j]).Average(), state.WeightGradient[j], 1e-14);
        }
    }

    /// <summary>S104: a line is about as good as chance on the corners of XOR and on circles; powers and products, or a tree, part them.</summary>
    [Theory]
    [InlineData("xor")]
    [InlineData("circles")]
    public void S104_Lines_cannot_part_everything(string shape)
    {
        Dataset Made(string purpose)
        {
            var random = Rng.Stream(0, shape, purpose).Start();
            double[][] x = [.. Enumerable.Range(0, 400).Select(_ => new[] { 2 * random.Uniform() - 1, 2 * random.Uniform() - 1 })];
            return new Dataset(Features.From(x, ["x", "y"]), Array.ConvertAll(x, v => shape == "xor" ? (v[0] > 0 == v[1] > 0 ? 1.0 : 0) : v[0] * v[0] + v[1] * v[1] < 0.62 ? 1 : 0), targetName: shape);
        }
        var (train, test) = (Made("train"), Made("test"));
        double Accuracy(IEstimator<IClassifier> recipe) => recipe.Fit(train).Score(test, Metrics.Accuracy);
        Assert.InRange(Accuracy(new LogisticRegression()), 0.3, 0.7);
        var curved = new PolynomialFeatures().Then(new StandardScaler()).Then(new LogisticRegression { Penalty = Penalty.L2(0.01) });
        Assert.InRange(Accuracy(curved), 0.95, 1);
        Assert.InRange(Accuracy(new GradientBoostingClassifier()), 0.9, 1);
        Keep(shape, curved.Fit(train).DecisionBoundary(test).ToSvg());
    }
}
