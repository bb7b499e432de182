using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

/// <summary>
/// Angles modulo pi / 2 and sine and cosine of what is left. Up to 2^30 by subtracting n pi / 2 in three parts (Cody and Waite; with
/// fused multiply-adds the first is exact), beyond by <see cref="HugeAngle"/>, lane by lane.
/// </summary>
static class Angle64
{
    internal const double HalfPi = 1.5707963267948966, HalfPi2 = 6.123233995736766e-17, HalfPi3 = -1.4973849048591698e-33;
    const double TwoOverPi = 0.6366197723675814, Limit = 1 << 30;

    /// <summary>
    /// x = (pi / 2) q + High + Low, |High| hardly above pi / 4; the last bits of Quadrant's representation are those of q.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (T Quadrant, T High, T Low) Reduce<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T quadrant = T.Fma(x, TwoOverPi, Exp64.Round);
        T n = quadrant - Exp64.Round;
        T r = T.Fma(n, -HalfPi, x);
        T w = n * HalfPi2;
        T high = r - w;
        T back = high - r;
        T low = (r - (high - back)) - (w + back);
        low = T.Fma(n, -HalfPi3, low - T.Fma(n, HalfPi2, -w));
        T sum = high + low;
        low += high - sum;
        return T.All((x < Limit) & (x > -Limit)) ? (quadrant, sum, low) : WithHuge(x, quadrant, sum, low);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static (T Quadrant, T High, T Low) WithHuge<T>(T x, T quadrant, T high, T low) where T : struct, IFloat64Lanes<T>
    {
        Span<double> q = stackalloc double[T.Count], h = stackalloc double[T.Count], l = stackalloc double[T.Count];
        quadrant.Store(ref q[0]);
        high.Store(ref h[0]);
        low.Store(ref l[0]);
        for (int i = 0; i < T.Count; i++)
        {
            if (Math.Abs(x[i]) < Limit) continue;
            (int whole, h[i], l[i]) = HugeAngle.Reduce(x[i]);
            q[i] = BitConverter.Int64BitsToDouble(whole);
        }
        return (T.Load(ref q[0]), T.Load(ref h[0]), T.Load(ref l[0]));
    }

    /// <summary>sin(High + Low).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Sine<T>(T high, T low) where T : struct, IFloat64Lanes<T>
    {
        T z = high * high;
        T p = T.Fma(-7.585486485235938e-13, z, 1.6058510875319195e-10);
        p = T.Fma(p, z, -2.505210610025599e-08);
        p = T.Fma(p, z, 2.7557319218954762e-06);
        p = T.Fma(p, z, -0.00019841269841264567);
        p = T.Fma(p, z, 0.008333333333333331);
        p = T.Fma(p, z, -0.16666666666666666);
        return high + T.Fma(p * z, high, low);
    }

    /// <summary>cos(High + Low).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Cosine<T>(T high, T low) where T : struct, IFloat64Lanes<T>
    {
        T z = high * high;
        T p = T.Fma(-1.1380868171449914e-11, z, 2.0876121534608454e-09);
        p = T.Fma(p, z, -2.7557317151858866e-07);
        p = T.Fma(p, z, 2.480158729853226e-05);
        p = T.Fma(p, z, -0.0013888888888887241);
        p = T.Fma(p, z, 0.041666666666666664);
        T half = z * 0.5;
        T w = 1.0 - half;
        return w + (((1.0 - w) - half) + T.Fma(z * z, p, -(high * low)));
    }

    /// <summary>All bits set where the quadrant is odd.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T IsOdd<T>(T quadrant) where T : struct, IFloat64Lanes<T> =>
        T.SubtractBits(0.0, quadrant & T.FromBits(1));

    /// <summary>The sine in the given quadrant; the cosine is that of the next quadrant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T SineIn<T>(T quadrant, T high, T low) where T : struct, IFloat64Lanes<T>
    {
        T y = T.Select(IsOdd(quadrant), Cosine(high, low), Sine(high, low)) ^ ((quadrant & T.FromBits(2)) << 62);
        return T.Select(T.Equal(y, y), y, double.NaN);
    }
}

/// <summary>As <see cref="Angle64"/>, in float32 up to 2^16.</summary>
static class Angle32
{
    const float HalfPi = 1.57079637f, HalfPi2 = -4.37113883e-8f, HalfPi3 = -1.71512451e-15f;
    const float TwoOverPi = 0.636619747f, Limit = 1 << 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (T Quadrant, T High, T Low) Reduce<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        T quadrant = T.Fma(x, TwoOverPi, Exp32.Round);
        T n = quadrant - Exp32.Round;
        T r = T.Fma(n, -HalfPi, x);
        T w = n * HalfPi2;
        T high = r - w;
        T back = high - r;
        T low = (r - (high - back)) - (w + back);
        low = T.Fma(n, -HalfPi3, low - T.Fma(n, HalfPi2, -w));
        T sum = high + low;
        low += high - sum;
        return T.All((x < Limit) & (x > -Limit)) ? (quadrant, sum, low) : WithHuge(x, quadrant, sum, low);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static (T Quadrant, T High, T Low) WithHuge<T>(T x, T quadrant, T high, T low) where T : struct, IFloat32Lanes<T>
    {
        Span<float> q = stackalloc float[T.Count], h = stackalloc float[T.Count], l = stackalloc float[T.Count];
        quadrant.Store(ref q[0]);
        high.Store(ref h[0]);
        low.Store(ref l[0]);
        for (int i = 0; i < T.Count; i++)
        {
            if (Math.Abs(x[i]) < Limit) continue;
            var (whole, wideHigh, wideLow) = Angle64.Reduce<Float64x1>(x[i]);
            q[i] = BitConverter.Int32BitsToSingle((int)whole.Bits);
            h[i] = (float)wideHigh.Value;
            l[i] = (float)(wideHigh.Value - h[i] + wideLow.Value);
        }
        return (T.Load(ref q[0]), T.Load(ref h[0]), T.Load(ref l[0]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Sine<T>(T high, T low) where T : struct, IFloat32Lanes<T>
    {
        T z = high * high;
        T p = T.Fma(2.72437819e-06f, z, -0.00019840039f);
        p = T.Fma(p, z, 0.00833333191f);
        p = T.Fma(p, z, -0.166666672f);
        return high + T.Fma(p * z, high, low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Cosine<T>(T high, T low) where T : struct, IFloat32Lanes<T>
    {
        T z = high * high;
        T p = T.Fma(2.4542871e-05f, z, -0.00138882792f);
        p = T.Fma(p, z, 0.0416666642f);
        T half = z * 0.5f;
        T w = 1f - half;
        return w + (((1f - w) - half) + T.Fma(z * z, p, -(high * low)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T IsOdd<T>(T quadrant) where T : struct, IFloat32Lanes<T> =>
        T.SubtractBits(0f, quadrant & T.FromBits(1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T SineIn<T>(T quadrant, T high, T low) where T : struct, IFloat32Lanes<T>
    {
        T y = T.Select(IsOdd(quadrant), Cosine(high, low), Sine(high, low)) ^ ((quadrant & T.FromBits(2)) << 30);
        return T.Select(T.Equal(y, y), y, float.NaN);
    }
}
