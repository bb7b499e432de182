namespace Cairn.Losses;

/// <summary>log cosh(p - y): near ½ e² for small errors e and |e| - log 2 for large ones; its derivative is tanh e.</summary>
public sealed record LogCosh : Loss
{
    /// <inheritdoc/>
    public override Tensor Rows(Tensor predictions, Tensor targets)
    {
        var (p, y) = Alike(predictions, targets);
        var e = p - y;
        return MeanOfRows(e + (e * -2).Softplus() - Ln2);
    }

    const double Ln2 = 0.69314718055994530941723212145818;
}
