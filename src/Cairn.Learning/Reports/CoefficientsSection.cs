using Cairn.Plotting;

namespace Cairn.Reports;

/// <summary>What a linear model looks at: the columns of the largest effect as a picture, all of them as a table.</summary>
static class CoefficientsSection
{
    const int MostInPicture = 25, MostInTable = 500, MostScores = 20;

    internal static bool Has(Findings f) => f.Coefficients is not null;

    internal static void Write(HtmlWriter html, Findings f)
    {
        var all = f.Coefficients!;
        int[] order = all.BySize();
        string subject = f.IsClassification
            ? all.Scores.Length == 1 ? $"the score (log-odds) of ‘{all.Scores[0]}’" : "the score of a class"
            : $"the prediction of “{Figures.Short(f.Report.Target)}”";
        html.Add("p", $"How much {subject} changes when a column grows by one standard deviation and the others stay: coefficients "
            + "on standardised columns, so that their sizes compare. Columns that move together share their effect, and "
            + "none of this proves a cause.");
        Picture(html, all, [.. order.Take(MostInPicture)], f.IsClassification ? $"score of ‘{all.Scores[0]}’" : all.Scores[0]);
        if (order.Length > MostInPicture)
            html.Add("p", $"The {MostInPicture} largest of {Figures.Whole(order.Length)} columns; the others stand in the table.",
                ("class", "quiet"));
        using (html.Open("details"))
        {
            html.Add("summary", "All coefficients");
            Table(html, all, [.. order.Take(MostInTable)]);
        }
    }

    static void Picture(HtmlWriter html, Coefficients all, int[] columns, string score)
    {
        string[] names = [.. columns.Select(j => all.Columns[j])];
        int scores = Math.Min(all.Scores.Length, MostScores);
        var chart = new Chart { Title = "Effect of one standard deviation", Width = 680, Height = 110 + 24 * columns.Length };
        if (scores == 1)
            chart = (chart with { XLabel = score }).HorizontalBars(names, columns.Select(j => all.Effect(0, j)).ToArray());
        else
            chart = (chart with { Width = Math.Clamp(260 + 70 * scores, 480, 1000) }).HeatMap(
                columns.SelectMany(j => Enumerable.Range(0, scores).Select(k => all.Effect(k, j))).ToArray(), names, all.Scores[..scores]);
        using (html.Open("figure"))
        {
            html.Picture(chart);
            html.Add("figcaption", scores == 1
                ? "Bars to the right raise it, bars to the left lower it."
                : "A row for each column, a score for each class: positive ones speak for the class, negative ones against it."
                    + (scores < all.Scores.Length ? $" The first {scores} of {Figures.Whole(all.Scores.Length)} classes." : ""));
        }
    }

    static void Table(HtmlWriter html, Coefficients all, int[] columns)
    {
        int scores = Math.Min(all.Scores.Length, MostScores);
        bool single = all.Scores.Length == 1;
        var heads = new List<(string, bool)> { Grid.Text("Column"), Grid.Number("Standard deviation") };
        for (int k = 0; k < scores; k++) heads.Add(Grid.Number(single ? "Coefficient" : all.Scores[k]));
        if (single) heads.Add(Grid.Number("Effect of one deviation"));
        string[] intercept = ["intercept", "–", .. Enumerable.Range(0, scores).Select(k => Figures.Number(all.Intercepts[k]))];
        var rows = columns.Select(j => (string[])[all.Columns[j], Figures.Number(all.Deviations[j]),
            .. Enumerable.Range(0, scores).Select(k => Figures.Number(all.Value(k, j))),
            .. single ? [Figures.Number(all.Effect(0, j))] : Array.Empty<string>()]);
        string part = columns.Length == all.Columns.Length ? ""
            : $" The {Figures.Whole(columns.Length)} largest of {Figures.Whole(all.Columns.Length)}.";
        Grid.Write(html, "Coefficients in the units of the columns as the model sees them, after preparation." + part,
            heads, rows.Prepend(single ? [.. intercept, "–"] : intercept));
    }
}
