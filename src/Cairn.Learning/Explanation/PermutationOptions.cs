using System.ComponentModel.DataAnnotations;

namespace Cairn.Explanation;

/// <summary>How the importance of columns is measured by permutation.</summary>
public sealed record PermutationOptions
{
    /// <summary>How often each column is permuted, at least 1; 10 by default.</summary>
    [Range(1, int.MaxValue)]
    public int Repeats
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Repeats), value, "Repeats is at least 1");
    } = 10;

    /// <summary>The seed of the permutations; 0 by default. A column's permutations depend on its name, not on the other columns.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// Columns that are permuted together, as longitude and latitude: what they say jointly is one importance. Columns in no group stand
    /// alone; none by default.
    /// </summary>
    public ValueList<ValueList<string>> Groups { get; init; }
}
