namespace Cairn.Losses;

/// <summary>max(0, |a - p| - |a - n| + margin) for vectors of an anchor a, one p that is like it and one n that is not, in predictions
/// [rows, 3, size] in this order (Schroff et al. 2015).</summary>
/// <remarks>The targets say nothing and may be anything with a number a row.</remarks>
public sealed record Triplet : Loss
{
    /// <summary>How much nearer the like one is to be, above 0; 1 unless set.</summary>
    public double Margin
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(Margin), value, "Margin must be above 0 and finite");
    } = 1;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The predictions are not [rows, 3, size], or the targets have other rows.</exception>
    public override Tensor Rows(Tensor predictions, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        if (predictions.Rank != 3 || predictions.Shape[1] != 3 || targets.Rank == 0 || targets.Shape[0] != predictions.Shape[0])
            throw new ArgumentException($"Triplet: predictions of {predictions.Shape} and targets of {targets.Shape} where "
                + "[rows, 3, size] and as many rows are expected", nameof(predictions));
        var anchor = predictions[.., 0];
        return (Distance(anchor, predictions[.., 1]) - Distance(anchor, predictions[.., 2]) + Margin).Relu();
    }

    internal static Tensor Distance(Tensor a, Tensor b) => ((a - b).Square().Sum(-1) + 1e-30).Sqrt(); // finite derivative at a = b
}
