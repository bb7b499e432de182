namespace Cairn.Losses;

/// <summary>-Σ q log softmax(p) over the classes, computed from the logits p [rows, ..., classes] without overflow; the targets are class
/// indices [rows, ...], for which it is -log softmax(p)[y], or shares q of the classes.</summary>
/// <remarks>Do not put a softmax before it: it is inside.</remarks>
public sealed record CrossEntropyFromLogits : Loss
{
    /// <summary>ε, from 0 to below 1: q is taken as (1 - ε) q + ε / classes, so that no logit need grow without end (Szegedy et al. 2016).
    /// 0 unless set.</summary>
    public double LabelSmoothing { get; init => field = ClassTargets.Checked(value, nameof(LabelSmoothing)); }

    /// <summary>How much each class counts: its term of the sum is multiplied by it. The mean stays one over the rows. All alike unless
    /// set.</summary>
    public ValueList<double> ClassWeights { get; init => field = ClassTargets.Checked(value, nameof(ClassWeights)); }

    internal override string? Doubt(Tensor predictions) => OutputDoubts.Logits(predictions, this);

    /// <inheritdoc/>
    public override Tensor Rows(Tensor predictions, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        if (LabelSmoothing == 0 && ClassWeights.Count == 0 && ClassTargets.AreIndices(predictions, targets, this))
            return MeanOfRows(predictions.CrossEntropyFromLogits(targets));
        var shares = ClassTargets.Shares(predictions, targets, LabelSmoothing, this);
        if (ClassWeights.Count > 0) shares *= ClassTargets.Weights(ClassWeights, predictions, this);
        return MeanOfRows(-(shares * predictions.LogSoftmax()).Sum(-1));
    }
}
