namespace Cairn.Losses;

/// <summary>q e for e = y - p above 0 and (q - 1) e elsewhere: smallest in the mean when p is the q-quantile of y (Koenker and Bassett
/// 1978).</summary>
public sealed record QuantileError : Loss
{
    /// <summary>q, between 0 and 1; 0.5, the median, unless set.</summary>
    public double Quantile
    {
        get;
        init => field = value is > 0 and < 1
            ? value : throw new ArgumentOutOfRangeException(nameof(Quantile), value, "Quantile lies between 0 and 1");
    } = 0.5;

    /// <inheritdoc/>
    public override Tensor Rows(Tensor predictions, Tensor targets)
    {
        var (p, y) = Alike(predictions, targets);
        var e = y - p;
        return MeanOfRows(Tensor.Where(e > 0, e * Quantile, e * (Quantile - 1)));
    }
}
