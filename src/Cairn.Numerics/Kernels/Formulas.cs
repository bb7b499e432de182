using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>A function of one float64 variable, written once for every width.</summary>
interface IFormula64
{
    static abstract T At<T>(T x) where T : struct, IFloat64Lanes<T>;
}

/// <summary>A function of one float32 variable, written once for every width.</summary>
interface IFormula32
{
    static abstract T At<T>(T x) where T : struct, IFloat32Lanes<T>;
}

/// <summary>Formulas over spans, in the widest vectors the hardware has; what is left over goes lane by lane, with the same bits.</summary>
static class Formulas
{
    // Never inlined, here and below: a formula is hundreds of small calls, all of which the compiler inlines when it starts from the
    // loop or the scalar alone; from further out its budget ends halfway, at some ten times the cost.
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static double At<TFormula>(double x) where TFormula : struct, IFormula64 => TFormula.At<Float64x1>(x).Value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static float At<TFormula>(float x) where TFormula : struct, IFormula32 => TFormula.At<Float32x1>(x).Value;

    const int ChunkLength = 32768, SmallestShared = 2 * ChunkLength; // less is done before a second thread has come

    internal static unsafe void Map<TFormula>(ReadOnlySpan<double> x, Span<double> y) where TFormula : struct, IFormula64
    {
        CheckPlaces(x, y);
        if (x.Length < SmallestShared) MapHere<TFormula>(x, y);
        else
            fixed (double* from = x, to = y)
                WorkTeam.For((x.Length - 1) / ChunkLength + 1, new Job64<TFormula>(from, to, x.Length));
    }

    internal static unsafe void Map<TFormula>(ReadOnlySpan<float> x, Span<float> y) where TFormula : struct, IFormula32
    {
        CheckPlaces(x, y);
        if (x.Length < SmallestShared) MapHere32<TFormula>(x, y);
        else
            fixed (float* from = x, to = y)
                WorkTeam.For((x.Length - 1) / ChunkLength + 1, new Job32<TFormula>(from, to, x.Length));
    }

    /// <summary>A float64 formula over float32 numbers: widened, computed, rounded.</summary>
    internal static unsafe void MapWide<TFormula>(ReadOnlySpan<float> x, Span<float> y) where TFormula : struct, IFormula64
    {
        CheckPlaces(x, y);
        fixed (float* from = x, to = y)
            WorkTeam.For((x.Length + ChunkLength - 1) / ChunkLength, new WideJob<TFormula>(from, to, x.Length));
    }

    readonly unsafe struct Job64<TFormula>(double* x, double* y, int length) : IChunkJob where TFormula : struct, IFormula64
    {
        public void Run(int chunk)
        {
            int start = chunk * ChunkLength, count = Math.Min(ChunkLength, length - start);
            MapHere<TFormula>(new(x + start, count), new(y + start, count));
        }
    }

    readonly unsafe struct Job32<TFormula>(float* x, float* y, int length) : IChunkJob where TFormula : struct, IFormula32
    {
        public void Run(int chunk)
        {
            int start = chunk * ChunkLength, count = Math.Min(ChunkLength, length - start);
            MapHere32<TFormula>(new(x + start, count), new(y + start, count));
        }
    }

    readonly unsafe struct WideJob<TFormula>(float* x, float* y, int length) : IChunkJob where TFormula : struct, IFormula64
    {
        const int Block = 512;

        public void Run(int chunk)
        {
            Span<double> wide = stackalloc double[Block];
            int end = Math.Min(length, (chunk + 1) * ChunkLength);
            for (int start = chunk * ChunkLength; start < end; start += Block)
            {
                int count = Math.Min(Block, end - start);
                for (int i = 0; i < count; i++) wide[i] = x[start + i];
                MapHere<TFormula>(wide[..count], wide[..count]);
                for (int i = 0; i < count; i++) y[start + i] = (float)wide[i];
            }
        }
    }

    /// <summary>Maps on this thread.</summary>
    internal static void MapHere<TFormula>(ReadOnlySpan<double> x, Span<double> y) where TFormula : struct, IFormula64
    {
        int done = Vector512.IsHardwareAccelerated ? Map<TFormula, Float64x8>(x, y, 0)
            : Vector256.IsHardwareAccelerated ? Map<TFormula, Float64x4>(x, y, 0) : 0;
        if (done < x.Length) Map<TFormula, Float64x1>(x, y, done);
    }

    /// <inheritdoc cref="MapHere"/>
    internal static void MapHere32<TFormula>(ReadOnlySpan<float> x, Span<float> y) where TFormula : struct, IFormula32
    {
        int done = Vector512.IsHardwareAccelerated ? Map32<TFormula, Float32x16>(x, y, Map32<TFormula, Float32x64>(x, y, 0))
            : Vector256.IsHardwareAccelerated ? Map32<TFormula, Float32x8>(x, y, 0) : 0;
        if (done < x.Length) Map32<TFormula, Float32x1>(x, y, done);
    }

    /// <summary>Maps whole vectors from <paramref name="start"/> on and returns where it stopped.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static int Map<TFormula, T>(ReadOnlySpan<double> x, Span<double> y, int start)
        where TFormula : struct, IFormula64 where T : struct, IFloat64Lanes<T>
    {
        ref double from = ref MemoryMarshal.GetReference(x), to = ref MemoryMarshal.GetReference(y);
        int i = start;
        for (; i <= x.Length - T.Count; i += T.Count)
            TFormula.At(T.Load(ref Unsafe.Add(ref from, i))).Store(ref Unsafe.Add(ref to, i));
        return i;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static int Map32<TFormula, T>(ReadOnlySpan<float> x, Span<float> y, int start)
        where TFormula : struct, IFormula32 where T : struct, IFloat32Lanes<T>
    {
        ref float from = ref MemoryMarshal.GetReference(x), to = ref MemoryMarshal.GetReference(y);
        int i = start;
        for (; i <= x.Length - T.Count; i += T.Count)
            TFormula.At(T.Load(ref Unsafe.Add(ref from, i))).Store(ref Unsafe.Add(ref to, i));
        return i;
    }

    internal static void CheckPlaces<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        if (x.Length != y.Length)
            throw new ArgumentException($"{x.Length} values into {y.Length} places: give as many places as values", nameof(y));
        if (x.Overlaps(y, out int offset) && offset != 0)
            throw new ArgumentException($"the places overlap the values, {offset} elements apart: use the same memory or another", nameof(y));
    }
}
