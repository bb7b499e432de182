using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

public static partial class SafeMath
{
    /// <summary>
    /// The error function 2/sqrt(pi) times the integral of e^(-t^2) from 0 to x, within 3 ulp. Keeps -0; -1 and 1 at the infinities.
    /// </summary>
    public static double Erf(double x) => Formulas.At<Erf64>(x);

    /// <summary>As <see cref="Erf(double)"/>, in single precision, within 2 ulp.</summary>
    public static float Erf(float x) => Formulas.At<Erf32>(x);

    /// <summary>The error function of every element, bit for bit <see cref="Erf(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Erf(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Erf64>(x, y);

    /// <summary>The error function of every element, bit for bit <see cref="Erf(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Erf(ReadOnlySpan<float> x, Span<float> y) => Formulas.Map<Erf32>(x, y);

    /// <summary>
    /// 1 - erf x without cancellation, within 4 ulp: subnormal above 26.54, 0 above 27.23; 2 at -inf.
    /// </summary>
    public static double Erfc(double x) => Formulas.At<Erfc64>(x);

    /// <summary>As <see cref="Erfc(double)"/>, computed in float64 and rounded.</summary>
    public static float Erfc(float x) => (float)Formulas.At<Erfc64>((double)x);

    /// <summary>1 - erf of every element, bit for bit <see cref="Erfc(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Erfc(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Erfc64>(x, y);

    /// <summary>1 - erf of every element, bit for bit <see cref="Erfc(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Erfc(ReadOnlySpan<float> x, Span<float> y) => Formulas.MapWide<Erfc64>(x, y);
}

/// <summary>x + x P(x^2) up to 3/4 in size, beyond 1 - erfc |x|.</summary>
readonly struct Erf64 : IFormula64
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T sign = x & -0.0;
        T a = x ^ sign;
        T y = T.Select(a < Erfc64.Near, T.Fma(Small(a * a), a, a), 1.0 - Erfc64.Far(T.Clamp(a, Erfc64.Near, 28.0)));
        return T.Select(T.Equal(x, x), y ^ sign, double.NaN);
    }

    /// <summary>erf(x) / x - 1 as a function of z = x^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Small<T>(T z) where T : struct, IFloat64Lanes<T>
    {
        T p = T.Fma(-9.502597879538998e-10, z, 1.4413807485867648e-08);
        p = T.Fma(p, z, -1.6333220202506893e-07);
        p = T.Fma(p, z, 1.6460382553869293e-06);
        p = T.Fma(p, z, -1.4925589354669818e-05);
        p = T.Fma(p, z, 0.00012055331544464486);
        p = T.Fma(p, z, -0.0008548327001120835);
        p = T.Fma(p, z, 0.005223977625222021);
        p = T.Fma(p, z, -0.026866170645118433);
        p = T.Fma(p, z, 0.11283791670955087);
        p = T.Fma(p, z, -0.37612638903183754);
        p = T.Fma(p, z, 0.1283791670955126);
        return p;
    }
}

/// <summary>
/// e^(-a^2) Q(t) / a with t = (a - 4.5) / (a + 4.5) from 3/4 on; below, and for negative x, 1 - erf x or 2 - erfc |x|.
/// </summary>
readonly struct Erfc64 : IFormula64
{
    internal const double Near = 0.75;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T a = x & T.FromBits(long.MaxValue);
        T near = (1.0 - x) - x * Erf64.Small(x * x);
        T far = Far(T.Clamp(a, Near, 28.0));
        T y = T.Select(a < Near, near, T.Select(x < 0.0, 2.0 - far, far));
        return T.Select(T.Equal(x, x), y, double.NaN);
    }

    /// <summary>erfc a for a from 3/4 to 28.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Far<T>(T a) where T : struct, IFloat64Lanes<T> => ExpMinusSquare(a, 1.0) * (Scaled(a) / a);

    /// <summary>e^(-a^2 share): the square to twice the digits. The share is a power of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T ExpMinusSquare<T>(T a, T share) where T : struct, IFloat64Lanes<T>
    {
        T half = a * share;
        T square = half * a;
        T lost = T.Fma(half, a, -square);
        var (n, r) = Exp64.Reduce(-square);
        r -= lost;
        return T.Scale(T.Fma(Exp64.Tail(r), r * r, r) + 1.0, n);
    }

    /// <summary>a e^(a^2) erfc a for a from 3/4 to 28.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Scaled<T>(T a) where T : struct, IFloat64Lanes<T>
    {
        T t = (a - 4.5) / (a + 4.5);
        T p = T.Fma(-3.134714665274285e-09, t, 7.783885045135383e-09);
        p = T.Fma(p, t, 2.2781717643353103e-08);
        p = T.Fma(p, t, -1.0289750915215912e-07);
        p = T.Fma(p, t, -2.7219136157519188e-08);
        p = T.Fma(p, t, 8.890412128650056e-07);
        p = T.Fma(p, t, -1.6183807819744535e-06);
        p = T.Fma(p, t, -3.788642550916266e-06);
        p = T.Fma(p, t, 2.5122469348891513e-05);
        p = T.Fma(p, t, -4.475429558285263e-05);
        p = T.Fma(p, t, -8.466842466406198e-05);
        p = T.Fma(p, t, 0.0008382871263799713);
        p = T.Fma(p, t, -0.003252800070545488);
        p = T.Fma(p, t, 0.008994973530409492);
        p = T.Fma(p, t, -0.019970879045390716);
        p = T.Fma(p, t, 0.03730037753484688);
        p = T.Fma(p, t, -0.059891248104671814);
        p = T.Fma(p, t, 0.08337815046015316);
        p = T.Fma(p, t, -0.10042285906302903);
        p = T.Fma(p, t, 0.10291262323495388);
        p = T.Fma(p, t, -0.0854878692784513);
        p = T.Fma(p, t, 0.04871812891151021);
        p = T.Fma(p, t, 0.5511816192322864);
        return p;
    }
}

/// <summary>x + x P(x^2) up to 1 in size, beyond 1 - e^(-a P(a)).</summary>
readonly struct Erf32 : IFormula32
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        T sign = x & -0f;
        T a = x ^ sign;
        T z = a * a;
        T near = T.Fma(7.875546e-05f, z, -0.00080167735f);
        near = T.Fma(near, z, 0.00518907793f);
        near = T.Fma(near, z, -0.0268542077f);
        near = T.Fma(near, z, 0.112835944f);
        near = T.Fma(near, z, -0.37612626f);
        near = T.Fma(near, z, 0.128379166f);
        T b = T.Clamp(a, 1f, 4f);
        T far = T.Fma(-2.16618048e-07f, b, 3.23675454e-06f);
        far = T.Fma(far, b, -1.58438843e-06f);
        far = T.Fma(far, b, -0.000331685442f);
        far = T.Fma(far, b, 0.00383551139f);
        far = T.Fma(far, b, -0.0243323054f);
        far = T.Fma(far, b, 0.107022516f);
        far = T.Fma(far, b, 0.634617269f);
        far = T.Fma(far, b, 1.12879276f);
        T y = T.Select(a < 1f, T.Fma(near, a, a), 1f - Exp32.Within(-(far * b)));
        return T.Select(T.Equal(x, x), y ^ sign, float.NaN);
    }
}
