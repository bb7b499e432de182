namespace Cairn.Losses;

/// <summary>-log softmax(p)[y], computed from the logits p [rows, ..., classes] without overflow; y holds class indices [rows, ...].</summary>
/// <remarks>Do not put a softmax before it: it is inside.</remarks>
public sealed record CrossEntropyFromLogits : Loss
{
    /// <inheritdoc/>
    public override Tensor Rows(Tensor predictions, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        return MeanOfRows(predictions.CrossEntropyFromLogits(targets));
    }
}
