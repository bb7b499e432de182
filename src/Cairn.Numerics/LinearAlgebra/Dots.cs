using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cairn.LinearAlgebra;

/// <summary>
/// The two inner loops of the dense factorisations. Eight virtual lanes whatever the hardware: a machine with narrower vectors
/// splits them and gets the same bits.
/// </summary>
static class Dots
{
    public const int Lanes = 8;

    /// <summary>sum of a[i] * b[i], by FMA in <see cref="Lanes"/> interleaved lanes, folded pairwise at the end.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ref var pa = ref MemoryMarshal.GetReference(a);
        ref var pb = ref MemoryMarshal.GetReference(b[..a.Length]);
        var sum = Vector512<double>.Zero;
        var i = 0;
        for (; i <= a.Length - Lanes; i += Lanes)
            sum = Vector512.FusedMultiplyAdd(Load(ref pa, i), Load(ref pb, i), sum);
        if (i < a.Length) sum = Vector512.FusedMultiplyAdd(Partial(a[i..]), Partial(b[i..a.Length]), sum);
        return Fold(sum);
    }

    /// <summary>y += scale * x.</summary>
    public static void Axpy(double scale, ReadOnlySpan<double> x, Span<double> y)
    {
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var py = ref MemoryMarshal.GetReference(y[..x.Length]);
        var s = Vector512.Create(scale);
        var i = 0;
        for (; i <= x.Length - Lanes; i += Lanes)
            Vector512.FusedMultiplyAdd(s, Load(ref px, i), Load(ref py, i)).StoreUnsafe(ref py, (nuint)i);
        for (; i < x.Length; i++) y[i] = Math.FusedMultiplyAdd(scale, x[i], y[i]);
    }

    /// <summary>The lanes of a vector added as ((0+4)+(2+6)) + ((1+5)+(3+7)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Fold(Vector512<double> v)
    {
        var four = v.GetLower() + v.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two.GetElement(0) + two.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(ref double start, int index) => Vector512.LoadUnsafe(ref start, (nuint)index);

    /// <summary>Fewer than <see cref="Lanes"/> values, zeros after them.</summary>
    public static Vector512<double> Partial(ReadOnlySpan<double> tail)
    {
        Span<double> padded = stackalloc double[Lanes];
        padded.Clear();
        tail.CopyTo(padded);
        return Load(ref MemoryMarshal.GetReference(padded), 0);
    }
}
