namespace Cairn.Tests;

static partial class OperationTable
{
    static OperationRow[] Convolutions =>
    [
        Joined("Convolution", x => x[0].Convolution(x[1], x[2]), x => Convolve(x[0], x[1], x[2]),
            [[2, 3, 4, 5], [4, 3, 3, 2], [4]], [[1, 1, 7], [2, 1, 3], [2]], [[2, 2, 3, 2, 4], [3, 2, 2, 2, 2], [3]], [[0, 2, 3, 3], [1, 2, 2, 2], [1]]) with
        {
            Errors =
            [
                (() => Tensor.Ones<float>(2, 3).Convolution(Tensor.Ones<float>(4, 3)), "Convolution: [2, 3] is not [images, channels, spatial...]"),
                (() => Tensor.Ones<float>(2, 3, 5).Convolution(Tensor.Ones<float>(4, 2, 3)),
                    "Convolution: [2, 3, 5] with weights of [4, 2, 3] in 1 groups: the weights need the shape [filters, channels / groups, taps...]"),
                (() => Tensor.Ones<float>(2, 4, 5).Convolution(Tensor.Ones<float>(3, 2, 3), groups: 2), "Convolution: [2, 4, 5] with weights of [3, 2, 3] in 2 groups"),
                (() => Tensor.Ones<float>(2, 3, 5).Convolution(Tensor.Ones<float>(4, 3, 3), Tensor.Ones<float>(3)),
                    "Convolution: a bias of [3] beside weights of [4, 3, 3]: it needs the shape [4]"),
                (() => Tensor.Ones<float>(2, 3, 5).Convolution(Tensor.Ones<double>(4, 3, 3)), "Convolution: float32 with weights of float64"),
                (() => Tensor.Ones<float>(2, 3, 5).Convolution(Tensor.Ones<float>(4, 3, 6)),
                    "Convolution: windows of 6 elements do not fit axis 2 of [2, 3, 5] with a border of 0"),
                (() => Tensor.Ones<float>(2, 3, 5).Convolution(Tensor.Ones<float>(4, 3, 3), stride: 0), "Convolution: stride must be at least 1"),
                (() => Tensor.Ones<float>(2, 3, 5).Convolution(Tensor.Ones<float>(4, 3, 3), padding: -1), "Convolution: padding must be at least 0"),
                (() => Tensor.Ones<float>(2, 3, 5).Convolution(Tensor.Ones<float>(4, 3, 3), stride: (1, 2)),
                    "Convolution: stride (1, 2) for 1 spatial axes: give one number, or 1"),
            ],
        },
        Joined("Convolution without bias, with steps", x => x[0].Convolution(x[1], null, (2, 1), (1, 2), (1, 2)),
            x => Convolve(x[0], x[1], null, [2, 1], [1, 2], [1, 2]), [[2, 2, 5, 6], [3, 2, 3, 3]], [[1, 3, 4, 9], [2, 3, 2, 3]]),
        Joined("Convolution with a stride of two", x => x[0].Convolution(x[1], null, 2, 1), x => Convolve(x[0], x[1], null, [2, 2], [1, 1]),
            [[1, 1, 3, 35], [2, 1, 3, 3]]),
        Joined("Convolution in groups", x => x[0].Convolution(x[1], x[2], padding: 1, groups: 2),
            x => Convolve(x[0], x[1], x[2], padding: [1, 1], groups: 2), [[2, 4, 3, 3], [6, 2, 3, 3], [6]], [[2, 2, 3, 3], [2, 1, 3, 3], [2]]),
        Joined("Convolution by one tap", x => x[0].Convolution(x[1], x[2]), x => Convolve(x[0], x[1], x[2]), [[2, 3, 3, 4], [4, 3, 1, 1], [4]]),
        Joined("Convolution over many blocks", x => x[0].Convolution(x[1], x[2], padding: 1), x => Convolve(x[0], x[1], x[2], padding: [1, 1]),
            [[1, 1, 5, 9], [2, 1, 3, 3], [2]]),
        Joined("Convolution of the same size", x => x[0].Convolution(x[1], padding: Padding.Same, dilation: 2),
            x => Convolve(x[0], x[1], null, padding: [1, 2], dilation: [2, 2], after: [1, 2]), [[1, 2, 5, 6], [2, 2, 2, 3]]),
        Joined("Convolution of the same size, one more after", x => x[0].Convolution(x[1], padding: Padding.Same, stride: 2),
            x => Convolve(x[0], x[1], null, [2], [1], after: [2]), [[1, 2, 6], [2, 2, 5]]),
        Joined("Convolution with relu", x => x[0].Convolution(x[1], x[2], activation: Activation.Relu),
            x => Convolve(x[0], x[1], x[2]).Map(v => Math.Max(v, 0)), [[2, 2, 4, 4], [3, 2, 2, 2], [3]]),
        Joined("Convolution with sigmoid", x => x[0].Convolution(x[1], x[2], activation: Activation.Sigmoid),
            x => Convolve(x[0], x[1], x[2]).Map(v => 1 / (1 + Math.Exp(-v))), [[2, 2, 4], [3, 2, 2], [3]]),
        Joined("Convolution with tanh", x => x[0].Convolution(x[1], x[2], activation: Activation.Tanh),
            x => Convolve(x[0], x[1], x[2]).Map(Math.Tanh), [[2, 2, 4], [3, 2, 2], [3]]),
        Joined("TransposedConvolution", x => x[0].TransposedConvolution(x[1], x[2]), x => Spread(x[0], x[1], x[2]),
            [[2, 3, 2, 3], [3, 4, 3, 2], [4]], [[1, 1, 5], [1, 2, 3], [2]], [[1, 2, 2, 1, 2], [2, 3, 2, 2, 2], [3]], [[0, 2, 3], [2, 1, 2], [1]]) with
        {
            Errors =
            [
                (() => Tensor.Ones<float>(2, 3, 5).TransposedConvolution(Tensor.Ones<float>(4, 3, 3)),
                    "TransposedConvolution: [2, 3, 5] with weights of [4, 3, 3] in 1 groups: the weights need the shape [channels, channels of the result / groups, taps...]"),
                (() => Tensor.Ones<float>(2, 3, 5).TransposedConvolution(Tensor.Ones<float>(3, 4, 3), stride: 2, more: 2),
                    "TransposedConvolution: more must be below the stride or the dilation"),
                (() => Tensor.Ones<float>(2, 3, 1).TransposedConvolution(Tensor.Ones<float>(3, 4, 1), padding: 1),
                    "TransposedConvolution: [2, 3, 1] with weights of [3, 4, 1]: axis 2 of the result would have -1 elements"),
                (() => Tensor.Ones<float>(2, 3, 5).TransposedConvolution(Tensor.Ones<float>(3, 4, 3), Tensor.Ones<float>(3)),
                    "TransposedConvolution: a bias of [3] beside weights of [3, 4, 3]: it needs the shape [4]"),
            ],
        },
        Joined("TransposedConvolution with steps", x => x[0].TransposedConvolution(x[1], x[2], 2, (0, 1), (1, 0), (1, 2), 2, Activation.Relu),
            x => Spread(x[0], x[1], x[2], [2, 2], [0, 1], [1, 2], [1, 0], 2).Map(v => Math.Max(v, 0)), [[2, 4, 3, 2], [4, 1, 2, 3], [2]]),
        Joined("TransposedConvolution over many blocks", x => x[0].TransposedConvolution(x[1], null, padding: 1),
            x => Spread(x[0], x[1], null, padding: [1, 1]), [[1, 2, 5, 9], [2, 1, 3, 3]]),
    ];

