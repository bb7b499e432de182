namespace Cairn.Data;

public sealed partial class Table
{
    /// <summary>The named columns, in that order.</summary>
    /// <exception cref="ArgumentException">A name is unknown or named twice.</exception>
    public Table Select(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new Table([.. names.Select(name => this[name])]);
    }

    /// <summary>The table without the named columns.</summary>
    /// <exception cref="ArgumentException">A name is unknown.</exception>
    public Table Drop(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (string name in names) _ = this[name];
        return new Table([.. _columns.Where(c => !names.Contains(c.Name))]);
    }

    /// <summary>The table with a column put in the place of the one of its name, or after the last one when there is none.</summary>
    /// <exception cref="ArgumentException">The column has another number of rows.</exception>
    public Table WithColumn(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (_columns.Length > 0 && column.Rows != Rows)
            throw new ArgumentException($"column: '{column.Name}' has {column.Rows} rows, the table {Rows}", nameof(column));
        return _indexOf.TryGetValue(column.Name, out int place)
            ? new Table([.. _columns.Select((c, j) => j == place ? column : c)])
            : new Table([.. _columns, column]);
    }

    /// <summary>The table with a column of numbers that is computed row by row; NaN is missing.</summary>
    public Table WithColumn(string name, Func<TableRow, double> value) => WithColumn(new NumberColumn(name, EachRow(value)));

    /// <summary>The table with a column of texts that is computed row by row, null where missing: categories when there are few different
    /// ones (by the rule of <see cref="ReadCsv(string, CsvOptions?)"/>), else free text.</summary>
    public Table WithColumn(string name, Func<TableRow, string?> value) => WithColumn(WordColumn(name, EachRow(value)));

    /// <summary>The table with a column of booleans that is computed row by row; null is missing.</summary>
    public Table WithColumn(string name, Func<TableRow, bool?> value) => WithColumn(new BooleanColumn(name, EachRow(value)));

    /// <summary>The table with a column of dates that is computed row by row; null is missing.</summary>
    public Table WithColumn(string name, Func<TableRow, DateTime?> value) => WithColumn(new DateColumn(name, EachRow(value)));

    /// <summary>The table with a column called otherwise.</summary>
    /// <exception cref="ArgumentException">There is no such column, or another one has the new name.</exception>
    public Table Rename(string name, string newName)
    {
        ArgumentNullException.ThrowIfNull(newName);
        int place = PlaceOf(name);
        if (newName != name && Find(newName) is not null)
            throw new ArgumentException($"newName: the table has a column '{newName}' already", nameof(newName));
        return new Table([.. _columns.Select((c, j) => j == place ? c.Rename(newName) : c)]);
    }

    T[] EachRow<T>(Func<TableRow, T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var values = new T[Rows];
        for (int i = 0; i < values.Length; i++) values[i] = value(new TableRow(this, i));
        return values;
    }

    /// <summary>Categories when there are few different texts, else free text.</summary>
    internal static Column WordColumn(string name, string?[] texts)
    {
        int present = texts.Count(t => t is not null);
        int levels = texts.Where(t => t is not null).Distinct(StringComparer.Ordinal).Count();
        return levels <= CategoryColumn.MostLevels(present) ? new CategoryColumn(name, texts) : new TextColumn(name, texts);
    }
}
