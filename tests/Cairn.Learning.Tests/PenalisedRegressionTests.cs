using Cairn.LinearModels;
using Cairn.Persistence;
using Cairn.Pipelines;
using Cairn.Preprocessing;

namespace Cairn.Tests;

/// <summary>Ridge, lasso, elastic net, and powers of columns.</summary>
public class PenalisedRegressionTests
{
    static Dataset Diabetes(bool weighted)
    {
        var all = RawData.Regression("diabetes").Take([.. Enumerable.Range(0, 80)]);
        return weighted ? new Dataset(all.Features, all.Target, weights: RawData.Weights(80)) : all;
    }

    public static TheoryData<string, IEstimator<LinearModel>> Recipes => new()
    {
        { "ridge", new Ridge { Strength = 20 } },
        { "lasso", new Lasso { Strength = 1.5, Tolerance = 1e-13, MaxIterations = 1_000_000 } },
        { "elasticNet", new ElasticNet { Strength = 0.3, L1Share = 0.4, Tolerance = 1e-13, MaxIterations = 1_000_000 } },
    };

    static double[] All(LinearModel model) => [.. model.Coefficients.ToArray<double>(), model.Intercepts.ToArray<double>()[0]];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Coefficients_agree_with_scikit_learn(string name, IEstimator<LinearModel> recipe)
    {
        var fixture = RawData.Fixture("explanation.json").GetProperty("penalised");
        foreach (bool weighted in new[] { false, true })
        {
            var model = recipe.Fit(Diabetes(weighted));
            RawData.Close(RawData.Doubles(fixture.GetProperty(name + (weighted ? "Weighted" : ""))), All(model), 1e-7);
            Assert.StartsWith(recipe.GetType().Name + " of target", model.ToString(), StringComparison.Ordinal);
        }
    }

    /// <summary>More columns than rows: X'X has no inverse, and ridge an answer.</summary>
    [Fact]
    public void Ridge_solves_more_columns_than_rows()
    {
        var fixture = RawData.Fixture("explanation.json").GetProperty("wide");
        double[][] x = [.. fixture.GetProperty("x").EnumerateArray().Select(RawData.Doubles)];
        var model = new Ridge { Strength = 0.5 }.Fit(new Dataset(x, Diabetes(false).Target!.ToArray<double>()[..8]));
        RawData.Close(RawData.Doubles(fixture.GetProperty("ridge")), All(model), 1e-9);
    }

    [Fact]
    public void Without_penalty_all_are_least_squares()
    {
        var data = new StandardScaler().Fit(Diabetes(true)).Transform(Diabetes(true).Features);
        var scaled = Diabetes(true).With(data);
        double[] plain = All(new LinearRegression().Fit(scaled));
        RawData.Close(plain, All(new Ridge { Strength = 0 }.Fit(scaled)), 1e-10);
        RawData.Close(plain, All(new Ridge { Strength = 1e-9 }.Fit(scaled)), 1e-6);
        RawData.Close(plain, All(new Lasso { Strength = 0, Tolerance = 1e-12, MaxIterations = 100_000 }.Fit(scaled)), 1e-6);
    }

    /// <summary>The more strength the fewer columns; from the largest |x'(y - mean)| / n on none; coefficients that are out are exactly 0.</summary>
    [Fact]
    public void Lasso_chooses_columns()
    {
        var data = Diabetes(false);
        var scaled = data.With(new StandardScaler().Fit(data).Transform(data.Features));
        double[] y = data.Target!.ToArray<double>(), x = scaled.Features.ToNumbers("a test").ToArray<double>();
        double largest = Enumerable.Range(0, 10).Max(j => Math.Abs(Enumerable.Range(0, 80).Sum(i => x[i * 10 + j] * (y[i] - y.Average()))) / 80);
        int Used(double strength) => All(new Lasso { Strength = strength }.Fit(scaled))[..10].Count(b => b != 0);
        int[] used = [.. new[] { 0.01, 2, 8, 0.999 * largest, 1.001 * largest }.Select(Used)];
        Assert.Equal(10, used[0]);
        Assert.Equal([.. used.OrderDescending()], used);
        Assert.Equal(1, used[3]);
        Assert.Equal(0, used[4]);
    }

