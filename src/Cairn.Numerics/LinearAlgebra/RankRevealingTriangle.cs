namespace Cairn.LinearAlgebra;

/// <summary>
/// The pseudo-inverse of a triangle R whose columns were scaled by powers of two, z = R^+ c: among all z that solve R z = c up to
/// what <c>tolerance</c> neglects, the one whose unscaled coefficients z_j * 2^-unit_j have the least Euclidean norm. Units more
/// than 20 below the largest count as 20 below.
/// </summary>
/// <remarks>
/// R P = Q [R11 R12; 0 0] by QR with column pivoting. If R11 has full width, z = P R11^-1 Q'c. Otherwise [R11 R12] P', unscaled, is
/// factored once more from the other side (complete orthogonal decomposition; Golub and Van Loan, Matrix Computations, 5.4.7).
/// </remarks>
sealed class RankRevealingTriangle
{
    // Taking the scales back makes rows alike and costs as many digits as the scales differ: beyond 2^20 it is not done.
    const int WidestRange = 20;

    readonly HouseholderQr _qr;
    readonly HouseholderQr? _across;            // QR of the transpose of the unscaled [R11 R12] P', each row scaled to about 1
    readonly int[] _columnUnits = [], _rowUnits = [];
    readonly int _size;

    public int Rank { get; }
    public double Condition { get; }

    /// <summary>
    /// Factors <paramref name="r"/> (column-major), which it takes over. The unit of a column of zeros must be below all others.
    /// </summary>
    public RankRevealingTriangle(double[] r, int size, ReadOnlySpan<int> units, double tolerance)
    {
        _size = size;
        _qr = new HouseholderQr(r, size, size, pivot: true);
        while (Rank < size && Math.Abs(_qr[Rank, Rank]) > (Rank == 0 ? 0 : tolerance * Math.Abs(_qr[0, 0]))) Rank++;
        Condition = _qr.Condition(Rank);
        if (Rank is 0 || Rank == size) return;

        _columnUnits = new int[size];
        _rowUnits = new int[Rank];
        var widest = int.MinValue;
        foreach (var unit in units) widest = Math.Max(widest, unit);
        for (var k = 0; k < size; k++) _columnUnits[k] = Math.Max(units[_qr.Order[k]] - widest, -WidestRange);
        var across = new double[size * Rank];
        for (var i = 0; i < Rank; i++)
        {
            _rowUnits[i] = int.MinValue;
            for (var k = i; k < size; k++)
                if (_qr[i, k] != 0) _rowUnits[i] = Math.Max(_rowUnits[i], Math.ILogB(_qr[i, k]) + _columnUnits[k]);
            for (var k = i; k < size; k++) across[i * size + k] = Math.ScaleB(_qr[i, k], _columnUnits[k] - _rowUnits[i]);
        }
        _across = new HouseholderQr(across, size, Rank, pivot: false);
    }

    /// <summary>c := Q' c, the first step from a right-hand side to <see cref="Solve"/>.</summary>
    public void Rotate(Span<double> c) => _qr.ApplyTransposed(c);

    /// <summary>z := R^+ Q c, the solution for the rotated right-hand side, of which the first <see cref="Rank"/> elements count.</summary>
    public void Solve(ReadOnlySpan<double> c, Span<double> z)
    {
        var work = new double[_size];
        c[..Rank].CopyTo(work);
        if (_across is null)
        {
            _qr.SolveUpper(work, Rank);
        }
        else
        {
            for (var i = 0; i < Rank; i++) work[i] = Math.ScaleB(work[i], -_rowUnits[i]);
            _across.SolveUpperTransposed(work, Rank);
            _across.Apply(work);
            for (var k = 0; k < _size; k++) work[k] = Math.ScaleB(work[k], _columnUnits[k]);
        }
        for (var k = 0; k < _size; k++) z[_qr.Order[k]] = work[k];
    }

    /// <summary>
    /// c := (R^+ Q)' g, the transpose of <see cref="Solve"/>: one after the other they solve the normal equations without forming them.
    /// </summary>
    public void SolveTransposed(ReadOnlySpan<double> g, Span<double> c)
    {
        var work = new double[_size];
        for (var k = 0; k < _size; k++) work[k] = g[_qr.Order[k]];
        if (_across is null)
        {
            _qr.SolveUpperTransposed(work, Rank);
        }
        else
        {
            for (var k = 0; k < _size; k++) work[k] = Math.ScaleB(work[k], _columnUnits[k]);
            _across.ApplyTransposed(work);
            _across.SolveUpper(work, Rank);
            for (var i = 0; i < Rank; i++) work[i] = Math.ScaleB(work[i], -_rowUnits[i]);
        }
        c.Clear();
        work.AsSpan(0, Rank).CopyTo(c);
    }
}
