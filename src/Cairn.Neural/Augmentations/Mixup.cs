using Cairn.RandomNumbers;
using Cairn.Training;

namespace Cairn.Augmentations;

/// <summary>Mixes every row with another of the batch, and their targets as much: λ x + (1 - λ) x', λ drawn from Beta(α, α) once a batch
/// (Zhang et al. 2018).</summary>
public sealed record Mixup : BatchAugmentation
{
    /// <summary>α, positive; .2 unless set. The larger, the more are mixed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Alpha
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(Alpha), value, "Alpha is positive and finite");
    } = 0.2;

    /// <summary>The number of classes when targets are class indices, which become shares of the classes; null for targets that are numbers.</summary>
    public int? Classes { get; init => field = AtLeastTwo(value, nameof(Classes)); }

    /// <inheritdoc/>
    public override Batch Apply(Batch batch, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(rng);
        double share = rng.Beta(Alpha, Alpha);
        int[] order = rng.Permutation(batch.Rows);
        return new Batch(Mixed(batch.X, order, share)!, Mixed(Shares(batch.Y, batch.X.DType, Classes, nameof(Mixup)), order, share)!,
            Mixed(batch.Weights, order, share));
    }
}
