using System.Text.Json;

namespace Cairn.Tests;

/// <summary>Operations of networks beside PyTorch's, values and gradients.</summary>
public class NetworkFixtureTests
{
    static readonly Dictionary<string, Func<Tensor[], Tensor>> Operations = new()
    {
        ["Convolution 1-D"] = x => x[0].Convolution(x[1], x[2], 2, 3, 2),
        ["Convolution 2-D"] = x => x[0].Convolution(x[1], x[2], (2, 1), (1, 2), (1, 2)),
        ["Convolution 2-D same"] = x => x[0].Convolution(x[1], x[2], padding: Padding.Same),
        ["Convolution 2-D groups"] = x => x[0].Convolution(x[1], x[2], padding: 1, groups: 3),
        ["Convolution 2-D depthwise"] = x => x[0].Convolution(x[1], x[2], padding: 1, groups: 4),
        ["Convolution 2-D of many channels"] = x => x[0].Convolution(x[1], x[2], padding: 1), // Winograd's algorithm in float32
        ["Convolution 3-D"] = x => x[0].Convolution(x[1], x[2], 2, 1),
        ["TransposedConvolution 1-D"] = x => x[0].TransposedConvolution(x[1], x[2], 3, 1, 2),
        ["TransposedConvolution 2-D"] = x => x[0].TransposedConvolution(x[1], x[2], 2, 1, 1, groups: 2),
        ["TransposedConvolution 3-D"] = x => x[0].TransposedConvolution(x[1], x[2], 2, dilation: 2),
        ["MaxPool"] = x => x[0].MaxPool(3, 2, 1),
        ["MaxPool 2"] = x => x[0].MaxPool(2),
        ["MaxPool 3-D"] = x => x[0].MaxPool(2),
        ["MaxPool 1-D"] = x => x[0].MaxPool(3, 2, 1),
        ["AveragePool"] = x => x[0].AveragePool(3, 2, 1),
        ["AveragePool without border"] = x => x[0].AveragePool((2, 3), 1, 1, countsBorder: false),
        ["AveragePool 1-D"] = x => x[0].AveragePool(2),
        ["AveragePool 3-D"] = x => x[0].AveragePool((2, 1, 3)),
        ["AdaptiveMaxPool"] = x => x[0].AdaptiveMaxPool((3, 2)),
        ["AdaptiveMaxPool of all"] = x => x[0].AdaptiveMaxPool(1),
        ["AdaptiveMaxPool 3-D"] = x => x[0].AdaptiveMaxPool((2, 3, 1)),
        ["AdaptiveAveragePool"] = x => x[0].AdaptiveAveragePool((3, 2)),
        ["AdaptiveAveragePool of all"] = x => x[0].AdaptiveAveragePool(1),
        ["AdaptiveAveragePool 1-D"] = x => x[0].AdaptiveAveragePool(4),
        ["BatchNorm"] = x => x[0].BatchNorm(x[1], x[2]).Y,
        ["BatchNorm of rows"] = x => x[0].BatchNorm(x[1], x[2], 1e-3).Y,
        ["BatchNormWith"] = x => x[0].BatchNormWith(x[1].Detach(), x[2].Detach() + 1, x[3], x[4]),
        ["LayerNorm"] = x => x[0].LayerNorm(x[1], x[2]),
        ["LayerNorm over two axes"] = x => x[0].LayerNorm(axes: 2, epsilon: 0.1),
        ["RmsNorm"] = x => x[0].RmsNorm(x[1]),
        ["Softmax"] = x => (x[0] * 9).Softmax(1),
        ["LogSoftmax"] = x => (x[0] * 9).LogSoftmax(),
        ["CrossEntropyFromLogits"] = x => (x[0] * 9).CrossEntropyFromLogits(Tensor.From([0, 2, 0, 2, 0])),
        ["Linear"] = x => x[0].Linear(x[1], x[2]),
        ["Rnn"] = x => Whole(x[0].Rnn(x[1], x[2], x[3], x[4], x[5])),
        ["Rnn by relu"] = x => Whole(x[0].Rnn(x[1], x[2], x[3], x[4], x[5], activation: Activation.Relu)),
        ["Gru"] = x => Whole(x[0].Gru(x[1], x[2], x[3], x[4], x[5])),
        ["Gru of rows that end"] = x => Whole(x[0].Gru(x[1], x[2], x[3], x[4], x[5], [2, 4, 1])),
        ["Gru with the gate before"] = x => Whole(x[0].Gru(x[1], x[2], x[3], x[4], x[5], resetAfter: false)),
        ["Lstm"] = x => Whole(x[0].Lstm(x[1], x[2], x[3], x[4], x[5], x[6])),
        ["Lstm of rows that end"] = x => Whole(x[0].Lstm(x[1], x[2], x[3], x[4], x[5], x[6], [2, 4, 1])),
        ["Lstm projected"] = x => Flat(x[0].Lstm(x[1], x[2], x[3], x[4], x[5], x[6], projection: x[7])),
        ["Lstm projected of rows that end"] = x => Flat(x[0].Lstm(x[1], x[2], x[3], x[4], x[5], x[6], [2, 4, 1], x[7])),
        ["Attention"] = x => Tensor.Attention(x[0], x[1], x[2]),
        ["Attention of shared keys"] = x => Tensor.Attention(x[0], x[1], x[2], scale: 0.3),
        ["Attention causal"] = x => Tensor.Attention(x[0], x[1], x[2], causal: true),
        ["Attention causal in blocks"] = x => Tensor.Attention(x[0], x[1], x[2], causal: true),
        ["Attention masked in blocks"] = x => Tensor.Attention(x[0], x[1], x[2],
            Every(2, 110, 130)),
        ["Attention with a learned term"] = x => Tensor.Attention(x[0], x[1], x[2], x[3]),
        ["Einsum of a batch"] = x => Tensor.Einsum("bij,bjk->bik", x),
        ["Einsum of a chain"] = x => Tensor.Einsum("ai,ij,jk,kb->ab", x),
        ["Einsum of attention"] = x => Tensor.Einsum("bqhd,bkhd->bhqk", x),
        ["Einsum of diagonals"] = x => Tensor.Einsum("bii,bi->b", x),
        ["Einsum of what remains"] = x => Tensor.Einsum("...i,ij,...j->...", x),
        ["Unfold"] = x => x[0].Unfold((3, 2), (2, 1), (2, 1), (1, 2)),
        ["Fold"] = x => x[0].Fold((7, 6), (3, 2), (2, 1), (2, 1), (1, 2)),
        ["Resize 1-D"] = x => x[0].Resize(11),
        ["Resize 2-D"] = x => x[0].Resize((5, 13)),
        ["Resize 2-D with corners"] = x => x[0].Resize((5, 13), alignsCorners: true),
        ["Resize 2-D by cubics"] = x => x[0].Resize((5, 13), Interpolation.Cubic),
        ["Resize 2-D by cubics with corners"] = x => x[0].Resize((11, 4), Interpolation.Cubic, alignsCorners: true),
        ["Resize 2-D to the nearest"] = x => x[0].Resize((5, 13), Interpolation.Nearest),
        ["Resize 3-D"] = x => x[0].Resize((5, 3, 7)),
        ["Kron"] = x => x[0].Kron(x[1]),
        ["Cross"] = x => x[0].Cross(x[1]),
        ["CumulativeMax"] = x => x[0].CumulativeMax(1),
        ["CumulativeMin"] = x => x[0].CumulativeMin(0),
        ["DiagonalMatrix"] = x => x[0].DiagonalMatrix(1),
        ["LowerTriangle"] = x => x[0].LowerTriangle(-1),
        ["UpperTriangle"] = x => x[0].UpperTriangle(1),
        ["Outer"] = x => x[0].Outer(x[1]),
        ["Roll"] = x => x[0].Roll(-3, 1),
        ["Tile"] = x => x[0].Tile(2, 1, 3),
        ["Repeat"] = x => x[0].Repeat(3, 1),
        ["Meshgrid"] = x => Tensor.Stack(Tensor.Meshgrid(x)),
        ["Fft"] = x => Stacked(Tensor.Fft(x[0], x[1])),
        ["Fft along the first axis"] = x => Stacked(Tensor.Fft(x[0], x[1], 0)),
        ["Fft of a prime length"] = x => Stacked(Tensor.Fft(x[0], x[1])),
        ["InverseFft"] = x => Stacked(Tensor.InverseFft(x[0], x[1])),
        ["RealFft"] = x => Stacked(x[0].RealFft()),
        ["RealFft of an odd length"] = x => Stacked(x[0].RealFft()),
        ["InverseRealFft"] = x => Tensor.InverseRealFft(x[0], x[1], 16),
        ["InverseRealFft of an odd length"] = x => Tensor.InverseRealFft(x[0], x[1], 15),
        ["Diagonal"] = x => x[0].Diagonal(1, 0, 2),
    };

