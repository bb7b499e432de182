namespace Cairn.RandomNumbers;

/// <content>
/// Distributions. Every draw takes two words, whatever it rejects on the way: draw i of a fresh cursor is element i of its position.
/// </content>
public sealed partial class Rng
{
    /// <summary>An exponential number with density rate e^(-rate x): the quantile of one uniform number, within (0, 36.8 / rate).</summary>
    /// <param name="rate">The inverse of the mean.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive and finite.</exception>
    public double Exponential(double rate = 1)
    {
        CheckPositive(rate, nameof(rate));
        return Distributions.Exponential(NextUInt64()) / rate;
    }

    /// <summary>Fills with what as many calls of <see cref="Exponential"/> would give.</summary>
    /// <inheritdoc cref="Exponential"/>
    public void FillExponential(Span<double> values, double rate = 1)
    {
        CheckPositive(rate, nameof(rate));
        foreach (ref double value in values) value = Distributions.Exponential(NextUInt64()) / rate;
    }

    /// <summary>
    /// A standard normal number given that it lies from <paramref name="low"/> to <paramref name="high"/>, either of which may be
    /// infinite; exact in the far tails too.
    /// </summary>
    /// <param name="low">The least value.</param>
    /// <param name="high">The greatest value.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is NaN, low is above high, or both are the same infinity.</exception>
    public double TruncatedNormal(double low, double high)
    {
        CheckBounds(low, high);
        return Distributions.TruncatedNormal(NextUInt64(), low, high);
    }

    /// <summary>Fills with what as many calls of <see cref="TruncatedNormal(double, double)"/> would give.</summary>
    /// <inheritdoc cref="TruncatedNormal(double, double)"/>
    public void FillTruncatedNormal(Span<double> values, double low, double high)
    {
        CheckBounds(low, high);
        foreach (ref double value in values) value = Distributions.TruncatedNormal(NextUInt64(), low, high);
    }

    /// <summary>A gamma number of mean shape times scale. A tiny shape gives 0 where the number is below the smallest double.</summary>
    /// <param name="shape">Above 0: 1e-300 to 1e300.</param>
    /// <param name="scale">The mean divided by the shape.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shape is not from 1e-300 to 1e300, or the scale not positive and
    /// finite.</exception>
    public double Gamma(double shape, double scale = 1)
    {
        CheckShape(shape, nameof(shape));
        CheckPositive(scale, nameof(scale));
        return scale * Distributions.Gamma(NextUInt64(), shape);
    }

    /// <summary>Fills with what as many calls of <see cref="Gamma"/> would give.</summary>
    /// <inheritdoc cref="Gamma"/>
    public void FillGamma(Span<double> values, double shape, double scale = 1)
    {
        CheckShape(shape, nameof(shape));
        CheckPositive(scale, nameof(scale));
        foreach (ref double value in values) value = scale * Distributions.Gamma(NextUInt64(), shape);
    }

    /// <summary>A beta number, mean alpha / (alpha + beta), in [0, 1].</summary>
    /// <param name="alpha">The shape towards 1: 1e-300 to 1e300.</param>
    /// <param name="beta">The shape towards 0: 1e-300 to 1e300.</param>
    /// <exception cref="ArgumentOutOfRangeException">A shape is not from 1e-300 to 1e300.</exception>
    public double Beta(double alpha, double beta)
    {
        CheckShape(alpha, nameof(alpha));
        CheckShape(beta, nameof(beta));
        return Distributions.Beta(NextUInt64(), alpha, beta);
    }

    /// <summary>Fills with what as many calls of <see cref="Beta"/> would give.</summary>
    /// <inheritdoc cref="Beta"/>
    public void FillBeta(Span<double> values, double alpha, double beta)
    {
        CheckShape(alpha, nameof(alpha));
        CheckShape(beta, nameof(beta));
        foreach (ref double value in values) value = Distributions.Beta(NextUInt64(), alpha, beta);
    }

    /// <summary>A Poisson number of the given mean.</summary>
    /// <param name="rate">The mean, 0 to 1e15.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not from 0 to 1e15.</exception>
    public long Poisson(double rate)
    {
        CheckRate(rate);
        return Distributions.Poisson(NextUInt64(), rate);
    }

    /// <summary>Fills with what as many calls of <see cref="Poisson"/> would give.</summary>
    /// <inheritdoc cref="Poisson"/>
    public void FillPoisson(Span<long> values, double rate)
    {
        CheckRate(rate);
        foreach (ref long value in values) value = Distributions.Poisson(NextUInt64(), rate);
    }

    /// <summary>How many of <paramref name="count"/> independent trials succeed, each with the given probability.</summary>
    /// <param name="count">The trials, 0 to 1e15.</param>
    /// <param name="probability">Of success, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is not from 0 to 1e15, or the probability not in [0, 1].</exception>
    public long Binomial(long count, double probability)
    {
        CheckTrials(count, probability);
        return Distributions.Binomial(NextUInt64(), count, probability);
    }

