namespace Cairn.Data;

/// <summary>What a column of a table holds.</summary>
public enum ColumnKind
{
    /// <summary>Numbers; a missing one is NaN.</summary>
    Number,
    /// <summary>One of a list of levels; a missing one has code -1.</summary>
    Category,
    /// <summary>True, false or missing.</summary>
    Boolean,
    /// <summary>Free text; a missing one is null.</summary>
    Text,
    /// <summary>Points in time, to a tenth of a microsecond; a missing one is null.</summary>
    Date,
}

/// <summary>A named, immutable column of a <see cref="Table"/>.</summary>
public abstract class Column
{
    private protected Column(string name, int rows)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        Rows = rows;
    }

    /// <summary>The column's name, unique in its table.</summary>
    public string Name { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>What the column holds.</summary>
    public abstract ColumnKind Kind { get; }

    /// <summary>True when the value of this row is missing.</summary>
    public abstract bool IsMissing(int row);

    /// <summary>The value of a row as text, empty when missing; numbers in the shortest form that reads back to the same value.</summary>
    public abstract string TextAt(int row);

    /// <summary>The values of the given rows, in that order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Column Take(ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
            if ((uint)row >= (uint)Rows) throw new ArgumentOutOfRangeException(nameof(rows), row, $"Column '{Name}' has {Rows} rows");
        return TakeRows(rows);
    }

    /// <summary>The values of the given rows, none of them checked; a missing one for a row below 0.</summary>
    internal Column TakeOrMissing(ReadOnlySpan<int> rows) => TakeRows(rows);

    private protected abstract Column TakeRows(ReadOnlySpan<int> rows);

    /// <summary>The same values under another name.</summary>
    public abstract Column Rename(string name);

    /// <summary>The number of missing values.</summary>
    public int MissingCount => CountMissing();

    private protected abstract int CountMissing();
}
