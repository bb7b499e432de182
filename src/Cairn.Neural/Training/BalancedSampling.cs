using Cairn.RandomNumbers;

namespace Cairn.Training;

/// <summary>Rows so that every class comes equally often, however rare it is.</summary>
/// <remarks>With replacement an epoch has as many rows as there are, unless <see cref="Sampling.Rows"/> is set, each of a class drawn first; without,
/// it takes as many of each class as the rarest one has, others each epoch.</remarks>
public sealed record BalancedSampling : Sampling
{
    internal override int Different(Tensor y)
    {
        int[] counts = [.. ByClass(y).Select(c => c.Count)];
        return counts.Min() * counts.Length;
    }

    internal override int[] Order(Tensor y, RandomStream random)
    {
        var classes = ByClass(y);
        int count = Count(y);
        var rng = random.Start();
        if (Replaces)
        {
            int[] drawn = new int[count];
            foreach (ref int row in drawn.AsSpan())
            {
                var own = classes[rng.Index(classes.Count)];
                row = own[rng.Index(own.Count)];
            }
            return drawn;
        }
        int each = (count + classes.Count - 1) / classes.Count;
        int[] order = [.. classes.SelectMany(c => rng.Sample(each, c.Count).Select(i => c[i]))];
        rng.Shuffle<int>(order);
        return order[..count];
    }

    /// <summary>The rows of each class, classes in order.</summary>
    static List<List<int>> ByClass(Tensor y)
    {
        if (y.Rank != 1 || y.DType.IsFloating())
            throw new InvalidOperationException($"BalancedSampling: targets {y.Shape} of {y.DType.Name()} are no classes [rows] of whole numbers");
        long[] classes = y.To<long>().ToArray<long>();
        return [.. Enumerable.Range(0, classes.Length).GroupBy(i => classes[i]).OrderBy(g => g.Key).Select(g => g.ToList())];
    }
}
