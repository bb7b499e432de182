using Cairn.RandomNumbers;
using Cairn.Training;

namespace Cairn.Augmentations;

/// <summary>Puts a box of another picture of the batch into every picture, and mixes the targets by the area: the box has the part 1 - λ, λ drawn from
/// Beta(α, α) once a batch; what of it lies outside does not count (Yun et al. 2019).</summary>
public sealed record CutMix : BatchAugmentation
{
    /// <summary>α, positive; 1 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Alpha
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(Alpha), value, "Alpha is positive and finite");
    } = 1;

    /// <summary>The number of classes when targets are class indices, which become shares of the classes; null for targets that are numbers.</summary>
    public int? Classes { get; init => field = AtLeastTwo(value, nameof(Classes)); }

    /// <inheritdoc/>
    public override Batch Apply(Batch batch, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(rng);
        if (batch.X.Rank != 4) throw new InvalidOperationException($"CutMix: pictures are [rows, channels, height, width], got {batch.X.Shape}");
        int height = batch.X.Shape[2], width = batch.X.Shape[3];
        double side = Math.Sqrt(1 - rng.Beta(Alpha, Alpha));
        int[] order = rng.Permutation(batch.Rows);
        int boxHeight = (int)(height * side), boxWidth = (int)(width * side);
        int top = rng.Index(height) - boxHeight / 2, left = rng.Index(width) - boxWidth / 2;
        Slice rows = Math.Max(0, top)..Math.Min(height, top + boxHeight), columns = Math.Max(0, left)..Math.Min(width, left + boxWidth);
        var x = batch.X.Copy();
        var box = batch.X[Slice.All, Slice.All, rows, columns];
        if (box.Length > 0) x[Slice.All, Slice.All, rows, columns] = box[Tensor.From(order)];
        double share = 1 - (double)box.Shape[2] * box.Shape[3] / (height * width);
        return new Batch(x, Mixed(Shares(batch.Y, batch.X.DType, Classes, nameof(CutMix)), order, share)!, Mixed(batch.Weights, order, share));
    }
}
