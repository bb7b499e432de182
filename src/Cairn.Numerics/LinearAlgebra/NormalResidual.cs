using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cairn.LinearAlgebra;

/// <summary>
/// X'W(y - b0 - X b), the residual of the normal equations, from the caller's own numbers in twice double precision
/// (X and y scaled by exact powers of two). It is all that refinement needs, and it costs one pass over the data.
/// </summary>
ref struct NormalResidual
{
    const int Chunk = 512;

    readonly ReadOnlySpan<double> _x, _weights;
    readonly ReadOnlySpan<double> _scales;
    readonly int _rows;

    /// <summary>X'W r, column by column.</summary>
    public DoubleDouble[] Gradient { get; }

    /// <summary>1'W r.</summary>
    public DoubleDouble Sum { get; set; }

    /// <summary>r'W r.</summary>
    public DoubleDouble Square { get; set; }

    public NormalResidual(ReadOnlySpan<double> x, int rows, ReadOnlySpan<double> scales, ReadOnlySpan<double> weights)
    {
        _x = x;
        _rows = rows;
        _scales = scales;
        _weights = weights;
        Gradient = new DoubleDouble[scales.Length];
    }

    public void Evaluate(ReadOnlySpan<double> y, double yScale, DoubleDouble intercept, ReadOnlySpan<DoubleDouble> coefficients)
    {
        var columns = _scales.Length;
        Span<Vector512<double>> high = stackalloc Vector512<double>[Chunk / Dots.Lanes];
        Span<Vector512<double>> low = stackalloc Vector512<double>[Chunk / Dots.Lanes];
        var sums = new Vector512<double>[2 * columns];
        Vector512<double> oneHigh = default, oneLow = default, squareHigh = default, squareLow = default;

        for (var start = 0; start < _rows; start += Chunk)
        {
            var vectors = (Math.Min(Chunk, _rows - start) + Dots.Lanes - 1) / Dots.Lanes;
            var target = y[start..];
            for (var v = 0; v < vectors; v++)
            {
                high[v] = Rows(target, v) * yScale;
                low[v] = Vector512.Create(-intercept.Low);
                DoubleDouble.Accumulate(ref high[v], ref low[v], Vector512.Create(-intercept.High), default);
            }
            for (var j = 0; j < columns; j++)
            {
                var column = _x.Slice(j * _rows + start, _rows - start);
                var scale = _scales[j];
                var (b, tail) = (Vector512.Create(-coefficients[j].High), Vector512.Create(-coefficients[j].Low));
                for (var v = 0; v < vectors; v++)
                {
                    var x = Rows(column, v) * scale;
                    var p = x * b;
                    DoubleDouble.Accumulate(ref high[v], ref low[v], p, Vector512.FusedMultiplyAdd(x, b, -p) + x * tail);
                }
            }
            var weights = _weights[start..];
            for (var v = 0; v < vectors; v++)
            {
                // (high, low) becomes w r; rows beyond the last have w = 0
                var w = Rows(weights, v);
                var r = high[v] + low[v];
                var rest = low[v] - (r - high[v]);
                high[v] = w * r;
                low[v] = Vector512.FusedMultiplyAdd(w, r, -high[v]) + w * rest;
                DoubleDouble.Accumulate(ref oneHigh, ref oneLow, high[v], low[v]);
                DoubleDouble.Accumulate(ref squareHigh, ref squareLow, high[v] * r, default);
            }
            for (var j = 0; j < columns; j++)
            {
                var column = _x.Slice(j * _rows + start, _rows - start);
                var scale = _scales[j];
                var (sum, error) = (sums[2 * j], sums[2 * j + 1]);
                for (var v = 0; v < vectors; v++)
                {
                    var x = Rows(column, v) * scale;
                    var p = x * high[v];
                    DoubleDouble.Accumulate(ref sum, ref error, p, Vector512.FusedMultiplyAdd(x, high[v], -p) + x * low[v]);
                }
                (sums[2 * j], sums[2 * j + 1]) = (sum, error);
            }
        }

        for (var j = 0; j < columns; j++) Gradient[j] = DoubleDouble.Fold(sums[2 * j], sums[2 * j + 1]);
        Sum = DoubleDouble.Fold(oneHigh, oneLow);
        Square = DoubleDouble.Fold(squareHigh, squareLow);
    }

    // Rows 8v .. 8v+7 of a column; 0 beyond its end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> Rows(ReadOnlySpan<double> column, int v)
    {
        var i = v * Dots.Lanes;
        return i + Dots.Lanes <= column.Length ? Dots.Load(ref MemoryMarshal.GetReference(column), i) : Dots.Partial(column[i..]);
    }
}
