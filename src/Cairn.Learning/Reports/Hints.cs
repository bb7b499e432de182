using Cairn.Evaluation;

namespace Cairn.Reports;

/// <summary>A remark that the reader of a report should not miss.</summary>
sealed record Hint(bool IsWarning, string Head, string Text);

/// <summary>What the scores give reason to say, in plain words.</summary>
static class Hints
{
    internal const int FewRows = 30;

    internal static IEnumerable<Hint> Of(Findings f)
    {
        var scores = f.IsClassification ? OfClassifier(f) : OfRegressor(f);
        foreach (var hint in scores) yield return hint;
        if (f.Coefficients is { Columns.Length: > 2 } all && all.BySize() is var order && all.Size(order[0]) > 4 * all.Size(order[1]))
            yield return new(false, "One column decides.",
                $"“{all.Columns[order[0]]}” weighs more than four times as much as any other. Check that it is "
                + "known at the time of the question, and does not follow from the answer.");
        if (f.Facts.Converged == false)
            yield return new(true, "Stopped early.", "The training ended before it met its own criterion"
                + (f.Facts.StopReason.Length > 0 ? $" ({f.Facts.StopReason})" : "") + "; more iterations may give a better model.");
        if (f.Report.Test.Rows < FewRows)
            yield return new(false, "Few rows.", $"The figures rest on {Figures.Rows(f.Report.Test.Rows)} held out; they may be far off. "
                + "Cross-validation uses every row once and says more.");
    }

    static IEnumerable<Hint> OfClassifier(Findings f)
    {
        double train = f.Train["accuracy"], test = f.Test["accuracy"], baseline = f.Baseline["accuracy"];
        if (test <= baseline)
            yield return new(true, "No better than the baseline.",
                "Always giving the same answer is right as often. The columns may not tell "
                + "the classes apart, or another kind of model is needed.");
        else if (f.Test["logLoss"] > f.Baseline["logLoss"])
            yield return new(true, "Probabilities are off.",
                "The answers beat the baseline, but the log loss does not: the model is too sure of "
                + "wrong answers. Use its classes, not its probabilities.");
        double chance = 2 * Math.Sqrt(Math.Max(test * (1 - test), 0) / f.Report.Test.Rows);
        if (train - test > Math.Max(0.05, chance))
            yield return new(true, "Overfitting.", $"On the rows it learned from it is right in {Figures.Percent(train)}, on new ones in "
                + $"{Figures.Percent(test)}: it has learned some rows by heart. More rows, fewer columns or a stronger penalty help.");
        var answers = f.Test.Answers!;
        if (test == 1 && f.Report.Test.Rows >= 100)
            yield return new(false, "Flawless.",
                "Every answer is right. Check that no column gives the target away, such as one that is only known afterwards.");
        var unknown = answers.Classes.Skip(answers.KnownClasses).ToList();
        if (unknown.Count > 0)
            yield return new(true, "Unknown classes.", $"The rows held out have classes that the model never saw: {Names(unknown)}.");
        var matrix = new ConfusionMatrix(answers);
        var absent = Enumerable.Range(0, answers.KnownClasses).Where(k => matrix.TrueTotal(k) == 0)
            .Select(k => answers.Classes[k]).ToList();
        if (absent.Count > 0)
            yield return new(false, "Not tested.",
                $"No row held out is of {(absent.Count == 1 ? "the class" : "the classes")} {Names(absent)}: "
                + "nothing is known of how well they are found.");
    }

    static IEnumerable<Hint> OfRegressor(Findings f)
    {
        double train = f.Train["rmse"], test = f.Test["rmse"], baseline = f.Baseline["rmse"];
        bool varies = f.Truth.Distinct().Skip(1).Any();
        if (test >= baseline)
            yield return new(true, "No better than the baseline.",
                $"Its root mean squared error is {Figures.Number(test)}, that of always giving "
                + $"the same answer {Figures.Number(baseline)}. The columns may not tell the target, or another kind of model is needed.");
        else if (varies && test > 1.25 * train && f.Report.Test.Rows >= FewRows)
            yield return new(true, "Overfitting.",
                $"The root mean squared error is {Figures.Number(train)} on the rows it learned from and "
                + $"{Figures.Number(test)} on new ones: it has learned some rows by heart. "
                + "More rows, fewer columns or a stronger penalty help.");
        if (Cap(f.Truth) is { } cap)
            yield return new(true, "Cut off?",
                $"{Figures.Rows(cap.Rows)} held out ({Figures.Percent((double)cap.Rows / f.Truth.Length)}) have exactly the "
                + $"{cap.End} value {Figures.Number(cap.Value)}. If the true ones lie beyond it, the model cannot know, "
                + "and its misses there mean little.");
        if (varies && f.Test["r2"] > 0.9999)
            yield return new(false, "Almost flawless.",
                "Check that no column gives the target away, such as one that is computed from it.");
        if (!varies)
            yield return new(false, "R² says nothing here.",
                "The target is the same in all rows held out, so there is no variation to explain.");
    }

    /// <summary>The extreme value of a target that otherwise takes many, when one row in a hundred, and ten at least, share it.</summary>
    static (string End, double Value, int Rows)? Cap(double[] truth)
    {
        if (truth.Distinct().Count() < 50) return null;
        foreach (var (end, value) in new[] { ("greatest", truth.Max()), ("least", truth.Min()) })
        {
            int rows = truth.Count(y => y == value);
            if (rows >= 10 && rows >= 0.01 * truth.Length) return (end, value, rows);
        }
        return null;
    }

    static string Names(List<string> names) => string.Join(", ", names.Take(8).Select(n => $"‘{Figures.Short(n)}’"))
        + (names.Count > 8 ? $" and {Figures.Whole(names.Count - 8)} more" : "");
}
