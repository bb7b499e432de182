using System.Globalization;

namespace Cairn.Reports;

/// <summary>Numbers and names as a report shows them.</summary>
static class Figures
{
    /// <summary>Four significant digits, thousands apart from 10,000 on; "not defined" for NaN.</summary>
    internal static string Number(double value)
    {
        if (double.IsNaN(value)) return "not defined";
        if (double.IsInfinity(value)) return value > 0 ? "∞" : "−∞";
        double size = Math.Abs(value);
        string text = size switch
        {
            0 => "0",
            >= 1e15 or < 1e-4 => size.ToString("0.###e+0", CultureInfo.InvariantCulture),
            >= 9999.5 => size.ToString("#,0", CultureInfo.InvariantCulture),
            _ => size.ToString("G4", CultureInfo.InvariantCulture),
        };
        return value < 0 ? "−" + text : text;
    }

    /// <summary>A score: four decimals where that says something.</summary>
    internal static string Score(double value) =>
        Math.Abs(value) is >= 1e-4 and < 10 ? value.ToString("0.0000", CultureInfo.InvariantCulture).Replace('-', '−') : Number(value);

    internal static string Whole(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);

    internal static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    internal static string Rows(int count) => count == 1 ? "1 row" : Whole(count) + " rows";

    /// <summary>A length in a drawing.</summary>
    internal static string Length(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>The text, or its beginning with an ellipsis.</summary>
    internal static string Short(string text, int most = 60)
    {
        if (text.Length <= most) return text;
        int end = char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return text[..end] + "…";
    }

    /// <summary>The names shortened, and told apart again where that made two alike.</summary>
    internal static string[] Short(IEnumerable<string> names, int most = 60)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. names.Select(name =>
        {
            string shown = Short(name, most);
            for (int n = 2; !taken.Add(shown); n++) shown = string.Create(CultureInfo.InvariantCulture, $"{Short(name, most)} ({n})");
            return shown;
        })];
    }
}
