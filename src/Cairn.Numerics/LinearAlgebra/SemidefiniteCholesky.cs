namespace Cairn.LinearAlgebra;

/// <summary>
/// P'S A S P + E = L L' of any symmetric matrix, by Cholesky with diagonal pivoting: what Newton's method needs where the Hessian
/// may be singular. E is 0 for a positive definite A and of rounding size for a semidefinite one; the right side L L' is always
/// positive definite, so -Solve(gradient) is always a descent direction.
/// </summary>
/// <remarks>
/// S holds powers of two that bring the diagonal to [1, 4). When no remaining pivot exceeds 2^-52 * size times the first, the rest of
/// the matrix, which shows no positive curvature, is replaced by the identity: along those directions the solution is a step along
/// the gradient in the scaled variables, or no step where the right-hand side lies in the range of A.
/// Pivoting as in Higham, Accuracy and Stability of Numerical Algorithms, 10.3.
/// </remarks>
public sealed class SemidefiniteCholesky
{
    readonly double[] _factor;                  // row-major lower triangle
    readonly double[] _scales;
    readonly int[] _order;

    /// <summary>Factors a symmetric matrix, of which only the lower triangle is read.</summary>
    /// <param name="a">Row-major, size * size values; not changed.</param>
    /// <param name="size">Rows and columns.</param>
    /// <exception cref="ArgumentException">The length is not size * size, or a value of the lower triangle is not finite.</exception>
    public SemidefiniteCholesky(ReadOnlySpan<double> a, int size)
    {
        Cholesky.CheckSymmetric(a, size, nameof(SemidefiniteCholesky));
        _factor = new double[size * size];
        _scales = new double[size];
        _order = [.. Enumerable.Range(0, size)];
        var pivots = new double[size];
        for (var i = 0; i < size; i++)
        {
            var diagonal = a[i * size + i];
            _scales[i] = diagonal > 0 ? Math.ScaleB(1, -(Math.ILogB(diagonal) >> 1)) : 1;
            pivots[i] = diagonal * _scales[i] * _scales[i];
        }

        var tolerance = 0.0;
        for (; Rank < size; Rank++)
        {
            var k = Rank;
            var best = k;
            for (var i = k + 1; i < size; i++) if (pivots[i] > pivots[best]) best = i;
            if (!(pivots[best] > tolerance)) break;
            if (k == 0) tolerance = size * (1.0 / (1L << 52)) * pivots[best];
            Exchange(pivots, k, best);

            var row = _factor.AsSpan(k * size, size);
            row[k] = Math.Sqrt(pivots[k]);
            for (var i = k + 1; i < size; i++)
            {
                var other = _factor.AsSpan(i * size, size);
                var (p, q) = (_order[i], _order[k]);
                var value = a[Math.Max(p, q) * size + Math.Min(p, q)] * _scales[p] * _scales[q];
                // No element of the factor of a semidefinite matrix exceeds the root of its diagonal: only others are cut here.
                other[k] = Math.Clamp((value - Dots.Dot(row[..k], other)) / row[k], -2, 2);
                pivots[i] = Math.FusedMultiplyAdd(-other[k], other[k], pivots[i]);
            }
        }
        for (var k = Rank; k < size; k++) _factor[k * size + k] = 1;
    }

    /// <summary>How many pivots were positive: the numerical rank of a semidefinite matrix.</summary>
    public int Rank { get; }

    /// <summary>Solves (A + S^-1 P E P'S^-1) x = b in place.</summary>
    /// <param name="b">One or more right-hand sides, one after the other; becomes x.</param>
    /// <exception cref="ArgumentException">The length of <paramref name="b"/> is not a multiple of the size.</exception>
    public void Solve(Span<double> b)
    {
        var size = _order.Length;
        if (b.Length % size != 0)
            throw new ArgumentException(FormattableString.Invariant(
                $"SemidefiniteCholesky: {b.Length} values are no multiple of size {size}"), nameof(b));
        var work = new double[size];
        for (; !b.IsEmpty; b = b[size..])
        {
            for (var k = 0; k < size; k++) work[k] = b[_order[k]] * _scales[_order[k]];
            Cholesky.Solve(_factor, size, work);
            for (var k = 0; k < size; k++) b[_order[k]] = work[k] * _scales[_order[k]];
        }
    }

    void Exchange(double[] pivots, int k, int l)
    {
        if (k == l) return;
        var size = _order.Length;
        (_order[k], _order[l]) = (_order[l], _order[k]);
        (pivots[k], pivots[l]) = (pivots[l], pivots[k]);
        for (var j = 0; j < k; j++) (_factor[k * size + j], _factor[l * size + j]) = (_factor[l * size + j], _factor[k * size + j]);
    }
}
