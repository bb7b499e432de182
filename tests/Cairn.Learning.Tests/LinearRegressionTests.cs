using System.Globalization;
using System.Text.RegularExpressions;
using Cairn.LinearModels;

namespace Cairn.Tests;

public class LinearRegressionTests
{
    [Fact]
    public void Agrees_with_scikit_learn()
    {
        foreach (var oracle in RawData.Fixture("linear_models.json").GetProperty("linear").EnumerateArray())
        {
            var data = RawData.Regression(oracle.GetProperty("name").GetString()!, oracle.GetProperty("weighted").GetBoolean());
            var model = new LinearRegression { FitIntercept = oracle.GetProperty("intercept").GetBoolean() }.Fit(data);
            RawData.Close(RawData.Doubles(oracle.GetProperty("coefficients")), model.Coefficients, 1e-6);
            RawData.Close(RawData.Doubles(oracle.GetProperty("intercepts")), model.Intercepts, 1e-6);
            RawData.Close(RawData.Doubles(oracle.GetProperty("predictions")), model.Predict(data.Features.Take([0, 1, 2, 3, 4])), 1e-6);
        }
    }

    static Dataset Advertising(params string[] features)
    {
        double[][] rows = RawData.Numbers("advertising/Advertising.csv", skip: 1);
        string[] names = ["", "TV", "Radio", "Newspaper", "Sales"];
        double[][] x = [.. rows.Select(r => Array.ConvertAll(features, f => r[Array.IndexOf(names, f)]))];
        return new Dataset(Features.From((Tensor)x, features), RawData.Column(rows, 4), targetName: "Sales");
    }

    [Fact]
    public void Advertising_gives_the_known_lines()
    {
        var radio = new LinearRegression().Fit(Advertising("Radio"));
        Assert.Equal(0.20250, radio.Coefficients.ToArray<double>()[0], 5);
        Assert.Equal(9.31164, radio.Intercepts.ToArray<double>()[0], 5);

        // every feature as (x - mean) / (max - min)
        var data = Advertising("TV", "Radio", "Newspaper");
        double[] x = data.Features.Dense!.ToArray<double>();
        for (int j = 0; j < 3; j++)
        {
            double[] column = [.. Enumerable.Range(0, 200).Select(i => x[3 * i + j])];
            for (int i = 0; i < 200; i++) x[3 * i + j] = (column[i] - column.Average()) / (column.Max() - column.Min());
        }
        var model = new LinearRegression().Fit(data.With(Tensor.From<double>(x, 200, 3)));
        RawData.Close([13.5326, 9.3511, -0.1180], model.Coefficients, 5e-5);
        Assert.Equal(14.0225, model.Intercepts.ToArray<double>()[0], 4);
    }

    /// <summary>A file of the NIST reference sets: its data, y first, and its certified coefficients and residual deviation.</summary>
    static (Dataset Data, double[] Coefficients, double ResidualDeviation) Nist(string name)
    {
        string[] lines = File.ReadAllLines(Repository.Data($"nist-strd/{name}.dat"));
        var range = Regex.Match(lines.First(l => l.Contains("Data", StringComparison.Ordinal) && l.Contains("(lines 61", StringComparison.Ordinal)), @"lines\s+(\d+)\s+to\s+(\d+)");
        int first = int.Parse(range.Groups[1].Value, CultureInfo.InvariantCulture), last = int.Parse(range.Groups[2].Value, CultureInfo.InvariantCulture);
        double[][] rows = [.. lines[(first - 1)..last].Select(l => Array.ConvertAll(l.Split(' ', StringSplitOptions.RemoveEmptyEntries), RawData.Number))];
        double[] certified = [.. lines.Select(l => Regex.Match(l, @"^\s*B\d+\s+(-?[\d.E+-]+)\s")).Where(m => m.Success).Select(m => RawData.Number(m.Groups[1].Value))];
        int residual = Array.FindIndex(lines, l => l.Contains("Residual", StringComparison.Ordinal));
        double deviation = RawData.Number(Regex.Match(lines.Skip(residual).First(l => l.Contains("Standard Deviation", StringComparison.Ordinal)), @"[\d.]+(E[+-]?\d+)?\s*$").Value);
        return (new Dataset(RawData.Without(rows, 0), RawData.Column(rows, 0)), certified, deviation);
    }

    [Theory]
    [InlineData("Longley", 13.5)]
    [InlineData("Norris", 12.5)]
    public void Nist_reference_sets_are_solved_to_the_last_digits(string name, double digits)
    {
        var (data, certified, deviation) = Nist(name);
        var model = new LinearRegression().Fit(data);
        double[] got = [.. model.Intercepts.ToArray<double>(), .. model.Coefficients.ToArray<double>()];
        Assert.Equal(certified.Length, got.Length);
        for (int j = 0; j < got.Length; j++) Assert.InRange(-Math.Log10(Math.Max(1e-16, Math.Abs(got[j] / certified[j] - 1))), digits, 16);
        Assert.InRange(-Math.Log10(Math.Max(1e-16, Math.Abs(model.ResidualDeviations.ToArray<double>()[0] / deviation - 1))), 11, 16);
        Assert.Equal(data.Features.Count, model.Rank);
    }

