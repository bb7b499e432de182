using System.Text;

namespace Cairn.Plotting;

/// <summary>Lays a chart out in rows of characters.</summary>
static class TextPage
{
    const string Signs = "│┤└─┬…", AsciiSigns = "|+`-+~";

    public static string Draw(Chart chart, int width, int height, bool ascii)
    {
        var (xs, ys) = chart.Measured();
        var marks = chart.Marks;
        var colours = marks.Colours();
        var several = colours.Count(c => c >= 0) > 1;
        var signs = ascii ? AsciiSigns : Signs;
        string Fit(string? text, int room) => Labels.Fit(Labels.Clean(text), room, t => Labels.Cells(t)).Replace('…', signs[5]);

        var head = new List<string>();
        if (!string.IsNullOrEmpty(chart.Title))
            head.Add(Fit(chart.Title, width));
        var legend = marks.InLegend();
        if (legend.Length > 0)
        {
            var samples = new TextSurface(1, 1, ascii, several);
            var entries = legend.Select(i => $"{samples.Sample(marks[i].Swatch, colours[i])} {Fit(marks[i].Name, width / 2)}");
            head.AddRange(Wrapped(entries, width));
        }
        if (!string.IsNullOrEmpty(chart.YLabel))
            head.Add(Fit(chart.YLabel, width));

        // Each category down the side needs a row, each of its bars as well.
        var needed = ys.Categories.Count * Math.Max(1, marks.OfType<BarMark>().Count());
        var rows = Math.Max(Math.Max(2, needed), height - head.Count - (string.IsNullOrEmpty(chart.XLabel) ? 2 : 3));
        var y = ys.Categories.Count > 0
            ? new Axis(ys, chart.YRange, 0, rows, 0)
            : new Axis(ys, chart.YRange, rows, 0, Math.Clamp(rows / 3, 2, 10));
        string[] names = [.. y.Ticks.Select(t => Fit(t.Label, width / 3))];
        var margin = names.Select(Labels.Cells).Append(0).Max();
        var columns = width - margin - 2;
        var x = new Axis(xs, chart.XRange, 0, columns, Math.Clamp(columns / 10, 2, 12));

        var surface = new TextSurface(columns, rows, ascii, several);
        if (y.HasZeroInside)
            surface.Rule(new Point(0, y.At(0)), new Point(columns, y.At(0)));
        if (x.HasZeroInside)
            surface.Rule(new Point(x.At(0), 0), new Point(x.At(0), rows));
        var plot = new Plot(surface, x, y, marks);
        for (var i = 0; i < marks.Count; i++)
            marks[i].Draw(plot, colours[i]);

        var page = new StringBuilder();
        foreach (var line in head)
            page.Append(line.TrimEnd()).Append('\n');
        var labels = new string?[rows];
        for (var i = 0; i < names.Length; i++)
            labels[Math.Clamp((int)y.At(y.Ticks[i].Value), 0, rows - 1)] ??= names[i];
        for (var row = 0; row < rows; row++)
        {
            var label = labels[row] ?? "";
            page.Append(' ', margin - Labels.Cells(label)).Append(label).Append(' ').Append(signs[labels[row] is null ? 0 : 1])
                .Append(surface.Row(row).TrimEnd()).Append('\n');
        }
        var (axis, below) = HorizontalAxis(x, columns, signs, Fit);
        page.Append(' ', margin + 1).Append(axis).Append('\n');
        page.Append(' ', margin + 2).Append(below).Append('\n');
        if (!string.IsNullOrEmpty(chart.XLabel))
        {
            var label = Fit(chart.XLabel, columns);
            page.Append(' ', margin + 2 + (columns - Labels.Cells(label)) / 2).Append(label.TrimEnd()).Append('\n');
        }
        return page.ToString();
    }

    /// <summary>The entries side by side, in as many lines as they need.</summary>
    static List<string> Wrapped(IEnumerable<string> entries, int width)
    {
        var lines = new List<string>();
        foreach (var entry in entries)
            if (lines.Count > 0 && Labels.Cells(lines[^1]) + 3 + Labels.Cells(entry) <= width)
                lines[^1] += "   " + entry;
            else
                lines.Add(entry);
        return lines;
    }

    /// <summary>The axis with its ticks, and the labels that fit below without touching.</summary>
    static (string Axis, string Labels) HorizontalAxis(Axis x, int columns, string signs, Func<string?, int, string> fit)
    {
        var line = new StringBuilder().Append(signs[2]).Append(signs[3], columns);
        var below = new StringBuilder();
        var used = 0;
        // Few labels that can be read are better than many that cannot.
        var every = 1;
        if (x.Categorical)
            while (every < x.Ticks.Count && columns * every / x.Ticks.Count - 2 < Math.Min(8, x.Ticks.Max(t => Labels.Cells(t.Label))))
                every++;
        var slot = x.Categorical ? Math.Max(3, columns * every / x.Ticks.Count - 1) : columns;
        foreach (var tick in x.Ticks.Where((_, i) => i % every == 0))
        {
            var column = Math.Clamp((int)x.At(tick.Value), 0, columns - 1);
            var label = fit(tick.Label, slot);
            var cells = Labels.Cells(label);
            var from = Math.Clamp(column - cells / 2, 0, Math.Max(0, columns - cells));
            if (used > 0 && from < used + 1)
                continue;
            line[column + 1] = signs[4];
            below.Append(' ', from - used).Append(label);
            used = from + cells;
        }
        return (line.ToString(), below.ToString().TrimEnd());
    }
}
