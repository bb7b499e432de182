using System.Globalization;
using System.Text;
using CsvHelper;
using Microsoft.Win32.SafeHandles;

namespace Cairn.Data;

/// <summary>Reads one CSV text into a table and its report.</summary>
sealed class CsvReading
{
    const int HeadLength = 1 << 16;

    readonly string _source;
    readonly CsvOptions _options;
    readonly MissingWords _missing;
    readonly List<string> _notes = [];
    readonly List<(int Row, long Line)> _lines = [];
    Func<int, long>? _lineOfPlain;
    SafeFileHandle? _file;
    CsvFields[] _fields = [];
    int _rows;
    int _ragged;

    CsvReading(string source, CsvOptions options)
    {
        _source = source;
        _options = options;
        _missing = new MissingWords(options.MissingValues);
    }

    internal static (Table, CsvReport) Read(Stream stream, string source, CsvOptions? options)
    {
        options ??= new CsvOptions();
        return new CsvReading(source, options).Read(new CsvDecoder(stream, source, options.Encoding));
    }

    internal static (Table, CsvReport) Read(FileStream file, string source, CsvOptions? options)
    {
        options ??= new CsvOptions();
        var reading = new CsvReading(source, options) { _file = file.CanSeek ? file.SafeFileHandle : null };
        return reading.Read(new CsvDecoder(file, source, options.Encoding));
    }

    internal static (Table, CsvReport) Read(TextReader reader, string source, CsvOptions? options) =>
        new CsvReading(source, options ?? new CsvOptions()).Read(reader);

    (Table, CsvReport) Read(TextReader reader)
    {
        var start = new char[HeadLength];
        int length = reader.ReadBlock(start, 0, start.Length);
        var head = start.AsMemory(0, length);
        if (reader is not CsvDecoder && head.Span.StartsWith("\uFEFF")) head = head[1..];
        char separator = _options.Separator ?? CsvLayout.Separator(head.Span, length < start.Length, _options);
        if (separator == _options.Quote)
            throw new ArgumentException($"CsvOptions: Separator and Quote are both '{separator}'", nameof(CsvOptions.Quote));
        if (separator == ',' && _options.DecimalComma)
            throw new ArgumentException("CsvOptions: DecimalComma needs another separator than the comma", nameof(CsvOptions.DecimalComma));

        bool hasHeader;
        var plain = PlainFile(reader, separator);
        if (plain is null || ReadPlain(plain, out hasHeader, out var kept) is not { } names)
        {
            (plain, kept) = (null, []);
            names = ReadGuarded(head, reader, separator, out hasHeader);
        }

        foreach (string name in _options.Types.Keys.Order(StringComparer.Ordinal))
            if (!names.Contains(name))
                throw new ArgumentException(
                    $"CsvOptions.Types: {_source} has no column '{name}'; its columns are {string.Join(", ", names.Select(n => $"'{n}'"))}",
                    nameof(CsvOptions.Types));

        var columns = new Column[names.Length];
        var reports = new CsvColumnReport[names.Length];
        for (int j = 0; j < columns.Length; j++)
        {
            int place = j;
            var fields = new Lazy<CsvFields>(() =>
                plain is null ? _fields[place] : kept[place].Fields ?? plain.Fields(place, names.Length, hasHeader ? 1 : 0));
            var column = new CsvColumn(fields, _rows, names[j], j + 1, _options, _missing, LineOf, _source);
            columns[j] = plain is null || _options.Types.ContainsKey(names[j])
                ? column.Build()
                : column.Build(kept[j].Tally, kept[j].Tally.FirstOther < 0 ? kept[j].Values : null);
            reports[j] = new CsvColumnReport(columns[j], column.Notes);
            // what was kept of the file is not needed any more
            if (plain is null) _fields[j] = null!;
            else kept[j] = default;
        }
        var decoder = reader as CsvDecoder;
        return (new Table(columns), new CsvReport
        {
            Source = _source,
            Encoding = decoder?.EncodingName,
            Compressed = decoder?.Compressed ?? false,
            Separator = separator,
            HasHeader = hasHeader,
            Rows = _rows,
            RaggedCount = _ragged,
            Columns = reports,
            Notes = _notes,
        });
    }

