using Cairn.Data;
using Cairn.ModelSelection;

namespace Cairn.Tests;

public class TrainerTests
{
    static Dataset Digits() => BundledData.Load("digits").ToDataset("digit");

    static Sequential Network() => new(new Linear(64, 32, activation: Activation.Relu), new Linear(32, 10));

    [Fact]
    public void A_network_learns_the_digits_and_comes_back_from_its_file()
    {
        var (train, test) = Digits().Split(test: 0.25, seed: 1);
        var net = Network();
        var history = new Trainer { Optimizer = new Adam { LearningRate = 0.003 }, BatchSize = 32, Epochs = 15 }.Fit(net, train, test);
        Assert.Equal(15, history.Epochs.Count);
        Assert.True(history.Epochs[^1].Loss < history.Epochs[0].Loss / 5, history.ToString());

        var x = test.Features.ToNumbers("test").To(DType.Float32);
        var predicted = net.Forward(x).ArgMax(1).ToArray<int>();
        var truth = test.ClassTarget("test").Indices.ToArray<int>();
        double accuracy = predicted.Zip(truth, (p, t) => p == t ? 1.0 : 0).Average();
        Assert.True(accuracy >= 0.95, $"accuracy {accuracy}");

        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            net.Save(path);
            var loaded = Model.Load<Sequential>(path);
            Assert.Equal(net.Forward(x).ToArray<float>(), loaded.Forward(x).ToArray<float>());
            Assert.Equal(net.ToString(), loaded.ToString());
        }
        finally { File.Delete(path); }
    }

    [Fact]
    public void The_same_recipe_gives_the_same_bits()
    {
        float[] Trained()
        {
            var net = Network();
            new Trainer { Epochs = 2, Seed = 3 }.Fit(net, Digits());
            return [.. net.Parameters.SelectMany(p => p.Value.ToArray<float>())];
        }
        Assert.Equal(Trained(), Trained());
    }

    [Fact]
    public void A_diverging_training_says_so_and_keeps_finite_parameters()
    {
        var net = new Sequential(new Linear(1, 1));
        var x = Tensor.From<float>([1e18f, -1e18f], 2, 1);
        var trainer = new Trainer { Loss = Loss.MeanSquaredError, Optimizer = new Sgd { LearningRate = 1 }, Epochs = 50 };
        Assert.Throws<TrainingDivergedException>(() => trainer.Fit(net, new DataLoader(x, Tensor.Ones<float>(2, 1))));
        Assert.All(net.Parameters, p => Assert.All(p.Value.ToArray<float>(), v => Assert.True(float.IsFinite(v))));
    }

    [Fact]
    public void An_epoch_sees_every_row_once() // S183
    {
        var loader = new DataLoader(Tensor.Arange(1000).To<float>().Reshape(1000, 1), Tensor.Zeros<float>(1000)) { BatchSize = 64, Seed = 5 };
        var batches = loader.Epoch(2).ToList();
        Assert.Equal(16, batches.Count);
        Assert.Equal(16, loader.Batches);
        Assert.Equal(40, batches[^1].Rows);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (float)i), batches.SelectMany(b => b.X.ToArray<float>()).Order());
        Assert.Equal(batches[3].X.ToArray<float>(), loader.Epoch(2, from: 3).First().X.ToArray<float>());
    }
}
