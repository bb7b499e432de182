namespace Cairn.RandomNumbers;

/// <summary>
/// Philox4x32-10: a keyed bijection of 128-bit counters whose outputs pass as random. Four words in, four words out, ten rounds of
/// two multiplications. Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011), section 4.3.
/// </summary>
static class Philox
{
    internal const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    internal const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85; // golden ratio and sqrt(3) - 1, the steps of the key
    internal const int Rounds = 10;

    /// <summary>Four 32-bit words: <paramref name="Word0"/> is the paper's first.</summary>
    internal readonly record struct Block(uint Word0, uint Word1, uint Word2, uint Word3)
    {
        /// <summary>Words 0 and 1, low word first.</summary>
        internal ulong Low => Word0 | (ulong)Word1 << 32;

        /// <summary>Words 2 and 3, low word first.</summary>
        internal ulong High => Word2 | (ulong)Word3 << 32;

        /// <summary>Word <paramref name="place"/>, 0 to 3.</summary>
        internal uint this[int place] => place switch { 0 => Word0, 1 => Word1, 2 => Word2, _ => Word3 };
    }

    /// <summary>The block at counter words 0, 1 (<paramref name="low"/>) and 2, 3 under <paramref name="key"/>, low word first.</summary>
    internal static Block At(ulong key, ulong low, ulong high)
    {
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        uint c0 = (uint)low, c1 = (uint)(low >> 32), c2 = (uint)high, c3 = (uint)(high >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong p0 = (ulong)Multiplier0 * c0, p1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += Weyl0;
            k1 += Weyl1;
        }
        return new(c0, c1, c2, c3);
    }
}
