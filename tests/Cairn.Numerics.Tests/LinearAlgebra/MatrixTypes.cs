namespace Cairn.Tests;

/// <summary>The kinds of matrices that LAPACK's own tests use (LAPACK Working Note 41), and a few more: made in float64 by a fixed
/// generator.</summary>
static class MatrixTypes
{
    static readonly string[] Spectra = ["one large", "one small", "geometric", "arithmetic"];

    /// <summary>All kinds of rectangular matrices.</summary>
    internal static readonly string[] All =
    [
        "diagonal", "upper triangle", "lower triangle", "random",
        .. from spectrum in Spectra from condition in (string[])["2", "root", "worst"] select $"{spectrum}, {condition}",
        "near underflow", "near overflow", "first column zero", "last column zero", "last half zero", "zero", "rank one", "graded rows",
        "graded columns",
    ];

    /// <summary>Those that have no inverse, or none that a computer could find.</summary>
    internal static bool IsSingular(string kind, int size) =>
        kind is "first column zero" or "last column zero" or "zero" || (kind == "last half zero" && size > 1) || (kind == "rank one" && size > 1);

    /// <summary>The kinds of positive definite matrices.</summary>
    internal static readonly string[] Definite =
    [
        "diagonal", "random", .. from spectrum in Spectra from condition in (string[])["2", "root"] select $"{spectrum}, {condition}",
        "near underflow", "near overflow", "graded",
    ];

    /// <summary>The matrix [rows, columns] of a kind, for arithmetic with this rounding unit and smallest normal number.</summary>
    internal static double[,] Make(string kind, int rows, int columns, double unit, double smallest)
    {
        var numbers = Numbers(kind, rows, columns);
        double small = 0.25 * (smallest / unit), large = 1 / small;
        var parts = kind.Split(", ");
        return kind switch
        {
            "diagonal" => Fill(rows, columns, (i, j) => i == j ? numbers[i, j] + Math.CopySign(0.1, numbers[i, j]) : 0),
            "upper triangle" => Fill(rows, columns, (i, j) => i < j ? numbers[i, j] : i == j ? numbers[i, j] + Math.CopySign(2, numbers[i, j]) : 0),
            "lower triangle" => Fill(rows, columns, (i, j) => i > j ? numbers[i, j] : i == j ? numbers[i, j] + Math.CopySign(2, numbers[i, j]) : 0),
            "random" => numbers,
            "near underflow" => Scaled(WithSpectrum("geometric", 2, rows, columns), small),
            "near overflow" => Scaled(WithSpectrum("geometric", 2, rows, columns), large),
            "first column zero" => Fill(rows, columns, (i, j) => j == 0 ? 0 : numbers[i, j]),
            "last column zero" => Fill(rows, columns, (i, j) => j == columns - 1 ? 0 : numbers[i, j]),
            "last half zero" => Fill(rows, columns, (i, j) => j >= (columns + 1) / 2 ? 0 : numbers[i, j]),
            "zero" => new double[rows, columns],
            "rank one" => Fill(rows, columns, (i, j) => (1 + i) * (2.0 + j) / 8),
            "graded rows" => Fill(rows, columns, (i, j) => numbers[i, j] * Math.ScaleB(1, -2 * (i % 20))),
            "graded columns" => Fill(rows, columns, (i, j) => numbers[i, j] * Math.ScaleB(1, -2 * (j % 20))),
            _ => WithSpectrum(parts[0], Condition(parts[1], unit), rows, columns),
        };
    }

