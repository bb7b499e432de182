using System.Text.Json;
using Cairn.Evaluation;
using Cairn.LinearModels;
using Cairn.RandomNumbers;

namespace Cairn.Tests;

/// <summary>S080 and S081: splines with knots, stepwise selection, MARS; against the programs of Fixtures/splines.py.</summary>
public class SplineTests
{
    static readonly JsonElement Fixture = RawData.Fixture("splines.json");

    static double[][] Matrix(JsonElement rows) => [.. rows.EnumerateArray().Select(RawData.Doubles)];

    static double[][] Column(double[] values) => Array.ConvertAll(values, v => new[] { v });

    static Dataset Curve(Func<double, double> f, int rows = 201, double noise = 0)
    {
        var random = Rng.Stream(0, "splines", "noise").Start();
        double[] x = [.. Enumerable.Range(0, rows).Select(i => i / (double)(rows - 1))];
        return new Dataset(Features.From(Column(x), ["x"]), Array.ConvertAll(x, v => f(v) + noise * random.Normal()), targetName: "y");
    }

    static double Up(double x, double knot) => Math.Max(0, x - knot);

    /// <summary>The equation of S081.</summary>
    static double Printed(double x) =>
        1.013 + 1.198 * Up(x, 0.485) - 1.803 * Math.Max(0, 0.485 - x) - 1.321 * Up(x, 0.283) - 1.609 * Up(x, 0.640) + 1.591 * Up(x, 0.907);

    static readonly double[] PrintedKnots = [0.283, 0.485, 0.640, 0.907];

    static readonly (double X, double Y)[] PrintedValues = [(0, 0.138545), (0.283, 0.648794), (0.485, 0.746158), (0.5, 0.744313), (0.64, 0.727093), (0.907, 0.264649), (1, 0.251536)];

    // ---------------------------------------------------------------- S080: splines

    /// <summary>S080: a line with a kink is fitted to 1e-8 by the hinge max(0, x - knot), and the fit does not jump at the knot.</summary>
    [Fact]
    public void S080_A_kinked_line_is_fitted_exactly()
    {
        var model = new SplineRegression { Knots = [0.4] }.Fit(Curve(x => 3 - 2 * x + 5 * Up(x, 0.4)));
        Assert.Equal([-2, 5], model.Terms.Select(t => t.Coefficient), (a, b) => Math.Abs(a - b) < 1e-8);
        Assert.Equal(3, model.Intercept, 1e-8);
        double[] around = model.Predict(Column([0.4 - 1e-12, 0.4, 0.4 + 1e-12])).ToArray<double>();
        Assert.Equal(around[0], around[2], 1e-10);
        Assert.Equal("y = 3 - 2 x + 5 max(0, x - 0.4)", model.Equation);
    }

    /// <summary>The polynomials between knots and what scikit-learn's B-splines span are the same functions.</summary>
    [Fact]
    public void S080_Splines_agree_with_scikit_learn()
    {
        var fixture = Fixture.GetProperty("spline");
        var data = new Dataset(Column(RawData.Doubles(fixture.GetProperty("x"))), RawData.Doubles(fixture.GetProperty("y")));
        foreach (var fit in fixture.GetProperty("fits").EnumerateArray())
        {
            var model = new SplineRegression { Knots = [.. RawData.Doubles(fixture.GetProperty("knots"))], Degree = fit.GetProperty("degree").GetInt32() }.Fit(data);
            RawData.Close(RawData.Doubles(fit.GetProperty("predictions")), model.Predict(Column(RawData.Doubles(fixture.GetProperty("ask")))).ToArray<double>(), 1e-9);
        }
    }

