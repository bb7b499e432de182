using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = max(x, 0); its derivative is 1 above 0 and 0 elsewhere.</summary>
public sealed class Relu : Module, IArtefact
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("relu", 1), _ => new Relu());

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Seen(x, x.Relu());
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    TrainingFacts IArtefact.Facts => new();

    void IArtefact.Write(ArtefactWriter writer) { }

    /// <summary>Its name.</summary>
    public override string ToString() => "Relu";
}
