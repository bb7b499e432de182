namespace Cairn.Tests;

static partial class OperationTable
{
    static OperationRow[] Pooling =>
    [
        Shaped("MaxPool", x => x.MaxPool(2), x => Pool(x, [2, 2, 2], [2, 2, 2], window => window.Max()), [1, 2, 5], [2, 2, 4, 5], [1, 2, 4, 3, 2], [2, 0, 4]) with
        {
            Errors =
            [
                (() => Tensor.Ones<float>(2, 3).MaxPool(2), "MaxPool: [2, 3] is not [images, channels, spatial...]"),
                (() => Tensor.Arange(8).Reshape(1, 2, 4).MaxPool(2), "MaxPool: the elements are int32"),
                (() => Tensor.Ones<float>(1, 2, 3).MaxPool(4), "MaxPool: windows of 4 elements do not fit axis 2 of [1, 2, 3] with a border of 0"),
                (() => Tensor.Ones<float>(1, 2, 3).MaxPool(2, padding: 2), "MaxPool: a border is at most half a window of 2"),
                (() => Tensor.Ones<float>(1, 2, 3).MaxPool(0), "MaxPool: window must be at least 1"),
                (() => Tensor.Ones<float>(1, 2, 3).MaxPool((1, 2)), "MaxPool: window (1, 2) for 1 spatial axes: give one number, or 1"),
            ],
        },
        Shaped("MaxPool of windows that overlap", x => x.MaxPool((3, 2), (2, 1), (1, 1)),
            x => Pool(x, [3, 2], [2, 1], window => window.Max(), [1, 1]), [1, 2, 5, 4]),
        Shaped("MaxPool of wide rows", x => x.MaxPool(2), x => Pool(x, [2, 2], [2, 2], window => window.Max()), [1, 1, 2, 35]),
        Shaped("MaxPool of the same size", x => x.MaxPool(3, 1, Padding.Same), x => Pool(x, [3, 3], [1, 1], window => window.Max(), [1, 1]), [1, 2, 4, 5]),
        Shaped("AveragePool", x => x.AveragePool(2), x => Pool(x, [2, 2, 2], [2, 2, 2], window => window.Average()), [1, 2, 5], [2, 2, 4, 5], [1, 2, 4, 3, 2],
            [0, 2, 4]) with
        {
            Errors = [(() => Tensor.Ones<float>(2, 3).AveragePool(2), "AveragePool: [2, 3] is not [images, channels, spatial...]")],
        },
        Shaped("AveragePool with a border that counts", x => x.AveragePool(3, 2, 1), x => Pool(x, [3, 3], [2, 2], window => window.Sum() / 9, [1, 1]), [1, 2, 5, 4]),
        Shaped("AveragePool with a border that does not count", x => x.AveragePool(3, 1, 1, countsBorder: false),
            x => Pool(x, [3, 3], [1, 1], window => window.Average(), [1, 1]), [1, 2, 4, 3]),
        Shaped("AdaptiveMaxPool", x => x.AdaptiveMaxPool(3), x => Adapt(x, 3, window => window.Max()), [1, 2, 7], [1, 2, 5, 3]) with
        {
            Errors = [(() => Tensor.Ones<float>(1, 2, 0).AdaptiveMaxPool(1), "AdaptiveMaxPool: [1, 2, 0] has no elements along axis 2")],
        },
        Shaped("AdaptiveAveragePool", x => x.AdaptiveAveragePool(3), x => Adapt(x, 3, window => window.Average()), [1, 2, 7], [1, 2, 5, 2]) with
        {
            Errors = [(() => Tensor.Ones<float>(1, 2, 3).AdaptiveAveragePool(0), "AdaptiveAveragePool: sizes must be at least 1")],
        },
        Shaped("AdaptiveAveragePool of all", x => x.AdaptiveAveragePool(1), x => Adapt(x, 1, window => window.Average()), [2, 3, 4, 5], [1, 1, 2, 3, 2]),
        Joined("BatchNorm", x => x[0].BatchNorm(x[1], x[2]).Y, x => Channels(x[0], x[1], x[2]),
            [[4, 3], [3], [3]], [[3, 2, 5], [2], [2]], [[2, 2, 3, 2], [2], [2]]) with
        {
            Errors =
            [
                (() => Tensor.Ones<float>(3).BatchNorm(), "BatchNorm: [3] is not [images, channels, ...]"),
                (() => Tensor.Ones<float>(0, 3).BatchNorm(), "BatchNorm: [0, 3] has no elements to take the mean of"),
                (() => Tensor.Ones<float>(2, 3).BatchNorm(Tensor.Ones<float>(2)),
                    "BatchNorm: [2, 3] with a weight of [2]: it needs the shape [3] of the channels"),
                (() => Tensor.Ones<float>(2, 3).BatchNorm(bias: Tensor.Ones<double>(3)), "BatchNorm: float32 with a bias of float64"),
                (() => Tensor.Ones<float>(2, 3).BatchNorm(epsilon: -1), "BatchNorm: epsilon must be a number from 0 on"),
                (() => Tensor.Arange(4).Reshape(2, 2).BatchNorm(), "BatchNorm: the elements are int32"),
            ],
        },
        Shaped("BatchNorm plain", x => x.BatchNorm(epsilon: 0.1).Y, x => Channels(x, null, null, 0.1), [4, 2], [2, 2, 3]),
        Joined("BatchNorm with a bias alone", x => x[0].BatchNorm(bias: x[1]).Y, x => Channels(x[0], null, x[1]), [[3, 2, 2], [2]]),
        Joined("BatchNormWith", x => x[0].BatchNormWith(x[1], x[2].Square(), x[3], x[4]),
            x => Grid.Make(x[0].Shape, i => (x[0].At(i) - x[1].Values[i[1]]) / Math.Sqrt(x[2].Values[i[1]] * x[2].Values[i[1]] + 1e-5)
                * x[3].Values[i[1]] + x[4].Values[i[1]]),
            [[2, 3], [3], [3], [3], [3]], [[2, 2, 3], [2], [2], [2], [2]], [[0, 2, 3], [2], [2], [2], [2]]) with
        {
            Float32Tolerance = 2e-5,
            Errors = [(() => Tensor.Ones<float>(2, 3).BatchNormWith(Tensor.Ones<float>(2), Tensor.Ones<float>(3)), "BatchNormWith: [2, 3] with a mean of [2]")],
        },
    ];

