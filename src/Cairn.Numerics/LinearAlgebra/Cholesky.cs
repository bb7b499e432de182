namespace Cairn.LinearAlgebra;

/// <summary>A = L L' of symmetric positive definite matrices, in place; about size^3 / 3 multiplications.</summary>
public static class Cholesky
{
    /// <summary>
    /// Replaces the lower triangle of <paramref name="a"/> (row-major: element i, j at i * size + j, j &lt;= i) by L. The upper
    /// triangle is neither read nor written. (Row-major lower is column-major upper: a column-major caller gets U with A = U'U.)
    /// </summary>
    /// <param name="a">The symmetric matrix, size * size values.</param>
    /// <param name="size">Rows and columns.</param>
    /// <returns>
    /// False when A is not positive definite to working precision: a pivot is not above 2^-52 * size times its diagonal element.
    /// The lower triangle is then half factored; <see cref="SemidefiniteCholesky"/> takes such a matrix.
    /// </returns>
    /// <exception cref="ArgumentException">The length is not size * size, or a value of the lower triangle is not finite.</exception>
    public static bool TryFactor(Span<double> a, int size)
    {
        CheckSymmetric(a, size, nameof(Cholesky));
        var tolerance = size * (1.0 / (1L << 52));
        for (var i = 0; i < size; i++)
        {
            var row = a.Slice(i * size, i + 1);
            for (var j = 0; j < i; j++)
            {
                var other = a.Slice(j * size, j + 1);
                row[j] = (row[j] - Dots.Dot(other[..j], row)) / other[j];
            }
            var pivot = row[i] - Dots.Dot(row[..i], row);
            if (!(pivot > tolerance * row[i])) return false;
            row[i] = Math.Sqrt(pivot);
        }
        return true;
    }

    /// <summary>Solves A x = b for the factor of <see cref="TryFactor"/>, in place.</summary>
    /// <param name="factor">What <see cref="TryFactor"/> left in its matrix.</param>
    /// <param name="size">Rows and columns.</param>
    /// <param name="b">One or more right-hand sides of <paramref name="size"/> values, one after the other; becomes x.</param>
    /// <exception cref="ArgumentException">The lengths do not fit <paramref name="size"/>.</exception>
    public static void Solve(ReadOnlySpan<double> factor, int size, Span<double> b)
    {
        if (size < 1 || factor.Length != (long)size * size || b.Length % size != 0)
            throw new ArgumentException(FormattableString.Invariant(
                $"Cholesky: a factor of {factor.Length} values and a right side of {b.Length} do not fit size {size}"), nameof(b));
        for (; !b.IsEmpty; b = b[size..])
        {
            for (var i = 0; i < size; i++)
                b[i] = (b[i] - Dots.Dot(factor.Slice(i * size, i), b)) / factor[i * size + i];
            for (var i = size - 1; i >= 0; i--)
            {
                b[i] /= factor[i * size + i];
                Dots.Axpy(-b[i], factor.Slice(i * size, i), b);
            }
        }
    }

    internal static void CheckSymmetric(ReadOnlySpan<double> a, int size, string caller)
    {
        if (size < 1 || a.Length != (long)size * size)
            throw new ArgumentException(FormattableString.Invariant(
                $"{caller}: {a.Length} values do not make a matrix [{size}, {size}]"), nameof(a));
        for (var i = 0; i < size; i++)
            for (var j = 0; j <= i; j++)
                if (!double.IsFinite(a[i * size + j]))
                    throw new ArgumentException(FormattableString.Invariant(
                        $"{caller}: {a[i * size + j]} at row {i}, column {j}; all values must be finite"), nameof(a));
    }
}
