namespace Cairn.RandomNumbers;

/// <summary>
/// A cursor over a <see cref="RandomStream"/>: draws numbers one after the other. Every draw takes whole 32-bit words of the stream in
/// order, so that a run resumes exactly from (stream, <see cref="Position"/>). One cursor serves one thread; threads take their own
/// streams or positions.
/// </summary>
public sealed partial class Rng
{
    const double Unit53 = 1.0 / (1L << 53);
    const float Unit24 = 1f / (1 << 24);

    readonly RandomStream _stream;
    Philox.Block _block;
    ulong _position; // of the next word; _block is its block unless _position is a multiple of four

    internal Rng(RandomStream stream) => _stream = stream;

    /// <summary>The stream of a recipe's seed, the place in a computation and what the numbers are for.</summary>
    /// <param name="seed">Any value; recipes default to 0.</param>
    /// <param name="path">Where in the computation, e.g. <c>"search/3/fold/1"</c>; may be empty.</param>
    /// <param name="purpose">What for, e.g. <c>"split"</c>; may be empty.</param>
    /// <exception cref="ArgumentNullException">A name is null.</exception>
    public static RandomStream Stream(long seed, string path, string purpose) => new(seed, path, purpose);

    /// <summary>How many 32-bit words were taken, or, when set, where to continue.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative position.</exception>
    public long Position
    {
        get => (long)_position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = (ulong)value;
            if ((_position & 3) != 0) _block = _stream.BlockAt(_position >> 2);
        }
    }

    /// <summary>32 random bits: one word.</summary>
    public uint NextUInt32()
    {
        if ((_position & 3) == 0) _block = _stream.BlockAt(_position >> 2);
        return _block[(int)(_position++ & 3)];
    }

    /// <summary>64 random bits: two words, low half first.</summary>
    public ulong NextUInt64()
    {
        if ((_position & 1) != 0)
        {
            uint low = NextUInt32();
            return low | (ulong)NextUInt32() << 32;
        }
        _position += 2;
        if ((_position & 3) == 0) return _block.High;
        _block = _stream.BlockAt(_position >> 2);
        return _block.Low;
    }

    /// <summary>Uniform in [0, 1): one of the 2^53 multiples of 2^-53, two words.</summary>
    public double Uniform() => ToUniform(NextUInt64());

    /// <summary>Uniform in [0, 1) in single precision: one of the 2^24 multiples of 2^-24, one word.</summary>
    public float UniformSingle() => (NextUInt32() >> 8) * Unit24;

    /// <summary>Uniform from <paramref name="low"/> up to, never reaching, <paramref name="high"/>: low + (high - low) u.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="low"/> is not below <paramref name="high"/>, or their distance is not finite.
    /// </exception>
    public double Uniform(double low, double high)
    {
        if (!(low < high) || !double.IsFinite(high - low))
            throw new ArgumentOutOfRangeException(nameof(high), high, FormattableString.Invariant(
                $"Uniform: [{low}, {high}) must have low < high and a finite width"));
        double drawn = low + (high - low) * Uniform();
        return drawn < high ? drawn : Math.BitDecrement(high); // the sum may round up to the excluded end
    }

    /// <summary>
    /// A whole number from <paramref name="low"/> up to, not including, <paramref name="high"/>, every one equally likely: the high half of
    /// the product of 64 random bits and the width, redrawn where the low half shows a value with one preimage too many
    /// (<see href="https://doi.org/10.1145/3230636">Lemire 2019</see>).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="low"/> is not below <paramref name="high"/>.</exception>
    public long Integer(long low, long high)
    {
        if (low >= high)
            throw new ArgumentOutOfRangeException(nameof(high), high, FormattableString.Invariant($"Integer: [{low}, {high}) is empty"));
        ulong width = (ulong)high - (ulong)low;
        ulong drawn = Math.BigMul(NextUInt64(), width, out ulong rest);
        if (rest < width)
            for (ulong surplus = (0 - width) % width; rest < surplus;)
                drawn = Math.BigMul(NextUInt64(), width, out rest);
        return (long)((ulong)low + drawn);
    }

    /// <summary>A whole number from 0 to <paramref name="count"/> - 1, equally likely: <see cref="Integer"/> on single words.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive.</exception>
    public int Index(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        uint width = (uint)count;
        ulong product = (ulong)NextUInt32() * width;
        if ((uint)product < width)
            for (uint surplus = (0 - width) % width; (uint)product < surplus;)
                product = (ulong)NextUInt32() * width;
        return (int)(product >> 32);
    }

    /// <summary>
    /// Standard normal, mean 0 and variance 1: the normal quantile of a uniform number, two words. Within ±8.21, the quantile of 2^-53.
    /// </summary>
    public double Normal() => NormalQuantile.Of(NextUInt64());

    /// <summary>Normal with the given mean and standard deviation.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The mean is not finite, or the deviation negative or not finite.</exception>
    public double Normal(double mean, double deviation)
    {
        CheckNormal(mean, deviation);
        return mean + deviation * Normal();
    }

    static void CheckNormal(double mean, double deviation)
    {
        if (!double.IsFinite(mean)) throw new ArgumentOutOfRangeException(nameof(mean), mean, "Normal: the mean must be finite");
        if (!(deviation >= 0 && double.IsFinite(deviation)))
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "Normal: the deviation must be finite and not negative");
    }

    /// <summary>True with probability <paramref name="probability"/>: 0 is never, 1 is always.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1].</exception>
    public bool Bernoulli(double probability)
    {
        if (!(probability >= 0 && probability <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, FormattableString.Invariant(
                $"Bernoulli: probability {probability} must be in [0, 1]"));
        return Uniform() < probability;
    }

    /// <summary>Fills with what as many calls of <see cref="Uniform()"/> would give.</summary>
    public void Fill(Span<double> values) => Take(values, new Draws.Uniforms());

    /// <summary>Fills with what as many calls of <see cref="UniformSingle"/> would give.</summary>
    public void Fill(Span<float> values) => Take(values, new Draws.SingleUniforms());

    /// <summary>Fills with what as many calls of <see cref="Normal(double, double)"/> would give.</summary>
    /// <inheritdoc cref="Normal(double, double)"/>
    public void FillNormal(Span<double> values, double mean = 0, double deviation = 1)
    {
        CheckNormal(mean, deviation);
        Take(values, new Draws.Normals(mean, deviation));
    }

    unsafe void Take<T, TKind>(Span<T> values, TKind kind) where T : unmanaged where TKind : struct, Draws.IKind<T>
    {
        Draws.Fill(_stream, _position, values, kind);
        Position += (long)values.Length * (sizeof(T) / sizeof(uint));
    }

    /// <summary>Puts the items in random order, each equally likely (Fisher-Yates: item i swaps with one at or after it).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = 0; i < items.Length - 1; i++)
        {
            int j = i + Index(items.Length - i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>0 to <paramref name="count"/> - 1 in random order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative count.</exception>
    public int[] Permutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var order = new int[count];
        for (int i = 0; i < count; i++) order[i] = i;
        Shuffle<int>(order);
        return order;
    }

    /// <summary>
    /// <paramref name="size"/> different numbers out of 0 to <paramref name="count"/> - 1, in random order: the front of the
    /// <see cref="Permutation"/> that this cursor would give, in O(size) time and memory.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative count, or a size outside [0, count].</exception>
    public int[] Sample(int size, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (size < 0 || size > count)
            throw new ArgumentOutOfRangeException(nameof(size), size, $"Sample: size {size} must be in [0, {count}]");
        var sample = new int[size];
        var moved = new Dictionary<int, int>(); // the places of the shuffled 0..count-1 that no longer hold their own number
        for (int i = 0; i < size; i++)
        {
            int j = i < count - 1 ? i + Index(count - i) : i;
            sample[i] = moved.GetValueOrDefault(j, j);
            moved[j] = moved.GetValueOrDefault(i, i);
        }
        return sample;
    }

    internal static double ToUniform(ulong bits) => (bits >> 11) * Unit53;
}
