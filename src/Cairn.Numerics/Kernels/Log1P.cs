using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

public static partial class SafeMath
{
    /// <summary>log(1 + x) without cancellation near 0, within 2 ulp. Keeps -0 and tiny x as they are; -inf at -1, NaN below.</summary>
    public static double Log1P(double x) => Formulas.At<Log1P64>(x);

    /// <inheritdoc cref="Log1P(double)"/>
    public static float Log1P(float x) => Formulas.At<Log1P32>(x);

    /// <summary>log(1 + x) of every element, bit for bit <see cref="Log1P(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Log1P(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Log1P64>(x, y);

    /// <summary>log(1 + x) of every element, bit for bit <see cref="Log1P(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Log1P(ReadOnlySpan<float> x, Span<float> y) => Formulas.Map<Log1P32>(x, y);
}

/// <summary>
/// With u = 1 + x rounded and c what the rounding lost, u + c = 2^k (m + 2^-k c), and f = m - 1 + 2^-k c goes on as in
/// <see cref="Log64"/>. For k = 0, f is x itself.
/// </summary>
readonly struct Log1P64 : IFormula64
{
    const double Tiny = 5.55e-17, Large = 18014398509481984; // from 2^54 on, c no longer matters

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T u = x + 1.0;
        T back = u - 1.0;
        T lost = (1.0 - (u - back)) + (x - back);
        var (k, m) = Log64.Split(u);
        T isLarge = x > Large;
        T scaled = T.Select(isLarge, 0.0, lost * Exp64.Power2(T.Select(isLarge, 0.0, -k)));
        T y = Log64.Special(u, Log64.Combine(k, (m - 1.0) + scaled));
        return T.Select((x < Tiny) & (x > -Tiny), x, y);
    }
}

/// <summary>As <see cref="Log1P64"/>, in float32.</summary>
readonly struct Log1P32 : IFormula32
{
    const float Tiny = 2.98e-8f, Large = 33554432;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        T u = x + 1f;
        T back = u - 1f;
        T lost = (1f - (u - back)) + (x - back);
        var (k, m) = Log32.Split(u);
        T isLarge = x > Large;
        T scaled = T.Select(isLarge, 0f, lost * Exp32.Power2(T.Select(isLarge, 0f, -k)));
        T y = Log32.Special(u, Log32.Combine(k, (m - 1f) + scaled));
        return T.Select((x < Tiny) & (x > -Tiny), x, y);
    }
}
