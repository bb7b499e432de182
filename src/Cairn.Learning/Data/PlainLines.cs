using System.Text;

namespace Cairn.Data;

/// <summary>Reads records of fields, whole ones in quotes among them, and on the way the plain numbers.</summary>
unsafe struct PlainLines(byte separator, byte quote, CsvOptions options, MissingWords missing)
{
    /// <summary>No number that is read here is longer.</summary>
    internal const int LongestNumber = 32;

    const int LongestField = 1 << 16, LongestLine = 1 << 20, MostDigits = 18;
    const ulong LargestExact = 1UL << 53;

    static readonly double[] Powers =
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];

    readonly bool _trims = options.Trim, _hasComma = options.DecimalComma;
    readonly int _longest = Math.Min(options.MaxFieldLength, LongestField);
    byte[] _unescaped = [];

    /// <summary>Whether a number may hold the character.</summary>
    internal static bool IsOfNumbers(char c) => char.IsAsciiDigit(c) || c is '+' or '-' or '.' or 'e' or 'E';

    /// <summary>Reads whole records; false at one that is blank, too long, or has another number of fields than there are columns, and at a quote
    /// within a field.</summary>
    /// <param name="at">The first line.</param>
    /// <param name="end">Behind the last one's line feed.</param>
    /// <param name="row">The row that the first line is.</param>
    /// <param name="columns">What to keep of each column.</param>
    internal bool Read(byte* at, byte* end, int row, PlainColumn[] columns)
    {
        for (; at < end; row++)
        {
            byte* line = at;
            for (int j = 0; j < columns.Length; j++)
            {
                ref var column = ref columns[j];
                byte* next = column.Values is null || _hasComma ? null : Number(at, row, ref column);
                if (next is null)
                {
                    next = Field(at, end, row, ref column, alone: columns.Length == 1);
                    if (next is null) return false;
                }
                if ((next[-1] == '\n') != (j == columns.Length - 1)) return false;
                at = next;
            }
            if (at - line > LongestLine) return false;
        }
        return true;
    }

    /// <summary>
    /// A number of at most 18 digits without exponent, when its digits as a whole number are at most 2^53: that and the power of ten
    /// are exact, so that one division rounds it rightly. Gives where the next field begins, or null when the field is something else.
    /// </summary>
    readonly byte* Number(byte* start, int row, ref PlainColumn column)
    {
        byte* at = start;
        if (*at is (byte)'-' or (byte)'+') at++;
        byte* first = at;
        ulong digits = 0;
        uint digit;
        for (; (digit = *at - (uint)'0') <= 9; at++) digits = digits * 10 + digit;
        int count = (int)(at - first), decimals = 0;
        bool isWhole = *at != '.';
        if (!isWhole)
        {
            byte* point = at++;
            for (; (digit = *at - (uint)'0') <= 9; at++) digits = digits * 10 + digit;
            decimals = (int)(at - point) - 1;
            count += decimals;
        }
        // more digits have overflowed, and are looked at again elsewhere
        if (count is 0 or > MostDigits || digits > LargestExact) return null;
        int length = (int)(at - start);
        if (*at == '\r') at++;
        if ((*at != separator && *at != '\n') || missing.MayBe(*start, length)) return null;

        double value = digits;
        if (decimals > 0) value /= Powers[decimals];
        column.Values![row] = *start == '-' ? -value : value;
        ref var tally = ref column.Tally;
        tally.Present++;
        tally.Numbers++;
        tally.Finite++;
        tally.AllTruths = false;
        tally.AllIntegers &= isWhole;
        if (*start == '0' && length > 1 && start[1] - (uint)'0' <= 9 && tally.FirstZero < 0) tally.FirstZero = row;
        return at + 1;
    }

    byte* Field(byte* start, byte* end, int row, ref PlainColumn column, bool alone)
    {
        var rest = new ReadOnlySpan<byte>(start, (int)Math.Min(end - start, _longest + 2L));
        if (quote != 0 && *start == quote) return Quoted(start, rest, row, ref column);
        int length = quote == 0 ? rest.IndexOfAny(separator, (byte)'\n') : rest.IndexOfAny(separator, (byte)'\n', quote);
        if (length < 0 || (quote != 0 && rest[length] == quote)) return null;
        byte* next = start + length + 1;
        if (rest[length] == '\n' && length > 0 && rest[length - 1] == '\r') length--;
        if (length > _longest) return null;
        var text = rest[..length];
        var trimmed = text[Ascii.Trim(text)];
        if (trimmed.IsEmpty && alone) return null;
        bool isMissing = trimmed.IsEmpty || missing.Contains(trimmed);
        if (column.Fields is { } fields)
        {
            if (isMissing) fields.AddMissing();
            else fields.Add(_trims ? trimmed : text);
        }
        else if (column.Values is null) return next;
        double value = isMissing ? double.NaN : column.Tally.Add(trimmed, row, _hasComma);
        if (column.Values is not null) column.Values[row] = value;
        return next;
    }

    /// <summary>A field in quotes, where two stand for one: its blanks and its words are kept as they are.</summary>
    byte* Quoted(byte* start, ReadOnlySpan<byte> rest, int row, ref PlainColumn column)
    {
        int at = 1, doubled = 0;
        while (true)
        {
            int found = rest[at..].IndexOf(quote);
            if (found < 0) return null;
            at += found + 1;
            if (at == rest.Length) return null;
            if (rest[at] != quote) break;
            at++;
            doubled++;
        }
        var text = rest[1..(at - 1)];
        if (rest[at] == '\r' && ++at == rest.Length) return null;
        if ((rest[at] != separator && rest[at] != '\n') || (rest[at] == separator && rest[at - 1] == '\r')) return null;
        byte* next = start + at + 1;
        if (column.Fields is null && column.Values is null) return next;
        if (doubled > 0) text = Unescaped(text);
        var trimmed = text[Ascii.Trim(text)];
        if (column.Fields is { } fields)
        {
            if (trimmed.IsEmpty) fields.AddMissing();
            else fields.Add(text);
        }
        double value = double.NaN;
        if (!trimmed.IsEmpty && missing.Contains(trimmed)) column.Tally.QuotedMissing++; // a text, where the column is none of numbers
        else if (!trimmed.IsEmpty) value = column.Tally.Add(trimmed, row, _hasComma);
        if (column.Values is not null) column.Values[row] = value;
        return next;
    }

    ReadOnlySpan<byte> Unescaped(ReadOnlySpan<byte> text)
    {
        if (_unescaped.Length < text.Length) _unescaped = new byte[Math.Max(256, 2 * text.Length)];
        int length = 0;
        while (true)
        {
            int found = text.IndexOf(quote) + 1; // with the first of the two
            if (found == 0) break;
            text[..found].CopyTo(_unescaped.AsSpan(length));
            length += found;
            text = text[(found + 1)..];
        }
        text.CopyTo(_unescaped.AsSpan(length));
        return _unescaped.AsSpan(0, length + text.Length);
    }
}
