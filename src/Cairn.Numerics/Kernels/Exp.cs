using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

public static partial class SafeMath
{
    /// <summary>
    /// e^x, within 1 ulp. +inf above 709.782712893384, subnormal below -708.39, 0 below -745.14; e^-inf = 0, NaN gives NaN.
    /// </summary>
    public static double Exp(double x) => Formulas.At<Exp64>(x);

    /// <summary>e^x, within 1 ulp. +inf above 88.7228394, subnormal below -87.34, 0 below -103.98.</summary>
    public static float Exp(float x) => Formulas.At<Exp32>(x);

    /// <summary>e^x of every element, bit for bit <see cref="Exp(double)"/>.</summary>
    /// <param name="x">The arguments.</param>
    /// <param name="y">The results: as long as <paramref name="x"/>, the same memory or one apart.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the memory overlaps with an offset.</exception>
    public static void Exp(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Exp64>(x, y);

    /// <summary>e^x of every element, bit for bit <see cref="Exp(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Exp(ReadOnlySpan<float> x, Span<float> y) => Formulas.Map<Exp32>(x, y);
}

/// <summary>
/// e^x = 2^n e^r with n = round(x / ln 2), |r| &lt;= ln(2) / 2, e^r by a polynomial.
/// Adding <see cref="Round"/> rounds to an integer and leaves that integer in the low bits of the sum.
/// </summary>
readonly struct Exp64 : IFormula64
{
    internal const double Round = 6755399441055744; // 1.5 * 2^52
    internal const double Log2E = 1.4426950408889634;
    internal const double Ln2High = 0.6931471806019545, Ln2Low = -4.2009150726810846e-11; // 32 bits: n times it is exact

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        var (n, r) = Reduce(T.Clamp(x, -746, 710));
        return T.Select(T.Equal(x, x), T.Scale(T.Fma(Tail(r), r * r, r) + 1.0, n), double.NaN);
    }

    /// <summary>n = round(x / ln 2) and r = x - n ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (T N, T R) Reduce<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T n = T.Fma(x, Log2E, Round) - Round;
        return (n, T.Fma(n, -Ln2Low, T.Fma(n, -Ln2High, x)));
    }

    /// <summary>(e^r - 1 - r) / r^2 for |r| up to ln(2) / 2; relative error of e^r 2^-61.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Tail<T>(T r) where T : struct, IFloat64Lanes<T>
    {
        T p = T.Fma(1.608662795678037e-10, r, 2.0918137737642736e-09);
        p = T.Fma(p, r, 2.505207109429355e-08);
        p = T.Fma(p, r, 2.75572632790885e-07);
        p = T.Fma(p, r, 2.755731924721873e-06);
        p = T.Fma(p, r, 2.4801587336442236e-05);
        p = T.Fma(p, r, 0.00019841269841263298);
        p = T.Fma(p, r, 0.0013888888888879073);
        p = T.Fma(p, r, 0.008333333333333333);
        p = T.Fma(p, r, 0.04166666666666668);
        p = T.Fma(p, r, 0.16666666666666666);
        return T.Fma(p, r, 0.5);
    }

    /// <summary>2^n for whole n from -1022 to 1023.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Power2<T>(T n) where T : struct, IFloat64Lanes<T> => (n + (Round + 1023)) << 52;

    /// <summary>p 2^n in two steps, rounded once: the first is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T ScaleTwice<T>(T p, T n) where T : struct, IFloat64Lanes<T>
    {
        T half = T.Fma(n, 0.5, Round) - Round;
        return p * Power2(half) * Power2(n - half);
    }
}

/// <summary>As <see cref="Exp64"/>, in float32.</summary>
readonly struct Exp32 : IFormula32
{
    internal const float Round = 12582912; // 1.5 * 2^23
    internal const float Log2E = 1.44269502f;
    internal const float Ln2High = 0.693145752f, Ln2Low = 1.42860677e-6f; // 16 bits: n times it is exact

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        T y = Within(T.Clamp(x, -104, 89));
        return T.Select(T.Equal(x, x), y, float.NaN);
    }

    /// <summary>e^x for x from -104 to 89; for NaN some NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Within<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        var (n, r) = Reduce(x);
        return T.Scale(T.Fma(Tail(r), r * r, r) + 1f, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (T N, T R) Reduce<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        T n = T.Fma(x, Log2E, Round) - Round;
        return (n, T.Fma(n, -Ln2Low, T.Fma(n, -Ln2High, x)));
    }

    /// <summary>(e^r - 1 - r) / r^2 for |r| up to ln(2) / 2; relative error of e^r - 1 2^-29.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Tail<T>(T r) where T : struct, IFloat32Lanes<T>
    {
        T p = T.Fma(0.000198909911f, r, 0.00139336498f);
        p = T.Fma(p, r, 0.00833331048f);
        p = T.Fma(p, r, 0.0416664667f);
        p = T.Fma(p, r, 0.166666672f);
        return T.Fma(p, r, 0.5f);
    }

    /// <summary>2^n for whole n from -126 to 127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Power2<T>(T n) where T : struct, IFloat32Lanes<T> => (n + (Round + 127)) << 23;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T ScaleTwice<T>(T p, T n) where T : struct, IFloat32Lanes<T>
    {
        T half = T.Fma(n, 0.5f, Round) - Round;
        return p * Power2(half) * Power2(n - half);
    }
}
