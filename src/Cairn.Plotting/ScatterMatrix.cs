using System.Globalization;
using System.Text;

namespace Cairn.Plotting;

/// <summary>A column of a <see cref="ScatterMatrix"/>.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Values">Its values, one a row; a row is left out of the panels of a column where it is not finite.</param>
public sealed record ScatterColumn(string Name, IReadOnlyList<double> Values);

/// <summary>
/// A pair plot: every column against every other as points, and on the diagonal how its own values are distributed. The panels of a row share
/// their vertical axis and those of a column their horizontal one.
/// </summary>
public sealed record ScatterMatrix
{
    const int Most = 12, Bins = 16;
    const double Margin = 16, Gap = 10, Size = 12;

    /// <summary>The columns, 2 to 12, of the same number of rows.</summary>
    public required IReadOnlyList<ScatterColumn> Columns { get; init; }

    /// <summary>The group of each row, 0 or more: groups have a colour each, and after the eighth the colours come again. None by default.</summary>
    public IReadOnlyList<int> Groups { get; init; } = [];

    /// <summary>The names of the groups, for the legend; none by default.</summary>
    public IReadOnlyList<string> GroupNames { get; init; } = [];

    /// <summary>What stands above; nothing by default.</summary>
    public string Title { get; init; } = "";

    /// <summary>The side of a panel in pixels at natural size, 60 to 600; 150 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is outside 60 to 600.</exception>
    public int PanelSize
    {
        get;
        init => field = value is >= 60 and <= 600 ? value
            : throw new ArgumentOutOfRangeException(nameof(PanelSize), value, "ScatterMatrix: PanelSize must be 60 to 600 pixels");
    } = 150;

