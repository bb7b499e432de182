using System.Text;
using Cairn.Data;

namespace Cairn.Reports;

/// <summary>A column's distribution as a tiny picture: a histogram of numbers, bars of the most frequent values of others.</summary>
static class Sparkline
{
    const int Bins = 30, MostBars = 5, Width = 120, Height = 28;

    internal static void Write(HtmlWriter html, Column column, ColumnSummary summary)
    {
        double[] counts = column is NumberColumn numbers
            ? Counts(numbers.Values, summary)
            : [.. summary.Top.Take(MostBars).Select(t => (double)t.Count)];
        double most = counts.Append(0).Max();
        if (most == 0 || (column is not NumberColumn && most == 1)) return; // values that all differ have no distribution
        using (html.Open("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("class", "spark"), ("viewBox", $"0 0 {Width} {Height}"),
            ("role", "img"), ("aria-label", column is NumberColumn ? "histogram" : "counts of the most frequent values")))
            html.AddEmpty("path", ("fill", "currentColor"), ("d", Bars(counts, most)));
    }

    static string Bars(double[] counts, double most)
    {
        var path = new StringBuilder();
        double slot = (double)Width / counts.Length, gap = counts.Length > MostBars ? 0.5 : 3;
        for (int b = 0; b < counts.Length; b++)
        {
            if (counts[b] == 0) continue;
            double height = Math.Max(0.75, Height * counts[b] / most);
            path.Append('M').Append(Figures.Length(b * slot)).Append(' ').Append(Height).Append('v').Append(Figures.Length(-height))
                .Append('h').Append(Figures.Length(slot - gap)).Append('V').Append(Height).Append('z');
        }
        return path.ToString();
    }

    /// <summary>Counts in bins of equal width between the extremes.</summary>
    static double[] Counts(ReadOnlySpan<double> values, ColumnSummary summary)
    {
        double low = summary.Minimum, range = summary.Maximum / 2 - low / 2;
        if (!double.IsFinite(range)) return [];
        int present = summary.Rows - summary.Missing, wanted = 2;
        while (wanted < Bins && wanted * wanted * wanted < 8L * present) wanted++; // about 2 n^(1/3), Rice's rule
        int bins = range > 0 ? Math.Min(wanted, Math.Max(2, summary.Distinct)) : 1;
        var counts = new double[bins];
        foreach (double value in values)
            if (!double.IsNaN(value)) counts[range > 0 ? Math.Min(bins - 1, (int)((value / 2 - low / 2) / range * bins)) : 0]++;
        return counts;
    }
}
