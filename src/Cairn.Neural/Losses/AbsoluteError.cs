namespace Cairn.Losses;

/// <summary>|p - y| averaged over what a row holds. Its derivative where p = y is taken to be 0.</summary>
public sealed record AbsoluteError : Loss
{
    /// <inheritdoc/>
    public override Tensor Rows(Tensor predictions, Tensor targets)
    {
        var (p, y) = Alike(predictions, targets);
        return MeanOfRows((p - y).Abs());
    }
}
