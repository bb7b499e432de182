using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>
/// The summation law. Sums run in 256 bytes of lanes (32 doubles, 64 floats), whatever the hardware has: within a chunk of
/// <see cref="ChunkLength"/> elements, element i belongs to lane i mod lanes. A lane adds its elements in order, in runs of
/// <see cref="RunRows"/> that each start from +0, and the sums of its runs in order too; what fills no whole row of lanes is the last run.
/// Then the upper half of the lanes is added to the lower half until one is left; the sums of the chunks are added in neighbouring
/// pairs, level by level.
/// The three kernels here do the same additions by 4 vectors of 512 bits, by 8 of 256, or one at a time.
/// </summary>
static unsafe class Lanes
{
    internal const int ChunkLength = 16384;
    const int RunRows = 16; // short runs keep the error of single precision below that of 48 additions in a chunk
    const int ParallelLength = 262144; // shorter sums take some 30 microseconds: not worth a second thread
    const int ChunksPerClaim = 4;
    const int ChunksOnStack = 512;
    const int LaneBytes = 256;
    const int Few = 16; // elements that need no vectors

    /// <summary>The vector width used: 512, 256, or 0 for one element at a time. Tests set it; every width gives the same bits.</summary>
    internal static int VectorBits { get; set; } =
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 0;

    /// <summary>The sum of the terms of <paramref name="x"/>, with <paramref name="y"/>, as long, where the term is binary.</summary>
    internal static T Sum<T, TTerm>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, TTerm term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TTerm : struct, ITerm<T>
    {
        fixed (T* px = x, py = y)
        {
            if (x.Length <= ChunkLength) return Chunk(px, py, x.Length, term);
            int chunks = (x.Length - 1) / ChunkLength + 1;
            Span<T> sums = chunks <= ChunksOnStack ? stackalloc T[chunks] : new T[chunks];
            fixed (T* ps = sums)
            {
                var job = new Job<T, TTerm>(px, py, x.Length, ps, chunks, term);
                if (x.Length > ParallelLength) WorkTeam.For((chunks - 1) / ChunksPerClaim + 1, job);
                else job.Run(0, chunks);
            }
            return AddPairwise(sums);
        }
    }

    readonly struct Job<T, TTerm>(T* x, T* y, int length, T* sums, int chunks, TTerm term) : IChunkJob
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TTerm : struct, ITerm<T>
    {
        public void Run(int claim) => Run(claim * ChunksPerClaim, Math.Min(chunks, (claim + 1) * ChunksPerClaim));

        internal void Run(int first, int end)
        {
            for (int c = first; c < end; c++)
            {
                int start = c * ChunkLength;
                sums[c] = Chunk(x + start, TTerm.IsBinary ? y + start : null, Math.Min(ChunkLength, length - start), term);
            }
        }
    }

