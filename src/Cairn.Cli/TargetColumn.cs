using System.Globalization;
using Cairn.Data;

namespace Cairn.Cli;

/// <summary>Makes the target suit a task that a person asked for.</summary>
static class TargetColumn
{
    /// <summary>For regression, names that are all numbers, such as the digits 0 to 9, become those numbers; all else stays as it
    /// is.</summary>
    internal static Table Suiting(Table table, string target, LearningTask task)
    {
        var column = table[target];
        if (task != LearningTask.Regression || column is NumberColumn or BooleanColumn) return table;
        var numbers = new double[column.Rows];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (column.IsMissing(i)) numbers[i] = double.NaN;
            else if (!double.TryParse(column.TextAt(i), NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])
                || !double.IsFinite(numbers[i]))
                return table;
        }
        return new Table([.. table.Columns.Select(c => c == column ? new NumberColumn(target, numbers) : c)]);
    }
}
