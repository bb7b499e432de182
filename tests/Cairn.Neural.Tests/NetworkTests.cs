using Cairn.Autograd;

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
        var digits = Data.BundledData.Load("digits").ToDataset("digit");
        var history = new Trainer { Optimizer = new AdamW { LearningRate = 0.003, ClipNorm = 1 }, Epochs = 3 }.Fit(net, digits);
        Assert.True(history.Epochs[^1].Loss < 0.3, history.ToString());
        var x = digits.Features.ToNumbers("test").To(DType.Float32);
        int[] found = net.Forward(x).ArgMax(1).ToArray<int>(), truth = digits.ClassTarget("test").Indices.ToArray<int>();
        double accuracy = found.Zip(truth, (p, t) => p == t ? 1.0 : 0).Average();
        Assert.True(accuracy > 0.95, $"{accuracy}");
    }
}