    /// <summary>Adds neighbours, level by level; the last of an odd level passes up unchanged. Overwrites the sums.</summary>
    static T AddPairwise<T>(Span<T> sums) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int n = sums.Length; n > 1; n = (n + 1) / 2)
        {
            for (int i = 0; i < n / 2; i++) sums[i] = sums[2 * i] + sums[2 * i + 1];
            if (n % 2 != 0) sums[n / 2] = sums[n - 1];
        }
        return sums[0];
    }

    static T Chunk<T, TTerm>(T* x, T* y, int n, TTerm term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TTerm : struct, ITerm<T> =>
        n <= Few ? ChunkOfFew(x, y, n, term) : VectorBits switch { 512 => Chunk512(x, y, n, term), 256 => Chunk256(x, y, n, term), _ => ChunkScalar(x, y, n, term) };

    /// <summary>One element a lane; the empty lanes of the tree's upper levels add +0 and are left out.</summary>
    [SkipLocalsInit]
    static T ChunkOfFew<T, TTerm>(T* x, T* y, int n, TTerm term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TTerm : struct, ITerm<T>
    {
        T* lanes = stackalloc T[Few];
        int used = 1;
        while (used < n) used *= 2;
        for (int i = 0; i < n; i++) lanes[i] = T.Zero + term.AddTo(T.Zero, x[i], TTerm.IsBinary ? y[i] : default);
        for (int i = n; i < used; i++) lanes[i] = T.Zero;
        for (int half = used / 2; half > 0; half /= 2)
            for (int i = 0; i < half; i++) lanes[i] += lanes[i + half];
        return lanes[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    static T Chunk512<T, TTerm>(T* x, T* y, int n, TTerm term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TTerm : struct, ITerm<T>
    {
        int width = Vector512<T>.Count, whole = n & -(4 * width);
        Vector512<T> t0 = default, t1 = default, t2 = default, t3 = default;
        for (int i = 0; i < whole;)
        {
            Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default;
            for (int end = Math.Min(whole, i + RunRows * 4 * width); i < end; i += 4 * width)
            {
                s0 = term.AddTo(s0, Vector512.Load(x + i), TTerm.IsBinary ? Vector512.Load(y + i) : default);
                s1 = term.AddTo(s1, Vector512.Load(x + i + width), TTerm.IsBinary ? Vector512.Load(y + i + width) : default);
                s2 = term.AddTo(s2, Vector512.Load(x + i + 2 * width), TTerm.IsBinary ? Vector512.Load(y + i + 2 * width) : default);
                s3 = term.AddTo(s3, Vector512.Load(x + i + 3 * width), TTerm.IsBinary ? Vector512.Load(y + i + 3 * width) : default);
            }
            t0 += s0;
            t1 += s1;
            t2 += s2;
            t3 += s3;
        }
        if (whole < n)
        {
            T* lanes = stackalloc T[LaneBytes / sizeof(T)];
            LastRun(lanes, x + whole, y + whole, n - whole, term);
            t0 += Vector512.Load(lanes);
            t1 += Vector512.Load(lanes + width);
            t2 += Vector512.Load(lanes + 2 * width);
            t3 += Vector512.Load(lanes + 3 * width);
        }
        var t = t0 + t2 + (t1 + t3);
        return Fold(t.GetLower() + t.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    static T Chunk256<T, TTerm>(T* x, T* y, int n, TTerm term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TTerm : struct, ITerm<T>
    {
        int width = Vector256<T>.Count, whole = n & -(8 * width);
        Vector256<T> t0 = default, t1 = default, t2 = default, t3 = default, t4 = default, t5 = default, t6 = default, t7 = default;
        for (int i = 0; i < whole;)
        {
            Vector256<T> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
            for (int end = Math.Min(whole, i + RunRows * 8 * width); i < end; i += 8 * width)
            {
                s0 = term.AddTo(s0, Vector256.Load(x + i), TTerm.IsBinary ? Vector256.Load(y + i) : default);
                s1 = term.AddTo(s1, Vector256.Load(x + i + width), TTerm.IsBinary ? Vector256.Load(y + i + width) : default);
                s2 = term.AddTo(s2, Vector256.Load(x + i + 2 * width), TTerm.IsBinary ? Vector256.Load(y + i + 2 * width) : default);
                s3 = term.AddTo(s3, Vector256.Load(x + i + 3 * width), TTerm.IsBinary ? Vector256.Load(y + i + 3 * width) : default);
                s4 = term.AddTo(s4, Vector256.Load(x + i + 4 * width), TTerm.IsBinary ? Vector256.Load(y + i + 4 * width) : default);
                s5 = term.AddTo(s5, Vector256.Load(x + i + 5 * width), TTerm.IsBinary ? Vector256.Load(y + i + 5 * width) : default);
                s6 = term.AddTo(s6, Vector256.Load(x + i + 6 * width), TTerm.IsBinary ? Vector256.Load(y + i + 6 * width) : default);
                s7 = term.AddTo(s7, Vector256.Load(x + i + 7 * width), TTerm.IsBinary ? Vector256.Load(y + i + 7 * width) : default);
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
        if (whole < n)
        {
            T* lanes = stackalloc T[LaneBytes / sizeof(T)];
            LastRun(lanes, x + whole, y + whole, n - whole, term);
            t0 += Vector256.Load(lanes);
            t1 += Vector256.Load(lanes + width);
            t2 += Vector256.Load(lanes + 2 * width);
            t3 += Vector256.Load(lanes + 3 * width);
            t4 += Vector256.Load(lanes + 4 * width);
            t5 += Vector256.Load(lanes + 5 * width);
            t6 += Vector256.Load(lanes + 6 * width);
            t7 += Vector256.Load(lanes + 7 * width);
        }
        return Fold(t0 + t4 + (t2 + t6) + (t1 + t5 + (t3 + t7)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static T ChunkScalar<T, TTerm>(T* x, T* y, int n, TTerm term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TTerm : struct, ITerm<T>
    {
        int count = LaneBytes / sizeof(T), whole = n & -count;
        T* total = stackalloc T[count], lanes = stackalloc T[count];
        new Span<T>(total, count).Clear();
        for (int i = 0; i < whole;)
        {
            new Span<T>(lanes, count).Clear();
            for (int end = Math.Min(whole, i + RunRows * count); i < end; i += count) AddRow(lanes, x + i, y + i, count, term);
            for (int l = 0; l < count; l++) total[l] += lanes[l];
        }
        if (whole < n)
        {
            LastRun(lanes, x + whole, y + whole, n - whole, term);
            for (int l = 0; l < count; l++) total[l] += lanes[l];
        }
        for (int half = count / 2; half > 0; half /= 2)
            for (int l = 0; l < half; l++) total[l] += total[l + half];
        return total[0];
    }

    /// <summary>The run of what fills no whole row: the lanes beyond it hold +0.</summary>
    static void LastRun<T, TTerm>(T* lanes, T* x, T* y, int n, TTerm term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TTerm : struct, ITerm<T>
    {
        new Span<T>(lanes, LaneBytes / sizeof(T)).Clear();
        AddRow(lanes, x, y, n, term);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddRow<T, TTerm>(T* lanes, T* x, T* y, int n, TTerm term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TTerm : struct, ITerm<T>
    {
        for (int i = 0; i < n; i++) lanes[i] = term.AddTo(lanes[i], x[i], TTerm.IsBinary ? y[i] : default);
    }

    /// <summary>The last levels of the tree, upper half to lower half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Fold<T>(Vector256<T> v) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var s = v.GetLower() + v.GetUpper();
        return typeof(T) == typeof(double) ? s[0] + s[1] : s[0] + s[2] + (s[1] + s[3]);
    }
}
