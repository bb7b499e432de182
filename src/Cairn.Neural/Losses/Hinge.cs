namespace Cairn.Losses;

/// <summary>max(0, 1 - y p) for scores p and labels y of -1 and 1; labels of 0 and 1 are taken as these.</summary>
public sealed record Hinge : Loss
{
    /// <summary>True for max(0, 1 - y p)². False unless set.</summary>
    public bool IsSquared { get; init; }

    /// <inheritdoc/>
    public override Tensor Rows(Tensor predictions, Tensor targets)
    {
        var (p, y) = Alike(predictions, targets);
        var each = (1 - p * Tensor.Where(y > 0, Tensor.Ones(p.DType, p.Shape.AsSpan()), -1)).Relu();
        return MeanOfRows(IsSquared ? each.Square() : each);
    }
}
