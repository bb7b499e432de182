namespace Cairn.Tests;

static partial class OperationTable
{
    static OperationRow[] Solvers =>
    [
        Joined("Lu", x => Tensor.Concat([x[0].Lu().L, x[0].Lu().U], -1), x => Each(x[0], a => Beside(Lu(a))), [[3, 3]], [[1, 1]], [[2, 4, 4]], [[0, 0]]) with
        {
            CarriesNaN = false,
            Tolerance = 1e-12,
            Float32Tolerance = 2e-5,
            Errors =
            [
                (() => Tensor.Ones<double>(3).Lu(), "Lu: [3] is no matrix; it needs two axes or more"),
                (() => Tensor.Ones<bool>(3, 3).Lu(), "Lu: a bool is no number"),
                (() => Tensor.From(new[,] { { 1, 2 }, { 3, double.NaN } }).Lu(), "Lu: element [1, 1] of [2, 2] is NaN; replace or drop what is not finite first"),
                (() => Tensor.Ones<double>(3, 3).AsParameter().Lu().L.Sum().Backward(),
                    "Lu: pivot 1 of [3, 3] is 0: there the factors have no derivative"),
                (() => Tensor.Stack([Tensor.Eye<double>(2), Tensor.Zeros<double>(2, 2)]).AsParameter().Lu().U.Sum().Backward(),
                    "Lu: pivot 0 of [2, 2, 2] in batch 1 is 0: there the factors have no derivative"),
            ],
        },
        Joined("Lu of tall matrices", x => Tensor.Concat([x[0].Lu().L, x[0].Lu().U], -2), x => Each(x[0], a => Below(Lu(a))), [[4, 2]], [[2, 5, 3]]) with
        {
            CarriesNaN = false,
            Tolerance = 1e-12,
            Float32Tolerance = 2e-5,
        },
        Joined("Lu of wide matrices", x => Tensor.Concat([x[0].Lu().L, x[0].Lu().U], -1), x => Each(x[0], a => Beside(Lu(a))), [[2, 4]], [[2, 3, 5]]) with
        {
            CarriesNaN = false,
            Tolerance = 1e-12,
            Float32Tolerance = 2e-5,
        },
        Joined("Lu for its lower triangle", x => x[0].Lu().L, x => Each(x[0], a => Lu(a).L), [[3, 3]], [[4, 2]], [[2, 4]]) with { CarriesNaN = false },
        Joined("Lu for its upper triangle", x => x[0].Lu().U, x => Each(x[0], a => Lu(a).U), [[3, 3]], [[4, 2]], [[2, 4]]) with { CarriesNaN = false },
        Solver("Solve", x => Dominant(x[0]).Solve(x[1]), x => Solved(Dominant(x[0]), x[1])) with
        {
            Errors =
            [
                (() => Tensor.Ones<double>(2, 3).Solve(Tensor.Ones<double>(2)), "Solve: [2, 3] is not square: 2 rows and 3 columns"),
                (() => Tensor.Ones<double>(3, 3).Solve(Tensor.Ones<double>(4)), "Solve: [3, 3] with right sides of [4]: it needs 3 rows, as in [3] or [..., 3, k]"),
                (() => Tensor.Ones<double>(3, 3).Solve(Tensor.Ones<double>()), "Solve: [3, 3] with right sides of []"),
                (() => Tensor.Ones<double>(3, 3).Solve(Tensor.Ones<double>(3)), "Solve: [3, 3] is singular: pivot 1 is 0; LeastSquares gives the solution of least norm"),
                (() => Tensor.Stack([Tensor.Eye<double>(2), Tensor.Zeros<double>(2, 2)]).Solve(Tensor.Ones<double>(2)), "Solve: [2, 2, 2] is singular in batch 1: pivot 0 is 0"),
                (() => Tensor.Ones<double>(2, 3, 3).Solve(Tensor.Ones<double>(4, 3, 1)), "Solve: [2, 3, 3] with right sides of [4, 3, 1]: batches: [2] and [4]"),
                (() => (Tensor.Eye<double>(2) / 0.0).Solve(Tensor.Ones<double>(2)), "Solve: element [0, 0] of [2, 2] is Infinity"),
                (() => Tensor.Ones<double>(2, 2).Solve(Tensor.Ones<bool>(2)), "Solve: float64 with bool: a bool is no number"),
            ],
        },
        Solver("Solve by kept factors", x => Dominant(x[0]).Lu().Solve(x[1]), x => Solved(Dominant(x[0]), x[1])),
        Solver("SolveTriangular", x => Dominant(x[0]).SolveTriangular(x[1]), x => Solved(Triangle(Dominant(x[0]), true, false), x[1])) with
        {
            Errors =
            [
                (() => Tensor.Ones<double>(2, 3).SolveTriangular(Tensor.Ones<double>(2)), "SolveTriangular: [2, 3] is not square"),
                (() => Tensor.Ones<double>(3, 3).SolveTriangular(Tensor.Ones<double>(2)), "SolveTriangular: [3, 3] with right sides of [2]"),
                (() => Tensor.Zeros<double>(3, 3).SolveTriangular(Tensor.Ones<double>(3)), "SolveTriangular: the triangle of [3, 3] is singular: element 0 of its diagonal is 0"),
            ],
        },
        Solver("SolveTriangular with the upper one, transposed", x => Dominant(x[0]).SolveTriangular(x[1], lower: false, transposed: true),
            x => Solved(Turned(Triangle(Dominant(x[0]), false, false)), x[1])),
        Solver("SolveTriangular with the upper one", x => Dominant(x[0]).SolveTriangular(x[1], lower: false), x => Solved(Triangle(Dominant(x[0]), false, false), x[1])),
        Solver("SolveTriangular with units, transposed", x => x[0].SolveTriangular(x[1], transposed: true, unitDiagonal: true),
            x => Solved(Turned(Triangle(x[0], true, true)), x[1])),
        Joined("Cholesky", x => Definite(x[0]).Cholesky().L, x => Each(Definite(x[0]), Cholesky), [[3, 3]], [[1, 1]], [[2, 3, 3]], [[0, 0]]) with
        {
            CarriesNaN = false,
            Tolerance = 1e-12,
            Errors =
            [
                (() => Tensor.Ones<double>(2, 3).Cholesky(), "Cholesky: [2, 3] is not square"),
                (() => Tensor.From(new double[,] { { 4, 0, 0 }, { 0, 1, 0 }, { 0, 2, 3 } }).Cholesky(),
                    "Cholesky: [3, 3] is not positive definite: its leading minor of order 3 is not positive"),
                (() => Tensor.Stack([Tensor.Eye<double>(2), -Tensor.Eye<double>(2)]).Cholesky(), "Cholesky: [2, 2, 2] is not positive definite in batch 1: its leading minor of order 1"),
                (() => Tensor.From(new[,] { { 1, 0 }, { double.NaN, 1 } }).Cholesky(), "Cholesky: element [1, 0] of [2, 2] is NaN"),
            ],
        },
        Solver("Cholesky to solve with", x => Definite(x[0]).Cholesky().Solve(x[1]), x => Solved(Definite(x[0]), x[1])),
        Joined("Cholesky and its determinant", x => Definite(x[0]).Cholesky().LogDeterminant(), x => Number(Definite(x[0]), a => Math.Log(Determinant(a))),
            [[3, 3]], [[2, 2, 2]]) with { CarriesNaN = false, Tolerance = 1e-12 },
        Joined("Qr", x => Upright(x[0], false), x => Each(x[0], a => Beside(Orthogonal(a))), [[3, 3]], [[1, 1]], [[2, 3, 3]]) with
        {
            CarriesNaN = false,
            Tolerance = 1e-11,
            Float32Tolerance = 1e-4,
            Errors = [(() => Tensor.Ones<double>(2).Qr(), "Qr: [2] is no matrix")],
        },
        Joined("Qr of tall matrices", x => Upright(x[0], false), x => Each(x[0], a => Below(Orthogonal(a))), [[4, 2]], [[2, 5, 3]]) with
        {
            CarriesNaN = false,
            Tolerance = 1e-12,
            Float32Tolerance = 1e-5,
        },
        Joined("Qr of wide matrices", x => Upright(x[0], false), x => Each(x[0], a => Beside(Orthogonal(a))), [[2, 4]], [[2, 3, 5]]) with
        {
            CarriesNaN = false,
            Tolerance = 1e-12,
            Float32Tolerance = 1e-4,
        },
        Joined("Qr with pivots", x => Upright(Steep(x[0]), true), x => Each(Steep(x[0]), a => Below(Orthogonal(Sorted(a)))), [[4, 3]], [[2, 5, 2]]) with
        {
            CarriesNaN = false,
            Tolerance = 1e-12,
            Float32Tolerance = 1e-5,
        },
        Joined("Inverse", x => Dominant(x[0]).Inverse(), x => Each(Dominant(x[0]), Inverse), [[3, 3]], [[1, 1]], [[2, 2, 2]], [[0, 0]]) with
        {
            CarriesNaN = false,
            Errors =
            [
                (() => Tensor.Ones<double>(2, 3).Inverse(), "Inverse: [2, 3] is not square"),
                (() => Tensor.Ones<double>(2, 2).Inverse(), "Inverse: [2, 2] is singular: pivot 1 is 0"),
            ],
        },
        Joined("Determinant", x => Dominant(x[0]).Determinant(), x => Number(Dominant(x[0]), Determinant), [[3, 3]], [[1, 1]], [[2, 2, 2]], [[0, 0]]) with
        {
            CarriesNaN = false,
            Float32Tolerance = 1e-5,
            Errors = [(() => Tensor.Ones<double>(2, 3).Determinant(), "Determinant: [2, 3] is not square")],
        },
        Joined("LogDeterminant", x => Dominant(x[0]).LogDeterminant().LogMagnitude, x => Number(Dominant(x[0]), a => Math.Log(Math.Abs(Determinant(a)))),
            [[3, 3]], [[1, 1]], [[2, 2, 2]]) with
        {
            CarriesNaN = false,
            Errors = [(() => Tensor.Ones<double>(2, 3).LogDeterminant(), "LogDeterminant: [2, 3] is not square")],
        },
        Joined("LeastSquares", x => x[0].LeastSquares(x[1]).Solution, x => Shortest(x[0], x[1]), [[4, 2], [4]], [[4, 2], [4, 2]], [[3, 3], [3]],
            [[2, 4, 2], [4, 1]], [[4, 2], [2, 4, 1]]) with
        {
            CarriesNaN = false,
            Tolerance = 1e-11,
            Float32Tolerance = 1e-4,
            Errors =
            [
                (() => Tensor.Ones<double>(4).LeastSquares(Tensor.Ones<double>(4)), "LeastSquares: [4] is no matrix"),
                (() => Tensor.Ones<double>(4, 2).LeastSquares(Tensor.Ones<double>(3)), "LeastSquares: [4, 2] with right sides of [3]: it needs 4 rows"),
                (() => Tensor.Ones<double>(4, 2).LeastSquares(Tensor.Ones<double>(4), tolerance: 1), "LeastSquares: the tolerance must lie in [0, 1)"),
                (() => Tensor.Ones<double>(4, 2).AsParameter().LeastSquares(Tensor.Ones<double>(4)).Solution.Sum().Backward(),
                    "LeastSquares: a matrix of [4, 2] has not full rank: there the solution has no derivative"),
            ],
        },
        Joined("LeastSquares with wide matrices", x => x[0].LeastSquares(x[1]).Solution, x => Shortest(x[0], x[1]), [[2, 4], [2]], [[2, 2, 3], [2, 2]]) with
        {
            CarriesNaN = false,
            Tolerance = 1e-11,
            Float32Tolerance = 1e-4,
        },
        Joined("Trace", x => x[0].Trace(), x => Number(x[0], a => Enumerable.Range(0, Math.Min(a.GetLength(0), a.GetLength(1))).Sum(i => a[i, i])),
            [[3, 3]], [[2, 3]], [[3, 2]], [[2, 2, 2]], [[0, 0]]) with
        {
            Errors = [(() => Tensor.Ones<double>(3).Trace(), "Trace: [3] is no matrix")],
        },
        Joined("MatrixPower", x => x[0].MatrixPower(5), x => Each(x[0], a => Power(a, 5)), [[2, 2]], [[2, 3, 3]]) with
        {
            Tolerance = 1e-12,
            Float32Tolerance = 1e-4,
            Errors =
            [
                (() => Tensor.Ones<double>(3, 2).MatrixPower(2), "MatrixPower: [3, 2] is not square"),
                (() => Tensor.Ones<double>(2, 2).MatrixPower(-1), "MatrixPower: [2, 2] is singular"),
                (() => Tensor.From(new[,] { { 1 << 30 } }).MatrixPower(2), "MatMul: a result is out of range of int32"),
            ],
        },
        Joined("MatrixPower of the inverse", x => Dominant(x[0]).MatrixPower(-2), x => Each(Dominant(x[0]), a => Power(Inverse(a), 2)), [[3, 3]]) with
        {
            CarriesNaN = false,
        },
    ];

