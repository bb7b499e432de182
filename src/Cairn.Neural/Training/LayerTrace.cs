namespace Cairn.Training;

/// <summary>What one use of a layer computed, and what came back through it.</summary>
/// <param name="Path">Where the layer stands; empty for a module that was never initialized.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Inputs">What went in: one tensor, except where a layer looks at something beside what goes through it.</param>
/// <param name="Output">What came out.</param>
/// <param name="Delta">The gradient of the loss by the output; null when nothing behind it is trained.</param>
/// <param name="Gradients">The gradient of the loss by each of the layer's own trained parameters, under its name.</param>
public sealed record LayerTrace(string Path, Module Layer, IReadOnlyList<Tensor> Inputs, Tensor Output, Tensor? Delta,
    IReadOnlyList<(string Name, Tensor Gradient)> Gradients)
{
    /// <summary>What went through it.</summary>
    public Tensor Input => Inputs[0];
}
