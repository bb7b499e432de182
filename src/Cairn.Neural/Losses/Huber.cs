namespace Cairn.Losses;

/// <summary>½ e² for errors e = p - y up to δ in size, and δ (|e| - δ / 2) beyond: squares near 0, absolute values far away (Huber
/// 1964).</summary>
public sealed record Huber : Loss
{
    /// <summary>δ, above 0; 1 unless set.</summary>
    public double Delta
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(Delta), value, "Delta must be above 0 and finite");
    } = 1;

    /// <inheritdoc/>
    public override Tensor Rows(Tensor predictions, Tensor targets)
    {
        var (p, y) = Alike(predictions, targets);
        var e = p - y;
        var near = e.Clamp(-Delta, Delta); // e itself, or ± δ
        return MeanOfRows(near * (e - near * 0.5));
    }
}
