namespace Cairn.Losses;

/// <summary>d² for two vectors of the same thing, max(0, margin - d)² for others, d being their distance, in predictions [rows, 2, size];
/// the targets are 1 for the same and 0 for others (Hadsell et al. 2006).</summary>
public sealed record Contrastive : Loss
{
    /// <summary>How far others are to be apart, above 0; 1 unless set.</summary>
    public double Margin
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(Margin), value, "Margin must be above 0 and finite");
    } = 1;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The predictions are not [rows, 2, size], or the targets not [rows].</exception>
    public override Tensor Rows(Tensor predictions, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        if (predictions.Rank != 3 || predictions.Shape[1] != 2 || targets.Rank != 1 || targets.Shape[0] != predictions.Shape[0])
            throw new ArgumentException($"Contrastive: predictions of {predictions.Shape} and targets of {targets.Shape} where "
                + "[rows, 2, size] and [rows] are expected", nameof(predictions));
        var y = targets.To(predictions.DType);
        var d = Triplet.Distance(predictions[.., 0], predictions[.., 1]);
        return y * d.Square() + (1 - y) * (Margin - d).Relu().Square();
    }
}
