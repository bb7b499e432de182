using Cairn.RandomNumbers;

namespace Cairn.Tests;

public class LayerTests
{
    static double[] Values(Module layer, params double[] x) => layer.Forward(Tensor.From(x)).ToArray<double>();

    [Fact]
    public void Activations_where_tables_are_damaged() // S196-S200, E18
    {
        var x = Tensor.From([-1.0, 1]).AsParameter();
        var y = new Elu().Forward(x);
        Assert.Equal(-0.632121, y.ToArray<double>()[0], 1e-6);
        Assert.Equal(1, y.ToArray<double>()[1]);
        y.Sum().Backward();
        Assert.Equal(0.367879, x.Grad!.ToArray<double>()[0], 1e-6);
        Assert.Equal(1, x.Grad.ToArray<double>()[1]);
        Assert.Equal([0, 0, 3], Values(new Relu(), -2, 0, 3));
        Assert.Equal([-0.02, 3], Values(new LeakyRelu(), -2, 3));
        Assert.Equal(0.462117, Values(new Tanh(), 0.5)[0], 1e-6);
        Assert.Equal([-1, 1], Values(new Tanh(), -1000, 1000));
        var zero = Tensor.From([0.0]).AsParameter();
        new Sigmoid().Forward(zero).Sum().Backward();
        Assert.Equal(0.25, (double)zero.Grad!, 1e-15);
    }

    [Fact]
    public void A_line_has_its_factor_for_a_slope() // S195
    {
        var line = new Linear(1, 1, bias: false);
        line.Initialize(0, DType.Float64);
        line.Weight.Set(Tensor.From<double>([-1.7], 1, 1));
        foreach (double at in (double[])[-3, 0, 2.5])
        {
            var x = Tensor.From<double>([at], 1, 1).AsParameter();
            line.Forward(x).Sum().Backward();
            Assert.Equal(-1.7, (double)x.Grad!);
            double Value(double moved) => (double)line.Forward(Tensor.From<double>([at + moved], 1, 1));
            Assert.Equal(-1.7, (Value(1e-6) - Value(-1e-6)) / 2e-6, 1e-9);
        }
    }

    [Fact]
    public void Softmax_and_its_logarithm_have_the_right_slopes() // S201: diag p - p pᵀ, and I - 1 pᵀ
    {
        double[] z = [0.3, -1.2, 2, 0];
        double[] p = Values(new Softmax(), z);
        Assert.Equal(1, p.Sum(), 1e-15);
        foreach (var (layer, slope) in new (Module, Func<int, int, double>)[]
        {
            (new Softmax(), (i, j) => p[i] * ((i == j ? 1 : 0) - p[j])),
            (new LogSoftmax(), (i, j) => (i == j ? 1 : 0) - p[j]),
        })
            for (int i = 0; i < z.Length; i++)
            {
                var x = Tensor.From(z).AsParameter();
                layer.Forward(x)[i].Sum().Backward();
                double[] found = x.Grad!.ToArray<double>();
                for (int j = 0; j < z.Length; j++) Assert.Equal(slope(i, j), found[j], 1e-14);
            }
        Assert.All(p.Zip(Values(new LogSoftmax(), z)), both => Assert.Equal(Math.Log(both.First), both.Second, 1e-14));
    }

