namespace Cairn.Constraints;

/// <summary>No weight is negative; a negative one becomes 0.</summary>
public sealed record NonNegative : Constraint
{
    /// <inheritdoc/>
    public override Tensor Apply(Tensor weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.Relu();
    }
}
