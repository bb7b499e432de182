namespace Cairn.Tests;

static partial class OperationTable
{
    static OperationRow[] Networks =>
    [
        Shaped("Softmax", x => x.Softmax(), x => x.Rows(x.Rank - 1, Shares), [4], [2, 3], [0, 3], [2, 0]) with
        {
            Errors = [(() => Tensor.Ones<double>(2).Softmax(1), "Softmax: axis 1 is out of range: [2] has 1 axes")],
        },
        Shaped("Softmax along the first axis", x => x.Softmax(0), x => x.Rows(0, Shares), [4], [2, 3, 2]),
        Shaped("LogSoftmax", x => x.LogSoftmax(), x => x.Rows(x.Rank - 1, row => [.. Shares(row).Select(p => Math.Log(p))]), [4], [2, 3],
            [0, 3], [2, 0]) with
        {
            Errors = [(() => Mask(2).LogSoftmax(), "LogSoftmax: a bool is no number")],
        },
        Shaped("LogSoftmax along the first axis", x => x.LogSoftmax(0), x => x.Rows(0, row => [.. Shares(row).Select(p => Math.Log(p))]),
            [4], [2, 3, 2]),
        Shaped("CrossEntropyFromLogits", x => x.CrossEntropyFromLogits(Classes(x.Shape)),
            x => Grid.Make(x.Shape[..^1], i => -Math.Log(Shares(Enumerable.Range(0, x.Shape[^1]).Select(c => x.At([.. i, c])).ToArray())
                [(int)(long)Classes(new Shape(x.Shape))[[.. i.Select(k => (Slice)k)]]])),
            [3], [4, 3], [2, 2, 3], [0, 3]) with
        {
            Errors =
            [
                (() => Tensor.Ones<float>(2, 3).CrossEntropyFromLogits(Tensor.From([0, 3])),
                    "CrossEntropyFromLogits: position 3 at [1] of [2] is out of range: there are 3"),
                (() => Tensor.Ones<float>(2, 3).CrossEntropyFromLogits(Tensor.From([0])),
                    "CrossEntropyFromLogits: scores of [2, 3] with classes of [1]"),
                (() => Tensor.Arange(3).CrossEntropyFromLogits(1), "CrossEntropyFromLogits: the scores are int32"),
                (() => Tensor.Ones<float>(3).CrossEntropyFromLogits(1.0),
                    "CrossEntropyFromLogits: positions are int32 or int64, not float64"),
            ],
        },
        Joined("LayerNorm", x => x[0].LayerNorm(x[1], x[2]), x => Scaled(x[0], x[1], x[2], isCentred: true),
            [[4], [4], [4]], [[2, 3], [3], [3]], [[2, 2, 5], [5], [5]], [[0, 3], [3], [3]], [[2, 0], [0], [0]]) with
        {
            Errors =
            [
                (() => Tensor.Ones<float>(2, 3).LayerNorm(Tensor.Ones<float>(2)),
                    "LayerNorm: [2, 3] with a weight of [2]: it needs the shape [3] of the last axes"),
                (() => Tensor.Ones<float>(2, 3).LayerNorm(bias: Tensor.Ones<double>(3)), "LayerNorm: float32 with a bias of float64"),
                (() => Tensor.Ones<float>(2, 3).LayerNorm(axes: 3), "LayerNorm: the last 3 axes of [2, 3], which has 2"),
                (() => Tensor.Ones<float>(2, 3).LayerNorm(epsilon: -1), "LayerNorm: epsilon must be a number from 0 on"),
                (() => Tensor.Arange(3).LayerNorm(), "LayerNorm: the elements are int32"),
            ],
        },
        Shaped("LayerNorm plain", x => x.LayerNorm(), x => Scaled(x, null, null, isCentred: true), [4], [2, 3], [2, 2, 5]),
        Joined("LayerNorm with a bias alone", x => x[0].LayerNorm(bias: x[1]), x => Scaled(x[0], null, x[1], isCentred: true), [[2, 3], [3]]),
        Shaped("LayerNorm over two axes", x => x.LayerNorm(axes: 2, epsilon: 0.1),
            x => Scaled(x with { Shape = [x.Shape[0], x.Shape[1] * x.Shape[2]] }, null, null, isCentred: true, 0.1) with { Shape = x.Shape }, [3, 2, 2]),
        Joined("RmsNorm", x => x[0].RmsNorm(x[1]), x => Scaled(x[0], x[1], null, isCentred: false), [[4], [4]], [[2, 3], [3]], [[0, 3], [3]]) with
        {
            Errors = [(() => Tensor.Ones<float>(2, 3).RmsNorm(Tensor.Ones<float>(2)), "RmsNorm: [2, 3] with a weight of [2]")],
        },
        Shaped("RmsNorm plain", x => x.RmsNorm(), x => Scaled(x, null, null, isCentred: false), [4], [2, 2, 5]),
        Layer("Linear", Activation.None, s => s) with
        {
            Errors =
            [
                (() => Tensor.Ones<float>(2, 3).Linear(Tensor.Ones<float>(4, 5)),
                    "Linear: [2, 3] with weights of [4, 5]: the weights need the shape [outputs, 3]"),
                (() => Tensor.Ones<float>(2, 3).Linear(Tensor.Ones<float>(4, 3), Tensor.Ones<float>(3)),
                    "Linear: a bias of [3] beside weights of [4, 3]"),
                (() => Tensor.Ones<float>(2, 3).Linear(Tensor.Ones<double>(4, 3)), "Linear: float32 with weights of float64"),
            ],
        },
        Layer("Linear with relu", Activation.Relu, s => Math.Max(s, 0)),
        Layer("Linear with sigmoid", Activation.Sigmoid, s => 1 / (1 + Math.Exp(-s))),
        Layer("Linear with tanh", Activation.Tanh, Math.Tanh),
        Joined("Linear without bias", x => x[0].Linear(x[1]),
            x => MatMul(x[0], Grid.Make([x[1].Shape[1], x[1].Shape[0]], i => x[1].At(i[1], i[0]))),
            [[2, 3], [4, 3]], [[3], [2, 3]]),
    ];

    static OperationRow Layer(string name, Activation activation, Func<double, double> f) =>
        Joined(name, x => x[0].Linear(x[1], x[2], activation),
        x => Grid.Zip(MatMul(x[0], Grid.Make([x[1].Shape[1], x[1].Shape[0]], i => x[1].At(i[1], i[0]))), x[2], (p, b) => p + b).Map(f),
        [[2, 3], [4, 3], [4]], [[3], [2, 3], [2]], [[2, 2, 3], [2, 3], [2]], [[0, 3], [2, 3], [2]]);

    static double[] Shares(double[] row) => [.. row.Select(v => Math.Exp(v) / row.Sum(Math.Exp))];

    static Grid Scaled(Grid x, Grid? w, Grid? b, bool isCentred, double epsilon = 1e-5) => x.Rows(x.Rank - 1, row =>
    {
        if (row.Length == 0) return row;
        double mean = isCentred ? row.Average() : 0, scale = Math.Sqrt(row.Average(v => (v - mean) * (v - mean)) + epsilon);
        return [.. row.Select((v, i) => (v - mean) / scale * (w?.Values[i] ?? 1) + (b?.Values[i] ?? 0))];
    });

    static Tensor Classes(Shape scores)
    {
        int[] shape = [.. scores.AsSpan()[..^1]];
        return Tensor.From([.. Enumerable.Range(0, Grid.Count(shape)).Select(i => i * 2 % scores[-1])], shape);
    }
}
