namespace Cairn.RandomNumbers;

/// <content>Distributions by position: element i is what the <c>i + 1</c>-th such draw of a fresh cursor gives.</content>
public readonly partial record struct RandomStream
{
    /// <summary>Element <paramref name="index"/> of <see cref="Rng.Exponential"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative index, or parameters that <see cref="Rng.Exponential"/>
    /// refuses.</exception>
    public double ExponentialAt(long index, double rate = 1)
    {
        Rng.CheckPositive(rate, nameof(rate));
        return Distributions.Exponential(UInt64At(index)) / rate;
    }

    /// <summary>Element <paramref name="index"/> of <see cref="Rng.TruncatedNormal(double, double)"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative index, or parameters that <see cref="Rng.TruncatedNormal(double,
    /// double)"/> refuses.</exception>
    public double TruncatedNormalAt(long index, double low, double high)
    {
        Rng.CheckBounds(low, high);
        return Distributions.TruncatedNormal(UInt64At(index), low, high);
    }

    /// <summary>Element <paramref name="index"/> of <see cref="Rng.Gamma"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative index, or parameters that <see cref="Rng.Gamma"/> refuses.</exception>
    public double GammaAt(long index, double shape, double scale = 1)
    {
        Rng.CheckShape(shape, nameof(shape));
        Rng.CheckPositive(scale, nameof(scale));
        return scale * Distributions.Gamma(UInt64At(index), shape);
    }

    /// <summary>Element <paramref name="index"/> of <see cref="Rng.Beta"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative index, or parameters that <see cref="Rng.Beta"/> refuses.</exception>
    public double BetaAt(long index, double alpha, double beta)
    {
        Rng.CheckShape(alpha, nameof(alpha));
        Rng.CheckShape(beta, nameof(beta));
        return Distributions.Beta(UInt64At(index), alpha, beta);
    }

    /// <summary>Element <paramref name="index"/> of <see cref="Rng.Poisson"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative index, or parameters that <see cref="Rng.Poisson"/> refuses.</exception>
    public long PoissonAt(long index, double rate)
    {
        Rng.CheckRate(rate);
        return Distributions.Poisson(UInt64At(index), rate);
    }

    /// <summary>Element <paramref name="index"/> of <see cref="Rng.Binomial"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative index, or parameters that <see cref="Rng.Binomial"/> refuses.</exception>
    public long BinomialAt(long index, long count, double probability)
    {
        Rng.CheckTrials(count, probability);
        return Distributions.Binomial(UInt64At(index), count, probability);
    }
}
