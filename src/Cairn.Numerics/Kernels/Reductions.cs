using System.Buffers;
using System.Numerics;

namespace Cairn.Kernels;

/// <summary>What makes one number of many.</summary>
unsafe interface IReduction<T, TResult> where T : unmanaged where TResult : unmanaged
{
    /// <summary>The number of one row.</summary>
    TResult Of(ReadOnlySpan<T> row);

    /// <summary>The numbers of all columns of slabs that have some, read as they lie; false when there is no better way than to bring
    /// each column together.</summary>
    bool OfColumns(T* x, Slabs slabs, TResult* y) => false;
}

/// <summary>Reductions of all rows or columns, shared among the threads by rows or columns.</summary>
static unsafe class Reductions
{
    const int ShareLength = 16384;       // elements of a chunk of rows, about
    const int SmallestShared = 32768;    // less is done before a second thread has come
    const int LongRow = 262144;          // from here on a kernel shares a row by itself
    const int ColumnBytes = 64;

    internal static void Run<T, TResult, TReduction>(ReadOnlySpan<T> x, Slabs slabs, Span<TResult> y, TReduction reduction)
        where T : unmanaged where TResult : unmanaged where TReduction : struct, IReduction<T, TResult>
    {
        if (slabs.Count == 1)
        {
            y[0] = reduction.Of(x);
            return;
        }
        fixed (T* from = x)
        fixed (TResult* to = y)
        {
            bool isShared = x.Length >= SmallestShared;
            if (slabs.Inner == 1 || slabs.Length == 0)
            {
                var rows = new Rows<T, TResult, TReduction>(from, slabs.Length, slabs.Count, to, reduction);
                if (isShared && (slabs.Length <= LongRow || slabs.Count >= 2 * WorkTeam.Threads)) WorkTeam.For(rows.Chunks, rows);
                else
                    for (int i = 0; i < rows.Chunks; i++) rows.Run(i);
            }
            else if (!reduction.OfColumns(from, slabs, to))
            {
                var columns = new Gathered<T, TResult, TReduction>(from, slabs, to, reduction);
                if (isShared) WorkTeam.For(columns.Chunks, columns);
                else
                    for (int i = 0; i < columns.Chunks; i++) columns.Run(i);
            }
        }
    }

    readonly struct Rows<T, TResult, TReduction>(T* x, int length, int count, TResult* y, TReduction reduction) : IChunkJob
        where T : unmanaged where TResult : unmanaged where TReduction : struct, IReduction<T, TResult>
    {
        readonly int _rows = Math.Max(1, ShareLength / Math.Max(length, 1));

        internal int Chunks => (count - 1) / _rows + 1;

        public void Run(int chunk)
        {
            for (int i = chunk * _rows, end = Math.Min(count, i + _rows); i < end; i++) y[i] = reduction.Of(new(x + (nint)i * length, length));
        }
    }

    /// <summary>A cache line of neighbouring columns at a time is laid out in rows.</summary>
    readonly struct Gathered<T, TResult, TReduction>(T* x, Slabs slabs, TResult* y, TReduction reduction) : IChunkJob
        where T : unmanaged where TResult : unmanaged where TReduction : struct, IReduction<T, TResult>
    {
        readonly int _width = Math.Min(slabs.Inner, ColumnBytes / sizeof(T));

        int Blocks => (slabs.Inner - 1) / _width + 1;

        internal int Chunks => slabs.Outer * Blocks;

        public void Run(int chunk)
        {
            int slab = chunk / Blocks, first = chunk % Blocks * _width, columns = Math.Min(_width, slabs.Inner - first);
            int step = slabs.Length + Turn.Gap;
            T[] rented = ArrayPool<T>.Shared.Rent(columns * step);
            fixed (T* rows = rented)
            {
                Turn.ToRows(x + (nint)slab * slabs.Length * slabs.Inner + first, slabs.Inner, slabs.Length, columns, rows, step);
                for (int j = 0; j < columns; j++)
                    y[(nint)slab * slabs.Inner + first + j] = reduction.Of(new(rows + (nint)j * step, slabs.Length));
            }
            ArrayPool<T>.Shared.Return(rented);
        }
    }
}

