using Cairn.Contracts;
using Cairn.Evaluation;
using Cairn.LinearModels;

namespace Cairn.Tests;

/// <summary>Gradient descent as texts teach it: their runs replayed, with the right values where a text errs.</summary>
public class GradientDescentTests
{
    static double[][] Advertising() => RawData.Numbers("advertising/Advertising.csv", skip: 1);

    static Dataset RadioToSales()
    {
        double[][] rows = Advertising();
        return new Dataset(Features.From((Tensor)(double[][])[.. rows.Select(r => new[] { r[2] })], ["Radio"]), RawData.Column(rows, 4), targetName: "Sales");
    }

    static Dataset Grades()
    {
        double[][] rows = RawData.Numbers("exam-grades/data_classification.csv", skip: 1);
        return new Dataset(Features.From((Tensor)RawData.Without(rows, 2), ["studied", "slept"]), RawData.Column(rows, 2), targetName: "passed");
    }

    static readonly GradientDescentRegression Simple = new()
    {
        LearningRate = 0.00005,
        Epochs = 40,
        Normalization = Normalization.None,
        Cost = SquaredCost.Mse,
    };

    /// <summary>The texts print .03 for .0371 and 43.28 for 43.2803, and a bias of .25 for .025 in the equation at the end.</summary>
    [Fact]
    public void Radio_to_sales_replays()
    {
        DescentState[] states = [.. Simple.Steps(RadioToSales())];
        Assert.Equal(41, states.Length);
        Assert.Equal(223.716, states[0].Cost, 1e-3);
        double[] costs = [197.2505, 74.6565, 49.4838, 44.306, 43.2803];
        int[] steps = [1, 11, 21, 31, 40];
        for (int i = 0; i < steps.Length; i++) Assert.Equal(costs[i], states[steps[i]].Cost, 1e-4);
        Assert.Equal(0.0371, states[1].Weights[0], 5e-5);
        Assert.Equal(0.0014, states[1].Intercepts[0], 5e-5);
        Assert.Equal(0.4661, states[40].Weights[0], 5e-5);
        Assert.Equal(0.0250, states[40].Intercepts[0], 5e-5);
        Assert.Equal("iter=1    weight=0.04    bias=0.0014    cost=197.25", states[1].ToString());
    }

    [Fact]
    public void The_forty_steps_say_that_they_are_not_the_end()
    {
        var model = Simple.Fit(RadioToSales());
        Assert.False(model.Facts.Converged);
        Assert.Equal(40, model.Facts.Iterations);
        Assert.Equal(41, model.Facts.History.Count);
        Assert.Contains("not converged", Assert.Single(model.Facts.Notes), StringComparison.Ordinal);
        var best = new LinearRegression().Fit(RadioToSales());
        Assert.Equal(0.20250, best.Coefficients.ToArray<double>()[0], 5e-6);
        Assert.Equal(9.31164, best.Intercepts.ToArray<double>()[0], 5e-6);
        Assert.Equal(18.092, best.Score(RadioToSales(), Metrics.Mse), 5e-4);
        Assert.Equal(9.046, best.Score(RadioToSales(), Metrics.HalfMse), 3e-4);
    }

    /// <summary>The mean of the squares at w = b = 0, at .46 and .025, and at .46 and .25.</summary>
    [Theory]
    [InlineData(0, 0, 223.716), InlineData(0.46, 0.025, 43.4995), InlineData(0.46, 0.25, 42.0669)]
    public void Cost_is_the_mean_of_the_squares(double weight, double bias, double cost)
    {
        var start = (Simple with { StartWeights = [weight], StartIntercept = bias }).Steps(RadioToSales()).First();
        Assert.Equal(cost, start.Cost, 5e-4);
        Assert.Equal(cost / 2, (Simple with { StartWeights = [weight], StartIntercept = bias, Cost = SquaredCost.HalfMse })
            .Steps(RadioToSales()).First().Cost, 3e-4);
    }