    static Tensor Stacked((Tensor Real, Tensor Imaginary) x) => Tensor.Stack([x.Real, x.Imaginary]);

    static Tensor Whole((Tensor Outputs, Tensor Hidden) r) => Tensor.Concat([r.Outputs, r.Hidden.Unsqueeze(1)], 1);

    static Tensor Whole((Tensor Outputs, Tensor Hidden, Tensor Cell) r) => Tensor.Concat([r.Outputs, r.Hidden.Unsqueeze(1), r.Cell.Unsqueeze(1)], 1);

    static Tensor Flat((Tensor Outputs, Tensor Hidden, Tensor Cell) r) => Tensor.Concat([r.Outputs.Reshape(r.Outputs.Shape[0], -1), r.Hidden, r.Cell], 1);

    /// <summary>True where row + column is no multiple of a number.</summary>
    static Tensor Every(int multiple, int rows, int columns) => Tensor.From<bool>(
        [.. Enumerable.Range(0, rows * columns).Select(i => (i / columns + i % columns) % multiple > 0)], rows, columns);

    static readonly JsonElement[] Cases = [.. new[] { "networks.json", "attention.json", "arrays.json" }.SelectMany(file => JsonDocument.Parse(
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "Cairn.Numerics.Tests", "Fixtures", file))).RootElement.GetProperty("cases").EnumerateArray())];

    public static IEnumerable<TheoryDataRow<string>> Names => Cases.Select(c => new TheoryDataRow<string>(c.GetProperty("name").GetString()!));

    [Theory, MemberData(nameof(Names))]
    public void Float64_is_that_of_PyTorch(string name) => Check<double>(name, 1e-10);

    [Theory, MemberData(nameof(Names))]
    public void Float32_is_near_that_of_PyTorch(string name) => Check<float>(name, 1e-5);

    [Fact]
    public void Every_operation_has_its_case() =>
        Assert.Equal(Operations.Keys.Order(), Cases.Select(c => c.GetProperty("name").GetString()!).Order());

    [Fact]
    public void Every_operation_of_networks_has_one() =>
        Assert.Empty(OperationTable.OfNetworks.Except(Operations.Keys.Select(name => name.Split(' ')[0])));

    static void Check<T>(string name, double tolerance) where T : unmanaged, System.Numerics.INumber<T>
    {
        var known = Cases.Single(c => c.GetProperty("name").GetString() == name);
        Tensor[] x = [.. known.GetProperty("shapes").EnumerateArray().Select((shape, s) => Numbers(s, Integers(shape)).To<T>().AsParameter())];
        var y = Operations[name](x);
        Assert.Equal(Integers(known.GetProperty("result shape")), y.Shape);
        Near(known.GetProperty("result"), y, tolerance, "result");
        y.Backward(Numbers(100, [.. y.Shape]).To<T>());
        foreach (var (gradient, tensor) in known.GetProperty("gradients").EnumerateArray().Zip(x))
            if (gradient.ValueKind == JsonValueKind.Null) Assert.Null(tensor.Grad);
            else Near(gradient, tensor.Grad!, tolerance, "gradient");
    }

    static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetInt32())];

    static Tensor Numbers(int seed, int[] shape) => Tensor.From<double>(
        [.. Enumerable.Range(0, Grid.Count(shape)).Select(i => (uint)(i * (2654435761 + 2027808446L * seed) + 12345) / 4294967296.0 - .5)], shape);

    static void Near(JsonElement expected, Tensor actual, double tolerance, string what)
    {
        double[] right = [.. expected.EnumerateArray().Select(v => v.GetDouble())], values = actual.To<double>().ToArray<double>();
        Assert.Equal(right.Length, values.Length);
        double largest = right.Max(Math.Abs);
        for (int i = 0; i < right.Length; i++)
            Assert.True(Math.Abs(right[i] - values[i]) <= tolerance * largest, $"{what} {i} is {values[i]:R}, not {right[i]:R}; the largest is {largest:R}");
    }
}
