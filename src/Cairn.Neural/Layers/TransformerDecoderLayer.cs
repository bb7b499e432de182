using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>Attention to itself, attention to a memory and a feed-forward block, each with a way around and a normalization: what a decoder
/// is made of (Vaswani et al. 2017). For [rows, places, features] and a memory [rows, memory places, features].</summary>
/// <remarks>With n the normalizations, a and c attention to itself and to the memory m, f the feed-forward block and d dropout:
/// x ← n₁(x + d(a(x))), x ← n₂(x + d(c(x, m))), y = n₃(x + d(f(x))); and with <c>normFirst: true</c>, by which deep stacks train more easily,
/// x ← x + d(a(n₁(x))), x ← x + d(c(n₂(x), m)), y = x + d(f(n₃(x))).</remarks>
public sealed class TransformerDecoderLayer : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("transformer-decoder-layer", 1), reader => reader.Into(
        new TransformerDecoderLayer((int)reader.Integer("features", 1, int.MaxValue), (int)reader.Integer("heads", 1, int.MaxValue),
            (int)reader.Integer("hidden", 1, int.MaxValue), reader.Number("dropout"), reader.Child<Module>("activation"),
            reader.Flag("is-norm-first"), reader.Flag("is-causal"), reader.Flag("is-rotary"))));

    readonly MultiHeadAttention _selfAttention, _memoryAttention;
    readonly FeedForward _feedForward;
    readonly LayerNorm _norm1, _norm2, _norm3;
    readonly Dropout _dropout;

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
        _selfAttention = new(features, heads, causal, dropout, rotary);
        _memoryAttention = new(features, heads, dropout: dropout);
        _feedForward = new(features, hidden, dropout, activation);
        (_norm1, _norm2, _norm3) = (new(features), new(features), new(features));
        (_dropout, IsNormFirst) = (new(dropout), normFirst);
    }

    /// <summary>True when what goes into attention and block is normalized, false when what comes out of the sums is.</summary>
    public bool IsNormFirst { get; }

    /// <summary>The attention to itself.</summary>
    public MultiHeadAttention SelfAttention => _selfAttention;

    /// <summary>The attention to the memory.</summary>
    public MultiHeadAttention MemoryAttention => _memoryAttention;

    /// <summary>The feed-forward block.</summary>
    public FeedForward FeedForward => _feedForward;

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
        if (IsNormFirst)
        {
            x += _dropout.Forward(_selfAttention.Attend(_norm1.Forward(x), mask: mask));
            x += _dropout.Forward(_memoryAttention.Attend(_norm2.Forward(x), memory, memoryMask));
            return x + _dropout.Forward(_feedForward.Forward(_norm3.Forward(x)));
        }
        x = _norm1.Forward(x + _dropout.Forward(_selfAttention.Attend(x, mask: mask)));
        x = _norm2.Forward(x + _dropout.Forward(_memoryAttention.Attend(x, memory, memoryMask)));
        return _norm3.Forward(x + _dropout.Forward(_feedForward.Forward(x)));
    }

    internal override IEnumerable<(string, object)> Held =>
        [("selfAttn", _selfAttention), ("multiheadAttn", _memoryAttention), .. _feedForward.Held, ("norm1", _norm1), ("norm2", _norm2), ("norm3", _norm3), ("dropout1", _dropout)];

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("features", _selfAttention.Features);
        writer.Set("heads", _selfAttention.Heads);
        writer.Set("hidden", _feedForward.First.Outputs);
        writer.Set("dropout", _dropout.Rate);
        writer.Set("activation", ILayer.Whole(_feedForward.Activation, nameof(TransformerDecoderLayer)));
        writer.Set("is-norm-first", IsNormFirst);
        writer.Set("is-causal", _selfAttention.IsCausal);
        writer.Set("is-rotary", _selfAttention.IsRotary);
        writer.Set(this);
    }

    /// <summary>One line: sizes, and what is not as usual.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"TransformerDecoderLayer {_selfAttention.Features}, {_selfAttention.Heads} heads, hidden {_feedForward.First.Outputs}, dropout {_dropout.Rate}, ")
        + Residual.Line(_feedForward.Activation) + (IsNormFirst ? ", norm first" : "") + (_selfAttention.IsCausal ? ", causal" : "")
        + (_selfAttention.IsRotary ? ", rotary" : "");
}
