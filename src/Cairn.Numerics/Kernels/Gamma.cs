using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

public static partial class SafeMath
{
    /// <summary>
    /// log |Gamma(x)|, within 4 ulp for x above 0, near its zeros 1 and 2 too. +inf at 0, at negative whole numbers and at both
    /// infinities. Below 0 by
    /// reflection: within some 1e-15 of max(1, |value|), so that relative precision is lost near the zeros there.
    /// </summary>
    public static double LogGamma(double x) => Formulas.At<LogGamma64>(x);

    /// <summary>As <see cref="LogGamma(double)"/>, computed in float64 and rounded.</summary>
    public static float LogGamma(float x) => (float)Formulas.At<LogGamma64>((double)x);

    /// <summary>log |Gamma| of every element, bit for bit <see cref="LogGamma(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void LogGamma(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<LogGamma64>(x, y);

    /// <summary>log |Gamma| of every element, bit for bit <see cref="LogGamma(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void LogGamma(ReadOnlySpan<float> x, Span<float> y) => Formulas.MapWide<LogGamma64>(x, y);

    /// <summary>
    /// The derivative of log Gamma, within 4 ulp for x above 0, near its zero 1.4616321449683622 too. Infinite at the zeros, with the
    /// opposite
    /// sign; NaN at negative whole numbers and -inf. Below 0 by reflection: relative precision is lost near the zeros there.
    /// </summary>
    public static double Digamma(double x) => Formulas.At<Digamma64>(x);

    /// <summary>As <see cref="Digamma(double)"/>, computed in float64 and rounded.</summary>
    public static float Digamma(float x) => (float)Formulas.At<Digamma64>((double)x);

    /// <summary>The derivative of log Gamma of every element, bit for bit <see cref="Digamma(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Digamma(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Digamma64>(x, y);

    /// <summary>The derivative of log Gamma of every element, bit for bit <see cref="Digamma(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Digamma(ReadOnlySpan<float> x, Span<float> y) => Formulas.MapWide<Digamma64>(x, y);
}

/// <summary>
/// From 8 on Stirling's series. Below, Gamma(x + 1) = x Gamma(x) leads to y Q(y) near 2, or to y (Q(y) - 1) - (log(1 + y) - y) near 1,
/// both of
/// which vanish where log Gamma does.
/// </summary>
readonly struct LogGamma64 : IFormula64
{
    const double HalfLogTwoPi = 0.9189385332046728, LogPi = 1.1447298858494002, Stirling = 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T a = x & T.FromBits(long.MaxValue);
        T value = T.Select(a < Stirling, Below(T.Clamp(a, 5e-324, Stirling)), Above(T.Clamp(a, Stirling, double.MaxValue)));
        value = T.Select(a < double.PositiveInfinity, value, double.PositiveInfinity);
        // log |Gamma(-a)| = log(pi / (a |sin pi a|)) - log Gamma(a)
        T reflected = (LogPi - Log64.At(a * Reflection.AbsoluteSine(a))) - value;
        reflected = T.Select(a < 1e-300, value, T.Select(a < Reflection.AllWhole, reflected, double.PositiveInfinity));
        T y = T.Select(x < 0.0, reflected, value);
        y = T.Select(T.Equal(x, 0.0), double.PositiveInfinity, y);
        return T.Select(T.Equal(x, x), y, double.NaN);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T Below<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T product = 1.0, m = x;
        for (int k = 0; k < 6; k++)
        {
            T isLarge = m > 2.414;
            m = T.Select(isLarge, m - 1.0, m);
            product = T.Select(isLarge, product * m, product);
        }
        T isTiny = x < 0.5, isNearOne = m < 1.414;
        T y = T.Select(isTiny, x, T.Select(isNearOne, m - 1.0, m - 2.0));
        T p = T.Fma(-5.132780716317824e-08, y, 6.116998973380881e-08);
        p = T.Fma(p, y, -6.912799974280846e-08);
        p = T.Fma(p, y, 2.0611711298048685e-07);
        p = T.Fma(p, y, -4.6540929866120634e-07);
        p = T.Fma(p, y, 9.563651179532484e-07);
        p = T.Fma(p, y, -2.0344311386640146e-06);
        p = T.Fma(p, y, 4.374772208785766e-06);
        p = T.Fma(p, y, -9.440360010166053e-06);
        p = T.Fma(p, y, 2.05072058243568e-05);
        p = T.Fma(p, y, -4.49261372471318e-05);
        p = T.Fma(p, y, 9.945751475756817e-05);
        p = T.Fma(p, y, -0.00022315476542868762);
        p = T.Fma(p, y, 0.0005096695245882622);
        p = T.Fma(p, y, -0.0011927539114204022);
        p = T.Fma(p, y, 0.0028905103307468455);
        p = T.Fma(p, y, -0.007385551028679842);
        p = T.Fma(p, y, 0.020580808427784474);
        p = T.Fma(p, y, -0.06735230105319805);
        p = T.Fma(p, y, 0.3224670334241132);
        p = T.Fma(p, y, -0.5772156649015329);
        T log = Log64.At(T.Select(isTiny, x * (x + 1.0), T.Select(isNearOne, m, product))); // of Gamma(y + 2) / Gamma(x) or its inverse
        T far = T.Fma(y, p, y) + T.Select(isNearOne, -log, log);
        T near = T.Fma(y, p, -Log64.Correction(T.Clamp(y, -0.25, 0.414))) + 0.0; // 0, not -0, at 1
        return T.Select(isNearOne & (m > 0.75), near, far);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T Above<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T r = 1.0 / x, z = r * r;
        T s = T.Fma(-0.0295506535947712, z, 0.00641025641025641);
        s = T.Fma(s, z, -0.0019175269175269176);
        s = T.Fma(s, z, 0.0008417508417508417);
        s = T.Fma(s, z, -0.0005952380952380953);
        s = T.Fma(s, z, 0.0007936507936507937);
        s = T.Fma(s, z, -0.002777777777777778);
        s = T.Fma(s, z, 0.08333333333333333);
        T log = Log64.At(x) - 1.0;
        return T.Fma(x, log, T.Fma(r, s, T.Fma(-0.5, log, HalfLogTwoPi - 0.5)));
    }
}

