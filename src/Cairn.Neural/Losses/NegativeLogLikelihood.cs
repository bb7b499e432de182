namespace Cairn.Losses;

/// <summary>-p[y] for logarithms p of probabilities [rows, ..., classes], as a log-softmax gives them, and class indices y [rows,
/// ...].</summary>
public sealed record NegativeLogLikelihood : Loss
{
    /// <summary>How much each class counts: the rows of class y are multiplied by its number. All alike unless set.</summary>
    public ValueList<double> ClassWeights { get; init => field = ClassTargets.Checked(value, nameof(ClassWeights)); }

    /// <inheritdoc/>
    public override Tensor Rows(Tensor predictions, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        if (!ClassTargets.AreIndices(predictions, targets, this))
            throw new ArgumentException($"NegativeLogLikelihood: targets {targets.Shape} of {targets.DType.Name()} where class indices of "
                + $"{new Shape(predictions.Shape.AsSpan()[..^1])} are expected", nameof(targets));
        var each = -predictions.Gather(-1, targets.Unsqueeze(-1)).Squeeze(-1);
        return MeanOfRows(ClassWeights.Count == 0 ? each : each * ClassTargets.Weights(ClassWeights, predictions, this)[targets]);
    }
}
