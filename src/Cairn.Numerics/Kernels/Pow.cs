using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

public static partial class SafeMath
{
    /// <summary>
    /// x^y, within 1 ulp. As C99 has it: x^0 = 1 and 1^y = 1 whatever the other is, even NaN; a negative x takes whole y only, else NaN;
    /// a negative sign survives odd y, at zero and infinity too; 0 to a negative power is infinite; (-1)^inf = 1.
    /// </summary>
    public static double Pow(double x, double y)
    {
        if (y == 0 || x == 1) return 1;
        if (double.IsNaN(x) || double.IsNaN(y)) return double.NaN;
        double a = Math.Abs(x);
        if (double.IsInfinity(y)) return a == 1 ? 1 : a > 1 == y > 0 ? double.PositiveInfinity : 0;
        bool isWhole = Math.Floor(y) == y, isOdd = isWhole && Math.Abs(y) < 9007199254740992 && ((long)y & 1) != 0;
        double sign = isOdd && double.IsNegative(x) ? -1 : 1;
        if (a == 0 || double.IsInfinity(a)) return sign * (a == 0 == y > 0 ? 0 : double.PositiveInfinity);
        if (x < 0 && !isWhole) return double.NaN;
        return sign * PositivePower<Float64x1>(a, y).Value;
    }

    /// <summary>x^y, computed in float64 and rounded. Special values as <see cref="Pow(double, double)"/>.</summary>
    public static float Pow(float x, float y) => (float)Pow((double)x, y);

    /// <summary>
    /// e^(y log x) for finite x above 0, with log x to 64 bits and more as a sum of two numbers:
    /// log x = k ln 2 + 2 (s + s w), s = f / (2 + f), w = s^2/3 + s^4/5 + ...
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T PositivePower<T>(T x, T y) where T : struct, IFloat64Lanes<T>
    {
        const double Third = 0.3333333333333333, ThirdLow = 1.850371707708594e-17;
        var (k, m) = Log64.Split(x);
        T f = m - 1.0;

        T d = f + 2.0;
        T dLow = f - (d - 2.0);
        T inverse = 1.0 / d;
        T s = f * inverse;
        T sLow = (T.Fma(-s, d, f) - s * dLow) * inverse;

        T z = s * s;
        T zLow = T.Fma(s, s, -z) + 2.0 * s * sLow;
        T p = T.Fma(0.05861589311938259, z, 0.05853118169745603);
        p = T.Fma(p, z, 0.06667402346923655);
        p = T.Fma(p, z, 0.07692297481259215);
        p = T.Fma(p, z, 0.09090909167696401);
        p = T.Fma(p, z, 0.11111111110827943);
        p = T.Fma(p, z, 0.14285714285714682);
        p = T.Fma(p, z, 0.2) * z * z;
        T a = z * Third;
        T aLow = T.Fma(z, Third, -a) + T.Fma(zLow, Third, z * ThirdLow);
        T w = a + p;
        T wLow = ((a - w) + p) + aLow;

        T v = s * w;
        T vLow = T.Fma(s, w, -v) + T.Fma(s, wLow, sLow * w);
        T half = s + v;
        T halfLow = ((s - half) + v) + (sLow + vLow);

        T whole = k * Log64.Ln2High;
        T log = whole + (half + half);
        T logLow = ((whole - log) + (half + half)) + T.Fma(k, Log64.Ln2Low, halfLow + halfLow);

        T e = y * log;
        T eLow = T.Fma(y, log, -e) + y * logLow;
        T inRange = (e < 710.0) & (e > -746.0);
        e = T.Clamp(e, -746, 710);
        T n = T.Fma(e, Exp64.Log2E, Exp64.Round) - Exp64.Round;
        T exact = T.Fma(n, -Exp64.Ln2High, e), rest = T.Fma(n, -Exp64.Ln2Low, T.Select(inRange, eLow, 0.0));
        T r = exact + rest;
        T rLow = (exact - r) + rest;
        T one = r + 1.0;
        return T.Scale(one + T.Fma(Exp64.Tail(r), r * r, ((1.0 - one) + r) + rLow), n);
    }
}
