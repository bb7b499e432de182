using Cairn.Evaluation;
using Cairn.Plotting;

namespace Cairn.Reports;

/// <summary>Where a classifier errs: its confusions, each class by itself, the ROC curve of two classes, and its surest mistakes.</summary>
static class ConfusionSection
{
    const int MostClassesInPicture = 20, MostClassesInTable = 200, MostConfusions = 20;

    internal static void Write(HtmlWriter html, Findings f)
    {
        var answers = f.Test.Answers!;
        var matrix = new ConfusionMatrix(answers);
        string[] names = Figures.Short(answers.Classes, 40);
        bool picture = names.Length is > 1 and <= MostClassesInPicture;
        using (html.Open("div", ("class", "pictures")))
        {
            if (picture) Picture(html, matrix, names);
            if (names.Length == 2 && HasBothClasses(answers))
                Roc(html, ThresholdSweep.Of(answers, answers.Positive), names[1], f.Test["auc"]);
        }
        if (!picture) Confusions(html, matrix, names);
        Classes(html, matrix, names);
        Mistakes(html, f, answers, names);
    }

    static bool HasBothClasses(ClassifierAnswers answers) =>
        Enumerable.Range(0, answers.Rows).Where(i => answers.Weights[i] > 0).Select(i => answers.Truth[i]).Distinct().Count() == 2;

    static void Picture(HtmlWriter html, ConfusionMatrix matrix, string[] names)
    {
        int n = names.Length;
        var counts = new double[n * n];
        for (int t = 0; t < n; t++)
            for (int p = 0; p < n; p++) counts[t * n + p] = matrix[t, p];
        int longest = names.Max(name => name.Length);
        var chart = new Chart
        {
            Title = "Confusion matrix",
            Width = Math.Clamp(150 + Math.Min(longest, 20) * 7 + 62 * n, 380, 980),
            Height = Math.Clamp(150 + 42 * n, 260, 900),
        };
        using (html.Open("figure"))
        {
            html.Picture(chart.ConfusionMatrix(counts, names));
            html.Add("figcaption", "Rows held out, by their true class (down) and the answer (across). Right answers stand on "
                + "the diagonal; the colour is the part of the true class.");
        }
    }

    static void Roc(HtmlWriter html, ThresholdSweep curve, string positive, double area)
    {
        var chart = new Chart
        {
            Title = "ROC curve",
            XLabel = "false alarms, part of the others",
            YLabel = $"found, part of ‘{positive}’",
            Width = 420,
            Height = 360,
            XRange = (0, 1),
            YRange = (0, 1),
        };
        using (html.Open("figure"))
        {
            html.Picture(chart.Diagonal("guessing").Line(curve.FalseAlarmRate, curve.Recall, "model"));
            html.Add("figcaption", $"Each point is a threshold on the probability of ‘{positive}’. "
                + $"The area below is {Figures.Score(area)}.");
        }
    }

    static void Confusions(HtmlWriter html, ConfusionMatrix matrix, string[] names)
    {
        int n = names.Length;
        var worst = Enumerable.Range(0, n).SelectMany(t => Enumerable.Range(0, n).Select(p => (Truth: t, Answer: p)))
            .Where(c => c.Truth != c.Answer && matrix[c.Truth, c.Answer] > 0).OrderByDescending(c => matrix[c.Truth, c.Answer])
            .Take(MostConfusions).ToList();
        if (worst.Count == 0)
        {
            html.Add("p", "No class was taken for another.");
            return;
        }
        html.Add("h3", "The most frequent confusions");
        Grid.Write(html, "Rows held out", [Grid.Text("True class"), Grid.Text("Taken for"), Grid.Number("Rows"),
                Grid.Number("Part of the true class")],
            worst.Select(c => new[] { names[c.Truth], names[c.Answer], Figures.Whole(matrix[c.Truth, c.Answer]),
                Figures.Percent(matrix[c.Truth, c.Answer] / matrix.TrueTotal(c.Truth)) }));
    }

    static void Classes(HtmlWriter html, ConfusionMatrix matrix, string[] names)
    {
        html.Add("h3", "Each class by itself");
        int shown = Math.Min(names.Length, MostClassesInTable);
        string caption = "Precision: of the rows answered so, the part that is so. Recall: of the rows that are so, the part that is found."
            + (shown < names.Length ? $" The first {Figures.Whole(shown)} of {Figures.Whole(names.Length)} classes." : "");
        Grid.Write(html, caption, [Grid.Text("Class"), Grid.Number("Rows"), Grid.Number("Answered so"), Grid.Number("Precision"),
                Grid.Number("Recall"), Grid.Number("F1")],
            Enumerable.Range(0, shown).Select(k => new[]
            {
                names[k], Figures.Whole(matrix.TrueTotal(k)), Figures.Whole(matrix.PredictedTotal(k)),
                matrix.PredictedTotal(k) > 0 ? Figures.Percent(matrix.Precision(k)) : "–",
                matrix.TrueTotal(k) > 0 ? Figures.Percent(matrix.Recall(k)) : "–",
                matrix.TrueTotal(k) > 0 ? Figures.Score(matrix.F1(k)) : "–",
            }));
    }

    static void Mistakes(HtmlWriter html, Findings f, ClassifierAnswers answers, string[] names)
    {
        int[] wrong = [.. Enumerable.Range(0, answers.Rows).Where(i => answers.Truth[i] != answers.Predicted[i])
            .OrderByDescending(i => answers.Probability(i, answers.Predicted[i])).Take(RowTable.Most)];
        if (wrong.Length == 0) return;
        html.Add("h3", "The surest mistakes");
        RowTable.Write(html, "Rows held out with a wrong answer, the surest first.", f.Report.Test.Features, wrong,
            [Grid.Text("True class"), Grid.Text("Answer"), Grid.Number("Its probability")],
            i => [names[answers.Truth[i]], names[answers.Predicted[i]], Figures.Percent(answers.Probability(i, answers.Predicted[i]))]);
    }
}
