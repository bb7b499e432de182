using System.ComponentModel.DataAnnotations;

namespace Cairn.Explanation;

/// <summary>Where a model is asked how its answers depend on a feature.</summary>
public sealed record PartialDependenceOptions
{
    /// <summary>The places along a feature of numbers, at least 2; 40 by default. A feature with no more different values has its values.</summary>
    [Range(2, int.MaxValue)]
    public int Points
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(Points), value, "Points is at least 2");
    } = 40;

    /// <summary>The share of the rows below the first place, 0 to 1; 0.05 by default.</summary>
    [Range(0.0, 1.0)]
    public double Low { get; init => field = Share(value, nameof(Low)); } = 0.05;

    /// <summary>The share of the rows below the last place, 0 to 1; 0.95 by default.</summary>
    [Range(0.0, 1.0)]
    public double High { get; init => field = Share(value, nameof(High)); } = 0.95;

    static double Share(double value, string name) => value is >= 0 and <= 1 ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is a share of the rows, 0 to 1");
}
