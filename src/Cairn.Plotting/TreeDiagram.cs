using System.Globalization;
using System.Text;

namespace Cairn.Plotting;

/// <summary>A box of a <see cref="TreeDiagram"/> with the boxes below it.</summary>
/// <param name="Lines">What stands in the box; the first line in bold where boxes hang below.</param>
public sealed record TreeDiagramNode(IReadOnlyList<string> Lines)
{
    /// <summary>How strongly the box is filled, -1 to 1: towards one colour or the other; 0, the default, is paper.</summary>
    public double Shade { get; init; }

    /// <summary>The boxes below, from left to right; none by default.</summary>
    public IReadOnlyList<TreeDiagramNode> Children { get; init; } = [];

    /// <summary>What stands at the lines to the children, where anything does.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];
}

/// <summary>A tree drawn from its root down: boxes of text and lines between them, as an SVG picture for light and dark paper.</summary>
public sealed record TreeDiagram
{
    const double Pad = 10, LineHeight = 16, Apart = 14, Level = 46, Margin = 16, Size = 12, Widest = 230;

    /// <summary>The topmost box.</summary>
    public required TreeDiagramNode Root { get; init; }

    /// <summary>What stands above the tree; nothing by default.</summary>
    public string Title { get; init; } = "";

    /// <summary>The picture as an SVG document.</summary>
    public string ToSvg()
    {
        var boxes = new List<Box>();
        var heights = new List<double>();
        double width = Place(Root, 0, 0, boxes, heights, out _);
        double top = Margin + (Title.Length > 0 ? 28 : 0);
        var tops = new double[heights.Count];
        for (int d = 0; d < tops.Length; d++, top += Level) (tops[d], top) = (top, top + heights[d]);
        double pageWidth = Math.Max(width + 2 * Margin, 2 * Margin + 1.12 * Labels.Width(Labels.Clean(Title), 15)), height = top - Level + Margin;
        double shift = (pageWidth - width) / 2;

        var levels = new SortedSet<int>();
        var body = new StringBuilder();
        if (Title.Length > 0) Text(body, "head", Margin, Margin + 12, "start", Title);
        foreach (var box in boxes)
        {
            for (int k = 0; k < box.Below.Count; k++)
            {
                var (child, y) = (box.Below[k], tops[box.Depth + 1]);
                double fromY = tops[box.Depth] + box.Height, middle = (fromY + y) / 2;
                body.Append(CultureInfo.InvariantCulture, $"<path class=\"base\" d=\"M{N(box.Centre + shift)} {N(fromY)}V{N(middle)}H{N(child.Centre + shift)}V{N(y)}\"/>\n");
                if (k < box.Node.Links.Count)
                    Text(body, "soft", child.Centre + shift + (child.Centre < box.Centre ? -6 : 6), y - 7, child.Centre < box.Centre ? "end" : "start", box.Node.Links[k]);
            }
        }
        foreach (var box in boxes)
        {
            int level = (int)Math.Round(Palette.HeatLevels * 0.7 * Math.Clamp(double.IsNaN(box.Node.Shade) ? 0 : box.Node.Shade, -1, 1),
                MidpointRounding.AwayFromZero);
            levels.Add(level);
            string name = SvgSurface.LevelClass(level);
            double x = box.Centre + shift - box.Width / 2, y = tops[box.Depth];
            body.Append(CultureInfo.InvariantCulture, $"<rect class=\"{name}\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(box.Width)}\" height=\"{N(box.Height)}\" rx=\"5\"/>\n")
                .Append(CultureInfo.InvariantCulture, $"<rect class=\"base\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(box.Width)}\" height=\"{N(box.Height)}\" rx=\"5\"/>\n");
            for (int l = 0; l < box.Node.Lines.Count; l++)
                Text(body, "t" + name + (l == 0 && box.Below.Count > 0 ? " bold" : ""), box.Centre + shift, y + Pad + 10 + l * LineHeight, "middle", box.Node.Lines[l]);
        }
        string style = SvgStyle.For(MarkList.Empty, levels, tints: [], threads: false) + ".cairn-chart text.bold{font-weight:600}\n";
        string title = SvgSurface.Escaped(Title.Length > 0 ? Title : "Tree");
        return string.Join('\n',
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"cairn-chart\" viewBox=\"0 0 {N(pageWidth)} {N(height)}\"",
            $" width=\"{N(pageWidth)}\" height=\"{N(height)}\" role=\"img\">",
            $"<title>{title}</title>",
            $"<style>\n{style}</style>",
            $"<rect class=\"paper\" width=\"{N(pageWidth)}\" height=\"{N(height)}\"/>",
            $"{body}</svg>\n");
    }

    /// <summary>Writes the picture to a file, all or nothing.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveSvg(string path) => WholeFile.Write(path, ToSvg());

    sealed record Box(TreeDiagramNode Node, int Depth, double Width, double Height)
    {
        internal double Centre { get; set; }

        internal List<Box> Below { get; } = [];
    }

    /// <summary>Gives the boxes of a branch their places across, from a left edge on; returns its right edge.</summary>
    static double Place(TreeDiagramNode node, int depth, double left, List<Box> boxes, List<double> heights, out Box box)
    {
        double own = 2 * Pad + node.Lines.Select((line, l) => (l == 0 ? 1.08 : 1) * Math.Min(Widest, Labels.Width(Labels.Clean(line), Size))).DefaultIfEmpty(0).Max();
        box = new Box(node, depth, own, 2 * Pad + LineHeight * node.Lines.Count - 4);
        boxes.Add(box);
        if (heights.Count == depth) heights.Add(0);
        heights[depth] = Math.Max(heights[depth], box.Height);
        double right = left;
        foreach (var child in node.Children)
        {
            right = Place(child, depth + 1, right == left ? left : right + Apart, boxes, heights, out var below);
            box.Below.Add(below);
        }
        if (box.Below.Count == 0)
        {
            box.Centre = left + own / 2;
            return left + own;
        }
        box.Centre = Math.Max((box.Below[0].Centre + box.Below[^1].Centre) / 2, left + own / 2);
        return Math.Max(right, box.Centre + own / 2);
    }

    static void Text(StringBuilder body, string style, double x, double y, string anchor, string text)
    {
        string clean = Labels.Clean(text), shown = Labels.Fit(clean, style == "head" ? double.PositiveInfinity : Widest, t => Labels.Width(t, Size));
        body.Append(CultureInfo.InvariantCulture, $"<text class=\"{style}\" x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\">")
            .Append(shown == clean ? "" : $"<title>{SvgSurface.Escaped(clean)}</title>").Append(SvgSurface.Escaped(shown)).Append("</text>\n");
    }

    static string N(double value) => Decimals.Length(value);
}
