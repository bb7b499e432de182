namespace Cairn.Data;

public sealed partial class Table
{
    /// <summary>The table with a number in the place of the missing ones of a column.</summary>
    /// <remarks>A value that is computed of the rows, such as their mean, belongs into a model and not here, for new rows must get the same
    /// one: see <see cref="Cairn.Preprocessing.TablePreparation"/>.</remarks>
    /// <exception cref="ArgumentException">There is no such column, or it does not hold numbers.</exception>
    public Table FillMissing(string column, double value) => WithColumn(Filled<NumberColumn>(column, "a number",
        c => new NumberColumn(column, Array.ConvertAll(c.Values.ToArray(), v => double.IsNaN(v) ? value : v))));

    /// <summary>The table with a truth value in the place of the missing ones of a column.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it does not hold booleans.</exception>
    public Table FillMissing(string column, bool value) => WithColumn(Filled<BooleanColumn>(column, "a truth value",
        c => new BooleanColumn(column, Array.ConvertAll<bool?, bool?>(c.Values.ToArray(), v => v ?? value))));

    /// <summary>The table with a date in the place of the missing ones of a column.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it does not hold dates.</exception>
    public Table FillMissing(string column, DateTime value) => WithColumn(Filled<DateColumn>(column, "a date",
        c => new DateColumn(column, Array.ConvertAll(c.Ticks.ToArray(), t => t == DateColumn.Missing ? value.Ticks : t))));

    /// <summary>The table with a text in the place of the missing ones of a column of categories, where it becomes a level, or of text.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds neither.</exception>
    public Table FillMissing(string column, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return WithColumn(this[column] is TextColumn texts
            ? new TextColumn(column, Array.ConvertAll(texts.Values.ToArray(), t => t ?? value))
            : Filled<CategoryColumn>(column, "a text",
                c => new CategoryColumn(column, (string?[])[.. Enumerable.Range(0, c.Rows).Select(i => c.IsMissing(i) ? value : c.TextAt(i))])));
    }

    Column Filled<T>(string name, string what, Func<T, Column> fill) where T : Column => this[name] switch
    {
        T column => column.MissingCount == 0 ? column : fill(column),
        var other => throw new ArgumentException($"value: '{name}' is of the kind {other.Kind}, and {what} does not fit into it", "value"),
    };
}
