namespace Cairn.Data;

/// <summary>A data set that ships inside the library.</summary>
public sealed record BundledSet
{
    internal BundledSet() { }

    /// <summary>The name under which <see cref="BundledData.Load"/> knows it.</summary>
    public required string Name { get; init; }

    /// <summary>What the rows, columns and target are.</summary>
    public required string Description { get; init; }

    /// <summary>The column that is usually predicted.</summary>
    public required string TargetName { get; init; }

    /// <summary>The kind of that column.</summary>
    public required ColumnKind TargetKind { get; init; }

    /// <summary>The number of rows.</summary>
    public required int Rows { get; init; }

    /// <summary>The number of columns, the target counted.</summary>
    public required int Columns { get; init; }

    /// <summary>Where the data come from.</summary>
    public required string Source { get; init; }

    /// <summary>Under what terms they are given out.</summary>
    public required string Licence { get; init; }
}