    /// <summary>Fills with what as many calls of <see cref="Binomial"/> would give.</summary>
    /// <inheritdoc cref="Binomial"/>
    public void FillBinomial(Span<long> values, long count, double probability)
    {
        CheckTrials(count, probability);
        foreach (ref long value in values) value = Distributions.Binomial(NextUInt64(), count, probability);
    }

    /// <summary>
    /// The place of one of the weights, each drawn in proportion to it: the first whose sum with those before it is above u times the sum
    /// of all. A weight of 0 is never drawn.
    /// </summary>
    /// <param name="weights">Not negative, finite, with a positive and finite sum; they need not sum to 1.</param>
    /// <exception cref="ArgumentException">There are no weights, one is negative or not finite, or their sum is 0 or infinite.</exception>
    public int Categorical(ReadOnlySpan<double> weights)
    {
        Span<int> one = [0];
        FillCategorical(one, weights);
        return one[0];
    }

    /// <summary>Fills with what as many calls of <see cref="Categorical"/> would give.</summary>
    /// <inheritdoc cref="Categorical"/>
    public void FillCategorical(Span<int> places, ReadOnlySpan<double> weights)
    {
        var sums = new double[weights.Length];
        double sum = 0;
        int last = -1;
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0 && double.IsFinite(weights[i])))
                throw new ArgumentException(FormattableString.Invariant(
                    $"Categorical: weight {i} is {weights[i]}: weights must be finite and not negative"), nameof(weights));
            sums[i] = sum += weights[i];
            if (weights[i] > 0) last = i;
        }
        if (!(sum > 0 && double.IsFinite(sum)))
            throw new ArgumentException(FormattableString.Invariant(
                $"Categorical: the {weights.Length} weights sum to {sum}: give some of a positive and finite sum"), nameof(weights));
        foreach (ref int place in places)
        {
            double target = Uniform() * sum;
            int low = 0, high = last; // the product may round up to the sum itself: the last weight takes it
            while (low < high)
            {
                int middle = (low + high) >>> 1;
                if (sums[middle] > target) high = middle;
                else low = middle + 1;
            }
            place = low;
        }
    }

    /// <summary>Fills with what as many calls of <see cref="Normal()"/> would give, rounded to single precision.</summary>
    public void FillNormal(Span<float> values)
    {
        Span<double> block = stackalloc double[Math.Min(values.Length, 512)];
        for (int start = 0; start < values.Length; start += block.Length)
        {
            var wide = block[..Math.Min(block.Length, values.Length - start)];
            FillNormal(wide);
            for (int i = 0; i < wide.Length; i++) values[start + i] = (float)wide[i];
        }
    }

    /// <summary>
    /// A normal number given that it lies from <paramref name="low"/> to <paramref name="high"/>:
    /// <see cref="TruncatedNormal(double, double)"/> times the deviation plus the mean.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The mean is not finite, the deviation not positive and finite, a bound NaN, low above high, or both the same infinity.
    /// </exception>
    public double TruncatedNormal(double mean, double deviation, double low, double high)
    {
        if (!double.IsFinite(mean)) throw new ArgumentOutOfRangeException(nameof(mean), mean, "TruncatedNormal: the mean must be finite");
        CheckPositive(deviation, nameof(deviation));
        CheckBounds(low, high);
        double z = Distributions.TruncatedNormal(NextUInt64(), (low - mean) / deviation, (high - mean) / deviation);
        return Math.Clamp(mean + deviation * z, low, high);
    }

    internal static void CheckPositive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(name, value, $"the {name} must be positive and finite");
    }

    internal static void CheckShape(double value, string name)
    {
        if (!(value >= 1e-300 && value <= 1e300))
            throw new ArgumentOutOfRangeException(name, value, $"the shape {name} must be from 1e-300 to 1e300");
    }

    internal static void CheckRate(double rate)
    {
        if (!(rate >= 0 && rate <= 1e15)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "Poisson: the rate must be from 0 to 1e15");
    }

    internal static void CheckTrials(long count, double probability)
    {
        if (count is < 0 or > 1_000_000_000_000_000)
            throw new ArgumentOutOfRangeException(nameof(count), count, "Binomial: the count must be from 0 to 1e15");
        if (!(probability >= 0 && probability <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Binomial: the probability must be in [0, 1]");
    }

    internal static void CheckBounds(double low, double high)
    {
        if (!(low <= high) || low == high && double.IsInfinity(low))
            throw new ArgumentOutOfRangeException(nameof(high), high, FormattableString.Invariant(
                $"TruncatedNormal: from {low} to {high}: low must not be above high, and there must be numbers between"));
    }
}
