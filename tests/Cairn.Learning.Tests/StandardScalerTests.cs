using Cairn.Preprocessing;

namespace Cairn.Tests;

public class StandardScalerTests
{
    static Tensor Fit(StandardScaler recipe, double[][] x, double[]? weights = null) =>
        recipe.Fit(new Dataset(x, weights: weights is null ? null : (Tensor)weights)).Transform(x).Dense!;

    [Fact]
    public void Two_four_six_becomes_the_worked_figure()
    {
        RawData.Close([-1.22474487139159, 0, 1.22474487139159], Fit(new(), [[2], [4], [6]]), 1e-14);
        RawData.Close([-1, 0, 1], Fit(new() { SampleDeviation = true }, [[2], [4], [6]]), 1e-15);
        RawData.Close([-2, 0, 2], Fit(new() { WithScale = false }, [[2], [4], [6]]), 0);
        RawData.Close([1.22474487139159, 2.44948974278318, 3.67423461417477], Fit(new() { WithMean = false }, [[2], [4], [6]]), 1e-14);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    [InlineData(5e-320)]
    [InlineData(8e307)]
    public void Columns_of_any_magnitude_are_scaled_right(double unit)
    {
        double[][] x = [[-2 * unit], [0], [2 * unit]];
        var model = new StandardScaler().Fit(new Dataset(x));
        var z = model.Transform(x);
        RawData.Close([-1.22474487139159, 0, 1.22474487139159], z.Dense!, 1e-14);
        var back = model.InverseTransform(z).Dense!.ToArray<double>();
        for (int i = 0; i < 3; i++) Assert.True(Math.Abs(back[i] - x[i][0]) <= 1e-12 * 2 * unit);
    }

    [Fact]
    public void Far_from_zero_the_spread_is_still_right()
    {
        // 1e9 + {0, 1, 2}: a one-pass formula would lose every digit of the deviation
        var model = new StandardScaler().Fit(new Dataset(new double[][] { [1e9], [1e9 + 1], [1e9 + 2] }));
        Assert.Equal(1e9 + 1, model.Means.ToArray<double>()[0]);
        RawData.Close([Math.Sqrt(2.0 / 3)], model.Deviations, 1e-15);
    }

    [Fact]
    public void A_constant_column_is_centred_and_named()
    {
        double[][] x = [[0.1, 1], [0.1, 2], [0.1, 3]];
        var model = new StandardScaler().Fit(new Dataset(Features.From((Tensor)x, ["same", "other"])));
        RawData.Close([0, -1.22474487139159, 0, 0, 0, 1.22474487139159], model.Transform(x).Dense!, 1e-14);
        Assert.Equal(0, model.Transform(x).Dense!.ToArray<double>()[4]);
        Assert.Equal(1, model.Deviations.ToArray<double>()[0]);
        Assert.Equal("column 'same' is constant and was not scaled", Assert.Single(model.Facts.Notes));
        Assert.Equal(["same", "other"], model.Transform(x).Names);
    }

    [Fact]
    public void Weights_are_repetitions()
    {
        double[][] x = [[1, 5], [2, -3], [7, 4], [3, 3]];
        double[][] repeated = [[1, 5], [2, -3], [2, -3], [2, -3], [7, 4], [7, 4]];
        foreach (bool sample in new[] { false, true })
        {
            var recipe = new StandardScaler { SampleDeviation = sample };
            var weighted = recipe.Fit(new Dataset(x, weights: new double[] { 1, 3, 2, 0 }));
            var plain = recipe.Fit(new Dataset(repeated));
            RawData.Close(plain.Means.ToArray<double>(), weighted.Means, 1e-15);
            RawData.Close(plain.Deviations.ToArray<double>(), weighted.Deviations, 1e-15);
        }
        Assert.Equal(Fit(new(), x).ToArray<double>(), Fit(new(), x, [1, 1, 1, 1]).ToArray<double>());
        Assert.Equal(Fit(new(), x[..3]).ToArray<double>(), Fit(new(), x, [1, 1, 1, 0]).ToArray<double>()[..6]);
        Assert.Equal(Fit(new(), x).ToArray<double>(), Fit(new(), x, [1e308, 1e308, 1e308, 1e308]).ToArray<double>());
    }

    [Fact]
    public void Agrees_with_scikit_learn()
    {
        foreach (var oracle in RawData.Fixture("linear_models.json").GetProperty("scalers").EnumerateArray())
        {
            var data = RawData.Classes(oracle.GetProperty("name").GetString()!, oracle.GetProperty("weighted").GetBoolean());
            var model = new StandardScaler().Fit(data);
            RawData.Close(RawData.Doubles(oracle.GetProperty("means")), model.Means, 1e-13);
            RawData.Close(RawData.Doubles(oracle.GetProperty("deviations")), model.Deviations, 1e-12);
            RawData.Close(RawData.Doubles(oracle.GetProperty("first")), model.Transform(data.Features.Take([0, 1, 2])).Dense!, 1e-11);
        }
    }

    [Fact]
    public void Wrong_input_is_named()
    {
        Assert.Contains("at least one row", Assert.Throws<ArgumentException>(() => new StandardScaler().Fit(new Dataset(Tensor.Zeros<double>(0, 2)))).Message);
        Assert.Contains("row 1, column 'x0'",
            Assert.Throws<ArgumentException>(() => new StandardScaler().Fit(new Dataset(new double[][] { [1], [double.NaN] }))).Message);
        var model = new StandardScaler().Fit(new Dataset(new double[][] { [1], [2] }));
        Assert.Contains("expected 1 features, got 2", Assert.Throws<ArgumentException>(() => model.Transform(new double[][] { [1, 2] })).Message);
        Assert.Throws<OperationCanceledException>(() => new StandardScaler().Fit(new Dataset(new double[][] { [1], [2] }),
            new FitContext { Cancellation = new CancellationToken(true) }));
        Assert.Contains("more than 1", Assert.Throws<ArgumentException>(() => new StandardScaler { SampleDeviation = true }
            .Fit(new Dataset(new double[][] { [1], [2] }, weights: new[] { .25, .25 }))).Message);
    }
}
