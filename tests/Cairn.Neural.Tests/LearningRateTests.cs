using Cairn.Data;

namespace Cairn.Tests;

public class LearningRateTests
{
    static Sequential Network() => new(new Linear(64, 32, activation: Activation.Relu), new BatchNorm(32), new Linear(32, 10));

    [Fact]
    public void A_rate_is_found_and_the_network_is_as_before() // S193
    {
        var net = Network();
        net.Initialize(1);
        float[][] before = [.. net.Parameters.Select(p => p.Value.ToArray<float>())];
        var digits = BundledData.Load("digits").ToDataset("digit");
        var curve = new Trainer { Optimizer = new Adam() }.FindLearningRate(net, digits);
        Assert.Equal(before, net.Parameters.Select(p => p.Value.ToArray<float>()));
        Assert.All(net.Parameters, p => Assert.Null(p.Gradient));
        Assert.InRange(curve.Suggestion, 1e-4, 0.1);
        Assert.Equal(1e-6, curve.Rates[0], 1e-12);
        Assert.All(curve.Rates.Zip(curve.Rates.Skip(1)), p => Assert.Equal(Math.Pow(1e7, 1 / 99.0), p.Second / p.First, 1e-9));
        Assert.Contains("suggested", curve.ToChart().ToSvg(), StringComparison.Ordinal);

        double After(double rate)
        {
            var own = Network();
            return new Trainer { Optimizer = new Adam { LearningRate = rate }, Epochs = 2 }.Fit(own, digits).Epochs[^1].Loss;
        }
        Assert.True(After(curve.Suggestion) < After(curve.Suggestion / 100));
        Assert.True(After(curve.Suggestion) < After(curve.Suggestion * 100));
    }

    [Fact]
    public void It_stops_where_the_loss_runs_away()
    {
        var net = new Sequential(new Linear(1, 1));
        var x = Tensor.From<float>([1, 2, 3, 4], 4, 1);
        var curve = new Trainer { Loss = Loss.MeanSquaredError, Optimizer = new Sgd() }
            .FindLearningRate(net, new DataLoader(x, Tensor.From<float>([2, 4, 6, 8])), highest: 1e6);
        Assert.InRange(curve.Rates[^1], 0.05, 10);
        Assert.True(curve.Rates.Count < 100);
        Assert.Throws<InvalidOperationException>(() => new Trainer().FindLearningRate(net, new DataLoader(x, x)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer().FindLearningRate(net, new DataLoader(x, x), lowest: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer().FindLearningRate(net, new DataLoader(x, x), highest: 1e-9));
    }
}
