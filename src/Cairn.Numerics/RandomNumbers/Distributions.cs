using Cairn.Kernels;

namespace Cairn.RandomNumbers;

/// <summary>
/// Each distribution as a function of 64 random bits, so that a draw has a position like the uniform it is made of. What one number
/// decides is its quantile; a sampler that may reject takes the bits as the key of a stream of its own (<see cref="RandomStream.Keyed"/>),
/// so that no draw depends on how often another was rejected.
/// </summary>
static class Distributions
{
    const double Unit52 = 1.0 / (1L << 52);

    /// <summary>An odd multiple of 2^-53: never 0 or 1.</summary>
    internal static double Open(ulong bits) => ((bits >> 12) + .5) * Unit52;

    internal static double Exponential(ulong bits) => -SafeMath.Log(Open(bits));

    /// <summary>
    /// The standard normal between two bounds, either of which may be infinite, by rejection: from the normal where the bounds lie wide
    /// about 0, from the uniform where they are close, and in a tail from an exponential. Source: Robert, "Simulation of truncated normal
    /// variables", Statistics and Computing 5 (1995).
    /// </summary>
    internal static double TruncatedNormal(ulong bits, double low, double high)
    {
        if (high < 0 || high == 0 && low < 0 || low < 0 && -low > high) return -TruncatedNormal(bits, -high, -low);
        if (low == high) return low;
        var rng = RandomStream.Keyed(bits).Start(); // from here on high > 0 and high >= -low
        if (low <= 0)
        {
            if (high - low > 2.5066282746310002) // sqrt(2 pi)
                while (true)
                {
                    double z = rng.Normal();
                    if (z >= low && z <= high) return z;
                }
            return FromUniform(rng, low, high, 0);
        }
        double rate = (low + Math.Sqrt(low * low + 4)) / 2;
        if (high - low < 1 / rate) return FromUniform(rng, low, high, low);
        while (true)
        {
            double z = low + Exponential(rng.NextUInt64()) / rate, d = z - rate;
            if (z <= high && Open(rng.NextUInt64()) <= SafeMath.Exp(-d * d / 2)) return z;
        }
    }

    /// <summary>Uniform between the bounds, kept in the measure of the density, which is largest at <paramref name="mode"/>.</summary>
    static double FromUniform(Rng rng, double low, double high, double mode)
    {
        while (true)
        {
            double z = Math.Clamp(low + (high - low) * rng.Uniform(), low, high);
            if (Open(rng.NextUInt64()) <= SafeMath.Exp((mode - z) * (mode + z) / 2)) return z;
        }
    }