    [Fact]
    public void What_is_said_for_and_against_activations() // S206
    {
        double[] x = [.. Enumerable.Range(-400, 801).Select(i => i / 50.0)];
        (double[] Values, double[] Slopes) Of(Module layer)
        {
            var at = Tensor.From(x).AsParameter();
            var y = layer.Forward(at);
            y.Sum().Backward();
            return (y.ToArray<double>(), at.Grad!.ToArray<double>());
        }
        var (sigmoid, sigmoidSlope) = Of(new Sigmoid());
        Assert.All(sigmoid, v => Assert.InRange(v, 0, 1));
        Assert.Equal(0.5, sigmoid.Average(), 1e-12);            // not centred on 0
        Assert.Equal(0.25, sigmoidSlope.Max(), 1e-12);          // a slope shrinks to a quarter at best, layer by layer
        Assert.True(sigmoidSlope[0] < 1e-3);                    // and vanishes far out
        var (tanh, tanhSlope) = Of(new Tanh());
        Assert.All(tanh, v => Assert.InRange(v, -1, 1));
        Assert.Equal(0, tanh.Average(), 1e-12);                 // centred
        Assert.Equal(1, tanhSlope.Max(), 1e-12);
        Assert.True(tanhSlope[0] < 1e-5);
        var (relu, reluSlope) = Of(new Relu());
        Assert.Equal(0, relu.Min());
        Assert.True(relu.Average() > 1);                        // not centred
        Assert.Equal([0.0, 1], reluSlope.Distinct().Order());   // no slope is lost above 0, and all of it below: a unit can die
        var (leaky, leakySlope) = Of(new LeakyRelu());
        Assert.True(leaky.Min() < 0);
        Assert.Equal(0.01, leakySlope.Min(), 1e-15);            // it cannot
        var (elu, eluSlope) = Of(new Elu());
        Assert.InRange(elu.Min(), -1, -0.999);                  // bounded below
        Assert.True(eluSlope.Min() > 0);
        Assert.True(elu.Average() < relu.Average());            // nearer to 0
        foreach (double[] growing in (double[][])[sigmoid, tanh, relu, leaky, elu]) Assert.Equal(growing.Order(), growing);
    }

    [Fact]
    public void Far_from_0_activations_and_their_slopes_stay_finite()
    {
        Module[] layers = [new Sigmoid(), new Tanh(), new Relu(), new LeakyRelu(), new Elu(), new Selu(), new Gelu(), new Gelu(true),
            new Swish(), new Mish(), new Softplus(), new Softsign(), new HardSigmoid(), new HardTanh(), new HardSwish(), new Softmax(),
            new LogSoftmax()];
        foreach (var layer in layers)
        {
            var x = Tensor.From([-1000f, -100, -20, 0, 20, 100, 1000]).AsParameter();
            var y = layer.Forward(x);
            y.Sum().Backward();
            Assert.All(y.ToArray<float>(), v => Assert.True(float.IsFinite(v), $"{layer}: {y}"));
            Assert.All(x.Grad!.ToArray<float>(), v => Assert.True(float.IsFinite(v), $"{layer}: slope {x.Grad}"));
        }
    }

