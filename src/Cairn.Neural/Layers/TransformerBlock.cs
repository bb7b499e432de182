using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>Attention to itself and a feed-forward block, and ways around them: what <see cref="TransformerEncoderLayer"/> and
/// <see cref="TransformerDecoderLayer"/> have in common.</summary>
sealed class TransformerBlock
{
    readonly LayerNorm[] _norms;
    readonly Dropout _dropout;

    /// <param name="ways">How many ways around there are, each with a normalization.</param>
    /// <param name="features">The size of the last axis.</param>
    /// <param name="heads">How many heads share it.</param>
    /// <param name="hidden">The size within the feed-forward block.</param>
    /// <param name="dropout">The share that is dropped.</param>
    /// <param name="activation">That of the feed-forward block; null for relu.</param>
    /// <param name="normFirst">Whether what goes in is normalized, or what comes out.</param>
    /// <param name="causal">Whether a place may not look at those behind it.</param>
    /// <param name="rotary">Whether places are told by turning.</param>
    internal TransformerBlock(int ways, int features, int heads, int hidden, double dropout, Module? activation, bool normFirst, bool causal, bool rotary)
    {
        SelfAttention = new(features, heads, causal, dropout, rotary);
        FeedForward = new(features, hidden, dropout, activation);
        _norms = [.. Enumerable.Range(0, ways).Select(_ => new LayerNorm(features))];
        (_dropout, IsNormFirst) = (new(dropout), normFirst);
    }

    internal MultiHeadAttention SelfAttention { get; }

    internal FeedForward FeedForward { get; }

    internal bool IsNormFirst { get; }

    internal double Dropout => _dropout.Rate;

    /// <summary>n(x + d(f(x))), or x + d(f(n(x))) where the normalization comes first.</summary>
    internal Tensor Around(int way, Tensor x, Func<Tensor, Tensor> f)
    {
        var norm = _norms[way];
        return IsNormFirst ? x + _dropout.Forward(f(norm.Forward(x))) : norm.Forward(x + _dropout.Forward(f(x)));
    }

    /// <summary>What it holds under the names that transformers know, and what else attends.</summary>
    internal IEnumerable<(string, object)> Held(params (string, object)[] others) =>
    [
        ("selfAttn", SelfAttention), .. others, .. FeedForward.Held,
        .. _norms.Select((norm, i) => (string.Create(CultureInfo.InvariantCulture, $"norm{i + 1}"), (object)norm)), ("dropout1", _dropout),
    ];

    internal void Write(ArtefactWriter writer, Module owner)
    {
        writer.Set("features", SelfAttention.Features);
        writer.Set("heads", SelfAttention.Heads);
        writer.Set("hidden", FeedForward.First.Outputs);
        writer.Set("dropout", _dropout.Rate);
        writer.Set("activation", ILayer.Whole(FeedForward.Activation, owner.GetType().Name));
        writer.Set("is-norm-first", IsNormFirst);
        writer.Set("is-causal", SelfAttention.IsCausal);
        writer.Set("is-rotary", SelfAttention.IsRotary);
        writer.Set(owner);
    }

    /// <summary>Makes a layer of its options.</summary>
    internal delegate TLayer Make<TLayer>(int features, int heads, int hidden, double dropout, Module? activation, bool normFirst, bool causal, bool rotary);

    /// <summary>Makes a layer of the options of a file.</summary>
    internal static TLayer Read<TLayer>(ArtefactReader reader, Make<TLayer> make) where TLayer : Module => reader.Into(make(
        (int)reader.Integer("features", 1, int.MaxValue), (int)reader.Integer("heads", 1, int.MaxValue), (int)reader.Integer("hidden", 1, int.MaxValue),
        reader.Number("dropout"), reader.Child<Module>("activation"), reader.Flag("is-norm-first"), reader.Flag("is-causal"), reader.Flag("is-rotary")));

    /// <summary>Sizes, and what is not as usual.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{SelfAttention.Features}, {SelfAttention.Heads} heads, hidden {FeedForward.First.Outputs}, dropout {_dropout.Rate}, ")
        + Residual.Line(FeedForward.Activation) + (IsNormFirst ? ", norm first" : "") + (SelfAttention.IsCausal ? ", causal" : "")
        + (SelfAttention.IsRotary ? ", rotary" : "");
}
