using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>Layers of a transformer one above the other, and a normalization at the end where one is given.</summary>
public sealed class TransformerEncoder : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("transformer-encoder", 1), reader =>
        reader.Children<TransformerEncoderLayer>("layers") is { Count: > 0 } layers
            ? new TransformerEncoder([.. layers], reader.Has("norm") ? reader.Child<LayerNorm>("norm") : null)
            : throw reader.Fail("it has no layers"));

    readonly TransformerEncoderLayer[] _layers;
    readonly LayerNorm? _norm;

    /// <summary>A stack of so many layers.</summary>
    /// <param name="count">How many.</param>
    /// <param name="layer">Makes one.</param>
    /// <param name="norm">The normalization at the end; layers that normalize first need one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public TransformerEncoder(int count, Func<TransformerEncoderLayer> layer, LayerNorm? norm = null)
        : this([.. Made(count, layer)], norm) { }

    TransformerEncoder(TransformerEncoderLayer[] layers, LayerNorm? norm) => (_layers, _norm) = (layers, norm);

    static IEnumerable<TransformerEncoderLayer> Made(int count, Func<TransformerEncoderLayer> layer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(layer);
        return Enumerable.Range(0, count).Select(_ => layer());
    }

    /// <summary>The layers, the lowest first.</summary>
    public IReadOnlyList<TransformerEncoderLayer> Layers => _layers;

    /// <summary>The normalization at the end; null when there is none.</summary>
    public LayerNorm? Norm => _norm;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [rows, places, features].</exception>
    public override Tensor Forward(Tensor x) => Forward(x, null);

    /// <summary>The result for a batch.</summary>
    /// <param name="x">[rows, places, features].</param>
    /// <param name="mask">Where places may look at each other, as in <see cref="MultiHeadAttention.Attend"/>.</param>
    /// <exception cref="ArgumentException">Shapes do not fit.</exception>
    public Tensor Forward(Tensor x, Tensor? mask)
    {
        foreach (var layer in _layers) x = layer.Forward(x, mask);
        return _norm?.Forward(x) ?? x;
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("layers", [.. _layers.Cast<IArtefact>()]);
        if (_norm is not null) writer.Set("norm", (IArtefact)_norm);
    }

    /// <summary>One line: how many layers, and the first of them.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"TransformerEncoder {_layers.Length} x ({_layers[0]}){(_norm is null ? "" : ", normalized")}");
}
