using Cairn.Autograd;
using Cairn.Data;
using Cairn.ModelSelection;

namespace Cairn.Tests;

/// <summary>What networks made of the layers do: the worked figures and claims of the texts.</summary>
public class NetworkTests
{
    static Tensor Numbers(int count, double rate = 1.7) =>
        Tensor.From(Enumerable.Range(0, count).Select(i => Math.Sin(i * rate)).ToArray());

    static Sequential Net(Activation hidden, params ReadOnlySpan<int> sizes)
    {
        var layers = new Module[sizes.Length - 1];
        for (int i = 0; i < layers.Length; i++)
            layers[i] = new Linear(sizes[i], sizes[i + 1], activation: i == layers.Length - 1 ? Activation.None : hidden);
        return new Sequential(layers);
    }

    /// <summary>Steps of an optimizer on all rows; the losses before each.</summary>
    static double[] Train(Module net, Tensor x, Tensor y, Loss loss, Optimizer optimizer, int steps)
    {
        var stepper = optimizer.For(net.Parameters);
        return [.. Enumerable.Range(0, steps).Select(i =>
        {
            using var mode = Mode.Training(0, i);
            stepper.ZeroGradients();
            var value = loss.Of(net.Forward(x), y);
            value.Backward();
            stepper.Step();
            return (double)value;
        })];
    }

    [Fact]
    public void A_neuron_without_activation_is_linear_regression() // S160, S194
    {
        var x = (Numbers(60) + Numbers(60, 0.77).Square()).Reshape(20, 3);
        var y = (x * Tensor.From([2.0, -1, 0.5])).Sum(1, keepDims: true) + 0.7;
        var neuron = new Linear(3, 1);
        neuron.Initialize(0, DType.Float64);
        var stepper = new Lbfgs().For(neuron.Parameters);
        for (int i = 0; i < 50 && !stepper.IsConverged; i++) stepper.Step(() => Loss.MeanSquaredError.Of(neuron.Forward(x), y));
        Fixture.AssertClose(Tensor.From([2.0, -1, 0.5]).Reshape(1, 3), neuron.Weight.Value, 1e-6, "weights");
        Assert.Equal(0.7, (double)neuron.Bias!.Value, 1e-6);
    }

    [Fact]
    public void Shapes_on_the_way_forward() // S162, S166: any number of rows; the hidden sum is (3, 2)
    {
        Linear hidden = new(1, 2), output = new(2, 2);
        var net = new Sequential(hidden, new Relu(), output);
        net.Initialize();
        var x = Tensor.Ones<float>(3, 1);
        Assert.Equal(new Shape(3, 2), hidden.Forward(x).Shape);
        Assert.Equal(new Shape(3, 2), net.Forward(x).Shape);
        Assert.Equal(new Shape(1, 2), net.Forward(x[..1]).Shape);
    }

    [Fact]
    public void A_derivative_leaves_its_input_alone() // S167
    {
        var x = Tensor.From([-1.0, 2]).AsParameter();
        new Relu().Forward(x).Sum().Backward();
        Assert.Equal([-1, 2], x.ToArray<double>());
        Assert.Equal([0, 1], x.Grad!.ToArray<double>());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(12)]
    public void Backpropagation_is_right_at_any_depth(int depth) // S169, S180
    {
        var net = Net(Activation.Tanh, [.. Enumerable.Repeat(3, depth), 2]);
        net.Initialize(1, DType.Float64);
        var (x, y) = (Numbers(12).Reshape(4, 3), Numbers(8, 0.9).Reshape(4, 2));
        Loss.MeanSquaredError.Of(net.Forward(x), y).Backward();
        using var off = Gradients.Off();
        foreach (var parameter in net.Parameters)
        {
            var values = parameter.Value.Detach().AsSpan<double>();
            double[] slopes = parameter.Gradient!.ToArray<double>();
            for (int i = 0; i < slopes.Length; i++)
            {
                double before = values[i];
                values[i] = before + 1e-6;
                double above = (double)Loss.MeanSquaredError.Of(net.Forward(x), y);
                values[i] = before - 1e-6;
                double below = (double)Loss.MeanSquaredError.Of(net.Forward(x), y);
                values[i] = before;
                Assert.Equal((above - below) / 2e-6, slopes[i], 1e-8);
            }
        }
    }

