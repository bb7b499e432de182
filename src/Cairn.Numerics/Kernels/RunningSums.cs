using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

/// <summary>
/// Running sums along rows or columns. A chunk of 16,384 elements is added from its first element on; then the sum before it is added to
/// each of its own. The order depends on the length alone.
/// </summary>
static unsafe class RunningSums
{
    const int ChunkLength = Lanes.ChunkLength, ColumnsOfPiece = 256;

    internal static void Of<T>(T* x, Slabs slabs, T* y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (slabs.Count == 0 || slabs.Length == 0) return;
        int chunks = (slabs.Length - 1) / ChunkLength + 1;
        if (slabs.Inner > 1)
            RowShares.Run(slabs.Outer * ((slabs.Inner - 1) / ColumnsOfPiece + 1), (long)slabs.Length * Math.Min(slabs.Inner, ColumnsOfPiece), new Columns<T>(x, slabs, y));
        else if (chunks == 1 || slabs.Outer > 1) RowShares.Run(slabs.Outer, slabs.Length, new Rows<T>(x, slabs.Length, y));
        else
        {
            int groups = (chunks - 1) / Group + 1;
            RowShares.Run(groups, Group * ChunkLength, new Groups<T>(x, slabs.Length, y));
            var before = new T[chunks];
            before[1] = y[ChunkLength - 1];
            for (int c = 2; c < chunks; c++) before[c] = before[c - 1] + y[(nint)c * ChunkLength - 1];
            fixed (T* offsets = before) RowShares.Run(chunks - 1, ChunkLength, new Shift<T>(y, slabs.Length, offsets));
        }
    }

    const int Group = 4; // chunks added side by side, as each addition waits for the one before

    readonly struct Rows<T>(T* x, int length, T* y) : IChunkJob where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int row)
        {
            T* from = x + (nint)row * length, to = y + (nint)row * length;
            for (int start = 0; start < length; start += ChunkLength)
            {
                int n = Math.Min(ChunkLength, length - start);
                Chunk(from + start, to + start, n);
                if (start > 0) RowLoops.Add(to + start, to[start - 1], n);
            }
        }
    }

    readonly struct Groups<T>(T* x, int length, T* y) : IChunkJob where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int group)
        {
            int start = group * Group * ChunkLength, end = Math.Min(length, start + Group * ChunkLength);
            if (end - start == Group * ChunkLength) FourChunks(x + start, y + start);
            else
                for (; start < end; start += ChunkLength) Chunk(x + start, y + start, Math.Min(ChunkLength, end - start));
        }
    }

    readonly struct Shift<T>(T* y, int length, T* before) : IChunkJob where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            int start = (chunk + 1) * ChunkLength;
            RowLoops.Add(y + start, before[chunk + 1], Math.Min(ChunkLength, length - start));
        }
    }

    readonly struct Columns<T>(T* x, Slabs slabs, T* y) : IChunkJob where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int piece)
        {
            int blocks = (slabs.Inner - 1) / ColumnsOfPiece + 1, first = piece % blocks * ColumnsOfPiece, columns = Math.Min(ColumnsOfPiece, slabs.Inner - first);
            nint start = (nint)(piece / blocks) * slabs.Length * slabs.Inner + first;
            for (int i = 0; i < slabs.Length; i++)
            {
                T* from = x + start + (nint)i * slabs.Inner, to = y + start + (nint)i * slabs.Inner;
                if (i % ChunkLength == 0) Buffer.MemoryCopy(from, to, (nint)columns * sizeof(T), (nint)columns * sizeof(T));
                else RowLoops.Add(from, to - slabs.Inner, to, columns);
            }
            for (int chunk = ChunkLength; chunk < slabs.Length; chunk += ChunkLength)
                for (int i = chunk, end = Math.Min(slabs.Length, chunk + ChunkLength); i < end; i++)
                {
                    T* to = y + start + (nint)i * slabs.Inner;
                    RowLoops.Add(to, y + start + (nint)(chunk - 1) * slabs.Inner, to, columns);
                }
        }
    }

    static void Chunk<T>(T* x, T* y, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T sum = y[0] = x[0];
        for (int i = 1; i < n; i++) y[i] = sum += x[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void FourChunks<T>(T* x, T* y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T a = y[0] = x[0], b = y[ChunkLength] = x[ChunkLength], c = y[2 * ChunkLength] = x[2 * ChunkLength], d = y[3 * ChunkLength] = x[3 * ChunkLength];
        for (int i = 1; i < ChunkLength; i++)
        {
            y[i] = a += x[i];
            y[i + ChunkLength] = b += x[i + ChunkLength];
            y[i + 2 * ChunkLength] = c += x[i + 2 * ChunkLength];
            y[i + 3 * ChunkLength] = d += x[i + 3 * ChunkLength];
        }
    }
}
