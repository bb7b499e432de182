using Cairn.Kernels;
using Cairn.RandomNumbers;

namespace Cairn.Data;

public sealed partial class Table
{
    /// <summary>The rows for which a condition holds, in their order.</summary>
    /// <remarks>A comparison with a missing number, which is NaN, is false.</remarks>
    public Table Where(Func<TableRow, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Kept(i => condition(new TableRow(this, i)));
    }

    /// <summary>The rows for which a condition on a column of numbers holds: <c>table.Where("age", age => age > 30)</c>.</summary>
    /// <remarks>The condition is asked of missing numbers too, as NaN.</remarks>
    /// <exception cref="ArgumentException">There is no such column, or it does not hold numbers.</exception>
    public Table Where(string column, Func<double, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var numbers = this[column] as NumberColumn
            ?? throw new ArgumentException($"column: '{column}' is of the kind {this[column].Kind} and does not hold numbers", nameof(column));
        var values = numbers.Values;
        var rows = new int[values.Length];
        int kept = 0;
        for (int i = 0; i < values.Length; i++)
        {
            rows[kept] = i;
            if (condition(values[i])) kept++;
        }
        return TakeKnown(rows, kept);
    }

    /// <summary>The rows for which a condition on the texts of a column holds: <c>table.Where("city", city => city == "Bern")</c>.</summary>
    /// <remarks>The condition is asked of missing values too, as null. On categories it is asked once for each level.</remarks>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public Table Where(string column, Func<string?, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var words = this[column];
        if (words is not CategoryColumn categories) return Kept(i => condition(words.IsMissing(i) ? null : words.TextAt(i)));
        bool missing = categories.MissingCount > 0 && condition(null);
        bool[] holds = [.. categories.Levels.Select(condition)];
        return Kept(i => categories.Codes[i] < 0 ? missing : holds[categories.Codes[i]]);
    }

    /// <summary>The first rows.</summary>
    /// <param name="rows">How many, at most all of them. Default 5.</param>
    public Table Head(int rows = 5) => Range(0, Counted(rows));

    /// <summary>The last rows.</summary>
    /// <param name="rows">How many, at most all of them. Default 5.</param>
    public Table Tail(int rows = 5) => Range(Rows - Counted(rows), Counted(rows));

    /// <summary>Rows drawn at random without repetition, in the order they are drawn.</summary>
    /// <param name="rows">How many, at most all of them.</param>
    /// <param name="seed">The same seed draws the same rows.</param>
    public Table Sample(int rows, long seed = 0)
    {
        int count = Counted(rows);
        return Take(Rng.Stream(seed, "", "table sample").Permutation(Rows).AsSpan(0, count));
    }

    /// <summary>The first row of each different combination of values in the named columns - in all columns when none is named.</summary>
    /// <remarks>Missing values count as equal to each other.</remarks>
    /// <exception cref="ArgumentException">A name is unknown.</exception>
    public Table Distinct(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return Take(KeyCodes.Of(names.Count == 0 ? _columns : Named(names), Rows).FirstRows());
    }

    /// <summary>The rows in which none of the named columns - all of them when none is named - misses a value.</summary>
    /// <exception cref="ArgumentException">A name is unknown.</exception>
    public Table DropMissing(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var columns = names.Count == 0 ? _columns : Named(names);
        return Kept(i => !Array.Exists(columns, c => c.IsMissing(i)));
    }

    Table Kept(Func<int, bool> keeps)
    {
        var rows = new int[Rows];
        int kept = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            rows[kept] = i;
            if (keeps(i)) kept++;
        }
        return TakeKnown(rows, kept);
    }

    /// <summary>The first of these rows, which are known to be there and rise.</summary>
    Table TakeKnown(int[] rows, int kept)
    {
        if (kept == Rows) return this;
        var taken = new Column[_columns.Length];
        WorkTeam.For(taken.Length, j => taken[j] = _columns[j].TakeOrMissing(rows.AsSpan(0, kept)), threads: (long)kept * taken.Length < 1 << 15 ? 1 : 0);
        return new Table(taken);
    }

    Table Range(int first, int count) => Take([.. Enumerable.Range(first, count)]);

    int Counted(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        return Math.Min(rows, Rows);
    }

    Column[] Named(IReadOnlyList<string> names) => [.. names.Select(name => this[name])];
}
