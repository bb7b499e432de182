using System.Runtime.CompilerServices;
using Cairn.Kernels;

namespace Cairn.RandomNumbers;

/// <summary>
/// The quantile function of the standard normal distribution by three rational functions, relative error about 1e-16. Source:
/// Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37 (1988), function PPND16.
/// </summary>
static class NormalQuantile
{
    const double CentralHalfWidth = 0.425, FarTail = 5;
    const long LargestCentral = (long)(CentralHalfWidth * (1L << 53)); // the quantile of q 2^53 is central up to here

    /// <summary>
    /// The quantile of (k + 1/2) 2^-52, k the upper 52 of the <paramref name="bits"/>: never 0 or 1, symmetric about 1/2, and exact.
    /// </summary>
    internal static double Of(ulong bits)
    {
        double x = BitConverter.UInt64BitsToDouble(bits);
        return IsCentral(bits) ? Formulas.At<CentralFormula>(x) : Formulas.At<TailFormula>(x);
    }

    /// <summary>Puts the quantile in the place of the bits of each element. The few in the tails are taken out and put back, so that
    /// neither part pays for the other.</summary>
    internal static void Of(Span<double> x)
    {
        const int Block = 512;
        Span<int> places = stackalloc int[Block];
        Span<double> tails = stackalloc double[Block];
        for (; !x.IsEmpty; x = x[Math.Min(Block, x.Length)..])
        {
            var block = x[..Math.Min(Block, x.Length)];
            int count = 0;
            for (int i = 0; i < block.Length; i++)
            {
                places[count] = i;
                tails[count] = block[i];
                count += IsCentral(BitConverter.DoubleToUInt64Bits(block[i])) ? 0 : 1;
            }
            Formulas.MapHere<CentralFormula>(block, block);
            var whole = tails[..Math.Min(Block, (count + 7) & ~7)]; // no vector is left over to go lane by lane
            Formulas.MapHere<TailFormula>(whole, whole);
            for (int i = 0; i < count; i++) block[places[i]] = tails[i];
        }
    }

    static bool IsCentral(ulong bits) => Math.Abs((long)(bits >> 11 | 1) - (1L << 52)) <= LargestCentral;

    /// <summary>(k + 1/2) 2^-52 of the upper 52 bits k: they are put behind the exponent of 2^52.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T Uniform<T>(T bits) where T : struct, IFloat64Lanes<T> =>
        ((bits >>> 12 | T.FromBits(0x433L << 52)) - (double)(1L << 52) + .5) * (1.0 / (1L << 52));

    /// <summary>Of uniform numbers near 1/2.</summary>
    readonly struct CentralFormula : IFormula64
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T At<T>(T bits) where T : struct, IFloat64Lanes<T>
        {
            T q = Uniform(bits) - .5, r = (T)(CentralHalfWidth * CentralHalfWidth) - q * q;
            T above = T.Fma(2.5090809287301226727e3, r, 3.3430575583588128105e4);
            above = T.Fma(above, r, 6.7265770927008700853e4);
            above = T.Fma(above, r, 4.5921953931549871457e4);
            above = T.Fma(above, r, 1.3731693765509461125e4);
            above = T.Fma(above, r, 1.9715909503065514427e3);
            above = T.Fma(above, r, 1.3314166789178437745e2);
            above = T.Fma(above, r, 3.3871328727963666080e0);
            T below = T.Fma(5.2264952788528545610e3, r, 2.8729085735721942674e4);
            below = T.Fma(below, r, 3.9307895800092710610e4);
            below = T.Fma(below, r, 2.1213794301586595867e4);
            below = T.Fma(below, r, 5.3941960214247511077e3);
            below = T.Fma(below, r, 6.8718700749205790830e2);
            below = T.Fma(below, r, 4.2313330701600911252e1);
            below = T.Fma(below, r, 1.0);
            return q * (above / below);
        }
    }

    /// <summary>Of the others, by the root of minus the logarithm of the distance to the nearer end.</summary>
    readonly struct TailFormula : IFormula64
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T At<T>(T bits) where T : struct, IFloat64Lanes<T>
        {
            T u = Uniform(bits), rest = 1.0 - u;
            T t = T.Sqrt(-Log64.At(T.Select(u < rest, u, rest)));
            T z = Near(t - 1.6);
            if (!T.All(t < FarTail)) z = T.Select(t > FarTail, Far(t - FarTail), z);
            T sign = T.FromBits(long.MinValue);
            return z | ((u - .5) & sign);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T Near<T>(T r) where T : struct, IFloat64Lanes<T>
    {
        T above = T.Fma(7.74545014278341407640e-4, r, 2.27238449892691845833e-2);
        above = T.Fma(above, r, 2.41780725177450611770e-1);
        above = T.Fma(above, r, 1.27045825245236838258e0);
        above = T.Fma(above, r, 3.64784832476320460504e0);
        above = T.Fma(above, r, 5.76949722146069140550e0);
        above = T.Fma(above, r, 4.63033784615654529590e0);
        above = T.Fma(above, r, 1.42343711074968357734e0);
        T below = T.Fma(1.05075007164441684324e-9, r, 5.47593808499534494600e-4);
        below = T.Fma(below, r, 1.51986665636164571966e-2);
        below = T.Fma(below, r, 1.48103976427480074590e-1);
        below = T.Fma(below, r, 6.89767334985100004550e-1);
        below = T.Fma(below, r, 1.67638483018380384940e0);
        below = T.Fma(below, r, 2.05319162663775882187e0);
        below = T.Fma(below, r, 1.0);
        return above / below;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T Far<T>(T r) where T : struct, IFloat64Lanes<T>
    {
        T above = T.Fma(2.01033439929228813265e-7, r, 2.71155556874348757815e-5);
        above = T.Fma(above, r, 1.24266094738807843860e-3);
        above = T.Fma(above, r, 2.65321895265761230930e-2);
        above = T.Fma(above, r, 2.96560571828504891230e-1);
        above = T.Fma(above, r, 1.78482653991729133580e0);
        above = T.Fma(above, r, 5.46378491116411436990e0);
        above = T.Fma(above, r, 6.65790464350110377720e0);
        T below = T.Fma(2.04426310338993978564e-15, r, 1.42151175831644588870e-7);
        below = T.Fma(below, r, 1.84631831751005468180e-5);
        below = T.Fma(below, r, 7.86869131145613259100e-4);
        below = T.Fma(below, r, 1.48753612908506148525e-2);
        below = T.Fma(below, r, 1.36929880922735805310e-1);
        below = T.Fma(below, r, 5.99832206555887937690e-1);
        below = T.Fma(below, r, 1.0);
        return above / below;
    }
}
