using Cairn.Evaluation;

namespace Cairn.Reports;

/// <summary>The metrics on the rows learned from, on the rows held out, and of the baseline, each with its meaning.</summary>
static class ScoresSection
{
    internal static void Write(HtmlWriter html, Findings f)
    {
        html.Add("p", "“Training” are the rows it learned from, “held out” are rows it had not seen: only these tell how it will do. "
            + "The baseline knows the target alone and answers the same rows held out.");
        using (html.Open("div", ("class", "scroll")))
        using (html.Open("table"))
        {
            using (html.Open("thead"))
            using (html.Open("tr"))
            {
                html.Add("th", "Metric", ("scope", "col"));
                Head(html, "Training", f.Report.Train.Rows);
                Head(html, "Held out", f.Report.Test.Rows);
                Head(html, "Baseline", f.Report.Test.Rows);
                html.Add("th", "Better is", ("scope", "col"));
                html.Add("th", "What it says", ("scope", "col"));
            }
            using (html.Open("tbody"))
                foreach (string name in f.Test.Names) Row(html, f, name);
        }
        if (f.Report.Test.Weights is not null)
            html.Add("p", "The rows count by their weights.", ("class", "quiet"));
    }

    static void Head(HtmlWriter html, string part, int rows)
    {
        using (html.Open("th", ("scope", "col"), ("class", "n")))
        {
            html.Text(part + " ");
            html.Add("span", Figures.Rows(rows), ("class", "of"));
        }
    }

    static void Row(HtmlWriter html, Findings f, string name)
    {
        var (title, meaning) = Meaning(name, f.Report.Target, f.Test.Answers is { Classes.Count: 2 } answers ? answers.Classes[answers.Positive] : null);
        using (html.Open("tr"))
        {
            html.Add("th", title, ("scope", "row"));
            html.Add("td", Figures.Score(f.Train[name]), ("class", "n"));
            html.Add("td", Figures.Score(f.Test[name]), ("class", "n key"));
            html.Add("td", Figures.Score(f.Baseline[name]), ("class", "n"));
            html.Add("td", HigherIsBetter(name) ? "↑ higher" : "↓ lower", ("class", "line"));
            html.Add("td", meaning, ("class", "wide"));
        }
    }

    static bool HigherIsBetter(string name) => Metrics.Classification.FirstOrDefault(m => m.Name == name)?.HigherIsBetter
        ?? Metrics.Regression.First(m => m.Name == name).HigherIsBetter;

    static (string Title, string Meaning) Meaning(string metric, string target, string? twoClasses)
    {
        string unit = $"in the unit of “{Figures.Short(target)}”";
        string ofClass = twoClasses is null ? "mean over the classes" : $"for the class ‘{Figures.Short(twoClasses)}’";
        return metric switch
        {
            "accuracy" => ("Accuracy", "The part of the rows that is answered rightly."),
            "logLoss" => ("Log loss", "What wrong and unsure probabilities cost; 0 is perfect and sure."),
            "auc" => ("AUC", "How often a row of the class gets a higher probability than one of another; 0.5 is guessing."),
            "f1" => ("F1", $"Precision and recall in one figure, {ofClass}."),
            "precision" => ("Precision", $"Of the rows answered so, the part that is so, {ofClass}."),
            "recall" => ("Recall", $"Of the rows that are so, the part that is found, {ofClass}."),
            "r2" => ("R²", "The part of the variation that is explained; 1 is perfect, 0 as good as answering the mean."),
            "rmse" => ("Root mean squared error", $"The typical miss, {unit}; large misses count more."),
            "mae" => ("Mean absolute error", $"The average miss, {unit}."),
            "mse" => ("Mean squared error", "The average of the squared misses: what least squares makes small."),
            _ => (metric, ""),
        };
    }
}
