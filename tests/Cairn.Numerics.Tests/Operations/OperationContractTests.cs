using System.Reflection;
using Cairn.Kernels;

namespace Cairn.Tests;

/// <summary>What holds for every operation, run over every row of the table.</summary>
public class OperationContractTests
{
    public static IEnumerable<TheoryDataRow<string>> Names => OperationTable.Rows.Select(row => new TheoryDataRow<string>(row.Name));

    static OperationRow Row(string name) => OperationTable.Rows.Single(row => row.Name == name);

    static Tensor[] Tensors(Grid[] sample) => [.. sample.Select(grid => grid.ToTensor())];

    [Theory, MemberData(nameof(Names))]
    public void Values_equal_the_plain_loop(string name)
    {
        var row = Row(name);
        foreach (var sample in row.Samples)
        {
            var expected = row.Reference(sample);
            var actual = row.Apply(Tensors(sample));
            Assert.Equal(expected.Shape, actual.Shape);
            Close(expected, actual, row.Tolerance, sample);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Float32_is_near_float64(string name)
    {
        var row = Row(name);
        foreach (var sample in row.Samples)
        {
            Tensor[] narrow = [.. Tensors(sample).Select(t => t.To<float>())];
            var actual = row.Apply(narrow);
            var expected = row.Apply([.. narrow.Select(t => t.To<double>())]);
            if (expected.DType == DType.Float64) Assert.Equal(DType.Float32, actual.DType);
            Close(Grid.Of(expected), actual, row.Float32Tolerance, sample);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Views_give_the_bits_of_copies(string name)
    {
        var row = Row(name);
        foreach (var sample in row.Samples)
        {
            var expected = row.Apply(Tensors(sample));
            Func<Tensor, Tensor>[] views = [Turned, Spaced, Reversed, t => t.AsReadOnly()];
            foreach (var view in views)
                Assert.True(Tensor.EqualsExactly(expected, row.Apply([.. Tensors(sample).Select(view)])),
                    $"{view.Method.Name}: {string.Join(", ", (object[])sample)}");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Twice_and_on_any_number_of_threads_the_same_bits(string name)
    {
        var row = Row(name);
        int threads = WorkTeam.Threads;
        try
        {
            foreach (var sample in row.Samples)
            {
                WorkTeam.Threads = 1;
                var (value, gradients) = Gradients(row, sample);
                WorkTeam.Threads = 8;
                var (again, same) = Gradients(row, sample);
                Assert.True(Tensor.EqualsExactly(value, again));
                for (int i = 0; i < gradients.Length; i++) Assert.True(Tensor.EqualsExactly(gradients[i], same[i]));
            }
        }
        finally { WorkTeam.Threads = threads; }
    }

    [Theory, MemberData(nameof(Names))]
    public void NaN_is_carried_on(string name)
    {
        var row = Row(name);
        if (!row.CarriesNaN) return;
        foreach (var sample in row.Samples.Where(s => s.All(grid => grid.Values.Length > 0)))
        {
            var result = row.Apply([.. sample.Select(grid => grid.Map(_ => double.NaN).ToTensor())]);
            Assert.All(result.To<double>().ToArray<double>(), x => Assert.True(double.IsNaN(x)));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Gradients_equal_central_differences(string name)
    {
        var row = Row(name);
        foreach (var sample in row.Samples)
        {
            var x = Parameters(sample);
            var y = row.Apply(x);
            Assert.Equal(row.IsDifferentiable && x.Length > 0, y.RequiresGrad);
            if (!y.RequiresGrad) continue;
            (y * Weights(y)).Sum().Backward();
            for (int i = 0; i < x.Length; i++)
            {
                var numeric = Differences(sample, i, t => Total(row.Apply(t)));
                Near(numeric, x[i].Grad ?? Tensor.Zeros<double>([.. x[i].Shape]), 1e-6, sample, $"gradient {i}");
                if (x[i].Grad is { } grad) Assert.Equal(x[i].Shape, grad.Shape);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Second_gradients_equal_central_differences_of_the_first(string name)
    {
        var row = Row(name);
        if (!row.IsDifferentiable) return;
        foreach (var sample in row.Samples)
        {
            var x = Parameters(sample);
            var slope = Slope(row, x, createGraph: true);
            if (slope.RequiresGrad) slope.Backward();
            for (int i = 0; i < x.Length; i++)
            {
                var numeric = Differences(sample, i, t => (double)Slope(row, [.. t.Select(p => p.AsParameter())], createGraph: false));
                Near(numeric, x[i].Grad ?? Tensor.Zeros<double>([.. x[i].Shape]), 1e-5, sample, $"second gradient {i}");
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Gradients_in_float32_are_near_those_in_float64(string name)
    {
        var row = Row(name);
        if (!row.IsDifferentiable) return;
        foreach (var sample in row.Samples)
        {
            Tensor[] narrow = [.. Tensors(sample).Select(t => t.To<float>().AsParameter())];
            Tensor[] wide = [.. narrow.Select(t => t.Detach().To<double>().AsParameter())];
            foreach (var x in new[] { narrow, wide })
            {
                var y = row.Apply(x);
                y.Backward(Weights(y).To(y.DType));
            }
            for (int i = 0; i < wide.Length; i++)
            {
                if (wide[i].Grad is null) continue;
                Assert.Equal(DType.Float32, narrow[i].Grad!.DType);
                Close(Grid.Of(wide[i].Grad!), narrow[i].Grad!, 10 * row.Float32Tolerance, sample);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Gradients_of_views_are_those_of_copies(string name)
    {
        var row = Row(name);
        if (!row.IsDifferentiable) return;
        foreach (var sample in row.Samples)
        {
            var (_, expected) = Gradients(row, sample);
            Func<Tensor, Tensor>[] views = [Turned, Spaced, Reversed];
            foreach (var view in views)
            {
                Tensor[] x = [.. Tensors(sample).Select(t => view(t).AsParameter())];
                var y = row.Apply(x);
                y.Backward(Weights(y).To(y.DType));
                for (int i = 0; i < x.Length; i++)
                    Assert.True(Tensor.EqualsExactly(expected[i], x[i].Grad ?? Tensor.Zeros<double>([.. x[i].Shape])));
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Wrong_use_is_answered(string name)
    {
        foreach (var (use, message) in Row(name).Errors)
        {
            var thrown = Record.Exception(use);
            Assert.True(thrown is ArgumentException or InvalidOperationException,
                $"{message}: {thrown?.GetType().Name ?? "nothing thrown"}");
            Assert.StartsWith(message, thrown!.Message);
        }
    }

    [Fact]
    public void Every_public_operation_has_a_row()
    {
        var rows = OperationTable.Rows.Select(row => row.Name.Split(' ')[0]).ToHashSet();
        var operations = typeof(Tensor).GetMethods(
            BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(m => GivesTensor(m.ReturnType)).Select(m => m.Name).Distinct()
            .Where(m => !OperationTable.NoOperations.Contains(m)).ToArray();
        Assert.Empty(operations.Except(rows));
        Assert.Empty(rows.Except(operations));
        Assert.Equal(OperationTable.Rows.Length, OperationTable.Rows.Select(row => row.Name).Distinct().Count());
    }

    static bool GivesTensor(Type type) => type == typeof(Tensor) || type == typeof(Tensor[]) || type.Namespace == "Cairn.LinearAlgebra"
        || (type.IsGenericType && type.GetGenericArguments().Contains(typeof(Tensor)));

    static Tensor[] Parameters(Grid[] sample) => [.. Tensors(sample).Select(t => t.AsParameter())];

    /// <summary>Fixed numbers, to make one of several results.</summary>
    static Tensor Weights(Tensor y) => Tensor.From<double>(Sequence.Numbers(y.Length, 77), [.. y.Shape]);

    static double Total(Tensor y) => (double)(y * Weights(y)).Sum();

    static (Tensor Value, Tensor[] Gradients) Gradients(OperationRow row, Grid[] sample)
    {
        var x = Parameters(sample);
        var y = row.Apply(x);
        if (y.RequiresGrad) y.Backward(Weights(y).To(y.DType));
        return (y, [.. x.Select(t => t.Grad ?? Tensor.Zeros<double>([.. t.Shape]))]);
    }

    /// <summary>One number of the gradients: their sum with fixed weights.</summary>
    static Tensor Slope(OperationRow row, Tensor[] x, bool createGraph)
    {
        var y = row.Apply(x);
        (y * Weights(y)).Sum().Backward(createGraph: createGraph);
        Tensor slope = 0.0;
        foreach (var parameter in x)
        {
            if (parameter.Grad is { } grad) slope += (grad * (Weights(grad) + 0.5)).Sum();
            parameter.ZeroGrad();
        }
        return slope;
    }

    static Grid Differences(Grid[] sample, int operand, Func<Tensor[], double> f)
    {
        var x = sample[operand];
        var slopes = new double[x.Values.Length];
        for (int i = 0; i < slopes.Length; i++)
        {
            double at = x.Values[i], h = 6e-6 * Math.Max(1, Math.Abs(at));
            slopes[i] = (f(Moved(at + h)) - f(Moved(at - h))) / (at + h - (at - h));

            Tensor[] Moved(double to)
            {
                var tensors = Tensors(sample);
                double[] values = [.. x.Values];
                values[i] = to;
                tensors[operand] = Tensor.From<double>(values, x.Shape);
                return tensors;
            }
        }
        return new Grid(x.Shape, slopes);
    }

    static void Close(Grid expected, Tensor actual, double tolerance, Grid[] sample) => Near(expected, actual, tolerance, sample, "value");

    static void Near(Grid expected, Tensor actual, double tolerance, Grid[] sample, string what)
    {
        var values = actual.To<double>().ToArray<double>();
        for (int i = 0; i < values.Length; i++)
        {
            double x = expected.Values[i], y = values[i];
            bool close = x == y || (double.IsNaN(x) && double.IsNaN(y)) || Math.Abs(x - y) <= tolerance * Math.Max(1, Math.Abs(x));
            Assert.True(close, $"{what} of {string.Join(", ", (object[])sample)}: element {i} is {y:R}, not {x:R}");
        }
    }

    // the same elements, lying otherwise in memory
    static Tensor Turned(Tensor t)
    {
        int[] back = [.. Enumerable.Range(0, t.Rank).Reverse()];
        return t.Permute(back).Copy().Permute(back);
    }

    static Tensor Spaced(Tensor t)
    {
        if (t.Rank == 0) return Tensor.From([1.0, (double)t, 3])[1];
        var wide = Tensor.Full(-7.0, [.. t.Shape.Select(s => 2 * s + 1)]);
        Slice[] every = [.. t.Shape.Select(s => Slice.Step(1, 2 * s + 1, 2))];
        wide[every] = t;
        return wide[every];
    }

    static Tensor Reversed(Tensor t)
    {
        Slice[] back = [.. t.Shape.Select(_ => Slice.Step(null, null, -1))];
        return t[back].Copy()[back];
    }
}
