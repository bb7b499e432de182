using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>What a row holds in other axes: [rows, ...] becomes [rows, sizes...], the elements in their order.</summary>
public sealed class Reshape : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader =
        ArtefactReaderEntry.Other(new("reshape", 1), reader => new Reshape(Sizes.Read(reader, "sizes")));

    readonly Shape _sizes;

    /// <summary>Rows of these sizes.</summary>
    /// <param name="sizes">The sizes of a row, without the axis of the rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public Reshape(params ReadOnlySpan<int> sizes) => _sizes = new Shape(sizes);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A row has another number of elements.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckRank(x, 1, this);
        long size = 1;
        foreach (int s in x.Shape.AsSpan()[1..]) size *= s;
        if (size != _sizes.Elements)
            throw new ArgumentException($"Reshape: the rows of {x.Shape} have {size} elements, which do not fill {_sizes}", nameof(x));
        return Seen(x, x.Reshape([x.Shape[0], .. _sizes.AsSpan()]));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer) => Sizes.Set(writer, "sizes", _sizes.AsSpan());

    /// <summary>Its name and the sizes of a row.</summary>
    public override string ToString() => $"Reshape {_sizes}";
}
