using Cairn.Data;

namespace Cairn.Reports;

/// <summary>The data: every column with its kind, gaps and distribution, what was left out, and what was inferred of the file.</summary>
static class ProfileSection
{
    const int MostColumns = 60, MostNotes = 40;

    internal static void Write(HtmlWriter html, Findings f)
    {
        var (source, target) = (f.Report.Source, f.Report.Target);
        var table = source.Select([target, .. source.Names.Where(n => n != target).Take(MostColumns - 1)]);
        html.Add("p", $"{Figures.Rows(source.Rows)}, {Figures.Whole(source.Columns.Count)} columns, the target first."
            + (table.Columns.Count < source.Columns.Count ? $" The first {MostColumns} are shown." : ""));
        var summary = table.Describe();
        using (html.Open("div", ("class", "scroll")))
        using (html.Open("table"))
        {
            using (html.Open("thead"))
            using (html.Open("tr"))
            {
                foreach (string head in new[] { "Column", "Kind", "Distribution" }) html.Add("th", head, ("scope", "col"));
                foreach (string head in new[] { "Missing", "Distinct", "Mean", "Deviation", "Least", "25%", "Median", "75%", "Greatest" })
                    html.Add("th", head, ("scope", "col"), ("class", "n"));
            }
            using (html.Open("tbody"))
                for (int j = 0; j < table.Columns.Count; j++) Row(html, table.Columns[j], summary.Columns[j], isTarget: j == 0);
        }
        Notes(html, "Left out or filled in", f.Facts.Notes);
        if (f.Report.Inference is { } inference) Inferred(html, inference);
    }

    static void Row(HtmlWriter html, Column column, ColumnSummary facts, bool isTarget)
    {
        using (html.Open("tr"))
        {
            using (html.Open("th", ("scope", "row"), ("class", "name")))
            {
                html.Text(Figures.Short(column.Name));
                if (isTarget) html.Add("span", " target", ("class", "tag"));
            }
            html.Add("td", column.Kind.ToString().ToLowerInvariant());
            using (html.Open("td")) Sparkline.Write(html, column, facts);
            string share = facts.Missing == 0 ? "" : $" ({Figures.Percent((double)facts.Missing / facts.Rows)})";
            html.Add("td", Figures.Whole(facts.Missing) + share, ("class", "n"));
            html.Add("td", Figures.Whole(facts.Distinct), ("class", "n"));
            if (column is NumberColumn)
                foreach (double figure in new[] { facts.Mean, facts.StandardDeviation, facts.Minimum, facts.LowerQuartile, facts.Median,
                    facts.UpperQuartile, facts.Maximum })
                    html.Add("td", double.IsNaN(figure) ? "–" : Figures.Number(figure), ("class", "n"));
            else
                html.Add("td", facts.Earliest is { } first ? $"{DateColumn.TextOf(first)} to {DateColumn.TextOf(facts.Latest!.Value)}"
                    : string.Join(" · ", facts.Top.Select(t => $"{Figures.Short(t.Value, 30)} ({Figures.Whole(t.Count)})"))
                    + (facts.Distinct > facts.Top.Count ? " · …" : ""), ("colspan", "7"), ("class", "name"));
        }
    }

    static void Inferred(HtmlWriter html, CsvReport inference)
    {
        string separator = inference.Separator switch
        {
            ',' => "comma",
            ';' => "semicolon",
            '\t' => "tab",
            '|' => "bar",
            ' ' => "space",
            var c => $"‘{c}’",
        };
        var facts = new List<string>
        {
            $"{Path.GetFileName(inference.Source)}: {Figures.Rows(inference.Rows)}, {Figures.Whole(inference.Columns.Count)} columns, "
                + $"separator {separator}, {(inference.HasHeader ? "the first row holds the names" : "no row of names")}"
                + (inference.Encoding is { } encoding ? $", {encoding}" : "") + (inference.Compressed ? ", gzip" : ""),
        };
        if (inference.RaggedCount > 0) facts.Add($"{Figures.Rows(inference.RaggedCount)} had too many or too few fields");
        facts.AddRange(inference.Notes);
        facts.AddRange(inference.Columns.Where(c => c.Notes.Count > 0).Select(c => $"{c.Name}: {string.Join("; ", c.Notes)}"));
        Notes(html, "What was inferred of the file", facts);
    }

    static void Notes(HtmlWriter html, string heading, IReadOnlyList<string> notes)
    {
        if (notes.Count == 0) return;
        html.Add("h3", heading);
        using (html.Open("ul"))
        {
            foreach (string note in notes.Take(MostNotes)) html.Add("li", Figures.Short(note, 400));
            if (notes.Count > MostNotes) html.Add("li", $"… and {Figures.Whole(notes.Count - MostNotes)} more");
        }
    }
}
