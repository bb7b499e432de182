namespace Cairn.Tests;

static partial class OperationTable
{
    static OperationRow[] Einsums =>
    [
        Einsum("Einsum", "ij,jk->ik", [[2, 3], [3, 4]], [[1, 1], [1, 2]], [[2, 0], [0, 3]], [[0, 2], [2, 1]]) with
        {
            Errors =
            [
                (() => Tensor.Einsum("ij,jk->ik", Tensor.Ones<double>(2, 3), Tensor.Ones<double>(4, 2)),
                    "Einsum: \"ij,jk->ik\" gives 'j' the size 3 in operand 0 and 4 in operand 1"),
                (() => Tensor.Einsum("ij,jk", Tensor.Ones<double>(2, 3)), "Einsum: \"ij,jk\" names 2 operands, 1 are given"),
                (() => Tensor.Einsum("ij->i", Tensor.Ones<double>(2)), "Einsum: \"ij->i\" gives operand 0 of [2] 2 subscripts for 1 axes"),
                (() => Tensor.Einsum("i->i", Tensor.Ones<double>(2, 3)), "Einsum: \"i->i\" gives operand 0 of [2, 3] 1 subscripts for 2 axes"),
                (() => Tensor.Einsum("ij->k", Tensor.Ones<double>(2, 3)), "Einsum: \"ij->k\" has no operand with the subscript 'k' of the result"),
                (() => Tensor.Einsum("ij->ii", Tensor.Ones<double>(2, 3)), "Einsum: \"ij->ii\" names 'i' twice in the result"),
                (() => Tensor.Einsum("i1->i", Tensor.Ones<double>(2)), "Einsum: \"i1->i\" has '1' at a place where letters"),
                (() => Tensor.Einsum("i->i->i", Tensor.Ones<double>(2)), "Einsum: \"i->i->i\" has more than one '->'"),
                (() => Tensor.Einsum("...i,...i->...", Tensor.Ones<double>(2, 4), Tensor.Ones<double>(3, 4)),
                    "Einsum: \"...i,...i->...\" meets sizes 2 of operand 0 and 3 of operand 1 in '...'"),
                (() => Tensor.Einsum("i->i", Mask(2)), "Einsum: a bool is no number"),
                (() => Tensor.Einsum("i->i"), "Einsum: there is no tensor"),
            ],
        },
        Einsum("Einsum of a batch", "bij,bjk->bik", [[2, 2, 3], [2, 3, 2]]),
        Einsum("Einsum of a chain", "ij,jk,kl->il", [[2, 3], [3, 4], [4, 2]]),
        Einsum("Einsum of a diagonal", "ii->i", [[3, 3]]),
        Einsum("Einsum of a trace", "ii->", [[3, 3]]),
        Einsum("Einsum of sums", "ijk->kj", [[2, 3, 4]]),
        Einsum("Einsum of a form", "i,ij,j->", [[3], [3, 2], [2]]),
        Einsum("Einsum element by element", "ij,ij->ij", [[2, 3], [2, 3]]),
        Einsum("Einsum of every pair", "i,j->ji", [[2], [3]]),
        Einsum("Einsum with a subscript in one operand alone", "iij,kl->kj", [[2, 2, 3], [3, 2]]),
        Einsum("Einsum of all, weighed", "bi,bj,bij->b", [[2, 3], [2, 2], [2, 3, 2]]),
        Joined("Einsum without a result", x => Tensor.Einsum("bA", x), x => Loops("bA->Ab", x), [[2, 3]]),
        Joined("Einsum of the axes that remain", x => Tensor.Einsum("...ij, ...jk", x), x => MatMul(x[0], x[1]),
            [[2, 2, 3], [2, 3, 2]], [[2, 3], [2, 3, 2]], [[2, 1, 2, 3], [3, 3, 2]]),
        Joined("Einsum that sums the axes that remain", x => Tensor.Einsum("i...->i", x), x => x[0].Fold([1, 2], false, v => v.Sum()), [[2, 3, 2]]),
    ];

    static OperationRow Einsum(string name, string equation, params int[][][] shapes) =>
        Joined(name, x => Tensor.Einsum(equation, x), x => Loops(equation, x), shapes);