    [Fact]
    public void Half_the_square_has_the_difference_for_a_slope() // S168
    {
        var (p, y) = (Numbers(5).AsParameter(), Numbers(5, 0.9));
        var cost = new SquaredError { IsHalved = true };
        cost.Of(p, y).Backward();
        double[] at = p.ToArray<double>(), slopes = p.Grad!.ToArray<double>();
        for (int i = 0; i < at.Length; i++)
        {
            double Cost(double moved) => (double)cost.Of(Tensor.From([.. at.Select((v, j) => j == i ? v + moved : v)]), y);
            Assert.Equal((at[i] - y.ToArray<double>()[i]) / at.Length, slopes[i], 1e-15);
            Assert.Equal((Cost(1e-6) - Cost(-1e-6)) / 2e-6, slopes[i], 1e-9);
        }
    }

    [Fact]
    public void A_batch_has_the_mean_of_its_rows_gradients() // S171: of matrices and of biases
    {
        var net = Net(Activation.Relu, 3, 4, 2);
        net.Initialize(1, DType.Float64);
        var (x, y) = (Numbers(15).Reshape(5, 3), Numbers(10, 0.9).Reshape(5, 2));
        double[][] Gradients(Tensor rows, Tensor targets)
        {
            foreach (var parameter in net.Parameters) parameter.ZeroGradient();
            Loss.MeanSquaredError.Of(net.Forward(rows), targets).Backward();
            return [.. net.Parameters.Select(p => p.Gradient!.ToArray<double>())];
        }
        double[][] whole = Gradients(x, y);
        double[][][] each = [.. Enumerable.Range(0, 5).Select(i => Gradients(x[i..(i + 1)], y[i..(i + 1)]))];
        Assert.Equal(4, whole.Length); // two matrices, two biases
        for (int p = 0; p < whole.Length; p++)
            for (int i = 0; i < whole[p].Length; i++) Assert.Equal(each.Average(row => row[p][i]), whole[p][i], 1e-14);
    }

