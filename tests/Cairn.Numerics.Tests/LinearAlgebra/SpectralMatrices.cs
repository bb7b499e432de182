namespace Cairn.Tests;

/// <summary>
/// Matrices of the kinds that LAPACK tries its factorisations on (LAPACK Working Note 41, section 6 and 7): given spectra turned by random
/// reflections, plain random numbers, and those near the ends of the range.
/// </summary>
static class SpectralMatrices
{
    internal const double Epsilon = 1.0 / (1L << 52);

    internal static readonly string[] Symmetric =
    [
        "zero", "identity", "diagonal even", "diagonal geometric", "diagonal clustered", "even", "geometric", "clustered", "one large", "one small",
        "random logarithms", "random", "even, huge", "even, tiny", "random, huge", "random, tiny", "tridiagonal", "arrow", "blocks", "graded", "Wilkinson",
    ];

    internal static readonly string[] General =
    [
        "zero", "identity", "diagonal geometric", "bidiagonal", "bidiagonal with zeros", "even", "geometric", "clustered", "one large", "one small",
        "random logarithms", "random", "geometric, huge", "geometric, tiny", "random, huge", "random, tiny", "rank one", "zero column", "same rows", "triangle",
    ];

    /// <summary>A symmetric matrix of a kind in rows.</summary>
    internal static double[] SymmetricOf(string kind, int n, ulong seed)
    {
        var x = Sequence.Numbers(n * n + n, seed);
        string bare = Bare(kind);
        double[] a = bare switch
        {
            "zero" => new double[n * n],
            "identity" => Filled(n, n, (i, j) => i == j ? 1 : 0),
            "random" => Filled(n, n, (i, j) => x[Math.Max(i, j) * n + Math.Min(i, j)]),
            "tridiagonal" => Filled(n, n, (i, j) => i == j ? 2 : Math.Abs(i - j) == 1 ? -1 : 0),
            "Wilkinson" => Filled(n, n, (i, j) => i == j ? Math.Abs(i - n / 2) : Math.Abs(i - j) == 1 ? 1 : 0),
            "arrow" => Filled(n, n, (i, j) => i == j ? i + 1 : i == 0 || j == 0 ? x[i + j] : 0),
            "blocks" => Filled(n, n, (i, j) => i / 3 == j / 3 ? x[Math.Max(i, j) % 3 * 3 + Math.Min(i, j) % 3] : 0),
            "graded" => Filled(n, n, (i, j) => x[Math.Max(i, j) * n + Math.Min(i, j)] * Math.Pow(2, -(i + j) / 3.0)),
            _ => Diagonal(n, n, [.. Spectrum(bare, n, seed).Select((d, i) => i % 2 == 0 ? d : -d)]),
        };
        if (!kind.StartsWith("diagonal", StringComparison.Ordinal) && Spectra.Contains(bare)) a = Turned(a, n, n, seed, sameBoth: true);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++) a[j * n + i] = a[i * n + j];
        return Scaled(a, kind);
    }

    /// <summary>A matrix of a kind in rows.</summary>
    internal static double[] GeneralOf(string kind, int rows, int columns, ulong seed)
    {
        var x = Sequence.Numbers(rows * columns, seed);
        int k = Math.Min(rows, columns);
        string bare = Bare(kind);
        double[] a = bare switch
        {
            "zero" => new double[rows * columns],
            "identity" => Filled(rows, columns, (i, j) => i == j ? 1 : 0),
            "random" => x,
            "bidiagonal" => Filled(rows, columns, (i, j) => i == j ? Math.Pow(2, -i) : j == i + 1 ? 1 : 0),
            "bidiagonal with zeros" => Filled(rows, columns, (i, j) => i == j ? (i % 4 == 2 ? 0 : 1 + i) : j == i + 1 ? 0.5 : 0),
            "rank one" => Filled(rows, columns, (i, j) => x[i] * x[j]),
            "zero column" => Filled(rows, columns, (i, j) => j == columns / 2 ? 0 : x[i * columns + j]),
            "same rows" => Filled(rows, columns, (i, j) => x[i / 2 * columns + j]),
            "triangle" => Filled(rows, columns, (i, j) => i > j ? 0 : x[i * columns + j]),
            _ => Diagonal(rows, columns, Spectrum(bare, k, seed)),
        };
        if (!kind.StartsWith("diagonal", StringComparison.Ordinal) && Spectra.Contains(bare)) a = Turned(a, rows, columns, seed, sameBoth: false);
        return Scaled(a, kind);
    }

    /// <summary>The kind without what is said of its scale or its turning.</summary>
    static string Bare(string kind) => kind.Split(',')[0] is var name && name.StartsWith("diagonal ", StringComparison.Ordinal) ? name[9..] : name;

    static readonly string[] Spectra = ["even", "geometric", "clustered", "one large", "one small", "random logarithms"];

    // LAPACK's modes 1 to 5 of a spectrum between 1 and eps
    static double[] Spectrum(string kind, int n, ulong seed)
    {
        double unit(int i) => n == 1 ? 0 : (double)i / (n - 1);
        var x = Sequence.Numbers(n, seed + 1);
        return [.. Enumerable.Range(0, n).Select(i => kind switch
        {
            "even" => 1 - unit(i) * (1 - Epsilon),
            "geometric" => Math.Pow(Epsilon, unit(i)),
            "clustered" => i < n / 2 ? 1 : Epsilon,
            "one large" => i == 0 ? 1 : Epsilon,
            "one small" => i == n - 1 ? Epsilon : 1,
            "random logarithms" => Math.Pow(Epsilon, (x[i] + 1) / 2),
            _ => throw new ArgumentException(kind),
        })];
    }

    static double[] Scaled(double[] a, string kind)
    {
        double scale = kind.EndsWith("huge", StringComparison.Ordinal) ? 1e305 : kind.EndsWith("tiny", StringComparison.Ordinal) ? 1e-305 : 1;
        return scale == 1 ? a : [.. a.Select(v => v * scale)];
    }

    static double[] Filled(int rows, int columns, Func<int, int, double> at)
    {
        var a = new double[rows * columns];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) a[i * columns + j] = at(i, j);
        return a;
    }

    static double[] Diagonal(int rows, int columns, double[] d) => Filled(rows, columns, (i, j) => i == j ? d[i] : 0);

    /// <summary>The matrix between random reflections, several from each side.</summary>
    static double[] Turned(double[] a, int rows, int columns, ulong seed, bool sameBoth)
    {
        a = [.. a];
        for (ulong turn = 0; turn < 4; turn++)
        {
            double[] left = Unit(rows, seed + 10 + turn), right = sameBoth ? left : Unit(columns, seed + 20 + turn);
            for (int j = 0; j < columns; j++)
            {
                double dot = 0;
                for (int i = 0; i < rows; i++) dot += left[i] * a[i * columns + j];
                for (int i = 0; i < rows; i++) a[i * columns + j] -= 2 * dot * left[i];
            }
            for (int i = 0; i < rows; i++)
            {
                double dot = 0;
                for (int j = 0; j < columns; j++) dot += right[j] * a[i * columns + j];
                for (int j = 0; j < columns; j++) a[i * columns + j] -= 2 * dot * right[j];
            }
        }
        return a;
    }

    static double[] Unit(int n, ulong seed)
    {
        var x = Sequence.Numbers(n, seed);
        double norm = Math.Sqrt(x.Sum(v => v * v));
        return [.. x.Select(v => v / norm)];
    }

    /// <summary>The largest sum of magnitudes in a column.</summary>
    internal static double OneNorm(Tensor a) => a.Length == 0 ? 0 : (double)a.Abs().Sum(0).Max();

    /// <summary>How far columns are from orthonormal: the norm of I - QᵀQ over n eps.</summary>
    internal static double Orthogonality(Tensor q)
    {
        int rows = q.Shape[0], columns = q.Shape[1];
        return columns == 0 ? 0 : OneNorm(q.T.MatMul(q) - Tensor.Eye<double>(columns)) / (rows * Epsilon);
    }
}