    /// <summary>The sum over all letters that the result does not name.</summary>
    static Grid Loops(string equation, Grid[] x)
    {
        string[] sides = equation.Split("->"), terms = sides[0].Split(',');
        var sizes = new Dictionary<char, int>();
        for (int t = 0; t < terms.Length; t++)
            for (int a = 0; a < terms[t].Length; a++) sizes[terms[t][a]] = x[t].Shape[a];
        char[] gone = [.. sizes.Keys.Where(c => !sides[1].Contains(c))];
        return Grid.Make([.. sides[1].Select(c => sizes[c])], i =>
        {
            var at = sides[1].Zip(i).ToDictionary(p => p.First, p => p.Second);
            double sum = 0;
            foreach (int[] j in Places([.. gone.Select(c => sizes[c])]))
            {
                for (int c = 0; c < gone.Length; c++) at[gone[c]] = j[c];
                sum += terms.Select((term, t) => x[t].Values[Place([.. term.Select(c => at[c])], x[t].Shape)]).Aggregate(1.0, (a, b) => a * b);
            }
            return sum;
        });
    }

    static int Place(int[] index, int[] shape) => index.Zip(shape).Aggregate(0, (at, p) => at * p.Second + p.First);

    static IEnumerable<int[]> Places(int[] shape) => Enumerable.Range(0, Grid.Count(shape)).Select(i => Unravel(i, shape));

    static int[] Unravel(int at, int[] shape)
    {
        var index = new int[shape.Length];
        for (int a = shape.Length - 1; a >= 0; at /= shape[a], a--) index[a] = at % shape[a];
        return index;
    }

