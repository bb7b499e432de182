using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>Layers of a transformer one above the other, and a normalization at the end where one is given.</summary>
public sealed class TransformerDecoder : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("transformer-decoder", 1), reader =>
        new TransformerDecoder(TransformerStack<TransformerDecoderLayer>.Read(reader)));

    readonly TransformerStack<TransformerDecoderLayer> _stack;

    /// <summary>A stack of so many layers.</summary>
    /// <param name="count">How many.</param>
    /// <param name="layer">Makes one.</param>
    /// <param name="norm">The normalization at the end; layers that normalize first need one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public TransformerDecoder(int count, Func<TransformerDecoderLayer> layer, LayerNorm? norm = null)
        : this(TransformerStack<TransformerDecoderLayer>.Of(count, layer, norm)) { }

    TransformerDecoder(TransformerStack<TransformerDecoderLayer> stack) => _stack = stack;

    /// <summary>The layers, the lowest first.</summary>
    public IReadOnlyList<TransformerDecoderLayer> Layers => _stack.Layers;

    /// <summary>The normalization at the end; null when there is none.</summary>
    public LayerNorm? Norm => _stack.Norm;

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
    public Tensor Forward(Tensor x, Tensor memory, Tensor? mask = null, Tensor? memoryMask = null) =>
        _stack.Through(x, (layer, at) => layer.Forward(at, memory, mask, memoryMask));

    internal override IEnumerable<(string, object)> Held => _stack.Held;

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer) => _stack.Write(writer);

    /// <summary>One line: how many layers, and the first of them.</summary>
    public override string ToString() => $"TransformerDecoder {_stack}";
}
