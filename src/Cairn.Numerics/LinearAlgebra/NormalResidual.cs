using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Cairn.Kernels;

namespace Cairn.LinearAlgebra;

/// <summary>
/// X'W(y - b0 - X b), the residual of the normal equations, from the caller's own numbers in twice double precision
/// (X and y scaled by exact powers of two). It is all that refinement needs, and it costs one pass over the data.
/// </summary>
unsafe ref struct NormalResidual
{
    const int Chunk = 512;
    const int Stretch = 32 * Chunk; // rows that stay in the cache between the two products

    readonly ReadOnlySpan<double> _x;
    readonly double[] _scales, _weights;
    readonly int _rows;

    /// <summary>X'W r, column by column.</summary>
    public DoubleDouble[] Gradient { get; }

    /// <summary>1'W r.</summary>
    public DoubleDouble Sum { get; set; }

    /// <summary>r'W r.</summary>
    public DoubleDouble Square { get; set; }

    public NormalResidual(ReadOnlySpan<double> x, int rows, double[] scales, double[] weights)
    {
        _x = x;
        _rows = rows;
        _scales = scales;
        _weights = weights;
        Gradient = new DoubleDouble[scales.Length];
    }

    public void Evaluate(ReadOnlySpan<double> y, double yScale, DoubleDouble intercept, ReadOnlySpan<DoubleDouble> coefficients)
    {
        var sums = new Vector512<double>[2 * _scales.Length];
        var (highs, lows) = (new Vector512<double>[Stretch / Dots.Lanes], new Vector512<double>[Stretch / Dots.Lanes]);
        Vector512<double> oneHigh = default, oneLow = default, squareHigh = default, squareLow = default;
        var b = coefficients.ToArray();
        var threads = _x.Length < LeastSquaresProblem.SmallestShared ? 1 : 0;
        fixed (double* x = _x, target = y)
        {
            for (var start = 0; start < _rows; start += Stretch)
            {
                var rows = Math.Min(Stretch, _rows - start);
                var residuals = new Residuals(x + start, _rows, rows, target + start, yScale, _scales, intercept, b, highs, lows);
                WorkTeam.For((rows + Chunk - 1) / Chunk, residuals, threads: threads);
                var weights = _weights.AsSpan(start);
                for (var v = 0; v < (rows + Dots.Lanes - 1) / Dots.Lanes; v++)
                {
                    // (high, low) becomes w r; rows beyond the last have w = 0
                    var w = Rows(weights, v);
                    var r = highs[v] + lows[v];
                    var rest = lows[v] - (r - highs[v]);
                    highs[v] = w * r;
                    lows[v] = Vector512.FusedMultiplyAdd(w, r, -highs[v]) + w * rest;
                    DoubleDouble.Accumulate(ref oneHigh, ref oneLow, highs[v], lows[v]);
                    DoubleDouble.Accumulate(ref squareHigh, ref squareLow, highs[v] * r, default);
                }
                WorkTeam.For(_scales.Length, new Products(x + start, _rows, rows, _scales, highs, lows, sums), threads: threads);
            }
        }

        for (var j = 0; j < Gradient.Length; j++) Gradient[j] = DoubleDouble.Fold(sums[2 * j], sums[2 * j + 1]);
        Sum = DoubleDouble.Fold(oneHigh, oneLow);
        Square = DoubleDouble.Fold(squareHigh, squareLow);
    }

    /// <summary>y - b0 - X b of a few rows.</summary>
    readonly struct Residuals(double* x, int stride, int rows, double* y, double yScale, double[] scales, DoubleDouble intercept,
        DoubleDouble[] coefficients, Vector512<double>[] highs, Vector512<double>[] lows) : IChunkJob
    {
        public void Run(int chunk)
        {
            var start = chunk * Chunk;
            var count = Math.Min(Chunk, rows - start);
            var vectors = (count + Dots.Lanes - 1) / Dots.Lanes;
            Span<Vector512<double>> high = highs.AsSpan(start / Dots.Lanes, vectors), low = lows.AsSpan(start / Dots.Lanes, vectors);
            var target = new ReadOnlySpan<double>(y + start, count);
            for (var v = 0; v < vectors; v++)
            {
                high[v] = Rows(target, v) * yScale;
                low[v] = Vector512.Create(-intercept.Low);
                DoubleDouble.Accumulate(ref high[v], ref low[v], Vector512.Create(-intercept.High), default);
            }
            for (var j = 0; j < scales.Length; j++)
            {
                var column = new ReadOnlySpan<double>(x + (nuint)j * (nuint)stride + start, count);
                var scale = scales[j];
                var (b, tail) = (Vector512.Create(-coefficients[j].High), Vector512.Create(-coefficients[j].Low));
                for (var v = 0; v < vectors; v++)
                {
                    var value = Rows(column, v) * scale;
                    var p = value * b;
                    DoubleDouble.Accumulate(ref high[v], ref low[v], p, Vector512.FusedMultiplyAdd(value, b, -p) + value * tail);
                }
            }
        }
    }

    /// <summary>x_j'W r of one column, added to its sum.</summary>
    readonly struct Products(double* x, int stride, int rows, double[] scales, Vector512<double>[] highs, Vector512<double>[] lows,
        Vector512<double>[] sums) : IChunkJob
    {
        public void Run(int j)
        {
            var column = new ReadOnlySpan<double>(x + (nuint)j * (nuint)stride, rows);
            var scale = scales[j];
            var (sum, error) = (sums[2 * j], sums[2 * j + 1]);
            for (var v = 0; v < (rows + Dots.Lanes - 1) / Dots.Lanes; v++)
            {
                var value = Rows(column, v) * scale;
                var p = value * highs[v];
                DoubleDouble.Accumulate(ref sum, ref error, p, Vector512.FusedMultiplyAdd(value, highs[v], -p) + value * lows[v]);
            }
            (sums[2 * j], sums[2 * j + 1]) = (sum, error);
        }
    }

    // Rows 8v .. 8v+7 of a column; 0 beyond its end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> Rows(ReadOnlySpan<double> column, int v)
    {
        var i = v * Dots.Lanes;
        return i + Dots.Lanes <= column.Length ? Dots.Load(ref MemoryMarshal.GetReference(column), i) : Dots.Partial(column[i..]);
    }
}
