using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

public static partial class SafeMath
{
    /// <summary>
    /// The Gaussian error linear unit x Phi(x), Phi the standard normal distribution function, within 4 ulp in the far negative tail too: 0 below -38.5,
    /// x itself at +inf. Hendrycks and Gimpel 2016.
    /// </summary>
    public static double Gelu(double x) => Formulas.At<Gelu64>(x);

    /// <summary>As <see cref="Gelu(double)"/>, in single precision, within 1.73 ulp.</summary>
    public static float Gelu(float x) => Formulas.At<Gelu32>(x);

    /// <summary>The Gaussian error linear unit of every element, bit for bit <see cref="Gelu(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Gelu(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<Gelu64>(x, y);

    /// <summary>The Gaussian error linear unit of every element, bit for bit <see cref="Gelu(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void Gelu(ReadOnlySpan<float> x, Span<float> y) => Formulas.Map<Gelu32>(x, y);

    /// <summary>
    /// Gelu approximated by x sigmoid(2 u) = x (1 + tanh u) / 2 with u = sqrt(2 / pi) (x + 0.044715 x^3).
    /// </summary>
    public static double GeluTanh(double x) => Formulas.At<GeluTanh64>(x);

    /// <summary>
    /// As <see cref="GeluTanh(double)"/>, in single precision: error relative to |x|, which grows with the exponent in the negative tail.
    /// </summary>
    public static float GeluTanh(float x) => Formulas.At<GeluTanh32>(x);

    /// <summary>The tanh form of gelu of every element, bit for bit <see cref="GeluTanh(double)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void GeluTanh(ReadOnlySpan<double> x, Span<double> y) => Formulas.Map<GeluTanh64>(x, y);

    /// <summary>The tanh form of gelu of every element, bit for bit <see cref="GeluTanh(float)"/>.</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{double}, Span{double})"/>
    public static void GeluTanh(ReadOnlySpan<float> x, Span<float> y) => Formulas.Map<GeluTanh32>(x, y);
}

/// <summary>max(x, 0) - a Phi(-a), a = |x|; Phi(-a) = erfc(a / sqrt 2) / 2.</summary>
readonly struct Gelu64 : IFormula64
{
    const double HalfRoot = 0.7071067811865476;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T a = x & T.FromBits(long.MaxValue);
        T b = T.Clamp(a * HalfRoot, Erfc64.Near, 28.0);
        T c = T.Clamp(a, 0.0, 39.0);
        T root = a * HalfRoot;
        T near = 0.5 * a * ((1.0 - root) - root * Erf64.Small(root * root));
        T far = Erfc64.ExpMinusSquare(c, 0.5) * (Erfc64.Scaled(b) * HalfRoot); // a / 2 b = 1 / sqrt 2
        T tail = T.Select(root < Erfc64.Near, near, far);
        return T.Select(T.Equal(x, x), T.Select(x > 0.0, x, 0.0) - tail, double.NaN);
    }
}

/// <summary>max(x, 0) - a Phi(-a) with a = |x|: a/2 - a^2 P(a^2) up to 0.65, beyond e^(-a^2/2) Q(t) with t = (a - 3) / (a + 3); Q, t and
/// the exponential each with what its rounding lost.</summary>
readonly struct Gelu32 : IFormula32
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        T a = T.AtMost(x & T.FromBits(int.MaxValue), 14.5f);
        T half = a * 0.5f;
        T square = half * a;
        T lost = T.Fma(half, a, -square);
        T n = T.Fma(square, -Exp32.Log2E, Exp32.Round) - Exp32.Round;
        T high = T.Fma(n, -Exp32.Ln2High, -square), low = T.Fma(n, Exp32.Ln2Low, lost);
        T r = high - low;
        T p = Exp32.Tail(r), r2 = r * r;
        T e = T.Fma(p, r2, r);
        T eLow = T.Fma(p, r2, r - e) + ((high - r) - low);

        T below = a + 3f, above = a - 3f;
        T t = above / below;
        T rest = T.Fma(-t, a - (below - 3f), T.Fma(-t, below, above) + (a - (above + 3f)));
        T tLow = rest * T.Fma(t, -0.166666672f, 0.166666672f); // 1 / (a + 3) = (1 - t) / 6
        T q = T.Fma(-0.000533346494f, t, -3.95175557e-05f);
        q = T.Fma(q, t, 0.00395490322f);
        q = T.Fma(q, t, -0.0017376882f);
        q = T.Fma(q, t, -0.0288556833f);
        q = T.Fma(q, t, 0.0913766399f);
        q = T.Fma(q, t, -0.139657557f);
        q = T.Fma(q, t, 0.10987588f);
        T share = T.Fma(q, t, 0.364541858f);
        T shareLow = T.Fma(q, tLow, T.Fma(q, t, 0.364541858f - share));
        T far = T.Scale(share + T.Fma(share, e, T.Fma(share, eLow, shareLow)), n);

        T z = a * a;
        T near = T.Fma(5.37252902e-07f, z, -9.2743694e-06f);
        near = T.Fma(near, z, 0.000115320712f);
        near = T.Fma(near, z, -0.00118728878f);
        near = T.Fma(near, z, 0.00997355022f);
        near = T.Fma(near, z, -0.066490382f);
        near = T.Fma(near, z, 0.398942292f);
        T tail = T.Select(a < 0.65f, T.Fma(-near, z, half), far);
        return T.Select(T.Equal(x, x), T.Select(x > 0f, x, 0f) - tail, float.NaN);
    }
}

readonly struct GeluTanh64 : IFormula64
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T c = T.Clamp(x, -1e3, 1e3);
        T y = x * Sigmoid64.At(T.Fma(c * c * c, 0.07135481282831943, c * 1.5957691216057308));
        return T.Select(x > -1e3, y, T.Select(T.Equal(x, x), -0.0, double.NaN));
    }
}

readonly struct GeluTanh32 : IFormula32
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        T c = T.Clamp(x, -1e3f, 1e3f);
        T y = x * Sigmoid32.At(T.Fma(c * c * c, 0.0713548163f, c * 1.59576917f));
        return T.Select(x > -1e3f, y, T.Select(T.Equal(x, x), -0f, float.NaN));
    }
}
