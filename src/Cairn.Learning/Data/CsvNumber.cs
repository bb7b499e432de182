using System.Globalization;
using System.Text;

namespace Cairn.Data;

/// <summary>What a field is when looked at as a number.</summary>
enum NumberForm
{
    NotNumber,
    /// <summary>A whole number, written without point or exponent.</summary>
    Integer,
    /// <summary>A whole number that no double holds exactly.</summary>
    LongInteger,
    /// <summary>A number with a point or an exponent.</summary>
    Real,
    /// <summary>An infinity, or a number beyond the range of double.</summary>
    Infinite,
}

/// <summary>
/// Reads numbers as files write them: sign, ASCII digits, a point (or comma, on request), an exponent - whatever the culture.
/// No thousands separators, no hexadecimal, no underscores.
/// </summary>
static class CsvNumber
{
    internal static NumberForm Read(ReadOnlySpan<byte> text, bool decimalComma, out double value)
    {
        value = double.NaN;
        byte point = decimalComma ? (byte)',' : (byte)'.';
        bool integer = true;
        foreach (byte b in text)
        {
            if (b is >= (byte)'0' and <= (byte)'9' or (byte)'+' or (byte)'-') continue;
            if (b != point && b is not ((byte)'e' or (byte)'E')) return IsInfinity(text) ? NumberForm.Infinite : NumberForm.NotNumber;
            integer = false;
        }
        if (decimalComma && !integer)
        {
            if (text.Length > 64) return NumberForm.NotNumber;
            Span<byte> pointed = stackalloc byte[text.Length];
            text.Replace(pointed, (byte)',', (byte)'.');
            if (!double.TryParse(pointed, NumberStyles.Float, CultureInfo.InvariantCulture, out value)) return NumberForm.NotNumber;
        }
        else if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)) return NumberForm.NotNumber;
        if (!double.IsFinite(value)) return NumberForm.Infinite;
        if (!integer) return NumberForm.Real;
        return text.Length <= 15 || IsExact(text, value) ? NumberForm.Integer : NumberForm.LongInteger;
    }

    // Every double below 2^127 that is whole converts to Int128 exactly; longer integers are not looked at so closely.
    static bool IsExact(ReadOnlySpan<byte> text, double value) =>
        Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
        && Math.Abs(value) < 1.7e38 && (Int128)value == whole;

    static bool IsInfinity(ReadOnlySpan<byte> text)
    {
        if (text.Length > 0 && text[0] is (byte)'+' or (byte)'-') text = text[1..];
        return Ascii.EqualsIgnoreCase(text, "inf"u8) || Ascii.EqualsIgnoreCase(text, "infinity"u8) || text.SequenceEqual("∞"u8);
    }
}
