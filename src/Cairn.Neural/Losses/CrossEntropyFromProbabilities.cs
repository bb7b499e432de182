namespace Cairn.Losses;

/// <summary>-Σ q log p over the classes, from probabilities p [rows, ..., classes]; the targets are class indices [rows, ...], for which it
/// is -log p[y], or shares q of the classes.</summary>
/// <remarks>Probabilities below 1e-30 are taken as that. From logits it is more exact: <see cref="CrossEntropyFromLogits"/>.</remarks>
public sealed record CrossEntropyFromProbabilities : Loss
{
    /// <summary>ε, from 0 to below 1: q is taken as (1 - ε) q + ε / classes. 0 unless set.</summary>
    public double LabelSmoothing { get; init => field = ClassTargets.Checked(value, nameof(LabelSmoothing)); }

    /// <summary>How much each class counts: its term of the sum is multiplied by it. All alike unless set.</summary>
    public ValueList<double> ClassWeights { get; init => field = ClassTargets.Checked(value, nameof(ClassWeights)); }

    internal override string? Doubt(Tensor predictions) => OutputDoubts.Probabilities(predictions, this, "a softmax");

    /// <inheritdoc/>
    public override Tensor Rows(Tensor predictions, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        var shares = ClassTargets.Shares(predictions, targets, LabelSmoothing, this);
        if (ClassWeights.Count > 0) shares *= ClassTargets.Weights(ClassWeights, predictions, this);
        return MeanOfRows(-(shares * SafeLog(predictions)).Sum(-1));
    }
}