    static OperationRow Solver(string name, Func<Tensor[], Tensor> f, Func<Grid[], Grid> reference) => Joined(name, f, reference,
        [[3, 3], [3]], [[3, 3], [3, 2]], [[1, 1], [1]], [[0, 0], [0, 2]], [[2, 3, 3], [3, 2]], [[3, 3], [2, 3, 1]], [[2, 1, 2, 2], [3, 2, 1]],
        [[2, 2, 2], [2]]) with
    { CarriesNaN = false, Tolerance = 1e-12, Float32Tolerance = 1e-4 };

    static Tensor Dominant(Tensor x) => x + 5 * Tensor.Eye(x.DType, x.Shape[-1]);

    static Grid Dominant(Grid x) => Each(x, a => MatrixTypes.Fill(a.GetLength(0), a.GetLength(1), (i, j) => a[i, j] + (i == j ? 5 : 0)));

    static Tensor Definite(Tensor x) => x.MatMul(x.Transpose(-1, -2)) + Tensor.Eye(x.DType, x.Shape[-1]);

    static Grid Definite(Grid x) => Each(x, a => MatrixTypes.Fill(a.GetLength(0), a.GetLength(0),
        (i, j) => Enumerable.Range(0, a.GetLength(1)).Sum(k => a[i, k] * a[j, k]) + (i == j ? 1 : 0)));

