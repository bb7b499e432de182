namespace Cairn.Losses;

/// <summary>(p - y)² averaged over what a row holds; half of it when <see cref="IsHalved"/>.</summary>
public sealed record SquaredError : Loss
{
    /// <summary>True for ½ (p - y)², whose derivative is p - y. False unless set.</summary>
    public bool IsHalved { get; init; }

    /// <inheritdoc/>
    public override Tensor Rows(Tensor predictions, Tensor targets)
    {
        var (p, y) = Alike(predictions, targets);
        var each = MeanOfRows((p - y).Square());
        return IsHalved ? each * 0.5 : each;
    }
}
