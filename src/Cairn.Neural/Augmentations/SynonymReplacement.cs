using Cairn.RandomNumbers;

namespace Cairn.Augmentations;

/// <summary>Replaces some of the words by a random synonym each.</summary>
public sealed record SynonymReplacement : TextAugmentation
{
    /// <summary>The synonyms of each word, of a thesaurus or the neighbours in an embedding; words that are not there stay.</summary>
    public required IReadOnlyDictionary<string, string[]> Lexicon { get; init; }

    /// <summary>The part of the words to be replaced, 0 to 1, at least one word when it is above 0; .1 unless set.</summary>
    public double Fraction { get; init => field = Share(value, nameof(Fraction)); } = 0.1;

    /// <inheritdoc/>
    public override string[] Apply(IReadOnlyList<string> words, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(rng);
        string[] changed = [.. words];
        var known = Known(words, Lexicon);
        if (Fraction == 0 || known.Count == 0) return changed;
        foreach (int i in rng.Sample(Math.Min(Count(Fraction, words.Count), known.Count), known.Count))
        {
            string[] others = Lexicon[words[known[i]]];
            changed[known[i]] = others[rng.Index(others.Length)];
        }
        return changed;
    }
}
