using Cairn.Data;
using Cairn.Evaluation;
using Cairn.Explanation;
using Cairn.LinearModels;
using Cairn.Pipelines;
using Cairn.Preprocessing;
using Cairn.RandomNumbers;
using Cairn.Trees;

namespace Cairn.Tests;

/// <summary>Permutation importance, partial dependence and contributions.</summary>
public class ExplanationTests
{
    static Dataset Diabetes => RawData.Regression("diabetes").Take([.. Enumerable.Range(0, 80)]);

    /// <summary>200 rows: a price of the area, the district and, in towns alone, the age; a column of noise.</summary>
    static Dataset Houses()
    {
        var random = Rng.Stream(0, "explanation", "houses").Start();
        string[] districts = ["hill", "port", "town"];
        double[] area = [.. Enumerable.Range(0, 200).Select(_ => random.Uniform(40, 200))], age = [.. area.Select(_ => random.Uniform(0, 90))];
        string[] district = [.. area.Select(_ => districts[random.Index(3)])];
        bool?[] garden = [.. area.Select(_ => (bool?)random.Bernoulli(0.5))];
        double[] price = [.. area.Select((a, i) => 3 * a + (district[i] == "port" ? 80 : 0) - (district[i] == "town" ? age[i] : 0) + 5 * random.Normal())];
        var table = new Table(new NumberColumn("area", area), new NumberColumn("age", age), new CategoryColumn("district", district),
            new BooleanColumn("garden", garden));
        return new Dataset(table, price, targetName: "price");
    }

    /// <summary>With the permutations that another program drew, the importances are its importances.</summary>
    [Fact]
    public void Permutation_importance_agrees_with_scikit_learn()
    {
        var fixture = RawData.Fixture("explanation.json").GetProperty("permutation");
        int[][] permutations = [.. fixture.GetProperty("permutations").EnumerateArray().Select(p => Array.ConvertAll(RawData.Doubles(p), v => (int)v))];
        var data = Diabetes;
        var model = new LinearRegression().Fit(data);
        var importances = PermutationImportanceExtensions.Of<IRegressor>(model, data, Metrics.Mse, new() { Repeats = 2 }, null, (_, r) => permutations[r]);
        double[] got = [.. importances.Names.SelectMany(n => new[] { importances[n, 0], importances[n, 1] })];
        RawData.Close(RawData.Doubles(fixture.GetProperty("importances")), got, 1e-9);
    }

