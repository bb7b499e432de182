using Cairn.RandomNumbers;

namespace Cairn.Augmentations;

/// <summary>A random change of a whole batch, targets too: a recipe, which a <see cref="Training.DataLoader"/> applies. A change of one's own
/// derives from this record.</summary>
public abstract record BatchAugmentation : Recipe
{
    /// <summary>The batch, changed; the one given stays as it is.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="rng">Where all that is random comes from; no other batch draws from it.</param>
    public abstract Training.Batch Apply(Training.Batch batch, Rng rng);

    /// <summary>Targets that can be mixed: class indices as a share of 1 for their class, others as they are.</summary>
    internal static Tensor Shares(Tensor targets, DType dtype, int? classes, string who)
    {
        if (targets.DType.IsFloating()) return targets.Detach();
        if (classes is not { } count)
            throw new InvalidOperationException($"{who}: targets are class indices; set Classes to the number of classes, so that they can be mixed");
        long[] indices = targets.To<long>().ToArray<long>();
        var shares = new double[new Shape(indices.Length, count).Elements];
        for (int i = 0; i < indices.Length; i++)
        {
            if ((ulong)indices[i] >= (ulong)count) throw new InvalidOperationException($"{who}: row {i} is of class {indices[i]}, and Classes is {count}");
            shares[i * count + indices[i]] = 1;
        }
        return Tensor.Own(shares, new Shape([.. targets.Shape.AsSpan(), count])).To(dtype);
    }

    internal static int? AtLeastTwo(int? value, string name) => value is null or >= 2
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is at least 2");

    /// <summary>λ a + (1 - λ) b of a batch and its rows in another order.</summary>
    internal static Tensor? Mixed(Tensor? values, int[] order, double share) =>
        values is null ? null : values * share + values[Tensor.From(order)] * (1 - share);
}
