namespace Cairn.Ensembles;

/// <summary>The rules of the weights of voters.</summary>
static class VoteWeights
{
    /// <summary>The weights, when each is finite and not negative and one counts; no weights are fine.</summary>
    internal static ValueList<double> Checked(ValueList<double> weights)
    {
        foreach (double weight in weights)
            if (!(weight >= 0 && double.IsFinite(weight)))
                throw new ArgumentOutOfRangeException("Weights", weight, "Weights are finite and not negative");
        return weights.Count == 0 || weights.Any(w => w > 0) ? weights
            : throw new ArgumentOutOfRangeException("Weights", weights, "Weights are not all 0");
    }

    /// <summary>A weight for each member: those given, or all alike.</summary>
    /// <exception cref="InvalidOperationException">There are weights, but not one for each.</exception>
    internal static double[] Of(ValueList<double> weights, int members, string recipe) => weights.Count == 0 ? MemberMean.Alike(members)
        : weights.Count == members ? [.. weights]
        : throw new InvalidOperationException($"{recipe}: {weights.Count} weights for {members} members; give one to each, or none at all");

    /// <summary>The weights in a card; nothing when all are alike.</summary>
    internal static string Words(double[] weights) =>
        Array.TrueForAll(weights, w => w == weights[0]) ? "" : $", weights {(ValueList<double>)[.. weights]}";
}
