using System.Buffers;

namespace Cairn.Kernels;

/// <summary>What is done with whole rows, some at a time.</summary>
unsafe interface IRowKernel<T> where T : unmanaged
{
    /// <summary>Makes rows of y from rows of x.</summary>
    /// <param name="x">The first of the rows.</param>
    /// <param name="y">Where the first result goes: as long as the rows, or one number a row.</param>
    /// <param name="length">The length of a row, at least 1.</param>
    /// <param name="first">The number of the first row among all.</param>
    /// <param name="rows">How many: few enough to stay in the nearest caches.</param>
    void Run(T* x, T* y, int length, int first, int rows);

    /// <summary>Whether a row gives one number.</summary>
    static virtual bool GivesOne => false;
}

/// <summary>Runs a kernel over all rows, or columns, of slabs, in blocks that stay in the nearest caches, shared among the threads.</summary>
static unsafe class RowMaps
{
    const int ShareLength = 16384, SmallestShared = 16384;
    const int ColumnBytes = 64;

    internal static void Run<T, TKernel>(ReadOnlySpan<T> x, Slabs slabs, Span<T> y, TKernel kernel)
        where T : unmanaged where TKernel : struct, IRowKernel<T>
    {
        if (y.IsEmpty || slabs.Length == 0) return;
        fixed (T* from = x, to = y)
        {
            if (slabs.Inner == 1) Share(new Rows<T, TKernel>(from, slabs.Length, slabs.Count, to, kernel), x.Length);
            else Share(new Turned<T, TKernel>(from, slabs, to, kernel), x.Length);
        }
    }

    interface IShare : IChunkJob
    {
        int Chunks { get; }
    }

    static void Share<TShare>(TShare share, int elements) where TShare : struct, IShare
    {
        if (elements >= SmallestShared) WorkTeam.For(share.Chunks, share);
        else
            for (int i = 0; i < share.Chunks; i++) share.Run(i);
    }

    readonly struct Rows<T, TKernel>(T* x, int length, int count, T* y, TKernel kernel) : IShare
        where T : unmanaged where TKernel : struct, IRowKernel<T>
    {
        readonly int _rows = Math.Max(1, ShareLength / length);

        public int Chunks => (count - 1) / _rows + 1;

        public void Run(int chunk)
        {
            int first = chunk * _rows;
            kernel.Run(x + (nint)first * length, y + (TKernel.GivesOne ? first : (nint)first * length), length, first, Math.Min(_rows, count - first));
        }
    }

    /// <summary>A cache line of neighbouring columns at a time is laid out in rows and put back.</summary>
    readonly struct Turned<T, TKernel>(T* x, Slabs slabs, T* y, TKernel kernel) : IShare
        where T : unmanaged where TKernel : struct, IRowKernel<T>
    {
        readonly int _width = Math.Min(slabs.Inner, ColumnBytes / sizeof(T));

        int Blocks => (slabs.Inner - 1) / _width + 1;

        public int Chunks => slabs.Outer * Blocks;

        public void Run(int chunk)
        {
            int slab = chunk / Blocks, first = chunk % Blocks * _width, columns = Math.Min(_width, slabs.Inner - first), length = slabs.Length;
            int made = TKernel.GivesOne ? 1 : length;
            int step = length + Turn.Gap, madeStep = made + Turn.Gap;
            T[] rented = ArrayPool<T>.Shared.Rent(columns * step), results = ArrayPool<T>.Shared.Rent(columns * madeStep);
            fixed (T* rows = rented, found = results)
            {
                Turn.ToRows(x + (nint)slab * length * slabs.Inner + first, slabs.Inner, length, columns, rows, step);
                for (int j = 0; j < columns; j++) kernel.Run(rows + (nint)j * step, found + (nint)j * madeStep, length, slab * slabs.Inner + first + j, 1);
                Turn.ToColumns(found, madeStep, made, columns, y + (nint)slab * made * slabs.Inner + first, slabs.Inner);
            }
            ArrayPool<T>.Shared.Return(rented);
            ArrayPool<T>.Shared.Return(results);
        }
    }
}
