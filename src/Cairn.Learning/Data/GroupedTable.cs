namespace Cairn.Data;

/// <summary>The rows of a table in groups that are equal in some columns; <see cref="Aggregate"/> makes one row of each.</summary>
public sealed class GroupedTable
{
    readonly int[] _starts, _rows;

    internal GroupedTable(Table table, IReadOnlyList<string> keys)
    {
        if (keys.Count == 0) throw new ArgumentException("keys: name a column to group by", nameof(keys));
        (Table, Keys) = (table, table.Select(keys));
        (_starts, _rows) = KeyCodes.Of(Keys.Columns, table.Rows).Grouped();
        Keys = Keys.Take([.. Enumerable.Range(0, Count).Select(k => _rows[_starts[k]])]);
    }

    /// <summary>The number of groups.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>The values that the rows of a group share: a row for each group, in the order in which they first appear.</summary>
    public Table Keys { get; }

    /// <summary>The rows of a group, in their order.</summary>
    /// <param name="group">Its place among the keys, from 0.</param>
    public Table this[int group] => (uint)group < (uint)Count
        ? Table.Take(RowsOf(group))
        : throw new ArgumentOutOfRangeException(nameof(group), group, $"There are {Count} groups");

    /// <summary>The table that was grouped.</summary>
    internal Table Table { get; }

    internal ReadOnlySpan<int> RowsOf(int group) => _rows.AsSpan(_starts[group].._starts[group + 1]);

    /// <summary>A table of one row for each group: the keys, and what the aggregates make of its rows.</summary>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong kind, or two columns of the result share a name.</exception>
    public Table Aggregate(params IReadOnlyList<Aggregate> aggregates)
    {
        ArgumentNullException.ThrowIfNull(aggregates);
        return new Table([.. Keys.Columns, .. aggregates.Select(a => a.Of(this))]);
    }
}