    [Fact]
    public void An_activation_is_drawn_with_its_derivative() // S205
    {
        string svg = new Tanh().Curves().ToSvg();
        Assert.Contains("Tanh", svg, StringComparison.Ordinal);
        Assert.Contains("derivative", svg, StringComparison.Ordinal);
        Assert.Contains("derivative", new PRelu().Curves().ToSvg(), StringComparison.Ordinal);
        Assert.Contains("derivative", new Step().Curves().ToSvg(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Maxout(1, 2).Curves());
    }

    [Fact]
    public void A_step_refuses_to_be_trained_through() // S204
    {
        var net = new Sequential(new Linear(2, 1), new Step());
        net.Initialize();
        var x = Tensor.Ones<float>(3, 2);
        Assert.All(net.Forward(x).ToArray<float>(), v => Assert.True(v is 0 or 1));
        using var mode = Mode.Training();
        var error = Assert.Throws<InvalidOperationException>(() => net.Forward(x));
        Assert.Contains("Sigmoid", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_maxout_of_two_pieces_learns_the_absolute_value() // S203
    {
        var layer = new Maxout(1, 1, 2);
        layer.Initialize(1, DType.Float64);
        var x = Tensor.Linspace(-1, 1, 41).Reshape(41, 1);
        var stepper = new Adam { LearningRate = 0.03 }.For(layer.Parameters);
        for (int i = 0; i < 400; i++)
        {
            stepper.ZeroGradients();
            Loss.MeanSquaredError.Of(layer.Forward(x), x.Abs()).Backward();
            stepper.Step();
        }
        Assert.True((double)Loss.MeanSquaredError.Of(layer.Forward(x), x.Abs()) < 1e-4);
    }

    [Fact]
    public void Dropout_keeps_the_mean_and_drops_to_zero() // S212, S257
    {
        var x = Tensor.Ones<double>(1000, 100);
        using (Mode.Training(3, 1))
        {
            double[] y = new Dropout(0.2).Forward(x).ToArray<double>();
            Assert.Equal([0, 1 / 0.8], y.Distinct().Order());
            Assert.InRange(y.Average(), 0.99, 1.01);
            Assert.True(Tensor.EqualsExactly(x, new Dropout(0).Forward(x)));
            Assert.All(new Dropout(1).Forward(x).ToArray<double>(), v => Assert.Equal(0, v));
        }
        Assert.Same(x, new Dropout(0.5).Forward(x));
    }

    [Fact]
    public void Dropout_by_the_printed_mask() // S257
    {
        var x = Tensor.Arange(20).To<double>().Reshape(5, 4);
        var mask = Tensor.From([1.0, 1, 0, 0, 1, 0, 0, 1, 1, 1, 0, 1, 1, 0, 0, 0, 1, 1, 1, 0]).Reshape(5, 4);
        Assert.Equal([0, 2, 0, 0, 8, 0, 0, 14, 16, 18, 0, 22, 24, 0, 0, 0, 32, 34, 36, 0], Dropout.Kept(x, mask, 0.5).ToArray<double>());
    }

    [Fact]
    public void Spatial_dropout_drops_whole_channels()
    {
        using var mode = Mode.Training();
        var y = new SpatialDropout(0.5).Forward(Tensor.Ones<double>(20, 10, 3, 3));
        double[][] channels = [.. y.ToArray<double>().Chunk(9)];
        Assert.All(channels, c => Assert.Single(c.Distinct()));
        Assert.InRange(channels.Count(c => c[0] == 0), 70, 130);
    }

    [Fact]
    public void Alpha_dropout_keeps_mean_and_variance()
    {
        var values = new double[100_000];
        Rng.Stream(0, "alpha", "x").Start().FillNormal(values);
        using var mode = Mode.Training();
        double[] y = new AlphaDropout(0.3).Forward(Tensor.From(values)).ToArray<double>();
        double mean = y.Average();
        Assert.InRange(mean, -0.02, 0.02);
        Assert.InRange(y.Sum(v => (v - mean) * (v - mean)) / y.Length, 0.97, 1.03);
    }

    [Fact]
    public void Noise_has_its_deviation_and_is_off_in_evaluation() // S226, S262
    {
        var x = Tensor.Zeros<double>(100_000);
        Assert.Same(x, new GaussianNoise(0.5).Forward(x));
        using var mode = Mode.Training();
        double[] y = new GaussianNoise(0.5).Forward(x).ToArray<double>();
        Assert.InRange(y.Average(), -0.01, 0.01);
        Assert.InRange(Math.Sqrt(y.Sum(v => v * v) / y.Length), 0.495, 0.505);
    }

    [Fact]
    public void Noise_on_weights_is_taken_away_again() // S263
    {
        var layer = new Linear(200, 100, bias: false);
        var noisy = new WeightNoise(layer, 0.2);
        noisy.Initialize(1, DType.Float64);
        var before = layer.Weight.Value;
        var x = Tensor.Eye<double>(200);
        using (Mode.Training())
        {
            double[] noise = (noisy.Forward(x).Detach() - layer.Forward(x).Detach()).ToArray<double>();
            Assert.InRange(Math.Sqrt(noise.Sum(v => v * v) / noise.Length), 0.197, 0.203);
        }
        Assert.Same(before, layer.Weight.Value);
        Assert.True(Tensor.EqualsExactly(layer.Forward(x).Detach(), noisy.Forward(x).Detach()));
    }

    [Fact]
    public void Each_use_and_each_layer_draws_anew()
    {
        var shared = new Dropout(0.5);
        var net = new Sequential(shared, new Dropout(0.5));
        net.Place();
        var x = Tensor.Ones<double>(1, 64);
        using var mode = Mode.Training();
        var first = shared.Forward(x);
        Assert.False(Tensor.EqualsExactly(first, shared.Forward(x)));
        Assert.False(Tensor.EqualsExactly(first, net[1].Forward(x)));
    }

    [Fact]
    public void Batch_norm_has_mean_0_and_deviation_1_and_remembers() // S207
    {
        var layer = new BatchNorm(3, momentum: 1, epsilon: 1e-12);
        layer.Initialize(0, DType.Float64);
        var x = Tensor.From(Enumerable.Range(0, 60).Select(i => Math.Sin(i * i) * 3 + i % 3).ToArray()).Reshape(20, 3);
        using (Mode.Training())
        {
            var y = layer.Forward(x).Detach();
            Fixture.AssertClose(Tensor.Zeros<double>(3), y.Mean(0), 1e-12, "mean");
            Fixture.AssertClose(Tensor.Ones<double>(3), y.StandardDeviation(0), 1e-10, "deviation");
            Assert.Throws<ArgumentException>(() => layer.Forward(x[..1]));
        }
        Fixture.AssertClose(x.Mean(0), layer.RunningMean.Value, 1e-12, "running mean");
        Fixture.AssertClose(x.Variance(0, degreesOfFreedom: 1), layer.RunningVariance.Value, 1e-12, "running variance");
        Fixture.AssertClose((x - x.Mean(0)) / x.Variance(0, degreesOfFreedom: 1).Sqrt(), layer.Forward(x), 1e-9, "evaluation");
        Assert.Equal(6, layer.ParameterCount); // γ and β, not the statistics
    }

    [Fact]
    public void Batch_norm_of_images_is_over_rows_height_and_width() // S207 in two axes
    {
        var layer = new BatchNorm(2, momentum: 1, epsilon: 1e-12);
        layer.Initialize(0, DType.Float64);
        var x = Tensor.From(Enumerable.Range(0, 5 * 2 * 3 * 4).Select(i => Math.Cos(i * i) * 2 + i % 7).ToArray()).Reshape(5, 2, 3, 4);
        Tensor Rows(Tensor t) => t.Permute(0, 2, 3, 1).Reshape(-1, 2);
        using (Mode.Training())
        {
            var y = Rows(layer.Forward(x).Detach());
            Fixture.AssertClose(Tensor.Zeros<double>(2), y.Mean(0), 1e-12, "mean");
            Fixture.AssertClose(Tensor.Ones<double>(2), y.StandardDeviation(0), 1e-10, "deviation");
        }
        Fixture.AssertClose((Rows(x) - Rows(x).Mean(0)) / Rows(x).Variance(0, degreesOfFreedom: 1).Sqrt(), Rows(layer.Forward(x)), 1e-9, "evaluation");
    }

    [Fact]
    public void The_layers_of_the_generators_are_saved_and_answer_with_the_same_bits() // S224: the printed LogSoftmax names no axis; here it is the last
    {
        var net = new Sequential(new Convolution(1, 3, 4, stride: 2, padding: 1, bias: false), new BatchNorm(3), new LeakyRelu(0.2), new Flatten(),
            new Linear(3 * 4 * 4, 10), new LogSoftmax());
        net.Initialize(4);
        var x = Tensor.From(Enumerable.Range(0, 2 * 8 * 8).Select(i => (float)Math.Sin(i * 0.7)).ToArray()).Reshape(2, 1, 8, 8);
        using (Mode.Training()) net.Forward(x); // statistics to be saved
        var y = net.Forward(x).Detach();
        Assert.Equal(new Shape(2, 10), y.Shape);
        Fixture.AssertClose(Tensor.Ones<float>(2), y.Exp().Sum(-1), 1e-6, "sums of probabilities");
        Assert.Equal([-0.4f, 3], new LeakyRelu(0.2).Forward(Tensor.From([-2f, 3])).ToArray<float>());

        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.cairn");
        try
        {
            net.Save(path);
            Assert.True(Tensor.EqualsExactly(y, Model.Load<Sequential>(path).Forward(x).Detach()));
        }
        finally { File.Delete(path); }
    }

    [Fact]
    public void An_embedding_learns_only_the_rows_it_was_asked_for() // S221
    {
        var layer = new Embedding(5, 2);
        layer.Initialize();
        layer.Forward(Tensor.From([1, 3, 1])).Sum().Backward();
        Assert.Equal([0, 0, 2, 2, 0, 0, 1, 1, 0, 0], layer.Weight.Gradient!.ToArray<float>());
    }

    [Theory]
    [InlineData(29, 28, 0)]
    [InlineData(33, 32, 0)]
    [InlineData(33, 30, 1)]
    [InlineData(32, 28, 2)]
    public void A_crop_takes_the_middle(int size, int left, int start) // S223
    {
        var x = Tensor.Arange(size).To<double>().Reshape(1, 1, size);
        Assert.Equal(Enumerable.Range(start, left).Select(i => (double)i), new Crop(left).Forward(x).ToArray<double>());
    }

    [Fact]
    public void Layers_have_the_names_that_others_give_them() // S225
    {
        var own = typeof(Sequential).Assembly.GetExportedTypes().Where(t => t.IsSubclassOf(typeof(Module))).Select(t => t.Name.ToUpperInvariant()).ToHashSet();
        string[] shared = ["Sequential", "Linear", "Embedding", "Flatten", "Dropout", "AlphaDropout", "LayerNorm", "GroupNorm", "ReLU", "LeakyReLU",
            "PReLU", "ELU", "SELU", "GELU", "Mish", "Sigmoid", "Tanh", "Softmax", "LogSoftmax", "Softplus", "Softsign", "RNN", "LSTM", "GRU", "LSTMCell", "GRUCell",
            "RNNCell", "MultiheadAttention", "TransformerEncoder", "TransformerEncoderLayer", "TransformerDecoder", "TransformerDecoderLayer", "Upsample"];
        Assert.Empty(shared.Select(name => name.ToUpperInvariant()).Except(own));
        // Dense(10) of four inputs, and Conv2D(32, 3) of gray images: one name for any number of axes
        Assert.Equal(50, new Linear(4, 10).ParameterCount);
        Assert.Equal(320, new Convolution(1, 32, 3).ParameterCount);
        Assert.Equal(128, new Convolution(1, 32, 3, axes: 1).ParameterCount);
    }

    [Fact]
    public void A_linear_layer_of_8_and_4_has_40_parameters() => Assert.Equal(40, new Linear(4, 8).ParameterCount); // S217

    [Fact]
    public void Activities_are_penalized_while_training() // S268
    {
        var layer = new ActivityPenalty(0.1, 0.01);
        var x = Tensor.From(new[,] { { 1.0, -2 }, { 0, 3 } }).AsParameter();
        layer.Forward(x);
        Assert.Null(Mode.Penalty);
        using var mode = Mode.Training();
        layer.Forward(x);
        Assert.Equal((0.1 * 6 + 0.01 * 14) / 2, (double)Mode.Penalty!, 1e-15);
        Mode.Penalty!.Backward();
        Fixture.AssertClose(Tensor.From(new[,] { { 0.06, -0.07 }, { 0, 0.08 } }), x.Grad, 1e-15, "slope");
    }

    [Fact]
    public void A_penalty_raises_the_share_of_zeros() // S268
    {
        double Zeros(double strength)
        {
            var net = new Sequential(new Linear(4, 20), new Relu(), new ActivityPenalty(strength), new Linear(20, 1));
            net.Initialize(1, DType.Float64);
            var x = Tensor.From(Enumerable.Range(0, 200).Select(i => Math.Sin(i * 1.9)).ToArray()).Reshape(50, 4);
            var y = (x * Tensor.From([1.0, -1, 0.5, 0])).Sum(1, keepDims: true);
            var stepper = new Adam { LearningRate = 0.01 }.For(net.Parameters);
            for (int i = 0; i < 200; i++)
            {
                using var mode = Mode.Training(0, i);
                stepper.ZeroGradients();
                var loss = Loss.MeanSquaredError.Of(net.Forward(x), y);
                (Mode.Penalty is { } penalty ? loss + penalty : loss).Backward();
                stepper.Step();
            }
            double[] hidden = net[1].Forward(net[0].Forward(x)).ToArray<double>();
            return hidden.Count(v => v == 0) / (double)hidden.Length;
        }
        Assert.True(Zeros(0.05) > Zeros(0) + 0.1, $"{Zeros(0.05)} against {Zeros(0)}");
    }

    [Fact]
    public void A_foreign_module_is_not_saved_whole()
    {
        var net = new Sequential(new Residual(new Foreign()));
        Assert.Throws<NotSupportedException>(() => Persistence.ModelFile.Save(net, new MemoryStream()));
    }

    sealed class Foreign : Module
    {
        public override Tensor Forward(Tensor x) => x;
    }

    [Fact]
    public void Shapes_that_do_not_meet_are_named()
    {
        var x = Tensor.Ones<float>(2, 3);
        var residual = new Residual(new Linear(3, 4));
        residual.Initialize();
        Assert.Contains("[2, 4]", Assert.Throws<ArgumentException>(() => residual.Forward(x)).Message, StringComparison.Ordinal);
        var branches = new Branches(Join.Sum, 0, new Linear(3, 4), new Identity());
        branches.Initialize();
        Assert.Contains("[2, 3]", Assert.Throws<ArgumentException>(() => branches.Forward(x)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new GroupNorm(3, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HardTanh(1, 1));
    }

    [Fact]
    public void What_fires_together_wires_together() // S159
    {
        // two directions of deviation 2 and 1, turned by 30 degrees, and a third of 0.2
        var (cos, sin) = (Math.Sqrt(0.75), 0.5);
        var values = new double[2000 * 3];
        var rng = Rng.Stream(1, "hebb", "x").Start();
        for (int i = 0; i < 2000; i++)
        {
            double a = 2 * rng.Normal(), b = rng.Normal();
            (values[3 * i], values[3 * i + 1], values[3 * i + 2]) = (cos * a - sin * b, sin * a + cos * b, 0.2 * rng.Normal());
        }
        var x = Tensor.From(values).Reshape(2000, 3);
        var layer = new Hebbian(3, 2, rate: 0.05);
        layer.Initialize(4, DType.Float64);
        using (Mode.Training())
            for (int i = 0; i < 400; i++) layer.Forward(x);
        double[] w = layer.Weight.Value.ToArray<double>();
        Assert.Equal(1, Math.Abs(w[0] * cos + w[1] * sin), 0.01);
        Assert.Equal(1, Math.Abs(-w[3] * sin + w[4] * cos), 0.01);
        Assert.Equal(1, w[..3].Sum(v => v * v), 0.01);
        var still = layer.Weight.Value.Copy();
        layer.Forward(x);
        Assert.True(Tensor.EqualsExactly(still, layer.Weight.Value)); // in evaluation it only answers
        Assert.Throws<ArgumentOutOfRangeException>(() => new Hebbian(2, 3));
    }

    [Fact]
    public void Candidates_come_near_all_classes() // S202
    {
        const int Classes = 40;
        var values = new double[6 * 5];
        Rng.Stream(1, "candidates", "x").Start().FillNormal(values);
        var x = Tensor.From(values).Reshape(6, 5);
        var y = Tensor.From([0, 39, 7, 7, 21, 3]);
        (double Loss, double[] Gradient) Of(int candidates, bool trains, long step)
        {
            var layer = new SampledSoftmax(5, Classes, candidates);
            layer.Initialize(2, DType.Float64);
            using var mode = trains ? Mode.Training(1, step) : Mode.Evaluation();
            var loss = layer.LossOf(x, y).Mean();
            loss.Backward();
            return ((double)loss, layer.Weight.Gradient!.ToArray<double>());
        }
        var (whole, slope) = Of(Classes, trains: false, 0);
        var (same, sameSlope) = Of(Classes, trains: true, 0);
        Assert.Equal(whole, same, 1e-12);
        Assert.All(slope.Zip(sameSlope), p => Assert.Equal(p.First, p.Second, 1e-12));
        double Error(int candidates) => Enumerable.Range(0, 20).Average(step =>
            Math.Sqrt(Of(candidates, trains: true, step).Gradient.Zip(slope).Sum(p => (p.First - p.Second) * (p.First - p.Second))));
        double few = Error(4), some = Error(16), most = Error(36);
        Assert.True(few > 1.3 * some && some > 1.3 * most, $"{few}, {some}, {most}");
        Assert.InRange(Of(4, trains: true, 0).Gradient.Chunk(5).Count(row => row.Any(v => v != 0)), 5, 9);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampledSoftmax(5, 4, 5));
        Assert.Throws<ArgumentException>(() => Of2());

        void Of2()
        {
            var layer = new SampledSoftmax(5, Classes, 4);
            layer.Initialize(2, DType.Float64);
            layer.LossOf(x, Tensor.From([1, 2]));
        }
    }
}
