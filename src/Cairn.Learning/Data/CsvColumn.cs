using System.Globalization;
using System.Text;

namespace Cairn.Data;

/// <summary>Makes a typed column of the fields that a file has under one name.</summary>
sealed class CsvColumn
{
    readonly CsvFields _fields;
    readonly string _name;
    readonly int _position;
    readonly CsvOptions _options;
    readonly MissingWords _missing;
    readonly Func<int, long> _lineOf;
    readonly string _source;
    readonly List<string> _notes = [];

    /// <param name="fields">The fields; those not quoted and blank or in the list of missing values are marked missing.</param>
    /// <param name="name">The column's name.</param>
    /// <param name="position">Its place in the file, from 1.</param>
    /// <param name="options">Decimal comma and forced kinds.</param>
    /// <param name="missing">The words for a missing value.</param>
    /// <param name="lineOf">From the row, counted from 0, to the line of the file.</param>
    /// <param name="source">The name of the file for messages.</param>
    internal CsvColumn(CsvFields fields, string name, int position, CsvOptions options, MissingWords missing,
        Func<int, long> lineOf, string source)
    {
        (_fields, _name, _position, _options, _missing, _lineOf, _source) = (fields, name, position, options, missing, lineOf, source);
    }

    internal IReadOnlyList<string> Notes => _notes;

    internal Column Build() => _options.Types.TryGetValue(_name, out var kind) ? Forced(kind) : Inferred();

    Column Forced(ColumnKind kind) => kind switch
    {
        ColumnKind.Number => ForcedNumber(),
        ColumnKind.Boolean => Booleans() ?? throw NotBoolean(),
        ColumnKind.Category => Categories(int.MaxValue)!,
        ColumnKind.Date => Dates() ?? throw NotDate(),
        _ => Texts(),
    };

