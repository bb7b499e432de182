using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

public static partial class SafeMath
{
    /// <summary>
    /// The hyperbolic sine, within 3 ulp, to full relative precision near 0. Keeps -0; infinite above 710.4758600739439 in size.
    /// </summary>
    public static double Sinh(double x) => Formulas.At<Sinh64>(x);

    /// <summary>As <see cref="Sinh(double)"/>, computed in float64 and rounded.</summary>
    public static float Sinh(float x) => (float)Formulas.At<Sinh64>((double)x);

    /// <summary>The hyperbolic sine of every element, bit for bit <see cref="Sinh(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Sinh(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Sinh64>(x, y);

    /// <summary>The hyperbolic sine of every element, bit for bit <see cref="Sinh(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Sinh(ReadOnlySpan<float> x, Span<float> y) => Formulas.MapWide<Sinh64>(x, y);

    /// <summary>
    /// The hyperbolic cosine, within 2 ulp. Infinite above 710.4758600739439 in size.
    /// </summary>
    public static double Cosh(double x) => Formulas.At<Cosh64>(x);

    /// <summary>As <see cref="Cosh(double)"/>, computed in float64 and rounded.</summary>
    public static float Cosh(float x) => (float)Formulas.At<Cosh64>((double)x);

    /// <summary>The hyperbolic cosine of every element, bit for bit <see cref="Cosh(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Cosh(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Cosh64>(x, y);

    /// <summary>The hyperbolic cosine of every element, bit for bit <see cref="Cosh(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Cosh(ReadOnlySpan<float> x, Span<float> y) => Formulas.MapWide<Cosh64>(x, y);

    /// <summary>
    /// The inverse hyperbolic sine, within 4 ulp, to full relative precision near 0. Keeps -0 and the infinities.
    /// </summary>
    public static double Asinh(double x) => Formulas.At<Asinh64>(x);

    /// <summary>As <see cref="Asinh(double)"/>, computed in float64 and rounded.</summary>
    public static float Asinh(float x) => (float)Formulas.At<Asinh64>((double)x);

    /// <summary>The inverse hyperbolic sine of every element, bit for bit <see cref="Asinh(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Asinh(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Asinh64>(x, y);

    /// <summary>The inverse hyperbolic sine of every element, bit for bit <see cref="Asinh(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Asinh(ReadOnlySpan<float> x, Span<float> y) => Formulas.MapWide<Asinh64>(x, y);

    /// <summary>
    /// The inverse hyperbolic cosine, from 0 on, within 4 ulp; NaN below 1.
    /// </summary>
    public static double Acosh(double x) => Formulas.At<Acosh64>(x);

    /// <summary>As <see cref="Acosh(double)"/>, computed in float64 and rounded.</summary>
    public static float Acosh(float x) => (float)Formulas.At<Acosh64>((double)x);

    /// <summary>The inverse hyperbolic cosine of every element, bit for bit <see cref="Acosh(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Acosh(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Acosh64>(x, y);

    /// <summary>The inverse hyperbolic cosine of every element, bit for bit <see cref="Acosh(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Acosh(ReadOnlySpan<float> x, Span<float> y) => Formulas.MapWide<Acosh64>(x, y);

    /// <summary>
    /// The inverse hyperbolic tangent, within 4 ulp, to full relative precision near 0. Keeps -0; infinite at -1 and 1, NaN beyond.
    /// </summary>
    public static double Atanh(double x) => Formulas.At<Atanh64>(x);

    /// <summary>As <see cref="Atanh(double)"/>, computed in float64 and rounded.</summary>
    public static float Atanh(float x) => (float)Formulas.At<Atanh64>((double)x);

    /// <summary>The inverse hyperbolic tangent of every element, bit for bit <see cref="Atanh(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Atanh(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Atanh64>(x, y);

    /// <summary>The inverse hyperbolic tangent of every element, bit for bit <see cref="Atanh(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Atanh(ReadOnlySpan<float> x, Span<float> y) => Formulas.MapWide<Atanh64>(x, y);
}

/// <summary>(e + e / (e + 1)) / 2 with e = e^|x| - 1; from 22 on e^|x| / 2.</summary>
readonly struct Sinh64 : IFormula64
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T sign = x & -0.0;
        T a = x ^ sign;
        T e = ExpM164.At(T.Clamp(a, 0.0, 22.0));
        T y = T.Select(a < 22.0, T.Select(a < 1e-9, a, 0.5 * (e + e / (e + 1.0))), HalfExp(a));
        return T.Select(T.Equal(x, x), y ^ sign, double.NaN);
    }

    /// <summary>e^a / 2 for a from 0 on, infinite only where the half is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T HalfExp<T>(T a) where T : struct, IFloat64Lanes<T>
    {
        var (n, r) = Exp64.Reduce(T.Clamp(a, 0.0, 712.0));
        return T.Scale(T.Fma(Exp64.Tail(r), r * r, r) + 1.0, n - 1.0);
    }
}

/// <summary>h + 1 / (4 h) with h = e^|x| / 2.</summary>
readonly struct Cosh64 : IFormula64
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T h = Sinh64.HalfExp(x & T.FromBits(long.MaxValue));
        return T.Select(T.Equal(x, x), h + 0.25 / h, double.NaN);
    }
}

/// <summary>log1p(a + a^2 / (1 + sqrt(a^2 + 1))), for large a log a + ln 2.</summary>
readonly struct Asinh64 : IFormula64
{
    internal const double Large = 1 << 28, Ln2 = 0.6931471805599453;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T sign = x & -0.0;
        T a = x ^ sign;
        T isLarge = a > Large;
        T b = T.Select(isLarge, 1.0, a);
        T square = b * b;
        T near = Log1P64.At(b + square / (T.Sqrt(square + 1.0) + 1.0));
        T y = T.Select(isLarge, Log64.At(a) + Ln2, T.Select(a < 1e-9, a, near));
        return T.Select(T.Equal(x, x), y ^ sign, double.NaN);
    }
}

/// <summary>log1p(t + sqrt(2 t + t^2)) with t = x - 1, for large x log x + ln 2.</summary>
readonly struct Acosh64 : IFormula64
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T isLarge = x > Asinh64.Large;
        T t = T.Select(isLarge, 1.0, x - 1.0);
        T y = T.Select(isLarge, Log64.At(x) + Asinh64.Ln2, Log1P64.At(t + T.Sqrt(T.Fma(t, t, t + t))));
        return T.Select(x < 1.0, double.NaN, T.Select(T.Equal(x, x), y, double.NaN));
    }
}

/// <summary>log1p(2 a / (1 - a)) / 2.</summary>
readonly struct Atanh64 : IFormula64
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T sign = x & -0.0;
        T a = x ^ sign;
        T y = T.Select(a < 1e-9, a, 0.5 * Log1P64.At((a + a) / (1.0 - a)));
        y = T.Select(a > 1.0, double.NaN, y ^ sign);
        return T.Select(T.Equal(y, y), y, double.NaN);
    }
}
