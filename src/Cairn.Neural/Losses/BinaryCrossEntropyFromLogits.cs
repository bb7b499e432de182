namespace Cairn.Losses;

/// <summary>-y log σ(p) - (1 - y) log(1 - σ(p)) from logits p, without overflow; y is 0 or 1, or between.</summary>
/// <remarks>Do not put a sigmoid before it: it is inside. Its derivative by p is σ(p) - y.</remarks>
public sealed record BinaryCrossEntropyFromLogits : Loss
{
    /// <summary>ε, from 0 to below 1: y is taken as (1 - ε) y + ε / 2. 0 unless set.</summary>
    public double LabelSmoothing { get; init => field = ClassTargets.Checked(value, nameof(LabelSmoothing)); }

    /// <summary>How much the term of y = 1 counts beside that of y = 0, above 0; 1 unless set.</summary>
    public double PositiveWeight
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(PositiveWeight), value, "PositiveWeight must be above 0 and finite");
    } = 1;

    internal override string? Doubt(Tensor predictions) => OutputDoubts.YesLogits(predictions, this);

    /// <inheritdoc/>
    public override Tensor Rows(Tensor predictions, Tensor targets)
    {
        var (p, y) = Alike(predictions, targets);
        if (LabelSmoothing > 0) y = y * (1 - LabelSmoothing) + LabelSmoothing / 2;
        return MeanOfRows(PositiveWeight == 1 ? p.Softplus() - p * y : (-p).Softplus() * y * PositiveWeight + p.Softplus() * (1 - y));
    }
}
