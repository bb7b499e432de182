using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

public static partial class SafeMath
{
    /// <summary>The logarithm to base 2, within 1 ulp, exact at powers of 2. -inf at 0, NaN below, +inf at +inf.</summary>
    public static double Log2(double x) => Formulas.At<Log264>(x);

    /// <summary>The logarithm to base 2, within 2 ulp, exact at powers of 2. -inf at 0, NaN below, +inf at +inf.</summary>
    public static float Log2(float x) => Formulas.At<Log232>(x);

    /// <summary>The logarithm to base 2 of every element, bit for bit <see cref="Log2(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Log2(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Log264>(x, y);

    /// <summary>The logarithm to base 2 of every element, bit for bit <see cref="Log2(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Log2(ReadOnlySpan<float> x, Span<float> y) => Formulas.Map<Log232>(x, y);

    /// <summary>The logarithm to base 10, within 1 ulp, exact at powers of 10. -inf at 0, NaN below, +inf at +inf.</summary>
    public static double Log10(double x) => Formulas.At<Log1064>(x);

    /// <summary>The logarithm to base 10, within 2 ulp. -inf at 0, NaN below, +inf at +inf.</summary>
    public static float Log10(float x) => Formulas.At<Log1032>(x);

    /// <summary>The logarithm to base 10 of every element, bit for bit <see cref="Log10(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Log10(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Log1064>(x, y);

    /// <summary>The logarithm to base 10 of every element, bit for bit <see cref="Log10(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Log10(ReadOnlySpan<float> x, Span<float> y) => Formulas.Map<Log1032>(x, y);
}

/// <summary>k + log(1 + f) / ln 2, with the product's rounding error kept.</summary>
readonly struct Log264 : IFormula64
{
    const double Low = 2.0355273740931033e-17; // of 1 / ln 2, below Exp64.Log2E

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        var (k, m) = Log64.Split(x);
        return Log64.Special(x, Combine(k, 0.0, m - 1.0, Exp64.Log2E, Low));
    }

    /// <summary>whole + rest + log(1 + f) (high + low), where whole is 0 or the largest of all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Combine<T>(T whole, T rest, T f, double high, double low) where T : struct, IFloat64Lanes<T>
    {
        T p = f * high;
        T lost = T.Fma(f, high, -p) + T.Fma(f, low, Log64.Correction(f) * high);
        T sum = whole + p;
        return sum + (((whole - sum) + p) + (lost + rest));
    }
}

/// <summary>k log10(2) + log(1 + f) / ln 10.</summary>
readonly struct Log1064 : IFormula64
{
    const double High = 0.4342944819032518, Low = 1.098319650216765e-17;
    const double TwoHigh = 0.30102999566395283, TwoLow = 2.8363394551044964e-14; // log10(2), 42 bits and the rest

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        var (k, m) = Log64.Split(x);
        return Log64.Special(x, Log264.Combine(k * TwoHigh, k * TwoLow, m - 1.0, High, Low));
    }
}

readonly struct Log232 : IFormula32
{
    const float Low = 1.92596303e-8f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        var (k, m) = Log32.Split(x);
        return Log32.Special(x, Combine(k, 0f, m - 1f, Exp32.Log2E, Low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Combine<T>(T whole, T rest, T f, float high, float low) where T : struct, IFloat32Lanes<T>
    {
        T p = f * high;
        T lost = T.Fma(f, high, -p) + T.Fma(f, low, Log32.Correction(f) * high);
        T sum = whole + p;
        return sum + (((whole - sum) + p) + (lost + rest));
    }
}

readonly struct Log1032 : IFormula32
{
    const float High = 0.434294492f, Low = -1.010305e-08f;
    const float TwoHigh = 0.30103302f, TwoLow = -3.02435546e-06f; // log10(2), 16 bits and the rest

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        var (k, m) = Log32.Split(x);
        return Log32.Special(x, Log232.Combine(k * TwoHigh, k * TwoLow, m - 1f, High, Low));
    }
}
