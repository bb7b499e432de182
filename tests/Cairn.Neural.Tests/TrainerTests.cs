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

    [Theory]
    [InlineData("softmax", "CrossEntropyFromLogits takes logits")]
    [InlineData("none", null)]
    [InlineData("log-softmax", null)]
    [InlineData("focal", "FocalFromLogits takes logits")]
    [InlineData("sigmoid", "BinaryCrossEntropyFromLogits takes logits")]
    [InlineData("yes", null)]
    [InlineData("zeros", null)]
    [InlineData("no softmax", "CrossEntropyFromProbabilities takes probabilities: end the network with a softmax")]
    [InlineData("no sigmoid", "BinaryCrossEntropyFromProbabilities takes probabilities: end the network with a sigmoid")]
    [InlineData("probabilities", null)]
    public void A_loss_that_does_not_fit_the_end_of_the_network_is_noted(string which, string? note)
    {
        var x = Tensor.Linspace(-2, 2, 48).To(DType.Float32).Reshape(12, 4);
        Tensor classes = Tensor.From([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]), bits = (classes > 0).To(DType.Float32).Reshape(12, 1);
        var (loss, end, outputs) = which switch
        {
            "softmax" => (Loss.CrossEntropyFromLogits, new Softmax(), 3),
            "none" => (Loss.CrossEntropyFromLogits, new Identity(), 3),
            "log-softmax" => (Loss.CrossEntropyFromLogits, new LogSoftmax(), 3),
            "focal" => (new FocalFromLogits(), new Softmax(), 3),
            "sigmoid" => (Loss.BinaryCrossEntropyFromLogits, new Sigmoid(), 1),
            "yes" => (Loss.BinaryCrossEntropyFromLogits, new Identity(), 1),
            "zeros" => (Loss.BinaryCrossEntropyFromLogits, new Linear(1, 1, initializer: Initializer.Zeros), 1),
            "no softmax" => (Loss.CrossEntropyFromProbabilities, new Identity(), 3),
            "no sigmoid" => (Loss.BinaryCrossEntropyFromProbabilities, new Identity(), 1),
            _ => (Loss.CrossEntropyFromProbabilities, (Module)new Softmax(), 3),
        };
        var output = new StringWriter();
        var history = new Trainer { Loss = loss, Epochs = 2, Callbacks = [new ProgressBar { Output = output }] }.Fit(
            new Sequential(new Linear(4, outputs), end), new DataLoader(x, outputs == 3 ? classes : bits) { BatchSize = 12 });
        if (note is null) Assert.Empty(history.Notes);
        else
        {
            Assert.Contains(note, Assert.Single(history.Notes), StringComparison.Ordinal);
            Assert.Contains(note, history.ToString(), StringComparison.Ordinal);
            Assert.Single(output.ToString().Split('\n'), line => line.StartsWith("note: ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Something_of_ones_own_is_done_after_steps_and_epochs()
    {
        List<string> seen = [];
        var history = new Trainer
        {
            Loss = Loss.MeanSquaredError,
            Epochs = 5,
            Callbacks = [Callback.AfterStep(run => seen.Add($"step {run.Stepper.Steps}")), Callback.AfterEpoch(run =>
            {
                seen.Add($"epoch {run.Epochs[^1].Epoch}");
                if (run.Epoch == 1) run.Stop("enough");
            })],
        }.Fit(new Sequential(new Linear(1, 1)), new DataLoader(Tensor.Ones<float>(4, 1), Tensor.Ones<float>(4, 1)) { BatchSize = 2 });
        Assert.Equal(["step 1", "step 2", "epoch 1", "step 3", "step 4", "epoch 2"], seen);
        Assert.Equal("enough", history.StopReason);
        Assert.Throws<ArgumentNullException>(() => Callback.AfterEpoch(null!));
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