/// <summary>
/// From 10 on the asymptotic series, between 1 and 2 (x - root) P(x - root), elsewhere by psi(x + 1) = psi(x) + 1 / x.
/// </summary>
readonly struct Digamma64 : IFormula64
{
    const double Root = 1.4616321449683622, RootLow = 9.549995429965697e-17, Asymptotic = 10;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T a = x & T.FromBits(long.MaxValue);
        T value = T.Select(a < Asymptotic, Below(T.Clamp(a, 5e-324, Asymptotic)), Above(T.Clamp(a, Asymptotic, double.PositiveInfinity)));
        // psi(-a) = psi(a) + 1 / a + pi / tan(pi a)
        T reflected = value + 1.0 / a + Reflection.CotangentTimesPi(a);
        reflected = T.Select(a < 1e-17, 1.0 / a, reflected);
        T y = T.Select(x < 0.0, reflected, value);
        y = T.Select(T.Equal(x, 0.0), (T)double.NegativeInfinity ^ (x & -0.0), y);
        return T.Select(T.Equal(y, y), y, double.NaN);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T Below<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T sum = 0.0, m = x;
        for (int k = 0; k < 8; k++)
        {
            T isLarge = m > 2.0;
            m = T.Select(isLarge, m - 1.0, m);
            sum = T.Select(isLarge, sum + 1.0 / m, sum);
        }
        T isSmall = m < 1.0;
        sum = T.Select(isSmall, -1.0 / m, sum);
        T g = (T.Select(isSmall, m - (Root - 1.0), m - Root)) - RootLow;
        T p = T.Fma(0.00011881004177420875, g, -0.00027851169022047214);
        p = T.Fma(p, g, 0.00028054179805409924);
        p = T.Fma(p, g, -0.0002843097766579919);
        p = T.Fma(p, g, 0.0004717877173400475);
        p = T.Fma(p, g, -0.0007549240158382966);
        p = T.Fma(p, g, 0.0010901250579315898);
        p = T.Fma(p, g, -0.0015742020466504977);
        p = T.Fma(p, g, 0.002302888951873301);
        p = T.Fma(p, g, -0.003370068045171984);
        p = T.Fma(p, g, 0.004927058111182281);
        p = T.Fma(p, g, -0.007204519669868526);
        p = T.Fma(p, g, 0.01053876993104028);
        p = T.Fma(p, g, -0.015424766260888857);
        p = T.Fma(p, g, 0.022597649284784558);
        p = T.Fma(p, g, -0.03316112647816705);
        p = T.Fma(p, g, 0.04880428813442361);
        p = T.Fma(p, g, -0.07219956125611088);
        p = T.Fma(p, g, 0.1078240506916924);
        p = T.Fma(p, g, -0.16394270544241185);
        p = T.Fma(p, g, 0.2584997609556486);
        p = T.Fma(p, g, -0.4427631689835921);
        p = T.Fma(p, g, 0.9676722454476212);
        return T.Fma(g, p, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T Above<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T r = 1.0 / x, z = r * r;
        T s = T.Fma(-0.08333333333333333, z, 0.021092796092796094);
        s = T.Fma(s, z, -0.007575757575757576);
        s = T.Fma(s, z, 0.004166666666666667);
        s = T.Fma(s, z, -0.003968253968253968);
        s = T.Fma(s, z, 0.008333333333333333);
        s = T.Fma(s, z, -0.08333333333333333);
        return Log64.At(x) + T.Fma(s, z, -0.5 * r);
    }
}

/// <summary>Sine and cotangent of pi a for a from 0 on, from the distance to the nearest whole number.</summary>
static class Reflection
{
    internal const double AllWhole = 4503599627370496; // 2^52: from here on every number is whole
    const double Pi = 3.141592653589793, PiLow = 1.2246467991473532e-16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T AbsoluteSine<T>(T a) where T : struct, IFloat64Lanes<T>
    {
        T d = Distance(a) & T.FromBits(long.MaxValue);
        T isFar = d > 0.25;
        var (high, low) = TimesPi(T.Select(isFar, 0.5 - d, d));
        return T.Select(isFar, Angle64.Cosine(high, low), Angle64.Sine(high, low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T CotangentTimesPi<T>(T a) where T : struct, IFloat64Lanes<T>
    {
        T d = Distance(a), sign = d & -0.0;
        d ^= sign;
        T isFar = d > 0.25;
        var (high, low) = TimesPi(T.Select(isFar, 0.5 - d, d));
        T sine = Angle64.Sine(high, low), cosine = Angle64.Cosine(high, low);
        T y = T.Select(isFar, sine, cosine) / T.Select(isFar, cosine, sine) * Pi;
        return T.Select(T.Equal(d, 0.0), double.NaN, y ^ sign);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T Distance<T>(T a) where T : struct, IFloat64Lanes<T>
    {
        T b = T.Select(a < AllWhole, a, 0.0);
        T whole = (b + AllWhole) - AllWhole;
        return b - whole;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (T High, T Low) TimesPi<T>(T d) where T : struct, IFloat64Lanes<T>
    {
        T high = d * Pi;
        return (high, T.Fma(d, Pi, -high) + d * PiLow);
    }
}
