namespace Cairn.Losses;

/// <summary>1 - p · y / (|p| |y|) over the last axis: 0 for vectors that point the same way, 2 for opposite ones.</summary>
public sealed record CosineDistance : Loss
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes differ, or there is no axis of vectors.</exception>
    public override Tensor Rows(Tensor predictions, Tensor targets)
    {
        var (p, y) = Alike(predictions, targets);
        if (p.Rank < 2)
            throw new ArgumentException($"CosineDistance: predictions of {p.Shape} where vectors [rows, ..., size] are expected",
                nameof(predictions));
        return MeanOfRows(1 - (p * y).Sum(-1) / (Length(p) * Length(y)));
    }

    // a length of 0 counts as 1e-15, so that its direction is none and its derivative finite
    static Tensor Length(Tensor x) => (x.Square().Sum(-1) + 1e-30).Sqrt();
}