    static Tensor Steep(Tensor x) => x * Tensor.From<double>([.. Enumerable.Range(0, x.Shape[-1]).Select(j => Math.Pow(9, j))]).To(x.DType);

    static Grid Steep(Grid x) => Each(x, a => MatrixTypes.Fill(a.GetLength(0), a.GetLength(1), (i, j) => a[i, j] * Math.Pow(9, j)));

    static double[,] Sorted(double[,] a) => MatrixTypes.Fill(a.GetLength(0), a.GetLength(1), (i, j) => a[i, a.GetLength(1) - 1 - j]);

    /// <summary>Q and R in one tensor, with such signs that the diagonal of R is positive.</summary>
    static Tensor Upright(Tensor x, bool pivoted)
    {
        var qr = x.Qr(pivoted);
        var signs = qr.R.Detach().Diagonal().Sign();
        return Tensor.Concat([qr.Q * signs.Unsqueeze(-2), qr.R * signs.Unsqueeze(-1)], x.Shape[-2] > x.Shape[-1] ? -2 : -1);
    }

    /// <summary>What a function makes of each matrix.</summary>
    static Grid Each(Grid x, Func<double[,], double[,]> f)
    {
        var results = Matrices(x).Select(f).ToArray();
        double[,] some = results.Length > 0 ? results[0] : new double[0, 0];
        return new Grid([.. x.Shape[..^2], some.GetLength(0), some.GetLength(1)], [.. results.SelectMany(r => r.Cast<double>())]);
    }

