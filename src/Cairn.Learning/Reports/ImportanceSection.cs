using Cairn.Evaluation;
using Cairn.Explanation;

namespace Cairn.Reports;

/// <summary>Which columns the model needs: the permutation importance of each on the rows held out.</summary>
static class ImportanceSection
{
    const int FewestRows = 10, MostColumns = 200, Repeats = 5, MostAnswers = 400_000;

    internal static bool Has(Findings f) => f.Report.Test.Rows >= FewestRows && f.Report.Test.Features.Count is > 1 and <= MostColumns
        && Importances(f) is { } found && double.IsFinite(found.Baseline);

    internal static void Write(HtmlWriter html, Findings f)
    {
        var found = Importances(f)!;
        int rows = RowsOf(f);
        string score = found.Metric == Metrics.LogLoss.Name ? "log loss" : "root mean squared error";
        html.Add("p", $"How much worse the {score} becomes on rows it had not seen when the values of one column are dealt out anew, so that it says nothing any "
            + "more. Of columns that say the same, each looks unimportant, for the other stands in; and none of this proves a cause.");
        using (html.Open("figure"))
        {
            html.Picture(found.ToChart() with { Title = "Loss when a column is permuted", XLabel = $"rise of the {score}", Width = 680 });
            html.Add("figcaption", $"The mean of {Repeats} permutations on {(rows == f.Report.Test.Rows ? "all" : "the first")} {Figures.Whole(rows)} rows held out, where the {score} is {Figures.Number(found.Baseline)}. "
                + "About 0 the model does without the column.");
        }
        using (html.Open("details"))
        {
            html.Add("summary", "All columns");
            Grid.Write(html, $"By how much the {score} rises, with the interval of 95 % over the permutations.",
                [Grid.Text("Column"), Grid.Number("Mean"), Grid.Number("From"), Grid.Number("To")],
                found.BySize.Select(name =>
                {
                    var (low, high) = found.Interval(name);
                    return new[] { name, Figures.Number(found.Mean(name)), Figures.Number(low), Figures.Number(high) };
                }));
        }
    }

    static int RowsOf(Findings f) => Math.Min(f.Report.Test.Rows, Math.Max(FewestRows, MostAnswers / (Repeats * f.Report.Test.Features.Count)));

    static PermutationImportances? Importances(Findings f) => f.Importances ??= Measure(f);

    static PermutationImportances? Measure(Findings f)
    {
        int rows = RowsOf(f);
        var data = rows == f.Report.Test.Rows ? f.Report.Test : f.Report.Test.Take([.. Enumerable.Range(0, rows)]);
        var options = new PermutationOptions { Repeats = Repeats };
        return f.Report.Model switch
        {
            IClassifier classifier => classifier.PermutationImportance(data, Metrics.LogLoss, options),
            IRegressor regressor => regressor.PermutationImportance(data, Metrics.Rmse, options),
            _ => null,
        };
    }
}
