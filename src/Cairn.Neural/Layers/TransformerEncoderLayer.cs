using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>Attention to itself and a feed-forward block, each with a way around and a normalization: what an encoder is made of, and, causal,
/// a model of language (Vaswani et al. 2017). For [rows, places, features].</summary>
/// <remarks>With n the normalizations, a attention, f the feed-forward block and d dropout: x ← n₁(x + d(a(x))), y = n₂(x + d(f(x))); and
/// with <c>normFirst: true</c>, by which deep stacks train more easily, x ← x + d(a(n₁(x))), y = x + d(f(n₂(x))).</remarks>
public sealed class TransformerEncoderLayer : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("transformer-encoder-layer", 1), reader =>
        TransformerBlock.Read(reader, (features, heads, hidden, dropout, activation, normFirst, causal, rotary) =>
            new TransformerEncoderLayer(features, heads, hidden, dropout, activation, normFirst, causal, rotary)));

    readonly TransformerBlock _block;

    /// <summary>A layer whose weights are not drawn yet.</summary>
    /// <param name="features">The size of the last axis, going in and coming out.</param>
    /// <param name="heads">How many heads share the features.</param>
    /// <param name="hidden">The size between the two maps of the feed-forward block; four times the features are usual.</param>
    /// <param name="dropout">The share that is dropped while training, of looks, within the block and before each sum.</param>
    /// <param name="activation">Between the two maps; <see cref="Relu"/> when null.</param>
    /// <param name="normFirst">True to normalize what goes into attention and block, false what comes out of the sums.</param>
    /// <param name="causal">True where a place must not look at those behind it.</param>
    /// <param name="rotary">True to tell places by turning, as <see cref="RotaryPositions"/> does.</param>
    /// <exception cref="ArgumentException">The features are not divisible by the heads.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside.</exception>
    public TransformerEncoderLayer(int features, int heads, int hidden, double dropout = 0.1, Module? activation = null, bool normFirst = false,
        bool causal = false, bool rotary = false) =>
        _block = new(2, features, heads, hidden, dropout, activation, normFirst, causal, rotary);

    /// <summary>True when what goes into attention and block is normalized, false when what comes out of the sums is.</summary>
    public bool IsNormFirst => _block.IsNormFirst;

    /// <summary>The attention to itself.</summary>
    public MultiHeadAttention SelfAttention => _block.SelfAttention;

    /// <summary>The feed-forward block.</summary>
    public FeedForward FeedForward => _block.FeedForward;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [rows, places, features].</exception>
    public override Tensor Forward(Tensor x) => Forward(x, null);

    /// <summary>The result for a batch.</summary>
    /// <param name="x">[rows, places, features].</param>
    /// <param name="mask">Where places may look at each other, as in <see cref="MultiHeadAttention.Attend"/>.</param>
    /// <exception cref="ArgumentException">Shapes do not fit.</exception>
    public Tensor Forward(Tensor x, Tensor? mask)
    {
        ArgumentNullException.ThrowIfNull(x);
        x = _block.Around(0, x, at => SelfAttention.Attend(at, mask: mask));
        return _block.Around(1, x, FeedForward.Forward);
    }

    internal override IEnumerable<(string, object)> Held => _block.Held();

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer) => _block.Write(writer, this);

    /// <summary>One line: sizes, and what is not as usual.</summary>
    public override string ToString() => $"TransformerEncoderLayer {_block}";
}
