using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Cairn.Kernels;

/// <summary>Numbers of either floating type side by side, for kernels written once for every width: each operation is that of IEEE 754
/// in every lane, so that the width changes no bits.</summary>
unsafe interface IWide<TSelf, T> where TSelf : struct, IWide<TSelf, T> where T : unmanaged
{
    static abstract int Count { get; }
    static abstract TSelf All(T value);
    static abstract TSelf Load(T* from);
    void Store(T* to);
    static abstract TSelf operator +(TSelf a, TSelf b);
    static abstract TSelf operator -(TSelf a, TSelf b);
    static abstract TSelf operator *(TSelf a, TSelf b);
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>a b + c with one rounding.</summary>
    static abstract TSelf Fma(TSelf a, TSelf b, TSelf c);

    /// <summary>The smaller; NaN when one is, and -0 below +0.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The larger; NaN when one is, and -0 below +0.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    static abstract TSelf Abs(TSelf a);

    static abstract TSelf Add<TTerm>(TTerm term, TSelf sum, TSelf x, TSelf y) where TTerm : struct, ITerm<T>;
}

/// <summary>One number.</summary>
readonly unsafe struct Wide1<T>(T value) : IWide<Wide1<T>, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly T _v = value;

    internal T Value => _v;

    public static int Count => 1;
    [MethodImpl(AggressiveInlining)] public static Wide1<T> All(T value) => new(value);
    [MethodImpl(AggressiveInlining)] public static Wide1<T> Load(T* from) => new(*from);
    [MethodImpl(AggressiveInlining)] public void Store(T* to) => *to = _v;
    [MethodImpl(AggressiveInlining)] public static Wide1<T> operator +(Wide1<T> a, Wide1<T> b) => new(a._v + b._v);
    [MethodImpl(AggressiveInlining)] public static Wide1<T> operator -(Wide1<T> a, Wide1<T> b) => new(a._v - b._v);
    [MethodImpl(AggressiveInlining)] public static Wide1<T> operator *(Wide1<T> a, Wide1<T> b) => new(a._v * b._v);
    [MethodImpl(AggressiveInlining)] public static Wide1<T> operator /(Wide1<T> a, Wide1<T> b) => new(a._v / b._v);
    [MethodImpl(AggressiveInlining)] public static Wide1<T> Fma(Wide1<T> a, Wide1<T> b, Wide1<T> c) => new(T.FusedMultiplyAdd(a._v, b._v, c._v));
    [MethodImpl(AggressiveInlining)] public static Wide1<T> Min(Wide1<T> a, Wide1<T> b) => new(T.Min(a._v, b._v));
    [MethodImpl(AggressiveInlining)] public static Wide1<T> Max(Wide1<T> a, Wide1<T> b) => new(T.Max(a._v, b._v));
    [MethodImpl(AggressiveInlining)] public static Wide1<T> Abs(Wide1<T> a) => new(T.Abs(a._v));

    [MethodImpl(AggressiveInlining)]
    public static Wide1<T> Add<TTerm>(TTerm term, Wide1<T> sum, Wide1<T> x, Wide1<T> y) where TTerm : struct, ITerm<T> =>
        new(term.AddTo(sum._v, x._v, y._v));
}

/// <summary>As many numbers as 256 bits hold.</summary>
readonly unsafe struct Wide256<T>(Vector256<T> value) : IWide<Wide256<T>, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly Vector256<T> _v = value;

    public static int Count => Vector256<T>.Count;
    [MethodImpl(AggressiveInlining)] public static Wide256<T> All(T value) => new(Vector256.Create(value));
    [MethodImpl(AggressiveInlining)] public static Wide256<T> Load(T* from) => new(Vector256.Load(from));
    [MethodImpl(AggressiveInlining)] public void Store(T* to) => _v.Store(to);
    [MethodImpl(AggressiveInlining)] public static Wide256<T> operator +(Wide256<T> a, Wide256<T> b) => new(a._v + b._v);
    [MethodImpl(AggressiveInlining)] public static Wide256<T> operator -(Wide256<T> a, Wide256<T> b) => new(a._v - b._v);
    [MethodImpl(AggressiveInlining)] public static Wide256<T> operator *(Wide256<T> a, Wide256<T> b) => new(a._v * b._v);
    [MethodImpl(AggressiveInlining)] public static Wide256<T> operator /(Wide256<T> a, Wide256<T> b) => new(a._v / b._v);
    [MethodImpl(AggressiveInlining)] public static Wide256<T> Fma(Wide256<T> a, Wide256<T> b, Wide256<T> c) => new(Fused.MultiplyAdd(a._v, b._v, c._v));
    [MethodImpl(AggressiveInlining)] public static Wide256<T> Min(Wide256<T> a, Wide256<T> b) => new(Vector256.Min(a._v, b._v));
    [MethodImpl(AggressiveInlining)] public static Wide256<T> Max(Wide256<T> a, Wide256<T> b) => new(Vector256.Max(a._v, b._v));
    [MethodImpl(AggressiveInlining)] public static Wide256<T> Abs(Wide256<T> a) => new(Vector256.Abs(a._v));

    [MethodImpl(AggressiveInlining)]
    public static Wide256<T> Add<TTerm>(TTerm term, Wide256<T> sum, Wide256<T> x, Wide256<T> y) where TTerm : struct, ITerm<T> =>
        new(term.AddTo(sum._v, x._v, y._v));
}

/// <summary>As many numbers as 512 bits hold.</summary>
readonly unsafe struct Wide512<T>(Vector512<T> value) : IWide<Wide512<T>, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly Vector512<T> _v = value;

    public static int Count => Vector512<T>.Count;
    [MethodImpl(AggressiveInlining)] public static Wide512<T> All(T value) => new(Vector512.Create(value));
    [MethodImpl(AggressiveInlining)] public static Wide512<T> Load(T* from) => new(Vector512.Load(from));
    [MethodImpl(AggressiveInlining)] public void Store(T* to) => _v.Store(to);
    [MethodImpl(AggressiveInlining)] public static Wide512<T> operator +(Wide512<T> a, Wide512<T> b) => new(a._v + b._v);
    [MethodImpl(AggressiveInlining)] public static Wide512<T> operator -(Wide512<T> a, Wide512<T> b) => new(a._v - b._v);
    [MethodImpl(AggressiveInlining)] public static Wide512<T> operator *(Wide512<T> a, Wide512<T> b) => new(a._v * b._v);
    [MethodImpl(AggressiveInlining)] public static Wide512<T> operator /(Wide512<T> a, Wide512<T> b) => new(a._v / b._v);
    [MethodImpl(AggressiveInlining)] public static Wide512<T> Fma(Wide512<T> a, Wide512<T> b, Wide512<T> c) => new(Fused.MultiplyAdd(a._v, b._v, c._v));
    [MethodImpl(AggressiveInlining)] public static Wide512<T> Min(Wide512<T> a, Wide512<T> b) => new(Vector512.Min(a._v, b._v));
    [MethodImpl(AggressiveInlining)] public static Wide512<T> Max(Wide512<T> a, Wide512<T> b) => new(Vector512.Max(a._v, b._v));
    [MethodImpl(AggressiveInlining)] public static Wide512<T> Abs(Wide512<T> a) => new(Vector512.Abs(a._v));

    [MethodImpl(AggressiveInlining)]
    public static Wide512<T> Add<TTerm>(TTerm term, Wide512<T> sum, Wide512<T> x, Wide512<T> y) where TTerm : struct, ITerm<T> =>
        new(term.AddTo(sum._v, x._v, y._v));
}
