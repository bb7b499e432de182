using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

/// <summary>
/// Sums down the columns of slabs: the summation law of <see cref="Lanes"/> applied to each column, with the same bits as if the column
/// lay in a row, but by vectors of neighbouring columns that read memory as it lies.
/// </summary>
/// <remarks>A lane of the law is every 64th (32nd) row. Lanes are taken in the order in which the tree joins them (that of reversed bits),
/// so that six sums wait at most and all stays in the first cache. Lanes beyond the last row hold +0, which adds nothing: they are
/// left out.</remarks>
static unsafe class Columns
{
    const int LaneBytes = 256, RunRows = 16;
    const int SmallestShared = 32768; // elements; less is done before a second thread has come
    const int TileVectors = 8;

    /// <summary>For each column the sum of the terms of x and, where the term is binary, of that column's number in y.</summary>
    internal static void Sum<T, TTerm>(T* x, T* y, Slabs slabs, T* sums, TTerm term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TTerm : struct, ITerm<T>
    {
        int chunks = (slabs.Length - 1) / Lanes.ChunkLength + 1;
        if (chunks == 1)
        {
            Run(new Job<T, TTerm>(x, y, slabs, 1, WidthOfBlocks<T>(slabs, 1), sums, term), slabs);
            return;
        }
        var parts = GC.AllocateUninitializedArray<T>(checked(slabs.Count * chunks));
        fixed (T* p = parts)
        {
            Run(new Job<T, TTerm>(x, y, slabs, chunks, WidthOfBlocks<T>(slabs, chunks), p, term), slabs);
            for (int slab = 0; slab < slabs.Outer; slab++)
                AddPairwise(p + (nint)slab * chunks * slabs.Inner, chunks, slabs.Inner, sums + (nint)slab * slabs.Inner);
        }
    }

    static void Run<T, TTerm>(Job<T, TTerm> job, Slabs slabs) where T : unmanaged, IBinaryFloatingPointIeee754<T> where TTerm : struct, ITerm<T>
    {
        if ((long)slabs.Count * slabs.Length >= SmallestShared) WorkTeam.For(job.Count, job);
        else
            for (int i = 0; i < job.Count; i++) job.Run(i);
    }

    /// <summary>Wide blocks read long pieces of memory; narrower ones are taken only to give every thread some.</summary>
    static int WidthOfBlocks<T>(Slabs slabs, int chunks) where T : unmanaged
    {
        int vector = Math.Max(Lanes.VectorBits / 8 / sizeof(T), 1), width = TileVectors * vector;
        while (width > vector && (long)slabs.Outer * chunks * ((slabs.Inner - 1) / width + 1) < 2 * WorkTeam.Threads) width /= 2;
        return width;
    }

    readonly struct Job<T, TTerm>(T* x, T* y, Slabs slabs, int chunks, int width, T* sums, TTerm term) : IChunkJob
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TTerm : struct, ITerm<T>
    {
        readonly int _blocks = (slabs.Inner - 1) / width + 1;

        internal int Count => slabs.Outer * chunks * _blocks;

        public void Run(int job)
        {
            int part = job / _blocks, slab = part / chunks, chunk = part % chunks, first = job % _blocks * width;
            int columns = Math.Min(width, slabs.Inner - first), start = chunk * Lanes.ChunkLength;
            T* from = x + ((nint)slab * slabs.Length + start) * slabs.Inner + first;
            Block(from, slabs.Inner, Math.Min(Lanes.ChunkLength, slabs.Length - start), TTerm.IsBinary ? y + (nint)slab * slabs.Inner + first : null,
                columns, sums + (nint)part * slabs.Inner + first, term);
        }
    }

    static void Block<T, TTerm>(T* x, nint stride, int n, T* y, int columns, T* sums, TTerm term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TTerm : struct, ITerm<T>
    {
        int done = 0;
        if (Lanes.VectorBits == 512) done = Tiles<T, Wide512<T>, TTerm>(x, stride, n, y, done, columns, sums, term);
        if (Lanes.VectorBits >= 256) done = Tiles<T, Wide256<T>, TTerm>(x, stride, n, y, done, columns, sums, term);
        if (done == columns) return;
        if (n <= LaneBytes / sizeof(T) && !TTerm.IsBinary) Single(x + done, stride, n, columns - done, sums + done, term);
        else Tiles<T, Wide1<T>, TTerm>(x, stride, n, y, done, columns, sums, term);
    }

    /// <summary>Short columns, fewer than a vector holds: one by one.</summary>
    [SkipLocalsInit]
    static void Single<T, TTerm>(T* x, nint stride, int n, int columns, T* sums, TTerm term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TTerm : struct, ITerm<T>
    {
        T* column = stackalloc T[LaneBytes / sizeof(T)];
        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < n; i++) column[i] = x[i * stride + j];
            sums[j] = Lanes.Sum(new ReadOnlySpan<T>(column, n), default, term);
        }
    }

    /// <summary>Does whole vectors of columns from <paramref name="done"/> on, and says how far it came.</summary>
    static int Tiles<T, TWide, TTerm>(T* x, nint stride, int n, T* y, int done, int columns, T* sums, TTerm term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TWide : struct, IWide<TWide, T> where TTerm : struct, ITerm<T>
    {
        int w = TWide.Count;
        if (w > 1)
            for (; done <= columns - TileVectors * w; done += TileVectors * w)
                Tile<T, TWide, TTerm>(x + done, stride, n, TTerm.IsBinary ? y + done : null, sums + done, term);
        for (; done <= columns - w; done += w) Strip<T, TWide, TTerm>(x + done, stride, n, TTerm.IsBinary ? y + done : null, sums + done, term);
        if (done < columns && columns >= w && w > 1) // the last vector overlaps the one before and finds the same again
        {
            done = columns - w;
            Strip<T, TWide, TTerm>(x + done, stride, n, TTerm.IsBinary ? y + done : null, sums + done, term);
            done = columns;
        }
        return done;
    }

    /// <summary>One chunk of one vector of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    static void Strip<T, TWide, TTerm>(T* x, nint stride, int n, T* y, T* sums, TTerm term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TWide : struct, IWide<TWide, T> where TTerm : struct, ITerm<T>
    {
        int lanes = LaneBytes / sizeof(T), whole = n & -lanes, w = TWide.Count;
        int used = (int)Math.Min((uint)lanes, BitOperations.RoundUpToPowerOf2((uint)n)), shift = 32 - BitOperations.Log2((uint)used);
        T* waiting = stackalloc T[8 * w];
        TWide other = TTerm.IsBinary ? TWide.Load(y) : default;
        for (int k = 0; k < used; k++)
        {
            int lane = (int)(Reverse((uint)k) >> shift);
            TWide t = default;
            if (n <= lanes)
            {
                if (lane < n) t += TWide.Add(term, default, TWide.Load(x + lane * stride), other);
            }
            else for (int i = lane; i < n;)
            {
                TWide s = default;
                // what fills no whole row of lanes is a run of its own
                for (int end = i < whole ? Math.Min(whole, i + RunRows * lanes) : n; i < end; i += lanes)
                    s = TWide.Add(term, s, TWide.Load(x + i * stride), other);
                t += s;
            }
            T* place = waiting;
            for (int joined = k; (joined & 1) != 0; joined >>= 1, place += w) t = TWide.Load(place) + t;
            t.Store(k == used - 1 ? sums : place);
        }
    }

    /// <summary>One chunk of eight vectors of columns, as <see cref="Strip"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    static void Tile<T, TWide, TTerm>(T* x, nint stride, int n, T* y, T* sums, TTerm term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TWide : struct, IWide<TWide, T> where TTerm : struct, ITerm<T>
    {
        int lanes = LaneBytes / sizeof(T), whole = n & -lanes, w = TWide.Count;
        int used = (int)Math.Min((uint)lanes, BitOperations.RoundUpToPowerOf2((uint)n)), shift = 32 - BitOperations.Log2((uint)used);
        T* waiting = stackalloc T[8 * TileVectors * w];
        for (int k = 0; k < used; k++)
        {
            int lane = (int)(Reverse((uint)k) >> shift);
            TWide t0 = default, t1 = default, t2 = default, t3 = default, t4 = default, t5 = default, t6 = default, t7 = default;
            for (int i = lane; i < n;)
            {
                TWide s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
                for (int end = i < whole ? Math.Min(whole, i + RunRows * lanes) : n; i < end; i += lanes)
                {
                    T* row = x + i * stride;
                    s0 = TWide.Add(term, s0, TWide.Load(row), TTerm.IsBinary ? TWide.Load(y) : default);
                    s1 = TWide.Add(term, s1, TWide.Load(row + w), TTerm.IsBinary ? TWide.Load(y + w) : default);
                    s2 = TWide.Add(term, s2, TWide.Load(row + 2 * w), TTerm.IsBinary ? TWide.Load(y + 2 * w) : default);
                    s3 = TWide.Add(term, s3, TWide.Load(row + 3 * w), TTerm.IsBinary ? TWide.Load(y + 3 * w) : default);
                    s4 = TWide.Add(term, s4, TWide.Load(row + 4 * w), TTerm.IsBinary ? TWide.Load(y + 4 * w) : default);
                    s5 = TWide.Add(term, s5, TWide.Load(row + 5 * w), TTerm.IsBinary ? TWide.Load(y + 5 * w) : default);
                    s6 = TWide.Add(term, s6, TWide.Load(row + 6 * w), TTerm.IsBinary ? TWide.Load(y + 6 * w) : default);
                    s7 = TWide.Add(term, s7, TWide.Load(row + 7 * w), TTerm.IsBinary ? TWide.Load(y + 7 * w) : default);
                }
                t0 += s0;
                t1 += s1;
                t2 += s2;
                t3 += s3;
                t4 += s4;
                t5 += s5;
                t6 += s6;
                t7 += s7;
            }
            T* place = waiting;
            for (int joined = k; (joined & 1) != 0; joined >>= 1, place += TileVectors * w)
            {
                t0 = TWide.Load(place) + t0;
                t1 = TWide.Load(place + w) + t1;
                t2 = TWide.Load(place + 2 * w) + t2;
                t3 = TWide.Load(place + 3 * w) + t3;
                t4 = TWide.Load(place + 4 * w) + t4;
                t5 = TWide.Load(place + 5 * w) + t5;
                t6 = TWide.Load(place + 6 * w) + t6;
                t7 = TWide.Load(place + 7 * w) + t7;
            }
            if (k == used - 1) place = sums;
            t0.Store(place);
            t1.Store(place + w);
            t2.Store(place + 2 * w);
            t3.Store(place + 3 * w);
            t4.Store(place + 4 * w);
            t5.Store(place + 5 * w);
            t6.Store(place + 6 * w);
            t7.Store(place + 7 * w);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint Reverse(uint k)
    {
        k = (k & 0x55555555) << 1 | (k >> 1 & 0x55555555);
        k = (k & 0x33333333) << 2 | (k >> 2 & 0x33333333);
        k = (k & 0x0F0F0F0F) << 4 | (k >> 4 & 0x0F0F0F0F);
        return BitConverter.IsLittleEndian ? System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(k) : k;
    }

    /// <summary>Adds the sums of neighbouring chunks level by level, for all columns at once; the odd one passes up as it is.</summary>
    static void AddPairwise<T>(T* parts, int chunks, int columns, T* sums) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int n = chunks; n > 1; n = (n + 1) / 2)
        {
            for (int i = 0; i < n / 2; i++)
            {
                T* to = parts + (nint)i * columns, a = parts + (nint)2 * i * columns, b = a + columns;
                for (int j = 0; j < columns; j++) to[j] = a[j] + b[j];
            }
            if (n % 2 != 0) Buffer.MemoryCopy(parts + (nint)(n - 1) * columns, parts + (nint)(n / 2) * columns, (nint)columns * sizeof(T), (nint)columns * sizeof(T));
        }
        Buffer.MemoryCopy(parts, sums, (nint)columns * sizeof(T), (nint)columns * sizeof(T));
    }
}
