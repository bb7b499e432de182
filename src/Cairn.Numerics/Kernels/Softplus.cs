using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

public static partial class SafeMath
{
    /// <summary>
    /// log(1 + e^x) = max(x, 0) + log1p(e^-|x|), within 3 ulp: e^x to full relative precision for very negative x, x itself for large x.
    /// 0 at -inf, +inf at +inf.
    /// </summary>
    public static double Softplus(double x) => Formulas.At<Softplus64>(x);

    /// <summary>log(1 + e^x) = max(x, 0) + log1p(e^-|x|), within 2 ulp. 0 at -inf, +inf at +inf.</summary>
    public static float Softplus(float x) => Formulas.At<Softplus32>(x);
}

readonly struct Softplus64 : IFormula64
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        T isPositive = x > 0.0;
        return T.Select(isPositive, x, 0.0) + Log1P64.At(Exp64.At(T.Select(isPositive, -x, x)));
    }
}

readonly struct Softplus32 : IFormula32
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        T isPositive = x > 0f;
        return T.Select(isPositive, x, 0f) + Log1P32.At(Exp32.At(T.Select(isPositive, -x, x)));
    }
}
