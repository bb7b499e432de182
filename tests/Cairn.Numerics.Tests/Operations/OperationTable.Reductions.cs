namespace Cairn.Tests;

static partial class OperationTable
{
    static OperationRow[] Reductions =>
    [
        .. Reduction("Sum", x => x.Sum(), (x, a) => x.Sum(a), (x, axes, keep) => x.Sum(axes, keep), row => row.Sum(), empty: true),
        .. Reduction("Mean", x => x.Mean(), (x, a) => x.Mean(a), (x, axes, keep) => x.Mean(axes, keep), row => row.Average()),
        .. Reduction("Min", x => x.Min(), (x, a) => x.Min(a), (x, axes, keep) => x.Min(axes, keep), row => row.Min()),
        .. Reduction("Max", x => x.Max(), (x, a) => x.Max(a), (x, axes, keep) => x.Max(axes, keep), row => row.Max()),
        .. Reduction("Variance", x => x.Variance(), (x, a) => x.Variance(a), (x, axes, keep) => x.Variance(axes, keep),
            row => Spread(row, 0)),
        Shaped("Variance of a sample", x => x.Variance(-1, degreesOfFreedom: 1), x => x.Fold([x.Rank - 1], false, row => Spread(row, 1)),
            [5], [2, 3]) with
        {
            Errors =
            [
                (() => Tensor.Ones<double>(2, 1).Variance(1, degreesOfFreedom: 1),
                    "Variance: [2, 1] has 1 elements along the reduced axes, not more than the 1 degrees of freedom"),
            ],
        },
        Shaped("StandardDeviation", x => x.StandardDeviation(),
            x => x.Fold([.. Enumerable.Range(0, x.Rank)], false, row => Math.Sqrt(Spread(row, 0))),
            [5], [2, 3]),
        Shaped("StandardDeviation along an axis", x => x.StandardDeviation(-1, true, 1),
            x => x.Fold([x.Rank - 1], true, row => Math.Sqrt(Spread(row, 1))),
            [5], [2, 3]),
        .. Reduction("Norm", x => x.Norm(), (x, a) => x.Norm(a), (x, axes, keep) => x.Norm(axes, keep),
            row => Math.Sqrt(row.Sum(v => v * v)), empty: true),
        .. Reduction("PNorm", x => x.PNorm(3), (x, a) => x.PNorm(3, a), (x, axes, keep) => x.PNorm(3, axes, keep),
            row => Math.Pow(row.Sum(v => Math.Pow(Math.Abs(v), 3)), 1.0 / 3), empty: true),
        Shaped("PNorm of order 1", x => x.PNorm(1, 0), x => x.Fold([0], false, row => row.Sum(Math.Abs)), [5], [2, 3]),
        Shaped("PNorm of order 2", x => x.PNorm(2, 0), x => x.Fold([0], false, row => Math.Sqrt(row.Sum(v => v * v))), [5], [2, 3]),
        Shaped("PNorm of order 4.5", x => x.PNorm(4.5, -1), x => x.Fold([x.Rank - 1], false,
            row => Math.Pow(row.Sum(v => Math.Pow(Math.Abs(v), 4.5)), 1 / 4.5)), [5], [2, 3]),
        Shaped("PNorm of order infinity", x => x.PNorm(double.PositiveInfinity, 0), x => x.Fold([0], false, row => row.Max(Math.Abs)), [5], [2, 3]) with
        {
            Errors = [(() => Tensor.Ones<double>(2).PNorm(0.5), "PNorm: the order must be from 1 to infinity")],
        },
        .. Reduction("LogSumExp", x => x.LogSumExp(), (x, a) => x.LogSumExp(a), (x, axes, keep) => x.LogSumExp(axes, keep),
            row => Math.Log(row.Sum(Math.Exp)), empty: true),
        Place("ArgMin", x => x.ArgMin(), x => x.ArgMin(1, keepDims: true), row => Array.IndexOf(row, row.Min())),
        Place("ArgMax", x => x.ArgMax(), x => x.ArgMax(1, keepDims: true), row => Array.IndexOf(row, row.Max())),
    ];

    static double Spread(double[] row, int degreesOfFreedom) =>
        row.Sum(v => (v - row.Average()) * (v - row.Average())) / (row.Length - degreesOfFreedom);

    delegate Tensor OverAxes(Tensor x, ReadOnlySpan<int> axes, bool keepDims);

    static OperationRow[] Reduction(string name, Func<Tensor, Tensor> all, Func<Tensor, int, Tensor> one, OverAxes several,
        Func<double[], double> reference, bool empty = false)
    {
        (Action, string)[] errors =
        [
            (() => several(Tensor.Ones<double>(2, 3), [2], false), $"{name}: axis 2 is out of range: [2, 3] has 2 axes"),
            (() => several(Tensor.Ones<double>(2, 3), [1, -1], false), $"{name}: axis 1 of [2, 3] is named twice"),
        ];
        if (!empty)
            errors = [.. errors, (() => all(Tensor.Zeros<double>(0, 3)), $"{name}: [0, 3] has no elements along the reduced axes")];
        return
        [
            Shaped(name, all, x => x.Fold([.. Enumerable.Range(0, x.Rank)], false, reference), [], [1], [5], [2, 3],
                [2, 3, 2]) with { Errors = errors },
            Shaped($"{name} along an axis", x => one(x, -1), x => x.Fold([x.Rank - 1], false, reference), [5], [2, 3], [0, 3], [2, 3, 2]),
            Shaped($"{name} along the first axis", x => one(x, 0), x => x.Fold([0], false, reference), [5], [2, 3], [3, 0], [2, 3, 2]),
            Shaped($"{name} along two axes", x => several(x, [-1, 0], true), x => x.Fold([0, x.Rank - 1], true, reference),
                [2, 3], [2, 3, 2]),
            Shaped($"{name} along no axis", x => several(x, [], false), x => x.Fold([], false, reference), [], [2, 3]),
        ];
    }

    static OperationRow Place(string name, Func<Tensor, Tensor> all, Func<Tensor, Tensor> one, Func<double[], int> reference) =>
        Shaped(name, x => x.Rank < 2 ? all(x) : one(x),
            x => x.Rank < 2 ? x.Fold([.. Enumerable.Range(0, x.Rank)], false, row => reference(row))
                : x.Fold([1], true, row => reference(row)),
            [], [5], [2, 3], [0, 3], [2, 3, 2]) with
        {
            IsDifferentiable = false,
            CarriesNaN = false,
            Errors = [(() => one(Tensor.Ones<double>(2, 0)), $"{name}: [2, 0] has no elements along the reduced axes")],
        };
}