    static OperationRow[] Arrangements =>
    [
        Shaped("Diagonal", x => x.Diagonal(), x => Grid.Make([.. x.Shape[..^2], Math.Min(x.Shape[^2], x.Shape[^1])], i => x.At([.. i, i[^1]])),
            [3, 3], [2, 4], [4, 2], [2, 3, 2], [0, 3]) with
        {
            Errors =
            [
                (() => Tensor.Ones<double>(2, 3).Diagonal(0, 1, -1), "Diagonal: axis 1 of [2, 3] is given twice"),
                (() => Tensor.Ones<double>(2).Diagonal(), "Diagonal: axis -2 is out of range: [2] has 1 axes"),
            ],
        },
        Shaped("Diagonal of other axes", x => x.Diagonal(0, 0, 1), x => Grid.Make([x.Shape[2], Math.Min(x.Shape[0], x.Shape[1])], i => x.At(i[1], i[1], i[0])),
            [3, 2, 2]),
        Shaped("Diagonal beside the main one", x => x.Diagonal(-1, -1, 0),
            x => Grid.Make([Math.Max(0, Math.Min(x.Shape[1] - 1, x.Shape[0]))], i => x.At(i[0], i[0] + 1)), [2, 4], [3, 3], [3, 1]),
        Shaped("DiagonalMatrix", x => x.DiagonalMatrix(1), x => Grid.Make([.. x.Shape[..^1], x.Shape[^1] + 1, x.Shape[^1] + 1],
            i => i[^1] == i[^2] + 1 ? x.At([.. i[..^2], i[^2]]) : 0), [3], [2, 2], [0]) with
        {
            CarriesNaN = false,
            Errors = [(() => Tensor.Ones<double>().DiagonalMatrix(), "DiagonalMatrix: [] has no axis to put on a diagonal")],
        },
        Shaped("LowerTriangle", x => x.LowerTriangle(), x => Grid.Make(x.Shape, i => i[^1] <= i[^2] ? x.At(i) : 0), [3, 3], [2, 4], [2, 3, 2], [0, 2]) with
        {
            CarriesNaN = false,
            Errors = [(() => Tensor.Ones<double>(2).LowerTriangle(), "LowerTriangle: [2] is no matrix")],
        },
        Shaped("UpperTriangle", x => x.UpperTriangle(-1), x => Grid.Make(x.Shape, i => i[^1] >= i[^2] - 1 ? x.At(i) : 0), [3, 3], [4, 2], [2, 3, 2]) with
        {
            CarriesNaN = false,
            Errors = [(() => Tensor.Ones<double>(2).UpperTriangle(), "UpperTriangle: [2] is no matrix")],
        },
        Joined("Outer", x => x[0].Outer(x[1]), x => Grid.Make([x[0].Shape[0], x[1].Shape[0]], i => x[0].At(i[0]) * x[1].At(i[1])),
            [[2], [3]], [[1], [1]], [[0], [2]]) with
        {
            Errors = [(() => Tensor.Ones<double>(2, 1).Outer(Tensor.Ones<double>(2)), "Outer: [2, 1] and [2]: both must be vectors")],
        },
        Joined("Kron", x => x[0].Kron(x[1]), x => Grid.Make([x[0].Shape[0] * x[1].Shape[0], x[0].Shape[1] * x[1].Shape[1]],
            i => x[0].At(i[0] / x[1].Shape[0], i[1] / x[1].Shape[1]) * x[1].At(i[0] % x[1].Shape[0], i[1] % x[1].Shape[1])),
            [[2, 3], [2, 2]], [[1, 1], [2, 1]], [[0, 2], [2, 2]]),
        Joined("Kron of a vector and a matrix", x => x[0].Kron(x[1]), x => Grid.Make([x[1].Shape[0], x[0].Shape[0] * x[1].Shape[1]],
            i => x[0].At(i[1] / x[1].Shape[1]) * x[1].At(i[0], i[1] % x[1].Shape[1])), [[2], [3, 2]]),
        Joined("Cross", x => x[0].Cross(x[1]), x => Grid.Make(Grid.Broadcast(x[0].Shape, x[1].Shape), i =>
        {
            int[] next = [.. i[..^1], (i[^1] + 1) % 3], last = [.. i[..^1], (i[^1] + 2) % 3];
            return x[0].At(next) * x[1].At(last) - x[0].At(last) * x[1].At(next);
        }), [[3], [3]], [[2, 3], [2, 3]], [[2, 1, 3], [2, 3]], [[0, 3], [3]]) with
        {
            Errors = [(() => Tensor.Ones<double>(2).Cross(Tensor.Ones<double>(3)), "Cross: [2] and [3]: the last axis of both must have size 3")],
        },
        Shaped("Repeat", x => x.Repeat(2, -1), x => x.Rows(x.Rank - 1, row => [.. row.SelectMany(v => new[] { v, v })]), [3], [2, 3], [2, 0]) with
        {
            Errors =
            [
                (() => Tensor.Ones<double>(2).Repeat(2, 1), "Repeat: axis 1 is out of range: [2] has 1 axes"),
                (() => Tensor.Ones<double>(2).Repeat(-1, 0), "times ('-1') must be a non-negative value."),
            ],
        },
        Shaped("Repeat along the first axis", x => x.Repeat(3, 0), x => Grid.Make([3 * x.Shape[0], x.Shape[1]], i => x.At(i[0] / 3, i[1])), [2, 3]),
        Shaped("Tile", x => x.Tile(2, 3), x => Grid.Make([2 * x.Shape[0], 3 * x.Shape[1]], i => x.At(i[0] % x.Shape[0], i[1] % x.Shape[1])),
            [2, 2], [1, 3]) with
        {
            Errors = [(() => Tensor.Ones<double>(2).Tile(-1), "times ('-1') must be a non-negative value.")],
        },
        Shaped("Tile with a new axis", x => x.Tile(2, 2), x => Grid.Make([2, 2 * x.Shape[0]], i => x.At(i[1] % x.Shape[0])), [3]),
        Shaped("Roll", x => x.Roll(1, -1), x => x.Rows(x.Rank - 1, row => row.Length == 0 ? row : [row[^1], .. row[..^1]]), [4], [2, 3], [2, 0]) with
        {
            Errors = [(() => Tensor.Ones<double>(2).Roll(1, 1), "Roll: axis 1 is out of range: [2] has 1 axes")],
        },
        Shaped("Roll back", x => x.Roll(-7, 0), x => x.Rows(0, row => [.. row[(7 % row.Length)..], .. row[..(7 % row.Length)]]), [4], [3, 2]),
        Shaped("Roll once round", x => x.Roll(4, 0), x => x, [4], [2, 2]),
        Joined("Meshgrid", x => Tensor.Stack(Tensor.Meshgrid(x)), x => Grid.Make([2, x[0].Shape[0], x[1].Shape[0]], i => i[0] == 0 ? x[0].At(i[1]) : x[1].At(i[2])),
            [[2], [3]], [[1], [2]], [[0], [2]]) with
        {
            Errors =
            [
                (() => Tensor.Meshgrid(Tensor.Ones<double>(2, 1)), "Meshgrid: operand 0 has shape [2, 1]; each must be a vector"),
                (() => Tensor.Meshgrid(), "Meshgrid: there is no vector"),
            ],
        },
        Shaped("CumulativeMax", x => x.CumulativeMax(-1), x => x.Rows(x.Rank - 1, row => Run(row, Math.Max)), [5], [2, 4], [2, 0]) with
        {
            Errors =
            [
                (() => Tensor.Ones<double>(2).CumulativeMax(1), "CumulativeMax: axis 1 is out of range: [2] has 1 axes"),
                (() => Mask(2).CumulativeMax(0), "CumulativeMax: a bool is no number"),
            ],
        },
        Shaped("CumulativeMin", x => x.CumulativeMin(0), x => x.Rows(0, row => Run(row, Math.Min)), [5], [4, 2, 2], [0, 2]) with
        {
            Errors = [(() => Mask(2).CumulativeMin(0), "CumulativeMin: a bool is no number")],
        },
    ];