    [Fact]
    public void Quantiles_are_knots_where_none_are_given_and_outer_ones_are_left_out()
    {
        var data = Curve(x => Math.Sqrt(x));
        Assert.Equal([0.2, 0.4, 0.6, 0.8], new SplineRegression().Fit(data).Terms.Skip(1).Select(t => t.Factors[0].Knot));
        var model = new SplineRegression { Knots = [-1, 0, 0.5, 1, 7] }.Fit(data);
        Assert.Equal([0.5], model.Terms.Skip(1).Select(t => t.Factors[0].Knot));
        Assert.Contains("'x' lies from 0 to 1, and 4 of the 5 knots outside", model.Facts.Notes);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SplineRegression { Knots = [double.NaN] });
    }

    // ---------------------------------------------------------------- S080: stepwise selection

    public static TheoryData<int> StepwiseFits => [.. Enumerable.Range(0, 6)];

    [Theory, MemberData(nameof(StepwiseFits))]
    public void S080_Stepwise_selection_takes_the_steps_of_statsmodels(int fit)
    {
        var fixture = Fixture.GetProperty("stepwise");
        var expected = fixture.GetProperty("fits")[fit];
        var model = new StepwiseRegression
        {
            Direction = Enum.Parse<SelectionDirection>(expected.GetProperty("direction").GetString()!, ignoreCase: true),
            Criterion = Enum.Parse<SelectionCriterion>(expected.GetProperty("criterion").GetString()!, ignoreCase: true),
        }.Fit(new Dataset(Matrix(fixture.GetProperty("x")), RawData.Doubles(fixture.GetProperty("y"))));
        RawData.Close(RawData.Doubles(expected.GetProperty("coefficients")), model.Coefficients.ToArray<double>(), 1e-9);
        Assert.Equal(expected.GetProperty("intercept").GetDouble(), model.Intercepts.ToArray<double>()[0], 1e-9);
        string[] path = [.. expected.GetProperty("path").EnumerateArray().Select(s => s.GetString()!)];
        Assert.Equal(path.Length, model.Facts.Iterations);
        for (int s = 0; s < path.Length; s++)
            Assert.StartsWith($"step {s + 1}: {(path[s][0] == '+' ? "with" : "without")} '{path[s][1..]}',", model.Facts.Notes[s].Replace("'x", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Stepwise_selection_minds_its_limit_and_dependent_columns()
    {
        var fixture = Fixture.GetProperty("stepwise");
        double[][] x = Matrix(fixture.GetProperty("x"));
        double[] y = RawData.Doubles(fixture.GetProperty("y"));
        int Used(StepwiseRegression recipe, double[][] rows) => recipe.Fit(new Dataset(rows, y)).Coefficients.ToArray<double>().Count(b => b != 0);
        foreach (var direction in Enum.GetValues<SelectionDirection>())
            Assert.Equal(2, Used(new StepwiseRegression { Direction = direction, MaxColumns = 2 }, x));
        double[][] twice = Array.ConvertAll(x, row => (double[])[.. row, .. row]);
        Assert.Equal(Used(new StepwiseRegression { Direction = SelectionDirection.Backward }, x), Used(new StepwiseRegression { Direction = SelectionDirection.Backward }, twice));
        Assert.Equal(0, new StepwiseRegression().Fit(new Dataset(x, Array.ConvertAll(y, _ => 4.0))).Coefficients.ToArray<double>().Count(b => b != 0));
    }

    // ---------------------------------------------------------------- S081: MARS

    /// <summary>S081: the printed equation, fitted with its knots given, has the values that follow from it, to 1e-9.</summary>
    [Fact]
    public void S081_The_printed_equation_has_its_values()
    {
        foreach (var (x, y) in PrintedValues) Assert.Equal(y, Printed(x), 1e-6);
        var model = new SplineRegression { Knots = [.. PrintedKnots] }.Fit(Curve(Printed, 1001));
        double[] ask = [.. PrintedValues.Select(v => v.X), 0.1, 0.33, 0.77, 0.99];
        RawData.Close(Array.ConvertAll(ask, Printed), model.Predict(Column(ask)).ToArray<double>(), 1e-9);
    }

    /// <summary>S081: on data drawn from the printed equation, forward and backward find its knots within .03, and no other bend that counts.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    public void S081_Mars_recovers_the_knots(double noise)
    {
        var model = new MarsRegression().Fit(Curve(Printed, 201, noise));
        double[] knots = [.. model.Terms.SelectMany(t => t.Factors).Select(f => f.Knot)];
        Assert.All(PrintedKnots, knot => Assert.Contains(knots, k => Math.Abs(k - knot) <= 0.03));
        double[] x = [.. Enumerable.Range(0, 101).Select(i => i / 100.0)], got = model.Predict(Column(x)).ToArray<double>();
        Assert.All(x.Zip(got), pair => Assert.Equal(Printed(pair.First), pair.Second, 0.01 + 2 * noise));
    }

    /// <summary>A function of hinges without noise is found with its own knots and coefficients, a line as a line, a product as a product.</summary>
    [Fact]
    public void Mars_finds_hinges_without_noise_exactly()
    {
        var random = Rng.Stream(0, "splines", "exact").Start();
        double[][] x = [.. Enumerable.Range(0, 200).Select(_ => new[] { random.Index(41) / 4.0, random.Index(41) / 4.0, random.Index(41) / 4.0 })];
        HingeModel Fit(Func<double[], double> f, int degree = 1) => new MarsRegression { Degree = degree, MinSpan = 1, EndSpan = 1 }
            .Fit(new Dataset(Features.From((Tensor)x, ["a", "b", "c"]), Array.ConvertAll(x, v => f(v)), targetName: "y"));

        Assert.Equal("y = 4 - 3 b", Fit(v => 4 - 3 * v[1]).Equation);
        var bent = Fit(v => 2 + 3 * Up(v[0], 4) - 1.5 * Up(6.5, v[2]));
        RawData.Close([2 + 3 * 2 - 1.5 * 5.5, 2], bent.Predict(new double[][] { [6, 1, 1], [0, 0, 9] }).ToArray<double>(), 1e-9);
        Assert.Contains("3 max(0, a - 4)", bent.Equation, StringComparison.Ordinal);
        Assert.Contains("- 1.5 max(0, 6.5 - c)", bent.Equation, StringComparison.Ordinal);
        var product = Fit(v => 1 + 2 * Up(v[0], 5) + 0.5 * Up(v[0], 5) * Up(v[1], 3), degree: 2);
        Assert.Contains("0.5 max(0, a - 5) max(0, b - 3)", product.Equation, StringComparison.Ordinal);
        Assert.All(x, v => Assert.Equal(1 + 2 * Up(v[0], 5) + 0.5 * Up(v[0], 5) * Up(v[1], 3), product.Predict(new double[][] { v }).ToArray<double>()[0], 1e-8));
    }

    public static TheoryData<int> MarsCases => [.. Enumerable.Range(0, 4)];

    /// <summary>The same terms, knots, coefficients and predictions as a program that tries every candidate by a whole fit.</summary>
    [Theory, MemberData(nameof(MarsCases))]
    public void Mars_agrees_with_a_plain_program(int number)
    {
        var expected = Fixture.GetProperty("mars")[number];
        double[]? weights = expected.GetProperty("weights").ValueKind == JsonValueKind.Null ? null : RawData.Doubles(expected.GetProperty("weights"));
        double[][] x = Matrix(expected.GetProperty("x"));
        var recipe = new MarsRegression { Degree = expected.GetProperty("degree").GetInt32(), MaxTerms = expected.GetProperty("maxTerms").GetInt32() };
        var model = recipe.Fit(new Dataset(x, RawData.Doubles(expected.GetProperty("y")), weights: weights is null ? null : (Tensor)weights));
        Assert.Equal(expected.GetProperty("forward").GetInt32(), model.Facts.Iterations + 1);
        var terms = expected.GetProperty("terms").EnumerateArray().Skip(1).ToList();
        Assert.Equal(terms.Count, model.Terms.Count);
        for (int m = 0; m < terms.Count; m++)
        {
            var factors = terms[m].GetProperty("factors").EnumerateArray().Select(f => new HingeFactor(f.GetProperty("feature").GetInt32(),
                f.GetProperty("knot").GetDouble(), (HingeSide)f.GetProperty("side").GetInt32()));
            Assert.Equal(factors, model.Terms[m].Factors);
            Assert.Equal(1, model.Terms[m].Coefficient / terms[m].GetProperty("coefficient").GetDouble(), 1e-6);
        }
        RawData.Close(RawData.Doubles(expected.GetProperty("predictions")), model.Predict(x).ToArray<double>(), 1e-8);
    }

    /// <summary>Friedman's first function, ten features of which five count: products of hinges lie far below a line, and near the noise.</summary>
    [Fact]
    public void Mars_learns_Friedmans_function()
    {
        Dataset Made(int rows, string purpose)
        {
            var random = Rng.Stream(0, "friedman", purpose).Start();
            double[][] x = [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, 10).Select(_ => random.Uniform()).ToArray())];
            return new Dataset(x, Array.ConvertAll(x, v => 10 * Math.Sin(Math.PI * v[0] * v[1]) + 20 * (v[2] - 0.5) * (v[2] - 0.5)
                + 10 * v[3] + 5 * v[4] + random.Normal()));
        }
        var (train, test) = (Made(500, "train"), Made(2000, "test"));
        double Rmse(IEstimator<IRegressor> recipe) => recipe.Fit(train).Score(test, Metrics.Rmse);
        double line = Rmse(new LinearRegression()), sum = Rmse(new MarsRegression()), products = Rmse(new MarsRegression { Degree = 2 });
        Assert.InRange(products, 1, 1.25);
        Assert.InRange(sum, products + 0.3, line - 0.5);
        var used = new MarsRegression { Degree = 2 }.Fit(train).Terms.SelectMany(t => t.Factors).Select(f => f.Feature).ToHashSet();
        Assert.Superset(new HashSet<int> { 0, 1, 2, 3, 4 }, used);
    }

    [Fact]
    public void The_card_is_the_equation()
    {
        string card = new MarsRegression().Fit(Curve(Printed)).ToString();
        Assert.StartsWith("MarsRegression of y: 201 rows, 1 features, residual deviation ", card, StringComparison.Ordinal);
        Assert.Contains("max(0, x - 0.485)", card, StringComparison.Ordinal);
        Assert.Contains("note: ", card, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_the_recipe_allows_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MarsRegression { Degree = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MarsRegression { KnotPenalty = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MarsRegression { MinImprovement = 0 });
        Assert.Equal(4, new MarsRegression { MaxTerms = 5, Prune = false }.Fit(Curve(Printed)).Terms.Count);
    }
}
