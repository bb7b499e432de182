using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>Layers of a transformer one above the other, and a normalization at the end where one is given.</summary>
public sealed class TransformerDecoder : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("transformer-decoder", 1), reader =>
        reader.Children<TransformerDecoderLayer>("layers") is { Count: > 0 } layers
            ? new TransformerDecoder([.. layers], reader.Has("norm") ? reader.Child<LayerNorm>("norm") : null)
            : throw reader.Fail("it has no layers"));

    readonly TransformerDecoderLayer[] _layers;
    readonly LayerNorm? _norm;

    /// <summary>A stack of so many layers.</summary>
    /// <param name="count">How many.</param>
    /// <param name="layer">Makes one.</param>
    /// <param name="norm">The normalization at the end; layers that normalize first need one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public TransformerDecoder(int count, Func<TransformerDecoderLayer> layer, LayerNorm? norm = null)
        : this([.. Made(count, layer)], norm) { }

    TransformerDecoder(TransformerDecoderLayer[] layers, LayerNorm? norm) => (_layers, _norm) = (layers, norm);

    static IEnumerable<TransformerDecoderLayer> Made(int count, Func<TransformerDecoderLayer> layer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(layer);
        return Enumerable.Range(0, count).Select(_ => layer());
    }

    /// <summary>The layers, the lowest first.</summary>
    public IReadOnlyList<TransformerDecoderLayer> Layers => _layers;

    /// <summary>The normalization at the end; null when there is none.</summary>
    public LayerNorm? Norm => _norm;

    /// <summary>Refused: there is no memory to look at.</summary>
    /// <exception cref="NotSupportedException">Always; <see cref="Forward(Tensor, Tensor, Tensor, Tensor)"/> takes the memory.</exception>
    public override Tensor Forward(Tensor x) => throw new NotSupportedException(
        "TransformerDecoder: it looks at a memory; call Forward(x, memory), or take a causal TransformerEncoder where there is none");

    /// <summary>The result for a batch.</summary>
    /// <param name="x">[rows, places, features].</param>
    /// <param name="memory">What the encoder gave, [rows, memory places, features].</param>
    /// <param name="mask">Where places may look at each other, as in <see cref="MultiHeadAttention.Attend"/>.</param>
    /// <param name="memoryMask">Where they may look at the memory.</param>
    /// <exception cref="ArgumentException">Shapes do not fit.</exception>
    public Tensor Forward(Tensor x, Tensor memory, Tensor? mask = null, Tensor? memoryMask = null)
    {
        foreach (var layer in _layers) x = layer.Forward(x, memory, mask, memoryMask);
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
        string.Create(CultureInfo.InvariantCulture, $"TransformerDecoder {_layers.Length} x ({_layers[0]}){(_norm is null ? "" : ", normalized")}");
}