    [Fact]
    public void Several_targets_are_fitted_each_on_its_own()
    {
        var data = RawData.Regression("diabetes");
        double[] y = data.Target!.ToArray<double>();
        var both = new LinearRegression().Fit(new Dataset(data.Features, (Tensor)(double[][])[.. y.Select((v, i) => new[] { v, i % 7.0 })]));
        var one = new LinearRegression().Fit(data);
        Assert.Equal(new Shape(2, 10), both.Coefficients.Shape);
        Assert.Equal(one.Coefficients.ToArray<double>(), both.Coefficients.ToArray<double>()[..10]);
        var predictions = both.Predict(data.Features);
        Assert.Equal(new Shape(442, 2), predictions.Shape);
        Assert.Equal(one.Predict(data.Features).ToArray<double>(), predictions.ToArray<double>().Where((_, i) => i % 2 == 0));
    }

    [Fact]
    public void Weights_are_repetitions_and_zero_removes()
    {
        var data = RawData.Regression("diabetes", weighted: true);
        int[] repeated = [.. Enumerable.Range(0, 442).SelectMany(i => Enumerable.Repeat(i, 1 + i % 3))];
        var plain = new Dataset(data.Features, data.Target);
        var copies = new LinearRegression().Fit(plain.Take(repeated));
        var weighted = new LinearRegression().Fit(data);
        RawData.Close(copies.Coefficients.ToArray<double>(), weighted.Coefficients, 1e-9);
        RawData.Close(copies.ResidualDeviations.ToArray<double>(), weighted.ResidualDeviations, 1e-9);

        double[] ones = [.. Enumerable.Repeat(1.0, 442)], some = [.. Enumerable.Range(0, 442).Select(i => i % 4 == 0 ? 0.0 : 1.0)];
        var unweighted = new LinearRegression().Fit(plain);
        Assert.Equal(unweighted.Coefficients.ToArray<double>(), new LinearRegression().Fit(new Dataset(data.Features, data.Target, weights: ones)).Coefficients.ToArray<double>());
        Assert.Equal(new LinearRegression().Fit(plain.Take([.. Enumerable.Range(0, 442).Where(i => i % 4 != 0)])).Coefficients.ToArray<double>(),
            new LinearRegression().Fit(new Dataset(data.Features, data.Target, weights: some)).Coefficients.ToArray<double>());
    }

    [Fact]
    public void Dependent_columns_are_noted_and_predict_the_same()
    {
        double[][] x = [[1, 2, 5], [2, 4, 5], [3, 6, 5], [5, 10, 5]];
        var model = new LinearRegression().Fit(new Dataset(x, new double[] { 3, 5, 7, 11 }));
        Assert.Equal(1, model.Rank);
        RawData.Close([0.4, 0.8, 0], model.Coefficients, 1e-14);
        RawData.Close([3, 5, 7, 11], model.Predict(x), 1e-14);
        Assert.Contains("rank 1", Assert.Single(model.Facts.Notes));
    }

    [Fact]
    public void A_row_alone_has_the_bits_it_has_among_others()
    {
        var data = RawData.Regression("diabetes");
        var model = new LinearRegression().Fit(data);
        double[] all = model.Predict(data.Features).ToArray<double>();
        int[] order = [.. Enumerable.Range(0, 442).Select(i => i * 5 % 442)];
        Assert.Equal(order.Select(i => all[i]), model.Predict(data.Features.Take(order)).ToArray<double>());
        for (int i = 0; i < 442; i++) Assert.Equal(all[i], model.Predict(data.Features.Take([i])).ToArray<double>()[0]);
    }

    [Fact]
    public void A_prediction_beyond_the_range_is_infinite_and_never_no_number()
    {
        var model = new LinearRegression().Fit(new Dataset(new double[][] { [0, 0], [1, 0], [0, 1], [1, 1] }, new double[] { 0, 10, -10, 0 }));
        double[] answers = model.Predict(new double[][] { [1e308, 1e308], [1e308, -1e308], [-1e308, 1e308] }).ToArray<double>();
        Assert.InRange(answers[0], -1e300, 1e300);
        Assert.Equal([double.PositiveInfinity, double.NegativeInfinity], answers[1..]);
    }

    [Fact]
    public void The_card_shows_the_coefficients()
    {
        Assert.Equal(string.Join(Environment.NewLine,
            "LinearRegression of Sales: 200 rows, 3 features, residual deviation 1.68551",
            "                   Sales",
            "  intercept      2.93889",
            "  TV           0.0457646",
            "  Radio          0.18853",
            "  Newspaper  -0.00103749"), new LinearRegression().Fit(Advertising("TV", "Radio", "Newspaper")).ToString());
    }

    [Fact]
    public void Wrong_input_is_named()
    {
        var recipe = new LinearRegression();
        Assert.Contains("at least one row", Assert.Throws<ArgumentException>(() => recipe.Fit(new Dataset(Tensor.Zeros<double>(0, 2), Tensor.Zeros<double>(0)))).Message);
        Assert.Contains("row 1 of 'target'", Assert.Throws<ArgumentException>(() => recipe
            .Fit(new Dataset(new double[][] { [1], [2] }, new[] { 1, double.NaN }))).Message);
        Assert.Contains("use a classifier", Assert.Throws<ArgumentException>(() => recipe
            .Fit(new Dataset(new double[][] { [1], [2] }, new[] { 0, 1 }, ClassLabels.Of("a", "b")))).Message);
        Assert.Throws<OperationCanceledException>(() => recipe.Fit(RawData.Regression("diabetes"), new FitContext { Cancellation = new CancellationToken(true) }));
        var constant = recipe.Fit(new Dataset(Tensor.Zeros<double>(3, 0), new double[] { 1, 2, 6 }));
        Assert.Equal([3, 3], constant.Predict(Tensor.Zeros<double>(2, 0)).ToArray<double>());
    }
}
