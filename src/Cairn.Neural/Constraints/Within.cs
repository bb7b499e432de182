namespace Cairn.Constraints;

/// <summary>Every weight lies between two numbers; one outside becomes the nearer of them.</summary>
public sealed record Within : Constraint
{
    /// <summary>The lowest; -1 unless set.</summary>
    public double Lowest
    {
        get;
        init => field = double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(Lowest), value, "Lowest must be finite");
    } = -1;

    /// <summary>The highest; 1 unless set.</summary>
    public double Highest
    {
        get;
        init => field = double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(Highest), value, "Highest must be finite");
    } = 1;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The lowest is above the highest.</exception>
    public override Tensor Apply(Tensor weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.Clamp(Lowest, Highest);
    }
}
