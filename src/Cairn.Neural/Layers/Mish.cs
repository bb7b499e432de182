using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = x tanh(ln(1 + eˣ)) (Misra 2019).</summary>
public sealed class Mish : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("mish", 1), _ => new Mish());

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Seen(x, x * x.Softplus().Tanh());
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    /// <summary>Its name.</summary>
    public override string ToString() => "Mish";
}
