using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

public static partial class SafeMath
{
    /// <summary>
    /// The inverse sine in radians, within 2 ulp, from -pi/2 to pi/2; NaN beyond -1 and 1. Keeps -0 and tiny x as they are.
    /// </summary>
    public static double Asin(double x) => Formulas.At<Asin64>(x);

    /// <summary>As <see cref="Asin(double)"/>, computed in float64 and rounded.</summary>
    public static float Asin(float x) => (float)Formulas.At<Asin64>((double)x);

    /// <summary>The inverse sine of every element, bit for bit <see cref="Asin(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Asin(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Asin64>(x, y);

    /// <summary>The inverse sine of every element, bit for bit <see cref="Asin(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Asin(ReadOnlySpan<float> x, Span<float> y) => Formulas.MapWide<Asin64>(x, y);

    /// <summary>
    /// The inverse cosine in radians, within 2 ulp, from 0 to pi; NaN beyond -1 and 1.
    /// </summary>
    public static double Acos(double x) => Formulas.At<Acos64>(x);

    /// <summary>As <see cref="Acos(double)"/>, computed in float64 and rounded.</summary>
    public static float Acos(float x) => (float)Formulas.At<Acos64>((double)x);

    /// <summary>The inverse cosine of every element, bit for bit <see cref="Acos(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Acos(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Acos64>(x, y);

    /// <summary>The inverse cosine of every element, bit for bit <see cref="Acos(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Acos(ReadOnlySpan<float> x, Span<float> y) => Formulas.MapWide<Acos64>(x, y);

    /// <summary>
    /// The inverse tangent in radians, within 2 ulp, from -pi/2 to pi/2. Keeps -0 and tiny x as they are.
    /// </summary>
    public static double Atan(double x) => Formulas.At<Atan64>(x);

    /// <summary>As <see cref="Atan(double)"/>, computed in float64 and rounded.</summary>
    public static float Atan(float x) => (float)Formulas.At<Atan64>((double)x);

    /// <summary>The inverse tangent of every element, bit for bit <see cref="Atan(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Atan(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Atan64>(x, y);

    /// <summary>The inverse tangent of every element, bit for bit <see cref="Atan(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Atan(ReadOnlySpan<float> x, Span<float> y) => Formulas.MapWide<Atan64>(x, y);

    /// <summary>
    /// The angle in radians of the point (x, y), from -pi to pi, within 2 ulp. As C99 has it: signed zeros choose the side of the cut, and
    /// two infinities make an odd multiple of pi/4.
    /// </summary>
    public static double Atan2(double y, double x)
    {
        if (double.IsNaN(x) || double.IsNaN(y)) return double.NaN;
        double up = Math.Abs(y), along = Math.Abs(x);
        if (double.IsInfinity(up) && double.IsInfinity(along)) up = along = 1;
        var (high, rest) = up == 0 ? (0, 0) : InverseTangent(up, along);
        if (!double.IsNegative(x)) return Math.CopySign(high + rest, y);
        var (left, low) = high == 0 ? (Pi, PiLow) : high == Angle64.HalfPi ? (Angle64.HalfPi, PiLow) : (2.356194490192345, 1.2246467991473532e-16);
        return Math.CopySign(left + (low - rest), y);
    }

    /// <summary>As <see cref="Atan2(double, double)"/>, computed in float64 and rounded.</summary>
    public static float Atan2(float y, float x) => (float)Atan2((double)y, x);

    const double Pi = 3.141592653589793, PiLow = 1.2246467991473532e-16;

    [MethodImpl(MethodImplOptions.NoInlining)]
    static (double High, double More) InverseTangent(double up, double along)
    {
        if (Math.Max(up, along) > 1e300 && double.IsFinite(up) && double.IsFinite(along)) (up, along) = (up * 0.0625, along * 0.0625);
        if (Math.Max(up, along) < 1e-300) (up, along) = (up * 18446744073709551616.0, along * 18446744073709551616.0);
        var (high, rest) = Atan64.Angle<Float64x1>(up, along);
        return (high.Value, rest.Value);
    }
}

