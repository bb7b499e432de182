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

    internal static void Map<TFormula>(ReadOnlySpan<double> x, Span<double> y) where TFormula : struct, IFormula64
    {
        CheckPlaces(x, y);
        int done = Vector512.IsHardwareAccelerated ? Map<TFormula, Float64x8>(x, y, 0)
            : Vector256.IsHardwareAccelerated ? Map<TFormula, Float64x4>(x, y, 0) : 0;
        Map<TFormula, Float64x1>(x, y, done);
    }

    internal static void Map<TFormula>(ReadOnlySpan<float> x, Span<float> y) where TFormula : struct, IFormula32
    {
        CheckPlaces(x, y);
        int done = Vector512.IsHardwareAccelerated ? Map32<TFormula, Float32x16>(x, y, 0)
            : Vector256.IsHardwareAccelerated ? Map32<TFormula, Float32x8>(x, y, 0) : 0;
        Map32<TFormula, Float32x1>(x, y, done);
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
