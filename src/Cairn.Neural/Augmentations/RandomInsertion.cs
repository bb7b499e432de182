using Cairn.RandomNumbers;

namespace Cairn.Augmentations;

/// <summary>Puts synonyms of random words of the text at random places.</summary>
public sealed record RandomInsertion : TextAugmentation
{
    /// <summary>The synonyms of each word, of a thesaurus or the neighbours in an embedding.</summary>
    public required IReadOnlyDictionary<string, string[]> Lexicon { get; init; }

    /// <summary>How many words come in, as a part of those there, 0 to 1, at least one when it is above 0; .1 unless set.</summary>
    public double Fraction { get; init => field = Share(value, nameof(Fraction)); } = 0.1;

    /// <inheritdoc/>
    public override string[] Apply(IReadOnlyList<string> words, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(rng);
        var changed = words.ToList();
        var known = Known(words, Lexicon);
        if (Fraction == 0 || known.Count == 0) return [.. changed];
        for (int i = Count(Fraction, words.Count); i > 0; i--)
        {
            string[] others = Lexicon[words[known[rng.Index(known.Count)]]];
            changed.Insert(rng.Index(changed.Count + 1), others[rng.Index(others.Length)]);
        }
        return [.. changed];
    }
}
