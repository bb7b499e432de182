using Cairn.RandomNumbers;

namespace Cairn.Training;

/// <summary>Which rows an epoch takes, and in what order: a recipe of a <see cref="DataLoader"/>.</summary>
public abstract record Sampling : Recipe
{
    /// <summary>How many rows an epoch takes; null means as the kind says.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? Rows
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Rows), value, "Rows is at least 1");
    }

    /// <summary>True, unless set, to draw each row anew from all of them, so that some come twice and others not at all; false to take a row
    /// once at most.</summary>
    public bool Replaces { get; init; } = true;

    /// <summary>The most rows that can be taken without taking one twice.</summary>
    /// <param name="y">The targets, a row each.</param>
    internal abstract int Different(Tensor y);

    /// <summary>The rows of an epoch in order.</summary>
    /// <param name="y">The targets, a row each.</param>
    /// <param name="random">The random numbers of the epoch.</param>
    internal abstract int[] Order(Tensor y, RandomStream random);

    internal int Count(Tensor y)
    {
        if (Replaces) return Rows ?? y.Shape[0];
        int most = Different(y);
        return Rows is not { } rows || rows <= most ? Rows ?? most
            : throw new InvalidOperationException($"{GetType().Name}: {rows} rows of {most} cannot be taken without taking one twice; lower Rows, or set Replaces");
    }

    /// <summary>Rows in a random order in which the heavier come sooner: as if one after the other were drawn, in proportion to the weights of
    /// those that are left. The key of a row is an exponential number over its weight. Source: Efraimidis and Spirakis, "Weighted random
    /// sampling with a reservoir", Information Processing Letters 97 (2006).</summary>
    internal static int[] WithoutReplacement(ReadOnlySpan<double> weights, RandomStream random)
    {
        var rows = new List<int>();
        var keys = new List<double>();
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] == 0) continue;
            rows.Add(i);
            keys.Add(random.ExponentialAt(i) / weights[i]);
        }
        int[] order = [.. rows];
        Array.Sort([.. keys], order); // equal keys, which have probability 2^-52, would come in some fixed order
        return order;
    }
}