    /// <summary>A text says 1000 steps where these weights need 10,000, and 110.86 for 111.86; the weights are those of the normalised columns.</summary>
    [Fact]
    public void Three_features_replay()
    {
        double[][] rows = Advertising();
        var data = new Dataset((double[][])[.. rows.Select(r => r[1..4])], RawData.Column(rows, 4));
        var recipe = new GradientDescentRegression { LearningRate = 0.0005, Epochs = 10_000, Normalization = Normalization.Mean };
        var states = recipe.Steps(data);
        Assert.Equal(111.858, states.First().Cost, 5e-4);
        var end = states.Last();
        Assert.Equal(10_000, end.Step);
        Assert.Equal([4.7697, 3.5204, 0.8189], end.Weights.Select(w => Math.Round(w, 4)));
        Assert.Equal(13.9281, end.Intercepts[0], 5e-5);
        Assert.Equal(6.2545, end.Cost, 5e-5);
        var early = states.ElementAt(1000);
        Assert.Equal(48.63, early.Cost, 5e-3);
        Assert.Equal(0.577, early.Weights[0], 5e-4);

        // Where the walk would end: the best line, in the units of the columns.
        var (best, walked) = (new LinearRegression().Fit(data), new GradientDescentRegression { LearningRate = 0.5, Tolerance = 1e-12 }.Fit(data));
        Assert.True(walked.Facts.Converged);
        RawData.Close(best.Coefficients.ToArray<double>(), walked.Coefficients, 1e-9);
        RawData.Close([0.045765, 0.188530, -0.001037], walked.Coefficients, 5e-7);
        RawData.Close(best.Intercepts.ToArray<double>(), walked.Intercepts, 1e-8);
        RawData.Close(best.ResidualDeviations.ToArray<double>(), walked.ResidualDeviations, 1e-8);
    }

    /// <summary>
    /// X = 1, 3, 6, 5 with Y = 4, 8, 14, 13 from w = 5, b = 1: predictions 6, 16, 31, 26, half the mean square 65.75, then w = 4.5175 and
    /// b = .9. (A text has 11 for the first prediction, adds what is not squared, and gives b four values.)
    /// </summary>
    [Fact]
    public void A_step_by_hand()
    {
        var data = new Dataset(new double[][] { [1], [3], [6], [5] }, new double[] { 4, 8, 14, 13 });
        var recipe = new GradientDescentRegression { LearningRate = 0.01, Normalization = Normalization.None, StartWeights = [5], StartIntercept = 1, Epochs = 1 };
        DescentState[] states = [.. recipe.Steps(data)];
        Assert.Equal(65.75, states[0].Cost, 1e-12);
        Assert.Equal(48.25, states[0].WeightGradient[0], 1e-12);
        Assert.Equal(10, states[0].InterceptGradient[0], 1e-12);
        Assert.Equal(4.5175, states[1].Weights[0], 1e-12);
        Assert.Equal(0.9, states[1].Intercepts[0], 1e-12);
        Assert.Equal(43.7215, states[1].Cost, 5e-5);
        var end = (recipe with { LearningRate = 0.05, Epochs = 10_000, Tolerance = 1e-14 }).Fit(data);
        Assert.Equal(2.08475, end.Coefficients.ToArray<double>()[0], 5e-6);
        Assert.Equal(1.93220, end.Intercepts.ToArray<double>()[0], 5e-6);
        Assert.Equal(0.0805085, end.Score(data, Metrics.HalfMse), 5e-8);
    }

    [Fact]
    public void Grades_replay()
    {
        var recipe = new GradientDescentClassification { LearningRate = 0.1, Epochs = 3000, Normalization = Normalization.None, Tolerance = 0 };
        DescentState[] states = [.. recipe.Steps(Grades())];
        Assert.Equal(0.6931, states[0].Cost, 5e-5);
        double[] costs = [0.6353, 0.3024, 0.2644, 0.2487];
        int[] indices = [0, 1000, 2000, 2999];
        for (int i = 0; i < costs.Length; i++) Assert.Equal(costs[i], states[indices[i] + 1].Cost, 5e-5);
        Assert.Equal(-8.1975, states[3000].Intercepts[0], 5e-5);
        Assert.Equal([0.9212, 0.7389], states[3000].Weights.Select(w => Math.Round(w, 4)));
        var model = recipe.Fit(Grades());
        Assert.Equal(0.89, model.Score(Grades(), Metrics.Accuracy), 1e-12);

        var best = new LogisticRegression { Penalty = Penalty.None }.Fit(Grades());
        Assert.Equal(0.217008, best.Score(Grades(), Metrics.LogLoss), 5e-7);
        Assert.Equal(-16.1603, best.Intercepts.ToArray<double>()[0], 5e-5);
        RawData.Close([1.7454, 1.4865], best.Coefficients, 5e-5);
        var walked = new GradientDescentClassification { LearningRate = 4, Epochs = 20_000, Tolerance = 1e-10 }.Fit(Grades());
        Assert.True(walked.Facts.Converged);
        RawData.Close(best.Coefficients.ToArray<double>(), walked.Coefficients, 1e-6);
    }

