using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

public static partial class SafeMath
{
    /// <summary>
    /// log(1 + e^x) = max(x, 0) + log1p(e^-|x|), within 3 ulp: e^x to full relative precision for very negative x, x itself for large x.
    /// 0 at -inf, +inf at +inf.
    /// </summary>
    public static double Softplus(double x) => Formulas.At<Softplus64>(x);

    /// <summary>log(1 + e^x) = max(x, 0) + log1p(e^-|x|), within 2 ulp. 0 at -inf, +inf at +inf.</summary>
    public static float Softplus(float x) => Formulas.At<Softplus32>(x);

    /// <summary>log(1 + e^x) of every element, bit for bit <see cref="Softplus(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Softplus(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Softplus64>(x, y);

    /// <summary>log(1 + e^x) of every element, bit for bit <see cref="Softplus(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Softplus(ReadOnlySpan<float> x, Span<float> y) => Formulas.Map<Softplus32>(x, y);
}

readonly struct Softplus64 : IFormula64
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T isPositive = x > 0.0;
        return T.Select(isPositive, x, 0.0) + Log1P64.At(Exp64.At(T.Select(isPositive, -x, x)));
    }
}

readonly struct Softplus32 : IFormula32
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        T isPositive = x > 0f;
        return T.Select(isPositive, x, 0f) + Log1P32.At(Exp32.At(x | -0f));
    }
}
