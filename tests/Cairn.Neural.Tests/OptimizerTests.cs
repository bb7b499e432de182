namespace Cairn.Tests;

public class OptimizerTests
{
    /// <summary>w from 1 along f = w², step by step.</summary>
    static double[] OnParabola(Optimizer optimizer, int steps = 3)
    {
        var layer = One(1);
        var stepper = optimizer.For(layer.Parameters);
        return [.. Enumerable.Range(0, steps).Select(_ =>
        {
            stepper.ZeroGradients();
            layer.Weight.Value.Square().Sum().Backward();
            stepper.Step();
            return (double)layer.Weight.Value;
        })];
    }

    static Linear One(params double[] weights)
    {
        var layer = new Linear(weights.Length, 1, bias: false);
        layer.Initialize(0, DType.Float64);
        layer.Weight.Set(Tensor.From<double>(weights, 1, weights.Length));
        return layer;
    }

    static void AssertSteps(double[] expected, double[] found)
    {
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-6);
    }

    [Fact]
    public void Adagrad_divides_by_the_root() => // S242: not by the sum
        AssertSteps([0.9, 0.833104, 0.780456], OnParabola(new Adagrad { LearningRate = 0.1 }));

    [Fact]
    public void Adadelta_needs_no_rate() => // S243: made of the step before
        AssertSteps([0.99, 0.979789, 0.969469], OnParabola(new Adadelta { Epsilon = 1e-5 }));

    [Fact]
    public void Adam_has_epsilon_outside_the_root_and_both_corrections() // S244
    {
        AssertSteps([0.9, 0.800412, 0.701586], OnParabola(new Adam { LearningRate = 0.1 }));
        foreach (double slope in new[] { 1e-6, 1.0, 1e6 })
        {
            var layer = One(1);
            var stepper = new Adam().For(layer.Parameters);
            (layer.Weight.Value.Sum() * slope).Backward();
            stepper.Step();
            Assert.InRange(1 - (double)layer.Weight.Value, 0.98e-3, 1.0000001e-3); // the rate, whatever the slope
        }
    }

    [Fact]
    public void Momentum_in_both_forms() // S245
    {
        AssertSteps([0.98, 0.9424, 0.889712], OnParabola(new Sgd { LearningRate = 0.1, Momentum = 0.9, IsAverage = true }));
        AssertSteps([0.8, 0.46, 0.062], OnParabola(new Sgd { LearningRate = 0.1, Momentum = 0.9 }));
    }

    [Fact]
    public void Nesterov_looks_ahead() // S246
    {
        // .8, .496, .17792 where the gradient is taken ahead of w; here w stands ahead already, by .9 of a step
        double[] classic = [0.8, 0.496, 0.17792];
        double before = 1;
        double[] ahead = [.. classic.Select(w => { double at = w + 0.9 * (w - before); before = w; return at; })];
        AssertSteps(ahead, OnParabola(new Sgd { LearningRate = 0.1, Momentum = 0.9, IsNesterov = true }));
    }

    [Fact]
    public void Nesterov_beats_descent_on_a_narrow_valley() // S246
    {
        double Left(Sgd optimizer)
        {
            var layer = One(1, 1);
            var stepper = optimizer.For(layer.Parameters);
            for (int i = 0; i < 100; i++)
            {
                stepper.ZeroGradients();
                (layer.Weight.Value.Square() * Tensor.From([1.0, 100])).Sum().Backward();
                stepper.Step();
            }
            return Math.Abs(layer.Weight.Value.ToArray<double>()[0]);
        }
        var plain = new Sgd { LearningRate = 0.004 };
        Assert.True(Left(plain with { Momentum = 0.9, IsNesterov = true }) < 0.1 * Left(plain));
    }

    [Fact]
    public void RmsProp_divides_by_the_root_of_the_mean() => // S247
        AssertSteps([0.683772, 0.498871, 0.369181], OnParabola(new RmsProp { LearningRate = 0.1 }));

    [Fact]
    public void Plain_descent() => AssertSteps([0.8, 0.64, 0.512], OnParabola(new Sgd { LearningRate = 0.1 })); // S248

    [Fact]
    public void Small_batches_make_the_curve_of_the_cost_rough() // S249: the whole's falls in every step, at a small rate
    {
        var rng = RandomNumbers.Rng.Stream(0, "optimizers", "batches").Start();
        var x = Tensor.From([.. Enumerable.Range(0, 64 * 3).Select(_ => rng.Normal())], 64, 3);
        var y = (x * Tensor.From([2.0, -1, 0.5])).Sum(1, keepDims: true) + Tensor.From([.. Enumerable.Range(0, 64).Select(_ => rng.Normal())], 64, 1);
        double Rises(int batch)
        {
            var line = new Linear(3, 1);
            line.Initialize(0, DType.Float64);
            var stepper = new Sgd { LearningRate = 0.02 }.For(line.Parameters);
            var loader = new DataLoader(x, y) { BatchSize = batch };
            double[] costs = [.. Enumerable.Range(0, 10_000).SelectMany(epoch => loader.Epoch(epoch)).Take(400).Select(rows =>
            {
                stepper.ZeroGradients();
                Loss.MeanSquaredError.Of(line.Forward(rows.X), rows.Y).Backward();
                stepper.Step();
                return (double)Loss.MeanSquaredError.Of(line.Forward(x), y);
            })];
            return costs.Zip(costs.Skip(1)).Sum(p => Math.Max(p.Second - p.First, 0));
        }
        double whole = Rises(64), some = Rises(8), one = Rises(1);
        Assert.Equal(0, whole);
        Assert.True(some > 0 && one > 2 * some, $"rises of {some} in all with 8 rows, of {one} with 1");
    }

    /// <summary>An optimizer of one's own: every element moves by the rate, against the sign of the mean of its slopes.</summary>
    sealed record Signs : Optimizer
    {
        protected internal override IReadOnlyList<string> Slots { get; } = ["sum"];

        protected internal override void Update(in ParameterStep step) => step.Run(new Rule(step.LearningRate));

        readonly struct Rule(double rate) : IElementRule
        {
            public void Take(ref double w, double g, ref Kept kept)
            {
                kept.First += g;
                w -= rate * Math.Sign(kept.First);
            }
        }
    }

    [Fact]
    public void An_optimizer_of_ones_own_has_schedules_penalties_and_a_memory() // S255
    {
        AssertSteps([0.9, 0.8, 0.7], OnParabola(new Signs { LearningRate = 0.1 }));
        AssertSteps([0.9, 0.85, 0.85], OnParabola(new Signs { LearningRate = 0.1, Schedule = new PolynomialSchedule { Steps = 2 } }));
        AssertSteps([0.8, 0.6, 0.4], OnParabola(new Signs { LearningRate = 0.1, L1 = 1 }));
        var net = One(1, 2);
        var history = new Trainer { Loss = Loss.MeanSquaredError, Optimizer = new Signs { LearningRate = 0.01 }, Epochs = 3 }.Fit(net,
            new DataLoader(Tensor.Ones<double>(4, 2), Tensor.Zeros<double>(4, 1)));
        Assert.True(history.Epochs[2].Loss < history.Epochs[0].Loss);
        Assert.Equal(0.97, net.Weight.Value.ToArray<double>()[0], 1e-12);
    }

    [Fact]
    public void Ftrl_follows_its_formula()
    {
        double z = 0, n = 0, w = 1;
        double[] expected = [.. Enumerable.Range(0, 5).Select(_ =>
        {
            double g = 2 * w, root = Math.Sqrt(n + g * g);
            z += g - (root - Math.Sqrt(n)) / 0.3 * w;
            n += g * g;
            return w = Math.Abs(z) <= 0.05 ? 0 : -(z - Math.Sign(z) * 0.05) / ((1 + root) / 0.3 + 2 * 0.01);
        })];
        AssertSteps(expected, OnParabola(new Ftrl { LearningRate = 0.3, L1 = 0.05, L2 = 0.01 }, 5));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Weights_of_features_that_say_nothing_become_zero(bool byFtrl) // S253, S265
    {
        const int Rows = 400, Features = 10;
        var rng = RandomNumbers.Rng.Stream(1, "sparse", "x").Start();
        var x = new double[Rows * Features];
        rng.FillNormal(x);
        var y = new double[Rows];
        for (int i = 0; i < Rows; i++) y[i] = 2 * x[i * Features] - x[i * Features + 1] + 0.3 * rng.Normal() > 0 ? 1 : 0;
        Tensor inputs = Tensor.From<double>(x, Rows, Features), targets = Tensor.From<double>(y, Rows, 1);
        var layer = One(new double[Features]);
        Optimizer optimizer = byFtrl ? new Ftrl { LearningRate = 1, L1 = 5 } : new Sgd { LearningRate = 0.5, L1 = 0.05 };
        var stepper = optimizer.For(layer.Parameters);
        for (int i = 0; i < 200; i++)
        {
            stepper.ZeroGradients();
            Loss.BinaryCrossEntropyFromLogits.Of(layer.Forward(inputs), targets).Backward();
            stepper.Step();
        }
        double[] w = layer.Weight.Value.ToArray<double>();
        Assert.True(w[0] > 0.2 && w[1] < -0.1, string.Join(" ", w));
        Assert.True(w[2..].Count(v => v == 0) >= 6, string.Join(" ", w));
    }

    [Fact]
    public void A_zero_weight_stays_while_its_slope_is_small() // S265
    {
        double After(double slope)
        {
            var layer = One(0);
            var stepper = new Sgd { LearningRate = 0.1, L1 = 0.5 }.For(layer.Parameters);
            (layer.Weight.Value.Sum() * slope).Backward();
            stepper.Step();
            return (double)layer.Weight.Value;
        }
        Assert.Equal(0, After(0.49));
        Assert.Equal(-0.01, After(0.6), 1e-15);
    }

    [Fact]
    public void L2_multiplies_by_one_less_twice_rate_and_strength() // S266
    {
        var layer = One(3);
        var stepper = new Sgd { LearningRate = 0.1, L2 = 0.2 }.For(layer.Parameters);
        (layer.Weight.Value.Sum() * 0).Backward();
        stepper.Step();
        Assert.Equal(3 * (1 - 0.1 * 2 * 0.2), (double)layer.Weight.Value, 1e-15);
    }

    [Fact]
    public void Decoupled_decay_is_not_rescaled() // S267
    {
        double[] coupled = OnParabola(new Adam { LearningRate = 0.1, L2 = 0.05 }),
            apart = OnParabola(new Adam { LearningRate = 0.1, WeightDecay = 0.1 }),
            named = OnParabola(new AdamW { LearningRate = 0.1, WeightDecay = 0.1 });
        Assert.Equal(named, apart);
        Assert.Equal(0.9, coupled[0], 1e-6); // the step has the size of the rate
        Assert.Equal(0.89, apart[0], 1e-6); // and here the decay comes to it
    }

    [Fact]
    public void Penalties_leave_biases_alone() // S181
    {
        var layer = new Linear(1, 1);
        layer.Initialize(0, DType.Float64);
        layer.Weight.Set(Tensor.From<double>([1], 1, 1));
        layer.Bias!.Set(Tensor.From<double>([1], 1));
        void Step(Optimizer optimizer)
        {
            layer.ZeroGradients();
            ((layer.Weight.Value.Sum() + layer.Bias!.Value.Sum()) * 0).Backward();
            optimizer.For(layer.Parameters).Step();
        }
        layer.Place();
        Step(new Sgd { LearningRate = 0.1, L2 = 0.5, L1 = 0.5, WeightDecay = 0.5 });
        Assert.Equal(1, (double)layer.Bias!.Value);
        Assert.True((double)layer.Weight.Value < 0.9);
        Step(new Sgd { LearningRate = 0.1, Groups = [new ParameterGroup { Path = "bi*", WeightDecay = 0.5 }] });
        Assert.Equal(0.95, (double)layer.Bias!.Value, 1e-15);
    }

    [Fact]
    public void Groups_are_found_by_path()
    {
        Assert.True(new ParameterGroup { Path = "a.*.bias" }.Has("a.0.x.bias"));
        Assert.False(new ParameterGroup { Path = "a.*.bias" }.Has("a.bias"));
        Assert.True(new ParameterGroup().Has("anything"));
        Assert.False(new ParameterGroup { Path = "weight" }.Has("0.weight"));
        var net = new Sequential(new Linear(2, 2));
        net.Initialize();
        var adam = new Adam { Groups = [new ParameterGroup { Path = "encoder.*" }] };
        var error = Assert.Throws<ArgumentException>(() => adam.For(net.Parameters));
        Assert.Contains("encoder.*", error.Message, StringComparison.Ordinal);
        Assert.Contains("0.weight", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Constraints() => ["max", "unit", "non-negative", "within"];

    [Theory]
    [MemberData(nameof(Constraints))]
    public void Constraints_hold_after_every_step(string name) // S269
    {
        Constraint constraint = name switch
        {
            "max" => new MaxNorm { Limit = 0.7 },
            "unit" => new UnitNorm(),
            "non-negative" => new NonNegative(),
            _ => new Within { Lowest = -0.1, Highest = 0.2 },
        };
        var layer = new Linear(4, 3);
        layer.Initialize(1, DType.Float64);
        layer.Place();
        var x = Tensor.From(Enumerable.Range(0, 20).Select(i => Math.Sin(i * 1.7) * 3).ToArray()).Reshape(5, 4);
        var weights = new ParameterGroup { Path = "*weight", Constraint = constraint };
        var stepper = new Sgd { LearningRate = 0.3, Groups = [weights] }.For(layer.Parameters);
        for (int i = 0; i < 10; i++)
        {
            stepper.ZeroGradients();
            (layer.Forward(x) + 2).Square().Mean().Backward();
            stepper.Step();
            var w = layer.Weight.Value.Detach();
            double[] lengths = w.Norm(1).ToArray<double>(), all = w.ToArray<double>();
            Assert.True(name switch
            {
                "max" => lengths.All(l => l <= 0.7 + 1e-12) && lengths.Any(l => l > 0.69),
                "unit" => lengths.All(l => Math.Abs(l - 1) < 1e-12),
                "non-negative" => all.All(v => v >= 0),
                _ => all.All(v => v is >= -0.1 and <= 0.2),
            }, $"{name}: {w}");
        }
    }

    [Fact]
    public void A_batch_in_parts_gives_the_step_of_the_whole() // S185
    {
        Sequential Net()
        {
            var net = new Sequential(new Linear(4, 6), new Tanh(), new Linear(6, 3));
            net.Initialize(2, DType.Float64);
            return net;
        }
        var x = Tensor.From(Enumerable.Range(0, 40).Select(i => Math.Sin(i * 1.3)).ToArray()).Reshape(10, 4);
        var y = Tensor.From(Enumerable.Range(0, 10).Select(i => i % 3).ToArray());
        Sequential whole = Net(), parts = Net();
        var (wholeStepper, partsStepper) = (new Adam().For(whole.Parameters), new Adam().For(parts.Parameters));
        Loss.CrossEntropyFromLogits.Of(whole.Forward(x), y).Backward();
        foreach (var rows in new[] { 0..4, 4..8, 8..10 })
        {
            var part = y[rows];
            (Loss.CrossEntropyFromLogits.Of(parts.Forward(x[rows]), part) * (part.Length / 10.0)).Backward();
        }
        wholeStepper.Step();
        partsStepper.Step();
        foreach (var (a, b) in whole.Parameters.Zip(parts.Parameters)) Fixture.AssertClose(a.Value, b.Value, 1e-12, a.Path);
    }

    [Fact]
    public void Averages_are_used_and_put_back()
    {
        var layer = One(1);
        WeightAverages equal = new EqualAverage().For(layer.Parameters),
            running = new ExponentialAverage { Decay = 0.75 }.For(layer.Parameters);
        foreach (double w in new[] { 1.0, 2, 6 })
        {
            layer.Weight.Set(Tensor.From<double>([w], 1, 1));
            equal.Update();
            running.Update();
        }
        using (equal.Use()) Assert.Equal(3, (double)layer.Weight.Value, 1e-15);
        Assert.Equal(6, (double)layer.Weight.Value);
        running.Apply();
        Assert.Equal(0.75 * (0.75 * 1 + 0.25 * 2) + 0.25 * 6, (double)layer.Weight.Value, 1e-15);
    }

    [Fact]
    public void Lbfgs_solves_Rosenbrock() // S251
    {
        var layer = One(-1.2, 1);
        var stepper = new Lbfgs().For(layer.Parameters);
        Tensor Valley()
        {
            Tensor x = layer.Weight.Value[0, 0], y = layer.Weight.Value[0, 1];
            return (1 - x).Square() + (y - x.Square()).Square() * 100;
        }
        for (int i = 0; i < 200 && !stepper.IsConverged; i++) stepper.Step(Valley);
        Assert.Equal(1, layer.Weight.Value.ToArray<double>()[0], 1e-6);
        Assert.Equal(1, layer.Weight.Value.ToArray<double>()[1], 1e-6);
        Assert.True(stepper.Steps < 100, $"{stepper.Steps} steps");
    }

    [Fact]
    public void A_schedule_that_looks_at_losses_is_told_by_the_stepper()
    {
        var layer = One(1);
        var stepper = new Sgd { LearningRate = 1, Schedule = new PlateauSchedule { Patience = 1, Decay = 0.5 } }.For(layer.Parameters);
        foreach (double loss in new[] { 3.0, 2, 2, 2.5 }) stepper.Observe(loss);
        Assert.Equal(0.5, stepper.LearningRate);
    }

    [Theory]
    [InlineData("0", new[] { 0, 1 })]
    [InlineData("0.weight", new[] { 0 })]
    [InlineData("*.bias", new[] { 1, 3 })]
    [InlineData("1*", new[] { 2, 3 })]
    public void A_group_is_a_parameter_a_module_or_a_pattern(string path, int[] kept)
    {
        var net = new Sequential(new Linear(2, 3), new Linear(3, 1));
        net.Initialize(1);
        float[][] before = [.. net.Parameters.Select(p => p.Value.ToArray<float>())];
        var stepper = new Sgd { LearningRate = 0.1, Groups = [new ParameterGroup { Path = path, RateFactor = 0 }] }.For(net.Parameters);
        net.Forward(Tensor.Ones<float>(2, 2)).Sum().Backward();
        stepper.Step();
        Assert.Equal(kept, Enumerable.Range(0, 4).Where(i => net.Parameters[i].Value.ToArray<float>().SequenceEqual(before[i])));
    }

    sealed record Greedy : Optimizer
    {
        protected internal override IReadOnlyList<string> Slots { get; } = ["a", "b", "c", "d"];

        protected internal override void Update(in ParameterStep step) { }
    }

    [Fact]
    public void More_than_three_numbers_are_not_kept()
    {
        var net = new Sequential(new Linear(1, 1));
        net.Initialize();
        Assert.Contains("Greedy: 4 slots", Assert.Throws<NotSupportedException>(() => new Greedy().For(net.Parameters)).Message, StringComparison.Ordinal);
    }
}
