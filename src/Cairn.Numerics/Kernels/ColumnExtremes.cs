using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

/// <summary>The smallest or largest of each column of slabs, by vectors of neighbouring columns. Choosing needs no order.</summary>
static unsafe class ColumnExtremes
{
    const int SmallestShared = 32768, RowsOfChunk = 4096;

    internal static void Fold<T, TChoice>(T* x, Slabs slabs, T* y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TChoice : struct, Extremes.IChoice<T>
    {
        int chunks = (slabs.Length - 1) / RowsOfChunk + 1;
        bool isShared = (long)slabs.Count * slabs.Length >= SmallestShared;
        var parts = chunks == 1 ? null : GC.AllocateUninitializedArray<T>(checked(slabs.Count * chunks));
        fixed (T* p = parts)
        {
            var job = new Job<T, TChoice>(x, slabs, chunks, p is null ? y : p);
            if (isShared) WorkTeam.For(job.Count, job);
            else
                for (int i = 0; i < job.Count; i++) job.Run(i);
            if (p is not null)
                for (int slab = 0; slab < slabs.Outer; slab++)
                    Block<T, TChoice>(p + (nint)slab * chunks * slabs.Inner, slabs.Inner, chunks, slabs.Inner, y + (nint)slab * slabs.Inner);
        }
    }

    readonly struct Job<T, TChoice>(T* x, Slabs slabs, int chunks, T* y) : IChunkJob
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TChoice : struct, Extremes.IChoice<T>
    {
        const int Width = 256;

        int Blocks => (slabs.Inner - 1) / Width + 1;

        internal int Count => slabs.Outer * chunks * Blocks;

        public void Run(int job)
        {
            int part = job / Blocks, slab = part / chunks, start = part % chunks * RowsOfChunk, first = job % Blocks * Width;
            Block<T, TChoice>(x + ((nint)slab * slabs.Length + start) * slabs.Inner + first, slabs.Inner, Math.Min(RowsOfChunk, slabs.Length - start),
                Math.Min(Width, slabs.Inner - first), y + (nint)part * slabs.Inner + first);
        }
    }

    static void Block<T, TChoice>(T* x, nint stride, int n, int columns, T* y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TChoice : struct, Extremes.IChoice<T>
    {
        int done = 0;
        if (Lanes.VectorBits == 512) done = Strips<T, Wide512<T>, TChoice>(x, stride, n, done, columns, y);
        if (Lanes.VectorBits >= 256) done = Strips<T, Wide256<T>, TChoice>(x, stride, n, done, columns, y);
        Strips<T, Wide1<T>, TChoice>(x, stride, n, done, columns, y);
        for (int j = 0; j < columns; j++)
            if (T.IsNaN(y[j])) y[j] = T.NaN;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Strips<T, TWide, TChoice>(T* x, nint stride, int n, int done, int columns, T* y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TWide : struct, IWide<TWide, T> where TChoice : struct, Extremes.IChoice<T>
    {
        int w = TWide.Count;
        for (; done <= columns - 4 * w; done += 4 * w)
        {
            T* row = x + done;
            TWide c0 = TWide.Load(row), c1 = TWide.Load(row + w), c2 = TWide.Load(row + 2 * w), c3 = TWide.Load(row + 3 * w);
            (c0, c1, c2, c3) = (TChoice.Of<TWide>(c0, c0), TChoice.Of<TWide>(c1, c1), TChoice.Of<TWide>(c2, c2), TChoice.Of<TWide>(c3, c3));
            for (int i = 1; i < n; i++)
            {
                row += stride;
                c0 = TChoice.Of(c0, TWide.Load(row));
                c1 = TChoice.Of(c1, TWide.Load(row + w));
                c2 = TChoice.Of(c2, TWide.Load(row + 2 * w));
                c3 = TChoice.Of(c3, TWide.Load(row + 3 * w));
            }
            c0.Store(y + done);
            c1.Store(y + done + w);
            c2.Store(y + done + 2 * w);
            c3.Store(y + done + 3 * w);
        }
        for (; done <= columns - w; done += w)
        {
            T* row = x + done;
            TWide chosen = TChoice.Of<TWide>(TWide.Load(row), TWide.Load(row));
            for (int i = 1; i < n; i++) chosen = TChoice.Of(chosen, TWide.Load(row += stride));
            chosen.Store(y + done);
        }
        return done;
    }
}