    Column Inferred()
    {
        double[]? values = null; // only while every value is a number
        int present = 0, numbers = 0, finite = 0, quotedMissing = 0, commas = 0;
        int firstOther = -1, firstInfinite = -1, firstLong = -1, firstZero = -1;
        bool allIntegers = true, allTruths = true;
        var walk = _fields.FromStart();
        for (int row = 0; row < _fields.Rows; row++)
        {
            walk.MoveNext();
            if (walk.IsMissing) continue;
            // Quoted, such a word is a text; in a column of numbers or booleans it can only mean a missing value.
            if (_missing.Contains(walk.Trimmed))
            {
                quotedMissing++;
                continue;
            }
            present++;
            var form = CsvNumber.Read(walk.Trimmed, _options.DecimalComma, out double value);
            if (form is NumberForm.NotNumber)
            {
                if (firstOther < 0) firstOther = row;
                values = null;
                allTruths = allTruths && Truth(walk.Trimmed, digits: false) is not null;
                if (!_options.DecimalComma && CsvNumber.Read(walk.Trimmed, true, out _) is NumberForm.Real) commas++;
                continue;
            }
            numbers++;
            allTruths = false;
            allIntegers &= form is NumberForm.Integer or NumberForm.LongInteger;
            if (form is not NumberForm.Infinite) finite++;
            else if (firstInfinite < 0) firstInfinite = row;
            if (form is NumberForm.LongInteger && firstLong < 0) firstLong = row;
            if (firstZero < 0 && walk.Trimmed is [(byte)'0', >= (byte)'0' and <= (byte)'9', ..]) firstZero = row;
            if (firstOther < 0) (values ??= AllMissing())[row] = value;
        }

        if (present == 0 && quotedMissing == 0)
        {
            if (_fields.Rows > 0) _notes.Add("every value is missing");
            return new NumberColumn(_name, AllMissing());
        }
        if (values is not null && finite > 0)
        {
            if (firstInfinite >= 0) throw NotFinite(firstInfinite);
            if (firstLong < 0 || !allIntegers)
            {
                if (firstZero >= 0)
                    _notes.Add($"leading zeros, first on {Where(firstZero)}; if these are names and no amounts, set CsvOptions.Types to Text");
                return new NumberColumn(_name, values);
            }
            _notes.Add($"integers that a number cannot hold exactly, first on {Where(firstLong)}; kept as text");
            values = null;
        }
        if (allTruths && present > 0) return Booleans()!;
        if (numbers == 0 && present > 0 && Dates() is { } dates) return dates;
        if (commas > 0 && 2 * commas >= present)
            _notes.Add($"looks like numbers with a decimal comma, first on {Where(firstOther)}; set CsvOptions.DecimalComma");
        else if (firstOther >= 0 && 2 * numbers >= present)
            _notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"{present - numbers} of {present} values are no numbers, the first on {Where(firstOther)}"));
        return (Column?)Categories(CategoryColumn.MostLevels(present + quotedMissing)) ?? Texts();
    }

    double[] AllMissing()
    {
        var values = new double[_fields.Rows];
        Array.Fill(values, double.NaN);
        return values;
    }

    Column ForcedNumber()
    {
        var values = new double[_fields.Rows];
        var walk = _fields.FromStart();
        for (int row = 0; row < values.Length; row++)
        {
            walk.MoveNext();
            values[row] = double.NaN;
            if (walk.IsMissing || _missing.Contains(walk.Trimmed)) continue;
            switch (CsvNumber.Read(walk.Trimmed, _options.DecimalComma, out values[row]))
            {
                case NumberForm.Infinite: throw NotFinite(row);
                case NumberForm.NotNumber: throw Failure(row, $"{Shown(walk.Current)} is no number, as CsvOptions.Types asks");
            }
        }
        return new NumberColumn(_name, values);
    }

    /// <summary>The column as booleans, or null when a value is none.</summary>
    BooleanColumn? Booleans()
    {
        var values = new bool?[_fields.Rows];
        var walk = _fields.FromStart();
        for (int row = 0; row < values.Length; row++)
        {
            walk.MoveNext();
            if (walk.IsMissing || _missing.Contains(walk.Trimmed)) continue;
            values[row] = Truth(walk.Trimmed, digits: true);
            if (values[row] is null) return null;
        }
        return new BooleanColumn(_name, values);
    }

    /// <summary>The column as dates, or null when a value is none, or some have an offset from UTC and others have not.</summary>
    DateColumn? Dates()
    {
        var ticks = new long[_fields.Rows];
        bool? withOffset = null;
        var walk = _fields.FromStart();
        for (int row = 0; row < ticks.Length; row++)
        {
            walk.MoveNext();
            ticks[row] = DateColumn.Missing;
            if (walk.IsMissing || _missing.Contains(walk.Trimmed)) continue;
            if (!CsvDate.Read(walk.Trimmed, out ticks[row], out bool hasOffset) || hasOffset != (withOffset ??= hasOffset)) return null;
        }
        return new DateColumn(_name, ticks);
    }

    static bool? Truth(ReadOnlySpan<byte> text, bool digits)
    {
        if (Ascii.EqualsIgnoreCase(text, "true"u8) || Ascii.EqualsIgnoreCase(text, "yes"u8)) return true;
        if (Ascii.EqualsIgnoreCase(text, "false"u8) || Ascii.EqualsIgnoreCase(text, "no"u8)) return false;
        return digits && text.SequenceEqual("1"u8) ? true : digits && text.SequenceEqual("0"u8) ? false : null;
    }

    /// <summary>The column as categories, or null when it has more levels than allowed.</summary>
    CategoryColumn? Categories(int mostLevels)
    {
        var codes = new int[_fields.Rows];
        var codeOf = new Dictionary<string, int>(StringComparer.Ordinal);
        var lookup = codeOf.GetAlternateLookup<ReadOnlySpan<char>>();
        var levels = new List<string>();
        char[] text = new char[64];
        var walk = _fields.FromStart();
        for (int row = 0; row < codes.Length; row++)
        {
            walk.MoveNext();
            codes[row] = -1;
            if (walk.IsMissing) continue;
            if (text.Length < walk.Current.Length) text = new char[2 * walk.Current.Length];
            var key = text.AsSpan(0, Encoding.UTF8.GetChars(walk.Current, text));
            if (!lookup.TryGetValue(key, out codes[row]))
            {
                if (levels.Count == mostLevels) return null;
                codes[row] = levels.Count;
                levels.Add(key.ToString());
                codeOf.Add(levels[^1], codes[row]);
            }
        }
        string[] ordered = [.. levels.Order(StringComparer.Ordinal)];
        var place = new int[ordered.Length];
        for (int k = 0; k < ordered.Length; k++) place[codeOf[ordered[k]]] = k;
        for (int row = 0; row < codes.Length; row++) if (codes[row] >= 0) codes[row] = place[codes[row]];
        return new CategoryColumn(_name, codes, ordered);
    }

    TextColumn Texts()
    {
        var values = new string?[_fields.Rows];
        var walk = _fields.FromStart();
        for (int row = 0; row < values.Length; row++)
        {
            walk.MoveNext();
            if (!walk.IsMissing) values[row] = Encoding.UTF8.GetString(walk.Current);
        }
        return new TextColumn(_name, values);
    }

    string Where(int row) => string.Create(CultureInfo.InvariantCulture, $"line {_lineOf(row)}: {Shown(FieldAt(row))}");

    ReadOnlySpan<byte> FieldAt(int row)
    {
        var walk = _fields.FromStart();
        for (int i = 0; i <= row; i++) walk.MoveNext();
        return walk.Current;
    }

    static string Shown(ReadOnlySpan<byte> text)
    {
        string whole = Encoding.UTF8.GetString(text.Length > 200 ? text[..200] : text);
        return whole.Length > 40 ? $"'{whole[..40]}...'" : $"'{whole}'";
    }

    CairnFormatException NotFinite(int row) => Failure(row, $"{Shown(FieldAt(row))} is not finite or beyond the range of a double");

    CairnFormatException NotBoolean()
    {
        var walk = _fields.FromStart();
        for (int row = 0; ; row++)
        {
            walk.MoveNext();
            if (!walk.IsMissing && !_missing.Contains(walk.Trimmed) && Truth(walk.Trimmed, true) is null)
                return Failure(row, $"{Shown(walk.Current)} is none of true, false, yes, no, 1, 0, as CsvOptions.Types asks");
        }
    }

    CairnFormatException NotDate()
    {
        bool? withOffset = null;
        var walk = _fields.FromStart();
        for (int row = 0; ; row++)
        {
            walk.MoveNext();
            if (walk.IsMissing || _missing.Contains(walk.Trimmed)) continue;
            if (!CsvDate.Read(walk.Trimmed, out _, out bool hasOffset))
                return Failure(row, $"{Shown(walk.Current)} is no date such as 2024-02-29 or 2024-02-29T08:30:00, as CsvOptions.Types asks");
            if (hasOffset != (withOffset ??= hasOffset))
                return Failure(row, $"{Shown(walk.Current)} has {(hasOffset ? "an" : "no")} offset from UTC, and the dates above have "
                    + $"{(hasOffset ? "none" : "one")}");
        }
    }

    CairnFormatException Failure(int row, string what) =>
        new($"{_source}, line {_lineOf(row)}, column {_position} ('{_name}'): {what}", _lineOf(row), _position);
}