    /// <summary>The picture as an SVG document, light and dark by the reader's preference; the same bytes everywhere.</summary>
    /// <exception cref="ArgumentException">There are not 2 to 12 columns, or they or the groups differ in length.</exception>
    public string ToSvg()
    {
        Check();
        int k = Columns.Count, rows = Columns[0].Values.Count;
        Axis[] across = new Axis[k], up = new Axis[k];
        double widest = 0;
        for (int j = 0; j < k; j++)
        {
            var extent = new Extent(AxisScale.Linear);
            foreach (double value in Columns[j].Values)
                if (double.IsFinite(value)) extent.Include(value);
            extent.Pad();
            (across[j], up[j]) = (new Axis(extent, null, 0, PanelSize, Math.Max(2, PanelSize / 45)), new Axis(extent, null, PanelSize, 0, Math.Max(2, PanelSize / 45)));
            widest = Math.Max(widest, up[j].Ticks.Select(t => Labels.Width(t.Label, Size)).Append(0).Max());
        }
        int groups = Groups.Count == 0 ? 1 : Groups.Max() + 1;
        bool legend = GroupNames.Count > 0;
        double left = Margin + widest + 8, top = Margin + (Title.Length > 0 ? 28 : 0) + (legend ? 24 : 0), step = PanelSize + Gap;
        double width = left + k * step - Gap + Margin, height = top + k * step - Gap + 20 + Margin;

        var body = new StringBuilder();
        if (Title.Length > 0) Picture.Text(body, "head", Margin, Margin + 12, "start", Title);
        if (legend) Legend(body, top - 14);
        for (int r = 0; r < k; r++)
            for (int c = 0; c < k; c++)
            {
                double x = left + c * step, y = top + r * step;
                body.Append(CultureInfo.InvariantCulture, $"<svg x=\"{N(x)}\" y=\"{N(y)}\" width=\"{PanelSize}\" height=\"{PanelSize}\" overflow=\"visible\">\n");
                foreach (var tick in across[c].Ticks) body.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{N(across[c].At(tick.Value))} 0V{PanelSize}\"/>\n");
                if (r != c)
                    foreach (var tick in up[r].Ticks) body.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M0 {N(up[r].At(tick.Value))}H{PanelSize}\"/>\n");
                body.Append(CultureInfo.InvariantCulture, $"<rect class=\"base\" x=\".5\" y=\".5\" width=\"{PanelSize - 1}\" height=\"{PanelSize - 1}\"/>\n");
                if (r == c) Distribution(body, Columns[c], across[c]);
                else Points(body, across[c], up[r], Columns[c].Values, Columns[r].Values, groups);
                body.Append("</svg>\n");
                if (r == k - 1)
                    foreach (var tick in Apart(across[c])) Picture.Text(body, "soft", x + across[c].At(tick.Value), y + PanelSize + 15, "middle", tick.Label);
                if (c == 0 && r > 0)
                    foreach (var tick in up[r].Ticks) Picture.Text(body, "soft", x - 6, y + Math.Clamp(up[r].At(tick.Value), 8, PanelSize - 4) + 4, "end", tick.Label);
            }
        string style = SvgStyle.For(MarkList.Empty, levels: [], tints: [.. Enumerable.Range(0, Math.Min(groups, Palette.SeriesCount))], threads: false)
            + ".cairn-chart .dots{stroke-opacity:.7}\n.cairn-chart text.name{font-weight:600;paint-order:stroke;stroke:var(--paper);stroke-width:3px}\n";
        string names = string.Join(", ", Columns.Select(c => c.Name));
        return Picture.Document(width, height, Title.Length > 0 ? Title : "Pair plot",
            string.Create(CultureInfo.InvariantCulture, $"Each of {names} against each other: {rows} rows; on the diagonal the distribution of each."), style, body);
    }

    /// <summary>Writes the picture to a file, all or nothing.</summary>
    /// <exception cref="ArgumentException">As <see cref="ToSvg"/>.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveSvg(string path) => WholeFile.Write(path, ToSvg());

    void Check()
    {
        if (Columns.Count is < 2 or > Most)
            throw new ArgumentException($"ScatterMatrix: {Columns.Count} columns; give 2 to {Most}", nameof(Columns));
        int rows = Columns[0].Values.Count;
        foreach (var column in Columns)
            if (column.Values.Count != rows)
                throw new ArgumentException($"ScatterMatrix: '{column.Name}' has {column.Values.Count} values and '{Columns[0].Name}' {rows}", nameof(Columns));
        if (Groups.Count > 0 && Groups.Count != rows)
            throw new ArgumentException($"ScatterMatrix: {Groups.Count} groups for {rows} rows; give one a row or none", nameof(Groups));
        if (Groups.Any(g => g is < 0 or > 1000)) throw new ArgumentException("ScatterMatrix: a group is 0 to 1,000", nameof(Groups));
    }

    void Legend(StringBuilder body, double y)
    {
        double x = Margin;
        for (int g = 0; g < GroupNames.Count; g++)
        {
            body.Append(CultureInfo.InvariantCulture, $"<circle class=\"box c{g % Palette.SeriesCount}\" cx=\"{N(x + 5)}\" cy=\"{N(y - 4)}\" r=\"4\"/>\n");
            Picture.Text(body, "soft", x + 14, y, "start", GroupNames[g]);
            x += 14 + Labels.Width(Labels.Clean(GroupNames[g]), Size) + 18;
        }
    }

    void Points(StringBuilder body, Axis x, Axis y, IReadOnlyList<double> xs, IReadOnlyList<double> ys, int groups)
    {
        double size = xs.Count > 1000 ? 2.2 : xs.Count > 300 ? 3 : 4;
        // a place that is taken is drawn once, so that many rows make no large file
        var taken = new HashSet<(int, double, double)>();
        for (int g = 0; g < groups; g++)
        {
            var path = new StringBuilder();
            for (int i = 0; i < xs.Count; i++)
            {
                if ((Groups.Count > 0 && Groups[i] != g) || !double.IsFinite(xs[i]) || !double.IsFinite(ys[i])) continue;
                double grain = xs.Count > 1000 ? 1 : 10, px = Math.Round(x.At(xs[i]) * grain) / grain, py = Math.Round(y.At(ys[i]) * grain) / grain;
                if (taken.Add((g, px, py))) path.Append(CultureInfo.InvariantCulture, $"M{N(px)} {N(py)}h0");
            }
            if (path.Length > 0)
                body.Append(CultureInfo.InvariantCulture, $"<path class=\"dots c{g % Palette.SeriesCount}\" stroke-width=\"{N(size)}\" stroke-linecap=\"round\" d=\"{path}\"/>\n");
        }
    }

    void Distribution(StringBuilder body, ScatterColumn column, Axis axis)
    {
        double[] values = [.. column.Values.Where(double.IsFinite)];
        if (values.Length > 0)
        {
            double low = values.Min(), high = values.Max();
            var counts = new int[Bins];
            foreach (double value in values) counts[high > low ? Math.Min(Bins - 1, (int)((value - low) / (high - low) * Bins)) : 0]++;
            double tallest = counts.Max(), from = axis.At(low), to = high > low ? axis.At(high) : from + 8, room = PanelSize - 34;
            for (int b = 0; b < Bins; b++)
            {
                if (counts[b] == 0) continue;
                double x = from + (to - from) * b / Bins, h = room * counts[b] / tallest;
                body.Append(CultureInfo.InvariantCulture, $"<rect class=\"box c0\" fill-opacity=\".45\" x=\"{N(x + .5)}\" y=\"{N(PanelSize - 1 - h)}\" ")
                    .Append(CultureInfo.InvariantCulture, $"width=\"{N((to - from) / Bins - 1)}\" height=\"{N(h)}\"/>\n");
            }
        }
        Picture.Text(body, "name", 8, 19, "start", column.Name, (PanelSize - 16) / 1.1);
    }

    /// <summary>The ticks whose labels do not touch.</summary>
    static IEnumerable<Tick> Apart(Axis axis)
    {
        double end = double.NegativeInfinity;
        foreach (var tick in axis.Ticks)
        {
            double half = Labels.Width(tick.Label, Size) / 2 + 3, at = axis.At(tick.Value);
            if (at - half < end) continue;
            end = at + half;
            yield return tick;
        }
    }

    static string N(double value) => Decimals.Length(value);
}
