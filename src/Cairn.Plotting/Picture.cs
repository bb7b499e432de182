using System.Globalization;
using System.Text;

namespace Cairn.Plotting;

/// <summary>What the pictures that are no <see cref="Chart"/> have in common: lines of text, and the document around them.</summary>
static class Picture
{
    /// <summary>A text whose font the class gives; longer than the room it is shortened and said in full to who points at it.</summary>
    public static void Text(StringBuilder body, string style, double x, double y, string anchor, string text, double room = double.PositiveInfinity, string more = "")
    {
        string clean = Labels.Clean(text), shown = Labels.Fit(clean, room, t => Labels.Width(t, 12));
        body.Append(CultureInfo.InvariantCulture, $"<text class=\"{style}\" x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\"{more}>")
            .Append(shown == clean ? "" : $"<title>{SvgSurface.Escaped(clean)}</title>").Append(SvgSurface.Escaped(shown)).Append("</text>\n");
    }

    /// <summary>The document: its size, its name and description for who does not see it, its style, its content.</summary>
    public static string Document(double width, double height, string title, string description, string style, StringBuilder body) => string.Join('\n',
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"cairn-chart\" viewBox=\"0 0 {N(width)} {N(height)}\"",
        $" width=\"{N(width)}\" height=\"{N(height)}\" role=\"img\">",
        $"<title>{SvgSurface.Escaped(title)}</title>",
        $"<desc>{SvgSurface.Escaped(description)}</desc>",
        $"<style>\n{style}</style>",
        $"<rect class=\"paper\" width=\"{N(width)}\" height=\"{N(height)}\"/>",
        $"{body}</svg>\n");

    public static string N(double value) => Decimals.Length(value);
}