readonly struct SumOf<T> : IReduction<T, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T Of(ReadOnlySpan<T> row) => Lanes.Sum(row, default, default(Plain<T>));

    public unsafe bool OfColumns(T* x, Slabs slabs, T* y)
    {
        Columns.Sum(x, null, slabs, y, default(Plain<T>));
        return true;
    }
}

readonly struct SumOfInt32 : IReduction<int, long>
{
    public long Of(ReadOnlySpan<int> row) => Sums.Sum(row);
}

readonly struct SumOfInt64 : IReduction<long, long>
{
    public long Of(ReadOnlySpan<long> row) => Sums.Sum(row);
}

readonly struct SumOfBytes : IReduction<byte, long>
{
    // 255 2^31 fits a long
    public long Of(ReadOnlySpan<byte> row)
    {
        long sum = 0;
        foreach (byte x in row) sum += x;
        return sum;
    }
}

readonly struct MeanOf<T> : IReduction<T, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T Of(ReadOnlySpan<T> row) => Sums.Mean(row);

    public unsafe bool OfColumns(T* x, Slabs slabs, T* y)
    {
        Columns.Sum(x, null, slabs, y, default(Plain<T>));
        T n = T.CreateChecked(slabs.Length);
        for (int i = 0; i < slabs.Count; i++)
            y[i] = T.IsFinite(y[i]) ? y[i] / n : Alone(x + (nint)(i / slabs.Inner) * slabs.Length * slabs.Inner + i % slabs.Inner, slabs);
        return true;
    }

    // a sum that overflows, or an infinity among the numbers: the row's rule looks which
    static unsafe T Alone(T* x, Slabs slabs)
    {
        var column = new T[slabs.Length];
        for (int i = 0; i < column.Length; i++) column[i] = x[(nint)i * slabs.Inner];
        return Sums.Mean<T>(column);
    }
}

readonly struct VarianceOf<T>(int degreesOfFreedom) : IReduction<T, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T Of(ReadOnlySpan<T> row) => Sums.Variance(row, degreesOfFreedom);

    public unsafe bool OfColumns(T* x, Slabs slabs, T* y)
    {
        T n = T.CreateChecked(slabs.Length), divisor = T.CreateChecked(slabs.Length - degreesOfFreedom);
        T[] centres = new T[slabs.Count], rests = new T[slabs.Count];
        fixed (T* centre = centres, rest = rests)
        {
            default(MeanOf<T>).OfColumns(x, slabs, centre);
            Columns.Sum(x, centre, slabs, y, default(SquaredDifference<T>));
            Columns.Sum(x, centre, slabs, rest, default(Difference<T>));
            for (int i = 0; i < centres.Length; i++) y[i] = (y[i] - rest[i] * rest[i] / n) / divisor;
        }
        return true;
    }
}

readonly struct NormOf<T> : IReduction<T, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T Of(ReadOnlySpan<T> row) => Sums.Norm2(row);

    public unsafe bool OfColumns(T* x, Slabs slabs, T* y)
    {
        T[] largest = new T[slabs.Count], scales = new T[slabs.Count];
        fixed (T* top = largest, scale = scales)
        {
            ColumnExtremes.Fold<T, Extremes.LargerMagnitude<T>>(x, slabs, top);
            for (int i = 0; i < scales.Length; i++) scales[i] = T.ScaleB(T.One, -Sums.Exponent(largest[i]));
            Columns.Sum(x, scale, slabs, y, default(ScaledSquareOf<T>));
        }
        for (int i = 0; i < largest.Length; i++) y[i] = Sums.Norm2(largest[i], y[i]);
        return true;
    }
}

readonly struct ExtremeOf<T, TChoice> : IReduction<T, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T> where TChoice : struct, Extremes.IChoice<T>
{
    public T Of(ReadOnlySpan<T> row) => Extremes.Fold<T, TChoice>(row);

    public unsafe bool OfColumns(T* x, Slabs slabs, T* y)
    {
        ColumnExtremes.Fold<T, TChoice>(x, slabs, y);
        return true;
    }
}

readonly struct PlaceOf<T, TChoice> : IReduction<T, int>
    where T : unmanaged, IBinaryFloatingPointIeee754<T> where TChoice : struct, Extremes.IChoice<T>
{
    public int Of(ReadOnlySpan<T> row) => Extremes.Place(row, Extremes.Fold<T, TChoice>(row));
}
