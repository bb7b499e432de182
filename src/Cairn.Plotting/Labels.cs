using System.Text;

namespace Cairn.Plotting;

/// <summary>Text of a picture: cleaned, measured without a font at hand, shortened.</summary>
static class Labels
{
    /// <summary>One line without control characters and half surrogates: safe in XML and in a terminal.</summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(rune.Value switch
            {
                '\t' or '\n' or '\r' => " ",
                < 0x20 or (>= 0x7f and < 0xa0) or 0xfffe or 0xffff => "\ufffd",
                // Marks that turn the direction of what follows could make a label read as something else.
                (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069) or 0x2028 or 0x2029 => " ",
                _ => rune.ToString(),
            });
        return clean.ToString();
    }

    /// <summary>The width in pixels at a font size: the average over common sans-serif fonts, on the wide side.</summary>
    public static double Width(string text, double size)
    {
        var em = 0.0;
        foreach (var rune in text.EnumerateRunes())
            em += rune.Value switch
            {
                'i' or 'j' or 'l' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' => 0.29,
                ' ' or 'f' or 't' or 'r' or '(' or ')' or '[' or ']' or '-' or '/' or 'I' => 0.38,
                'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.9,
                >= 'A' and <= 'Z' => 0.7,
                >= '0' and <= '9' => 0.64,
                < 0x1100 => 0.6,
                _ when Cells(rune) == 2 => 1.05,
                _ => 0.75,
            };
        return em * size;
    }

    /// <summary>The columns a text takes in a terminal.</summary>
    public static int Cells(string text) => text.EnumerateRunes().Sum(Cells);

    /// <summary>Two columns for the wide scripts and pictographs, none for combining marks, one for the rest.</summary>
    public static int Cells(Rune rune) => rune.Value switch
    {
        (>= 0x300 and <= 0x36f) or 0x200d or (>= 0xfe00 and <= 0xfe0f) => 0,
        (>= 0x1100 and <= 0x115f) or (>= 0x2e80 and <= 0xa4cf) or (>= 0xac00 and <= 0xd7a3) or (>= 0xf900 and <= 0xfaff)
            or (>= 0xfe30 and <= 0xfe6f) or (>= 0xff00 and <= 0xff60) or (>= 0xffe0 and <= 0xffe6) or (>= 0x1f300 and <= 0x1faff)
            or (>= 0x20000 and <= 0x3fffd) => 2,
        _ => 1,
    };

    /// <summary>The text, or as much of its beginning as fits with an ellipsis.</summary>
    public static string Fit(string text, double room, Func<string, double> width)
    {
        if (width(text) <= room)
            return text;
        var kept = "";
        foreach (var rune in text.EnumerateRunes())
        {
            var longer = kept + rune;
            if (width(longer + "…") > room)
                break;
            kept = longer;
        }
        return kept.TrimEnd() + "…";
    }
}