    /// <summary>The gradient is the slope of the cost, for every hypothesis and both costs.</summary>
    [Theory]
    [InlineData("half"), InlineData("mse"), InlineData("logistic"), InlineData("softmax")]
    public void Gradient_is_the_slope_of_the_cost(string kind)
    {
        double[][] x = [[1, -2], [0.5, 3], [-1, 0.25], [2, 2], [0, -1]];
        double[] y = kind is "softmax" ? [0, 1, 2, 1, 0] : kind is "logistic" ? [0, 1, 1, 0, 1] : [1.5, -2, 0.25, 3, 7];
        var columns = DescentColumns.Of([.. x.SelectMany(r => r)], 2, [1, 2, 1, 3, 1], Normalization.None, intercept: true);
        Hypothesis hypothesis = kind switch
        {
            "softmax" => new SoftmaxHypothesis(Array.ConvertAll(y, v => (int)v), 3),
            "logistic" => new LogisticHypothesis(Array.ConvertAll(y, v => (int)v)),
            _ => new SquaredHypothesis(y, kind == "mse" ? SquaredCost.Mse : SquaredCost.HalfMse),
        };
        double[] theta = [0.3, -0.7, 0.2, 1.1, 0.4, -0.5, -0.9, 0.6, 0.1];
        theta = theta[..(3 * hypothesis.Scores)];
        Descent From(double[] start) => new(columns, hypothesis, new(0.1, 0, 1, 0, 0), start, new FitContext());
        double[] gradient = From(theta).Walk(everyStep: true).First().Gradient;
        for (int j = 0; j < theta.Length; j++)
        {
            const double h = 1e-5;
            double[] up = [.. theta], down = [.. theta];
            (up[j], down[j]) = (theta[j] + h, theta[j] - h);
            Assert.Equal((From(up).Cost(up) - From(down).Cost(down)) / (2 * h), gradient[j], 1e-8);
        }
    }

    /// <summary>Mini-batches and single rows walk down as well, in an order that the seed gives; steps and passes are counted.</summary>
    [Theory]
    [InlineData(1, 200), InlineData(32, 7), InlineData(0, 1), InlineData(200, 1), InlineData(1000, 1)]
    public void Batches_of_any_size_walk_down(int batch, int stepsPerEpoch)
    {
        var recipe = new GradientDescentRegression { BatchSize = batch, Epochs = 30, LearningRate = 0.05, Tolerance = 0 };
        DescentState[] states = [.. recipe.Steps(RadioToSales())];
        Assert.Equal(1 + 30 * stepsPerEpoch, states.Length);
        Assert.Equal(30, states[^1].Epoch);
        Assert.InRange(states[^1].Cost, 9, batch == 0 || batch >= 200 ? 30 : 11);
        var model = recipe.Fit(RadioToSales());
        Assert.Equal(states.Where(s => s.Step % stepsPerEpoch == 0).Select(s => s.Cost), model.Facts.History);
        Assert.Equal(recipe.Fit(RadioToSales()).Coefficients.ToArray<double>(), model.Coefficients.ToArray<double>());
        bool same = (recipe with { Seed = 1 }).Fit(RadioToSales()).Coefficients.ToArray<double>()[0] == model.Coefficients.ToArray<double>()[0];
        Assert.Equal(stepsPerEpoch == 1, same);
    }

