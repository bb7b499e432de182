using System.Numerics;

namespace Cairn.Tests;

static partial class OperationTable
{
    static OperationRow[] Spectral =>
    [
        Decomposed("SymmetricEigen", x => Even(x).SymmetricEigen().Values, x => Each(x, a => Eigen(a).Values), [1, 1], [3, 3], [2, 4, 4], [0, 0],
            [0, 2, 2]) with
        {
            Errors =
            [
                (() => Tensor.Ones<double>(2, 3).SymmetricEigen(), "SymmetricEigen: [2, 3] is not square: 2 rows and 3 columns"),
                (() => Tensor.Ones<bool>(2, 2).SymmetricEigen(), "SymmetricEigen: a bool is no number"),
            ],
        },
        Decomposed("SymmetricEigen for its vectors", x => Even(x).SymmetricEigen().Vectors, x => Each(x, a => Eigen(a).Vectors), [1, 1], [3, 3],
            [2, 4, 4], [0, 0]),
        Decomposed("SymmetricEigenvalues", x => Even(x).SymmetricEigenvalues(), x => Each(x, a => Eigen(a).Values), [1, 1], [3, 3]) with
        {
            Errors = [(() => Tensor.Ones<double>(2).SymmetricEigenvalues(), "SymmetricEigenvalues: [2] is no matrix")],
        },
        Decomposed("Svd", x => x.Svd().Values, x => Each(x, a => Singular(a).Values), [1, 1], [3, 3], [4, 2], [2, 4], [7, 2], [2, 3, 2], [0, 3], [2, 0]) with
        {
            Errors = [(() => Tensor.Ones<double>(2).Svd(), "Svd: [2] is no matrix")],
        },
        Decomposed("Svd for its left vectors", x => x.Svd().U, x => Each(x, a => Singular(a).U), [1, 1], [3, 3], [4, 2], [2, 4], [7, 2], [2, 3, 2], [0, 3]),
        Decomposed("Svd for its right vectors", x => x.Svd().V, x => Each(x, a => Singular(a).V), [1, 1], [3, 3], [4, 2], [2, 4], [7, 2], [2, 3, 2], [0, 3]),
        Decomposed("SingularValues", x => x.SingularValues(), x => Each(x, a => Singular(a).Values), [3, 3], [4, 2], [2, 4], [2, 3, 2]) with
        {
            Errors = [(() => Tensor.Ones<double>(2).SingularValues(), "SingularValues: [2] is no matrix")],
        },
        Decomposed("Eigen", x => x.Eigen() is var e ? Tensor.Stack([e.RealValues, e.ImaginaryValues], -2) : x, x => Each(x, a => General(a).Values),
            [1, 1], [3, 3], [4, 4], [2, 4, 4], [0, 0]) with
        {
            Tolerance = 1e-11,
            Float32Tolerance = 2e-5,
            Errors =
            [
                (() => Tensor.Ones<double>(2, 3).Eigen(), "Eigen: [2, 3] is not square: 2 rows and 3 columns"),
                (() => Tensor.Eye<double>(2).AsParameter().Eigen().RealValues.Sum().Backward(),
                    "Eigen: values 0 and 1 of [2, 2] are equal: there values and vectors have no derivative"),
                (() => Tensor.From(new double[,] { { 0, -1, 0, 0 }, { 1, 0, 0, 0 }, { 0, 0, 0, -1 }, { 0, 0, 1, 0 } }).Unsqueeze(0).AsParameter().Eigen()
                    .ImaginaryVectors.Sum().Backward(), "Eigen: values 0 and 2 of [1, 4, 4] in batch 0 are equal"),
            ],
        },
        Decomposed("Eigen for its vectors", x => x.Eigen() is var e ? Tensor.Stack([e.RealVectors, e.ImaginaryVectors], -3) : x,
            x => Each(x, a => General(a).Vectors), [1, 1], [3, 3], [4, 4], [2, 4, 4], [0, 0]) with
        {
            Tolerance = 1e-11,
            Float32Tolerance = 2e-5,
        },
        Decomposed("Eigen of symmetric matrices", x => Even(x).Eigen().RealValues, x => Each(x, a => Eigen(a).Values), [1, 1], [3, 3], [2, 4, 4]),
        Decomposed("Eigen of symmetric matrices for its vectors", x => Even(x).Eigen().RealVectors, x => Each(x, a => Eigen(a).Vectors),
            [1, 1], [3, 3], [2, 4, 4]),
        Decomposed("PseudoInverse", x => x.PseudoInverse(), x => Each(x, PseudoInverse), [1, 1], [3, 3], [4, 2], [2, 4], [2, 3, 2], [0, 3]) with
        {
            Errors =
            [
                (() => Tensor.Ones<double>(2).PseudoInverse(), "PseudoInverse: [2] is no matrix"),
                (() => Tensor.Ones<double>(2, 2).PseudoInverse(-1), "PseudoInverse: a tolerance must not be negative"),
            ],
        },
        Decomposed("MatrixRank", x => (x * Tensor.From([1.0, 0, 1]).To(x.DType)).MatrixRank(),
            x => Each(x, a => new([], [Singular(Grid.Make(a.Shape, i => i[1] == 1 ? 0 : a.At(i))).Values.Values.Count(s => s > 1e-9)])),
            [3, 3], [2, 3], [2, 4, 3]) with
        {
            IsDifferentiable = false,
            Errors = [(() => Tensor.Ones<double>(2, 2).MatrixRank(double.NaN), "MatrixRank: a tolerance must not be negative")],
        },
        Decomposed("ConditionNumber", x => x.ConditionNumber(), x => Each(x, a => new([], [Singular(a).Values.Values.Max() / Singular(a).Values.Values.Min()])),
            [1, 1], [3, 3], [4, 2], [2, 3, 2]) with
        {
            Errors = [(() => Tensor.Ones<double>(0, 2).ConditionNumber(), "ConditionNumber: [0, 2]: a matrix without elements has none")],
        },
        Decomposed("SpectralNorm", x => x.SpectralNorm(), x => Each(x, a => new([], [Singular(a).Values.Values.Append(0).Max()])),
            [1, 1], [3, 3], [4, 2], [2, 3, 2], [2, 0]),
        Decomposed("NuclearNorm", x => x.NuclearNorm(), x => Each(x, a => new([], [Singular(a).Values.Values.Sum()])), [1, 1], [3, 3], [4, 2], [2, 3, 2], [2, 0]),
    ];

