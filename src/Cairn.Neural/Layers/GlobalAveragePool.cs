using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>The average of each channel over all its places: [rows, channels, spatial...] becomes [rows, channels].</summary>
public sealed class GlobalAveragePool : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("global-average-pool", 1), _ => new GlobalAveragePool());

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [rows, channels, spatial...] with one to three spatial axes, or has no places.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckImages(x, this);
        return Seen(x, x.AdaptiveAveragePool(1).Reshape(x.Shape[0], x.Shape[1]));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    /// <summary>Its name.</summary>
    public override string ToString() => "GlobalAveragePool";
}
