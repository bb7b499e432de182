namespace Cairn.Losses;

/// <summary>The Kullback-Leibler divergence of distributions over the last axis: of softmax(p), from logits p, from probabilities
/// y.</summary>
/// <remarks>0 log 0 is 0; logarithms of y are taken of 1e-30 at least.</remarks>
public sealed record KullbackLeiblerFromLogits : Loss
{
    /// <summary>Which is the true one; the targets unless set.</summary>
    public Direction Direction
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(Direction), value, "No such direction");
    }

    internal override string? Doubt(Tensor predictions) => OutputDoubts.Logits(predictions, this);

    /// <inheritdoc/>
    public override Tensor Rows(Tensor predictions, Tensor targets)
    {
        var (p, y) = AlikeShares(predictions, targets);
        var log = p.LogSoftmax();
        return MeanOfRows((Direction == Direction.Forward ? y * (SafeLog(y) - log) : log.Exp() * (log - SafeLog(y))).Sum(-1));
    }
}
