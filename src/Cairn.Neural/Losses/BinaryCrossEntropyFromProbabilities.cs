namespace Cairn.Losses;

/// <summary>-y log p - (1 - y) log(1 - p) from probabilities p; y is 0 or 1, or between.</summary>
/// <remarks>Logarithms are taken of 1e-30 at least. From logits it is more exact: <see cref="BinaryCrossEntropyFromLogits"/>.</remarks>
public sealed record BinaryCrossEntropyFromProbabilities : Loss
{
    /// <summary>ε, from 0 to below 1: y is taken as (1 - ε) y + ε / 2. 0 unless set.</summary>
    public double LabelSmoothing { get; init => field = ClassTargets.Checked(value, nameof(LabelSmoothing)); }

    internal override string? Doubt(Tensor predictions) => OutputDoubts.Probabilities(predictions, this, "a sigmoid");

    /// <inheritdoc/>
    public override Tensor Rows(Tensor predictions, Tensor targets)
    {
        var (p, y) = Alike(predictions, targets);
        if (LabelSmoothing > 0) y = y * (1 - LabelSmoothing) + LabelSmoothing / 2;
        return MeanOfRows(-(y * SafeLog(p) + (1 - y) * SafeLog(1 - p)));
    }
}
