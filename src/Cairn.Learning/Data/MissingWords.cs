using System.Text;

namespace Cairn.Data;

/// <summary>The words that mean "missing" in a file, looked up in UTF-8.</summary>
sealed class MissingWords
{
    readonly byte[][] _words;
    readonly bool[] _starts = new bool[256];

    internal MissingWords(IEnumerable<string> words)
    {
        _words = [.. words.Where(w => w.Length > 0).Select(Encoding.UTF8.GetBytes)];
        foreach (byte[] word in _words) _starts[word[0]] = true;
    }

    internal bool Contains(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || !_starts[text[0]]) return false;
        foreach (byte[] word in _words) if (text.SequenceEqual(word)) return true;
        return false;
    }
}
