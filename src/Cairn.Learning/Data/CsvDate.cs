namespace Cairn.Data;

/// <summary>Reads dates and times in ISO 8601: <c>2024-02-29</c>, <c>2024-02-29T08:30</c>, <c>2024-02-29 08:30:15.25</c>, at the end perhaps
/// <c>Z</c> or an offset such as <c>+02:00</c>. No other form says for certain which number is the day.</summary>
static class CsvDate
{
    /// <summary>The ticks of the point in time, at UTC when it has an offset.</summary>
    internal static bool Read(ReadOnlySpan<byte> text, out long ticks, out bool hasOffset)
    {
        (ticks, hasOffset) = (DateColumn.Missing, false);
        if (text.Length < 10 || text[4] != '-' || text[7] != '-') return false;
        int year = Digits(text[..4]), month = Digits(text[5..7]), day = Digits(text[8..10]);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        long time = 0, offset = 0;
        var rest = text[10..];
        if (rest.Length > 0)
        {
            if (rest[0] is not ((byte)'T' or (byte)' ') || !Time(ref rest, out time) || !Offset(rest, out offset, out hasOffset)) return false;
        }
        long point = new DateTime(year, month, day).Ticks + time - offset;
        if (point < 0 || point > DateTime.MaxValue.Ticks) return false;
        ticks = point;
        return true;
    }

    /// <summary>Reads <c>T08:30</c>, <c>T08:30:15</c> or <c>T08:30:15.25</c>, with at most seven decimals, and leaves what follows.</summary>
    static bool Time(ref ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length < 6 || text[3] != ':') return false;
        int hour = Digits(text[1..3]), minute = Digits(text[4..6]), second = 0, decimals = 0;
        text = text[6..];
        if (text.Length >= 3 && text[0] == ':')
        {
            second = Digits(text[1..3]);
            text = text[3..];
            if (text.Length >= 2 && text[0] == '.')
            {
                int length = 0;
                while (length < 7 && length + 1 < text.Length && text[length + 1] is >= (byte)'0' and <= (byte)'9') length++;
                if (length == 0) return false;
                decimals = Digits(text[1..(length + 1)]);
                for (int i = length; i < 7; i++) decimals *= 10;
                text = text[(length + 1)..];
            }
        }
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59) return false;
        ticks = (hour * 3600L + minute * 60 + second) * TimeSpan.TicksPerSecond + decimals;
        return true;
    }

    static bool Offset(ReadOnlySpan<byte> text, out long ticks, out bool hasOffset)
    {
        (ticks, hasOffset) = (0, text.Length > 0);
        if (text.Length == 0 || text.SequenceEqual("Z"u8)) return true;
        if (text.Length is not (3 or 6) || text[0] is not ((byte)'+' or (byte)'-') || (text.Length == 6 && text[3] != ':')) return false;
        int hours = Digits(text[1..3]), minutes = text.Length == 6 ? Digits(text[4..6]) : 0;
        if (hours is < 0 or > 14 || minutes is < 0 or > 59) return false;
        ticks = (text[0] == '-' ? -1 : 1) * (hours * 60L + minutes) * TimeSpan.TicksPerMinute;
        return true;
    }

    /// <summary>The number that digits make, -1 when one is none.</summary>
    static int Digits(ReadOnlySpan<byte> text)
    {
        int number = 0;
        foreach (byte b in text)
        {
            if (b is < (byte)'0' or > (byte)'9') return -1;
            number = 10 * number + (b - '0');
        }
        return number;
    }
}
