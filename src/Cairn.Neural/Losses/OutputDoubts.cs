namespace Cairn.Losses;

/// <summary>What looks wrong about the first predictions that a loss is given: probabilities for logits, and the other way round.</summary>
static class OutputDoubts
{
    const int Enough = 8;

    /// <summary>Rows that add up to 1 where logits are expected.</summary>
    internal static string? Logits(Tensor predictions, Loss loss)
    {
        if (predictions.Rank < 2 || predictions.Shape[^1] < 2 || predictions.Length < Enough) return null;
        return AreShares(predictions) && (double)(predictions.To(DType.Float64).Sum(-1) - 1).Abs().Max() < 1e-3
            ? $"the network gives probabilities, and {loss.GetType().Name} takes logits, since a softmax is inside it: leave the last softmax out" : null;
    }

    /// <summary>Numbers between 0 and 1 alone where logits of yes and no are expected.</summary>
    internal static string? YesLogits(Tensor predictions, Loss loss) => predictions.Length >= Enough && AreShares(predictions)
        && (double)(predictions.Max() - predictions.Min()).To(DType.Float64) > 0 // weights of zeros give nothing else
        ? $"all that the network gives lies between 0 and 1, and {loss.GetType().Name} takes logits, since a sigmoid is inside it: "
            + "is there one before it?" : null;

    /// <summary>Numbers outside 0 to 1 where probabilities are expected.</summary>
    internal static string? Probabilities(Tensor predictions, Loss loss, string last) => predictions.Length == 0 || AreShares(predictions)
        ? null : $"the network gives numbers outside 0 to 1, and {loss.GetType().Name} takes probabilities: end the network with {last}, "
            + "or take the loss from logits";

    static bool AreShares(Tensor x) => (double)x.Min().To(DType.Float64) >= 0 && (double)x.Max().To(DType.Float64) <= 1 + 1e-6;
}