    static Grid Number(Grid x, Func<double[,], double> f) => new(x.Shape[..^2], [.. Matrices(x).Select(f)]);

    static IEnumerable<double[,]> Matrices(Grid x)
    {
        int rows = x.Shape[^2], columns = x.Shape[^1];
        return Enumerable.Range(0, Grid.Count(x.Shape[..^2]))
            .Select(t => MatrixTypes.Fill(rows, columns, (i, j) => x.Values[(t * rows + i) * columns + j]));
    }

    static double[,] Beside((double[,] A, double[,] B) x)
    {
        int left = x.A.GetLength(1);
        return MatrixTypes.Fill(x.A.GetLength(0), left + x.B.GetLength(1), (i, j) => j < left ? x.A[i, j] : x.B[i, j - left]);
    }

    static double[,] Below((double[,] A, double[,] B) x)
    {
        int top = x.A.GetLength(0);
        return MatrixTypes.Fill(top + x.B.GetLength(0), x.A.GetLength(1), (i, j) => i < top ? x.A[i, j] : x.B[i - top, j]);
    }

    static (double[,] L, double[,] U) Lu(double[,] a)
    {
        int m = a.GetLength(0), n = a.GetLength(1), steps = Math.Min(m, n);
        double[,] u = (double[,])a.Clone(), l = new double[m, steps];
        for (int k = 0; k < steps; k++)
        {
            int pivot = Enumerable.Range(k, m - k).MaxBy(i => Math.Abs(u[i, k]));
            for (int j = 0; j < n; j++) (u[k, j], u[pivot, j]) = (u[pivot, j], u[k, j]);
            for (int j = 0; j < steps; j++) (l[k, j], l[pivot, j]) = (l[pivot, j], l[k, j]);
            l[k, k] = 1;
            for (int i = k + 1; i < m; i++)
            {
                l[i, k] = u[i, k] / u[k, k];
                for (int j = k; j < n; j++) u[i, j] -= l[i, k] * u[k, j];
                u[i, k] = 0;
            }
        }
        return (l, MatrixTypes.Fill(steps, n, (i, j) => u[i, j]));
    }

