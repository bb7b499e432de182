using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

public static partial class SafeMath
{
    /// <summary>
    /// The sine of x radians, within 1 ulp for every finite x however large; NaN at the infinities. Keeps -0 and tiny x as they are.
    /// </summary>
    public static double Sin(double x) => Formulas.At<Sin64>(x);

    /// <inheritdoc cref="Sin(double)"/>
    public static float Sin(float x) => Formulas.At<Sin32>(x);

    /// <summary>The sine of every element, bit for bit <see cref="Sin(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Sin(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Sin64>(x, y);

    /// <summary>The sine of every element, bit for bit <see cref="Sin(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Sin(ReadOnlySpan<float> x, Span<float> y) => Formulas.Map<Sin32>(x, y);

    /// <summary>The cosine of x radians, within 1 ulp for every finite x however large; NaN at the infinities.</summary>
    public static double Cos(double x) => Formulas.At<Cos64>(x);

    /// <inheritdoc cref="Cos(double)"/>
    public static float Cos(float x) => Formulas.At<Cos32>(x);

    /// <summary>The cosine of every element, bit for bit <see cref="Cos(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Cos(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Cos64>(x, y);

    /// <summary>The cosine of every element, bit for bit <see cref="Cos(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Cos(ReadOnlySpan<float> x, Span<float> y) => Formulas.Map<Cos32>(x, y);

    /// <summary>
    /// The tangent of x radians, within 3 ulp for every finite x; NaN at the infinities. Keeps -0 and tiny x as they are.
    /// </summary>
    public static double Tan(double x) => Formulas.At<Tan64>(x);

    /// <summary>The tangent of x radians, computed in float64 and rounded: sine over cosine in float32 would err by 2.2 ulp.</summary>
    public static float Tan(float x) => (float)Tan((double)x);

    /// <summary>The tangent of every element, bit for bit <see cref="Tan(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Tan(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Tan64>(x, y);

    /// <summary>The tangent of every element, bit for bit <see cref="Tan(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Tan(ReadOnlySpan<float> x, Span<float> y) => Formulas.MapWide<Tan64>(x, y);
}

readonly struct Sin64 : IFormula64
{
    internal const double Tiny = 1e-9; // below, x - x^3/6 rounds to x

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        var (quadrant, high, low) = Angle64.Reduce(x);
        return T.Select((x < Tiny) & (x > -Tiny), x, Angle64.SineIn(quadrant, high, low));
    }
}

readonly struct Cos64 : IFormula64
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        var (quadrant, high, low) = Angle64.Reduce(x);
        return Angle64.SineIn(T.AddBits(quadrant, T.FromBits(1)), high, low);
    }
}

/// <summary>sin / cos in even quadrants, -cos / sin in odd ones.</summary>
readonly struct Tan64 : IFormula64
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        var (quadrant, high, low) = Angle64.Reduce(x);
        T sine = Angle64.Sine(high, low), cosine = Angle64.Cosine(high, low), isOdd = Angle64.IsOdd(quadrant);
        T y = T.Select(isOdd, -cosine, sine) / T.Select(isOdd, sine, cosine);
        y = T.Select((x < Sin64.Tiny) & (x > -Sin64.Tiny), x, y);
        return T.Select(T.Equal(y, y), y, double.NaN);
    }
}

readonly struct Sin32 : IFormula32
{
    const float Tiny = 1e-4f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        var (quadrant, high, low) = Angle32.Reduce(x);
        return T.Select((x < Tiny) & (x > -Tiny), x, Angle32.SineIn(quadrant, high, low));
    }
}

readonly struct Cos32 : IFormula32
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        var (quadrant, high, low) = Angle32.Reduce(x);
        return Angle32.SineIn(T.AddBits(quadrant, T.FromBits(1)), high, low);
    }
}