    /// <summary>The symmetric positive definite matrix of a kind.</summary>
    internal static double[,] MakeDefinite(string kind, int size, double unit, double smallest)
    {
        double small = 0.25 * (smallest / unit);
        var parts = kind.Split(", ");
        return kind switch
        {
            "diagonal" => Fill(size, size, (i, j) => i == j ? 0.5 + i : 0),
            "random" => Symmetric(Values("arithmetic", size * 10 + 2, size), size),
            "near underflow" => Scaled(Symmetric(Values("geometric", 2, size), size), small),
            "near overflow" => Scaled(Symmetric(Values("geometric", 2, size), size), 1 / small),
            "graded" => Graded(Symmetric(Values("geometric", 2, size), size)),
            _ => Symmetric(Values(parts[0], Condition(parts[1], unit), size), size),
        };

        static double[,] Graded(double[,] a) =>
            Fill(a.GetLength(0), a.GetLength(0), (i, j) => a[i, j] * Math.ScaleB(1, -(i % 15) - j % 15));
    }

    /// <summary>A matrix with singular values from 1 down to 1 / condition, in some distribution.</summary>
    internal static double[,] WithSpectrum(string spectrum, double condition, int rows, int columns)
    {
        int rank = Math.Min(rows, columns);
        return WithValues(Values(spectrum, condition, rank), rows, columns);
    }

    /// <summary>A matrix with these singular values: some reflections of a diagonal one.</summary>
    internal static double[,] WithValues(double[] values, int rows, int columns)
    {
        var a = Fill(rows, columns, (i, j) => i == j && i < values.Length ? values[i] : 0);
        for (ulong k = 0; k < 4; k++)
        {
            Reflect(a, Sequence.Numbers(rows, 1000 + k), left: true);
            Reflect(a, Sequence.Numbers(columns, 2000 + k), left: false);
        }
        return a;
    }

    internal static double[,] Fill(int rows, int columns, Func<int, int, double> at)
    {
        var a = new double[rows, columns];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) a[i, j] = at(i, j);
        return a;
    }

    static double[,] Symmetric(double[] values, int size)
    {
        var a = Fill(size, size, (i, j) => i == j ? values[i] : 0);
        for (ulong k = 0; k < 4; k++)
        {
            var v = Sequence.Numbers(size, 3000 + k);
            Reflect(a, v, left: true);
            Reflect(a, v, left: false);
        }
        return Fill(size, size, (i, j) => i >= j ? a[i, j] : a[j, i]);
    }

    static double Condition(string name, double unit) => name switch { "2" => 2, "root" => Math.Sqrt(0.1 / unit), _ => 0.1 / unit };

    static double[] Values(string spectrum, double condition, int count) => [.. Enumerable.Range(0, count).Select(i => spectrum switch
    {
        "one large" => i == 0 ? 1 : 1 / condition,
        "one small" => i == count - 1 && i > 0 ? 1 / condition : 1,
        "geometric" => count == 1 ? 1 : Math.Pow(condition, -i / (count - 1.0)),
        _ => count == 1 ? 1 : 1 - i / (count - 1.0) * (1 - 1 / condition),
    })];

    static double[,] Scaled(double[,] a, double scale) => Fill(a.GetLength(0), a.GetLength(1), (i, j) => a[i, j] * scale);

    static double[,] Numbers(string kind, int rows, int columns)
    {
        ulong seed = kind.Aggregate(7UL, (s, c) => s * 31 + c);
        var numbers = Sequence.Numbers(rows * columns, seed + (ulong)(rows * 1009 + columns));
        return Fill(rows, columns, (i, j) => numbers[i * columns + j]);
    }

    /// <summary>A := (I - 2 v vᵀ / vᵀv) A, or A times it.</summary>
    static void Reflect(double[,] a, double[] v, bool left)
    {
        int rows = a.GetLength(0), columns = a.GetLength(1);
        double square = v.Sum(x => x * x);
        if (square == 0) return;
        if (left)
            for (int j = 0; j < columns; j++)
            {
                double sum = 0;
                for (int i = 0; i < rows; i++) sum += v[i] * a[i, j];
                for (int i = 0; i < rows; i++) a[i, j] -= 2 * sum / square * v[i];
            }
        else
            for (int i = 0; i < rows; i++)
            {
                double sum = 0;
                for (int j = 0; j < columns; j++) sum += v[j] * a[i, j];
                for (int j = 0; j < columns; j++) a[i, j] -= 2 * sum / square * v[j];
            }
    }
}