    [Fact]
    public void The_way_back_costs_no_more_than_three_ways_forward() // S172: what was computed on the way is kept
    {
        var net = Net(Activation.Tanh, 256, 256, 256, 256, 256, 256, 256);
        net.Initialize(1, DType.Float32);
        var x = Numbers(128 * 256).To(DType.Float32).Reshape(128, 256);
        double forward = double.PositiveInfinity, back = double.PositiveInfinity;
        for (int i = 0; i < 60 && (i < 5 || back > 3 * forward); i++) // the quickest of some: others may hold the processor
        {
            long start = System.Diagnostics.Stopwatch.GetTimestamp();
            var y = net.Forward(x).Square().Mean();
            forward = Math.Min(forward, System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds);
            start = System.Diagnostics.Stopwatch.GetTimestamp();
            y.Backward();
            back = Math.Min(back, System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        Assert.True(back <= 3 * forward, $"forward {1e3 * forward:F3} ms, back {1e3 * back:F3} ms");
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 5, 1)]
    [InlineData(2, 7, 3, 1)]
    [InlineData(2, 4, 4, 4, 4, 1)]
    public void Any_list_of_sizes_is_built_and_trains(params int[] sizes) // S174
    {
        var net = Net(Activation.Tanh, sizes);
        net.Initialize(1, DType.Float64);
        var weights = net.Parameters.Where(p => p.Shape.Rank == 2).ToArray();
        for (int l = 0; l < weights.Length; l++) Assert.Equal(new Shape(sizes[l + 1], sizes[l]), weights[l].Shape); // (n of this layer, n of the one before)
        var x = Numbers(40).Reshape(20, 2);
        var y = x.Sum(1, keepDims: true);
        double[] losses = Train(net, x, y, Loss.MeanSquaredError, new Adam { LearningRate = 0.02 }, 300);
        Assert.True(losses[^1] < losses[0] / 20, $"from {losses[0]} to {losses[^1]}");
    }

    [Fact]
    public void A_perceptron_is_a_product_with_a_column_of_ones() // S175: [rows, outputs]
    {
        var layer = new Linear(3, 4, activation: Activation.Sigmoid);
        layer.Initialize(1, DType.Float64);
        layer.Bias!.Set(Tensor.From([0.1, 0.2, 0.3, 0.4]));
        var x = Numbers(15).Reshape(5, 3);
        var y = layer.Forward(x);
        var (withOnes, theta) = (Tensor.Concat([Tensor.Ones<double>(5, 1), x], 1), Tensor.Concat([layer.Bias.Value.Reshape(4, 1), layer.Weight.Value], 1));
        Assert.Equal(new Shape(5, 4), y.Shape);
        Fixture.AssertClose(withOnes.MatMul(theta.T).Sigmoid(), y, 1e-14, "sums");
    }

    [Fact]
    public void Sigmoids_between_two_matrices_read_digits() // S178: the class is the greatest output
    {
        var (train, test) = BundledData.Load("digits").ToDataset("digit").Split(test: 0.25, seed: 1);
        var net = Net(Activation.Sigmoid, 64, 50, 10);
        new Trainer { Loss = Loss.CrossEntropyFromLogits, Optimizer = new Adam { LearningRate = 0.01 }, Epochs = 20, Seed = 1 }.Fit(net, train);
        int[] predicted = net.Forward(test.Features.ToNumbers("test").To(DType.Float32)).ArgMax(1).ToArray<int>();
        double accuracy = predicted.Zip(test.Target!.ToArray<int>(), (p, t) => p == t ? 1.0 : 0).Average();
        Assert.True(accuracy >= 0.95, $"accuracy {accuracy}");
    }

    /// <summary>An activation of one's own: x / √(1 + x²).</summary>
    sealed class Bent : Module
    {
        public override Tensor Forward(Tensor x) => x / (1 + x.Square()).Sqrt();
    }

    [Fact]
    public void An_activation_of_ones_own_plugs_in() // S179
    {
        var x = Tensor.From([-2.0, 0, 0.5]).AsParameter();
        new Bent().Forward(x).Sum().Backward();
        foreach (var (at, slope) in x.ToArray<double>().Zip(x.Grad!.ToArray<double>())) Assert.Equal(Math.Pow(1 + at * at, -1.5), slope, 1e-14);
        Module[] layers = [new Linear(2, 6), new Bent(), new Linear(6, 1)];
        var net = new Sequential(layers);
        net.Initialize(1, DType.Float64);
        var rows = Numbers(40).Reshape(20, 2);
        double[] losses = Train(net, rows, rows.Square().Sum(1, keepDims: true), Loss.MeanSquaredError, new Adam { LearningRate = 0.05 }, 400);
        Assert.True(losses[^1] < losses[0] / 50, $"from {losses[0]} to {losses[^1]}");
    }

    [Fact]
    public void Targets_by_index_and_by_column_train_alike() // S182
    {
        Sequential Trained(Func<Tensor, Tensor> loss)
        {
            var net = Net(Activation.Tanh, 3, 5, 4);
            net.Initialize(1, DType.Float64);
            var stepper = new Sgd { LearningRate = 0.1 }.For(net.Parameters);
            for (int i = 0; i < 20; i++)
            {
                stepper.ZeroGradients();
                loss(net.Forward(Numbers(24).Reshape(8, 3))).Backward();
                stepper.Step();
            }
            return net;
        }
        int[] classes = [0, 1, 2, 3, 3, 2, 1, 0];
        var columns = Tensor.From([.. classes.SelectMany(k => Enumerable.Range(0, 4).Select(c => c == k ? 1.0 : 0))], 8, 4);
        Sequential byIndex = Trained(z => Loss.CrossEntropyFromLogits.Of(z, Tensor.From(classes))), byColumn = Trained(z => Loss.CrossEntropyFromLogits.Of(z, columns));
        foreach (var (a, b) in byIndex.Parameters.Zip(byColumn.Parameters)) Fixture.AssertClose(a.Value, b.Value, 1e-14, a.Path);
    }

    [Fact]
    public void Training_changes_parameters_and_no_hyperparameter() // S187: what is learned, and what is chosen
    {
        var trainer = new Trainer { Loss = Loss.MeanSquaredError, Optimizer = new Adam { LearningRate = 0.05 }, Epochs = 2 };
        string chosen = trainer.ToString();
        var net = Net(Activation.Relu, 2, 3, 1);
        net.Initialize(1, DType.Float32);
        float[][] before = [.. net.Parameters.Select(p => p.Value.ToArray<float>())];
        trainer.Fit(net, new DataLoader(Numbers(16).To(DType.Float32).Reshape(8, 2), Numbers(8).To(DType.Float32).Reshape(8, 1)));
        Assert.Equal(chosen, trainer.ToString());
        Assert.Contains("LearningRate = 0.05", chosen, StringComparison.Ordinal);
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias"], net.NamedParameters.Select(p => p.Path));
        Assert.All(net.Parameters.Zip(before), p => Assert.NotEqual(p.Second, p.First.Value.ToArray<float>()));
    }

    [Fact]
    public void Four_sigmoids_learn_exclusive_or_and_the_loss_falls() // S173
    {
        Tensor x = new[,] { { 0.0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } }, y = Tensor.From([0.0, 1, 1, 0]).Reshape(4, 1);
        int solved = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            var net = Net(Activation.Sigmoid, 2, 4, 1);
            net.Initialize(seed, DType.Float64);
            Train(net, x, y, Loss.BinaryCrossEntropyFromLogits, new Adam { LearningRate = 0.05 }, 600);
            if (net.Forward(x).ToArray<double>().Zip(y.ToArray<double>()).All(p => p.First > 0 == p.Second > 0)) solved++;
        }
        Assert.True(solved >= 18, $"{solved} of 20 seeds");

        var slow = Net(Activation.Sigmoid, 2, 4, 1);
        slow.Initialize(1, DType.Float64);
        double[] losses = Train(slow, x, y, Loss.BinaryCrossEntropyFromLogits, new Sgd { LearningRate = 0.05 }, 200);
        Assert.All(losses.Zip(losses.Skip(1)), p => Assert.True(p.Second < p.First));
    }