    static Grid Pool(Grid x, int[] window, int[] stride, Func<IEnumerable<double>, double> f, int[]? padding = null)
    {
        int axes = x.Rank - 2;
        padding ??= new int[axes];
        int[] size = [.. x.Shape[2..].Select((s, a) => (s + 2 * padding[a] - window[a]) / stride[a] + 1)];
        return Grid.Make([x.Shape[0], x.Shape[1], .. size], o => f(Indices([.. window[..axes]])
            .Select(k => k.Select((tap, a) => o[a + 2] * stride[a] - padding[a] + tap).ToArray())
            .Where(at => at.Zip(x.Shape[2..], (i, s) => i >= 0 && i < s).All(inside => inside))
            .Select(at => x.At([o[0], o[1], .. at]))));
    }

    static Grid Adapt(Grid x, int count, Func<IEnumerable<double>, double> f) =>
        Grid.Make([x.Shape[0], x.Shape[1], .. x.Shape[2..].Select(_ => count)], o => f(Indices(x.Shape[2..])
            .Where(at => at.Select((i, a) => i >= o[a + 2] * x.Shape[a + 2] / count && i < Math.Ceiling((o[a + 2] + 1.0) * x.Shape[a + 2] / count)).All(inside => inside))
            .Select(at => x.At([o[0], o[1], .. at]))));

    static Grid Channels(Grid x, Grid? w, Grid? b, double epsilon = 1e-5) => Grid.Make(x.Shape, i =>
    {
        double[] channel = [.. Indices(x.Shape).Where(j => j[1] == i[1]).Select(j => x.At(j))];
        double mean = channel.Average(), variance = channel.Average(v => (v - mean) * (v - mean));
        return (x.At(i) - mean) / Math.Sqrt(variance + epsilon) * (w?.Values[i[1]] ?? 1) + (b?.Values[i[1]] ?? 0);
    });
}
