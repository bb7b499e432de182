using System.Text;
using System.Text.Unicode;
using Cairn.Kernels;
using Microsoft.Win32.SafeHandles;

namespace Cairn.Data;

/// <summary>
/// A CSV file without quotes, blank lines or rows of unlike length, in UTF-8: most files of numbers. Such a file can be cut anywhere at
/// the end of a line, so that pieces of it are read on several threads; whatever is not so plain is left to <see cref="CsvGuard"/>
/// and CsvHelper, from the beginning.
/// </summary>
sealed unsafe class PlainCsv
{
    const int ChunkLength = 1 << 20;
    const int SampleLength = 1 << 16;
    const long LongestFile = 1L << 30;

    readonly byte[] _bytes;
    readonly int _length; // without line ends at the end of the file; a line feed follows
    readonly byte _separator;
    readonly CsvOptions _options;
    readonly MissingWords _missing;
    readonly int[] _starts; // where the pieces begin, each on a line
    readonly int[] _lines; // the lines before them

    PlainCsv(byte[] bytes, int length, char separator, CsvOptions options, MissingWords missing, int[] starts, int[] lines)
    {
        (_bytes, _length, _separator, _options, _missing) = (bytes, length, (byte)separator, options, missing);
        (_starts, _lines) = (starts, lines);
    }

    /// <summary>The file when it is plain so far as its bytes tell, else null.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">Where its text begins: behind a byte-order mark.</param>
    /// <param name="separator">The character between fields.</param>
    /// <param name="options">The quote and the longest field.</param>
    /// <param name="missing">The words for a missing value.</param>
    internal static PlainCsv? Open(SafeFileHandle file, int start, char separator, CsvOptions options, MissingWords missing)
    {
        long size = RandomAccess.GetLength(file) - start;
        if (size <= 0 || size > LongestFile || options.MaxFieldLength < PlainLines.LongestNumber || PlainLines.IsOfNumbers(separator)) return null;
        var bytes = GC.AllocateUninitializedArray<byte>((int)size + 1);
        int chunks = (int)((size - 1) / ChunkLength) + 1;
        var feeds = new int[chunks];
        byte quote = (byte)(options.Quote ?? '\0');
        WorkTeam.For(chunks, c =>
        {
            var chunk = bytes.AsSpan(c * ChunkLength, (int)Math.Min(ChunkLength, size - (long)c * ChunkLength));
            bool whole = RandomAccess.Read(file, chunk, start + (long)c * ChunkLength) == chunk.Length;
            feeds[c] = whole && chunk.IndexOfAny(quote, (byte)0) < 0 ? chunk.Count((byte)'\n') : -1;
        }, threads: chunks == 1 ? 1 : 0);
        if (Array.IndexOf(feeds, -1) >= 0) return null;

        int length = (int)size;
        while (length > 0 && bytes[length - 1] is (byte)'\n' or (byte)'\r') length--;
        if (length == 0) return null;
        bytes[length] = (byte)'\n';
        List<int> starts = [0], lines = [0];
        for (int c = 1, before = feeds[0]; c < chunks; before += feeds[c++])
        {
            int at = c * ChunkLength;
            if (at >= length) break;
            int next = at + bytes.AsSpan(at, length + 1 - at).IndexOf((byte)'\n') + 1;
            if (next > length) break;
            if (next == starts[^1]) continue; // a line longer than a piece
            starts.Add(next);
            lines.Add(before + 1);
        }
        starts.Add(length + 1);
        lines.Add(lines[^1] + bytes.AsSpan(starts[^2], length + 1 - starts[^2]).Count((byte)'\n'));
        return new PlainCsv(bytes, length, separator, options, missing, [.. starts], [.. lines]);
    }

    /// <summary>The fields of the first line.</summary>
    internal string[] FirstLine()
    {
        int end = Array.IndexOf(_bytes, (byte)'\n');
        return Encoding.UTF8.GetString(_bytes, 0, end).TrimEnd('\r').Split((char)_separator);
    }

    /// <summary>The number of lines.</summary>
    internal int Lines => _lines[^1];