    /// <summary>
    /// The logarithm of a gamma number of unit scale, by the cube of a shifted normal; a shape a below 1 takes that of a + 1 and adds
    /// log(u) / a. Source: Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000).
    /// </summary>
    internal static double LogGamma(Rng rng, double shape)
    {
        double boost = shape < 1 ? SafeMath.Log(Open(rng.NextUInt64())) / shape : 0;
        double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = rng.Normal(), root = 1 + c * x;
            if (root <= 0) continue;
            if (SafeMath.Log(Open(rng.NextUInt64())) < x * x / 2 + d * Bend(c * x)) return SafeMath.Log(d) + 3 * SafeMath.Log(root) + boost;
        }
    }

    /// <summary>1 - (1 + e)^3 + 3 log(1 + e), about -9/2 e^2, without cancellation for small e.</summary>
    static double Bend(double e)
    {
        double logRest = Math.Abs(e) < 0.01
            ? e * e * (-1.0 / 2 + e * (1.0 / 3 - e * (1.0 / 4 - e * (1.0 / 5 - e * (1.0 / 6 - e * (1.0 / 7 - e / 8))))))
            : SafeMath.Log1P(e) - e;
        return 3 * logRest - e * e * (3 + e);
    }

    internal static double Gamma(ulong bits, double shape) => SafeMath.Exp(LogGamma(RandomStream.Keyed(bits).Start(), shape));

    /// <summary>X / (X + Y) of two gamma numbers, from their logarithms: right for the smallest shapes too.</summary>
    internal static double Beta(ulong bits, double alpha, double beta)
    {
        var rng = RandomStream.Keyed(bits).Start();
        double x = LogGamma(rng, alpha);
        return SafeMath.Sigmoid(x - LogGamma(rng, beta));
    }

    /// <summary>
    /// Up to rate 10 the quantile of one uniform number, added up from 0; above by transformed rejection. Source: Hormann, "The transformed
    /// rejection method for generating Poisson random variables", Insurance: Mathematics and Economics 12 (1993), algorithm PTRS.
    /// </summary>
    internal static long Poisson(ulong bits, double rate)
    {
        if (rate < 10)
        {
            double u = Open(bits), p = SafeMath.Exp(-rate), sum = p;
            long k = 0;
            while (u > sum && p > 0) sum += p *= rate / ++k;
            return k;
        }
        var rng = RandomStream.Keyed(bits).Start();
        double b = 0.931 + 2.53 * Math.Sqrt(rate), a = -0.059 + 0.02483 * b;
        double inverse = 1.1239 + 1.1328 / (b - 3.4), squeeze = 0.9277 - 3.6224 / (b - 2);
        while (true)
        {
            double u = rng.Uniform() - 0.5, v = Open(rng.NextUInt64()), rest = 0.5 - Math.Abs(u);
            double k = Math.Floor((2 * a / rest + b) * u + rate + 0.43);
            if (rest >= 0.07 && v <= squeeze) return (long)k;
            if (k < 0 || rest < 0.013 && v > rest) continue;
            if (SafeMath.Log(v * inverse / (a / (rest * rest) + b)) <= LogPoisson(k, rate)) return (long)k;
        }
    }

    /// <summary>
    /// Below 10 expected successes the quantile of one uniform number, added up from 0; above by transformed rejection. Source: Hormann,
    /// "The
    /// generation of binomial random variates", Journal of Statistical Computation and Simulation 46 (1993), algorithm BTRS.
    /// </summary>
    internal static long Binomial(ulong bits, long count, double probability)
    {
        if (probability > 0.5) return count - Binomial(bits, count, 1 - probability);
        double n = count, q = 1 - probability, odds = probability / q;
        if (n * probability < 10)
        {
            double u = Open(bits), p = SafeMath.Exp(n * SafeMath.Log1P(-probability)), sum = p;
            long k = 0;
            while (u > sum && k < count && p > 0)
            {
                p *= (n - k) / (k + 1) * odds;
                sum += p;
                k++;
            }
            return k;
        }
        var rng = RandomStream.Keyed(bits).Start();
        double deviation = Math.Sqrt(n * probability * q), b = 1.15 + 2.53 * deviation, a = -0.0873 + 0.0248 * b + 0.01 * probability;
        double center = n * probability + 0.5, squeeze = 0.92 - 4.2 / b, scale = (2.83 + 5.1 / b) * deviation;
        double mode = Math.Floor((n + 1) * probability), atMode = LogBinomial(mode, n, probability, q);
        while (true)
        {
            double u = rng.Uniform() - 0.5, v = Open(rng.NextUInt64()), rest = 0.5 - Math.Abs(u);
            double k = Math.Floor((2 * a / rest + b) * u + center);
            if (k < 0 || k > n) continue;
            if (rest >= 0.07 && v <= squeeze) return (long)k;
            if (SafeMath.Log(v * scale / (a / (rest * rest) + b)) <= LogBinomial(k, n, probability, q) - atMode) return (long)k;
        }
    }

    // Probabilities by their distance from the largest, so that large counts lose no digits. Source: Loader, "Fast and accurate
    // computation of binomial probabilities" (2000).
    const double LogTwoPi = 1.8378770664093453;

    static double LogPoisson(double k, double rate) =>
        k == 0 ? -rate : -StirlingError(k) - Deviance(k, rate) - (LogTwoPi + SafeMath.Log(k)) / 2;

    static double LogBinomial(double k, double n, double p, double q)
    {
        if (k == 0) return n * SafeMath.Log1P(-p);
        double left = n - k;
        if (left == 0) return n * SafeMath.Log(p);
        return StirlingError(n) - StirlingError(k) - StirlingError(left) - Deviance(k, n * p) - Deviance(left, n * q)
            - (LogTwoPi + SafeMath.Log(k) + SafeMath.Log1P(-k / n)) / 2;
    }

    /// <summary>log k! less Stirling's formula, for k from 1 on.</summary>
    static double StirlingError(double k)
    {
        if (k < 16) return SafeMath.LogGamma(k + 1) - ((k + 0.5) * SafeMath.Log(k) - k + LogTwoPi / 2);
        double z = 1 / (k * k);
        return (1.0 / 12 - z * (1.0 / 360 - z * (1.0 / 1260 - z * (1.0 / 1680 - z / 1188)))) / k;
    }

    /// <summary>x log(x / mean) + mean - x, without cancellation where they are near.</summary>
    static double Deviance(double x, double mean)
    {
        double d = x - mean;
        if (Math.Abs(d) >= 0.1 * (x + mean)) return x * SafeMath.Log(x / mean) - d;
        double v = d / (x + mean), z = v * v, series = 0;
        for (int j = 8; j >= 1; j--) series = series * z + 1.0 / (2 * j + 1);
        return d * v + 2 * x * v * z * series;
    }
}
