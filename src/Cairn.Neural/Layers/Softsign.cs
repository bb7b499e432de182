using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = x / (1 + |x|), between -1 and 1; its derivative is 1 / (1 + |x|)².</summary>
public sealed class Softsign : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("softsign", 1), _ => new Softsign());

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Seen(x, x / (x.Abs() + 1));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    /// <summary>Its name.</summary>
    public override string ToString() => "Softsign";
}
