using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>What an element (or a pair) adds to a running sum, for numbers and for vectors, the same rounding in each.</summary>
interface ITerm<T> where T : unmanaged
{
    /// <summary>Whether the second operand is read.</summary>
    static abstract bool IsBinary { get; }

    T AddTo(T sum, T x, T y);
    Vector256<T> AddTo(Vector256<T> sum, Vector256<T> x, Vector256<T> y);
    Vector512<T> AddTo(Vector512<T> sum, Vector512<T> x, Vector512<T> y);
}

/// <summary>x</summary>
readonly struct Plain<T> : ITerm<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool IsBinary => false;
    public T AddTo(T sum, T x, T y) => sum + x;
    public Vector256<T> AddTo(Vector256<T> sum, Vector256<T> x, Vector256<T> y) => sum + x;
    public Vector512<T> AddTo(Vector512<T> sum, Vector512<T> x, Vector512<T> y) => sum + x;
}

/// <summary>x - centre</summary>
readonly struct Deviation<T>(T centre) : ITerm<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool IsBinary => false;
    public T AddTo(T sum, T x, T y) => sum + (x - centre);
    public Vector256<T> AddTo(Vector256<T> sum, Vector256<T> x, Vector256<T> y) => sum + (x - Vector256.Create(centre));
    public Vector512<T> AddTo(Vector512<T> sum, Vector512<T> x, Vector512<T> y) => sum + (x - Vector512.Create(centre));
}

/// <summary>(x - centre)^2, fused</summary>
readonly struct SquaredDeviation<T>(T centre) : ITerm<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool IsBinary => false;

    public T AddTo(T sum, T x, T y)
    {
        var d = x - centre;
        return T.FusedMultiplyAdd(d, d, sum);
    }

    public Vector256<T> AddTo(Vector256<T> sum, Vector256<T> x, Vector256<T> y)
    {
        var d = x - Vector256.Create(centre);
        return Fused.MultiplyAdd(d, d, sum);
    }

    public Vector512<T> AddTo(Vector512<T> sum, Vector512<T> x, Vector512<T> y)
    {
        var d = x - Vector512.Create(centre);
        return Fused.MultiplyAdd(d, d, sum);
    }
}

/// <summary>(x scale)^2, fused</summary>
readonly struct ScaledSquare<T>(T scale) : ITerm<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool IsBinary => false;

    public T AddTo(T sum, T x, T y)
    {
        var d = x * scale;
        return T.FusedMultiplyAdd(d, d, sum);
    }

    public Vector256<T> AddTo(Vector256<T> sum, Vector256<T> x, Vector256<T> y)
    {
        var d = x * Vector256.Create(scale);
        return Fused.MultiplyAdd(d, d, sum);
    }

    public Vector512<T> AddTo(Vector512<T> sum, Vector512<T> x, Vector512<T> y)
    {
        var d = x * Vector512.Create(scale);
        return Fused.MultiplyAdd(d, d, sum);
    }
}

/// <summary>x scale, fused</summary>
readonly struct Scaled<T>(T scale) : ITerm<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool IsBinary => false;
    public T AddTo(T sum, T x, T y) => T.FusedMultiplyAdd(x, scale, sum);
    public Vector256<T> AddTo(Vector256<T> sum, Vector256<T> x, Vector256<T> y) => Fused.MultiplyAdd(x, Vector256.Create(scale), sum);
    public Vector512<T> AddTo(Vector512<T> sum, Vector512<T> x, Vector512<T> y) => Fused.MultiplyAdd(x, Vector512.Create(scale), sum);
}

/// <summary>x y, fused</summary>
readonly struct Product<T> : ITerm<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool IsBinary => true;
    public T AddTo(T sum, T x, T y) => T.FusedMultiplyAdd(x, y, sum);
    public Vector256<T> AddTo(Vector256<T> sum, Vector256<T> x, Vector256<T> y) => Fused.MultiplyAdd(x, y, sum);
    public Vector512<T> AddTo(Vector512<T> sum, Vector512<T> x, Vector512<T> y) => Fused.MultiplyAdd(x, y, sum);
}

/// <summary>x - y</summary>
readonly struct Difference<T> : ITerm<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool IsBinary => true;
    public T AddTo(T sum, T x, T y) => sum + (x - y);
    public Vector256<T> AddTo(Vector256<T> sum, Vector256<T> x, Vector256<T> y) => sum + (x - y);
    public Vector512<T> AddTo(Vector512<T> sum, Vector512<T> x, Vector512<T> y) => sum + (x - y);
}

/// <summary>(x - y)^2, fused</summary>
readonly struct SquaredDifference<T> : ITerm<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool IsBinary => true;
    public T AddTo(T sum, T x, T y) => T.FusedMultiplyAdd(x - y, x - y, sum);
    public Vector256<T> AddTo(Vector256<T> sum, Vector256<T> x, Vector256<T> y) => Fused.MultiplyAdd(x - y, x - y, sum);
    public Vector512<T> AddTo(Vector512<T> sum, Vector512<T> x, Vector512<T> y) => Fused.MultiplyAdd(x - y, x - y, sum);
}

/// <summary>(x y)^2, fused, for a scale y</summary>
readonly struct ScaledSquareOf<T> : ITerm<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool IsBinary => true;
    public T AddTo(T sum, T x, T y) => T.FusedMultiplyAdd(x * y, x * y, sum);
    public Vector256<T> AddTo(Vector256<T> sum, Vector256<T> x, Vector256<T> y) => Fused.MultiplyAdd(x * y, x * y, sum);
    public Vector512<T> AddTo(Vector512<T> sum, Vector512<T> x, Vector512<T> y) => Fused.MultiplyAdd(x * y, x * y, sum);
}

/// <summary>x y, rounded before it is added: the sum of a product that was made element by element.</summary>
readonly struct RoundedProduct<T> : ITerm<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool IsBinary => true;
    public T AddTo(T sum, T x, T y) => sum + x * y;
    public Vector256<T> AddTo(Vector256<T> sum, Vector256<T> x, Vector256<T> y) => sum + x * y;
    public Vector512<T> AddTo(Vector512<T> sum, Vector512<T> x, Vector512<T> y) => sum + x * y;
}

/// <summary>a b + c with one rounding for vectors of either floating type.</summary>
static class Fused
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> MultiplyAdd<T>(Vector256<T> a, Vector256<T> b, Vector256<T> c) where T : unmanaged =>
        typeof(T) == typeof(double)
            ? Vector256.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
            : Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<T> MultiplyAdd<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c) where T : unmanaged =>
        typeof(T) == typeof(double)
            ? Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
            : Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();
}
