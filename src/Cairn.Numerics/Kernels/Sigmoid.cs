using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

public static partial class SafeMath
{
    /// <summary>
    /// The logistic function 1 / (1 + e^-x), within 2 ulp on both sides: for very negative x it is e^x / (1 + e^x) to full relative
    /// precision, subnormal below -708.39 and 0 below -745.14. 0 at -inf, 1 at +inf.
    /// </summary>
    public static double Sigmoid(double x) => Formulas.At<Sigmoid64>(x);

    /// <summary>The logistic function 1 / (1 + e^-x), within 2 ulp on both sides: subnormal below -87.34, 0 below -103.98.</summary>
    public static float Sigmoid(float x) => Formulas.At<Sigmoid32>(x);

    /// <summary>The logistic function of every element, bit for bit <see cref="Sigmoid(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Sigmoid(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Sigmoid64>(x, y);

    /// <summary>The logistic function of every element, bit for bit <see cref="Sigmoid(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y) => Formulas.Map<Sigmoid32>(x, y);
}

/// <summary>
/// With t = e^-|x|: 1 / (1 + t) for x >= 0, else t / (1 + t). The quotient is corrected once by its remainder, in which the rounding
/// of 1 + t is counted.
/// </summary>
readonly struct Sigmoid64 : IFormula64
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T isNegative = x < 0.0;
        T t = Exp64.At(T.Select(isNegative, x, -x));
        T d = t + 1.0;
        T lost = t - (d - 1.0);
        T inverse = 1.0 / d;
        T a = T.Select(isNegative, t, 1.0);
        T q = a * inverse;
        T remainder = T.Fma(-q, lost, T.Fma(-q, d, a));
        return T.Select(T.Equal(x, x), T.Fma(remainder, inverse, q), double.NaN);
    }
}

/// <summary>As <see cref="Sigmoid64"/>, in float32.</summary>
readonly struct Sigmoid32 : IFormula32
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        T isNegative = x < 0f;
        T t = Exp32.Within(T.AtLeast(x | -0f, -104f));
        T d = t + 1f;
        T lost = t - (d - 1f);
        T inverse = 1f / d;
        T a = T.Select(isNegative, t, 1f);
        T q = a * inverse;
        T remainder = T.Fma(-q, lost, T.Fma(-q, d, a));
        return T.Select(T.Equal(x, x), T.Fma(remainder, inverse, q), float.NaN);
    }
}
