using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>What a row holds in one axis: [rows, a, b, ...] becomes [rows, a · b · ...].</summary>
public sealed class Flatten : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("flatten", 1), _ => new Flatten());

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no axis of rows.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckRank(x, 1, this);
        int size = 1;
        foreach (int s in x.Shape.AsSpan()[1..]) size *= s;
        return Seen(x, x.Reshape(x.Shape[0], size));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    /// <summary>Its name.</summary>
    public override string ToString() => "Flatten";
}
