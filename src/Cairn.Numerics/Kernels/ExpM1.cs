using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

public static partial class SafeMath
{
    /// <summary>
    /// e^x - 1 without cancellation near 0, within 2 ulp. Keeps -0 and tiny x as they are; -1 at -inf, +inf above 709.782712893384.
    /// </summary>
    public static double ExpM1(double x) => Formulas.At<ExpM164>(x);

    /// <summary>e^x - 1 without cancellation near 0, within 2 ulp. Keeps -0 and tiny x as they are; +inf above 88.7228394.</summary>
    public static float ExpM1(float x) => Formulas.At<ExpM132>(x);

    /// <summary>e^x - 1 of every element, bit for bit <see cref="ExpM1(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void ExpM1(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<ExpM164>(x, y);

    /// <summary>e^x - 1 of every element, bit for bit <see cref="ExpM1(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void ExpM1(ReadOnlySpan<float> x, Span<float> y) => Formulas.Map<ExpM132>(x, y);
}

/// <summary>
/// e^x - 1 = 2^n (e^r - 1) + (2^n - 1), computed at half size so that 2^n does not overflow. For n = 0 it is e^r - 1 itself.
/// </summary>
readonly struct ExpM164 : IFormula64
{
    const double Tiny = 5.55e-17; // half an ulp of 1: below, e^x - 1 rounds to x

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        var (n, r) = Exp64.Reduce(T.Clamp(x, -40, 710));
        T p = T.Fma(Exp64.Tail(r), r * r, r);
        T half = Exp64.Power2(n - 1.0);
        T y = T.Fma(half, p, half - 0.5);
        T isTiny = (x < Tiny) & (x > -Tiny);
        return T.Select(T.Equal(x, x), T.Select(isTiny, x, y + y), double.NaN);
    }
}

/// <summary>As <see cref="ExpM164"/>, in float32.</summary>
readonly struct ExpM132 : IFormula32
{
    const float Tiny = 2.98e-8f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        var (n, r) = Exp32.Reduce(T.Clamp(x, -20, 89));
        T p = T.Fma(Exp32.Tail(r), r * r, r);
        T half = Exp32.Power2(n - 1f);
        T y = T.Fma(half, p, half - 0.5f);
        T isTiny = (x < Tiny) & (x > -Tiny);
        return T.Select(T.Equal(x, x), T.Select(isTiny, x, y + y), float.NaN);
    }
}
