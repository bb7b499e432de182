using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>Layers of long short-term memory over sequences [rows, times, inputs]: i, f, o = σ(x Wᵀ + b + h Uᵀ + c), g = tanh(the same),
/// m' = f m + i g, h' = o tanh m', time after time (Hochreiter and Schmidhuber 1997; Gers et al. 2000).</summary>
/// <remarks>
/// <para>As a link of a chain it gives the outputs of all times, [rows, times, hidden], or what it has at the end, [rows, hidden], when made
/// with <c>returnsLast: true</c>; in both directions the two outputs stand one behind the other, [..., 2 · hidden]. <see cref="Run"/> takes
/// first states and lengths too.</para>
/// <para>The rows of the weights stand in the order i, f, g, o: input, forget, memory, output. The forget gate's b starts at 1, so that
/// nothing is forgotten before it is learned (Jozefowicz et al. 2015); all else of the biases at 0.</para>
/// <para>With a projection R, h' = R (o tanh m'): less is passed on, to the next time and the next layer, than is remembered (Sak et al. 2014).</para>
/// </remarks>
public sealed class Lstm : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("lstm", 1), reader => RecurrentStack.Read(reader,
        (inputs, hidden, layers, bidirectional, dropout, last, bias) => new Lstm(inputs, hidden, layers, bidirectional, dropout, last, bias,
            reader.Has("projection") ? (int)reader.Integer("projection", 1, int.MaxValue) : null)));

    readonly RecurrentStack _stack;

    /// <summary>Layers whose weights are not drawn yet.</summary>
    /// <param name="inputs">The size of the last axis of what comes in.</param>
    /// <param name="hidden">The length of a state.</param>
    /// <param name="layers">How many layers lie one above the other, 1 to 64.</param>
    /// <param name="bidirectional">True to walk through time in both directions, with weights for each.</param>
    /// <param name="dropout">The share of elements to drop between two layers while training, from 0 to 1.</param>
    /// <param name="returnsLast">True to give the last output alone.</param>
    /// <param name="bias">False to leave b and c out.</param>
    /// <param name="projection">The length of h, below that of m; null where it is the same.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside.</exception>
    public Lstm(int inputs, int hidden, int layers = 1, bool bidirectional = false, double dropout = 0, bool returnsLast = false, bool bias = true,
        int? projection = null) =>
        _stack = new(Walk, 4, inputs, hidden, layers, bidirectional, dropout, returnsLast, bias, ForgetGate.Open, projection);

    /// <summary>The size of the last axis of what comes in.</summary>
    public int Inputs => _stack.Inputs;

    /// <summary>The length of m, and of h where it is not projected.</summary>
    public int Hidden => _stack.Hidden;

    /// <summary>The length of h where it is projected; null where it is not.</summary>
    public int? Projection => _stack.Projection;

    /// <summary>How many layers lie one above the other.</summary>
    public int Layers => _stack.Layers;

    /// <summary>True when it walks through time in both directions.</summary>
    public bool IsBidirectional => _stack.IsBidirectional;

    /// <summary>The share of elements that is dropped between two layers while training.</summary>
    public double Dropout => _stack.Dropout;

    /// <summary>True when the last output alone is given.</summary>
    public bool ReturnsLast => _stack.ReturnsLast;

    /// <summary>The weights, layer by layer, of each first those forward in time, then those back.</summary>
    public IReadOnlyList<RecurrentWeights> Weights => _stack.Weights;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [rows, times, inputs] with one time at least.</exception>
    public override Tensor Forward(Tensor x) => Seen(x, _stack.Answer(this, x, kinds: 2));

    /// <summary>Walks through sequences of given lengths from given states.</summary>
    /// <param name="x">[rows, times, inputs].</param>
    /// <param name="hidden">h before the first time, [layers · directions, rows, hidden or projection]; zeros when null.</param>
    /// <param name="cell">m before the first time, [layers · directions, rows, hidden]; zeros when null.</param>
    /// <param name="lengths">How many times each row has; all where there are none. Outputs behind them are 0, and the last state is that of
    /// the row's last time.</param>
    /// <returns>The outputs of the uppermost layer, [rows, times, directions · h's length], and the last h and m of all, [layers · directions,
    /// rows, their length].</returns>
    /// <exception cref="ArgumentException">Shapes or lengths do not fit.</exception>
    public (Tensor Outputs, Tensor Hidden, Tensor Cell) Run(Tensor x, Tensor? hidden = null, Tensor? cell = null, ReadOnlySpan<int> lengths = default)
    {
        var (outputs, last) = _stack.Run(this, x, [hidden, cell], lengths);
        return (Seen(x, outputs), Tensor.Stack(last[0]), Tensor.Stack(last[1]));
    }

    static (Tensor, Tensor[]) Walk(Tensor x, RecurrentWeights w, Tensor?[] first, ReadOnlySpan<int> lengths)
    {
        var (outputs, hidden, cell) = x.Lstm(w.InputWeight, w.HiddenWeight, w.InputBias?.Value, w.HiddenBias?.Value, first[0], first[1], lengths,
            w.Projection?.Value);
        return (outputs, [hidden, cell]);
    }

    internal override IEnumerable<(string, object)> Held => _stack.Held;

    internal override long MultiplyAdds(Shape input, Shape output) => _stack.MultiplyAdds(input);

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer) => _stack.Write(writer, this);

    /// <summary>One line: sizes, and what is not as usual.</summary>
    public override string ToString() => $"Lstm {_stack}";
}