    /// <summary>
    /// Reads all columns; false when the file turns out not to be plain. A column whose kind is asked for, or that holds other than
    /// numbers in the first rows, is kept as fields, the others as numbers.
    /// </summary>
    /// <param name="names">The columns.</param>
    /// <param name="skipped">The lines in front of the first row: 0 or 1.</param>
    /// <param name="columns">What each holds.</param>
    internal bool Read(string[] names, int skipped, out PlainColumn[] columns)
    {
        columns = new PlainColumn[names.Length];
        int end = _starts[1];
        if (end > SampleLength) end = Array.IndexOf(_bytes, (byte)'\n', SampleLength) + 1;
        int sampled = _bytes.AsSpan(0, end).Count((byte)'\n');
        var sample = Array.ConvertAll(names, _ => new PlainColumn(new double[sampled]));
        if (!ReadLines(0, end, skipped, 0, sample)) return false;
        int rows = Lines - skipped;
        for (int j = 0; j < columns.Length; j++)
        {
            bool isText = sample[j].Tally.FirstOther >= 0 || _options.Types.ContainsKey(names[j]);
            columns[j] = isText ? new PlainColumn(new CsvFields()) : new PlainColumn(GC.AllocateUninitializedArray<double>(rows));
        }
        return ReadAll(skipped, columns);
    }

    /// <summary>The fields of one column, of a file that was read before.</summary>
    internal CsvFields Fields(int column, int columns, int skipped)
    {
        var kept = new PlainColumn[columns];
        for (int j = 0; j < columns; j++) kept[j] = j == column ? new PlainColumn(new CsvFields()) : new PlainColumn();
        ReadAll(skipped, kept);
        return kept[column].Fields!;
    }

    bool ReadAll(int skipped, PlainColumn[] columns)
    {
        int pieces = _starts.Length - 1;
        var parts = new PlainColumn[pieces][];
        var read = new bool[pieces];
        WorkTeam.For(pieces, c =>
        {
            parts[c] = Array.ConvertAll(columns, column => column.OfNext());
            read[c] = ReadLines(_starts[c], _starts[c + 1], c == 0 ? skipped : 0, Math.Max(0, _lines[c] - skipped), parts[c]);
        }, threads: pieces == 1 ? 1 : 0);
        if (Array.IndexOf(read, false) >= 0) return false;
        foreach (var part in parts)
            for (int j = 0; j < columns.Length; j++) columns[j].Add(part[j]);
        return true;
    }

    bool ReadLines(int from, int to, int skipped, int firstRow, PlainColumn[] columns)
    {
        var piece = _bytes.AsSpan(from, to - from);
        if (!Ascii.IsValid(piece) && !Utf8.IsValid(piece)) return false;
        if (piece.Contains((byte)'\r') && !ReturnsEndLines(piece)) return false;
        for (; skipped > 0; skipped--)
        {
            int line = piece.IndexOf((byte)'\n') + 1;
            from += line;
            piece = piece[line..];
        }
        fixed (byte* bytes = _bytes)
            return new PlainLines(_separator, _options, _missing).Read(bytes + from, bytes + to, firstRow, columns);
    }

    static bool ReturnsEndLines(ReadOnlySpan<byte> piece)
    {
        for (int at = piece.IndexOf((byte)'\r'); at >= 0;)
        {
            if (at + 1 >= piece.Length || piece[at + 1] != '\n') return false;
            int next = piece[(at + 1)..].IndexOf((byte)'\r');
            at = next < 0 ? -1 : at + 1 + next;
        }
        return true;
    }
}

/// <summary>What is kept of a column of a <see cref="PlainCsv"/>: its numbers, its fields, or nothing.</summary>
struct PlainColumn
{
    /// <summary>A column of which nothing is kept.</summary>
    public PlainColumn() { }

    internal PlainColumn(double[] values) => Values = values;

    internal PlainColumn(CsvFields fields) => Fields = fields;

    /// <summary>The numbers of all rows, NaN where missing; right only where <see cref="ColumnTally.FirstOther"/> is -1.</summary>
    internal double[]? Values { get; }

    internal CsvFields? Fields { get; }

    internal ColumnTally Tally = new();

    /// <summary>The same for a piece of the file: the numbers in the same array, the fields apart.</summary>
    internal readonly PlainColumn OfNext() =>
        Values is not null ? new PlainColumn(Values) : Fields is not null ? new PlainColumn(new CsvFields()) : new PlainColumn();

    /// <summary>Adds a piece that follows.</summary>
    internal void Add(in PlainColumn part)
    {
        Tally.Add(part.Tally);
        Fields?.Add(part.Fields!);
    }
}