    /// <summary>The file when it can be read in pieces: its text is UTF-8, and nothing in its bytes is out of the ordinary.</summary>
    PlainCsv? PlainFile(TextReader reader, char separator) =>
        _file is not null && reader is CsvDecoder { Compressed: false, InvalidOffset: null, EncodingName: "utf-8" } decoder
            ? PlainCsv.Open(_file, decoder.MarkLength, separator, _options, _missing)
            : null;

    /// <summary>Reads a plain file; gives the names, or null when a line is not plain after all.</summary>
    string[]? ReadPlain(PlainCsv plain, out bool hasHeader, out PlainColumn[] kept)
    {
        kept = [];
        hasHeader = false;
        if (plain.FirstLine() is not { } names) return null;
        hasHeader = LooksLikeHeader(names);
        if (names is [""]) return null; // a blank line, and its notes are none
        if (!hasHeader) Array.Clear(names);
        string[] given = [.. names];
        NameTheNameless(names, hasHeader);
        int skipped = hasHeader ? 1 : 0;
        if (!plain.Read(names, skipped, out kept))
        {
            _notes.Clear();
            return null;
        }
        if (hasHeader) CheckDistinct(given, 1);
        _rows = plain.Lines - skipped;
        _lines.Add((0, 1 + skipped));
        if (plain.HasLongRecords) _lineOfPlain = row => plain.LineOf(row + skipped);
        return names;
    }

    string[] ReadGuarded(ReadOnlyMemory<char> head, TextReader reader, char separator, out bool hasHeader)
    {
        using var guard = new CsvGuard(head, reader, _source, separator, _options);
        using var records = CsvReader.Create(guard, Splitting(separator), leaveOpen: true);
        try
        {
            string[] names = ReadFirst(records, out hasHeader);
            ReadRest(records, names.Length);
            return names;
        }
        catch (CsvFormatException tooLong)
        {
            throw new CairnFormatException($"{_source}: {tooLong.Message}");
        }
    }

    CsvReaderOptions Splitting(char separator) => new()
    {
        Separator = separator,
        Mode = _options.Quote is null ? CsvMode.NoEscape : CsvMode.Rfc4180,
        Quote = _options.Quote ?? '"',
        HasHeader = false,
        SkipEmptyLines = false,
        TrackLineNumbers = true,
    };

    /// <summary>Reads the first record: the names, or a row of a file without names.</summary>
    string[] ReadFirst(CsvReader records, out bool hasHeader)
    {
        do
        {
            if (!records.Read()) throw new CairnFormatException($"{_source}, line 1: there is nothing in the file", 1);
        }
        while (IsBlank(records));

        var names = new string[records.FieldCount];
        for (int j = 0; j < names.Length; j++) names[j] = records.GetString(j);
        _fields = Array.ConvertAll(names, _ => new CsvFields());
        hasHeader = LooksLikeHeader(names);
        if (hasHeader) CheckDistinct(names, records.LineNumber);
        else
        {
            Array.Clear(names);
            AddRow(records);
        }
        NameTheNameless(names, hasHeader);
        return names;
    }

    /// <summary>Trims the names, and finds whether they are names.</summary>
    bool LooksLikeHeader(string[] names)
    {
        int number = -1;
        for (int j = names.Length - 1; j >= 0; j--)
        {
            names[j] = names[j].Trim();
            if (CsvNumber.Read(Encoding.UTF8.GetBytes(names[j]), _options.DecimalComma, out _) != NumberForm.NotNumber) number = j;
        }
        if (_options.HasHeader is null && number >= 0)
            _notes.Add($"no header: the first row holds the number {names[number]}; if it holds names, set CsvOptions.HasHeader");
        return _options.HasHeader ?? number < 0;
    }

