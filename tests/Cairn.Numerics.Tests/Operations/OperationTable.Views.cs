namespace Cairn.Tests;

static partial class OperationTable
{
    static OperationRow[] Views =>
    [
        Identity("AsReadOnly", x => x.AsReadOnly()),
        Identity("Contiguous", x => x.Contiguous()),
        Identity("Copy", x => x.Copy()),
        Identity("To", x => x.To(x.DType)),
        Shaped("Reshape", x => x.Reshape(3, -1), x => x with { Shape = [3, x.Values.Length / 3] }, [6], [2, 3], [0, 3]) with
        {
            Errors = [(() => Tensor.Ones<double>(2, 3).Reshape(4, -1), "Reshape: [2, 3] has 6 elements, which do not fill [4, -1]")],
        },
        Shaped("Flatten", x => x.Flatten(), x => x with { Shape = [x.Values.Length] }, [], [2, 3], [0, 3]),
        Shaped("get_T", x => x.T, x => Grid.Make([x.Shape[1], x.Shape[0]], i => x.At(i[1], i[0])), [2, 3], [0, 3], [1, 1]) with
        {
            Errors = [(() => _ = Tensor.Ones<double>(2).T, "T: [2] is no matrix; use Transpose(first, second) or Permute(axes)")],
        },
        Shaped("Transpose", x => x.Transpose(0, -1), x => Grid.Make([x.Shape[2], x.Shape[1], x.Shape[0]], i => x.At(i[2], i[1], i[0])),
            [2, 3, 4], [0, 2, 1]) with
        {
            Errors = [(() => Tensor.Ones<double>(2).Transpose(0, 1), "Transpose: axis 1 is out of range: [2] has 1 axes")],
        },
        Shaped("Permute", x => x.Permute(-1, 0, 1), x => Grid.Make([x.Shape[2], x.Shape[0], x.Shape[1]], i => x.At(i[1], i[2], i[0])),
            [2, 3, 4], [0, 2, 1]) with
        {
            Errors = [(() => Tensor.Ones<double>(2, 3).Permute(1, 1), "Permute: axis 1 of [2, 3] is given twice")],
        },
        Shaped("Squeeze", x => x.Squeeze(), x => x with { Shape = [.. x.Shape.Where(s => s != 1)] }, [], [1, 3, 1], [1, 0]),
        Shaped("Squeeze of one axis", x => x.Squeeze(1), x => x with { Shape = [x.Shape[0], .. x.Shape[2..]] }, [2, 1, 3], [0, 1]) with
        {
            Errors = [(() => Tensor.Ones<double>(2, 3).Squeeze(1), "Squeeze: axis 1 of [2, 3] has size 3, not 1")],
        },
        Shaped("Unsqueeze", x => x.Unsqueeze(-1), x => x with { Shape = [.. x.Shape, 1] }, [], [3], [0, 2]),
        Shaped("BroadcastTo", x => x.BroadcastTo(2, 3, 4), x => Grid.Make([2, 3, 4], x.At), [], [4], [3, 1], [2, 1, 4], [2, 3, 4]) with
        {
            Errors = [(() => Tensor.Ones<double>(2).BroadcastTo(3), "BroadcastTo: [2] does not broadcast to [3]")],
        },
    ];

