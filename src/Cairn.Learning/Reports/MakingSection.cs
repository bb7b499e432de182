using Cairn.Persistence;
using Cairn.Plotting;

namespace Cairn.Reports;

/// <summary>How the model was made: the parts of the rows, the recipes, the course of the training, the model's own card.</summary>
static class MakingSection
{
    const int MostClasses = 20, MostPoints = 2000, LongestText = 20_000;

    /// <summary>The library's version, without the build.</summary>
    internal static string Version => typeof(MakingSection).Assembly.GetName().Version?.ToString(3) ?? "";

    internal static void Write(HtmlWriter html, Findings f)
    {
        var (train, test) = (f.Report.Train, f.Report.Test);
        int all = train.Rows + test.Rows;
        string Part(Dataset data) => $"{Figures.Rows(data.Rows)} ({Figures.Percent((double)data.Rows / all)})";
        html.Add("p", $"Of {Figures.Rows(all)}, {Part(train)} were learned from and {Part(test)} held out before anything was learned, "
            + "the preparation of the columns included."
            + (train.Groups is null ? "" : " Rows of one group stand on the same side."));
        if (f.IsClassification && train.Classes is { Count: <= MostClasses }) Parts(html, train, test);
        Recipes(html, f);
        Course(html, f);
        using (html.Open("details"))
        {
            html.Add("summary", "The model in text");
            html.Add("pre", Text(f.Report.Model.ToString() ?? ""));
        }
    }

    static void Parts(HtmlWriter html, Dataset train, Dataset test)
    {
        var classes = train.Classes!;
        int[] learned = CountsOf(train, classes), held = CountsOf(test, classes);
        string[] names = Figures.Short(classes, 40);
        html.Add("h3", "Rows of each class");
        Grid.Write(html, "Both parts should have about the same shares.",
            [Grid.Text("Class"), Grid.Number("Training"), Grid.Number("Held out"),
                Grid.Number("Share in training"), Grid.Number("Share held out")],
            names.Select((name, k) => new[] { name, Figures.Whole(learned[k]), Figures.Whole(held[k]),
                Figures.Percent((double)learned[k] / train.Rows), Figures.Percent((double)held[k] / test.Rows) }));
    }

    static int[] CountsOf(Dataset data, ClassLabels classes)
    {
        var counts = new int[classes.Count];
        var (own, target) = data.ClassTarget("a report");
        foreach (int k in target.ToArray<int>())
            if (classes.IndexOf(own[k]) is >= 0 and var index) counts[index]++;
        return counts;
    }

    static void Recipes(HtmlWriter html, Findings f)
    {
        var recipes = f.Steps.Cast<object>().Append(f.LastModel).OfType<IArtefact>().Select(a => a.Facts.Recipe)
            .Where(r => r.Length > 0).ToList();
        if (recipes.Count == 0) return;
        html.Add("h3", "Recipe");
        using (html.Open("pre")) html.Text(Text(string.Join("\n", recipes)));
    }

    static void Course(HtmlWriter html, Findings f)
    {
        var facts = f.Facts;
        if (facts.Iterations is { } iterations)
            html.Add("p", $"{Figures.Whole(iterations)} {(iterations == 1 ? "iteration" : "iterations")}"
                + (facts.StopReason.Length > 0 ? $"; {Figures.Short(facts.StopReason, 400)}." : "."));
        if (facts.History.Count < 3) return;
        int every = (facts.History.Count + MostPoints - 1) / MostPoints;
        double[] at = [.. Enumerable.Range(0, facts.History.Count).Where(i => i % every == 0).Select(i => (double)i)];
        var chart = new Chart { Title = "Course of the training", XLabel = "iteration", YLabel = "objective", Width = 720, Height = 260 };
        using (html.Open("figure"))
        {
            html.Picture(chart.Line(at, Array.ConvertAll(at, i => facts.History[(int)i])));
            html.Add("figcaption", "What the training makes small, after each iteration.");
        }
    }

    static string Text(string text) => Figures.Short(text.ReplaceLineEndings("\n"), LongestText);
}
