namespace Cairn.Reports;

/// <summary>The head of the page: what was learned, how good it is in a sentence, and what to beware of.</summary>
static class VerdictSection
{
    internal static void Write(HtmlWriter html, Findings f)
    {
        using (html.Open("header"))
        {
            html.Add("h1", Figures.Short(f.Report.Title, 120));
            string kind = f.IsClassification ? $"{f.Test.Answers!.KnownClasses} classes" : "a number";
            int columns = f.Report.Source.Columns.Count - 1;
            html.Add("p", $"{f.ModelName} predicts “{Figures.Short(f.Report.Target)}”, {kind}, from {Figures.Whole(columns)} "
                + $"{(columns == 1 ? "column" : "columns")}, learned on {Figures.Rows(f.Report.Train.Rows)}.", ("class", "quiet"));
            using (html.Open("p", ("class", "verdict"))) html.Text(Verdict(f));
            html.Add("p", Precision(f), ("class", "quiet"));
            foreach (var hint in Hints.Of(f))
                using (html.Open("p", ("class", hint.IsWarning ? "hint warning" : "hint")))
                {
                    html.Add("strong", hint.Head);
                    html.Text(" " + hint.Text);
                }
        }
    }

    /// <summary>How good the model is on the rows held out, beside the baseline.</summary>
    static string Verdict(Findings f)
    {
        string rows = $"On {Figures.Rows(f.Report.Test.Rows)} it had not seen, ";
        string always = AlwaysAnswering(f);
        if (f.IsClassification)
            return $"{rows}the model is right in {Figures.Percent(f.Test["accuracy"])} of the cases; {always} would be right in "
                + $"{Figures.Percent(f.Baseline["accuracy"])}.";
        return $"{rows}the model misses “{Figures.Short(f.Report.Target)}” by {Figures.Number(f.Test["mae"])} on average; "
            + $"{always} would miss by {Figures.Number(f.Baseline["mae"])}.";
    }

    static string AlwaysAnswering(Findings f)
    {
        if (f.IsClassification)
        {
            var answers = f.Baseline.Answers!;
            var distinct = answers.Predicted.ToArray().Distinct().ToList();
            return distinct.Count == 1 ? $"always answering ‘{Figures.Short(answers.Classes[distinct[0]])}’" : "the baseline";
        }
        return f.BaselinePredicted.Distinct().Count() == 1 ? $"always answering {Figures.Number(f.BaselinePredicted[0])}" : "the baseline";
    }

    /// <summary>How far chance alone may have moved the figure.</summary>
    static string Precision(Findings f)
    {
        if (!f.IsClassification)
            return $"It explains {Figures.Percent(Math.Max(0, f.Test["r2"]))} of the variation (R² {Figures.Score(f.Test["r2"])}).";
        var answers = f.Test.Answers!;
        int right = 0;
        for (int i = 0; i < answers.Rows; i++) if (answers.Truth[i] == answers.Predicted[i]) right++;
        var (low, high) = Wilson(right, answers.Rows);
        return $"{Figures.Whole(right)} of {Figures.Rows(answers.Rows)} {(right == 1 ? "is" : "are")} right. "
            + $"Over all rows of this kind the share lies between {Figures.Percent(low)} and {Figures.Percent(high)} (95% confidence).";
    }

    /// <summary>The score interval of Wilson (1927) for a share of k in n at 95% confidence.</summary>
    internal static (double Low, double High) Wilson(int k, int n)
    {
        const double z = 1.959963984540054;
        double p = (double)k / n, z2 = z * z / n;
        double centre = (p + z2 / 2) / (1 + z2), half = z / (1 + z2) * Math.Sqrt(p * (1 - p) / n + z2 / (4 * n));
        return (Math.Max(0, centre - half), Math.Min(1, centre + half));
    }
}
