namespace Cairn.Constraints;

/// <summary>What holds for a parameter after every step of training: the optimizer puts it back where it may be.</summary>
/// <remarks>A unit is what belongs to one output: a row [i, ...] of a parameter.</remarks>
public abstract record Constraint : Recipe
{
    /// <summary>The nearest numbers that are allowed.</summary>
    /// <param name="weights">Numbers of a parameter.</param>
    public abstract Tensor Apply(Tensor weights);

    /// <summary>The length of each unit, of the shape [units, 1, ...].</summary>
    private protected static Tensor Lengths(Tensor weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Rank == 0) return weights.Abs();
        var lengths = weights.Reshape(weights.Shape[0], weights.Length / Math.Max(weights.Shape[0], 1)).Norm(1);
        return lengths.Reshape([weights.Shape[0], .. Enumerable.Repeat(1, weights.Rank - 1)]);
    }
}
