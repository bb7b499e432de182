using Cairn.RandomNumbers;

namespace Cairn.Tests;

static partial class OperationTable
{
    static readonly Tensor HalfSeen = Tensor.From([true, false, true, true, false, false, false, false]).Reshape(2, 4); // the second row sees nothing

    static readonly Grid Term = Numbers([3, 4], -1, 1, 9);

    static OperationRow[] Attention =>
    [
        Joined("Attention", x => Tensor.Attention(x[0], x[1], x[2]), x => Attend(x),
            [[2, 3], [4, 3], [4, 2]], [[2, 3, 2], [2, 4, 2], [2, 4, 3]], [[2, 1, 2, 3], [3, 2, 3], [1, 1, 2, 2]], [[0, 2], [3, 2], [3, 2]], [[2, 2], [0, 2], [0, 3]],
            [[2, 0], [3, 0], [3, 1]], [[1, 1], [1, 1], [1, 1]]) with
        {
            CarriesNaN = false, // where there are no keys there are zeros
            Errors =
            [
                (() => Tensor.Attention(Tensor.Ones<float>(3), Tensor.Ones<float>(2, 3), Tensor.Ones<float>(2, 3)),
                    "Attention: [3] of [2, 3] and [2, 3]: each must be matrices"),
                (() => Tensor.Attention(Tensor.Ones<float>(2, 3), Tensor.Ones<float>(2, 4), Tensor.Ones<float>(2, 3)),
                    "Attention: [2, 3] of [2, 4] and [2, 3]: query and key have 3 and 4 columns"),
                (() => Tensor.Attention(Tensor.Ones<float>(2, 3), Tensor.Ones<float>(5, 3), Tensor.Ones<float>(2, 3)),
                    "Attention: [2, 3] of [5, 3] and [2, 3]: 5 keys for 2 values"),
                (() => Tensor.Attention(Tensor.Ones<float>(2, 3), Tensor.Ones<double>(5, 3), Tensor.Ones<float>(5, 3)),
                    "Attention: float32 with keys of float64 and values of float32"),
                (() => Tensor.Attention(Tensor.Ones<float>(2, 2, 3), Tensor.Ones<float>(3, 5, 3), Tensor.Ones<float>(5, 3)),
                    "Attention: [2, 2, 3] of [3, 5, 3] and [5, 3]: batches"),
                (() => Tensor.Attention(Tensor.Ones<float>(2, 3), Tensor.Ones<float>(5, 3), Tensor.Ones<float>(5, 3), Mask(2, 4)),
                    "Attention: [2, 3] of [5, 3] and [5, 3]: a mask of [2, 4] for 2 rows and 5 keys"),
                (() => Tensor.Attention(Tensor.Ones<float>(2, 3), Tensor.Ones<float>(5, 3), Tensor.Ones<float>(5, 3), Tensor.Ones<double>(2, 5)),
                    "Attention: float32 with a mask of float64"),
                (() => Tensor.Attention(Tensor.Ones<float>(2, 3), Tensor.Ones<float>(5, 3), Tensor.Ones<float>(5, 3), scale: double.NaN),
                    "Attention: the scale must be finite"),
                (() => Tensor.Attention(Tensor.Ones<float>(2, 3), Tensor.Ones<float>(5, 3), Tensor.Ones<float>(5, 3), dropout: 1.5),
                    "Attention: the dropout must be from 0 to 1"),
                (() => Tensor.Attention(Tensor.Ones<float>(2, 3), Tensor.Ones<float>(5, 3), Tensor.Ones<float>(5, 3), dropout: 0.5),
                    "Attention: a dropout needs draws"),
            ],
        },
        Joined("Attention causal", x => Tensor.Attention(x[0], x[1], x[2], causal: true, scale: 0.5), x => Attend(x, (_, i, j) => j <= i, 0.5),
            [[4, 3], [4, 3], [4, 2]], [[2, 3, 2], [5, 2], [2, 5, 3]], [[4, 2], [2, 2], [2, 2]]),
        Joined("Attention masked", x => Tensor.Attention(x[0], x[1], x[2], HalfSeen), x => Attend(x, (_, i, j) => i == 0 && j != 1),
            [[2, 3], [4, 3], [4, 2]], [[3, 2, 2], [4, 2], [4, 3]]) with
        {
            CarriesNaN = false, // a row that sees no key gives zeros
        },
        Joined("Attention with a term", x => Tensor.Attention(x[0], x[1], x[2], Term.ToTensor().To(x[0].DType), causal: true),
            x => Attend([.. x, Term], (_, i, j) => j <= i), [[3, 2], [4, 2], [4, 2]], [[2, 3, 2], [4, 2], [4, 2]]),
        Joined("Attention with a term for every row", x => Tensor.Attention(x[0], x[1], x[2], Term.ToTensor()[0].To(x[0].DType)),
            x => Attend([.. x, new Grid([4], Term.Values[..4])]), [[3, 2], [4, 2], [4, 2]]),
        Joined("Attention with a learned term", x => Tensor.Attention(x[0], x[1], x[2], x[3]), x => Attend(x),
            [[3, 2], [4, 2], [4, 2], [3, 4]], [[2, 3, 2], [4, 2], [4, 2], [4]]),
        Joined("Attention with dropout", x => Tensor.Attention(x[0], x[1], x[2], dropout: 0.4, draws: Rng.Stream(5, "attention", "dropout")),
            x => Attend(x, null, null, Draws(x, 0.4f)), [[2, 3], [4, 3], [4, 2]], [[2, 3, 2], [2, 4, 2], [2, 4, 3]]),
    ];

    static Func<int[], double> Draws(Grid[] x, float rate)
    {
        int[] batch = Grid.Broadcast(Grid.Broadcast(x[0].Shape[..^2], x[1].Shape[..^2]), x[2].Shape[..^2]);
        int[] shape = [.. batch, x[0].Shape[^2], x[1].Shape[^2]];
        var draws = new float[Grid.Count(shape)];
        Rng.Stream(5, "attention", "dropout").Start().Fill(draws);
        var grid = new Grid(shape, [.. draws.Select(d => d < rate ? 0 : 1 / (1.0 - rate))]);
        return i => grid.At(i);
    }

    static Grid Attend(Grid[] x, Func<int[], int, int, bool>? sees = null, double? scale = null, Func<int[], double>? kept = null)
    {
        Grid q = x[0], k = x[1], v = x[2];
        int[] batch = Grid.Broadcast(Grid.Broadcast(q.Shape[..^2], k.Shape[..^2]), v.Shape[..^2]);
        if (x.Length > 3 && x[3].Rank > 2) batch = Grid.Broadcast(batch, x[3].Shape[..^2]);
        int rows = q.Shape[^2], keys = k.Shape[^2], depth = q.Shape[^1];
        double factor = scale ?? 1 / Math.Sqrt(Math.Max(depth, 1));
        return Grid.Make([.. batch, rows, v.Shape[^1]], at =>
        {
            int[] where = at[..^2];
            int row = at[^2];
            int[] seen = [.. Enumerable.Range(0, keys).Where(j => sees?.Invoke(where, row, j) ?? true)];
            if (seen.Length == 0) return 0;
            double[] shares = Shares([.. seen.Select(j => factor * Enumerable.Range(0, depth).Sum(c => q.At([.. where, row, c]) * k.At([.. where, j, c]))
                + (x.Length > 3 ? x[3].At([.. where, row, j]) : 0))]);
            return seen.Select((j, n) => shares[n] * (kept?.Invoke([.. where, row, j]) ?? 1) * v.At([.. where, j, at[^1]])).Sum();
        });
    }
}