    static OperationRow[] Selections =>
    [
        Shaped("get_Item of positions and ranges", x => x[^1, Slice.NewAxis, 1..],
            x => Grid.Make([1, x.Shape[1] - 1], i => x.At(x.Shape[0] - 1, i[1] + 1)), [2, 3], [1, 1]) with
        {
            Errors = [(() => _ = Tensor.Ones<double>(2, 3)[1, 3], "Index 3 is out of range: axis 1 of [2, 3] has size 3")],
        },
        Shaped("get_Item of steps", x => x[Slice.Ellipsis, Slice.Step(null, null, -2)],
            x => Grid.Make([.. x.Shape[..^1], (x.Shape[^1] + 1) / 2], i => x.At([.. i[..^1], x.Shape[^1] - 1 - 2 * i[^1]])), [4], [2, 3]),
        Shaped("get_Item of repeated positions", x => x[.., Tensor.From([1, 0, 1, 1])],
            x => Grid.Make([x.Shape[0], 4, .. x.Shape[2..]], i => x.At([i[0], i[1] == 1 ? 0 : 1, .. i[2..]])), [2, 3], [0, 2],
                [2, 2, 3]) with
        {
            Errors = [(() => _ = Tensor.Ones<double>(2, 3)[Tensor.From([0, 2])],
                "Index 2 (element 1 of the positions) is out of range: axis 0 of [2, 3] has size 2")],
        },
        Shaped("get_Item of a mask", x => x[Mask([.. x.Shape])],
            x => x with { Shape = [Chosen(x).Length], Values = Chosen(x) }, [4], [2, 3], [0, 3]) with
        {
            Errors = [(() => _ = Tensor.Ones<double>(2, 3)[Mask(3)],
                "Slice: a mask of [3] does not fit axis 0 of [2, 3]: sizes 3 and 2 differ")],
        },
        new()
        {
            Name = "Where",
            Apply = x => Tensor.Where(Mask(2, 3), x[0], x[1]),
            Reference = x => Grid.Make([2, 3], i => Grid.Of(Mask(2, 3)).At(i) != 0 ? x[0].At(i) : x[1].At(i)),
            Samples = [.. Two(-2, 2, -2, 2).Where(pair => pair.All(g => Grid.Broadcast(g.Shape, [2, 3]).SequenceEqual([2, 3])))],
            Errors = [(() => Tensor.Where(Tensor.Ones<double>(2), 1.0, 2.0), "Where: the elements are float64, not bool")],
        },
        Joined("Concat", x => Tensor.Concat(x, 1), x => Grid.Make([2, x.Sum(g => g.Shape[1])], i => AcrossColumns(x, i[0], i[1])),
            [[2, 3], [2, 1]], [[2, 2], [2, 0], [2, 1]], [[2, 2]]) with
        {
            Errors =
            [
                (() => Tensor.Concat([Tensor.Ones<double>(2, 3), Tensor.Ones<double>(3, 3)], 1),
                    "Concat: [2, 3] and [3, 3] along axis 1: the other axes differ"),
                (() => Tensor.Concat([]), "Concat: there is no tensor"),
            ],
        },
        Joined("Stack", x => Tensor.Stack(x, -1), x => Grid.Make([.. x[0].Shape, x.Length], i => x[i[^1]].At(i[..^1])),
            [[], []], [[3], [3], [3]], [[2, 3], [2, 3]], [[0], [0]]) with
        {
            Errors = [(() => Tensor.Stack([Tensor.Ones<double>(2), Tensor.Ones<double>(3)]), "Stack: [2] and [3]: the shapes differ")],
        },
    ];

    static double[] Chosen(Grid x) => [.. x.Values.Zip(Grid.Of(Mask(x.Shape)).Values).Where(p => p.Second != 0).Select(p => p.First)];

    static double AcrossColumns(Grid[] x, int row, int column)
    {
        foreach (var grid in x)
        {
            if (column < grid.Shape[1]) return grid.At(row, column);
            column -= grid.Shape[1];
        }
        throw new ArgumentOutOfRangeException(nameof(column));
    }

    static OperationRow Identity(string name, Func<Tensor, Tensor> f) => Unary(name, f, x => x) with { Tolerance = 0 };

    static OperationRow Shaped(string name, Func<Tensor, Tensor> f, Func<Grid, Grid> reference, params int[][] shapes) => new()
    {
        Name = name,
        Apply = x => f(x[0]),
        Reference = x => reference(x[0]),
        Samples = [.. shapes.Select((shape, i) => new[] { Numbers(shape, -2, 2, 40 + (ulong)i) })],
    };

    static OperationRow Joined(string name, Func<Tensor[], Tensor> f, Func<Grid[], Grid> reference, params int[][][] shapes) => new()
    {
        Name = name,
        Apply = f,
        Reference = reference,
        Samples = [.. shapes.Select(operands => operands.Select((shape, i) => Numbers(shape, -2, 2, 60 + (ulong)i)).ToArray())],
    };
}
