using System.Globalization;
using System.Text;

namespace Cairn.Plotting;

/// <summary>Lays a chart out as an SVG document: margins from the labels' lengths, axes, grid, legend, style for light and dark.</summary>
sealed class SvgPage
{
    const double Margin = 16, TitleSize = 15, LabelSize = 12, LegendRow = 20, RotatedRoom = 110;
    // Rotated labels rise at 40 degrees.
    const double Cos40 = 0.766, Sin40 = 0.643;

    readonly Chart _chart;
    readonly Extent _xs, _ys;
    readonly StringBuilder _body = new();

    SvgPage(Chart chart)
    {
        _chart = chart;
        (_xs, _ys) = chart.Measured();
    }

    public static string Draw(Chart chart) => new SvgPage(chart).Draw();

    string Draw()
    {
        var top = Margin + Heading();
        var legend = LegendLines();
        top = Legend(legend, top);
        if (Labels.Clean(_chart.YLabel) is { Length: > 0 } yLabel)
        {
            Text(yLabel, "soft", Margin, top + 11, "start", _chart.Width - 2 * Margin);
            top += 20;
        }
        top += 6;
        var bottom = _chart.Height - Margin - (string.IsNullOrEmpty(_chart.XLabel) ? 0 : 20) - 20;

        // The left margin needs the vertical ticks, the bottom one the horizontal room that is left: in this order.
        var left = Margin + 8 + Math.Min(LeftRoom, WidestLabel(VerticalAxis(top, bottom)));
        var x = HorizontalAxis(left, out var right);
        var rotated = x.Categorical && WidestLabel(x) > (right - left) / x.Ticks.Count - 6;
        if (rotated)
            bottom -= Sin40 * Math.Min(RotatedRoom, WidestLabel(x)) - 4;
        bottom = Math.Max(bottom, top + 20);
        var y = VerticalAxis(top, bottom);

        Grid(x, y, left, top, right, bottom);
        var surface = new SvgSurface(_body, left, top, right, bottom);
        // A nested viewport cuts off what lies outside, and leaves room for strokes on the edge.
        const double Edge = 4;
        var (cx, cy, width, height) = (N(left - Edge), N(top - Edge), N(right - left + 2 * Edge), N(bottom - top + 2 * Edge));
        _body.Append(CultureInfo.InvariantCulture, $"<svg x=\"{cx}\" y=\"{cy}\" width=\"{width}\" height=\"{height}\" ")
            .Append(CultureInfo.InvariantCulture, $"viewBox=\"{cx} {cy} {width} {height}\">\n");
        var colours = _chart.Marks.Colours();
        var plot = new Plot(surface, x, y, _chart.Marks);
        for (var i = 0; i < _chart.Marks.Count; i++)
            _chart.Marks[i].Draw(plot, colours[i]);
        _body.Append("</svg>\n");

        HorizontalTicks(x, bottom, rotated);
        VerticalTicks(y, left);
        if (Labels.Clean(_chart.XLabel) is { Length: > 0 } xLabel)
        {
            var middle = (left + right) / 2;
            Text(xLabel, "soft", middle, _chart.Height - Margin, "middle", 2 * Math.Min(middle, _chart.Width - middle) - 8);
        }
        return Whole(surface);
    }

    double LeftRoom => 0.36 * _chart.Width;

    static double WidestLabel(Axis axis) => axis.Ticks.Select(t => Labels.Width(Labels.Clean(t.Label), LabelSize)).Append(0).Max();

    string Whole(SvgSurface surface)
    {
        var title = SvgSurface.Escaped(string.IsNullOrEmpty(_chart.Title) ? "Chart" : _chart.Title);
        var description = SvgSurface.Escaped(_chart.Description());
        var style = SvgStyle.For(_chart.Marks, surface.Levels, surface.Tints, surface.HasThreads);
        var (width, height) = (N(_chart.Width), N(_chart.Height));
        // Names for the reader's software, from the content, so that several charts can stand in one page.
        var id = $"cairn-{Fingerprint(title + description + style + _body):x16}";
        return string.Join('\n',
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"cairn-chart\" viewBox=\"0 0 {width} {height}\"",
            $" width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">",
            $"<title id=\"{id}-title\">{title}</title>",
            $"<desc id=\"{id}-desc\">{description}</desc>",
            $"<style>\n{style}</style>",
            $"<rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>",
            $"{_body}</svg>\n");
    }

    /// <summary>FNV-1a over the characters.</summary>
    static ulong Fingerprint(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
            hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }

    double Heading()
    {
        if (Labels.Clean(_chart.Title) is not { Length: > 0 } title)
            return 0;
        Text(title, "head", Margin, Margin + 12, "start", _chart.Width - 2 * Margin, TitleSize);
        return 28;
    }

    /// <summary>The legend's entries, broken into lines that fit the width.</summary>
    List<List<int>> LegendLines()
    {
        var lines = new List<List<int>>();
        var used = double.PositiveInfinity;
        foreach (var i in _chart.Marks.InLegend())
        {
            var width = LegendWidth(i);
            if (used + width > _chart.Width - 2 * Margin)
            {
                lines.Add([]);
                used = 0;
            }
            lines[^1].Add(i);
            used += width;
        }
        return lines;
    }

    double LegendRoom => Math.Min(240, _chart.Width - 2 * Margin - 40);

    double LegendWidth(int mark) => 40 + Math.Min(LegendRoom, Labels.Width(Labels.Clean(_chart.Marks[mark].Name), LabelSize));

