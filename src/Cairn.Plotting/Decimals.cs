using System.Globalization;

namespace Cairn.Plotting;

/// <summary>Powers of ten and the decimal writing of numbers: exact, and the same in every culture.</summary>
static class Decimals
{
    public const int LeastExponent = -323, GreatestExponent = 308;

    static readonly double[] Powers = [.. Enumerable.Range(LeastExponent, GreatestExponent - LeastExponent + 1).Select(e => Value(1, e))];

    /// <summary>digits * 10^exponent, correctly rounded.</summary>
    public static double Value(long digits, int exponent) =>
        double.Parse(string.Create(CultureInfo.InvariantCulture, $"{digits}e{exponent}"), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The greatest e with 10^e &lt;= value, for a positive finite value.</summary>
    public static int Exponent(double value)
    {
        var at = Array.BinarySearch(Powers, value);
        return (at >= 0 ? at : Math.Max(~at - 1, 0)) + LeastExponent;
    }

    /// <summary>digits * 10^exponent in plain writing: every digit of the step shown, none invented.</summary>
    public static string Plain(long digits, int exponent)
    {
        if (exponent >= 0)
            return digits == 0 ? "0" : digits.ToString(CultureInfo.InvariantCulture) + new string('0', exponent);
        var text = Math.Abs(digits).ToString(CultureInfo.InvariantCulture).PadLeft(1 - exponent, '0');
        return (digits < 0 ? "-" : "") + text[..^-exponent] + "." + text[^-exponent..];
    }

    /// <summary>digits * 10^exponent as 1.5e-7.</summary>
    public static string Scientific(long digits, int exponent)
    {
        if (digits == 0)
            return "0";
        while (digits % 10 == 0)
            (digits, exponent) = (digits / 10, exponent + 1);
        var text = Math.Abs(digits).ToString(CultureInfo.InvariantCulture);
        var mantissa = text.Length == 1 ? text : text[..1] + "." + text[1..];
        return string.Create(CultureInfo.InvariantCulture, $"{(digits < 0 ? "-" : "")}{mantissa}e{exponent + text.Length - 1}");
    }

    /// <summary>The letter of 10^3, 10^6, 10^9, 10^12; empty for 10^0.</summary>
    public static string Suffix(int exponent) => exponent switch { 3 => "k", 6 => "M", 9 => "B", 12 => "T", _ => "" };

    /// <summary>A value as a person would note it: whole numbers below a million in full, else three significant digits.</summary>
    public static string Short(double value)
    {
        if (!double.IsFinite(value))
            return "–";
        var size = Math.Abs(value);
        if (value == Math.Floor(value) && size < 1e6)
            return (value + 0.0).ToString("0", CultureInfo.InvariantCulture);
        if (size is >= 1000 and < 10_000)
            return value.ToString("0", CultureInfo.InvariantCulture);
        // "E2" rounds to three digits exactly; its digits and exponent then go through the writings above.
        var rounded = value.ToString("E2", CultureInfo.InvariantCulture);
        var digits = long.Parse(rounded[..^5].Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture);
        var exponent = int.Parse(rounded[^4..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) - 2;
        while (digits % 10 == 0)
            (digits, exponent) = (digits / 10, exponent + 1);
        var top = exponent + Math.Abs(digits).ToString(CultureInfo.InvariantCulture).Length - 1;
        if (top is >= 15 or < -4)
            return Scientific(digits, exponent);
        var unit = top >= 4 ? top / 3 * 3 : 0;
        return Plain(digits, exponent - unit) + Suffix(unit);
    }

    /// <summary>A length in a drawing: two decimals at most, never "-0", never an exponent.</summary>
    public static string Length(double value)
    {
        var hundredths = (long)Math.Round(Math.Clamp(value, -1e7, 1e7) * 100, MidpointRounding.AwayFromZero);
        var (whole, part) = Math.DivRem(Math.Abs(hundredths), 100);
        var sign = hundredths < 0 ? "-" : "";
        return part switch
        {
            0 => string.Create(CultureInfo.InvariantCulture, $"{sign}{whole}"),
            _ when part % 10 == 0 => string.Create(CultureInfo.InvariantCulture, $"{sign}{whole}.{part / 10}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{sign}{whole}.{part:00}"),
        };
    }
}
