using System.Text;

namespace Cairn.RandomNumbers;

/// <summary>
/// An endless, immutable sequence of random numbers that is a function of (seed, path, purpose) alone: two runs, threads or machines
/// that name the same stream (<see cref="Rng.Stream"/>) see the same numbers, and whoever draws more from one stream changes no other.
/// A draw is its position: <see cref="At"/> selects (epoch, step), the index selects the element.
/// </summary>
/// <remarks>
/// Numbers come from Philox4x32-10 (<see href="https://doi.org/10.1145/2063384.2063405">Salmon et al. 2011</see>), its 64-bit key a hash
/// of the stream's name, its counter (element block: 64 bits, step: 32, epoch: 32). Each (epoch, step) holds 2^64 blocks of four 32-bit
/// words; 64-bit draw i is words 2i (low half) and 2i + 1 (high half). The key and this layout never change, so that a saved seed keeps
/// its meaning. Distinct names share a key with probability 2^-64 per pair. Not for cryptography.
/// </remarks>
public readonly partial record struct RandomStream
{
    readonly ulong _key, _position; // _position: epoch in the high 32 bits, step in the low

    RandomStream(ulong key, ulong position) => (_key, _position) = (key, position);

    internal RandomStream(long seed, string path, string purpose) : this(Hash(seed, path, purpose), 0) { }

    /// <summary>The same stream at another (epoch, step): numbers independent of those at every other position.</summary>
    /// <param name="epoch">0 to 4,294,967,295.</param>
    /// <param name="step">0 to 4,294,967,295.</param>
    /// <exception cref="ArgumentOutOfRangeException">A position outside its range.</exception>
    public RandomStream At(long epoch, long step = 0)
    {
        Check(epoch, nameof(epoch));
        Check(step, nameof(step));
        return new(_key, (ulong)epoch << 32 | (ulong)step);

        static void Check(long value, string name)
        {
            if (value is < 0 or > uint.MaxValue)
                throw new ArgumentOutOfRangeException(name, value, $"RandomStream.At: {name} must be from 0 to {uint.MaxValue}");
        }
    }

    /// <summary>A cursor that draws the elements of this position one after the other from element 0.</summary>
    public Rng Start() => new(this);

    /// <summary>64 random bits: element <paramref name="index"/> of this position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative index.</exception>
    public ulong UInt64At(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var block = BlockAt((ulong)index >> 1);
        return (index & 1) == 0 ? block.Low : block.High;
    }

    /// <summary>
    /// A multiple of 2^-53 uniform in [0, 1): element <paramref name="index"/> of this position, what the <c>index + 1</c>-th call of
    /// <see cref="Rng.Uniform()"/> on a fresh cursor gives.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative index.</exception>
    public double UniformAt(long index) => Rng.ToUniform(UInt64At(index));

    /// <summary>A standard normal number: element <paramref name="index"/> of this position, see <see cref="Rng.Normal()"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative index.</exception>
    public double NormalAt(long index) => NormalQuantile.Of(UInt64At(index));

    /// <summary>0 to <paramref name="count"/> - 1 in random order: a function of this position and the count alone.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative count.</exception>
    public int[] Permutation(int count) => Start().Permutation(count);

    internal ulong Key => _key;

    /// <summary>The stream of a draw that needs more than its 64 bits: they are its key.</summary>
    internal static RandomStream Keyed(ulong bits) => new(bits, 0);

    internal Philox.Block BlockAt(ulong block) => Philox.At(_key, block, _position);

    /// <summary>The words of the blocks from <paramref name="block"/> on.</summary>
    internal unsafe void Blocks(ulong block, uint* words, int count) => PhiloxVectors.Fill(_key, block, _position, words, count);

    /// <summary>
    /// Philox as a compression function (Davies-Meyer's idea: each 16 bytes of the message are the counter, the state is the key, half
    /// of the block is the next state). The message: seed, byte lengths of the two names in UTF-8, then each name padded with zeros to
    /// whole blocks; the lengths come first, so no two names spell the same message.
    /// </summary>
    static ulong Hash(long seed, string path, string purpose)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(purpose);
        byte[] where = Encoding.UTF8.GetBytes(path), what = Encoding.UTF8.GetBytes(purpose);
        ulong state = Philox.At(0, (ulong)seed, (uint)where.Length | (ulong)(uint)what.Length << 32).Low;
        return Absorb(Absorb(state, where), what);
    }

    static ulong Absorb(ulong state, ReadOnlySpan<byte> text)
    {
        for (int start = 0; start < text.Length; start += 16)
            state = Philox.At(state, Word(text, start), Word(text, start + 8)).Low;
        return state;
    }

    /// <summary>Eight bytes from <paramref name="start"/>, first byte lowest, zeros past the end.</summary>
    static ulong Word(ReadOnlySpan<byte> text, int start)
    {
        ulong word = 0;
        for (int i = Math.Min(start + 8, text.Length) - 1; i >= start; i--) word = word << 8 | text[i];
        return word;
    }
}