    static OperationRow[] Counts =>
    [
        Counted("Unique", x => x.Unique().Values, x => Vector(x.Values.Distinct().Order())),
        Counted("Unique positions", x => x.Unique().Positions, x => x.Map(v => x.Values.Distinct().Count(w => w < v))),
        Counted("Unique counts", x => x.Unique().Counts, x => Vector(x.Values.GroupBy(v => v).OrderBy(g => g.Key).Select(g => (double)g.Count()))),
        Counted("BinCount", x => x.To<int>().BinCount(), x => Vector(Enumerable.Range(0, x.Values.Length == 0 ? 0 : (int)x.Values.Max() + 1)
            .Select(k => (double)x.Values.Count(v => v == k)))) with
        {
            Errors =
            [
                (() => Tensor.Ones<double>(2).BinCount(), "BinCount: the elements are float64"),
                (() => Tensor.From([1, -2]).BinCount(), "BinCount: -2 at [1] of [2] is no bin"),
                (() => Tensor.From([1]).BinCount(-1), "least ('-1') must be a non-negative value."),
            ],
        },
        Counted("BinCount with zeros", x => x.To<long>().BinCount(9), x => Vector(Enumerable.Range(0, 9).Select(k => (double)x.Values.Count(v => v == k)))),
        Counted("Histogram", x => x.Histogram(4, (0, 3)).Counts, x => Vector(Enumerable.Range(0, 4).Select(b =>
            (double)x.Values.Count(v => v >= b * 0.75 && (b == 3 ? v <= 3 : v < (b + 1) * 0.75))))) with
        {
            Errors =
            [
                (() => Tensor.Zeros<double>(0).Histogram(3), "Histogram: there are no elements to take a range from"),
                (() => Tensor.Ones<double>(2).Histogram(0), "bins ('0') must be greater than or equal to '1'."),
                (() => Tensor.Ones<double>(2).Histogram(2, (1, 1)), "Histogram: no range from 1 to 1"),
                (() => Tensor.From([1, double.NaN]).Histogram(2), "Histogram: no range from NaN to"),
                (() => Mask(2).Histogram(2), "Histogram: a bool is no number"),
            ],
        },
        new()
        {
            Name = "SearchSorted",
            Apply = x => Ladder(x[0]).SearchSorted(x[0]),
            Reference = x => x[0].Map(v => new[] { 0.0, 1, 1, 3 }.Count(s => s < v)),
            Samples = Repeated,
            IsDifferentiable = false,
            CarriesNaN = false,
            Errors =
            [
                (() => Tensor.From([1.0, 0]).SearchSorted(0), "SearchSorted: 0 at [1] is below 1 before it"),
                (() => Tensor.Ones<double>(2, 2).SearchSorted(0), "SearchSorted: [2, 2] is no vector"),
                (() => Mask(2).SearchSorted(0), "SearchSorted: a bool is no number"),
            ],
        },
        Counted("SearchSorted after equal ones", x => Ladder(x).SearchSorted(x, afterEqual: true), x => x.Map(v => new[] { 0.0, 1, 1, 3 }.Count(s => s <= v))),
    ];

