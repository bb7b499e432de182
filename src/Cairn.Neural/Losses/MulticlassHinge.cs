namespace Cairn.Losses;

/// <summary>Σ max(0, p[j] - p[y] + margin) over the classes j other than y, for scores p [rows, ..., classes] and class indices y
/// (Weston and Watkins 1999).</summary>
public sealed record MulticlassHinge : Loss
{
    /// <summary>How far the right score is to be above the others, above 0; 1 unless set.</summary>
    public double Margin
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(Margin), value, "Margin must be above 0 and finite");
    } = 1;

    /// <summary>True for the sum of the squares. False unless set.</summary>
    public bool IsSquared { get; init; }

    /// <inheritdoc/>
    public override Tensor Rows(Tensor predictions, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        var others = 1 - ClassTargets.Shares(predictions, targets, 0, this);
        var right = (predictions * (1 - others)).Sum(-1, keepDims: true);
        var each = ((predictions - right + Margin) * others).Relu();
        return MeanOfRows((IsSquared ? each.Square() : each).Sum(-1));
    }
}
