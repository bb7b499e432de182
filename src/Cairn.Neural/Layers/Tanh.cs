using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = tanh x, between -1 and 1; its derivative is 1 - y².</summary>
public sealed class Tanh : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("tanh", 1), _ => new Tanh());

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Seen(x, x.Tanh());
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    /// <summary>Its name.</summary>
    public override string ToString() => "Tanh";
}
