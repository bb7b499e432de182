namespace Cairn.Data;

/// <summary>The filters of PNG: a line is stored as the differences to what lies left of and above each byte.</summary>
static class PngFilter
{
    /// <summary>How many there are: none, sub, up, average, Paeth.</summary>
    internal const int Count = 5;

    /// <summary>Adds to the bytes of a line what the filter took away.</summary>
    /// <param name="filter">The filter's number.</param>
    /// <param name="line">The line, <paramref name="back"/> zeros before it.</param>
    /// <param name="above">The line above likewise.</param>
    /// <param name="back">The bytes of a pixel.</param>
    /// <param name="fail">Makes the exception.</param>
    internal static void Undo(int filter, Span<byte> line, ReadOnlySpan<byte> above, int back, Func<string, CairnFormatException> fail)
    {
        if (filter is < 0 or >= Count) throw fail($"a line has the filter {filter}, which is unknown");
        if (filter == 0) return;
        for (int i = back; i < line.Length; i++) line[i] += Guess(filter, line[i - back], above[i], above[i - back]);
    }

    /// <summary>What a filter takes from a byte, or gives back.</summary>
    /// <param name="filter">The filter's number.</param>
    /// <param name="left">The byte left of it.</param>
    /// <param name="up">The byte above it.</param>
    /// <param name="corner">The byte left of that.</param>
    internal static byte Guess(int filter, byte left, byte up, byte corner) => filter switch
    {
        1 => left,
        2 => up,
        3 => (byte)((left + up) / 2),
        4 => Paeth(left, up, corner),
        _ => 0,
    };

    /// <summary>That of the three which is nearest to left + up - corner.</summary>
    static byte Paeth(int left, int up, int corner)
    {
        int toLeft = Math.Abs(up - corner), toUp = Math.Abs(left - corner), toCorner = Math.Abs(left + up - 2 * corner);
        return (byte)(toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner);
    }
}