    static Tensor Ladder(Tensor x) => Tensor.From([0.0, 1, 1, 3]).To(x.DType);

    static Grid Vector(IEnumerable<double> values) => values.ToArray() is var v ? new Grid([v.Length], v) : null!;

    static Grid[][] Repeated => [[new([6], [2, 0, 1, 2, 4, 2])], [new([2, 2], [3, 3, 0, 1])], [new([0], [])], [new([], [1])]];

    static OperationRow Counted(string name, Func<Tensor, Tensor> f, Func<Grid, Grid> reference) => new()
    {
        Name = name,
        Apply = x => f(x[0]),
        Reference = x => reference(x[0]),
        Samples = Repeated,
        IsDifferentiable = false,
        CarriesNaN = false,
    };

    static OperationRow[] Images =>
    [
        Shaped("Unfold", x => x.Unfold(2), x => Columns(x, 2, 1, 0, 1), [1, 2, 4], [2, 2, 3, 4], [1, 2, 2, 3, 2], [2, 0, 3], [0, 2, 3]) with
        {
            Errors =
            [
                (() => Tensor.Ones<float>(2, 3).Unfold(2), "Unfold: [2, 3] is not [images, channels, spatial...]"),
                (() => Tensor.Arange(8).Reshape(1, 2, 4).Unfold(2), "Unfold: the elements are int32"),
                (() => Tensor.Ones<float>(1, 2, 3).Unfold(4), "Unfold: windows of 4 elements do not fit axis 2 of [1, 2, 3] with a border of 0"),
                (() => Tensor.Ones<float>(1, 2, 3).Unfold(0), "Unfold: taps must be at least 1"),
                (() => Tensor.Ones<float>(1, 2, 3).Unfold(default), "Unfold: a window needs a size"),
            ],
        },
        Shaped("Unfold with a border", x => x.Unfold(3, 2, 2, 2), x => Columns(x, 3, 2, 2, 2), [1, 2, 5], [2, 1, 4, 5]) with { CarriesNaN = false },
        Shaped("Fold", x => x.Fold(4, 2), x => Folded(x, [4], 2, 1, 0, 1), [1, 4, 3], [2, 2, 3], [0, 2, 3]) with
        {
            Errors =
            [
                (() => Tensor.Ones<float>(2, 3).Fold(2, 2), "Fold: [2, 3] is not [images, channels"),
                (() => Tensor.Arange(8).Reshape(1, 2, 4).Fold(5, 2), "Fold: the elements are int32"),
                (() => Tensor.Ones<float>(1, 3, 3).Fold(4, 2), "Fold: [1, 3, 3] does not hold 3 windows of 2 taps over 4"),
                (() => Tensor.Ones<float>(1, 2, 3).Fold(default, 2), "Fold: the images need sizes"),
            ],
        },
        Shaped("Fold with a border", x => x.Fold((4, 5), 3, 2, 2, 2), x => Folded(x, [4, 5], 3, 2, 2, 2), [2, 18, 6]) with { CarriesNaN = false },
        Resized("Resize", Interpolation.Linear, false, x => x.Resize(3), [1, 2, 5], [2, 1, 2], [1, 1, 3], [0, 1, 2]) with
        {
            Errors =
            [
                (() => Tensor.Ones<float>(2, 3).Resize(2), "Resize: [2, 3] is not [images, channels, spatial...]"),
                (() => Tensor.Arange(8).Reshape(1, 2, 4).Resize(2), "Resize: the elements are int32"),
                (() => Tensor.Ones<float>(1, 2, 3).Resize(0), "Resize: sizes must be at least 1"),
                (() => Tensor.Ones<float>(1, 2, 3).Resize(default), "Resize: the images need sizes"),
                (() => Tensor.Ones<float>(1, 2, 0).Resize(2), "Resize: [1, 2, 0] has no elements along axis 2"),
                (() => Tensor.Ones<float>(1, 2, 3).Resize(2, Interpolation.Nearest, true), "Resize: Nearest has no corners to align"),
                (() => Tensor.Ones<float>(1, 2, 3).Resize(2, (Interpolation)7), "Resize: no such interpolation"),
            ],
        },
        Resized("Resize with corners", Interpolation.Linear, true, x => x.Resize(3, alignsCorners: true), [1, 2, 5, 2], [2, 1, 2], [1, 1, 1]),
        Resized("Resize to the nearest", Interpolation.Nearest, false, x => x.Resize(3, Interpolation.Nearest), [1, 2, 5, 4], [2, 1, 2]),
        Resized("Resize by cubics", Interpolation.Cubic, false, x => x.Resize(3, Interpolation.Cubic), [1, 2, 5, 4], [2, 1, 2], [1, 1, 2, 1, 20]),
        Resized("Resize by cubics with corners", Interpolation.Cubic, true, x => x.Resize(3, Interpolation.Cubic, true), [1, 2, 5, 18], [2, 1, 2]),
    ];

