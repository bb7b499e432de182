namespace Cairn.Tests;

static partial class OperationTable
{
    static OperationRow[] Scans =>
    [
        Shaped("CumulativeSum", x => x.CumulativeSum(-1), x => x.Rows(x.Rank - 1, row => Run(row, (a, b) => a + b)), [4], [2, 3],
            [2, 0], [0, 2]) with
        {
            Errors = [(() => Tensor.Ones<double>(2).CumulativeSum(1), "CumulativeSum: axis 1 is out of range: [2] has 1 axes")],
        },
        Shaped("CumulativeSum along the first axis", x => x.CumulativeSum(0), x => x.Rows(0, row => Run(row, (a, b) => a + b)),
            [4], [2, 3, 2]),
        Shaped("CumulativeProduct", x => x.CumulativeProduct(-1), x => x.Rows(x.Rank - 1, row => Run(row, (a, b) => a * b)), [4],
            [2, 3], [2, 0]) with
        {
            Errors = [(() => Mask(2).CumulativeProduct(0), "CumulativeProduct: a bool is no number")],
        },
        Shaped("CumulativeProduct along the first axis", x => x.CumulativeProduct(0), x => x.Rows(0, row => Run(row, (a, b) => a * b)),
            [4], [3, 2]),
        Shaped("CumulativeProduct with zeros", x => (x * Tensor.From([1.0, 0, 1, 1, 0]).To(x.DType)).CumulativeProduct(0),
            x => new Grid([5], Run([.. x.Values.Select((v, i) => i is 1 or 4 ? 0 : v)], (a, b) => a * b)), [5]),
    ];

    static OperationRow[] Orders =>
    [
        Shaped("ArgSort", x => x.ArgSort(), x => x.Rows(x.Rank - 1, row => [.. Ascending(row).Select(i => (double)i)]), [5],
            [2, 4], [2, 0]) with
        {
            IsDifferentiable = false,
            CarriesNaN = false,
            Errors = [(() => Tensor.Ones<double>(2).ArgSort(1), "ArgSort: axis 1 is out of range: [2] has 1 axes")],
        },
        Shaped("Sort", x => x.Sort().Values, x => x.Rows(x.Rank - 1, row => [.. row.Order()]), [5], [2, 4], [2, 0]),
        Shaped("Sort along the first axis, descending", x => x.Sort(0, descending: true).Values,
            x => x.Rows(0, row => [.. row.OrderDescending()]), [5], [4, 3]),
        Shaped("TopK", x => x.TopK(2).Values, x => x.Rows(x.Rank - 1, row => [.. row.OrderDescending().Take(2)]), [5], [2, 4]) with
        {
            Errors = [(() => Tensor.Ones<double>(2).TopK(3), "TopK: 3 of the 2 elements along axis 0 of [2]")],
        },
        Shaped("TopK of many", x => x.TopK(40).Values, x => x.Rows(x.Rank - 1, row => [.. row.OrderDescending().Take(40)]), [50], [2, 300]),
        Shaped("TopK of the smallest", x => x.TopK(2, 0, largest: false).Values, x => x.Rows(0, row => [.. row.Order().Take(2)]),
            [5], [4, 3]),
    ];

    static int[,] Rows3 => new[,] { { 1, 0, 1 }, { 1, 1, 0 }, { 0, 0, 1 } };

