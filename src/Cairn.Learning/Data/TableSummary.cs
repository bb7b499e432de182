using System.Globalization;
using Cairn.Kernels;

namespace Cairn.Data;

/// <summary>The short facts of every column of a table, as <see cref="Table.Describe"/> gives them.</summary>
public sealed class TableSummary
{
    internal TableSummary(Table table)
    {
        Rows = table.Rows;
        var columns = new ColumnSummary[table.Columns.Count];
        WorkTeam.For(columns.Length, j => columns[j] = new ColumnSummary(table.Columns[j]), threads: (long)Rows * columns.Length < 1 << 14 ? 1 : 0);
        Columns = columns;
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<ColumnSummary> Columns { get; }

    /// <summary>The columns as lines: numbers with mean, deviation, extremes and quartiles, others with their most frequent values.</summary>
    public override string ToString()
    {
        var lines = new List<string[]> { new[] { "column", "kind", "missing", "distinct", "mean", "sd", "min", "25%", "50%", "75%", "max" } };
        foreach (var c in Columns)
        {
            string[] facts = [c.Name, c.Kind.ToString().ToLowerInvariant(), Whole(c.Missing), Whole(c.Distinct)];
            lines.Add(c.Kind == ColumnKind.Number
                ? [.. facts, Real(c.Mean), Real(c.StandardDeviation), Real(c.Minimum), Real(c.LowerQuartile), Real(c.Median),
                    Real(c.UpperQuartile), Real(c.Maximum)]
                : c.Earliest is { } first ? [.. facts, $"{DateColumn.TextOf(first)} to {DateColumn.TextOf(c.Latest!.Value)}"]
                : [.. facts, string.Join(", ", c.Top.Select(t => $"{TextGrid.Shown(t.Value)} {Whole(t.Count)}"))
                    + (c.Distinct > c.Top.Count ? ", ..." : "")]);
        }
        return TextGrid.Lines(lines, column => column >= 2, spill: 4);
    }

    static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    static string Real(double value) => double.IsNaN(value) ? "" : TextGrid.Shown(value);
}
