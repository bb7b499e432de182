using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>Layers of a transformer one above the other, and a normalization at the end where one is given.</summary>
public sealed class TransformerEncoder : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("transformer-encoder", 1), reader =>
        new TransformerEncoder(TransformerStack<TransformerEncoderLayer>.Read(reader)));

    readonly TransformerStack<TransformerEncoderLayer> _stack;

    /// <summary>A stack of so many layers.</summary>
    /// <param name="count">How many.</param>
    /// <param name="layer">Makes one.</param>
    /// <param name="norm">The normalization at the end; layers that normalize first need one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public TransformerEncoder(int count, Func<TransformerEncoderLayer> layer, LayerNorm? norm = null)
        : this(TransformerStack<TransformerEncoderLayer>.Of(count, layer, norm)) { }

    TransformerEncoder(TransformerStack<TransformerEncoderLayer> stack) => _stack = stack;

    /// <summary>The layers, the lowest first.</summary>
    public IReadOnlyList<TransformerEncoderLayer> Layers => _stack.Layers;

    /// <summary>The normalization at the end; null when there is none.</summary>
    public LayerNorm? Norm => _stack.Norm;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [rows, places, features].</exception>
    public override Tensor Forward(Tensor x) => Forward(x, null);

    /// <summary>The result for a batch.</summary>
    /// <param name="x">[rows, places, features].</param>
    /// <param name="mask">Where places may look at each other, as in <see cref="MultiHeadAttention.Attend"/>.</param>
    /// <exception cref="ArgumentException">Shapes do not fit.</exception>
    public Tensor Forward(Tensor x, Tensor? mask) => _stack.Through(x, (layer, at) => layer.Forward(at, mask));

    internal override IEnumerable<(string, object)> Held => _stack.Held;

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer) => _stack.Write(writer);

    /// <summary>One line: how many layers, and the first of them.</summary>
    public override string ToString() => $"TransformerEncoder {_stack}";
}