    static double Determinant(double[,] a)
    {
        int n = a.GetLength(0);
        if (n == 0) return 1;
        double sum = 0;
        for (int k = 0; k < n; k++)
        {
            var minor = MatrixTypes.Fill(n - 1, n - 1, (i, j) => a[i + 1, j < k ? j : j + 1]);
            sum += (k % 2 == 0 ? 1 : -1) * a[0, k] * Determinant(minor);
        }
        return sum;
    }

    /// <summary>By Cramer's rule.</summary>
    static double[,] Inverse(double[,] a)
    {
        int n = a.GetLength(0);
        double whole = Determinant(a);
        return MatrixTypes.Fill(n, n, (i, j) => ((i + j) % 2 == 0 ? 1 : -1) / whole
            * Determinant(MatrixTypes.Fill(n - 1, n - 1, (k, l) => a[k < j ? k : k + 1, l < i ? l : l + 1])));
    }

    static double[,] Power(double[,] a, int n) => n == 1 ? a : Times(a, Power(a, n - 1));

    static double[,] Times(double[,] a, double[,] b) => MatrixTypes.Fill(a.GetLength(0), b.GetLength(1),
        (i, j) => Enumerable.Range(0, a.GetLength(1)).Sum(k => a[i, k] * b[k, j]));

    static Grid Turned(Grid x) => Each(x, a => MatrixTypes.Fill(a.GetLength(1), a.GetLength(0), (i, j) => a[j, i]));

    static Grid Triangle(Grid x, bool lower, bool units) => Each(x, a => MatrixTypes.Fill(a.GetLength(0), a.GetLength(1),
        (i, j) => i == j && units ? 1 : lower ? i >= j ? a[i, j] : 0 : i <= j ? a[i, j] : 0));

    static Grid Solved(Grid a, Grid b) => MatMul(Each(a, Inverse), b);

    /// <summary>(AᵀA)⁻¹ Aᵀ b, or Aᵀ (A Aᵀ)⁻¹ b.</summary>
    static Grid Shortest(Grid a, Grid b)
    {
        var turned = Turned(a);
        return a.Shape[^2] >= a.Shape[^1]
            ? MatMul(MatMul(Each(MatMul(turned, a), Inverse), turned), b)
            : MatMul(MatMul(turned, Each(MatMul(a, turned), Inverse)), b);
    }

    static double[,] Cholesky(double[,] a)
    {
        int n = a.GetLength(0);
        var l = new double[n, n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++)
            {
                double rest = a[i, j] - Enumerable.Range(0, j).Sum(k => l[i, k] * l[j, k]);
                l[i, j] = i == j ? Math.Sqrt(rest) : rest / l[j, j];
            }
        return l;
    }

    /// <summary>Q and R by Gram and Schmidt's way.</summary>
    static (double[,] Q, double[,] R) Orthogonal(double[,] a)
    {
        int m = a.GetLength(0), n = a.GetLength(1), size = Math.Min(m, n);
        double[,] q = new double[m, size], r = new double[size, n];
        for (int j = 0; j < size; j++)
        {
            double[] v = [.. Enumerable.Range(0, m).Select(i => a[i, j])];
            for (int pass = 0; pass < 2; pass++)
                for (int k = 0; k < j; k++)
                {
                    double along = Enumerable.Range(0, m).Sum(i => q[i, k] * v[i]);
                    for (int i = 0; i < m; i++) v[i] -= along * q[i, k];
                }
            double norm = Math.Sqrt(v.Sum(x => x * x));
            for (int i = 0; i < m; i++) q[i, j] = v[i] / norm;
        }
        for (int k = 0; k < size; k++)
            for (int j = k; j < n; j++) r[k, j] = Enumerable.Range(0, m).Sum(i => q[i, k] * a[i, j]);
        return (q, r);
    }
}
