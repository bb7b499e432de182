using System.Runtime.Intrinsics;
using Cairn.Kernels;

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
        Centre(x, rows, weights, total, intercept);
        for (var t = 0; t < targets; t++)
        {
            var target = y.Slice(t * rows, rows);
            _targetUnits[t] = Range(target).Unit;
            if (intercept) _targetMeans[t] = WeightedSum(target, Math.ScaleB(1, _targetUnits[t]), weights) / total;
        }

        _qr = Factor(x, weights);
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

    // Unit, scale and mean of every column.
    readonly unsafe void Centre(ReadOnlySpan<double> x, int rows, double[] weights, double total, bool intercept)
    {
        fixed (double* first = x)
            WorkTeam.For(_columns, new Centring(first, rows, weights, total, intercept, _units, _scales, _means), _cancellation,
                threads: x.Length < SmallestShared ? 1 : 0);
    }

    readonly unsafe struct Centring(double* x, int rows, double[] weights, double total, bool intercept, int[] units, double[] scales,
        double[] means) : IChunkJob
    {
        public void Run(int j)
        {
            var column = new ReadOnlySpan<double>(x + (nuint)j * (nuint)rows, rows);
            var (unit, constant) = Range(column);
            units[j] = unit;
            scales[j] = intercept && constant ? 0 : Math.ScaleB(1, unit);
            if (intercept) means[j] = WeightedSum(column, scales[j], weights) / total;
        }
    }

    // Less is not worth a second thread.
    internal const int SmallestShared = 1 << 16;

    // Many rows are factored in pieces, by their number alone, and the triangles of the pieces folded into the first.
    const int RowsPerPiece = 1 << 14, MostPieces = 8;

    readonly unsafe StreamedQr Factor(ReadOnlySpan<double> x, double[] weights)
    {
        var width = _first + _columns + _targetUnits.Length;
        var pieces = _rows < 64L * width ? 1 : Math.Clamp(_rows / RowsPerPiece, 1, MostPieces);
        var factors = new StreamedQr[pieces];
        fixed (double* px = x, py = _y)
        {
            var job = new Factoring(px, py, _rows, _columns, _first, weights, _scales, _means, _targetUnits, _targetMeans, factors, _cancellation);
            WorkTeam.For(pieces, job, _cancellation);
        }
        for (var piece = 1; piece < pieces; piece++) factors[0].Absorb(factors[piece]);
        return factors[0];
    }

    readonly unsafe struct Factoring(double* x, double* y, int rows, int columns, int ones, double[] weights, double[] scales, double[] means,
        int[] targetUnits, double[] targetMeans, StreamedQr[] factors, CancellationToken cancellation) : IChunkJob
    {
        public void Run(int piece)
        {
            var qr = factors[piece] = new StreamedQr(ones + columns + targetUnits.Length);
            var n = qr.BlockRows;
            var roots = new double[n];
            var end = (int)((long)rows * (piece + 1) / factors.Length);
            for (var start = (int)((long)rows * piece / factors.Length); start < end; start += n)
            {
                cancellation.ThrowIfCancellationRequested();
                var count = Math.Min(n, end - start);
                if (count < n) Array.Clear(qr.Block);
                for (var i = 0; i < count; i++) roots[i] = Math.Sqrt(weights[start + i]);
                if (ones == 1) roots.AsSpan(0, count).CopyTo(qr.Block);
                for (var j = 0; j < columns; j++)
                    Fill(qr.Block.AsSpan((ones + j) * n), new(x + (nuint)j * (nuint)rows + start, count), scales[j], means[j], roots);
                for (var t = 0; t < targetUnits.Length; t++)
                    Fill(qr.Block.AsSpan((ones + columns + t) * n), new(y + (nuint)t * (nuint)rows + start, count),
                        Math.ScaleB(1, targetUnits[t]), targetMeans[t], roots);
                qr.Absorb();
            }
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
        var (lows, highs) = (Vector512.Create(double.PositiveInfinity), Vector512.Create(double.NegativeInfinity));
        var i = 0;
        for (; i <= values.Length - Dots.Lanes; i += Dots.Lanes)
        {
            var v = Vector512.Create(values.Slice(i, Dots.Lanes));
            lows = Vector512.Min(lows, v);
            highs = Vector512.Max(highs, v);
        }
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var lane = 0; lane < Dots.Lanes; lane++)
        {
            least = Math.Min(least, lows[lane]);
            most = Math.Max(most, highs[lane]);
        }
        foreach (var value in values[i..])
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
        var sums = Vector512<double>.Zero;
        var i = 0;
        for (; i <= values.Length - Dots.Lanes; i += Dots.Lanes)
            sums = Vector512.FusedMultiplyAdd(Vector512.Create(values.Slice(i, Dots.Lanes)) * scale,
                Vector512.Create(weights.Slice(i, Dots.Lanes)), sums);
        double sum = 0;
        for (var lane = 0; lane < Dots.Lanes; lane++)
            sum += i + lane < values.Length ? Math.FusedMultiplyAdd(values[i + lane] * scale, weights[i + lane], sums[lane]) : sums[lane];
        return sum;
    }
}
