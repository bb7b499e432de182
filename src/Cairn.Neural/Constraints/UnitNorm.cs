namespace Cairn.Constraints;

/// <summary>The weights of every unit have length 1; a unit of zeros stays.</summary>
public sealed record UnitNorm : Constraint
{
    /// <inheritdoc/>
    public override Tensor Apply(Tensor weights)
    {
        var lengths = Lengths(weights);
        return Tensor.Where(lengths > 0, weights / lengths, weights);
    }
}
