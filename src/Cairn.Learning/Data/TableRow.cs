namespace Cairn.Data;

/// <summary>One row of a table, for conditions and computed columns: <c>table.Where(row => row.Number("age") > 30)</c>.</summary>
public readonly struct TableRow
{
    readonly Table _table;

    internal TableRow(Table table, int index) => (_table, Index) = (table, index);

    /// <summary>The row's place in its table, from 0.</summary>
    public int Index { get; }

    /// <summary>A number, NaN when missing; of a boolean 1 or 0.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds neither numbers nor booleans.</exception>
    public double Number(string column) => _table[column] switch
    {
        NumberColumn numbers => numbers.Values[Index],
        BooleanColumn flags => flags.Values[Index] switch { true => 1, false => 0, _ => double.NaN },
        var other => throw Mismatch(other, "numbers"),
    };

    /// <summary>A value as text, null when missing.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public string? Text(string column)
    {
        var found = _table[column];
        return found.IsMissing(Index) ? null : found.TextAt(Index);
    }

    /// <summary>A truth value, null when missing.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it does not hold booleans.</exception>
    public bool? Boolean(string column) =>
        _table[column] is var found && found is BooleanColumn flags ? flags.Values[Index] : throw Mismatch(found, "true and false");

    /// <summary>A date, null when missing.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it does not hold dates.</exception>
    public DateTime? Date(string column) =>
        _table[column] is var found && found is DateColumn dates ? dates[Index] : throw Mismatch(found, "dates");

    /// <summary>True when a value is missing.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public bool IsMissing(string column) => _table[column].IsMissing(Index);

    static ArgumentException Mismatch(Column column, string wanted) =>
        new($"column: '{column.Name}' is of the kind {column.Kind} and does not hold {wanted}", nameof(column));
}
