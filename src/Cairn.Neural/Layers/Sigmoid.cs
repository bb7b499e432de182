using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = 1 / (1 + e⁻ˣ), between 0 and 1; its derivative is y (1 - y).</summary>
public sealed class Sigmoid : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("sigmoid", 1), _ => new Sigmoid());

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Seen(x, x.Sigmoid());
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    /// <summary>Its name.</summary>
    public override string ToString() => "Sigmoid";
}
