using Cairn.RandomNumbers;

namespace Cairn.Tests;

public class InitializerTests
{
    static double[] Drawn(Initializer initializer, params int[] shape) =>
        initializer.Draw(new Shape(shape), Rng.Stream(4, "w", "parameter")).ToArray<double>();

    static (double Mean, double Deviation) Moments(double[] values)
    {
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / values.Length));
    }

    [Fact]
    public void Normal_numbers()
    {
        var (mean, deviation) = Moments(Drawn(new RandomNormal { Mean = 3, Deviation = 0.5 }, 300, 300));
        Assert.InRange(mean, 2.99, 3.01);
        Assert.InRange(deviation, 0.495, 0.505);
    }

    [Fact]
    public void Truncated_normal_numbers_end_where_they_should()
    {
        double[] values = Drawn(new TruncatedNormal { Deviation = 0.1 }, 300, 300);
        Assert.InRange(values.Max(), 0.19, 0.2);
        Assert.InRange(values.Min(), -0.2, -0.19);
        Assert.InRange(Moments(values).Deviation, 0.0870, 0.0890); // 0.8796 of 0.1
    }

    [Fact]
    public void Uniform_numbers()
    {
        double[] values = Drawn(new RandomUniform { Low = -1, High = 3 }, 300, 300);
        Assert.InRange(values.Min(), -1, -0.99);
        Assert.InRange(values.Max(), 2.99, 3);
        Assert.InRange(values.Average(), 0.97, 1.03);
        Assert.Throws<InvalidOperationException>(() => Drawn(new RandomUniform { Low = 1 }, 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Variances_by_fan(int which) // S163
    {
        var (initializer, variance) = which switch
        {
            0 => (Initializer.Xavier, 2 / 900.0),
            1 => (Initializer.XavierUniform, 2 / 900.0),
            2 => (Initializer.LeCun, 1 / 300.0),
            3 => (Initializer.LeCunUniform, 1 / 300.0),
            4 => (Initializer.He, 2 / 300.0),
            5 => (Initializer.HeUniform, 2 / 300.0),
            6 => (Initializer.FanInUniform, 1 / 900.0),
            _ => (new VarianceScaling { Gain = 25 / 9.0, Fan = Fan.Out, IsNormal = true }, 25 / 9.0 / 600),
        };
        Assert.InRange(Moments(Drawn(initializer, 600, 300)).Deviation / Math.Sqrt(variance), 0.98, 1.02);
    }

    [Theory]
    [InlineData(5, 8)]
    [InlineData(8, 5)]
    [InlineData(6, 6)]
    public void Orthogonal_rows_or_columns(int rows, int columns)
    {
        var w = new Orthogonal { Gain = 2 }.Draw(new Shape(rows, columns), Rng.Stream(1, "w", "parameter"));
        var product = rows <= columns ? w.MatMul(w.T) : w.T.MatMul(w);
        Fixture.AssertClose(Tensor.Eye<double>(Math.Min(rows, columns)) * 4, product, 1e-12, "product");
        Assert.Equal(new Shape(3, 2, 2), new Orthogonal().Draw(new Shape(3, 2, 2), Rng.Stream(1, "w", "")).Shape);
        Assert.Throws<ArgumentException>(() => new Orthogonal().Draw(new Shape(3), Rng.Stream(1, "w", "")));
    }

    [Theory]
    [InlineData(0.9, 9)]
    [InlineData(0.25, 3)]
    [InlineData(0, 0)]
    [InlineData(1, 10)]
    public void Every_column_has_its_zeros(double sparsity, int zeros)
    {
        double[] values = Drawn(new Sparse { Sparsity = sparsity, Deviation = 0.5 }, 10, 2000);
        for (int j = 0; j < 2000; j++) Assert.Equal(zeros, Enumerable.Range(0, 10).Count(i => values[i * 2000 + j] == 0));
        for (int i = 0; i < 10; i++) Assert.InRange(Enumerable.Range(0, 2000).Count(j => values[i * 2000 + j] == 0), 200 * zeros - 80, 200 * zeros + 80);
        if (zeros < 10) Assert.InRange(Moments([.. values.Where(v => v != 0)]).Deviation, 0.47, 0.53);
        Assert.Throws<ArgumentException>(() => Drawn(new Sparse(), 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sparse { Sparsity = 1.5 });
    }

    [Fact]
    public void The_identity_passes_on_what_comes_in()
    {
        var layer = new Linear(3, 3, initializer: new IdentityMatrix());
        layer.Initialize();
        var x = Tensor.From([1f, 2, 3]).Reshape(1, 3);
        Assert.Equal(x.ToArray<float>(), layer.Forward(x).ToArray<float>());
        var kernel = new IdentityMatrix().Draw(new Shape(2, 2, 3, 3), Rng.Stream(0, "", ""));
        Assert.Equal(2, (double)kernel.Sum());
        Assert.Equal(1, (double)kernel[1, 1, 1, 1]);
    }

    [Fact]
    public void A_constant_bias() // S165
    {
        Assert.All(Drawn(new Constant { Value = 0.1 }, 1, 4), v => Assert.Equal(0.1, v));
    }

    [Fact]
    public void Units_that_start_alike_stay_alike() // S164
    {
        bool StayAlike(Initializer initializer)
        {
            var net = new Sequential(new Linear(2, 3, initializer: initializer), new Tanh(), new Linear(3, 1, initializer: initializer));
            net.Initialize(1, DType.Float64);
            var x = Tensor.From(new[,] { { 0.0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } });
            var y = Tensor.From([0.0, 1, 1, 0.5]).Reshape(4, 1);
            var stepper = new Sgd { LearningRate = 0.1 }.For(net.Parameters);
            for (int i = 0; i < 50; i++)
            {
                stepper.ZeroGradients();
                Loss.MeanSquaredError.Of(net.Forward(x), y).Backward();
                stepper.Step();
            }
            double[] w = ((Linear)net[0]).Weight.Value.ToArray<double>();
            return w[0] == w[2] && w[2] == w[4] && w[1] == w[3];
        }
        Assert.True(StayAlike(Initializer.Zeros));
        Assert.True(StayAlike(new Constant { Value = 0.3 }));
        Assert.False(StayAlike(Initializer.Xavier));
    }

    [Fact]
    public void Draws_are_those_of_the_stream_alone()
    {
        Initializer[] all = [new RandomNormal(), new TruncatedNormal(), new RandomUniform(), new Orthogonal(), new Sparse(), Initializer.He];
        foreach (var initializer in all)
        {
            Assert.Equal(Drawn(initializer, 4, 3), Drawn(initializer, 4, 3));
            Assert.Equal(initializer, initializer with { });
        }
    }
}
