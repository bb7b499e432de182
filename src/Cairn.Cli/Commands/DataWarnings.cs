using System.Globalization;
using Cairn.Cli.Models;
using Cairn.Data;
using Cairn.Evaluation;
using Cairn.ModelSelection;

namespace Cairn.Cli.Commands;

/// <summary>What in the data may fool whoever believes the scores.</summary>
static class DataWarnings
{
    const int MostColumnsAsked = 60, MostRowsAsked = 2000, FewRows = 50;
    const double TooGood = 0.995, Leftover = 0.02, LeftoverOfGaps = 0.15, Rare = 0.05;

    internal static IReadOnlyList<string> Of(TrainingData data, ISplitter folds, FitContext context)
    {
        var warnings = new List<string>();
        var features = data.Train.Features.Table!;
        foreach (var column in features.Columns)
        {
            if (LooksLikeId(column))
                warnings.Add($"'{column.Name}' looks like an identifier: every row has another value; it says nothing of new rows "
                    + "(--drop leaves it out)");
            else if (column.MissingCount > column.Rows / 2)
                warnings.Add($"'{column.Name}' is missing in {Percent((double)column.MissingCount / column.Rows)} of the rows");
        }
        foreach (string name in TooGoodAlone(data, features, folds, context))
            warnings.Add($"'{name}' alone predicts '{data.Target}' almost perfectly: is it known before the answer is? If not, --drop it");
        if (data.Train.Classes is { } classes)
        {
            foreach (var column in features.Columns.Where(c => c.MissingCount > 0 && GapsTell(c, data.Train)))
                warnings.Add($"whether '{column.Name}' is missing almost tells '{data.Target}': is it filled in after the answer is known? "
                    + "If so, --drop it");
            var count = new int[classes.Count];
            foreach (int k in data.Train.Target!.ToArray<int>()) count[k]++;
            int rarest = Array.IndexOf(count, count.Min());
            if (count[rarest] < Rare * data.Train.Rows)
                warnings.Add($"only {Percent((double)count[rarest] / data.Train.Rows)} of the rows are '{classes[rarest]}': accuracy says little, "
                    + "look at logLoss, auc and recall");
        }
        int twins = data.Table.Rows - data.Table.Distinct().Rows;
        if (twins > 0)
            warnings.Add($"{Wording.Count(twins, "row")} {(twins == 1 ? "is" : "are")} a copy of another: where one is learned from and "
                + "its copy held out, the score is too good");
        return warnings;
    }

    /// <summary>Texts that all differ, or whole numbers that all differ and have no gaps to speak of.</summary>
    static bool LooksLikeId(Column column)
    {
        int present = column.Rows - column.MissingCount;
        if (present < FewRows) return false;
        if (column is CategoryColumn or TextColumn)
            return present == new Table(column).DropMissing().Distinct().Rows
                && Enumerable.Range(0, column.Rows).All(i => !column.TextAt(i).Contains(' '));
        if (column is not NumberColumn numbers) return false;
        double[] values = [.. numbers.Values.ToArray().Where(v => !double.IsNaN(v)).Order()];
        bool allDiffer = values.Zip(values.Skip(1)).All(pair => pair.Second > pair.First);
        return allDiffer && values.All(v => Math.Floor(v) == v) && values[^1] - values[0] < 2.0 * values.Length;
    }

    /// <summary>The columns from which the default learner of the task tells the answer almost perfectly.</summary>
    static IEnumerable<string> TooGoodAlone(TrainingData data, Table features, ISplitter folds, FitContext context)
    {
        if (data.Train.Rows < FewRows || features.Columns.Count < 2) return [];
        var names = features.Columns.Where(c => c is not TextColumn && !LooksLikeId(c)).Select(c => c.Name).Take(MostColumnsAsked).ToList();
        int step = (data.Train.Rows - 1) / MostRowsAsked + 1;
        var rows = data.Train.Take([.. Enumerable.Range(0, data.Train.Rows).Where(i => i % step == 0)]);
        bool isClassification = data.Task == LearningTask.Classification;
        string metric = isClassification ? Metrics.Accuracy.Name : Metrics.R2.Name;
        double baseline = isClassification ? ShareOfMostFrequent(rows.Target!.ToArray<int>()) : 0;
        var found = new List<string>();
        foreach (string name in names)
        {
            var child = context.Child(name, 1.0 / names.Count);
            child.ThrowIfCancelled();
            try
            {
                var alone = rows.With(Features.From(rows.Features.Table!.Select(name)));
                double score = Comparison.CrossValidate(ModelChoice.Default(data.Task).Recipe(), alone, folds, null, child).Mean(metric);
                if (isClassification ? 1 - score <= Leftover * (1 - baseline) : score >= TooGood) found.Add(name);
            }
            catch (ArgumentException)
            {
                // A column that cannot be learned from alone, such as a constant one, gives nothing away.
            }
        }
        return found;
    }

    /// <summary>Whether answering by the gaps of a column alone leaves few of the errors of always giving the same answer.</summary>
    static bool GapsTell(Column column, Dataset rows)
    {
        int[] target = rows.Target!.ToArray<int>();
        int right = new[] { true, false }.Sum(missing =>
            target.Where((_, i) => column.IsMissing(i) == missing).GroupBy(k => k).Select(g => g.Count()).DefaultIfEmpty(0).Max());
        return rows.Rows >= FewRows && rows.Rows - right <= LeftoverOfGaps * (1 - ShareOfMostFrequent(target)) * rows.Rows;
    }

    static double ShareOfMostFrequent(int[] target) => target.GroupBy(k => k).Max(g => g.Count()) / (double)target.Length;

    static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");
}
