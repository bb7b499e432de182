using System.Text;
using System.Text.Unicode;
using Cairn.Kernels;
using Microsoft.Win32.SafeHandles;

namespace Cairn.Data;

/// <summary>
/// A CSV file without blank lines or rows of unlike length, in UTF-8, whose quotes enclose whole fields (RFC 4180): most files. Such a file
/// can be cut anywhere at the end of a record, which is a line feed with an even number of quotes before it, so that pieces of it are read
/// on several threads; whatever is not so plain is left to <see cref="CsvGuard"/> and CsvHelper, from the beginning.
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
    readonly int[] _lines; // the records before them
    readonly byte _quote; // 0 when the file has none

    PlainCsv(byte[] bytes, int length, char separator, byte quote, CsvOptions options, MissingWords missing, int[] starts, int[] lines, bool isLong)
    {
        (_bytes, _length, _separator, _quote, _options, _missing) = (bytes, length, (byte)separator, quote, options, missing);
        (_starts, _lines, HasLongRecords) = (starts, lines, isLong);
    }

    /// <summary>Whether a quoted field holds a line feed, so that records and lines are counted apart.</summary>
    internal bool HasLongRecords { get; }

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
        var counts = new RecordEnds[chunks];
        byte quote = (byte)(options.Quote ?? '\0');
        WorkTeam.For(chunks, c =>
        {
            var chunk = bytes.AsSpan(c * ChunkLength, (int)Math.Min(ChunkLength, size - (long)c * ChunkLength));
            bool whole = RandomAccess.Read(file, chunk, start + (long)c * ChunkLength) == chunk.Length;
            counts[c] = whole && !chunk.Contains((byte)0) ? RecordEnds.In(chunk, quote) : new RecordEnds(-1, 0, 0);
        }, threads: chunks == 1 ? 1 : 0);
        if (Array.Exists(counts, c => c.Quotes < 0)) return null;
        if (Array.TrueForAll(counts, c => c.Quotes == 0)) quote = 0;

        int length = (int)size;
        while (length > 0 && bytes[length - 1] is (byte)'\n' or (byte)'\r') length--;
        if (length == 0) return null;
        bytes[length] = (byte)'\n';
        List<int> starts = [0], lines = [0];
        bool inside = false, isLong = false; // whether a quoted field goes on where the piece begins
        int before = 0;
        for (int c = 0; c < chunks; c++)
        {
            int at = c * ChunkLength;
            if (c > 0 && at < length && NextRecord(bytes, at, length + 1, quote, inside) is var next && next <= length && next != starts[^1])
            {
                starts.Add(next);
                lines.Add(before + 1);
            } // else a record longer than a piece
            before += inside ? counts[c].AfterOdd : counts[c].AfterEven;
            isLong |= (inside ? counts[c].AfterEven : counts[c].AfterOdd) > 0;
            inside ^= (counts[c].Quotes & 1) == 1;
        }
        if (inside) return null; // a quote that is never closed
        starts.Add(length + 1);
        lines.Add(lines[^1] + RecordEnds.In(bytes.AsSpan(starts[^2], length + 1 - starts[^2]), quote).AfterEven);
        return new PlainCsv(bytes, length, separator, quote, options, missing, [.. starts], [.. lines], isLong);
    }

    /// <summary>Where the next record begins: behind the first line feed outside quotes, or the end.</summary>
    static int NextRecord(byte[] bytes, int at, int end, byte quote, bool inside)
    {
        while (at < end)
        {
            int found = bytes.AsSpan(at, end - at).IndexOfAny(quote, (byte)'\n');
            if (found < 0) return end;
            at += found + 1;
            if (bytes[at - 1] != '\n') inside = !inside;
            else if (!inside) return at;
        }
        return end;
    }

    /// <summary>The fields of the first record, or null when its quotes do not enclose whole fields.</summary>
    internal string[]? FirstLine()
    {
        int end = NextRecord(_bytes, 0, _length + 1, _quote, inside: false) - 1;
        string line = Encoding.UTF8.GetString(_bytes, 0, end).TrimEnd('\r');
        if (_quote == 0 || !line.Contains((char)_quote)) return line.Split((char)_separator);
        var fields = new List<string>();
        for (int at = 0; at <= line.Length; at++)
        {
            if (at == line.Length || line[at] != _quote)
            {
                int next = line.IndexOf((char)_separator, at);
                fields.Add(line[at..(next < 0 ? line.Length : next)]);
                if (fields[^1].Contains((char)_quote)) return null;
                at += fields[^1].Length;
                continue;
            }
            int close = at + 1;
            while ((close = line.IndexOf((char)_quote, close)) >= 0 && close + 1 < line.Length && line[close + 1] == _quote) close += 2;
            if (close < 0 || (close + 1 < line.Length && line[close + 1] != _separator)) return null;
            fields.Add(line[(at + 1)..close].Replace($"{(char)_quote}{(char)_quote}", $"{(char)_quote}", StringComparison.Ordinal));
            at = close + 1;
        }
        return fields.Count > 1 ? [.. fields] : null;
    }

    /// <summary>The line of the file on which a record begins, counted from 1.</summary>
    internal int LineOf(int record)
    {
        int piece = Array.FindLastIndex(_lines, _lines.Length - 2, lines => lines <= record), at = _starts[piece];
        for (int before = _lines[piece]; before < record; before++) at = NextRecord(_bytes, at, _length + 1, _quote, inside: false);
        return 1 + _bytes.AsSpan(0, at).Count((byte)'\n');
    }

    /// <summary>The number of records.</summary>
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
        if (end > SampleLength) end = NextRecord(_bytes, SampleLength, _length + 1, _quote, (RecordEnds.In(_bytes.AsSpan(0, SampleLength), _quote).Quotes & 1) == 1);
        int sampled = RecordEnds.In(_bytes.AsSpan(0, end), _quote).AfterEven;
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
            from = NextRecord(_bytes, from, to, _quote, inside: false);
        }
        fixed (byte* bytes = _bytes)
            return new PlainLines(_separator, _quote, _options, _missing).Read(bytes + from, bytes + to, firstRow, columns);
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
