using System.Globalization;
using System.Text;

namespace Cairn.Data;

/// <summary>Makes a typed column of the fields that a file has under one name.</summary>
sealed class CsvColumn
{
    readonly Lazy<CsvFields> _fields;
    readonly int _rows;
    readonly string _name;
    readonly int _position;
    readonly CsvOptions _options;
    readonly MissingWords _missing;
    readonly Func<int, long> _lineOf;
    readonly string _source;
    readonly List<string> _notes = [];

    /// <param name="fields">The fields; those not quoted and blank or in the list of missing values are marked missing.</param>
    /// <param name="rows">Their number.</param>
    /// <param name="name">The column's name.</param>
    /// <param name="position">Its place in the file, from 1.</param>
    /// <param name="options">Decimal comma and forced kinds.</param>
    /// <param name="missing">The words for a missing value.</param>
    /// <param name="lineOf">From the row, counted from 0, to the line of the file.</param>
    /// <param name="source">The name of the file for messages.</param>
    internal CsvColumn(Lazy<CsvFields> fields, int rows, string name, int position, CsvOptions options, MissingWords missing,
        Func<int, long> lineOf, string source)
    {
        (_fields, _rows, _name, _position) = (fields, rows, name, position);
        (_options, _missing, _lineOf, _source) = (options, missing, lineOf, source);
    }

    CsvFields Fields => _fields.Value;

    internal IReadOnlyList<string> Notes => _notes;

    /// <summary>The column of its fields.</summary>
    internal Column Build()
    {
        if (_options.Types.TryGetValue(_name, out var kind)) return Forced(kind);
        var (tally, values) = Tallied();
        return Inferred(tally, values);
    }

    /// <summary>The column of fields that were looked at while the file was read.</summary>
    /// <param name="tally">What they look like.</param>
    /// <param name="values">Their numbers, NaN where missing, if all of them are numbers.</param>
    internal Column Build(in ColumnTally tally, double[]? values) => Inferred(tally, values);

    Column Forced(ColumnKind kind) => kind switch
    {
        ColumnKind.Number => ForcedNumber(),
        ColumnKind.Boolean => Booleans() ?? throw NotBoolean(),
        ColumnKind.Category => Categories(int.MaxValue)!,
        ColumnKind.Date => Dates() ?? throw NotDate(),
        _ => Texts(),
    };

    (ColumnTally Tally, double[]? Values) Tallied()
    {
        var tally = new ColumnTally();
        double[]? values = null; // only while every value is a number
        var walk = Fields.FromStart();
        for (int row = 0; row < _rows; row++)
        {
            walk.MoveNext();
            if (walk.IsMissing) continue;
            // Quoted, such a word is a text; in a column of numbers or booleans it can only mean a missing value.
            if (_missing.Contains(walk.Trimmed))
            {
                tally.QuotedMissing++;
                continue;
            }
            double value = tally.Add(walk.Trimmed, row, _options.DecimalComma);
            if (tally.FirstOther < 0) (values ??= AllMissing())[row] = value;
            else values = null;
        }
        return (tally, values);
    }

    Column Inferred(in ColumnTally tally, double[]? values)
    {
        if (tally.Present == 0 && tally.QuotedMissing == 0)
        {
            if (_rows > 0) _notes.Add("every value is missing");
            return new NumberColumn(_name, AllMissing());
        }
        if (values is not null && tally.Finite > 0)
        {
            if (tally.FirstInfinite >= 0) throw NotFinite(tally.FirstInfinite);
            if (tally.FirstLong < 0 || !tally.AllIntegers)
            {
                if (tally.FirstZero >= 0)
                    _notes.Add($"leading zeros, first on {Where(tally.FirstZero)}; if these are names and no amounts, set CsvOptions.Types to Text");
                return new NumberColumn(_name, values);
            }
            _notes.Add($"integers that a number cannot hold exactly, first on {Where(tally.FirstLong)}; kept as text");
        }
        if (tally.AllTruths && tally.Present > 0) return Booleans()!;
        if (tally.Numbers == 0 && tally.Present > 0 && Dates() is { } dates) return dates;
        if (tally.Commas > 0 && 2 * tally.Commas >= tally.Present)
            _notes.Add($"looks like numbers with a decimal comma, first on {Where(tally.FirstOther)}; set CsvOptions.DecimalComma");
        else if (tally.FirstOther >= 0 && 2 * tally.Numbers >= tally.Present)
            _notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"{tally.Present - tally.Numbers} of {tally.Present} values are no numbers, the first on {Where(tally.FirstOther)}"));
        return (Column?)Categories(CategoryColumn.MostLevels(tally.Present + tally.QuotedMissing)) ?? Texts();
    }

    double[] AllMissing()
    {
        var values = new double[_rows];
        Array.Fill(values, double.NaN);
        return values;
    }

    Column ForcedNumber()
    {
        var values = new double[_rows];
        var walk = Fields.FromStart();
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
        var values = new bool?[_rows];
        var walk = Fields.FromStart();
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
        var ticks = new long[_rows];
        bool? withOffset = null;
        var walk = Fields.FromStart();
        for (int row = 0; row < ticks.Length; row++)
        {
            walk.MoveNext();
            ticks[row] = DateColumn.Missing;
            if (walk.IsMissing || _missing.Contains(walk.Trimmed)) continue;
            if (!CsvDate.Read(walk.Trimmed, out ticks[row], out bool hasOffset) || hasOffset != (withOffset ??= hasOffset)) return null;
        }
        return new DateColumn(_name, ticks);
    }

    internal static bool? Truth(ReadOnlySpan<byte> text, bool digits)
    {
        if (Ascii.EqualsIgnoreCase(text, "true"u8) || Ascii.EqualsIgnoreCase(text, "yes"u8)) return true;
        if (Ascii.EqualsIgnoreCase(text, "false"u8) || Ascii.EqualsIgnoreCase(text, "no"u8)) return false;
        return digits && text.SequenceEqual("1"u8) ? true : digits && text.SequenceEqual("0"u8) ? false : null;
    }

    /// <summary>The column as categories, or null when it has more levels than allowed.</summary>
    CategoryColumn? Categories(int mostLevels)
    {
        var codes = new int[_rows];
        var codeOf = new Dictionary<string, int>(StringComparer.Ordinal);
        var lookup = codeOf.GetAlternateLookup<ReadOnlySpan<char>>();
        var levels = new List<string>();
        char[] text = new char[64];
        var walk = Fields.FromStart();
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
        var values = new string?[_rows];
        var walk = Fields.FromStart();
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
        var walk = Fields.FromStart();
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
        var walk = Fields.FromStart();
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
        var walk = Fields.FromStart();
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
