namespace Cairn.Losses;

/// <summary>Which of two distributions a divergence takes as the true one.</summary>
public enum Direction
{
    /// <summary>KL(y‖p) = Σ y log(y / p): the targets are true. It asks the predictions to be wherever the targets are.</summary>
    Forward,

    /// <summary>KL(p‖y) = Σ p log(p / y): the predictions are taken as true. It asks them to be nowhere that the targets are not.</summary>
    Reverse,
}

/// <summary>The Kullback-Leibler divergence of distributions over the last axis: of probabilities p from targets y.</summary>
/// <remarks>0 log 0 is 0; other logarithms are taken of 1e-30 at least.</remarks>
public sealed record KullbackLeiblerFromProbabilities : Loss
{
    /// <summary>Which is the true one; the targets unless set.</summary>
    public Direction Direction
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(Direction), value, "No such direction");
    }

    internal override string? Doubt(Tensor predictions) => OutputDoubts.Probabilities(predictions, this, "a softmax");

    /// <inheritdoc/>
    public override Tensor Rows(Tensor predictions, Tensor targets)
    {
        var (p, y) = AlikeShares(predictions, targets);
        return MeanOfRows((Direction == Direction.Forward ? y * (SafeLog(y) - SafeLog(p)) : p * (SafeLog(p) - SafeLog(y))).Sum(-1));
    }
}
