namespace Cairn.Data;

/// <summary>A column to sort by, and which way.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="IsDescending">True to begin with the greatest.</param>
public sealed record SortBy(string Column, bool IsDescending)
{
    /// <summary>From the least to the greatest.</summary>
    public static SortBy Ascending(string column) => new(column, false);

    /// <summary>From the greatest to the least.</summary>
    public static SortBy Descending(string column) => new(column, true);

    /// <summary>A name alone sorts from the least to the greatest.</summary>
    public static implicit operator SortBy(string column) => Ascending(column);
}
