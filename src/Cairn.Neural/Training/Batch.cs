namespace Cairn.Training;

/// <summary>Some rows to compute at once.</summary>
/// <param name="X">What goes in, rows first.</param>
/// <param name="Y">What should come out, rows first.</param>
/// <param name="Weights">How much each row counts, [rows]; null for all alike.</param>
public sealed record Batch(Tensor X, Tensor Y, Tensor? Weights = null)
{
    /// <summary>The number of rows.</summary>
    public int Rows => X.Shape[0];
}