    [Fact]
    public void A_sigmoid_of_three_inputs() // S177
    {
        var net = new Sequential(new Linear(3, 1, bias: false, initializer: Initializer.Ones), new Sigmoid());
        net.Initialize(0, DType.Float64);
        Assert.Equal(0.7311, (double)net.Forward(new[,] { { 1.0, 0, 0 } }), 5e-5);
    }

    [Fact]
    public void One_hidden_layer_follows_the_sine_where_it_was_shown_and_not_beyond() // S186
    {
        var net = Net(Activation.Tanh, 1, 16, 1);
        net.Initialize(1, DType.Float64);
        var x = Tensor.Linspace(-2, 2, 81).Reshape(81, 1);
        var stepper = new Lbfgs().For(net.Parameters);
        for (int i = 0; i < 400 && !stepper.IsConverged; i++) stepper.Step(() => Loss.MeanSquaredError.Of(net.Forward(x), x.Sin()));
        Assert.True((double)(net.Forward(x) - x.Sin()).Abs().Max() < 0.02);
        var beyond = Tensor.Linspace(4, 6, 21).Reshape(21, 1);
        Assert.True((double)(net.Forward(beyond) - beyond.Sin()).Abs().Max() > 0.2);
    }

    [Fact]
    public void A_penalty_and_its_gradient_belong_together() // S181, S266: the gradient of λ Σ w² is 2 λ w
    {
        var (x, y) = (Numbers(15).Reshape(5, 3), Numbers(5, 0.4).Reshape(5, 1));
        double[] Stepped(bool inLoss)
        {
            var layer = new Linear(3, 1);
            layer.Initialize(2, DType.Float64);
            var stepper = new Sgd { LearningRate = 0.1, L2 = inLoss ? 0 : 0.3 }.For(layer.Parameters);
            var loss = Loss.MeanSquaredError.Of(layer.Forward(x), y);
            (inLoss ? loss + layer.Weight.Value.Square().Sum() * 0.3 : loss).Backward();
            stepper.Step();
            return [.. layer.Weight.Value.ToArray<double>(), .. layer.Bias!.Value.ToArray<double>()];
        }
        Fixture.AssertClose(Tensor.From(Stepped(true)), Tensor.From(Stepped(false)), 1e-14, "step");
    }

    [Fact]
    public void Everything_in_one_network_trains()
    {
        var net = new Sequential(new Reshape(1, 8, 8), new Pad([(1, 1), (1, 1)]), new Crop(8, 8), new Flatten(), new Linear(64, 32),
            new BatchNorm(32), new Swish(), new Dropout(0.1),
            new Residual(new Sequential(new LayerNorm(32), new SwiGlu(32, 32))),
            new Branches(new Linear(32, 16), new Maxout(32, 16)), new RmsNorm(32), new Linear(32, 10));
        net.Initialize(1);
        var digits = BundledData.Load("digits").ToDataset("digit");
        var history = new Trainer { Optimizer = new AdamW { LearningRate = 0.003, ClipNorm = 1 }, Epochs = 3 }.Fit(net, digits);
        Assert.True(history.Epochs[^1].Loss < 0.3, history.ToString());
        var x = digits.Features.ToNumbers("test").To(DType.Float32);
        int[] found = net.Forward(x).ArgMax(1).ToArray<int>(), truth = digits.ClassTarget("test").Indices.ToArray<int>();
        double accuracy = found.Zip(truth, (p, t) => p == t ? 1.0 : 0).Average();
        Assert.True(accuracy > 0.95, $"{accuracy}");
    }
}