/// <summary>x + x^3 P(x^2) up to 1/2 in size, beyond pi/2 - 2 asin(sqrt((1 - |x|) / 2)).</summary>
readonly struct Asin64 : IFormula64
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T sign = x & -0.0;
        T a = x ^ sign;
        var (s, low) = HalfAngle(a);
        T far = Angle64.HalfPi - ((s + s) - (Angle64.HalfPi2 - (low + low)));
        T y = T.Select(a < 0.5, a + Tail(a), far) ^ sign;
        return T.Select(T.Equal(y, y), y, double.NaN);
    }

    /// <summary>asin(x) - x up to 1/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Tail<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T z = x * x;
        T p = T.Fma(0.02963502626354855, z, -0.019277545928584557);
        p = T.Fma(p, z, 0.019579201619744684);
        p = T.Fma(p, z, 0.0030350071727267623);
        p = T.Fma(p, z, 0.009322101501082774);
        p = T.Fma(p, z, 0.00962140274734483);
        p = T.Fma(p, z, 0.011566511821890942);
        p = T.Fma(p, z, 0.013963775787848137);
        p = T.Fma(p, z, 0.017352816768546473);
        p = T.Fma(p, z, 0.022372157435623815);
        p = T.Fma(p, z, 0.030381944475693704);
        p = T.Fma(p, z, 0.04464285714255019);
        p = T.Fma(p, z, 0.07500000000000119);
        p = T.Fma(p, z, 0.16666666666666666);
        return p * z * x;
    }

    /// <summary>asin(sqrt((1 - a) / 2)) as a large and a small part; NaN for a above 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (T S, T Low) HalfAngle<T>(T a) where T : struct, IFloat64Lanes<T>
    {
        T z = (1.0 - a) * 0.5;
        T s = T.Sqrt(z);
        T lost = T.Select(z > 0.0, T.Fma(-s, s, z) / (s + s), 0.0);
        return (s, Tail(T.Select(a < 0.5, 0.0, s)) + lost);
    }
}

/// <summary>pi/2 - asin x up to 1/2 in size, beyond 2 asin(sqrt((1 - |x|) / 2)) or what it leaves of pi.</summary>
readonly struct Acos64 : IFormula64
{
    const double Pi = 3.141592653589793, PiLow = 1.2246467991473532e-16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T a = x & T.FromBits(long.MaxValue);
        var (s, low) = Asin64.HalfAngle(a);
        T b = T.Clamp(x, -0.5, 0.5);
        T near = Angle64.HalfPi - (b - (Angle64.HalfPi2 - Asin64.Tail(b)));
        T far = T.Select(x < 0.0, Pi - ((s + s) - (PiLow - (low + low))), (s + s) + (low + low));
        T y = T.Select(a < 0.5, near, far);
        return T.Select(T.Equal(y, y), y, double.NaN);
    }
}

/// <summary>t + t^3 P(t^2) with t = x, (x - 1) / (x + 1) or -1 / x, whichever is small, and 0, pi/4 or pi/2 to it.</summary>
readonly struct Atan64 : IFormula64
{
    const double TangentOfEighth = 0.41421356237309503, TangentOfThreeEighths = 2.414213562373095;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T sign = x & -0.0;
        T a = x ^ sign;
        var (high, rest) = Angle<T>(a, 1.0);
        T y = T.Select(a < 1e-9, a, high + rest);
        return T.Select(T.Equal(x, x), y ^ sign, double.NaN);
    }

    /// <summary>The angle of the point (along, up), both from 0 on and one above: 0, pi/4 or pi/2, and the rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (T High, T More) Angle<T>(T up, T along) where T : struct, IFloat64Lanes<T>
    {
        T isSteep = up > along * TangentOfThreeEighths, isMiddle = up > along * TangentOfEighth;
        T above = T.Select(isSteep, -along, T.Select(isMiddle, up - along, up));
        T below = T.Select(isSteep, up, T.Select(isMiddle, up + along, along));
        T t = above / below;
        T high = T.Select(isSteep, Angle64.HalfPi, T.Select(isMiddle, Angle64.HalfPi / 2, 0.0));
        T low = T.Select(isSteep, Angle64.HalfPi2, T.Select(isMiddle, Angle64.HalfPi2 / 2, 0.0));
        T z = t * t;
        T p = T.Fma(0.01627194475162406, z, -0.034558092551413795);
        p = T.Fma(p, z, 0.04551108126325172);
        p = T.Fma(p, z, -0.052303478730160745);
        p = T.Fma(p, z, 0.058789145444006215);
        p = T.Fma(p, z, -0.06666423628069258);
        p = T.Fma(p, z, 0.0769229630497447);
        p = T.Fma(p, z, -0.09090908751076636);
        p = T.Fma(p, z, 0.11111111105106705);
        p = T.Fma(p, z, -0.14285714285659326);
        p = T.Fma(p, z, 0.199999999999998);
        p = T.Fma(p, z, -0.3333333333333333);
        return (high, t + T.Fma(p * z, t, low));
    }
}
