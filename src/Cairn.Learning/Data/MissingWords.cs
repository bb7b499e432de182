using System.Text;

namespace Cairn.Data;

/// <summary>The words that mean "missing" in a file, looked up in UTF-8.</summary>
sealed class MissingWords
{
    readonly byte[][] _words;
    readonly uint[] _lengths = new uint[256]; // by the first byte: bit n for words of n bytes, bit 31 for all longer ones

    internal MissingWords(IEnumerable<string> words)
    {
        _words = [.. words.Where(w => w.Length > 0).Select(Encoding.UTF8.GetBytes)];
        foreach (byte[] word in _words) _lengths[word[0]] |= 1u << Math.Min(word.Length, 31);
    }

    /// <summary>Whether a word begins like this and is so long.</summary>
    internal bool MayBe(byte first, int length) => (_lengths[first] >> Math.Min(length, 31) & 1) != 0;

    internal bool Contains(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || !MayBe(text[0], text.Length)) return false;
        foreach (byte[] word in _words) if (text.SequenceEqual(word)) return true;
        return false;
    }
}
