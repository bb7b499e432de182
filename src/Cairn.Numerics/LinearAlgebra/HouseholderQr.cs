namespace Cairn.LinearAlgebra;

/// <summary>
/// A P = Q R of a dense column-major matrix, in place: R above the diagonal and on it, the reflections below and in
/// <see cref="_head"/>. With pivoting the diagonal of R falls in magnitude, which reveals the rank.
/// </summary>
sealed class HouseholderQr
{
    readonly double[] _a;                       // column-major
    readonly double[] _head;                    // the first element of each reflection's vector
    readonly double[] _h;                       // half its squared norm; 0 where nothing was to reflect

    public int Rows { get; }
    public int Columns { get; }

    /// <summary>Column k of the factored matrix is column <c>Order[k]</c> of the given one.</summary>
    public int[] Order { get; }

    /// <summary>Factors <paramref name="a"/>, which it takes over.</summary>
    public HouseholderQr(double[] a, int rows, int columns, bool pivot, CancellationToken cancellation = default)
    {
        (_a, Rows, Columns) = (a, rows, columns);
        Order = [.. Enumerable.Range(0, columns)];
        var steps = Math.Min(rows, columns);
        _head = new double[steps];
        _h = new double[steps];
        for (var k = 0; k < steps; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (pivot) Exchange(k, Widest(k));
            var v = Column(k)[k..];
            var below = Dots.Dot(v[1..], v[1..]);
            if (below < Negligible) continue;
            var alpha = v[0];
            var beta = -Math.CopySign(Math.Sqrt(Math.FusedMultiplyAdd(alpha, alpha, below)), alpha);
            _head[k] = alpha - beta;
            _h[k] = -beta * _head[k];
            v[0] = beta;
            for (var l = k + 1; l < columns; l++) Reflect(k, Column(l));
        }
    }

    /// <summary>R[row, column] for row &lt;= column.</summary>
    public double this[int row, int column] => _a[column * Rows + row];

    /// <summary>b := Q' b.</summary>
    public void ApplyTransposed(Span<double> b)
    {
        for (var k = 0; k < _h.Length; k++) Reflect(k, b);
    }

    /// <summary>b := Q b.</summary>
    public void Apply(Span<double> b)
    {
        for (var k = _h.Length - 1; k >= 0; k--) Reflect(k, b);
    }

    /// <summary>b := R^-1 b with the leading <paramref name="size"/> rows and columns of R.</summary>
    public void SolveUpper(Span<double> b, int size)
    {
        for (var k = size - 1; k >= 0; k--)
        {
            b[k] /= this[k, k];
            Dots.Axpy(-b[k], Column(k)[..k], b);
        }
    }

    /// <summary>b := R'^-1 b with the leading <paramref name="size"/> rows and columns of R.</summary>
    public void SolveUpperTransposed(Span<double> b, int size)
    {
        for (var k = 0; k < size; k++) b[k] = (b[k] - Dots.Dot(Column(k)[..k], b)) / this[k, k];
    }

    /// <summary>The condition number of the leading block of R in the 1-norm, by its explicit inverse.</summary>
    public double Condition(int size)
    {
        double norm = 0, inverse = 0;
        var e = new double[size];
        for (var k = 0; k < size; k++)
        {
            norm = Math.Max(norm, SumOfMagnitudes(Column(k)[..(k + 1)]));
            Array.Clear(e);
            e[k] = 1;
            SolveUpper(e.AsSpan(0, k + 1), k + 1);
            inverse = Math.Max(inverse, SumOfMagnitudes(e));
        }
        return size == 0 ? 1 : norm * inverse;
    }

    // The square of a norm below this would be rounded in the subnormal range, and the reflection with it.
    const double Negligible = 1e-280;

    static double SumOfMagnitudes(ReadOnlySpan<double> v)
    {
        double sum = 0;
        foreach (var value in v) sum += Math.Abs(value);
        return sum;
    }

    Span<double> Column(int k) => _a.AsSpan(k * Rows, Rows);

    void Reflect(int k, Span<double> b)
    {
        if (_h[k] == 0) return;
        var v = Column(k)[(k + 1)..];
        var s = Math.FusedMultiplyAdd(_head[k], b[k], Dots.Dot(v, b[(k + 1)..])) / _h[k];
        b[k] = Math.FusedMultiplyAdd(-s, _head[k], b[k]);
        Dots.Axpy(-s, v, b[(k + 1)..]);
    }

    // Norms are taken afresh at each step: twice the work of updating them, and never wrong.
    int Widest(int k)
    {
        var (best, norm) = (k, -1.0);
        for (var l = k; l < Columns; l++)
        {
            var v = Column(l)[k..];
            var square = Dots.Dot(v, v);
            if (square > norm) (best, norm) = (l, square);
        }
        return best;
    }

    void Exchange(int k, int l)
    {
        if (k == l) return;
        (Order[k], Order[l]) = (Order[l], Order[k]);
        var a = Column(k);
        var b = Column(l);
        for (var i = 0; i < Rows; i++) (a[i], b[i]) = (b[i], a[i]);
    }
}