    [Fact]
    public void A_walk_that_is_cut_short_says_so()
    {
        var model = new Lasso { Strength = 0.001, MaxIterations = 2 }.Fit(Diabetes(false));
        Assert.False(model.Facts.Converged);
        Assert.Contains("MaxIterations", Assert.Single(model.Facts.Notes), StringComparison.Ordinal);
    }

    /// <summary>(2, 3) becomes (2, 4, 3, 9, 6), and y = 1 + 2x - x^2 is found.</summary>
    [Fact]
    public void Powers_and_products_have_their_order_and_names()
    {
        var map = new PolynomialFeatures().Fit(new Dataset(new double[][] { [2, 3] }));
        Assert.Equal([2, 4, 3, 9, 6], map.Transform(new double[][] { [2, 3] }).Dense!.ToArray<double>());
        Assert.Equal(["x0", "x0^2", "x1", "x1^2", "x0 x1"], map.OutputNames);
        double[][] x = [.. Enumerable.Range(0, 20).Select(i => new[] { i / 4.0 - 2 })];
        var model = new PolynomialFeatures().Then(new LinearRegression()).Fit(new Dataset(x, Array.ConvertAll(x, r => 1 + 2 * r[0] - r[0] * r[0])));
        RawData.Close([2, -1, 1], All(model.Last), 1e-8);
        var loaded = (PolynomialFeaturesModel)ModelFile.Load(ModelFile.ToBytes(map), LearningArtefacts.Readers);
        Assert.Equal(map.OutputNames, loaded.OutputNames);
    }

    [Fact]
    public void Powers_and_products_agree_with_scikit_learn()
    {
        var fixture = RawData.Fixture("explanation.json").GetProperty("polynomial");
        string[] names = [.. fixture.GetProperty("names").EnumerateArray().Select(n => n.GetString()!)];
        double[][] values = [.. fixture.GetProperty("values").EnumerateArray().Select(RawData.Doubles)], x = [[2, 3, -1.5], [0.5, 4, 7]];
        var map = new PolynomialFeatures { Degree = 3 }.Fit(new Dataset(x));
        Assert.Equal(names.Order(StringComparer.Ordinal), map.OutputNames.Order(StringComparer.Ordinal));
        double[] got = map.Transform(x).Dense!.ToArray<double>();
        for (int i = 0; i < 2; i++)
            for (int k = 0; k < names.Length; k++) Assert.Equal(values[i][Array.IndexOf(names, map.OutputNames[k])], got[i * names.Length + k], 1e-12);
        var interactions = new PolynomialFeatures { Degree = 3, InteractionsOnly = true }.Fit(new Dataset(x));
        Assert.Equal(["x0", "x1", "x2", "x0 x1", "x0 x2", "x1 x2", "x0 x1 x2"], interactions.OutputNames);
    }

    [Fact]
    public void Too_many_products_are_refused_before_they_are_made()
    {
        var wide = new Dataset(Tensor.Zeros<double>(2, 300));
        Assert.Contains("4590550 of degree 3", Assert.Throws<ArgumentException>(() => new PolynomialFeatures { Degree = 3 }.Fit(wide)).Message,
            StringComparison.Ordinal);
        var map = new PolynomialFeatures().Fit(new Dataset(new double[][] { [1], [2] }));
        Assert.Contains("row 1: 'x0^2'", Assert.Throws<ArgumentException>(() => map.Transform(new double[][] { [1], [1e200] })).Message,
            StringComparison.Ordinal);
    }

    /// <summary>The card names the recipe that fitted it.</summary>
    [Fact]
    public void A_card_names_its_recipe()
    {
        var data = new Dataset(new double[][] { [0], [1], [2], [3] }, new double[] { 0, 1, 0, 1 });
        Assert.StartsWith("GradientDescentClassification of target", new GradientDescentClassification().Fit(data).ToString(), StringComparison.Ordinal);
        Assert.StartsWith("LogisticRegression of target", new LogisticRegression().Fit(data).ToString(), StringComparison.Ordinal);
    }
}
