using System.Buffers;

namespace Cairn.Kernels;

public static partial class SafeMath
{
    /// <summary>
    /// log(sum e^x), shifted by the largest element m: m + log1p(the others' sum of e^(x - m)). No overflow, no underflow that matters.
    /// -inf for no elements or only -inf, +inf where one is +inf, NaN where one is NaN.
    /// </summary>
    public static double LogSumExp(ReadOnlySpan<double> x)
    {
        if (x.IsEmpty) return double.NegativeInfinity;
        double largest = Extremes.Max(x);
        if (!double.IsFinite(largest)) return largest;
        double[] rented = ArrayPool<double>.Shared.Rent(x.Length);
        var terms = rented.AsSpan(0, x.Length);
        for (int i = 0; i < x.Length; i++) terms[i] = x[i] - largest;
        terms[x.IndexOf(largest)] = double.NegativeInfinity;
        Exp(terms, terms);
        double others = Sums.Sum(terms);
        ArrayPool<double>.Shared.Return(rented);
        return largest + Log1P(others);
    }

    /// <summary>
    /// Shares e^x / sum e^x, shifted by the largest element, which shares equally with its equals at the infinities too: one +inf takes
    /// all, only -inf share alike. All NaN where one is NaN.
    /// </summary>
    /// <param name="x">The logarithms of the weights.</param>
    /// <param name="y">The shares: as long as <paramref name="x"/>, the same memory or one apart.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the memory overlaps with an offset.</exception>
    public static void Softmax(ReadOnlySpan<double> x, Span<double> y)
    {
        Formulas.CheckPlaces(x, y);
        if (x.IsEmpty) return;
        double largest = Extremes.Max(x);
        for (int i = 0; i < x.Length; i++) y[i] = x[i] == largest ? 0 : x[i] - largest;
        Exp(y, y);
        double sum = Sums.Sum(y);
        for (int i = 0; i < y.Length; i++) y[i] /= sum;
    }

    /// <summary>
    /// sqrt(x^2 + y^2) within 1 ulp, scaled by a power of two so that no square overflows or vanishes. +inf where one is infinite, even
    /// beside NaN.
    /// </summary>
    public static double Hypot(double x, double y)
    {
        double large = Math.Max(Math.Abs(x), Math.Abs(y)), small = Math.Min(Math.Abs(x), Math.Abs(y));
        if (double.IsInfinity(x) || double.IsInfinity(y)) return double.PositiveInfinity;
        if (double.IsNaN(large)) return double.NaN;
        if (large == 0) return 0;
        int exponent = Math.ILogB(large);
        large = Math.ScaleB(large, -exponent);
        small = Math.ScaleB(small, -exponent);
        return Math.ScaleB(Math.Sqrt(Math.FusedMultiplyAdd(large, large, small * small)), exponent);
    }
}
