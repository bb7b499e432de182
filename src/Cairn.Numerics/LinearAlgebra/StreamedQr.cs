using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cairn.LinearAlgebra;

/// <summary>
/// The triangle R of a QR factorisation of a matrix that arrives in blocks of rows: each block is folded into R by Householder
/// reflections that touch one row of R and the block, so memory is one block whatever the number of rows
/// (the sequential "tall and skinny" QR). Columns are not exchanged.
/// </summary>
sealed class StreamedQr
{
    readonly int _columns;
    readonly double[] _r;                       // row-major: row j is what a reflection of column j touches

    /// <summary>Rows a block holds: a function of the number of columns alone, so that the bits depend on the data alone.</summary>
    public int BlockRows { get; }

    /// <summary>The block to fill, column-major with <see cref="BlockRows"/> rows; unused rows must be 0.</summary>
    public double[] Block { get; }

    public StreamedQr(int columns)
    {
        _columns = columns;
        _r = new double[columns * columns];
        BlockRows = Math.Clamp(16384 / columns, 64, 1024) & -Dots.Lanes;
        Block = new double[BlockRows * columns];
    }

    public double this[int row, int column] => _r[row * _columns + column];

    /// <summary>Folds the block into R. The block's content is used up.</summary>
    public void Absorb()
    {
        for (var j = 0; j < _columns; j++)
        {
            var v = Block.AsSpan(j * BlockRows, BlockRows);
            var below = Dots.Dot(v, v);
            if (below < Negligible) continue;
            var row = _r.AsSpan(j * _columns, _columns);
            var alpha = row[j];
            var beta = -Math.CopySign(Math.Sqrt(Math.FusedMultiplyAdd(alpha, alpha, below)), alpha);
            // H = I - u u' / h with u = (alpha - beta, v): maps (alpha, v) to (beta, 0).
            var head = alpha - beta;
            var h = -beta * head;
            row[j] = beta;
            var l = j + 1;
            for (; l <= _columns - 4; l += 4) ReflectFour(v, l, row, head, h);
            for (; l < _columns; l++)
            {
                var w = Block.AsSpan(l * BlockRows, BlockRows);
                var s = Math.FusedMultiplyAdd(head, row[l], Dots.Dot(v, w)) / h;
                row[l] = Math.FusedMultiplyAdd(-s, head, row[l]);
                Dots.Axpy(-s, v, w);
            }
        }
    }

    /// <summary>Folds the triangle of other rows into R.</summary>
    public void Absorb(StreamedQr other)
    {
        for (var start = 0; start < _columns; start += BlockRows)
        {
            Array.Clear(Block);
            for (var i = start; i < Math.Min(_columns, start + BlockRows); i++)
                for (var j = i; j < _columns; j++) Block[j * BlockRows + i - start] = other[i, j];
            Absorb();
        }
    }

    // Columns are scaled to a largest magnitude near 1: a norm below 2^-465 carries nothing, and its square would not be exact.
    const double Negligible = 1e-280;

    // The same arithmetic as the loop over single columns, four at a time so that v is loaded once.
    void ReflectFour(ReadOnlySpan<double> v, int l, Span<double> row, double head, double h)
    {
        var n = BlockRows;
        ref var pv = ref MemoryMarshal.GetReference(v);
        ref var p0 = ref Block[l * n];
        ref var p1 = ref Block[(l + 1) * n];
        ref var p2 = ref Block[(l + 2) * n];
        ref var p3 = ref Block[(l + 3) * n];
        Vector512<double> d0 = default, d1 = default, d2 = default, d3 = default;
        for (var i = 0; i < n; i += Dots.Lanes)
        {
            var x = Dots.Load(ref pv, i);
            d0 = Vector512.FusedMultiplyAdd(x, Dots.Load(ref p0, i), d0);
            d1 = Vector512.FusedMultiplyAdd(x, Dots.Load(ref p1, i), d1);
            d2 = Vector512.FusedMultiplyAdd(x, Dots.Load(ref p2, i), d2);
            d3 = Vector512.FusedMultiplyAdd(x, Dots.Load(ref p3, i), d3);
        }
        var s0 = Vector512.Create(Step(d0, ref row[l]));
        var s1 = Vector512.Create(Step(d1, ref row[l + 1]));
        var s2 = Vector512.Create(Step(d2, ref row[l + 2]));
        var s3 = Vector512.Create(Step(d3, ref row[l + 3]));
        for (var i = 0; i < n; i += Dots.Lanes)
        {
            var x = Dots.Load(ref pv, i);
            Vector512.FusedMultiplyAdd(s0, x, Dots.Load(ref p0, i)).StoreUnsafe(ref p0, (nuint)i);
            Vector512.FusedMultiplyAdd(s1, x, Dots.Load(ref p1, i)).StoreUnsafe(ref p1, (nuint)i);
            Vector512.FusedMultiplyAdd(s2, x, Dots.Load(ref p2, i)).StoreUnsafe(ref p2, (nuint)i);
            Vector512.FusedMultiplyAdd(s3, x, Dots.Load(ref p3, i)).StoreUnsafe(ref p3, (nuint)i);
        }

        double Step(Vector512<double> lanes, ref double r)
        {
            var s = Math.FusedMultiplyAdd(head, r, Dots.Fold(lanes)) / h;
            r = Math.FusedMultiplyAdd(-s, head, r);
            return -s;
        }
    }
}
