using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = x: a place in a network where nothing happens.</summary>
public sealed class Identity : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("identity", 1), _ => new Identity());

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Seen(x, x);
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    /// <summary>Its name.</summary>
    public override string ToString() => "Identity";
}
