using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = x / 6 + 1/2 held between 0 and 1: a sigmoid of straight lines; its derivative is 1/6 from -3 to 3 and 0
/// elsewhere.</summary>
public sealed class HardSigmoid : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("hard-sigmoid", 1), _ => new HardSigmoid());

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Seen(x, (x / 6 + 0.5).Clamp(0, 1));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    /// <summary>Its name.</summary>
    public override string ToString() => "HardSigmoid";
}
