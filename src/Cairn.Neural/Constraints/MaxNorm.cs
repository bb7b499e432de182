namespace Cairn.Constraints;

/// <summary>No unit's weights are longer than a limit; longer ones are scaled to it.</summary>
public sealed record MaxNorm : Constraint
{
    /// <summary>The limit, above 0; 2 unless set.</summary>
    public double Limit
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(Limit), value, "Limit must be above 0 and finite");
    } = 2;

    /// <inheritdoc/>
    public override Tensor Apply(Tensor weights)
    {
        var lengths = Lengths(weights);
        return Tensor.Where(lengths > Limit, weights * (Limit / lengths), weights);
    }
}
