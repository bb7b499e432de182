using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>The average of each of so many windows that cover the spatial axes evenly, whatever their sizes. For
/// [rows, channels, spatial...].</summary>
/// <remarks>Window o of m over n elements begins at o n / m, rounded down, and ends before (o + 1) n / m, rounded up.</remarks>
public sealed class AdaptiveAveragePool : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("adaptive-average-pool", 1), reader =>
        new AdaptiveAveragePool(Layers.Sizes.ReadPerAxis(reader, "sizes")));

    /// <summary>A layer that leaves so many elements.</summary>
    /// <param name="sizes">How many windows along each axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside.</exception>
    public AdaptiveAveragePool(PerAxis sizes) => Sizes = FilterShape.CheckedWindow(nameof(AdaptiveAveragePool), nameof(sizes), sizes);

    /// <summary>How many windows along each axis.</summary>
    public PerAxis Sizes { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [rows, channels, spatial...] with one to three spatial axes, or has no elements.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckImages(x, this, Sizes);
        FilterShape.Checked(nameof(AdaptiveAveragePool), nameof(Sizes), Sizes, x.Rank - 2, 1, 1);
        return Seen(x, x.AdaptiveAveragePool(Sizes));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer) => Layers.Sizes.Set(writer, "sizes", Sizes);

    /// <summary>Its name and sizes.</summary>
    public override string ToString() => $"AdaptiveAveragePool {Sizes}";
}