    [Fact]
    public void Softmax_of_two_classes_is_the_sigmoid_and_iris_is_learned()
    {
        var iris = RawData.Classes("iris");
        var model = new GradientDescentClassification { LearningRate = 0.5 }.Fit(iris);
        Assert.InRange(model.Score(iris, Metrics.Accuracy), 0.96, 1);
        double[] z = [1, 2, 3];
        double cost = new SoftmaxHypothesis([2], 3).Miss(0, z);
        Assert.Equal([0.0900, 0.2447, -0.3348], z.Select(v => Math.Round(v, 4)));
        Assert.Equal(0.40761, cost, 5e-6);
        double[] far = [1000, -1000, 0];
        Assert.Equal(2000, new SoftmaxHypothesis([1], 3).Miss(0, far), 1e-9);
        Assert.All(far, v => Assert.True(double.IsFinite(v)));
        double[] pair = [0.3, 1.7], single = [1.4];
        Assert.Equal(new LogisticHypothesis([1]).Miss(0, single), new SoftmaxHypothesis([1], 2).Miss(0, pair), 1e-15);
        Assert.Equal(single[0], pair[1], 1e-15);
    }

    [Fact]
    public void Divergence_is_told_and_the_cheapest_place_kept()
    {
        var model = (Simple with { LearningRate = 0.01 }).Fit(RadioToSales());
        Assert.False(model.Facts.Converged);
        Assert.Contains("diverged", model.Facts.StopReason, StringComparison.Ordinal);
        Assert.Contains("smaller learning rate than 0.01", Assert.Single(model.Facts.Notes), StringComparison.Ordinal);
        Assert.Equal(0, model.Coefficients.ToArray<double>()[0]); // the start was the cheapest
    }

    [Fact]
    public void Mean_normalisation_lies_within_one_and_changes_no_caller_s_number()
    {
        double[][] x = [[2], [4], [6]];
        var data = new Dataset(x, new double[] { 1, 2, 3 });
        var columns = DescentColumns.Of([2, 4, 6], 1, [1, 1, 1], Normalization.Mean, intercept: true);
        Assert.Equal([-0.5, 1, 0, 1, 0.5, 1], columns.Values);
        new GradientDescentRegression { Normalization = Normalization.Mean }.Fit(data);
        Assert.Equal([2.0, 4, 6], data.Features.ToNumbers("test").ToArray<double>());
    }

    [Fact]
    public void Settings_that_make_no_sense_are_refused()
    {
        Assert.Equal("LearningRate", Assert.Throws<ArgumentOutOfRangeException>(() => new GradientDescentRegression { LearningRate = 0 }).ParamName);
        Assert.Equal("BatchSize", Assert.Throws<ArgumentOutOfRangeException>(() => new GradientDescentClassification { BatchSize = -1 }).ParamName);
        Assert.Equal("Epochs", Assert.Throws<ArgumentOutOfRangeException>(() => new GradientDescentRegression { Epochs = 0 }).ParamName);
        Assert.Equal("Tolerance", Assert.Throws<ArgumentOutOfRangeException>(() => new GradientDescentRegression { Tolerance = 1 }).ParamName);
        Assert.Equal("StartWeights", Assert.Throws<ArgumentOutOfRangeException>(() => new GradientDescentRegression { StartWeights = [double.NaN] }).ParamName);
        Assert.Contains("2 weights for 1 features",
            Assert.Throws<ArgumentException>(() => (Simple with { StartWeights = [1, 2] }).Fit(RadioToSales())).Message, StringComparison.Ordinal);
    }

    /// <summary>Batches are drawn from rows, so that a row twice is another walk than a row of weight 2.</summary>
    [Theory]
    [InlineData(false, 1), InlineData(true, 1), InlineData(false, 7), InlineData(true, 7)]
    public void Batches_keep_the_contract_but_for_weights(bool classification, int batch)
    {
        ContractExemption repeated = new("weights: whole numbers repeat rows", "a batch is drawn from rows");
        IEstimator<object> recipe = classification ? new GradientDescentClassification { BatchSize = batch, Epochs = 20, LearningRate = 0.01 }
            : new GradientDescentRegression { BatchSize = batch, Epochs = 20, LearningRate = 0.01 };
        var report = EstimatorContract.Check(recipe, new ContractOptions { Exemptions = [repeated] });
        Assert.True(report.Passed, string.Join(Environment.NewLine, report.Failures.Select(f => $"{f.Check}: {f.Detail}")));
    }
}
