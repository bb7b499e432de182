using System.Globalization;

namespace Cairn.Data;

/// <summary>What is to be learned.</summary>
public enum LearningTask
{
    /// <summary>A number.</summary>
    Regression,
    /// <summary>A class.</summary>
    Classification,
}

public sealed partial class Table
{
    /// <summary>A data set whose features are the columns of this table but those named here. Nothing is encoded or imputed yet.</summary>
    /// <param name="target">The column to be predicted.</param>
    /// <param name="task">Whether the target is a number or a class; null infers it by <see cref="InferTask"/>.</param>
    /// <param name="weight">The column with the rows' weights.</param>
    /// <param name="group">The column whose equal values make a group that no split parts.</param>
    /// <exception cref="ArgumentException">A column is missing, or the target does not suit the task or misses a value.</exception>
    public Dataset ToDataset(string target, LearningTask? task = null, string? weight = null, string? group = null)
    {
        var column = this[target];
        if (column is DateColumn)
            throw new ArgumentException($"target: '{target}' holds dates; make a number of them, such as the days since a day, with "
                + $"table.WithColumn(\"days\", row => (row.Date(\"{target}\") - day)?.TotalDays ?? double.NaN)", nameof(target));
        for (int i = 0; i < Rows; i++)
            if (column.IsMissing(i))
                throw new ArgumentException(
                    $"target: '{target}' is missing in row {i} ({column.MissingCount} of {Rows} rows); drop them with table.DropMissing(\"{target}\")",
                    nameof(target));
        var features = Drop([.. new[] { target, weight, group }.OfType<string>().Distinct()]);
        Tensor? weights = weight is null ? null : Features.From(Select(weight)).ToNumbers("the weight");
        weights = weights is null ? null : Tensor.From(weights.AsReadOnlySpan<double>(), Rows);
        Tensor? groups = group is null ? null : Tensor.From(CodesOf(this[group]));

        if ((task ?? InferTask(target)) == LearningTask.Classification)
        {
            var (classes, indices) = ClassesOf(column);
            return new Dataset(features, Tensor.From(indices), classes, weights, groups, target);
        }
        return column switch
        {
            NumberColumn numbers => new Dataset(features, Tensor.From(numbers.Values, Rows), null, weights, groups, target),
            BooleanColumn flags => new Dataset(features, Tensor.From(Array.ConvertAll(flags.Values.ToArray(), v => v == true ? 1.0 : 0.0)), null,
                weights, groups, target),
            _ => throw new ArgumentException($"target: '{target}' holds text, and regression predicts numbers; use classification", nameof(target)),
        };
    }

    /// <summary>The task that suits a target: classification for texts, categories, booleans and for whole numbers that look like class codes.</summary>
    /// <remarks>Numbers look like class codes when there are exactly two of them, or when they are all the whole numbers from 0 or 1 to
    /// at most 20 and each stands in ten rows on average.</remarks>
    public LearningTask InferTask(string target)
    {
        if (this[target] is not NumberColumn numbers) return LearningTask.Classification;
        double[] distinct = [.. numbers.Values.ToArray().Where(v => !double.IsNaN(v)).Distinct().Order()];
        if (distinct.Length == 2) return distinct.All(IsWhole) ? LearningTask.Classification : LearningTask.Regression;
        bool codes = distinct.Length is > 2 and <= 21 && distinct[0] is 0 or 1 && distinct.All(IsWhole)
            && distinct[^1] - distinct[0] == distinct.Length - 1 && Rows >= 10 * distinct.Length;
        return codes ? LearningTask.Classification : LearningTask.Regression;
    }

    static bool IsWhole(double value) => Math.Floor(value) == value;

    static (ClassLabels Classes, int[] Indices) ClassesOf(Column column)
    {
        if (column is NumberColumn numbers)
        {
            double[] values = numbers.Values.ToArray();
            int fraction = Array.FindIndex(values, v => !IsWhole(v));
            if (fraction >= 0)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"target: '{column.Name}' is {values[fraction]:R} in row {fraction}, which is no class; use regression"), "target");
            var byValue = ClassLabels.Of(values);
            return (byValue, Array.ConvertAll(values, byValue.IndexOf));
        }
        string[] texts = [.. Enumerable.Range(0, column.Rows).Select(column.TextAt)];
        var classes = column is BooleanColumn ? ClassLabels.Booleans : ClassLabels.Of(texts);
        return (classes, Array.ConvertAll(texts, classes.IndexOf));
    }

    /// <summary>Equal values get equal codes, by first appearance; a missing value is a group of its own for each row.</summary>
    static int[] CodesOf(Column column)
    {
        var codeOf = new Dictionary<string, int>(StringComparer.Ordinal);
        var codes = new int[column.Rows];
        int next = 0;
        for (int i = 0; i < codes.Length; i++)
        {
            if (column.IsMissing(i)) codes[i] = next++;
            else if (!codeOf.TryGetValue(column.TextAt(i), out codes[i])) codeOf[column.TextAt(i)] = codes[i] = next++;
        }
        return codes;
    }
}