    [Fact]
    public void Permutation_importance_ranks_what_matters()
    {
        var (train, test) = (Houses().Take([.. Enumerable.Range(0, 120)]), Houses().Take([.. Enumerable.Range(120, 80)]));
        var model = new TablePreparation().Then(new LinearRegression()).Fit(train);
        var importances = model.PermutationImportance(test, Metrics.R2, new() { Repeats = 5 });
        Assert.Equal(["area", "age", "district", "garden"], importances.Names);
        Assert.Equal("area", importances.BySize[0]);
        Assert.Equal("garden", importances.BySize[^1]);
        Assert.Equal(model.Score(test, Metrics.R2), importances.Baseline);
        Assert.InRange(importances.Mean("garden"), -0.01, 0.01);
        var (low, high) = importances.Interval("area");
        Assert.True(low > importances.Mean("district") && low < importances.Mean("area") && importances.Mean("area") < high);
        // a loss that is worse when larger counts the same way
        Assert.True(model.PermutationImportance(test, Metrics.Rmse).Mean("area") > 10);
        Assert.Contains("area", importances.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("<svg", importances.ToChart().ToSvg(), StringComparison.Ordinal);
    }

    /// <summary>A column's permutations are its own: neither the order of the columns nor the others change its importance; the seed does.</summary>
    [Fact]
    public void Permutations_are_keyed_by_seed_and_name()
    {
        var data = Houses();
        var model = new TablePreparation().Then(new LinearRegression()).Fit(data);
        var turned = data.With(data.Features.Table!.Select("garden", "district", "age", "area"));
        var (straight, other) = (model.PermutationImportance(data, Metrics.R2), model.PermutationImportance(turned, Metrics.R2));
        Assert.All(straight.Names, name => Assert.Equal(straight.Mean(name), other.Mean(name)));
        Assert.NotEqual(straight.Mean("area"), model.PermutationImportance(data, Metrics.R2, new() { Seed = 1 }).Mean("area"));
    }

    /// <summary>Of two equal columns each alone seems worth little; together they are worth what the one column was.</summary>
    [Fact]
    public void Groups_are_permuted_together()
    {
        var data = Houses();
        var area = (NumberColumn)data.Features.Table!["area"];
        var twice = data.With(data.Features.Table.WithColumn(new NumberColumn("copy", area.Values)));
        var model = new TablePreparation().Then(new Ridge { Strength = 0.001 }).Fit(twice);
        var alone = model.PermutationImportance(twice, Metrics.R2);
        var grouped = model.PermutationImportance(twice, Metrics.R2, new() { Groups = [["copy", "area"]] });
        Assert.Equal(["area + copy", "age", "district", "garden"], grouped.Names);
        Assert.True(alone.Mean("area") < 0.5 * grouped.Mean("area + copy"));
        Assert.Equal(alone.Mean("age"), grouped.Mean("age"));
        Assert.Contains("named twice", Assert.Throws<ArgumentException>(() =>
            model.PermutationImportance(twice, Metrics.R2, new() { Groups = [["copy"], ["copy"]] })).Message, StringComparison.Ordinal);
        Assert.Contains("did you mean 'area'", Assert.Throws<ArgumentException>(() =>
            model.PermutationImportance(twice, Metrics.R2, new() { Groups = [["areas"]] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Partial_dependence_agrees_with_scikit_learn()
    {
        var fixture = RawData.Fixture("explanation.json").GetProperty("dependence");
        double[] Of(string name) => RawData.Doubles(fixture.GetProperty(name));
        var data = Diabetes;
        var model = new LinearRegression().Fit(data);
        var one = model.PartialDependence(data, "x2", new PartialDependenceOptions { Points = 20 });
        RawData.Close(Of("places"), one.Axes[0].Numbers.ToArray(), 1e-12);
        RawData.Close(Of("average"), one.Average(), 1e-9);
        RawData.Close(Of("individual"), one.Individual()[..3].Copy(), 1e-9);
        var two = model.PartialDependence(data, "x2", "x1", new PartialDependenceOptions { Points = 5 });
        RawData.Close(Of("twoPlaces"), two.Axes[0].Numbers.ToArray(), 1e-12);
        RawData.Close(Of("two"), two.Average().Reshape(-1), 1e-9);

        var iris = RawData.Classes("iris");
        var classes = new LogisticRegression().Fit(iris);
        var three = classes.PartialDependence(iris, "x3", new PartialDependenceOptions { Points = 10 });
        RawData.Close(Of("classPlaces"), three.Axes[0].Numbers.ToArray(), 1e-12);
        RawData.Close(Of("classes"), Enumerable.Range(0, 3).SelectMany(k => three.Average(k).ToArray<double>()).ToArray(), 1e-4); // what its solver stops at
    }

    /// <summary>Words, truth values and pairs; the rows' own curves tell an interaction that the mean hides.</summary>
    [Fact]
    public void Partial_dependence_takes_words_and_shows_interactions()
    {
        var data = Houses();
        var model = new GradientBoostingRegressor { MinRowsPerLeaf = 5 }.Fit(data);
        var district = model.PartialDependence(data, "district");
        Assert.Equal(["hill", "port", "town"], district.Axes[0].Labels);
        double[] mean = district.Average().ToArray<double>();
        Assert.InRange(mean[1] - mean[0], 60, 100);
        Assert.Equal(["false", "true"], model.PartialDependence(data, "garden").Axes[0].Labels);
        var age = model.PartialDependence(data, "age");
        double[] curves = age.Individual().ToArray<double>();
        var towns = (CategoryColumn)data.Features.Table!["district"];
        double Fall(int row) => curves[row * 40] - curves[row * 40 + 39];
        int[] town = [.. Enumerable.Range(0, 200).Where(i => towns.TextAt(i) == "town")], others = [.. Enumerable.Range(0, 200).Except(town)];
        Assert.True(town.Average(Fall) > 40 && Math.Abs(others.Average(Fall)) < 20, FormattableString.Invariant($"{town.Average(Fall)}, {others.Average(Fall)}"));
        foreach (var chart in new[] { district.ToChart(), age.ToChart(), age.ToChart(individual: true), model.PartialDependence(data, "age", "area",
            new PartialDependenceOptions { Points = 5 }).ToChart(), model.PartialDependence(data, "age", "district").ToChart() })
            Assert.StartsWith("<svg", chart.ToSvg(), StringComparison.Ordinal);
        Assert.Contains("port", district.ToString(), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => model.PartialDependence(data, "age", "district").Individual());
        Assert.Contains("no 'aeg'", Assert.Throws<ArgumentException>(() => model.PartialDependence(data, "aeg")).Message, StringComparison.Ordinal);
    }

    /// <summary>Rows of weight 0 do not count, rows of weight 2 count twice.</summary>
    [Fact]
    public void Partial_dependence_weighs_rows()
    {
        var iris = RawData.Classes("iris").Take([.. Enumerable.Range(0, 100)]);
        var model = new LogisticRegression().Fit(iris);
        var weighted = new Dataset(iris.Features, iris.Target, weights: Enumerable.Range(0, 100).Select(i => i < 60 ? 0.0 : 3).ToArray());
        var some = model.PartialDependence(iris.Take([.. Enumerable.Range(60, 40)]), "x1", new PartialDependenceOptions { Points = 100 });
        var all = model.PartialDependence(weighted, "x1", new PartialDependenceOptions { Points = 100 });
        double at = some.Axes[0].Numbers[3];
        int there = all.Axes[0].Numbers.ToList().IndexOf(at);
        Assert.Equal(some.Average().ToArray<double>()[3], all.Average().ToArray<double>()[there], 1e-14);
        Assert.Equal("P(target = 1)", Assert.Single(some.OutputNames));
    }

    /// <summary>coefficient (value - mean), and they add up.</summary>
    [Fact]
    public void Contributions_add_up_to_the_score()
    {
        var data = Diabetes;
        var model = new LinearRegression().Fit(data);
        var parts = model.Contributions(data.Features);
        double[] values = parts.Values.ToArray<double>(), scores = model.Predict(data.Features).ToArray<double>(), w = model.Coefficients.ToArray<double>();
        double[] x = data.Features.ToNumbers("a test").ToArray<double>();
        Assert.Equal(scores, parts.Scores.ToArray<double>());
        for (int i = 0; i < data.Rows; i++)
        {
            Assert.Equal(scores[i], parts.Baselines.ToArray<double>()[0] + values.AsSpan(i * 10, 10).ToArray().Sum(), 1e-11);
            Assert.Equal(w[2] * (x[i * 10 + 2] - RawData.Column([.. x.Chunk(10)], 2).Average()), values[i * 10 + 2], 1e-11);
        }
        Assert.Equal(scores.Average(), parts.Baselines.ToArray<double>()[0], 1e-10); // the score of the mean row is the mean score
        Assert.Contains("score", parts.ToText(0), StringComparison.Ordinal);
        Assert.Contains("x8", parts.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("<svg", parts.ToChart(0).ToSvg(), StringComparison.Ordinal);
    }

    /// <summary>Through preparation, scaling and products to the columns of the table.</summary>
    [Fact]
    public void Contributions_of_a_pipeline_are_of_the_user_s_columns()
    {
        var data = Houses();
        var model = new TablePreparation().Then(new StandardScaler()).Then(new LinearRegression()).Fit(data);
        var parts = model.Contributions(data.Features.Take([3]), reference: data.Features);
        Assert.Equal(["area", "age", "district", "garden"], parts.Columns);
        Assert.Equal(model.Predict(data.Features).ToArray<double>()[3],
            parts.Baselines.ToArray<double>()[0] + parts.Values.ToArray<double>().Sum(), 1e-9);
        double area = ((NumberColumn)data.Features.Table!["area"]).Values[3], mean = ((NumberColumn)data.Features.Table["area"]).Values.ToArray().Average();
        Assert.Equal(3 * (area - mean), parts.Values.ToArray<double>()[0], 0.05 * Math.Abs(3 * (area - mean)));

        var curved = new TablePreparation().Then(new PolynomialFeatures()).Then(new Ridge()).Fit(data);
        var products = curved.Contributions(data.Features);
        Assert.Contains("area × age", products.Columns);
        Assert.DoesNotContain("area^2", products.Columns);

        Assert.Contains("single row", Assert.Throws<ArgumentException>(() => model.Contributions(data.Features.Take([3]))).Message, StringComparison.Ordinal);
        Assert.Contains("not linear", Assert.Throws<ArgumentException>(() =>
            new GradientBoostingRegressor { Iterations = 2 }.Fit(data).Contributions(data.Features)).Message, StringComparison.Ordinal);
    }

    /// <summary>The log-odds of each class come apart.</summary>
    [Fact]
    public void Contributions_of_a_classifier_are_to_its_scores()
    {
        var iris = RawData.Classes("iris");
        var model = new Classification.DecisionThreshold { Classifier = new StandardScaler().Then(new LogisticRegression()), Positive = "2" }.Fit(iris);
        var parts = model.Contributions(iris.Features);
        Assert.Equal(["0", "1", "2"], parts.ScoreNames);
        Assert.Equal(new Shape(150, 3, 4), parts.Values.Shape);
        double[] scores = parts.Scores.ToArray<double>(), values = parts.Values.ToArray<double>();
        for (int s = 0; s < scores.Length; s++)
            Assert.Equal(scores[s], parts.Baselines.ToArray<double>()[s % 3] + values.AsSpan(s * 4, 4).ToArray().Sum(), 1e-12);
    }
}
