using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>The middle of the last axes: [rows, channels, h, w] becomes [rows, channels, sizes...].</summary>
/// <remarks>Where the difference is odd, one more element is cut off at the end: the part starts at ⌊(old - new) / 2⌋.</remarks>
public sealed class Crop : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("crop", 1), reader =>
    {
        int[] sizes = Layers.Sizes.Read(reader, "sizes");
        return sizes.Length > 0 && sizes.Min() >= 1 ? new Crop(sizes) : throw reader.Fail("its sizes are none, or below 1");
    });

    readonly Shape _sizes;

    /// <summary>A layer that leaves these sizes.</summary>
    /// <param name="sizes">The sizes of the last axes of the result.</param>
    /// <exception cref="ArgumentException">There are no sizes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    public Crop(params ReadOnlySpan<int> sizes)
    {
        if (sizes.IsEmpty) throw new ArgumentException("Crop: no sizes are given; give those of the last axes", nameof(sizes));
        foreach (int size in sizes) ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(sizes));
        _sizes = new Shape(sizes);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An axis is shorter than what is to be left.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckRank(x, _sizes.Rank + 1, this);
        var part = new Slice[x.Rank];
        part.AsSpan().Fill(Slice.All);
        for (int a = 0; a < _sizes.Rank; a++)
        {
            int axis = x.Rank - _sizes.Rank + a, start = (x.Shape[axis] - _sizes[a]) / 2;
            if (x.Shape[axis] < _sizes[a])
                throw new ArgumentException($"Crop: the last axes of {x.Shape} are too short to leave {_sizes}", nameof(x));
            part[axis] = start..(start + _sizes[a]);
        }
        return Seen(x, x[part]);
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer) => Layers.Sizes.Set(writer, "sizes", _sizes.AsSpan());

    /// <summary>Its name and the sizes it leaves.</summary>
    public override string ToString() => $"Crop {_sizes}";
}
