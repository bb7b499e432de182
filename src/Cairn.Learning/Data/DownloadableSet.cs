namespace Cairn.Data;

/// <summary>The facts about a data set that is fetched from the network once; <see cref="Datasets"/> reads it.</summary>
public sealed record DownloadableSet
{
    internal DownloadableSet() { }

    /// <summary>The name, and the folder of its files in the cache and in a mirror folder.</summary>
    public required string Name { get; init; }

    /// <summary>What it holds.</summary>
    public required string Description { get; init; }

    /// <summary>Its files.</summary>
    public required ValueList<DownloadableFile> Files { get; init; }

    /// <summary>The names of the classes by their number; empty when there are none but the numbers.</summary>
    public ValueList<string> ClassNames { get; init; }

    /// <summary>Where the data come from.</summary>
    public required string Source { get; init; }

    /// <summary>Under what terms they are given out.</summary>
    public required string Licence { get; init; }
}
