using System.Globalization;
using System.Text;

namespace Cairn.Plotting;

/// <summary>Writes marks as SVG elements; colours are classes that the page's style sheet defines.</summary>
sealed class SvgSurface(StringBuilder svg, double left, double top, double right, double bottom) : Surface(left, top, right, bottom)
{
    // Up to here each point is an element of its own, so that overlapping ones grow darker.
    const int SeparateDots = 2_000;
    // Up to here points keep their exact place in one path; beyond, whole pixels, and pixels in pairs when there are very many.
    const int ExactDots = 5_000, PixelDots = 100_000;

    public override double Grain => 1;

    /// <summary>The heat levels drawn so far: the style sheet defines these alone.</summary>
    public SortedSet<int> Levels { get; } = [];

    public override void Line(ReadOnlySpan<Point> points, int colour)
    {
        svg.Append("<path class=\"line c").Append(colour % Palette.SeriesCount).Append("\" d=\"M");
        var last = "";
        foreach (var point in points)
        {
            var place = Place(point);
            if (place == last)
                continue;
            svg.Append(last == "" ? "" : "L").Append(place);
            last = place;
        }
        // Once every colour is taken the next round is dashed.
        svg.Append(colour < Palette.SeriesCount ? "\"/>\n" : "\" stroke-dasharray=\"7 5\"/>\n");
    }

    public override void Dots(ReadOnlySpan<Point> points, int colour)
    {
        if (points.IsEmpty)
            return;
        // Every other series has square points: a second difference beside the colour.
        var square = colour % 2 == 1;
        var size = points.Length <= 300 ? 6.0 : points.Length <= SeparateDots ? 5 : points.Length <= ExactDots ? 4 : 3;
        var strokes = $"class=\"dots c{colour % Palette.SeriesCount}\" stroke-width=\"{Decimals.Length(square ? size - 1 : size)}\"" +
            $" stroke-linecap=\"{(square ? "square" : "round")}\"";
        if (points.Length <= SeparateDots)
        {
            svg.Append("<g ").Append(strokes).Append(">\n");
            foreach (var point in points)
                svg.Append("<path d=\"M").Append(Place(point)).Append("h0\"/>\n");
            svg.Append("</g>\n");
            return;
        }
        var grid = points.Length > PixelDots ? 2 : 1;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        svg.Append("<path ").Append(strokes).Append(" d=\"");
        foreach (var point in points)
        {
            var place = Place(points.Length <= ExactDots ? point
                : new Point(Math.Round(point.X / grid) * grid, Math.Round(point.Y / grid) * grid));
            if (seen.Add(place))
                svg.Append('M').Append(place).Append("h0");
        }
        svg.Append("\"/>\n");
    }

    public override void Box(Point corner, Point opposite, int colour, bool lying, string note)
    {
        // Neighbours keep a hair apart where they are wide enough to spare it.
        var wide = Math.Abs(lying ? opposite.Y - corner.Y : opposite.X - corner.X);
        var gap = wide > 4 ? 0.5 : 0;
        var (dx, dy) = lying ? (0.0, gap) : (gap, 0.0);
        Rectangle(new Point(corner.X + dx, corner.Y + dy), new Point(opposite.X - dx, opposite.Y - dy),
            $"box c{colour % Palette.SeriesCount}", note);
    }

    public override void Cell(Point corner, Point opposite, int? level, string label, string note)
    {
        const double Gap = 0.5, Size = 12;
        Levels.Add(level ?? 0);
        var (width, height) = (Math.Abs(opposite.X - corner.X), Math.Abs(opposite.Y - corner.Y));
        var name = level is { } l ? LevelClass(l) : "none";
        var gap = Math.Min(width, height) > 8 ? Gap : -0.1;
        Rectangle(new Point(corner.X + gap, corner.Y + gap), new Point(opposite.X - gap, opposite.Y - gap), name, note);
        if (Labels.Width(label, Size) <= width - 4 && height >= Size + 4)
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"t{name}\" x=\"{Decimals.Length((corner.X + opposite.X) / 2)}\" y=\"")
                .Append(Decimals.Length((corner.Y + opposite.Y) / 2 + Size * 0.36)).Append("\" text-anchor=\"middle\">")
                .Append(Escaped(label)).Append("</text>\n");
    }

    /// <summary>The colours of which tints were drawn.</summary>
    public SortedSet<int> Tints { get; } = [];

    /// <summary>True once a thin line was drawn.</summary>
    public bool HasThreads { get; private set; }

    public override void Area(IReadOnlyList<Point[]> polygons, Paint paint, string note)
    {
        if (polygons.Count == 0)
            return;
        if (paint.Level is { } level)
            Levels.Add(level);
        else
            Tints.Add(paint.Colour % Palette.SeriesCount);
        var name = paint.Level is { } l ? LevelClass(l) : $"tint c{paint.Colour % Palette.SeriesCount}";
        svg.Append("<path class=\"").Append(name).Append("\" d=\"");
        foreach (var polygon in polygons)
        {
            for (var i = 0; i < polygon.Length; i++)
                svg.Append(i == 0 ? 'M' : 'L').Append(Place(polygon[i]));
            svg.Append('Z');
        }
        svg.Append(note == "" ? "\"/>\n" : $"\"><title>{Escaped(note)}</title></path>\n");
    }

    public override void Thread(ReadOnlySpan<Point> points)
    {
        HasThreads = true;
        svg.Append("<path class=\"thread\" d=\"M");
        for (var i = 0; i < points.Length; i++)
            svg.Append(i == 0 ? "" : "L").Append(Place(points[i]));
        svg.Append("\"/>\n");
    }

    public override double CaptionHeight => 16;

    public override void Caption(Point middle, string text) =>
        svg.Append("<text class=\"soft\" text-anchor=\"middle\" x=\"").Append(Decimals.Length(middle.X)).Append("\" y=\"")
            .Append(Decimals.Length(middle.Y)).Append("\">").Append(Escaped(text)).Append("</text>\n");

    public override void Rule(Point from, Point to) =>
        svg.Append("<path class=\"rule\" d=\"M").Append(Place(from)).Append('L').Append(Place(to)).Append("\"/>\n");

    /// <summary>The class of a heat level: h3, or n3 below zero.</summary>
    public static string LevelClass(int level) => level < 0 ? $"n{-level}" : $"h{level}";

    /// <summary>Text made safe for XML.</summary>
    public static string Escaped(string text) => Labels.Clean(text)
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    void Rectangle(Point corner, Point opposite, string name, string note)
    {
        var (x, y) = (Math.Min(corner.X, opposite.X), Math.Min(corner.Y, opposite.Y));
        var (width, height) = (Decimals.Length(Math.Abs(opposite.X - corner.X)), Decimals.Length(Math.Abs(opposite.Y - corner.Y)));
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{name}\" x=\"{Decimals.Length(x)}\" y=\"{Decimals.Length(y)}\" ")
            .Append(CultureInfo.InvariantCulture, $"width=\"{width}\" height=\"{height}\"")
            .Append(note == "" ? "/>\n" : $"><title>{Escaped(note)}</title></rect>\n");
    }

    static string Place(Point point) => $"{Decimals.Length(point.X)} {Decimals.Length(point.Y)}";
}
