using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>The largest element of each window; among equal ones the first takes the whole derivative. For [rows, channels, spatial...] with
/// one to three spatial axes.</summary>
/// <remarks>A size of the result is (size + border - window) / stride + 1, rounded down: what is left at the end is not looked at.</remarks>
public sealed class MaxPool : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("max-pool", 1), reader => new MaxPool(
        Sizes.ReadPerAxis(reader, "window"), Sizes.ReadPerAxis(reader, "stride"),
        reader.Flag("is-padding-same") ? Padding.Same : Sizes.ReadPerAxis(reader, "padding")));

    /// <summary>A layer of windows of this size.</summary>
    /// <param name="window">The sizes of a window.</param>
    /// <param name="stride">From one window to the next; by default their sizes, so that they lie side by side.</param>
    /// <param name="padding">The border, which never wins, at most half a window; none by default; or <see cref="Padding.Same"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside.</exception>
    public MaxPool(PerAxis window, PerAxis stride = default, Padding padding = default) =>
        (Window, Stride, Padding) = FilterShape.CheckedWindows(nameof(MaxPool), window, stride, padding);

    /// <summary>The sizes of a window.</summary>
    public PerAxis Window { get; }

    /// <summary>From one window to the next.</summary>
    public PerAxis Stride { get; }

    /// <summary>The border.</summary>
    public Padding Padding { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [rows, channels, spatial...], or smaller than a window.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckImages(x, this, Window);
        return Seen(x, x.MaxPool(Window, Stride, Padding));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        Sizes.Set(writer, "window", Window);
        Sizes.Set(writer, "stride", Stride);
        writer.Set("is-padding-same", Padding.IsSame);
        if (!Padding.IsSame) Sizes.Set(writer, "padding", Padding.Widths);
    }

    /// <summary>Its name and windows.</summary>
    public override string ToString() => $"MaxPool {Window}{FilterShape.Steps(Window, Stride, Padding)}";
}
