using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>Plain loops over one row, in the widest vectors; every operation is exact to IEEE 754, so that the width changes no bits.</summary>
static unsafe class RowLoops
{
    /// <summary>x / c, in place.</summary>
    internal static void Divide<T>(T* x, T c, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run<T, Quotient>(x, c, x, x, n);

    /// <summary>x c, in place.</summary>
    internal static void Multiply<T>(T* x, T c, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run<T, ProductBy>(x, c, x, x, n);

    /// <summary>y = x - c.</summary>
    internal static void Subtract<T>(T* x, T c, T* y, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run<T, DifferenceFrom>(x, c, x, y, n);

    /// <summary>y = x - c - d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SubtractTwice<T>(T* x, T c, T d, T* y, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        if (Lanes.VectorBits == 512)
            for (var (a, b) = (Vector512.Create(c), Vector512.Create(d)); i <= n - Vector512<T>.Count; i += Vector512<T>.Count) (Vector512.Load(x + i) - a - b).Store(y + i);
        if (Lanes.VectorBits >= 256)
            for (var (a, b) = (Vector256.Create(c), Vector256.Create(d)); i <= n - Vector256<T>.Count; i += Vector256<T>.Count) (Vector256.Load(x + i) - a - b).Store(y + i);
        for (; i < n; i++) y[i] = x[i] - c - d;
    }

    /// <summary>y = (x - c) scale, then times w and plus b where these are given.</summary>
    internal static void Standardize<T>(T* x, T c, T scale, T* w, T* b, T* y, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        if (Lanes.VectorBits == 512 && n >= Vector512<T>.Count) i = Standardize<T, Wide512<T>>(x, c, scale, w, b, y, i, n);
        if (Lanes.VectorBits >= 256 && n - i >= Vector256<T>.Count) i = Standardize<T, Wide256<T>>(x, c, scale, w, b, y, i, n);
        if (i < n) Standardize<T, Wide1<T>>(x, c, scale, w, b, y, i, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Standardize<T, TWide>(T* x, T c, T scale, T* w, T* b, T* y, int i, int n) where T : unmanaged where TWide : struct, IWide<TWide, T>
    {
        TWide centre = TWide.All(c), factor = TWide.All(scale);
        for (; i <= n - TWide.Count; i += TWide.Count)
        {
            var z = (TWide.Load(x + i) - centre) * factor;
            if (w is not null) z = b is null ? z * TWide.Load(w + i) : TWide.Fma(z, TWide.Load(w + i), TWide.Load(b + i));
            else if (b is not null) z += TWide.Load(b + i);
            z.Store(y + i);
        }
        return i;
    }

    /// <summary>x + c, in place.</summary>
    internal static void Add<T>(T* x, T c, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run<T, SumWith>(x, c, x, x, n);

    /// <summary>y = z + x.</summary>
    internal static void Add<T>(T* x, T* z, T* y, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run<T, SumOfTwo>(x, default, z, y, n);

    /// <summary>y = x z.</summary>
    internal static void Multiply<T>(T* x, T* z, T* y, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run<T, ProductOf>(x, default, z, y, n);

    /// <summary>y = (y - m - z c) scale.</summary>
    internal static void Project<T>(T* y, T m, T* z, T c, T scale, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        if (Lanes.VectorBits == 512 && n >= Vector512<T>.Count) i = Project<T, Wide512<T>>(y, m, z, c, scale, i, n);
        if (Lanes.VectorBits >= 256 && n - i >= Vector256<T>.Count) i = Project<T, Wide256<T>>(y, m, z, c, scale, i, n);
        if (i < n) Project<T, Wide1<T>>(y, m, z, c, scale, i, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Project<T, TWide>(T* y, T m, T* z, T c, T scale, int i, int n) where T : unmanaged where TWide : struct, IWide<TWide, T>
    {
        TWide mean = TWide.All(m), share = TWide.All(c), factor = TWide.All(scale);
        for (; i <= n - TWide.Count; i += TWide.Count) ((TWide.Load(y + i) - mean - TWide.Load(z + i) * share) * factor).Store(y + i);
        return i;
    }

    /// <summary>y = z (x - c).</summary>
    internal static void SubtractThenMultiply<T>(T* x, T c, T* z, T* y, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run<T, WeightedDifference>(x, c, z, y, n);

    /// <summary>y = x - y c.</summary>
    internal static void SubtractProduct<T>(T* x, T c, T* y, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run<T, LessProduct>(x, c, y, y, n);

    static void Run<T, TOp>(T* x, T c, T* z, T* y, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T> where TOp : struct, IOp
    {
        int i = 0;
        if (Lanes.VectorBits == 512 && n >= Vector512<T>.Count) i = Run<T, Wide512<T>, TOp>(x, c, z, y, i, n);
        if (Lanes.VectorBits >= 256 && n - i >= Vector256<T>.Count) i = Run<T, Wide256<T>, TOp>(x, c, z, y, i, n);
        if (i < n) Run<T, Wide1<T>, TOp>(x, c, z, y, i, n);
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

    readonly struct ProductOf : IOp
    {
        public static bool NeedsThird => true;
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TWide Of<TWide, T>(TWide x, TWide c, TWide z) where TWide : struct, IWide<TWide, T> where T : unmanaged => x * z;
    }

    readonly struct SumWith : IOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TWide Of<TWide, T>(TWide x, TWide c, TWide z) where TWide : struct, IWide<TWide, T> where T : unmanaged => x + c;
    }

    readonly struct SumOfTwo : IOp
    {
        public static bool NeedsThird => true;
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TWide Of<TWide, T>(TWide x, TWide c, TWide z) where TWide : struct, IWide<TWide, T> where T : unmanaged => z + x;
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
