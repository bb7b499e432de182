using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

public static partial class SafeMath
{
    /// <summary>
    /// The natural logarithm, within 1 ulp. log 0 = -inf for either zero, log of a negative number is NaN, log +inf = +inf.
    /// </summary>
    public static double Log(double x) => Formulas.At<Log64>(x);

    /// <inheritdoc cref="Log(double)"/>
    public static float Log(float x) => Formulas.At<Log32>(x);

    /// <summary>The natural logarithm of every element, bit for bit <see cref="Log(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Log(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Log64>(x, y);

    /// <summary>The natural logarithm of every element, bit for bit <see cref="Log(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Log(ReadOnlySpan<float> x, Span<float> y) => Formulas.Map<Log32>(x, y);
}

/// <summary>
/// log x = k ln 2 + log(1 + f) with x = 2^k (1 + f), 1 + f from sqrt(1/2) to sqrt(2); log(1 + f) = 2 atanh(s), s = f / (2 + f),
/// arranged as f - (f^2/2 - s (f^2/2 + R(s^2))) so that the large term f is exact.
/// </summary>
readonly struct Log64 : IFormula64
{
    internal const double Ln2High = 0.6931471805598903, Ln2Low = 5.497923018708371e-14; // 42 bits: k times it is exact
    const double SmallestNormal = 2.2250738585072014e-308, TwoTo54 = 18014398509481984;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        var (k, m) = Split(x);
        return Special(x, Combine(k, m - 1.0));
    }

    /// <summary>k ln 2 + log(1 + f).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Combine<T>(T k, T f) where T : struct, IFloat64Lanes<T> =>
        T.Fma(k, Ln2High, f + T.Fma(k, Ln2Low, Correction(f)));

    /// <summary>log(1 + f) - f.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Correction<T>(T f) where T : struct, IFloat64Lanes<T>
    {
        T s = f / (f + 2.0);
        T z = s * s;
        T r = T.Fma(0.13086767009948175, z, 0.13268759668560612);
        r = T.Fma(r, z, 0.15386240205813478);
        r = T.Fma(r, z, 0.18181795630884753);
        r = T.Fma(r, z, 0.2222222239180047);
        r = T.Fma(r, z, 0.2857142857080323);
        r = T.Fma(r, z, 0.4000000000000088);
        r = T.Fma(r, z, 0.6666666666666666);
        T halfSquare = f * f * 0.5;
        return T.Fma(s, T.Fma(r, z, halfSquare), -halfSquare);
    }

    /// <summary>x = 2^k m for finite x above 0, m from sqrt(1/2) to sqrt(2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (T K, T M) Split<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T isSmall = x < SmallestNormal;
        x = T.Select(isSmall, x * TwoTo54, x);
        T above = T.SubtractBits(x, T.FromBits(0x3FE6A09E667F3BCD - (1024L << 52))); // exponent over that of sqrt(1/2), plus 1024
        T exponent = above >>> 52;
        T k = (exponent | T.FromBits(0x433L << 52)) - (4503599627370496.0 + 1024); // the integer as the last bits of 2^52
        T m = T.AddBits(T.SubtractBits(x, exponent << 52), T.FromBits(1024L << 52));
        return (T.Select(isSmall, k - 54.0, k), m);
    }

    /// <summary>The logarithm y of x, or what stands for it at 0, below, at infinity and NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Special<T>(T x, T y) where T : struct, IFloat64Lanes<T>
    {
        y = T.Select(x < double.PositiveInfinity, y, double.PositiveInfinity);
        y = T.Select(x > 0.0, y, T.Select(T.Equal(x, 0.0), double.NegativeInfinity, double.NaN));
        return y;
    }
}

/// <summary>log x = k ln 2 + log(1 + f), with log(1 + f) = f - f^2/2 + f^3 P(f).</summary>
readonly struct Log32 : IFormula32
{
    const float SmallestNormal = 1.17549435e-38f, TwoTo24 = 16777216;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        var (k, m) = Split(x);
        return Special(x, Combine(k, m - 1f));
    }

    /// <summary>k ln 2 + log(1 + f).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Combine<T>(T k, T f) where T : struct, IFloat32Lanes<T> =>
        T.Fma(k, Exp32.Ln2High, f + T.Fma(k, Exp32.Ln2Low, Correction(f)));

    /// <summary>log(1 + f) - f.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Correction<T>(T f) where T : struct, IFloat32Lanes<T>
    {
        T p = T.Fma(0.0697161183f, f, -0.114797339f);
        p = T.Fma(p, f, 0.116854198f);
        p = T.Fma(p, f, -0.124256872f);
        p = T.Fma(p, f, 0.142490581f);
        p = T.Fma(p, f, -0.166678026f);
        p = T.Fma(p, f, 0.200007156f);
        p = T.Fma(p, f, -0.24999997f);
        p = T.Fma(p, f, 0.333333313f);
        T square = f * f;
        return T.Fma(p, f * square, -(square * 0.5f));
    }

    /// <summary>x = 2^k m for finite x above 0, m from sqrt(1/2) to sqrt(2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (T K, T M) Split<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        T isSmall = x < SmallestNormal;
        x = T.Select(isSmall, x * TwoTo24, x);
        T above = T.SubtractBits(x, T.FromBits(unchecked(0x3F3504F3 - (128 << 23)))); // exponent over that of sqrt(1/2), plus 128
        T exponent = above >>> 23;
        T k = (exponent | T.FromBits(0x4B << 24)) - (8388608f + 128); // the integer as the last bits of 2^23
        T m = T.AddBits(T.SubtractBits(x, exponent << 23), T.FromBits(unchecked(128 << 23)));
        return (T.Select(isSmall, k - 24f, k), m);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Special<T>(T x, T y) where T : struct, IFloat32Lanes<T>
    {
        y = T.Select(x < float.PositiveInfinity, y, float.PositiveInfinity);
        y = T.Select(x > 0f, y, T.Select(T.Equal(x, 0f), float.NegativeInfinity, float.NaN));
        return y;
    }
}
