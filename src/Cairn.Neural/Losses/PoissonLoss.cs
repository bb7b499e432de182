namespace Cairn.Losses;

/// <summary>eᵖ - y p for logarithms p of expected counts, and p - y log p for the counts themselves: minus the logarithm of the Poisson
/// probability of y, but for what does not depend on p.</summary>
public sealed record PoissonLoss : Loss
{
    /// <summary>True, unless set, when the predictions are logarithms; false when they are expected counts.</summary>
    public bool IsLogarithm { get; init; } = true;

    /// <inheritdoc/>
    public override Tensor Rows(Tensor predictions, Tensor targets)
    {
        var (p, y) = Alike(predictions, targets);
        return MeanOfRows(IsLogarithm ? p.Exp() - y * p : p - y * SafeLog(p));
    }
}
