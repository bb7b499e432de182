using System.Globalization;
using Cairn.Data;

namespace Cairn.Preprocessing;

/// <summary>How one column of a table becomes columns of numbers.</summary>
abstract class ColumnEncoding(string name)
{
    /// <summary>The name of the column in the table.</summary>
    internal string Name { get; } = name;

    /// <summary>What the column must hold.</summary>
    internal abstract ColumnKind Kind { get; }

    /// <summary>Whether the numbers are amounts, which can be standardised, and no indicators.</summary>
    internal virtual bool IsAmount => false;

    /// <summary>The names of the columns of numbers.</summary>
    internal abstract IReadOnlyList<string> Outputs { get; }

    /// <summary>Writes the numbers of a row; <paramref name="output"/> is as long as <see cref="Outputs"/>.</summary>
    internal abstract void Encode(Column column, int row, Span<double> output);

    /// <summary>Refuses a column of another kind, unless all its values are missing.</summary>
    internal void Check(Column column)
    {
        bool fits = column.Kind == Kind || Kind == ColumnKind.Category && column.Kind == ColumnKind.Text;
        if (fits || column.MissingCount == column.Rows) return;
        int first = Enumerable.Range(0, column.Rows).First(i => !column.IsMissing(i));
        throw new ArgumentException(
            $"x: column '{Name}' held {Plural(Kind)} when the model was fitted, and now {Plural(column.Kind)} (row {first}: '{column.TextAt(first)}'); "
            + $"mend the value, or read the column as {Kind} through CsvOptions.Types", "x");
    }

    static string Plural(ColumnKind kind) => kind switch
    {
        ColumnKind.Number => "numbers",
        ColumnKind.Boolean => "true or false",
        ColumnKind.Category => "categories",
        ColumnKind.Date => "dates",
        _ => "text",
    };
}

/// <summary>A number, with another in the place of a missing one.</summary>
sealed class NumberEncoding(string name, double fill) : ColumnEncoding(name)
{
    /// <summary>What stands in for a missing number; NaN when nothing does.</summary>
    internal double Fill { get; } = fill;

    internal override ColumnKind Kind => ColumnKind.Number;

    internal override bool IsAmount => true;

    internal override IReadOnlyList<string> Outputs => [Name];

    internal override void Encode(Column column, int row, Span<double> output)
    {
        double value = column is NumberColumn numbers ? numbers.Values[row] : double.NaN;
        if (double.IsInfinity(value))
            throw new ArgumentException(
                $"x: row {row} of column '{Name}' is {(value > 0 ? "" : "-")}infinity; mend the value, or make it missing (NaN)", "x");
        if (!double.IsNaN(value)) output[0] = value;
        else if (!double.IsNaN(Fill)) output[0] = Fill;
        else throw new ArgumentException($"x: row {row} of column '{Name}' is missing, and the preparation imputes nothing", "x");
    }

    public override string ToString() =>
        double.IsNaN(Fill) ? $"{Name}: number" : string.Create(CultureInfo.InvariantCulture, $"{Name}: number, missing = {Fill:G6}");
}

/// <summary>True as 1, false as 0, missing as the more frequent of the two.</summary>
sealed class BooleanEncoding(string name, bool fill) : ColumnEncoding(name)
{
    internal bool Fill { get; } = fill;

    internal override ColumnKind Kind => ColumnKind.Boolean;

    internal override IReadOnlyList<string> Outputs => [Name];

    internal override void Encode(Column column, int row, Span<double> output) =>
        output[0] = ((column as BooleanColumn)?.Values[row] ?? Fill) ? 1 : 0;

    public override string ToString() => $"{Name}: true or false, missing = {(Fill ? "true" : "false")}";
}

/// <summary>One indicator for each level, and one for a missing value when the training rows miss some.</summary>
sealed class CategoryEncoding : ColumnEncoding
{
    readonly Dictionary<string, int> _indexOf = new(StringComparer.Ordinal);

    internal CategoryEncoding(string name, string[] levels, bool missingIsLevel) : base(name)
    {
        (Levels, MissingIsLevel) = (levels, missingIsLevel);
        for (int k = 0; k < levels.Length; k++) _indexOf[levels[k]] = k;
        Outputs = [.. levels.Select(l => $"{name}={l}"), .. missingIsLevel ? new[] { $"{name} is missing" } : []];
    }

    internal string[] Levels { get; }

    internal bool MissingIsLevel { get; }

    internal override ColumnKind Kind => ColumnKind.Category;

    internal override IReadOnlyList<string> Outputs { get; }

    internal override void Encode(Column column, int row, Span<double> output)
    {
        output.Clear();
        int level = LevelOf(column, row);
        if (level >= 0) output[level] = 1;
    }

    /// <summary>The indicator of a row, or -1 when its value is none of the levels.</summary>
    internal int LevelOf(Column column, int row) =>
        column.IsMissing(row) ? MissingIsLevel ? Levels.Length : -1 : _indexOf.GetValueOrDefault(column.TextAt(row), -1);

    public override string ToString() => $"{Name}: {Levels.Length} levels{(MissingIsLevel ? " and missing" : "")}";
}
