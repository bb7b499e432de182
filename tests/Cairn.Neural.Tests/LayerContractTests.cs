using Cairn.Autograd;
using Cairn.Persistence;
using Cairn.RandomNumbers;

namespace Cairn.Tests;

/// <summary>What holds for every layer, row by row of <see cref="LayerTable"/>.</summary>
public class LayerContractTests
{
    public static TheoryData<string> Layers() => [.. LayerTable.Rows.Keys];

    public static TheoryData<string> LayersOfFixture() =>
        [.. LayerTable.Rows.Where(r => r.Value.WithoutFixture is null).Select(r => r.Key)];

    static Tensor Numbers(string purpose, ReadOnlySpan<int> shape)
    {
        var values = new double[new Shape(shape).Elements];
        Rng.Stream(5, "layers", purpose).Start().Fill(values);
        return Tensor.From<double>([.. values.Select(v => 4 * v - 2)], shape);
    }

    static Tensor Input(LayerRow row) => row.TakesIndices
        ? (Numbers("input", row.Input).Abs() * 2).Floor().To<int>()
        : Numbers("input", row.Input);

    /// <summary>The layer with parameters that are no special numbers.</summary>
    static Module Made(LayerRow row, DType dtype = DType.Float64)
    {
        var layer = row.Make();
        layer.Initialize(3, dtype);
        foreach (var (path, parameter) in layer.NamedParameters)
            if (path != "runningVar") parameter.Set((parameter.Value.Detach() + Numbers(path, parameter.Shape.AsSpan()) * 0.3).To(dtype));
        return layer;
    }

