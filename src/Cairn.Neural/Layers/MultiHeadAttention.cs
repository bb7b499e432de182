using System.Globalization;
using Cairn.Initializers;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>Each place looks at all places, and takes what fits it: y = o(softmax(q kᵀ / √d) v) head by head, where q, k, v and o are linear
/// maps and each of the heads has its d = features / heads of their numbers (Vaswani et al. 2017). For [rows, places, features].</summary>
/// <remarks>Alone it looks at its own input; <see cref="Attend"/> looks at a memory, such as what an encoder gave, and takes masks.</remarks>
public sealed class MultiHeadAttention : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("multi-head-attention", 1), reader => reader.Into(
        new MultiHeadAttention((int)reader.Integer("features", 1, int.MaxValue), (int)reader.Integer("heads", 1, int.MaxValue),
            reader.Flag("is-causal"), reader.Number("dropout"), reader.Flag("is-rotary"), reader.Flag("has-bias"))));

    readonly Parameter _inProjWeight;
    readonly Parameter? _inProjBias;
    readonly Linear _outProj;
    readonly RotaryPositions? _rotary;

    /// <summary>A layer whose weights are not drawn yet.</summary>
    /// <param name="features">The size of the last axis, going in and coming out.</param>
    /// <param name="heads">How many heads share the features.</param>
    /// <param name="causal">True where a place must not look at those behind it.</param>
    /// <param name="dropout">The share of looks that is dropped while training, from 0 to 1.</param>
    /// <param name="rotary">True to turn q and k by their places, as <see cref="RotaryPositions"/> does.</param>
    /// <param name="bias">False to leave the biases of the four maps out.</param>
    /// <exception cref="ArgumentException">The features are not divisible by the heads, or those of a head odd where they are turned.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside.</exception>
    public MultiHeadAttention(int features, int heads, bool causal = false, double dropout = 0, bool rotary = false, bool bias = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(features, int.MaxValue / 3);
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        if (features % heads != 0)
            throw new ArgumentException($"MultiHeadAttention: {features} features cannot be shared by {heads} heads; "
                + "give a number that divides them", nameof(heads));
        if (dropout is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "The rate lies in [0, 1]");
        (Features, Heads, IsCausal, Dropout) = (features, heads, causal, dropout);
        _inProjWeight = new(Initializer.XavierUniform, 3 * features, features);
        _inProjBias = bias ? new(Initializer.Zeros, 3 * features) : null;
        _outProj = new(features, features, bias);
        if (rotary) _rotary = new(features / heads);
    }

    /// <summary>The size of the last axis.</summary>
    public int Features { get; }

    /// <summary>How many heads share the features.</summary>
    public int Heads { get; }

    /// <summary>True where a place does not look at those behind it.</summary>
    public bool IsCausal { get; }

    /// <summary>The share of looks that is dropped while training.</summary>
    public double Dropout { get; }

    /// <summary>True when q and k are turned by their places.</summary>
    public bool IsRotary => _rotary is not null;

    /// <summary>The weights of q, k and v, one below the other, [3 · features, features].</summary>
    public Parameter InputWeight => _inProjWeight;

    /// <summary>The biases of q, k and v, [3 · features]; null when left out.</summary>
    public Parameter? InputBias => _inProjBias;

    /// <summary>o.</summary>
    public Linear Output => _outProj;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [rows, places, features].</exception>
    public override Tensor Forward(Tensor x) => Attend(x);

    /// <summary>Looks at a memory, as far as a mask allows.</summary>
    /// <param name="x">Who looks, [rows, places, features].</param>
    /// <param name="memory">What is looked at, [rows, memory places, features]; x itself when null.</param>
    /// <param name="mask">Broadcast to [rows, heads, places, memory places]: bool, true where a place may look; or numbers that are added to
    /// the scores before the softmax. All may look when null. See <see cref="Within"/>.</param>
    /// <returns>[rows, places, features]; what may look nowhere gets the bias of o alone.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit.</exception>
    public Tensor Attend(Tensor x, Tensor? memory = null, Tensor? mask = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckPlacesOf(x, Features, this);
        Inputs.CheckType(x, _inProjWeight, this);
        Tensor q, k, v;
        if (memory is null || ReferenceEquals(memory, x))
        {
            var all = x.Linear(_inProjWeight, _inProjBias?.Value).Split(3, -1);
            (q, k, v) = (ByHead(all[0]), ByHead(all[1]), ByHead(all[2]));
        }
        else
        {
            Inputs.CheckPlacesOf(memory, Features, this);
            if (memory.Shape[0] != x.Shape[0])
                throw new ArgumentException($"MultiHeadAttention: {x.Shape} with a memory of {memory.Shape}: the numbers of rows differ",
                    nameof(memory));
            Tensor w = _inProjWeight;
            var b = _inProjBias?.Value;
            q = ByHead(x.Linear(w[..Features], b?[..Features]));
            var rest = memory.Linear(w[Features..], b?[Features..]).Split(2, -1);
            (k, v) = (ByHead(rest[0]), ByHead(rest[1]));
        }
        if (_rotary is not null) (q, k) = (_rotary.Turned(q), _rotary.Turned(k));
        bool drops = Mode.IsTraining && Dropout > 0;
        var looked = Tensor.Attention(q, k, v, mask, IsCausal, dropout: drops ? Dropout : 0, draws: drops ? Mode.Stream(Path, "dropout") : null);
        var y = looked.Transpose(1, 2).Reshape([.. x.Shape]);
        y = y.Linear(_outProj.Weight, _outProj.Bias?.Value);
        return memory is null ? Seen(x, y) : Seen([x, memory], y);
    }

    /// <summary>A mask by which only what lies within a row's length is looked at: bool [rows, 1, 1, places].</summary>
    /// <param name="lengths">How many places each row has.</param>
    /// <param name="places">The places of the memory.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length lies outside 0 to the places.</exception>
    public static Tensor Within(ReadOnlySpan<int> lengths, int places)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(places);
        foreach (int length in lengths)
            if (length < 0 || length > places)
                throw new ArgumentOutOfRangeException(nameof(lengths), length, string.Create(CultureInfo.InvariantCulture,
                    $"MultiHeadAttention: a length of {length} for {places} places"));
        var mask = new bool[lengths.Length * places];
        for (int r = 0; r < lengths.Length; r++) mask.AsSpan(r * places, lengths[r]).Fill(true);
        return Tensor.From<bool>(mask, lengths.Length, 1, 1, places);
    }

    /// <summary>[rows, places, features] as [rows, heads, places, features / heads].</summary>
    Tensor ByHead(Tensor x) => x.Reshape(x.Shape[0], x.Shape[1], Heads, Features / Heads).Transpose(1, 2);

    /// <summary>q and o of who looks, k and v of what is looked at, and two products of every place of the one with every place of the other.</summary>
    internal override long MultiplyAdds(ReadOnlySpan<Shape> inputs, Shape output)
    {
        Shape x = inputs[0], memory = inputs[^1];
        return 2L * Features * (x.Elements + memory.Elements) + 2L * x.Elements * memory[1];
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("features", Features);
        writer.Set("heads", Heads);
        writer.Set("is-causal", IsCausal);
        writer.Set("dropout", Dropout);
        writer.Set("is-rotary", IsRotary);
        writer.Set("has-bias", _inProjBias is not null);
        writer.Set(this);
    }

    /// <summary>One line: sizes, and what is not as usual.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"MultiHeadAttention {Features}, {Heads} heads{(IsCausal ? ", causal" : "")}{(Dropout == 0 ? "" : $", dropout {Dropout}")}")
        + (IsRotary ? ", rotary" : "") + (_inProjBias is null ? ", no bias" : "");
}
