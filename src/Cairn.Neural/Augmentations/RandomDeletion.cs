using Cairn.RandomNumbers;

namespace Cairn.Augmentations;

/// <summary>Leaves each word out with some probability; when none would stay, a random one does.</summary>
public sealed record RandomDeletion : TextAugmentation
{
    /// <summary>The probability, 0 (every word stays) to 1 (one random word stays); .1 unless set.</summary>
    public double Probability { get; init => field = Share(value, nameof(Probability)); } = 0.1;

    /// <inheritdoc/>
    public override string[] Apply(IReadOnlyList<string> words, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(rng);
        string[] left = [.. words.Where(_ => !rng.Bernoulli(Probability))];
        return left.Length > 0 || words.Count == 0 ? left : [words[rng.Index(words.Count)]];
    }
}
