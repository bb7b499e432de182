using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.LinearAlgebra;

/// <summary>An unevaluated sum of two doubles, about 32 digits (Dekker 1971; Ogita, Rump and Oishi 2005).</summary>
readonly record struct DoubleDouble(double High, double Low)
{
    public static implicit operator DoubleDouble(double value) => new(value, 0);

    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        var sum = a.High + b.High;
        var part = sum - a.High;
        var error = (a.High - (sum - part)) + (b.High - part) + a.Low + b.Low;
        var high = sum + error;
        return new(high, error - (high - sum));
    }

    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b) => a + new DoubleDouble(-b.High, -b.Low);

    /// <summary>a * b, the product of two doubles exactly.</summary>
    public static DoubleDouble Product(double a, double b)
    {
        var high = a * b;
        return new(high, Math.FusedMultiplyAdd(a, b, -high));
    }

    public static DoubleDouble operator *(DoubleDouble a, double b)
    {
        var high = a.High * b;
        var low = Math.FusedMultiplyAdd(a.High, b, -high) + a.Low * b;
        var sum = high + low;
        return new(sum, low - (sum - high));
    }

    public double Value => High + Low;

    /// <summary>(high, low) += (p, e) in every lane: the sum of the highs exactly, the errors gathered in low.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref Vector512<double> high, ref Vector512<double> low, Vector512<double> p, Vector512<double> e)
    {
        var sum = high + p;
        var part = sum - high;
        low += (high - (sum - part)) + (p - part) + e;
        high = sum;
    }

    /// <summary>The sum over the lanes, in order.</summary>
    public static DoubleDouble Fold(Vector512<double> high, Vector512<double> low)
    {
        DoubleDouble sum = 0;
        for (var i = 0; i < Vector512<double>.Count; i++) sum += new DoubleDouble(high[i], 0) + low[i];
        return sum;
    }
}
