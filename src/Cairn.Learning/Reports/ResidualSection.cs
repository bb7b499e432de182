using Cairn.Plotting;

namespace Cairn.Reports;

/// <summary>Where a regressor errs: predicted against actual values, the misses' distribution, and the largest ones.</summary>
static class ResidualSection
{
    const int MostPoints = 20_000;

    internal static void Write(HtmlWriter html, Findings f)
    {
        var (truth, predicted) = (f.Truth, f.Predicted);
        var residuals = new double[truth.Length];
        for (int i = 0; i < residuals.Length; i++) residuals[i] = truth[i] - predicted[i];
        using (html.Open("div", ("class", "pictures")))
        {
            Scatter(html, truth, predicted, Figures.Short(f.Report.Target, 40));
            Histogram(html, residuals);
        }
        double[] sizes = Array.ConvertAll(residuals, Math.Abs);
        int[] largest = [.. Enumerable.Range(0, sizes.Length).OrderByDescending(i => sizes[i]).Take(RowTable.Most)];
        Array.Sort(sizes);
        html.Add("p", $"Half of the rows are missed by at most {Figures.Number(AtMost(sizes, 0.5))}, "
            + $"nine in ten by at most {Figures.Number(AtMost(sizes, 0.9))}.");
        html.Add("h3", "The largest misses");
        RowTable.Write(html, "Rows held out. The miss is actual less predicted.", f.Report.Test.Features, largest,
            [Grid.Number("Actual"), Grid.Number("Predicted"), Grid.Number("Miss")],
            i => [Figures.Number(truth[i]), Figures.Number(predicted[i]), Figures.Number(residuals[i])]);
    }

    static void Scatter(HtmlWriter html, double[] truth, double[] predicted, string target)
    {
        double low = Math.Min(truth.Min(), predicted.Min()), high = Math.Max(truth.Max(), predicted.Max()), margin = 0.03 * (high - low);
        bool square = margin > 0 && double.IsFinite(margin);
        int every = (truth.Length + MostPoints - 1) / MostPoints;
        (double Low, double High)? range = square ? (low - margin, high + margin) : null;
        var chart = new Chart
        {
            Title = "Predicted against actual",
            XLabel = $"actual {target}",
            YLabel = $"predicted {target}",
            Width = 500,
            Height = 440,
            XRange = range,
            YRange = range,
        };
        using (html.Open("figure"))
        {
            html.Picture(chart.Scatter(Thin(truth, every), Thin(predicted, every)).Diagonal("right answer"));
            html.Add("figcaption", "A dot for each row held out" + (every > 1 ? $", every {Figures.Whole(every)}th shown" : "")
                + ". On the line the answer is right, above it too high, below it too low.");
        }
    }

    static void Histogram(HtmlWriter html, double[] residuals)
    {
        var chart = new Chart { Title = "Misses", XLabel = "actual less predicted", YLabel = "rows", Width = 500, Height = 440 };
        using (html.Open("figure"))
        {
            html.Picture(chart.Histogram(residuals).VerticalLine(0));
            html.Add("figcaption", "How often the model misses by how much. Good: narrow, and about as much on either side of 0.");
        }
    }

    static double[] Thin(double[] values, int every) => every == 1 ? values : [.. values.Where((_, i) => i % every == 0)];

    /// <summary>The least value that at least this share of the sorted values does not pass.</summary>
    static double AtMost(double[] sorted, double share) =>
        sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
}