    /// <summary>Every index of a shape, the last axis fastest.</summary>
    static IEnumerable<int[]> Indices(int[] shape) =>
        Enumerable.Range(0, Grid.Count(shape)).Select(i =>
        {
            var index = new int[shape.Length];
            for (int a = shape.Length - 1; a >= 0; i /= shape[a], a--) index[a] = i % shape[a];
            return index;
        });

    static int[] Ones(int axes) => [.. Enumerable.Repeat(1, axes)];

    static Grid Convolve(Grid x, Grid w, Grid? b, int[]? stride = null, int[]? padding = null, int[]? dilation = null, int groups = 1, int[]? after = null)
    {
        int axes = x.Rank - 2, filters = w.Shape[0] / groups;
        (stride, padding, dilation) = (stride ?? Ones(axes), padding ?? new int[axes], dilation ?? Ones(axes));
        int[] taps = w.Shape[2..];
        int[] size = [.. taps.Select((k, a) => (x.Shape[a + 2] + padding[a] + (after ?? padding)[a] - dilation[a] * (k - 1) - 1) / stride[a] + 1)];
        return Grid.Make([x.Shape[0], w.Shape[0], .. size], o =>
        {
            double sum = b?.Values[o[1]] ?? 0;
            for (int c = 0; c < w.Shape[1]; c++)
                foreach (var k in Indices(taps))
                {
                    int[] at = [.. k.Select((tap, a) => o[a + 2] * stride[a] - padding[a] + tap * dilation[a])];
                    if (at.Zip(x.Shape[2..], (i, s) => i >= 0 && i < s).All(inside => inside))
                        sum += x.At([o[0], o[1] / filters * w.Shape[1] + c, .. at]) * w.At([o[1], c, .. k]);
                }
            return sum;
        });
    }

    static Grid Spread(Grid x, Grid w, Grid? b, int[]? stride = null, int[]? padding = null, int[]? dilation = null, int[]? more = null, int groups = 1)
    {
        int axes = x.Rank - 2, channels = w.Shape[0] / groups;
        (stride, padding, dilation, more) = (stride ?? Ones(axes), padding ?? new int[axes], dilation ?? Ones(axes), more ?? new int[axes]);
        int[] taps = w.Shape[2..];
        int[] size = [.. taps.Select((k, a) => (x.Shape[a + 2] - 1) * stride[a] - 2 * padding[a] + dilation[a] * (k - 1) + 1 + more[a])];
        var y = Grid.Make([x.Shape[0], w.Shape[1] * groups, .. size], o => b?.Values[o[1]] ?? 0);
        foreach (var o in Indices(x.Shape))
            for (int c = 0; c < w.Shape[1]; c++)
                foreach (var k in Indices(taps))
                {
                    int[] at = [.. k.Select((tap, a) => o[a + 2] * stride[a] - padding[a] + tap * dilation[a])];
                    if (!at.Zip(size, (i, s) => i >= 0 && i < s).All(inside => inside)) continue;
                    int place = 0;
                    foreach (var (i, s) in ((int[])[o[0], o[1] / channels * w.Shape[1] + c, .. at]).Zip(y.Shape)) place = place * s + i;
                    y.Values[place] += x.At(o) * w.At([o[1], c, .. k]);
                }
        return y;
    }
}
