namespace Cairn.LinearAlgebra;

/// <summary>
/// One least squares problem, scaled and factored. Inside, column j is x_j * 2^unit_j and a target y * 2^unit, largest magnitude
/// about 1; the factored matrix is sqrt(W) [1, X - 1 m'] with m the means, [y - mean] carried along.
/// </summary>
ref struct LeastSquaresProblem
{
    const int MostSteps = 40;

    readonly ReadOnlySpan<double> _y;
    readonly int _rows, _columns;
    readonly int _first;                        // 1 when column 0 of the factored matrix is the intercept's, else 0
    readonly int[] _units, _targetUnits;
    readonly double[] _scales;                  // 2^unit; 0 for a constant column beside an intercept
    readonly double[] _means, _targetMeans;
    readonly double[] _balance;                 // powers of two that bring the centred columns to norms in [1/2, 1)
    readonly StreamedQr _qr;
    readonly RankRevealingTriangle _triangle;
    readonly CancellationToken _cancellation;
    NormalResidual _residual;

    public readonly int Rank => _triangle.Rank;
    public readonly double Condition => _triangle.Condition;

    public LeastSquaresProblem(ReadOnlySpan<double> x, int rows, int columns, ReadOnlySpan<double> y, double[] weights,
        bool intercept, double tolerance, CancellationToken cancellation)
    {
        _y = y;
        _cancellation = cancellation;
        (_rows, _columns, _first) = (rows, columns, intercept ? 1 : 0);
        var targets = y.Length / rows;
        (_units, _scales, _means) = (new int[columns], new double[columns], new double[columns]);
        (_targetUnits, _targetMeans) = (new int[targets], new double[targets]);
        double total = 0;
        foreach (var w in weights) total += w;
        for (var j = 0; j < columns; j++)
        {
            var column = x.Slice(j * rows, rows);
            var (unit, constant) = Range(column);
            _units[j] = unit;
            _scales[j] = intercept && constant ? 0 : Math.ScaleB(1, unit);
            if (intercept) _means[j] = WeightedSum(column, _scales[j], weights) / total;
        }
        for (var t = 0; t < targets; t++)
        {
            var target = y.Slice(t * rows, rows);
            _targetUnits[t] = Range(target).Unit;
            if (intercept) _targetMeans[t] = WeightedSum(target, Math.ScaleB(1, _targetUnits[t]), weights) / total;
        }

        _qr = new StreamedQr(_first + columns + targets);
        Factor(x, weights);
        (_balance, _triangle) = Reveal(tolerance);
        _residual = new NormalResidual(x, rows, _scales, weights);
    }

    /// <summary>Fits one target: its sum of squares and the steps of refinement made.</summary>
    public (double Square, int Steps) Solve(int target, Span<double> coefficients, out double intercept)
    {
        var y = _y.Slice(target * _rows, _rows);
        var yUnit = _targetUnits[target];
        var yScale = Math.ScaleB(1, yUnit);
        var b = new DoubleDouble[_columns];
        DoubleDouble b0 = _targetMeans[target];
        var step = new double[_columns];
        var right = new double[_columns];

        // the first answer: R z = Q'y
        for (var j = 0; j < _columns; j++) right[j] = _qr[_first + j, _first + _columns + target];
        _triangle.Rotate(right);
        Take(right, _first == 0 ? 0 : _qr[0, 1 + _columns + target], step, b, ref b0);

        var (before, before0) = (new DoubleDouble[_columns], b0);
        var (made, size, square) = (0, double.PositiveInfinity, 0.0);
        while (true)
        {
            _cancellation.ThrowIfCancellationRequested();
            _residual.Evaluate(y, yScale, b0, b);
            var head = Project(right);
            var now = Math.Sqrt(Math.FusedMultiplyAdd(head, head, Dots.Dot(right, right)));
            if (now > size)
            {
                // beyond what the factor can refine: the step before did harm
                (b, b0) = (before, before0);
                made--;
                break;
            }
            square = _residual.Square.Value;
            if (made == MostSteps || now == 0 || now > size / 2) break;
            size = now;
            b.CopyTo(before, 0);
            before0 = b0;
            made++;
            if (Take(right, head, step, b, ref b0)) break;
        }

        for (var j = 0; j < _columns; j++) coefficients[j] = Math.ScaleB(b[j].Value, _units[j] - yUnit);
        intercept = Math.ScaleB(b0.Value, -yUnit);
        return (Math.ScaleB(square, -2 * yUnit), made);
    }

    // right := R^-T [1, X - 1 m']' W r, the residual seen in the orthonormal basis of the columns; the intercept's part is returned.
    double Project(double[] right)
    {
        var head = _first == 0 ? 0 : _residual.Sum.Value / _qr[0, 0];
        for (var j = 0; j < _columns; j++)
        {
            var centred = (_residual.Gradient[j] - _residual.Sum * _means[j]).Value;
            right[j] = Math.FusedMultiplyAdd(-head, Border(j), centred) * _balance[j];
        }
        _triangle.SolveTransposed(right, right);
        return head;
    }

    // b += R^-1 (head, right), undoing balance and centring; true when no coefficient changed beyond the last bits.
    readonly bool Take(ReadOnlySpan<double> right, double head, Span<double> step, Span<DoubleDouble> b, ref DoubleDouble b0)
    {
        _triangle.Solve(right, step);
        double largest = 0;
        var settled = true;
        DoubleDouble shift = 0;
        for (var j = 0; j < _columns; j++)
        {
            var change = step[j] * _balance[j];
            b[j] += change;
            head = Math.FusedMultiplyAdd(-Border(j), change, head);
            shift += DoubleDouble.Product(_means[j], change);
            if (_balance[j] > 0) largest = Math.Max(largest, Math.Abs(b[j].High / _balance[j]));
        }
        for (var j = 0; j < _columns; j++)
            settled &= Math.Abs(step[j]) <= Settled * Math.Abs(b[j].High / _balance[j]) + Noise * largest || step[j] == 0;
        if (_first == 0) return settled;
        DoubleDouble up = head / _qr[0, 0];
        up -= shift;
        b0 += up;
        return settled && Math.Abs(up.High) <= Settled * Math.Abs(b0.High) + Noise;
    }

    // Changes of a sixteenth of the last bit, or at the noise of the residual itself.
    const double Settled = 1.0 / (1L << 57), Noise = Settled * Settled;

    // The intercept's row of R: what is left of the means after their rounding; 0 without an intercept.
    readonly double Border(int j) => _first == 0 ? 0 : _qr[0, 1 + j];

    readonly void Factor(ReadOnlySpan<double> x, double[] weights)
    {
        var n = _qr.BlockRows;
        var roots = new double[n];
        for (var start = 0; start < _rows; start += n)
        {
            _cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(n, _rows - start);
            if (count < n) Array.Clear(_qr.Block);
            for (var i = 0; i < count; i++) roots[i] = Math.Sqrt(weights[start + i]);
            if (_first == 1) roots.AsSpan(0, count).CopyTo(_qr.Block);
            for (var j = 0; j < _columns; j++)
                Fill(_qr.Block.AsSpan((_first + j) * n), x.Slice(j * _rows + start, count), _scales[j], _means[j], roots);
            for (var t = 0; t < _targetUnits.Length; t++)
                Fill(_qr.Block.AsSpan((_first + _columns + t) * n), _y.Slice(t * _rows + start, count),
                    Math.ScaleB(1, _targetUnits[t]), _targetMeans[t], roots);
            _qr.Absorb();
        }
    }

    // One column of the block: sqrt(w) (value * scale - mean).
    static void Fill(Span<double> block, ReadOnlySpan<double> values, double scale, double mean, ReadOnlySpan<double> roots)
    {
        for (var i = 0; i < values.Length; i++) block[i] = roots[i] * Math.FusedMultiplyAdd(values[i], scale, -mean);
    }

    readonly (double[] Balance, RankRevealingTriangle Triangle) Reveal(double tolerance)
    {
        var balance = new double[_columns];
        var units = new int[_columns];
        var r = new double[_columns * _columns];
        for (var j = 0; j < _columns; j++)
        {
            var column = r.AsSpan(j * _columns, _columns);
            for (var i = 0; i <= j; i++) column[i] = _qr[_first + i, _first + j];
            var norm = Math.Sqrt(Dots.Dot(column, column));
            units[j] = -10_000;                 // below every unit of a column that is not 0
            if (norm == 0) continue;
            var power = -Math.ILogB(norm) - 1;
            balance[j] = Math.ScaleB(1, power);
            foreach (ref var value in column) value *= balance[j];
            units[j] = -(_units[j] + power);
        }
        return (balance, new RankRevealingTriangle(r, _columns, units, tolerance));
    }

    // The power of two that brings the largest magnitude to [1/2, 1), kept where the power itself is a normal number;
    // and whether the values agree up to rounding.
    static (int Unit, bool Constant) Range(ReadOnlySpan<double> values)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }
        var magnitude = Math.Max(Math.Abs(least), Math.Abs(most));
        var unit = magnitude == 0 ? 0 : Math.Clamp(-Math.ILogB(magnitude) - 1, -1000, 1000);
        return (unit, most - least <= Rounding * magnitude);
    }

    const double Rounding = 8.0 / (1L << 52);

    static double WeightedSum(ReadOnlySpan<double> values, double scale, ReadOnlySpan<double> weights)
    {
        Span<double> lanes = stackalloc double[Dots.Lanes];
        lanes.Clear();
        for (var i = 0; i < values.Length; i++)
            lanes[i % Dots.Lanes] = Math.FusedMultiplyAdd(values[i] * scale, weights[i], lanes[i % Dots.Lanes]);
        double sum = 0;
        foreach (var lane in lanes) sum += lane;
        return sum;
    }
}
