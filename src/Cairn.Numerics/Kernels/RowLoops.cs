using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

/// <summary>Plain loops over one row, in the widest vectors; every operation is exact to IEEE 754, so that the width changes no bits.</summary>
static unsafe class RowLoops
{
    /// <summary>y = x / c, in place.</summary>
    internal static void Divide<T>(T* x, T c, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run<T, Quotient>(x, c, x, x, n);

    /// <summary>x c, in place.</summary>
    internal static void Multiply<T>(T* x, T c, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run<T, ProductBy>(x, c, x, x, n);

    /// <summary>y = x - c.</summary>
    internal static void Subtract<T>(T* x, T c, T* y, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run<T, DifferenceFrom>(x, c, x, y, n);

    /// <summary>y = z (x - c).</summary>
    internal static void SubtractThenMultiply<T>(T* x, T c, T* z, T* y, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run<T, WeightedDifference>(x, c, z, y, n);

    /// <summary>y = x - y c.</summary>
    internal static void SubtractProduct<T>(T* x, T c, T* y, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run<T, LessProduct>(x, c, y, y, n);

    static void Run<T, TOp>(T* x, T c, T* z, T* y, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T> where TOp : struct, IOp
    {
        int i = 0;
        if (Lanes.VectorBits == 512) i = Run<T, Wide512<T>, TOp>(x, c, z, y, i, n);
        if (Lanes.VectorBits >= 256) i = Run<T, Wide256<T>, TOp>(x, c, z, y, i, n);
        Run<T, Wide1<T>, TOp>(x, c, z, y, i, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Run<T, TWide, TOp>(T* x, T c, T* z, T* y, int i, int n)
        where T : unmanaged where TWide : struct, IWide<TWide, T> where TOp : struct, IOp
    {
        var number = TWide.All(c);
        for (; i <= n - TWide.Count; i += TWide.Count)
            TOp.Of<TWide, T>(TWide.Load(x + i), number, TOp.NeedsThird ? TWide.Load(z + i) : default).Store(y + i);
        return i;
    }

    interface IOp
    {
        static virtual bool NeedsThird => false;
        static abstract TWide Of<TWide, T>(TWide x, TWide c, TWide z) where TWide : struct, IWide<TWide, T> where T : unmanaged;
    }

    readonly struct Quotient : IOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TWide Of<TWide, T>(TWide x, TWide c, TWide z) where TWide : struct, IWide<TWide, T> where T : unmanaged => x / c;
    }

    readonly struct ProductBy : IOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TWide Of<TWide, T>(TWide x, TWide c, TWide z) where TWide : struct, IWide<TWide, T> where T : unmanaged => x * c;
    }

    readonly struct DifferenceFrom : IOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TWide Of<TWide, T>(TWide x, TWide c, TWide z) where TWide : struct, IWide<TWide, T> where T : unmanaged => x - c;
    }

    readonly struct WeightedDifference : IOp
    {
        public static bool NeedsThird => true;
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TWide Of<TWide, T>(TWide x, TWide c, TWide z) where TWide : struct, IWide<TWide, T> where T : unmanaged => z * (x - c);
    }

    readonly struct LessProduct : IOp
    {
        public static bool NeedsThird => true;
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TWide Of<TWide, T>(TWide x, TWide c, TWide z) where TWide : struct, IWide<TWide, T> where T : unmanaged => x - z * c;
    }
}
