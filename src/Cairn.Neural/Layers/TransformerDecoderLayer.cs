using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>Attention to itself, attention to a memory and a feed-forward block, each with a way around and a normalization: what a decoder
/// is made of (Vaswani et al. 2017). For [rows, places, features] and a memory [rows, memory places, features].</summary>
/// <remarks>With n the normalizations, a and c attention to itself and to the memory m, f the feed-forward block and d dropout:
/// x ← n₁(x + d(a(x))), x ← n₂(x + d(c(x, m))), y = n₃(x + d(f(x))); and with <c>normFirst: true</c>, by which deep stacks train more easily,
/// x ← x + d(a(n₁(x))), x ← x + d(c(n₂(x), m)), y = x + d(f(n₃(x))).</remarks>
public sealed class TransformerDecoderLayer : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("transformer-decoder-layer", 1), reader =>
        TransformerBlock.Read(reader, (features, heads, hidden, dropout, activation, normFirst, causal, rotary) =>
            new TransformerDecoderLayer(features, heads, hidden, dropout, activation, normFirst, causal, rotary)));

    readonly TransformerBlock _block;
    readonly MultiHeadAttention _memoryAttention;

    /// <summary>A layer whose weights are not drawn yet.</summary>
    /// <param name="features">The size of the last axis, going in and coming out.</param>
    /// <param name="heads">How many heads share the features.</param>
    /// <param name="hidden">The size between the two maps of the feed-forward block; four times the features are usual.</param>
    /// <param name="dropout">The share that is dropped while training, of looks, within the block and before each sum.</param>
    /// <param name="activation">Between the two maps; <see cref="Relu"/> when null.</param>
    /// <param name="normFirst">True to normalize what goes into attention and block, false what comes out of the sums.</param>
    /// <param name="causal">True, the default, where a place must not look at those behind it.</param>
    /// <param name="rotary">True to tell places by turning, as <see cref="RotaryPositions"/> does.</param>
    /// <exception cref="ArgumentException">The features are not divisible by the heads.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside.</exception>
    public TransformerDecoderLayer(int features, int heads, int hidden, double dropout = 0.1, Module? activation = null, bool normFirst = false,
        bool causal = true, bool rotary = false)
    {
        _block = new(3, features, heads, hidden, dropout, activation, normFirst, causal, rotary);
        _memoryAttention = new(features, heads, dropout: dropout);
    }

    /// <summary>True when what goes into attention and block is normalized, false when what comes out of the sums is.</summary>
    public bool IsNormFirst => _block.IsNormFirst;

    /// <summary>The attention to itself.</summary>
    public MultiHeadAttention SelfAttention => _block.SelfAttention;

    /// <summary>The attention to the memory.</summary>
    public MultiHeadAttention MemoryAttention => _memoryAttention;

    /// <summary>The feed-forward block.</summary>
    public FeedForward FeedForward => _block.FeedForward;

    /// <summary>Refused: there is no memory to look at.</summary>
    /// <exception cref="NotSupportedException">Always; <see cref="Forward(Tensor, Tensor, Tensor, Tensor)"/> takes the memory.</exception>
    public override Tensor Forward(Tensor x) => throw new NotSupportedException(
        "TransformerDecoderLayer: it looks at a memory; call Forward(x, memory), or take a causal TransformerEncoderLayer where there is none");

    /// <summary>The result for a batch.</summary>
    /// <param name="x">[rows, places, features].</param>
    /// <param name="memory">What the encoder gave, [rows, memory places, features].</param>
    /// <param name="mask">Where places may look at each other, as in <see cref="MultiHeadAttention.Attend"/>.</param>
    /// <param name="memoryMask">Where they may look at the memory.</param>
    /// <exception cref="ArgumentException">Shapes do not fit.</exception>
    public Tensor Forward(Tensor x, Tensor memory, Tensor? mask = null, Tensor? memoryMask = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(memory);
        x = _block.Around(0, x, at => SelfAttention.Attend(at, mask: mask));
        x = _block.Around(1, x, at => MemoryAttention.Attend(at, memory, memoryMask));
        return _block.Around(2, x, FeedForward.Forward);
    }

    internal override IEnumerable<(string, object)> Held => _block.Held(("multiheadAttn", _memoryAttention));

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer) => _block.Write(writer, this);

    /// <summary>One line: sizes, and what is not as usual.</summary>
    public override string ToString() => $"TransformerDecoderLayer {_block}";
}
