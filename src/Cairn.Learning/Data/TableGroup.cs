namespace Cairn.Data;

public sealed partial class Table
{
    /// <summary>Puts rows together that are equal in the named columns; missing values are equal to each other.</summary>
    /// <exception cref="ArgumentException">No column is named, or one is unknown.</exception>
    public GroupedTable Group(params IReadOnlyList<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return new GroupedTable(this, keys);
    }
}
