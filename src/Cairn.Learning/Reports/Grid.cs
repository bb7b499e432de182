namespace Cairn.Reports;

/// <summary>A plain table: a caption, heads, rows of texts whose first cell names the row.</summary>
static class Grid
{
    /// <summary>The head of a column of texts.</summary>
    internal static (string Head, bool IsNumber) Text(string head) => (head, false);

    /// <summary>The head of a column of numbers, which stand at its right.</summary>
    internal static (string Head, bool IsNumber) Number(string head) => (head, true);

    internal static void Write(HtmlWriter html, string caption, IReadOnlyList<(string Head, bool IsNumber)> columns,
        IEnumerable<string[]> rows)
    {
        using (html.Open("div", ("class", "scroll")))
        using (html.Open("table"))
        {
            html.Add("caption", caption);
            using (html.Open("thead"))
            using (html.Open("tr"))
                foreach (var (head, isNumber) in columns) html.Add("th", head, ("scope", "col"), ("class", isNumber ? "n" : "name"));
            using (html.Open("tbody"))
                foreach (string[] row in rows)
                    using (html.Open("tr"))
                        for (int j = 0; j < row.Length; j++)
                        {
                            string style = columns[j].IsNumber ? "n" : "name";
                            if (j == 0) html.Add("th", row[j], ("scope", "row"), ("class", style));
                            else html.Add("td", row[j], ("class", style));
                        }
        }
    }
}
