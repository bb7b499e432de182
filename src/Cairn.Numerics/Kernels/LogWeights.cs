using System.Numerics;

namespace Cairn.Kernels;

/// <summary>Weights given by their logarithms, row by row, shifted by the largest so that nothing overflows: log Σ eˣ and eˣ / Σ eˣ.
/// In the type of the elements.</summary>
static class LogWeights
{
    /// <summary>log Σ eˣ: the largest + log of the sum relative to it; -infinity of nothing.</summary>
    internal static float LogSum(ReadOnlySpan<float> x, Span<float> scratch)
    {
        if (x.IsEmpty) return float.NegativeInfinity;
        float largest = Extremes.Max(x);
        if (!float.IsFinite(largest)) return largest;
        for (int i = 0; i < x.Length; i++) scratch[i] = x[i] - largest;
        scratch[x.IndexOf(largest)] = float.NegativeInfinity;
        SafeMath.Exp(scratch, scratch);
        return largest + SafeMath.Log1P(Sums.Sum(scratch));
    }

    /// <inheritdoc cref="LogSum(ReadOnlySpan{float}, Span{float})"/>
    internal static double LogSum(ReadOnlySpan<double> x, Span<double> scratch)
    {
        if (x.IsEmpty) return double.NegativeInfinity;
        double largest = Extremes.Max(x);
        if (!double.IsFinite(largest)) return largest;
        for (int i = 0; i < x.Length; i++) scratch[i] = x[i] - largest;
        scratch[x.IndexOf(largest)] = double.NegativeInfinity;
        SafeMath.Exp(scratch, scratch);
        return largest + SafeMath.Log1P(Sums.Sum(scratch));
    }

    /// <summary>The shares eˣ / Σ eˣ; the largest share equally at the infinities.</summary>
    internal static void Shares(ReadOnlySpan<float> x, Span<float> y)
    {
        if (x.IsEmpty) return;
        Shift(x, y, Extremes.Max(x));
        SafeMath.Exp(y, y);
        float sum = Sums.Sum(y);
        for (int i = 0; i < y.Length; i++) y[i] /= sum;
    }

    /// <inheritdoc cref="Shares(ReadOnlySpan{float}, Span{float})"/>
    internal static void Shares(ReadOnlySpan<double> x, Span<double> y)
    {
        if (x.IsEmpty) return;
        Shift(x, y, Extremes.Max(x));
        SafeMath.Exp(y, y);
        double sum = Sums.Sum(y);
        for (int i = 0; i < y.Length; i++) y[i] /= sum;
    }

    /// <summary>The logarithms of the shares.</summary>
    internal static void LogShares(ReadOnlySpan<float> x, Span<float> y)
    {
        if (x.IsEmpty) return;
        float largest = Extremes.Max(x);
        Shift(x, y, largest);
        float sum = LogSum(y.ToArray(), y);
        Shift(x, y, largest);
        for (int i = 0; i < y.Length; i++) y[i] -= sum;
    }

    /// <inheritdoc cref="LogShares(ReadOnlySpan{float}, Span{float})"/>
    internal static void LogShares(ReadOnlySpan<double> x, Span<double> y)
    {
        if (x.IsEmpty) return;
        double largest = Extremes.Max(x);
        Shift(x, y, largest);
        double sum = LogSum(y.ToArray(), y);
        Shift(x, y, largest);
        for (int i = 0; i < y.Length; i++) y[i] -= sum;
    }

    static void Shift<T>(ReadOnlySpan<T> x, Span<T> y, T largest) where T : INumber<T>
    {
        for (int i = 0; i < x.Length; i++) y[i] = x[i] == largest ? T.Zero : x[i] - largest;
    }
}
