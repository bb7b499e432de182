using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = 1 above 0 and 0 elsewhere: the neuron of the perceptron. It has no slope to follow, so that no gradient passes.</summary>
public sealed class Step : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("step", 1), _ => new Step());

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Something before it is being trained.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (Mode.IsTraining && x.RequiresGrad && Autograd.Gradients.AreOn)
            throw new InvalidOperationException($"Step: its derivative is 0 wherever it has one, so that nothing before it, here "
                + $"{x.Shape}, can learn by gradients; train with a Sigmoid in its place, or Freeze() what stands before");
        return Seen(x, (x.Detach() > 0).To(x.DType));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    /// <summary>Its name.</summary>
    public override string ToString() => "Step";
}