    static Grid PseudoInverse(Grid x)
    {
        var (u, s, v) = Singular(x);
        return Grid.Make([x.Shape[1], x.Shape[0]], i => Enumerable.Range(0, s.Values.Length).Sum(k => v.At(i[0], k) * u.At(i[1], k) / s.Values[k]));
    }

    /// <summary>A row of matrices whose elements must be finite; the plain loops iterate, so that they agree less closely.</summary>
    static OperationRow Decomposed(string name, Func<Tensor, Tensor> f, Func<Grid, Grid> reference, params int[][] shapes) =>
        Shaped(name, f, reference, shapes) with { CarriesNaN = false, Tolerance = 1e-12, Float32Tolerance = 1e-5 };

    /// <summary>The symmetric part.</summary>
    static Tensor Even(Tensor x) => (x + x.Transpose(-1, -2)) * 0.5;

    /// <summary>The answer for each matrix of the last two axes, one after the other.</summary>
    static Grid Each(Grid x, Func<Grid, Grid> f)
    {
        int[] batch = x.Shape[..^2], last = x.Shape[^2..];
        int size = last[0] * last[1], count = Grid.Count(batch);
        Grid[] answers = [.. Enumerable.Range(0, count).Select(i => f(new Grid(last, x.Values[(i * size)..((i + 1) * size)])))];
        int[] shape = count > 0 ? answers[0].Shape : f(new Grid(last, new double[size])).Shape;
        return new([.. batch, .. shape], [.. answers.SelectMany(a => a.Values)]);
    }

