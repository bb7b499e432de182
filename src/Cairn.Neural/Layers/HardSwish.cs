using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = x · (x / 6 + 1/2 held between 0 and 1): a swish of straight lines and a parabola (Howard et al. 2019).</summary>
public sealed class HardSwish : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("hard-swish", 1), _ => new HardSwish());

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Seen(x, x * (x / 6 + 0.5).Clamp(0, 1));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    /// <summary>Its name.</summary>
    public override string ToString() => "HardSwish";
}