    void CheckDistinct(string[] names, long line)
    {
        var placeOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int j = 0; j < names.Length; j++)
            if (names[j].Length > 0 && !placeOf.TryAdd(names[j], j))
                throw new CairnFormatException(
                    $"{_source}, line {line}: columns {placeOf[names[j]] + 1} and {j + 1} are both called '{names[j]}'", line, j + 1);
    }

    void NameTheNameless(string[] names, bool hasHeader)
    {
        var taken = new HashSet<string>(names.Where(n => !string.IsNullOrEmpty(n)), StringComparer.Ordinal);
        for (int j = 0; j < names.Length; j++)
        {
            if (!string.IsNullOrEmpty(names[j])) continue;
            names[j] = string.Create(CultureInfo.InvariantCulture, $"column {j + 1}");
            while (!taken.Add(names[j])) names[j] += "'";
            if (hasHeader) _notes.Add($"the header names no column {j + 1}; it is called '{names[j]}'");
        }
    }

    void ReadRest(CsvReader records, int width)
    {
        int blanks = 0;
        long firstRagged = 0;
        while (records.Read())
        {
            if (IsBlank(records))
            {
                blanks++;
                continue;
            }
            // In a table of one column an empty line is a missing value; at the end of the file it is nothing.
            for (; blanks > 0; blanks--)
                if (width == 1) AddMissingRow(records.LineNumber - blanks);
            if (records.FieldCount != width)
            {
                if (_options.RaggedRows == RaggedRows.Error)
                    throw new CairnFormatException(
                        $"{_source}, line {records.LineNumber}: {records.FieldCount} fields where the first row has {width}; "
                        + "CsvOptions.RaggedRows can pad or skip such rows", records.LineNumber);
                if (_ragged++ == 0) firstRagged = records.LineNumber;
                if (_options.RaggedRows == RaggedRows.Skip) continue;
            }
            AddRow(records);
        }
        if (_ragged > 0)
        {
            string fate = _options.RaggedRows == RaggedRows.Skip ? "left out" : "padded or cut";
            _notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"{_ragged} rows with another number of fields than {width} were {fate}, the first on line {firstRagged}"));
        }
    }

    static bool IsBlank(CsvReader records) => records.FieldCount == 1 && Trimmed(records.GetRawSpan(0)).IsEmpty;

    static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> text) => text[Ascii.Trim(text)];

    void AddRow(CsvReader records)
    {
        int count = Math.Min(records.FieldCount, _fields.Length);
        for (int j = 0; j < count; j++)
        {
            bool quoted = records.GetRawSpan(j) is [var first, ..] && first == _options.Quote;
            var text = records.GetSpan(j);
            var trimmed = Trimmed(text);
            if (trimmed.IsEmpty || (!quoted && _missing.Contains(trimmed))) _fields[j].AddMissing();
            else _fields[j].Add(quoted || !_options.Trim ? text : trimmed);
        }
        for (int j = count; j < _fields.Length; j++) _fields[j].AddMissing();
        CountRow(records.LineNumber);
    }

    void AddMissingRow(long line)
    {
        foreach (var fields in _fields) fields.AddMissing();
        CountRow(line);
    }

    // Lines are remembered only where they do not simply follow the row before.
    void CountRow(long line)
    {
        if (_lines.Count == 0 || line != _lines[^1].Line + (_rows - _lines[^1].Row)) _lines.Add((_rows, line));
        _rows++;
    }

    long LineOf(int row)
    {
        if (_lineOfPlain is not null) return _lineOfPlain(row);
        int low = 0, high = _lines.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_lines[middle].Row <= row) low = middle;
            else high = middle - 1;
        }
        return _lines[low].Line + (row - _lines[low].Row);
    }
}
