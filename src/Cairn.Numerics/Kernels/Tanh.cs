using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

public static partial class SafeMath
{
    /// <summary>
    /// The hyperbolic tangent, within 3 ulp, to full relative precision near 0. Keeps -0 and tiny x as they are; -1 and 1 at the
    /// infinities.
    /// </summary>
    public static double Tanh(double x) => Formulas.At<Tanh64>(x);

    /// <summary>
    /// The hyperbolic tangent, within 2 ulp, to full relative precision near 0. Keeps -0 and tiny x as they are; -1 and 1 at the
    /// infinities.
    /// </summary>
    public static float Tanh(float x) => Formulas.At<Tanh32>(x);

    /// <summary>The hyperbolic tangent of every element, bit for bit <see cref="Tanh(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Tanh(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Tanh64>(x, y);

    /// <summary>The hyperbolic tangent of every element, bit for bit <see cref="Tanh(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> y) => Formulas.Map<Tanh32>(x, y);
}

/// <summary>tanh |x| = e / (e + 2) with e = e^(2|x|) - 1.</summary>
readonly struct Tanh64 : IFormula64
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T sign = x & -0.0;
        T a = x ^ sign;
        T e = ExpM164.At(T.Select(a > 22.0, 44.0, a + a));
        T y = T.Select(a < 1e-9, a, e / (e + 2.0)); // tanh a = a - a^3/3: a itself to half an ulp; e / 2 would lose subnormal bits
        return T.Select(T.Equal(x, x), y ^ sign, double.NaN);
    }
}

/// <summary>x + x^3 P(x^2) up to 0.625, beyond 1 - 2 / (e^(2|x|) + 1), where the subtraction no longer magnifies errors.</summary>
readonly struct Tanh32 : IFormula32
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        T sign = x & -0f;
        T a = x ^ sign;
        T z = a * a;
        T p = T.Fma(0.00229274482f, z, -0.00834394526f);
        p = T.Fma(p, z, 0.0217689183f);
        p = T.Fma(p, z, -0.0539592579f);
        p = T.Fma(p, z, 0.133333042f);
        p = T.Fma(p, z, -0.333333343f);
        T near = T.Fma(p * z, a, a);
        T far = 1f - 2f / (Exp32.Within(T.AtMost(a + a, 20f)) + 1f);
        return T.Select(T.Equal(x, x), T.Select(a < 0.625f, near, far) ^ sign, float.NaN);
    }
}
