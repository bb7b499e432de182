namespace Cairn.Tests;

static partial class OperationTable
{
    static OperationRow[] Products =>
    [
        Joined("MatMul", x => x[0].MatMul(x[1]), x => MatMul(x[0], x[1]),
            [[2, 3], [3, 4]], [[3], [3, 2]], [[2, 3], [3]], [[3], [3]], [[1, 1], [1, 1]], [[2, 0], [0, 3]], [[0, 2], [2, 3]],
            [[2, 2, 3], [2, 3, 2]], [[2, 2, 3], [3, 2]], [[2, 3], [2, 3, 2]], [[2, 1, 2, 3], [3, 3, 2]], [[3], [2, 3, 2]],
                [[2, 2, 3], [3]]) with
        {
            Errors =
            [
                (() => Tensor.Ones<float>(64, 10).MatMul(Tensor.Ones<float>(12, 3)),
                    "MatMul: [64, 10] x [12, 3]: inner sizes 10 and 12 differ"),
                (() => Tensor.Ones<float>().MatMul(Tensor.Ones<float>(1)), "MatMul: [] x [1]"),
            ],
        },
        Shaped("MatMul of a matrix with its transpose", x => x.MatMul(x.T),
            x => MatMul(x, Grid.Make([x.Shape[1], x.Shape[0]], i => x.At(i[1], i[0]))),
            [2, 3], [3, 1]),
    ];

    static Grid MatMul(Grid a, Grid b)
    {
        bool row = a.Rank == 1, column = b.Rank == 1;
        if (row) a = a with { Shape = [1, a.Shape[0]] };
        if (column) b = b with { Shape = [b.Shape[0], 1] };
        int[] batch = Grid.Broadcast(a.Shape[..^2], b.Shape[..^2]);
        int rows = a.Shape[^2], inner = a.Shape[^1], columns = b.Shape[^1];
        var c = Grid.Make([.. batch, rows, columns], i =>
        {
            double sum = 0;
            for (int k = 0; k < inner; k++) sum += a.At([.. i[..^1], k]) * b.At([.. i[..^2], k, i[^1]]);
            return sum;
        });
        return c with { Shape = [.. batch, .. row ? Array.Empty<int>() : [rows], .. column ? Array.Empty<int>() : [columns]] };
    }
}