    static OperationRow Resized(string name, Interpolation how, bool aligns, Func<Tensor, Tensor> f, params int[][] shapes) =>
        Shaped(name, f, x => Enumerable.Range(2, x.Rank - 2).Aggregate(x, (y, axis) => Between(y, axis, 3, how, aligns)), shapes);

    /// <summary>Every element a sum over the whole axis, weighed by its distance; what would lie outside counts for the outermost.</summary>
    static Grid Between(Grid x, int axis, int count, Interpolation how, bool aligns)
    {
        int size = x.Shape[axis];
        return Grid.Make([.. x.Shape[..axis], count, .. x.Shape[(axis + 1)..]], i =>
        {
            double place = aligns ? i[axis] * (size - 1.0) / (count - 1) : (i[axis] + 0.5) * size / count - 0.5, sum = 0;
            if (how == Interpolation.Nearest) place = i[axis] * size / count;
            for (int k = -3; k < size + 3; k++)
                sum += Kernel(Math.Abs(place - k), how) * x.Values[Place([.. i[..axis], Math.Clamp(k, 0, size - 1), .. i[(axis + 1)..]], x.Shape)];
            return sum;
        });
    }

    static double Kernel(double t, Interpolation how) => how switch
    {
        Interpolation.Nearest => t == 0 ? 1 : 0,
        Interpolation.Linear => Math.Max(0, 1 - t),
        _ => t <= 1 ? 1.25 * t * t * t - 2.25 * t * t + 1 : t < 2 ? -0.75 * t * t * t + 3.75 * t * t - 6 * t + 3 : 0,
    };

    static int[] WindowCounts(int[] sizes, int taps, int stride, int border, int dilation) =>
        [.. sizes.Select(s => (s + 2 * border - dilation * (taps - 1) - 1) / stride + 1)];

    static Grid Columns(Grid x, int taps, int stride, int border, int dilation)
    {
        int[] sizes = x.Shape[2..], counts = WindowCounts(sizes, taps, stride, border, dilation), window = [.. sizes.Select(_ => taps)];
        return Grid.Make([x.Shape[0], x.Shape[1] * Grid.Count(window), Grid.Count(counts)], i =>
        {
            int[] tap = Unravel(i[1] % Grid.Count(window), window), first = Unravel(i[2], counts);
            int[] at = [.. tap.Zip(first, (t, o) => o * stride - border + t * dilation)];
            return at.Zip(sizes).All(p => p.First >= 0 && p.First < p.Second)
                ? x.Values[Place([i[0], i[1] / Grid.Count(window), .. at], x.Shape)] : 0;
        });
    }

    static Grid Folded(Grid x, int[] sizes, int taps, int stride, int border, int dilation)
    {
        int[] counts = WindowCounts(sizes, taps, stride, border, dilation), window = [.. sizes.Select(_ => taps)];
        return Grid.Make([x.Shape[0], x.Shape[1] / Grid.Count(window), .. sizes], i =>
        {
            double sum = 0;
            foreach (int[] tap in Places(window))
                foreach (int[] first in Places(counts))
                    if (tap.Zip(first, (t, o) => o * stride - border + t * dilation).SequenceEqual(i[2..]))
                        sum += x.Values[Place([i[0], i[1] * Grid.Count(window) + Place(tap, window), Place(first, counts)], x.Shape)];
            return sum;
        });
    }
}
