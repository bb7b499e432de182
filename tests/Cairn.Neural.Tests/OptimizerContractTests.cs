using System.Text.Json;

namespace Cairn.Tests;

/// <summary>What holds for every optimizer, row by row of <see cref="OptimizerTable"/>.</summary>
public class OptimizerContractTests
{
    public static TheoryData<string> Optimizers() => [.. OptimizerTable.Rows.Keys];

    public static TheoryData<string> OptimizersOfFixture() => [.. OptimizerTable.Rows.Keys.Except(OptimizerTable.WithoutFixture)];

    /// <summary>The small loss of the fixture: of a matrix and a vector, with noise that changes from step to step.</summary>
    sealed class Problem : Module
    {
        static readonly Tensor A = Tensor.From(new[,] { { 1.0, 4.0, 0.5 }, { 2.0, 0.1, 9.0 } });

        readonly Parameter _w = new(Initializer.Zeros, 2, 3), _v = new(Initializer.Zeros, 4);

        internal Problem(JsonElement found, DType dtype = DType.Float64)
        {
            Initialize(0, dtype);
            _w.Set(Fixture.Read(found.GetProperty("start").GetProperty("w"), dtype));
            _v.Set(Fixture.Read(found.GetProperty("start").GetProperty("v"), dtype));
        }

        internal Parameter W => _w;

        internal Parameter V => _v;

        public override Tensor Forward(Tensor x) => Loss((int)x);

        internal Tensor Loss(int step)
        {
            Tensor w = _w, v = _v;
            var valley = (A.To(w.DType) * (w - 0.3 * Math.Sin(step + 1.0)).Square()).Sum();
            return valley + (v - 0.5).Cosh().Sum() + (w.Sum() - v.Sum()).Square() / 10;
        }

        internal void Step(Stepper stepper)
        {
            stepper.ZeroGradients();
            Loss((int)stepper.Steps).Backward();
            stepper.Step();
        }

        internal void AssertAt(JsonElement point, double tolerance, string what)
        {
            Fixture.AssertClose(Fixture.Read(point.GetProperty("w")), _w.Value, tolerance, $"{what}, w");
            Fixture.AssertClose(Fixture.Read(point.GetProperty("v")), _v.Value, tolerance, $"{what}, v");
        }
    }

    [Fact]
    public void Every_optimizer_has_a_row()
    {
        var rows = OptimizerTable.Rows.Values.Select(r => r.GetType()).ToHashSet();
        Assert.Empty(typeof(Optimizer).Assembly.GetExportedTypes().Where(t => t.IsSubclassOf(typeof(Optimizer)) && !rows.Contains(t))
            .Select(t => t.Name));
        Assert.Equal(["lbfgs"], Fixture.Optimizers.Names.Except(OptimizerTable.Rows.Keys));
    }

    [Theory]
    [MemberData(nameof(OptimizersOfFixture))]
    public void A_hundred_steps_are_those_of_PyTorch(string name)
    {
        var found = Fixture.Optimizers[name];
        var problem = new Problem(found);
        problem.Place();
        var stepper = OptimizerTable.Rows[name].For(problem.Parameters);
        double tolerance = name == "sgd, clipped norm" ? 1e-6 : 1e-9; // PyTorch adds 1e-6 to the norm
        foreach (var point in found.GetProperty("points").EnumerateArray())
        {
            int last = point.GetProperty("step").GetInt32();
            while (stepper.Steps < last) problem.Step(stepper);
            problem.AssertAt(point, tolerance, $"{name}, step {last}");
        }
        Assert.Equal(100, stepper.Steps);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void It_goes_down_in_float32_and_repeats_itself(string name)
    {
        var optimizer = OptimizerTable.Rows[name];
        (float[], double) Run()
        {
            var problem = new Problem(Fixture.Optimizers["sgd"], DType.Float32);
            problem.Place();
            var stepper = optimizer.For(problem.Parameters);
            for (int i = 0; i < 60; i++) problem.Step(stepper);
            return ([.. problem.W.Value.ToArray<float>(), .. problem.V.Value.ToArray<float>()], (double)problem.Loss(3));
        }
        var start = new Problem(Fixture.Optimizers["sgd"], DType.Float32);
        var (values, loss) = Run();
        Assert.True(loss < (double)start.Loss(3), $"{name}: {loss}");
        Assert.Equal(values, Run().Item1);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Large_parameters_take_the_steps_of_small_ones(string name)
    {
        if (name is "groups" or "sgd, clipped norm") return;
        var optimizer = OptimizerTable.Rows[name];
        float[] Stepped(int rows)
        {
            var layer = new Linear(256, rows, bias: false);
            layer.Initialize(1);
            layer.Weight.Set(layer.Weight.Value.Detach() * 0 + Tensor.Arange(256).To<float>() / 100);
            var stepper = optimizer.For(layer.Parameters);
            for (int i = 0; i < 3; i++)
            {
                stepper.ZeroGradients();
                layer.Weight.Value.Square().Sum().Backward();
                stepper.Step();
            }
            return layer.Weight.Value.Detach()[^1].ToArray<float>();
        }
        Assert.Equal(Stepped(1), Stepped(300)); // 76,800 elements, in chunks of several threads
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Recipes_compare_by_value(string name)
    {
        var optimizer = OptimizerTable.Rows[name];
        Assert.Equal(optimizer, optimizer with { });
        Assert.NotEqual(optimizer, optimizer with { LearningRate = 0.123 });
        Assert.StartsWith(optimizer.GetType().Name, optimizer.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer with { LearningRate = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer with { L1 = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer with { L2 = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer with { WeightDecay = double.PositiveInfinity });
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer with { ClipNorm = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer with { ClipValue = -1 });
    }

    [Fact]
    public void Lbfgs_steps_are_those_of_PyTorch()
    {
        var found = Fixture.Optimizers["lbfgs"];
        var problem = new Problem(found);
        var stepper = new Lbfgs { LearningRate = 0.8, Memory = 5, Searches = false }.For(problem.Parameters);
        foreach (var point in found.GetProperty("points").EnumerateArray())
        {
            int last = point.GetProperty("step").GetInt32();
            while (stepper.Steps < last) stepper.Step(() => problem.Loss(0));
            problem.AssertAt(point, 1e-9, $"lbfgs, step {last}");
        }
    }
}