    static OperationRow[] Gathers =>
    [
        Shaped("Gather", x => x.Gather(0, Tensor.From(Rows3)), x => Grid.Make([3, 3], i => x.At(Rows3[i[0], i[1]], i[1])), [2, 3]) with
        {
            Errors =
            [
                (() => Tensor.Ones<double>(1, 3).Gather(0, Tensor.From(Rows3)),
                    "Gather: position 1 at [0, 0] of [3, 3] is out of range: there are 1"),
                (() => Tensor.Ones<double>(2, 2).Gather(0, Tensor.From(Rows3)), "Gather: positions of [3, 3] along axis 0 of [2, 2]"),
                (() => Tensor.Ones<double>(2).Gather(0, Tensor.Ones<double>(2)), "Gather: positions are int32 or int64, not float64"),
            ],
        },
        Shaped("Gather along the last axis", x => x.Gather(-1, Tensor.From(Rows3).T.Copy()),
            x => Grid.Make([3, 3], i => x.At(i[0], Rows3[i[1], i[0]])), [3, 2]),
        Joined("ScatterAdd", x => x[0].ScatterAdd(0, Tensor.From(Rows3), x[1]), x => Grid.Make([2, 3], i =>
            x[0].At(i) + Enumerable.Range(0, 3).Where(k => Rows3[k, i[1]] == i[0]).Sum(k => x[1].At(k, i[1]))), [[2, 3], [3, 3]]) with
        {
            Errors =
            [
                (() => Tensor.Ones<double>(2, 3).ScatterAdd(0, Tensor.From(Rows3), Tensor.Ones<double>(3)),
                    "ScatterAdd: [3] at positions of [3, 3]"),
                (() => Tensor.Ones<float>(2, 3).ScatterAdd(0, Tensor.From(Rows3), Tensor.Ones<double>(3, 3)),
                    "ScatterAdd: float64 elements into float32"),
            ],
        },
        Joined("Scatter", x => x[0].Scatter(0, Tensor.From(Rows3), x[1]), x => Grid.Make([2, 3], i =>
            Enumerable.Range(0, 3).Where(k => Rows3[k, i[1]] == i[0]).Select(k => x[1].At(k, i[1])).LastOrDefault(x[0].At(i))), [[2, 3], [3, 3]]) with
        {
            Errors =
            [
                (() => Tensor.Ones<double>(2, 3).Scatter(0, Tensor.From(Rows3), Tensor.Ones<double>(3)),
                    "Scatter: [3] at positions of [3, 3]"),
                (() => Tensor.Ones<bool>(2, 3).Scatter(0, Tensor.From(Rows3), Tensor.Ones<double>(3, 3)),
                    "Scatter: float64 elements into bool"),
                (() => Tensor.Ones<double>(1, 3).Scatter(0, Tensor.From(Rows3), Tensor.Ones<double>(3, 3)),
                    "Scatter: position 1 at [0, 0] of [3, 3] is out of range: there are 1"),
            ],
        },
        Joined("Scatter that leaves some", x => x[0].Scatter(1, Tensor.From(new[,] { { 2, 2 }, { 0, 1 } }), x[1]), x => Grid.Make([2, 3], i =>
            i[0] == 0 ? i[1] == 2 ? x[1].At(0, 1) : x[0].At(i) : i[1] < 2 ? x[1].At(1, i[1]) : x[0].At(i)), [[2, 3], [2, 2]]),
        Shaped("Embedding", x => x.Embedding(Tensor.From(Rows3)), x => Grid.Make([3, 3, x.Shape[1]], i => x.At(Rows3[i[0], i[1]], i[2])),
            [2, 3], [4, 1], [2, 0]) with
        {
            Errors =
            [
                (() => Tensor.Ones<double>(1, 2).Embedding(Tensor.From(Rows3)),
                    "Embedding: position 1 at [0, 0] of [3, 3] is out of range: there are 1"),
                (() => Tensor.Ones<double>(2).Embedding(Tensor.From(Rows3)),
                    "Embedding: the vectors are the rows of a floating matrix, not of float64 [2]"),
            ],
        },
        Shaped("Pad", x => x.Pad([(1, 0), (0, 2)], 0.5), x => Grid.Make([x.Shape[0] + 1, x.Shape[1] + 2],
            i => i[0] > 0 && i[1] < x.Shape[1] ? x.At(i[0] - 1, i[1]) : 0.5), [2, 3], [0, 3], [1, 1]) with
        {
            CarriesNaN = false,
            Errors =
            [
                (() => Tensor.Ones<double>(2).Pad([(1, 0), (1, 1)]), "Pad: 2 widths are given, but [2] has 1 axes"),
                (() => Tensor.Ones<double>(2).Pad([(-1, 0)]), "Pad: the widths -1 and 0 of axis 0 must not be negative"),
            ],
        },
        Shaped("Split", x => Tensor.Concat([.. x.Split([1, 0, 2], -1).Reverse()], -1),
            x => x.Rows(x.Rank - 1, row => [row[1], row[2], row[0]]), [3], [2, 3]) with
        {
            Errors =
            [
                (() => Tensor.Ones<double>(5).Split(2), "Split: axis 0 of [5] has size 5, which is no multiple of 2"),
                (() => Tensor.Ones<double>(5).Split([2, 2]), "Split: the sizes sum to 4, but axis 0 of [5] has size 5"),
            ],
        },
        Shaped("Split into equal parts", x => x.Split(2)[1],
            x => Grid.Make([x.Shape[0] / 2, .. x.Shape[1..]], i => x.At([i[0] + x.Shape[0] / 2, .. i[1..]])),
            [4], [2, 3]),
        Shaped("Flip", x => x.Flip(0, -1),
            x => Grid.Make(x.Shape, i => x.At([x.Shape[0] - 1 - i[0], .. i[1..^1], x.Shape[^1] - 1 - i[^1]])),
            [2, 3], [2, 2, 3], [0, 3]),
    ];

    static double[] Run(double[] row, Func<double, double, double> step)
    {
        double[] run = [.. row];
        for (int i = 1; i < run.Length; i++) run[i] = step(run[i - 1], run[i]);
        return run;
    }

    static int[] Ascending(double[] row) => [.. Enumerable.Range(0, row.Length).OrderBy(i => row[i])];
}