    double Legend(List<List<int>> lines, double top)
    {
        var colours = _chart.Marks.Colours();
        foreach (var line in lines)
        {
            var x = Margin;
            foreach (var i in line)
            {
                var swatch = new SvgSurface(_body, 0, 0, 0, 0);
                var middle = top + 7;
                switch (_chart.Marks[i].Swatch)
                {
                    case Swatch.Line: swatch.Line([new(x, middle), new(x + 18, middle)], colours[i]); break;
                    case Swatch.Dot: swatch.Dots([new(x + 9, middle)], colours[i]); break;
                    case Swatch.Box: swatch.Box(new(x + 4, middle - 5), new(x + 14, middle + 5), colours[i], false, ""); break;
                    case Swatch.Rule: swatch.Rule(new(x, middle), new(x + 18, middle)); break;
                }
                Text(Labels.Clean(_chart.Marks[i].Name), "", x + 24, top + 11, "start", LegendRoom);
                x += LegendWidth(i);
            }
            top += LegendRow;
        }
        return top + (lines.Count > 0 ? 4 : 0);
    }

    Axis VerticalAxis(double top, double bottom)
    {
        var (start, end) = _ys.Categories.Count > 0 ? (top, bottom) : (bottom, top);
        return new Axis(_ys, _chart.YRange, start, end, Math.Clamp((int)((bottom - top) / 45), 2, 10));
    }

    /// <summary>The horizontal axis with as many ticks as its labels leave room for.</summary>
    Axis HorizontalAxis(double left, out double right)
    {
        for (var wanted = Math.Clamp((int)((_chart.Width - left) / 70), 2, 12); ; wanted--)
        {
            var edge = right = _chart.Width - Margin;
            var axis = new Axis(_xs, _chart.XRange, left, edge, wanted);
            if (axis.Categorical)
                return axis;
            // The last label may reach over the end of the axis.
            var over = axis.Ticks.Select(t => axis.At(t.Value) + Labels.Width(t.Label, LabelSize) / 2 - edge).Append(0).Max();
            if (over > Margin - 4)
                axis = new Axis(_xs, _chart.XRange, left, right -= over - Margin + 4, wanted);
            if (wanted <= 2 || axis.Ticks.Zip(axis.Ticks.Skip(1)).All(p => axis.At(p.Second.Value) - axis.At(p.First.Value)
                    >= (Labels.Width(p.First.Label, LabelSize) + Labels.Width(p.Second.Label, LabelSize)) / 2 + 8))
                return axis;
        }
    }

    void Grid(Axis x, Axis y, double left, double top, double right, double bottom)
    {
        var path = new StringBuilder();
        if (!y.Categorical)
            foreach (var tick in y.Ticks)
                path.Append(CultureInfo.InvariantCulture, $"M{N(left)} {N(y.At(tick.Value))}H{N(right)}");
        if (!x.Categorical)
            foreach (var tick in x.Ticks)
                path.Append(CultureInfo.InvariantCulture, $"M{N(x.At(tick.Value))} {N(top)}V{N(bottom)}");
        if (path.Length > 0)
            _body.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"{path}\"/>\n");
        var baseline = "";
        if (!y.Categorical && !y.Hidden)
            baseline += $"M{N(left)} {N(y.HasZeroInside ? y.At(0) : bottom)}H{N(right)}";
        if (!x.Categorical && !x.Hidden && (y.Categorical || x.HasZeroInside))
            baseline += $"M{N(x.HasZeroInside ? x.At(0) : left)} {N(top)}V{N(bottom)}";
        if (baseline != "")
            _body.Append(CultureInfo.InvariantCulture, $"<path class=\"base\" d=\"{baseline}\"/>\n");
    }

    void HorizontalTicks(Axis x, double bottom, bool rotated)
    {
        var slot = x.Ticks.Count == 0 ? 0 : Math.Abs(x.End - x.Start) / x.Ticks.Count;
        var every = rotated ? Math.Max(1, (int)Math.Ceiling(18 / slot)) : 1;
        var free = double.NegativeInfinity;
        for (var i = 0; i < x.Ticks.Count; i += every)
        {
            var label = Labels.Clean(x.Ticks[i].Label);
            var at = x.At(x.Ticks[i].Value);
            if (rotated)
            {
                Text(label, "soft", at + 4, bottom + 14, "end", Math.Min(RotatedRoom, (at - 4) / Cos40), LabelSize,
                    $" transform=\"rotate(-40 {N(at + 4)} {N(bottom + 14)})\"");
                continue;
            }
            var half = Labels.Width(label, LabelSize) / 2;
            if (at - half < free)
                continue;
            Text(label, "soft", at, bottom + 17, "middle", double.PositiveInfinity);
            free = at + half + 4;
        }
    }

    void VerticalTicks(Axis y, double left)
    {
        var free = double.NegativeInfinity;
        foreach (var tick in y.Ticks.OrderBy(t => y.At(t.Value)))
        {
            var at = y.At(tick.Value);
            if (at < free)
                continue;
            Text(Labels.Clean(tick.Label), "soft", left - 8, at + 4, "end", LeftRoom);
            free = at + 13;
        }
    }

    void Text(string text, string style, double x, double y, string anchor, double room, double size = LabelSize, string more = "")
    {
        var shown = Labels.Fit(text, room, t => Labels.Width(t, size) * (style == "head" ? 1.12 : 1));
        _body.Append("<text").Append(style == "" ? "" : $" class=\"{style}\"")
            .Append(CultureInfo.InvariantCulture, $" x=\"{N(x)}\" y=\"{N(y)}\"")
            .Append(anchor == "start" ? "" : $" text-anchor=\"{anchor}\"").Append(more).Append('>')
            .Append(shown == text ? "" : $"<title>{SvgSurface.Escaped(text)}</title>")
            .Append(SvgSurface.Escaped(shown)).Append("</text>\n");
    }

    static string N(double value) => Decimals.Length(value);
}
