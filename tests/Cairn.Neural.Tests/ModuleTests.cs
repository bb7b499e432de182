namespace Cairn.Tests;

public class ModuleTests
{
    sealed class Branches(int features, int hidden) : Module
    {
        readonly Linear _left = new(features, hidden);
        readonly Linear[] _tower = [new(features, hidden), new(hidden, hidden)];
        readonly Dictionary<string, Module> _heads = new() { ["b"] = new Linear(hidden, 1), ["a"] = new Linear(hidden, 1) };
        readonly Parameter _scale = new(Initializer.Ones, 1);

        public Linear Right { get; } = new(features, hidden);

        public override Tensor Forward(Tensor x) =>
            _heads["a"].Forward((_left.Forward(x) + Right.Forward(x) + _tower[1].Forward(_tower[0].Forward(x))).Relu()) * _scale + features * 0;
    }

    [Fact]
    public void Parameters_are_found_in_the_fields_under_plain_names()
    {
        var net = new Branches(3, 4);
        Assert.Equal(["left.weight", "left.bias", "tower.0.weight", "tower.0.bias", "tower.1.weight", "tower.1.bias", "heads.a.weight", "heads.a.bias",
            "heads.b.weight", "heads.b.bias", "scale", "right.weight", "right.bias"], net.NamedParameters.Select(p => p.Path));
        Assert.Equal(16 + 16 + 16 + 20 + 5 + 5 + 1, net.ParameterCount);
    }

    [Fact]
    public void A_shared_module_is_one()
    {
        var shared = new Linear(3, 3);
        var net = new Sequential(shared, new Relu(), shared);
        Assert.Equal(["0.weight", "0.bias"], net.NamedParameters.Select(p => p.Path));
    }

    [Fact]
    public void Draws_are_keyed_by_seed_and_path()
    {
        Sequential one = new(new Linear(5, 4), new Linear(4, 3)), two = new(new Linear(5, 4), new Linear(4, 3), new Linear(3, 3));
        one.Initialize(7);
        two.Initialize(7);
        for (int i = 0; i < one.Parameters.Count; i++)
            Assert.Equal(one.Parameters[i].Value.ToArray<float>(), two.Parameters[i].Value.ToArray<float>());
        two.Initialize(8);
        Assert.NotEqual(one.Parameters[0].Value.ToArray<float>(), two.Parameters[0].Value.ToArray<float>());
    }

    [Fact]
    public void He_draws_have_the_right_deviation() // S163
    {
        var weights = Initializer.He.Draw(new Shape(1000, 1000), RandomNumbers.Rng.Stream(0, "", "")).ToArray<double>();
        double deviation = Math.Sqrt(weights.Sum(w => w * w) / weights.Length);
        Assert.InRange(deviation / Math.Sqrt(2 / 1000.0), 0.99, 1.01);
    }

    [Fact]
    public void Without_numbers_a_layer_says_what_to_call()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new Linear(2, 1).Forward(Tensor.Zeros<float>(1, 2)));
        Assert.Contains("Initialize", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bare_tensor_with_a_gradient_is_refused()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new Bare().Parameters);
        Assert.Contains("w is a tensor that requires a gradient", error.Message, StringComparison.Ordinal);
    }

    sealed class Bare : Module
    {
        readonly Tensor _w = Tensor.Ones<float>(1).AsParameter();

        public override Tensor Forward(Tensor x) => x * _w;
    }

    [Fact]
    public void One_hidden_unit_forward_and_back() // S161, S170: x = 2, y = 1, weights .5 and .8, rate .1
    {
        Linear hidden = new(1, 1, bias: false, Activation.Relu), output = new(1, 1, bias: false, Activation.Relu);
        var net = new Sequential(hidden, output);
        net.Initialize(0, DType.Float64);
        hidden.Weight.Set(Tensor.From<double>([0.5], 1, 1));
        output.Weight.Set(Tensor.From<double>([0.8], 1, 1));
        var y = net.Forward(Tensor.From<double>([2], 1, 1));
        Assert.Equal(0.8, (double)y, 1e-15);
        var stepper = new Sgd { LearningRate = 0.1 }.For(net.Parameters);
        new SquaredError { IsHalved = true }.Of(y, Tensor.From<double>([1], 1, 1)).Backward();
        Assert.Equal(-0.2, (double)output.Weight.Gradient!, 1e-15);
        Assert.Equal(-0.32, (double)hidden.Weight.Gradient!, 1e-15);
        stepper.Step();
        Assert.Equal(0.82, (double)output.Weight.Value, 1e-15);
        Assert.Equal(0.532, (double)hidden.Weight.Value, 1e-15);
    }

    [Fact]
    public void Frozen_parameters_stay()
    {
        Linear first = new(2, 2), last = new(2, 1);
        var net = new Sequential(first, last);
        net.Initialize();
        first.Freeze();
        float[] before = first.Weight.Value.ToArray<float>(), moved = last.Weight.Value.ToArray<float>();
        new Trainer { Loss = Loss.MeanSquaredError, Epochs = 2 }.Fit(net, new DataLoader(Tensor.Ones<float>(8, 2), Tensor.Ones<float>(8, 1)));
        Assert.Equal(before, first.Weight.Value.ToArray<float>());
        Assert.NotEqual(moved, last.Weight.Value.ToArray<float>());
    }
}
