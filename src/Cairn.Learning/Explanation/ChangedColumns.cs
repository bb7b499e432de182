using Cairn.Data;

namespace Cairn.Explanation;

/// <summary>Features with some of their columns changed, for asking a model what it would have said.</summary>
static class ChangedColumns
{
    /// <summary>The place of the feature of this name, which may be <c>x0</c>, <c>x1</c>, ... where features have none.</summary>
    internal static int PlaceOf(this Features x, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] names = [.. Enumerable.Range(0, x.Count).Select(x.NameOf)];
        int place = Array.IndexOf(names, name);
        return place >= 0 ? place : throw new ArgumentException(
            $"feature: there is no '{name}'; {CloseName.Question(name, names)}there are {string.Join(", ", names.Take(30).Select(n => $"'{n}'"))}"
            + (names.Length > 30 ? $", ... ({names.Length} in all)" : ""), nameof(name));
    }

    /// <summary>The given columns taken from other rows of the same features, all from the same.</summary>
    internal static Features WithRowsOf(this Features x, int[] columns, int[] rows)
    {
        if (x.Table is { } table)
            return new Table([.. table.Columns.Select((c, j) => columns.Contains(j) ? c.Take(rows) : c)]);
        var numbers = NumbersOf(x);
        int d = x.Count;
        double[] changed = numbers.ToArray();
        foreach (int j in columns)
            for (int i = 0; i < rows.Length; i++) changed[i * d + j] = numbers[rows[i] * d + j];
        return Features.From(Tensor.Own(changed, new Shape(x.Rows, d)), x.Names);
    }

    /// <summary>A column that has the same value in every row.</summary>
    internal static Features WithValue(this Features x, int column, DependenceAxis axis, int point)
    {
        if (x.Table is { } table)
        {
            var old = table.Columns[column];
            return table.WithColumn(old switch
            {
                NumberColumn => new NumberColumn(old.Name, Filled(axis.Numbers[point], x.Rows)),
                BooleanColumn => new BooleanColumn(old.Name, Filled<bool?>(axis.Labels[point] == "true", x.Rows)),
                CategoryColumn categories => new CategoryColumn(old.Name, Filled(categories.Levels.ToList().IndexOf(axis.Labels[point]), x.Rows),
                    [.. categories.Levels]),
                _ => new TextColumn(old.Name, Filled<string?>(axis.Labels[point], x.Rows)),
            });
        }
        double[] changed = NumbersOf(x).ToArray();
        for (int at = column; at < changed.Length; at += x.Count) changed[at] = axis.Numbers[point];
        return Features.From(Tensor.Own(changed, new Shape(x.Rows, x.Count)), x.Names);
    }

    internal static ReadOnlySpan<double> NumbersOf(Features x) => x.Dense is { } dense
        ? Features.ToFloat64(dense).AsReadOnlySpan<double>()
        : throw new NotSupportedException("The columns of sparse features cannot be changed; convert them with ToDense()");

    static T[] Filled<T>(T value, int rows)
    {
        var values = new T[rows];
        Array.Fill(values, value);
        return values;
    }
}
