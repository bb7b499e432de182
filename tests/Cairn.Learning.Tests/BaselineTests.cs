using Cairn.Baselines;

namespace Cairn.Tests;

public class BaselineTests
{
    static readonly Features Rows = Tensor.Zeros<double>(4, 2);

    [Fact]
    public void The_mean_is_predicted_for_every_row()
    {
        var model = new MeanPredictor().Fit(new Dataset(Rows, new double[] { 1, 2, 3, 6 }));
        Assert.Equal(new Shape(4), model.Predict(Rows).Shape);
        Assert.Equal([3, 3, 3, 3], model.Predict(Rows).ToArray<double>());
        Assert.Equal("MeanPredictor of target: 3", model.ToString());
    }

    [Fact]
    public void Several_targets_each_have_their_mean()
    {
        var model = new MeanPredictor().Fit(new Dataset(Rows, new double[][] { [1, 10], [2, 20], [3, 30], [6, 40] }, weights: new double[] { 1, 0, 1, 0 }));
        Assert.Equal(new Shape(4, 2), model.Predict(Rows).Shape);
        Assert.Equal([2, 20, 2, 20, 2, 20, 2, 20], model.Predict(Rows).ToArray<double>());
    }

    [Fact]
    public void The_mean_of_huge_numbers_is_finite()
    {
        var model = new MeanPredictor().Fit(new Dataset(Rows, new[] { 1.5e308, 1.5e308, 1.5e308, 1.5e308 }));
        Assert.Equal(1.5e308, model.Predict(Rows).ToArray<double>()[0]);
    }

    [Fact]
    public void The_most_frequent_class_is_predicted_with_the_shares()
    {
        var model = new MostFrequentClass().Fit(new Dataset(Rows, new double[] { 7, -1, 7, 9 }));
        Assert.Equal(["-1", "7", "9"], model.Classes);
        Assert.Equal([1, 1, 1, 1], model.Predict(Rows).ToArray<int>());
        Assert.Equal([0.25, 0.5, 0.25], model.PredictProbabilities(Rows).ToArray<double>()[..3]);
        Assert.Equal("MostFrequentClass of target: 7 (50.0 % of 4 rows)", model.ToString());
    }

    [Fact]
    public void Ties_go_to_the_first_class_and_weights_count()
    {
        var tie = new MostFrequentClass().Fit(new Dataset(Rows, new double[] { 5, 5, 2, 2 }));
        Assert.Equal([0, 0, 0, 0], tie.Predict(Rows).ToArray<int>());
        var weighted = new MostFrequentClass().Fit(new Dataset(Rows, new double[] { 5, 5, 2, 2 }, weights: new double[] { 1, 1.5, 1, 0 }));
        Assert.Equal([1, 1, 1, 1], weighted.Predict(Rows).ToArray<int>());
        RawData.Close([1 / 3.5, 2.5 / 3.5], Tensor.From(weighted.PredictProbabilities(Rows).ToArray<double>()[..2]), 1e-15);
    }

    [Fact]
    public void Features_of_another_width_are_refused()
    {
        var model = new MeanPredictor().Fit(new Dataset(Rows, new double[] { 1, 2, 3, 6 }));
        Assert.Contains("expected 2 features, got 3", Assert.Throws<ArgumentException>(() => model.Predict(Tensor.Zeros<double>(4, 3))).Message);
        Assert.Contains("learns from a target", Assert.Throws<ArgumentException>(() => new MostFrequentClass().Fit(new Dataset(Rows))).Message);
    }
}
