using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cairn.Kernels;

/// <summary>
/// Loops over elements, in vectors where the rule has them, shared by the threads in fixed chunks. Every element is computed by itself, so
/// that neither width nor threads can be seen in the bits. A result lies apart from its operands.
/// </summary>
static unsafe class Elements
{
    internal const int ChunkLength = 32768;
    const int SmallestShared = 4 * ChunkLength; // less is done before a second thread has come
    const int StreamBytes = 1 << 25; // more leaves the caches before anyone reads it: written past them

    /// <summary>False where plain numbers are as fast as vectors: on hardware without any.</summary>
    internal static bool HasVectors => Vector128.IsHardwareAccelerated;

    /// <summary>Runs a job over <paramref name="length"/> elements in chunks of <see cref="ChunkLength"/>.</summary>
    internal static void Share<TJob>(int length, in TJob job) where TJob : struct, IRangeJob
    {
        if (length < SmallestShared) job.Run(0, length);
        else WorkTeam.For((length - 1) / ChunkLength + 1, new Chunks<TJob>(length, job));
    }

    readonly struct Chunks<TJob>(int length, TJob job) : IChunkJob where TJob : struct, IRangeJob
    {
        public void Run(int chunk) => job.Run(chunk * ChunkLength, (int)Math.Min(length, (chunk + 1L) * ChunkLength));
    }

    internal static void Map<T, TRule>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged where TRule : struct, IMapRule<T>
    {
        fixed (T* from = x, to = y) Share(y.Length, new MapJob<T, TRule>(from, to, Streams<T>(y.Length)));
    }

    readonly struct MapJob<T, TRule>(T* x, T* y, bool streams) : IRangeJob where T : unmanaged where TRule : struct, IMapRule<T>
    {
        public void Run(int start, int end)
        {
            if (streams && IsAligned(y + start)) MapRow<T, TRule, Streaming>(x + start, y + start, end - start);
            else MapRow<T, TRule, Storing>(x + start, y + start, end - start);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void MapRow<T, TRule, TStore>(T* x, T* y, nint n) where T : unmanaged where TRule : struct, IMapRule<T> where TStore : struct, IStore
    {
        nint i = 0;
        int width = Vector512<T>.Count;
        if (TRule.HasVectors && n >= width)
        {
            for (; i <= n - 4 * width; i += 4 * width)
            {
                var a = TRule.Of(Vector512.Load(x + i));
                var b = TRule.Of(Vector512.Load(x + i + width));
                var c = TRule.Of(Vector512.Load(x + i + 2 * width));
                var d = TRule.Of(Vector512.Load(x + i + 3 * width));
                TStore.Store(a, y + i);
                TStore.Store(b, y + i + width);
                TStore.Store(c, y + i + 2 * width);
                TStore.Store(d, y + i + 3 * width);
            }
            for (; i <= n - width; i += width) TRule.Of(Vector512.Load(x + i)).Store(y + i);
            if (i < n) TRule.Of(Vector512.Load(x + n - width)).Store(y + n - width); // some once more, rather than the rest one by one
            TStore.Finish();
            return;
        }
        for (; i < n; i++) y[i] = TRule.Of(x[i]);
    }

    internal static void Zip<T, TRule>(T* x, Steps xSteps, T* y, Steps ySteps, Span<T> z, Extent extent)
        where T : unmanaged where TRule : struct, IZipRule<T>
    {
        fixed (T* to = z) Share(z.Length, new ZipJob<T, TRule>(x, xSteps, y, ySteps, to, extent, Streams<T>(z.Length)));
    }

    readonly struct ZipJob<T, TRule>(T* x, Steps xSteps, T* y, Steps ySteps, T* z, Extent extent, bool streams) : IRangeJob
        where T : unmanaged where TRule : struct, IZipRule<T>
    {
        public void Run(int start, int end)
        {
            int length;
            for (int at = start; at < end; at += length)
            {
                var (plane, row, column) = extent.Place(at);
                length = Math.Min(extent.Columns - column, end - at);
                T* from = x + xSteps.At(plane, row, column), other = y + ySteps.At(plane, row, column), to = z + at;
                if (xSteps.Column == 0) ZipRow<T, TRule, One, Each, Storing>(from, other, to, length);
                else if (ySteps.Column == 0) ZipRow<T, TRule, Each, One, Storing>(from, other, to, length);
                else if (streams && IsAligned(to)) ZipRow<T, TRule, Each, Each, Streaming>(from, other, to, length);
                else ZipRow<T, TRule, Each, Each, Storing>(from, other, to, length);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ZipRow<T, TRule, TX, TY, TStore>(T* x, T* y, T* z, nint n)
        where T : unmanaged where TRule : struct, IZipRule<T> where TX : struct, IAlong where TY : struct, IAlong where TStore : struct, IStore
    {
        nint i = 0;
        int width = Vector512<T>.Count;
        if (TRule.HasVectors && n >= width)
        {
            Vector512<T> x0 = Vector512.Create(*x), y0 = Vector512.Create(*y);
            for (; i <= n - 4 * width; i += 4 * width)
            {
                var a = TRule.Of(Load<T, TX>(x + i, x0), Load<T, TY>(y + i, y0));
                var b = TRule.Of(Load<T, TX>(x + i + width, x0), Load<T, TY>(y + i + width, y0));
                var c = TRule.Of(Load<T, TX>(x + i + 2 * width, x0), Load<T, TY>(y + i + 2 * width, y0));
                var d = TRule.Of(Load<T, TX>(x + i + 3 * width, x0), Load<T, TY>(y + i + 3 * width, y0));
                TStore.Store(a, z + i);
                TStore.Store(b, z + i + width);
                TStore.Store(c, z + i + 2 * width);
                TStore.Store(d, z + i + 3 * width);
            }
            for (; i <= n - width; i += width) TRule.Of(Load<T, TX>(x + i, x0), Load<T, TY>(y + i, y0)).Store(z + i);
            if (i < n) TRule.Of(Load<T, TX>(x + n - width, x0), Load<T, TY>(y + n - width, y0)).Store(z + n - width);
            TStore.Finish();
            return;
        }
        for (; i < n; i++) z[i] = TRule.Of(x[i * TX.Step], y[i * TY.Step]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<T> Load<T, TAlong>(T* x, Vector512<T> one) where T : unmanaged where TAlong : struct, IAlong =>
        TAlong.Step == 0 ? one : Vector512.Load(x);

    /// <summary>True when a result is too large to stay in the caches and lies so that it can be written past them.</summary>
    internal static bool Streams<T>(int length) where T : unmanaged => Sse.IsSupported && (long)length * sizeof(T) >= StreamBytes;

    internal static bool IsAligned(void* place) => ((nint)place & 63) == 0;
}
