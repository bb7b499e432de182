using System.Globalization;

namespace Cairn.Data;

public sealed partial class Table
{
    /// <summary>The rows of this table and then those of others. Columns are matched by name, whatever their order; the first table's
    /// order is kept.</summary>
    /// <remarks>Categories take the levels of all tables, in ordinal order; categories and text together are text; a column without any
    /// value fits every kind.</remarks>
    /// <exception cref="ArgumentException">A table has not the same columns, or one of another kind; the message names it.</exception>
    public Table Concat(params IReadOnlyList<Table> others)
    {
        ArgumentNullException.ThrowIfNull(others);
        foreach (var other in others)
        {
            ArgumentNullException.ThrowIfNull(other, nameof(others));
            if (other.Names.FirstOrDefault(name => Find(name) is null) is { } extra)
                throw new ArgumentException($"others: a table has a column '{extra}' that the first has not; "
                    + $"{CloseName.Question(extra, Names)}drop or rename it", nameof(others));
        }
        return new Table([.. _columns.Select(c => ColumnConcat.Of(c.Name, [c, .. others.Select(o => o.Find(c.Name)
            ?? throw new ArgumentException($"others: a table has no column '{c.Name}', which the first has; "
                + $"{CloseName.Question(c.Name, o.Names)}add it, or drop it there", nameof(others)))]))]);
    }
}

/// <summary>Puts columns one below the other.</summary>
static class ColumnConcat
{
    /// <exception cref="ArgumentException">The columns hold different kinds of values.</exception>
    internal static Column Of(string name, IReadOnlyList<Column> parts)
    {
        long total = parts.Sum(p => (long)p.Rows);
        if (total > Array.MaxLength)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"'{name}' would have {total} rows, more than a column can hold"));
        int rows = (int)total;
        var kinds = parts.Where(p => p.MissingCount < p.Rows).Select(p => p.Kind).Distinct().ToArray();
        var kind = kinds switch
        {
            [] => parts[0].Kind,
            [var only] => only,
            _ when kinds.All(k => k is ColumnKind.Category or ColumnKind.Text) => ColumnKind.Text,
            _ => throw new ArgumentException($"'{name}' is of the kind {kinds[0]} in one table and {kinds[1]} in another; make them alike first"),
        };
        return kind switch
        {
            ColumnKind.Number => new NumberColumn(name, Joined(parts, rows, double.NaN, c => ((NumberColumn)c).Values)),
            ColumnKind.Boolean => new BooleanColumn(name, Joined(parts, rows, null, c => ((BooleanColumn)c).Values)),
            ColumnKind.Date => new DateColumn(name, Joined(parts, rows, DateColumn.Missing, c => ((DateColumn)c).Ticks)),
            ColumnKind.Category => Categories(name, parts, rows),
            _ => new TextColumn(name, Joined<string?>(parts, rows, null, c => c is TextColumn texts ? texts.Values
                : Array.ConvertAll([.. Enumerable.Range(0, c.Rows)], i => c.IsMissing(i) ? null : c.TextAt(i)))),
        };
    }

    delegate ReadOnlySpan<T> ValuesOf<T>(Column column);

    static T[] Joined<T>(IReadOnlyList<Column> parts, int rows, T missing, ValuesOf<T> values)
    {
        var joined = new T[rows];
        int at = 0;
        foreach (var part in parts)
        {
            if (part.MissingCount == part.Rows) joined.AsSpan(at, part.Rows).Fill(missing);
            else values(part).CopyTo(joined.AsSpan(at));
            at += part.Rows;
        }
        return joined;
    }

    static CategoryColumn Categories(string name, IReadOnlyList<Column> parts, int rows)
    {
        string[] levels = [.. parts.OfType<CategoryColumn>().SelectMany(c => c.Levels).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
        var codeOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int k = 0; k < levels.Length; k++) codeOf[levels[k]] = k;
        return new CategoryColumn(name, Joined(parts, rows, -1, c =>
        {
            var column = (CategoryColumn)c;
            int[] code = [.. column.Levels.Select(level => codeOf[level])];
            return Array.ConvertAll(column.Codes.ToArray(), k => k < 0 ? -1 : code[k]);
        }), levels);
    }
}
