using Cairn.RandomNumbers;

namespace Cairn.Augmentations;

/// <summary>Exchanges two random words, several times.</summary>
public sealed record RandomSwap : TextAugmentation
{
    /// <summary>How often, as a part of the number of words, 0 to 1, at least once when it is above 0; .1 unless set.</summary>
    public double Fraction { get; init => field = Share(value, nameof(Fraction)); } = 0.1;

    /// <inheritdoc/>
    public override string[] Apply(IReadOnlyList<string> words, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(rng);
        string[] changed = [.. words];
        if (Fraction == 0 || changed.Length < 2) return changed;
        for (int i = Count(Fraction, changed.Length); i > 0; i--)
        {
            int[] pair = rng.Sample(2, changed.Length);
            (changed[pair[0]], changed[pair[1]]) = (changed[pair[1]], changed[pair[0]]);
        }
        return changed;
    }
}