    /// <summary>The eigenvalues of a symmetric part by Jacobi's rotations, ascending, and the vectors in columns.</summary>
    static (Grid Values, Grid Vectors) Eigen(Grid x)
    {
        int n = x.Shape[0];
        double[,] a = new double[n, n], v = new double[n, n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) (a[i, j], v[i, j]) = ((x.At(i, j) + x.At(j, i)) / 2, i == j ? 1 : 0);
        for (int round = 0; round < 30; round++)
            for (int p = 0; p < n; p++)
                for (int q = p + 1; q < n; q++)
                {
                    if (a[p, q] == 0) continue;
                    double theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
                    double t = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1)), c = 1 / Math.Sqrt(t * t + 1), s = t * c;
                    for (int k = 0; k < n; k++) (a[k, p], a[k, q]) = (c * a[k, p] - s * a[k, q], s * a[k, p] + c * a[k, q]);
                    for (int k = 0; k < n; k++) (a[p, k], a[q, k]) = (c * a[p, k] - s * a[q, k], s * a[p, k] + c * a[q, k]);
                    for (int k = 0; k < n; k++) (v[k, p], v[k, q]) = (c * v[k, p] - s * v[k, q], s * v[k, p] + c * v[k, q]);
                }
        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => a[i, i])];
        double[] signs = [.. order.Select(j => Sign(n, i => v[i, j]))];
        return (Grid.Make([n], i => a[order[i[0]], order[i[0]]]), Grid.Make([n, n], i => signs[i[1]] * v[i[0], order[i[1]]]));
    }

    /// <summary>The complex eigenvalues as the roots of the characteristic polynomial, [2, n], and the vectors by inverse iteration, [2, n, n].</summary>
    static (Grid Values, Grid Vectors) General(Grid x)
    {
        int n = x.Shape[0];
        Complex[] values = [.. Roots(Characteristic(x)).Where(w => w.Imaginary > -1e-9)
            .SelectMany(w => w.Imaginary < 1e-9 ? [w.Real] : new[] { w, Complex.Conjugate(w) }).OrderBy(w => w.Real)];
        var vectors = values.Select(w => Vector(x, w)).ToArray();
        return (Grid.Make([2, n], i => i[0] == 0 ? values[i[1]].Real : values[i[1]].Imaginary),
            Grid.Make([2, n, n], i => i[0] == 0 ? vectors[i[2]][i[1]].Real : vectors[i[2]][i[1]].Imaginary));
    }

    /// <summary>The coefficients of det(t I - A), that of t^k at k (Faddeev and LeVerrier).</summary>
    static double[] Characteristic(Grid a)
    {
        int n = a.Shape[0];
        var c = new double[n + 1];
        c[n] = 1;
        var m = new double[n, n];
        for (int k = 1; k <= n; k++)
        {
            m = Times(MatrixTypes.Fill(n, n, (i, j) => a.At(i, j)), m);
            for (int i = 0; i < n; i++) m[i, i] += c[n - k + 1];
            c[n - k] = -Enumerable.Range(0, n).Sum(i => Enumerable.Range(0, n).Sum(j => a.At(i, j) * m[j, i])) / k;
        }
        return c;
    }

    /// <summary>All roots at once (Durand and Kerner).</summary>
    static Complex[] Roots(double[] c)
    {
        int n = c.Length - 1;
        Complex[] roots = [.. Enumerable.Range(0, n).Select(k => Complex.Pow(new Complex(0.4, 0.9), k))];
        for (int round = 0; round < 200; round++)
            for (int k = 0; k < n; k++)
            {
                Complex value = 0, others = 1;
                for (int power = n; power >= 0; power--) value = value * roots[k] + c[power];
                for (int other = 0; other < n; other++)
                    if (other != k) others *= roots[k] - roots[other];
                roots[k] -= value / others;
            }
        return roots;
    }

    static Complex[] Vector(Grid a, Complex w)
    {
        int n = a.Shape[0];
        Complex[] v = [.. Enumerable.Range(0, n).Select(i => new Complex(1 + 0.1 * i, w.Imaginary == 0 ? 0 : 0.3 * i))];
        for (int round = 0; round < 4; round++)
        {
            v = Solved(a, w + 1e-7, v);
            double length = Math.Sqrt(v.Sum(e => e.Real * e.Real + e.Imaginary * e.Imaginary));
            for (int i = 0; i < n; i++) v[i] /= length;
        }
        double most = v.Max(Complex.Abs);
        var first = v.First(e => Complex.Abs(e) >= 0.875 * most);
        return [.. v.Select(e => e * Complex.Conjugate(first) / Complex.Abs(first))];
    }

    /// <summary>(A - w I)⁻¹ b by elimination.</summary>
    static Complex[] Solved(Grid a, Complex w, Complex[] b)
    {
        int n = b.Length;
        Complex[][] rows = [.. Enumerable.Range(0, n).Select(i => (Complex[])[.. Enumerable.Range(0, n).Select(j => a.At(i, j) - (i == j ? w : 0)), b[i]])];
        for (int k = 0; k < n; k++)
        {
            int pivot = Enumerable.Range(k, n - k).MaxBy(i => Complex.Abs(rows[i][k]));
            (rows[k], rows[pivot]) = (rows[pivot], rows[k]);
            foreach (var row in rows.Where((_, i) => i != k))
            {
                var factor = row[k] / rows[k][k];
                for (int j = k; j <= n; j++) row[j] -= factor * rows[k][j];
            }
        }
        return [.. rows.Select((row, i) => row[n] / row[i])];
    }

    /// <summary>The singular values by rotations that make columns orthogonal (Hestenes), descending, and the vectors in columns.</summary>
    static (Grid U, Grid Values, Grid V) Singular(Grid x)
    {
        int m = x.Shape[0], n = x.Shape[1];
        if (m < n)
        {
            var (u, s, w) = Singular(Grid.Make([n, m], i => x.At(i[1], i[0])));
            return (w, s, u);
        }
        double[,] a = new double[m, n], v = new double[n, n];
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++) a[i, j] = x.At(i, j);
        for (int j = 0; j < n; j++) v[j, j] = 1;
        double Dot(int p, int q) => Enumerable.Range(0, m).Sum(k => a[k, p] * a[k, q]);
        for (int round = 0; round < 30; round++)
            for (int p = 0; p < n; p++)
                for (int q = p + 1; q < n; q++)
                {
                    double pq = Dot(p, q);
                    if (pq == 0) continue;
                    double theta = (Dot(q, q) - Dot(p, p)) / (2 * pq);
                    double t = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1)), c = 1 / Math.Sqrt(t * t + 1), s = t * c;
                    for (int k = 0; k < m; k++) (a[k, p], a[k, q]) = (c * a[k, p] - s * a[k, q], s * a[k, p] + c * a[k, q]);
                    for (int k = 0; k < n; k++) (v[k, p], v[k, q]) = (c * v[k, p] - s * v[k, q], s * v[k, p] + c * v[k, q]);
                }
        double[] values = [.. Enumerable.Range(0, n).Select(j => Math.Sqrt(Dot(j, j)))];
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(j => values[j])];
        double[] signs = [.. order.Select(j => Sign(n, i => v[i, j]))];
        return (Grid.Make([m, n], i => signs[i[1]] * a[i[0], order[i[1]]] / values[order[i[1]]]), Grid.Make([n], i => values[order[i[0]]]),
            Grid.Make([n, n], i => signs[i[1]] * v[i[0], order[i[1]]]));
    }

    static double Sign(int n, Func<int, double> vector)
    {
        double most = Enumerable.Range(0, n).Max(i => Math.Abs(vector(i)));
        return Math.Sign(vector(Enumerable.Range(0, n).First(i => Math.Abs(vector(i)) >= 0.875 * most)));
    }
}