    [Fact]
    public void Every_layer_has_a_row()
    {
        var rows = LayerTable.Rows.Values.Select(r => r.Make().GetType()).ToHashSet();
        var missing = typeof(Linear).Assembly.GetExportedTypes()
            .Where(t => t.IsSubclassOf(typeof(Module)) && t.IsSealed && t.Namespace == "Cairn.Layers" && !rows.Contains(t))
            .Select(t => t.Name);
        Assert.Empty(missing);
        var kinds = NeuralArtefacts.Readers.Select(r => r.Kind.Id).ToHashSet();
        Assert.All(LayerTable.Rows.Values, r => Assert.Contains(((IArtefact)r.Make()).Kind.Id, kinds));
        Assert.Empty(Fixture.Layers.Names.Except(LayerTable.Rows.Keys));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void The_result_has_the_stated_shape(string name)
    {
        var row = LayerTable.Rows[name];
        var x = Input(row);
        var y = row.Answer(Made(row), x);
        Assert.Equal(new Shape(row.Output), y.Shape);
        Assert.Equal(DType.Float64, y.DType);
        Assert.Equal(DType.Float32, row.Answer(Made(row, DType.Float32), row.TakesIndices ? x : x.To<float>()).DType);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void The_gradients_are_those_of_small_differences(string name)
    {
        var row = LayerTable.Rows[name];
        if (row.HasNoSlope) return;
        foreach (bool trains in new[] { false, true })
        {
            if (trains && row.LearnsByItself) continue;
            var layer = Made(row);
            var x = Input(row);
            if (!row.TakesIndices) x = x.AsParameter();
            var weights = Numbers("weights", row.Output);
            double Value()
            {
                using var off = Gradients.Off();
                using var mode = trains ? Mode.Training(2, 4) : Mode.Evaluation();
                return (double)(row.Answer(layer, x) * weights).Sum();
            }
            using (trains ? Mode.Training(2, 4) : Mode.Evaluation())
            {
                var sum = (row.Answer(layer, x) * weights).Sum();
                if (!sum.RequiresGrad) continue;
                sum.Backward();
            }
            if (!row.TakesIndices) Check(x, x.Grad, "input");
            foreach (var (path, parameter) in layer.NamedParameters)
                if (!parameter.IsRunning) Check(parameter.Value, parameter.Gradient, path);

            void Check(Tensor at, Tensor? gradient, string what)
            {
                Assert.True(gradient is not null, $"{name}: no gradient of {what}");
                var values = at.Detach().AsSpan<double>();
                double[] slopes = gradient!.ToArray<double>();
                for (int i = 0; i < slopes.Length; i++)
                {
                    const double H = 1e-5;
                    double before = values[i];
                    values[i] = before + H;
                    double above = Value();
                    values[i] = before - H;
                    double below = Value();
                    values[i] = before;
                    double expected = (above - below) / (2 * H);
                    Assert.True(Math.Abs(expected - slopes[i]) < 1e-6 * Math.Max(1, Math.Abs(expected)),
                        $"{name}{(trains ? ", training" : "")}: the derivative by {what}[{i}] is {slopes[i]:R}, "
                        + $"by differences {expected:R}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(LayersOfFixture))]
    public void Values_and_gradients_are_those_of_PyTorch(string name)
    {
        var (row, found) = (LayerTable.Rows[name], Fixture.Layers[name]);
        foreach (var dtype in new[] { DType.Float64, DType.Float32 })
        {
            double values = dtype == DType.Float64 ? 1e-12 : 1e-5, slopes = dtype == DType.Float64 ? 1e-10 : 1e-5;
            var layer = row.Make();
            layer.Initialize(0, dtype);
            foreach (var (path, parameter) in layer.NamedParameters)
                if (!parameter.IsRunning) parameter.Set(Fixture.Read(found.GetProperty("parameters").GetProperty(path), dtype));
            var x = Fixture.Read(found.GetProperty("input"), row.TakesIndices ? DType.Int32 : dtype);
            if (!row.TakesIndices) x = x.AsParameter();
            using (found.GetProperty("training").GetBoolean() ? Mode.Training() : Mode.Evaluation())
            {
                var y = row.Answer(layer, x);
                AssertClose(found.GetProperty("output"), y, values, name);
                (y * Fixture.Read(found.GetProperty("weights"), dtype)).Sum().Backward();
            }
            if (!row.TakesIndices) AssertClose(found.GetProperty("inputGradient"), x.Grad, slopes, name + ", input");
            foreach (var (path, parameter) in layer.NamedParameters)
                if (!parameter.IsRunning)
                    AssertClose(found.GetProperty("gradients").GetProperty(path), parameter.Gradient, slopes, $"{name}, {path}");
                else if (found.TryGetProperty("running", out var running))
                    AssertClose(running.GetProperty(path), parameter.Value, values, $"{name}, {path}");
        }

        // in float64 element by element, in float32 beside the largest
        static void AssertClose(System.Text.Json.JsonElement packed, Tensor? actual, double tolerance, string what)
        {
            var expected = Fixture.Read(packed);
            double largest = actual?.DType == DType.Float32 ? Math.Max((double)expected.Abs().Max(), 1e-30) : 1;
            Fixture.AssertClose(expected / largest, actual is null ? null : actual.To<double>() / largest, tolerance, what);
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_loaded_layer_gives_the_same_bits(string name)
    {
        var row = LayerTable.Rows[name];
        foreach (var dtype in new[] { DType.Float32, DType.Float64 })
        {
            var net = new Sequential(Made(row, dtype));
            var file = new MemoryStream();
            ModelFile.Save(net, file);
            file.Position = 0;
            var loaded = Assert.IsType<Sequential>(ModelFile.Load(file, Model.Readers));
            Assert.Equal(net.ToString(), loaded.ToString());
            Assert.Equal(net.NamedParameters.Select(p => p.Path), loaded.NamedParameters.Select(p => p.Path));
            var x = row.TakesIndices ? Input(row) : Input(row).To(dtype);
            Assert.True(Tensor.EqualsExactly(row.Answer(net[0], x), row.Answer(loaded[0], x)));
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Evaluation_is_a_function_and_training_is_one_of_seed_path_and_step(string name)
    {
        var row = LayerTable.Rows[name];
        if (row.HasNoSlope) return;
        var x = Input(row);
        Tensor Trained(long seed, long step, string path = "")
        {
            var layer = Made(row);
            Module net = path.Length == 0 ? layer : new Sequential(new Identity(), layer);
            net.Place();
            using var mode = Mode.Training(seed, step);
            return row.Answer(layer, x).Detach();
        }
        var still = Made(row);
        Assert.True(Tensor.EqualsExactly(row.Answer(still, x).Detach(), row.Answer(still, x).Detach()));
        Assert.True(Tensor.EqualsExactly(Trained(1, 7), Trained(1, 7)));
        Assert.Equal(!row.IsRandom, Tensor.EqualsExactly(Trained(1, 7), Trained(2, 7)));
        Assert.Equal(!row.IsRandom, Tensor.EqualsExactly(Trained(1, 7), Trained(1, 8)));
        Assert.Equal(!row.IsRandom, Tensor.EqualsExactly(Trained(1, 7), Trained(1, 7, "1")));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_row_alone_gives_what_it_gives_among_others(string name)
    {
        var row = LayerTable.Rows[name];
        var (layer, x) = (Made(row), Input(row));
        var all = row.Answer(layer, x).Detach();
        for (int i = 0; i < row.Input[0]; i++)
            Assert.True(Tensor.EqualsExactly(all[i..(i + 1)], row.Answer(layer, x[i..(i + 1)]).Detach()), $"{name}, row {i}");
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void No_rows_give_no_rows(string name)
    {
        var row = LayerTable.Rows[name];
        Assert.Equal(new Shape([0, .. row.Output[1..]]), row.Answer(Made(row), Input(row)[..0]).Shape);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_wrong_input_is_refused(string name)
    {
        var row = LayerTable.Rows[name];
        var layer = Made(row);
        Assert.Throws<ArgumentNullException>(() => row.Answer(layer, null!));
        if (row.TakesAll) return;
        var wrong = row.Wrong?.Invoke() ?? Tensor.Zeros(DType.Bool, row.Input);
        var error = Assert.ThrowsAny<ArgumentException>(() => row.Answer(layer, wrong));
        if (row.Wrong is not null) Assert.Contains(wrong.Shape.ToString(), error.Message, StringComparison.Ordinal);
        if (layer.Parameters.Count > 0 && !row.TakesIndices)
            Assert.ThrowsAny<ArgumentException>(() => row.Answer(layer, Input(row).To<float>()));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void It_reports_what_it_sees_and_says_what_it_is(string name)
    {
        var row = LayerTable.Rows[name];
        var (layer, x) = (Made(row), Input(row));
        using (var witness = new Witness())
        {
            row.Answer(layer, x);
            if (!row.IsContainer)
            {
                var (seen, input, output) = Assert.Single(witness.Seen);
                Assert.Same(layer, seen);
                Assert.Same(x, input);
                Assert.Equal(new Shape(row.Output), output.Shape);
            }
            else Assert.NotEmpty(witness.Seen);
        }
        string text = layer.ToString()!;
        Assert.False(string.IsNullOrWhiteSpace(text) || text.Contains("Cairn.", StringComparison.Ordinal), text);
        if (layer is not Sequential) Assert.DoesNotContain('\n', text);
    }

    sealed class Witness : Watcher
    {
        internal readonly List<(Module, Tensor, Tensor)> Seen = [];

        internal override Tensor See(Module layer, ReadOnlySpan<Tensor> inputs, Tensor y)
        {
            Seen.Add((layer, inputs[0], y));
            return y;
        }
    }
}
