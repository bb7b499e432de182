using System.Globalization;
using System.Text;

namespace Cairn.Plotting;

/// <summary>The style sheet of a picture, for what it shows alone: colours as variables, swapped where the reader prefers dark.</summary>
static class SvgStyle
{
    public static string For(MarkList marks, IReadOnlyCollection<int> levels, IReadOnlyCollection<int> tints, bool threads)
    {
        var series = Math.Min(Palette.SeriesCount, marks.Colours().Concat(tints).Append(-1).Max() + 1);
        var style = new StringBuilder()
            .Append(".cairn-chart{").Append(Variables(Palette.Light, series, levels)).Append("max-width:100%;height:auto;")
            .Append("font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,sans-serif;font-size:12px}\n")
            .Append("@media(prefers-color-scheme:dark){.cairn-chart{").Append(Variables(Palette.Dark, series, levels)).Append("}}\n")
            .Append(".cairn-chart .paper{fill:var(--paper)}\n")
            .Append(".cairn-chart text{fill:var(--ink);font-variant-numeric:tabular-nums}\n")
            .Append(".cairn-chart text.soft{fill:var(--soft)}\n")
            .Append(".cairn-chart text.head{font-size:15px;font-weight:600}\n")
            .Append(".cairn-chart .grid{stroke:var(--grid);fill:none}\n")
            .Append(".cairn-chart .base{stroke:var(--base);fill:none}\n")
            .Append(".cairn-chart .line{stroke:currentColor;stroke-width:2;stroke-linejoin:round;stroke-linecap:round;fill:none}\n")
            .Append(".cairn-chart .dots{stroke:currentColor;stroke-opacity:.85;fill:none}\n")
            .Append(".cairn-chart .box{fill:currentColor}\n")
            .Append(".cairn-chart .rule{stroke:var(--ink);stroke-opacity:.8;stroke-width:1.5;stroke-dasharray:5 4;fill:none}\n");
        if (tints.Count > 0)
            style.Append(".cairn-chart .tint{fill:currentColor;fill-opacity:.16}\n");
        if (threads)
            style.Append(".cairn-chart .thread{stroke:var(--ink);stroke-opacity:.45;fill:none}\n");
        for (var i = 0; i < series; i++)
            style.Append(CultureInfo.InvariantCulture, $".cairn-chart .c{i}{{color:var(--c{i})}}\n");
        foreach (var name in levels.Select(SvgSurface.LevelClass))
            style.Append(".cairn-chart .").Append(name).Append("{fill:var(--").Append(name).Append(")}.cairn-chart text.t").Append(name)
                .Append("{fill:var(--t").Append(name).Append(")}\n");
        if (levels.Count > 0)
            style.Append(".cairn-chart .none{fill:var(--paper)}.cairn-chart text.tnone{fill:var(--soft)}\n");
        return style.ToString();
    }

    static string Variables(Theme theme, int series, IEnumerable<int> levels)
    {
        var list = new StringBuilder("--paper:").Append(theme.Paper).Append(";--ink:").Append(theme.Ink)
            .Append(";--soft:").Append(theme.Soft)
            .Append(";--grid:").Append(theme.Grid).Append(";--base:").Append(theme.Baseline).Append(';');
        for (var i = 0; i < series; i++)
            list.Append(CultureInfo.InvariantCulture, $"--c{i}:{theme.Series[i]};");
        foreach (var level in levels)
        {
            var ((fill, text), name) = (Palette.Heat(theme, level), SvgSurface.LevelClass(level));
            list.Append("--").Append(name).Append(':').Append(fill).Append(";--t").Append(name).Append(':').Append(text).Append(';');
        }
        return list.ToString();
    }
}
