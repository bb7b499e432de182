using System.Numerics;
using System.Runtime.Intrinsics;

namespace Cairn.Data;

/// <summary>The quotes in a piece of a file, and its line feeds: those with an even number of the piece's quotes before them, and the others.</summary>
readonly record struct RecordEnds(int Quotes, int AfterEven, int AfterOdd)
{
    /// <summary>Counts, 64 bytes at once: from the bits of the quotes follows by shifts and exclusive or which bytes they enclose.</summary>
    /// <param name="bytes">The piece.</param>
    /// <param name="quote">The quote, or 0 for none.</param>
    internal static RecordEnds In(ReadOnlySpan<byte> bytes, byte quote)
    {
        const byte feed = (byte)'\n';
        if (quote == 0) return new RecordEnds(0, bytes.Count(feed), 0);
        int quotes = 0, even = 0, odd = 0;
        for (; bytes.Length >= 64; bytes = bytes[64..])
        {
            ulong marks = Equal(bytes, quote), feeds = Equal(bytes, feed), enclosed = marks;
            for (int shift = 1; shift < 64; shift *= 2) enclosed ^= enclosed << shift;
            if ((quotes & 1) == 1) enclosed = ~enclosed;
            odd += BitOperations.PopCount(feeds & enclosed);
            even += BitOperations.PopCount(feeds & ~enclosed);
            quotes += BitOperations.PopCount(marks);
        }
        foreach (byte b in bytes)
            if (b == quote) quotes++;
            else if (b == feed && (quotes & 1) == 1) odd++;
            else if (b == feed) even++;
        return new RecordEnds(quotes, even, odd);
    }

    static ulong Equal(ReadOnlySpan<byte> bytes, byte value)
    {
        var wanted = Vector256.Create(value);
        return Vector256.Equals(Vector256.Create(bytes), wanted).ExtractMostSignificantBits()
            | (ulong)Vector256.Equals(Vector256.Create(bytes[32..]), wanted).ExtractMostSignificantBits() << 32;
    }
}
