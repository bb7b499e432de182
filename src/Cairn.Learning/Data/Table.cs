namespace Cairn.Data;

/// <summary>An immutable table of named, typed columns of equal length.</summary>
public sealed partial class Table
{
    readonly Column[] _columns;
    readonly Dictionary<string, int> _indexOf;

    /// <summary>Makes a table of columns.</summary>
    /// <exception cref="ArgumentException">Two columns share a name, or their lengths differ.</exception>
    public Table(params IReadOnlyList<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _columns = [.. columns];
        _indexOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int j = 0; j < _columns.Length; j++)
        {
            var column = _columns[j] ?? throw new ArgumentNullException(nameof(columns), $"columns: column {j} is null");
            if (!_indexOf.TryAdd(column.Name, j))
                throw new ArgumentException($"columns: two columns are called '{column.Name}'", nameof(columns));
            if (column.Rows != _columns[0].Rows)
                throw new ArgumentException(
                    $"columns: '{column.Name}' has {column.Rows} rows, '{_columns[0].Name}' has {_columns[0].Rows}", nameof(columns));
        }
    }

    /// <summary>The number of rows.</summary>
    public int Rows => _columns.Length == 0 ? 0 : _columns[0].Rows;

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<Column> Columns => _columns;

    /// <summary>The names of the columns, in order.</summary>
    public IReadOnlyList<string> Names => [.. _columns.Select(c => c.Name)];

    /// <summary>The column of this name; names are compared letter by letter, with their case.</summary>
    /// <exception cref="ArgumentException">There is no such column; the message lists those there are.</exception>
    public Column this[string name] => Find(name) ?? throw Unknown(name);

    /// <summary>The place of the column of this name, from 0.</summary>
    internal int PlaceOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _indexOf.TryGetValue(name, out int place) ? place : throw Unknown(name);
    }

    ArgumentException Unknown(string name) =>
        new($"The table has no column '{name}'; {CloseName.Question(name, Names)}its columns are {NameList()}", nameof(name));

    /// <summary>The column of this name, or null.</summary>
    public Column? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _indexOf.TryGetValue(name, out int j) ? _columns[j] : null;
    }

    /// <summary>The given rows, in that order.</summary>
    public Table Take(ReadOnlySpan<int> rows)
    {
        var taken = new Column[_columns.Length];
        for (int j = 0; j < taken.Length; j++) taken[j] = _columns[j].Take(rows);
        return new Table(taken);
    }

    string NameList() => _columns.Length == 0 ? "none"
        : string.Join(", ", _columns.Take(30).Select(c => $"'{c.Name}'")) + (_columns.Length > 30 ? $", ... ({_columns.Length} in all)" : "");
}
