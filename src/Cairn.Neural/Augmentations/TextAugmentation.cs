using Cairn.RandomNumbers;

namespace Cairn.Augmentations;

/// <summary>A random change of a text that mostly leaves its meaning as it is: a recipe. These are the four operations of "easy data
/// augmentation" (Wei and Zou 2019), each with words in and words out.</summary>
public abstract record TextAugmentation : Recipe
{
    /// <summary>The words, changed; those given stay as they are.</summary>
    /// <param name="words">The words of a text.</param>
    /// <param name="rng">Where all that is random comes from.</param>
    public abstract string[] Apply(IReadOnlyList<string> words, Rng rng);

    /// <summary>The words, changed, with random numbers of their own.</summary>
    /// <param name="words">The words of a text.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="text">Which text it is, counted from 0, so that each draws other numbers.</param>
    public string[] Apply(IReadOnlyList<string> words, long seed = 0, long text = 0) =>
        Apply(words, Rng.Stream(seed, GetType().Name, "text").At(text).Start());

    internal static double Share(double value, string name) => Augmentation.Share(value, name);

    /// <summary>How many words of a text a share of it stands for: at least one.</summary>
    internal static int Count(double share, int words) => Math.Max(1, (int)(share * words));

    /// <summary>The places of the words that the lexicon has others for.</summary>
    internal static List<int> Known(IReadOnlyList<string> words, IReadOnlyDictionary<string, string[]> lexicon) =>
        [.. Enumerable.Range(0, words.Count).Where(i => lexicon.TryGetValue(words[i], out string[]? others) && others.Length > 0)];
}
