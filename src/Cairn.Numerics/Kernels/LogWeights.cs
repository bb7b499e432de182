using System.Numerics;
using System.Runtime.InteropServices;

namespace Cairn.Kernels;

/// <summary>Weights given by their logarithms, row by row, shifted by the largest so that nothing overflows: ln Σ eˣ, eˣ / Σ eˣ and what
/// follows from them. In the type of the elements. Exponentials of all rows are taken together, which is much faster for short
/// ones.</summary>
static class LogWeights
{
    /// <summary>ln Σ eˣ of each row: the largest + ln(1 + the others relative to it); -infinity of rows without elements.</summary>
    internal static void LogSums<T>(ReadOnlySpan<T> x, int length, Span<T> sums) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (length == 0)
        {
            sums.Fill(T.NegativeInfinity);
            return;
        }
        var weights = new T[x.Length];
        var largest = new T[sums.Length];
        Shift(x, length, weights, largest);
        Exp(weights);
        for (int i = 0; i < sums.Length; i++)
        {
            var row = weights.AsSpan(i * length, length);
            int place = x.Slice(i * length, length).IndexOf(largest[i]);
            row[place] = T.Zero;
            sums[i] = Sum(row);
        }
        Log1P(sums);
        for (int i = 0; i < sums.Length; i++) sums[i] = T.IsFinite(largest[i]) ? largest[i] + sums[i] : largest[i];
    }

    /// <summary>The shares eˣ / Σ eˣ of each row; the largest share equally at the infinities.</summary>
    internal static void Shares<T>(ReadOnlySpan<T> x, int length, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.IsEmpty) return;
        Shift(x, length, y, default);
        Exp(y);
        for (int start = 0; start < y.Length; start += length)
        {
            var row = y.Slice(start, length);
            T sum = Sum(row);
            for (int j = 0; j < row.Length; j++) row[j] /= sum;
        }
    }

    /// <summary>The logarithms of the shares.</summary>
    internal static void LogShares<T>(ReadOnlySpan<T> x, int length, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.IsEmpty) return;
        var sums = new T[x.Length / length];
        Shift(x, length, y, default);
        LogSums<T>(y, length, sums);
        for (int i = 0; i < sums.Length; i++)
        {
            var row = y.Slice(i * length, length);
            for (int j = 0; j < row.Length; j++) row[j] -= sums[i];
        }
    }

    /// <summary>Minus the logarithm of one share of each row, to full precision where that share is nearly all.</summary>
    internal static void Losses<T>(ReadOnlySpan<T> x, int length, ReadOnlySpan<int> places, Span<T> losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shifted = new T[x.Length];
        Shift(x, length, shifted, default);
        LogSums<T>(shifted, length, losses);
        for (int i = 0; i < losses.Length; i++) losses[i] -= shifted[i * length + places[i]];
    }

    static void Shift<T>(ReadOnlySpan<T> x, int length, Span<T> y, Span<T> largest) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int start = 0, i = 0; start < x.Length; start += length, i++)
        {
            var row = x.Slice(start, length);
            var shifted = y.Slice(start, length);
            T top = Max(row);
            for (int j = 0; j < row.Length; j++) shifted[j] = row[j] == top ? T.Zero : row[j] - top;
            if (!largest.IsEmpty) largest[i] = top;
        }
    }

    static T Max<T>(ReadOnlySpan<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.Length > 32)
            return typeof(T) == typeof(float) ? (T)(object)Extremes.Max(As<T, float>(x)) : (T)(object)Extremes.Max(As<T, double>(x));
        T top = x[0];
        for (int i = 1; i < x.Length; i++) top = T.Max(top, x[i]);
        return T.IsNaN(top) ? T.NaN : top;
    }

    static T Sum<T>(ReadOnlySpan<T> x) where T : unmanaged => typeof(T) == typeof(float)
        ? (T)(object)Sums.Sum(As<T, float>(x))
        : (T)(object)Sums.Sum(As<T, double>(x));

    static void Exp<T>(Span<T> x) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) SafeMath.Exp(As<T, float>(x), As<T, float>(x));
        else SafeMath.Exp(As<T, double>(x), As<T, double>(x));
    }

    static void Log1P<T>(Span<T> x) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) SafeMath.Log1P(As<T, float>(x), As<T, float>(x));
        else SafeMath.Log1P(As<T, double>(x), As<T, double>(x));
    }

    static ReadOnlySpan<TTo> As<TFrom, TTo>(ReadOnlySpan<TFrom> x) where TFrom : unmanaged where TTo : unmanaged =>
        MemoryMarshal.Cast<TFrom, TTo>(x);

    static Span<TTo> As<TFrom, TTo>(Span<TFrom> x) where TFrom : unmanaged where TTo : unmanaged => MemoryMarshal.Cast<TFrom, TTo>(x);
}
