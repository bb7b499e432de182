namespace Cairn.Data;

public sealed partial class Table
{
    /// <summary>The rows in the order of some columns: <c>table.Sort("city", SortBy.Descending("price"))</c>.</summary>
    /// <remarks>Numbers are ordered by value, false before true, texts letter by letter (ordinal), dates by time. Rows that are equal stay
    /// in their order; rows that miss a value come last, whichever way the column is sorted.</remarks>
    /// <param name="keys">The columns, the one that counts most first.</param>
    /// <exception cref="ArgumentException">No column is named, or one is unknown.</exception>
    public Table Sort(params IReadOnlyList<SortBy> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0) throw new ArgumentException("keys: name a column to sort by", nameof(keys));
        var columns = new (ulong[] Ranks, bool IsDescending)[keys.Count];
        for (int k = 0; k < columns.Length; k++) columns[k] = (SortRanks.Of(this[keys[k].Column]), keys[k].IsDescending);
        int[] order = [.. Enumerable.Range(0, Rows)];
        // Sorted by the last column first, each pass keeping the order of equals, the first column decides in the end.
        for (int k = columns.Length - 1; k >= 0; k--) order = SortRanks.Sorted(order, columns[k].Ranks, columns[k].IsDescending);
        return Take(order);
    }
}
