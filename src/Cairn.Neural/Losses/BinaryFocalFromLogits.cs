namespace Cairn.Losses;

/// <summary>-α (1 - s)^γ log s from logits p, with s = σ(p) where y = 1 and 1 - σ(p) where y = 0, and 1 - α in place of α there: what is
/// easy counts less (Lin et al. 2017).</summary>
public sealed record BinaryFocalFromLogits : Loss
{
    /// <summary>γ, not negative; 2 unless set.</summary>
    public double Gamma
    {
        get;
        init => field = value >= 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(Gamma), value, "Gamma must be finite and not negative");
    } = 2;

    /// <summary>α, between 0 and 1; 0.25 unless set. Null leaves both factors out.</summary>
    public double? Alpha
    {
        get;
        init => field = value is null or (> 0 and < 1)
            ? value : throw new ArgumentOutOfRangeException(nameof(Alpha), value, "Alpha lies between 0 and 1");
    } = 0.25;

    internal override string? Doubt(Tensor predictions) => OutputDoubts.YesLogits(predictions, this);

    /// <inheritdoc/>
    public override Tensor Rows(Tensor predictions, Tensor targets)
    {
        var (p, y) = Alike(predictions, targets);
        var sign = y * 2 - 1;
        var each = FocalFromLogits.Focused((-(p * sign)).Softplus(), Gamma);
        return MeanOfRows(Alpha is { } alpha ? each * (sign * (alpha - 0.5) + 0.5) : each);
    }
}
