using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>Recurrent layers over sequences [rows, times, inputs]: h' = f(x Wᵀ + b + h Uᵀ + c), time after time, with tanh
/// (Elman 1990) or relu (Le et al. 2015) for f.</summary>
/// <remarks>
/// <para>As a link of a chain it gives the outputs of all times, [rows, times, hidden], or what it has at the end, [rows, hidden], when made
/// with <c>returnsLast: true</c>; in both directions the two outputs stand one behind the other, [..., 2 · hidden]. <see cref="Run"/> takes
/// first states and lengths too.</para>
/// </remarks>
public sealed class Rnn : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("rnn", 1), reader => RecurrentStack.Read(reader,
        (inputs, hidden, layers, bidirectional, dropout, last, bias) =>
            new Rnn(inputs, hidden, layers, bidirectional, dropout, last, bias, ReadActivation(reader))));

    readonly RecurrentStack _stack;

    /// <summary>Layers whose weights are not drawn yet.</summary>
    /// <param name="inputs">The size of the last axis of what comes in.</param>
    /// <param name="hidden">The length of a state.</param>
    /// <param name="layers">How many layers lie one above the other, 1 to 64.</param>
    /// <param name="bidirectional">True to walk through time in both directions, with weights for each.</param>
    /// <param name="dropout">The share of elements to drop between two layers while training, from 0 to 1.</param>
    /// <param name="returnsLast">True to give the last output alone.</param>
    /// <param name="bias">False to leave b and c out.</param>
    /// <param name="activation">f: tanh, or relu, which neither saturates nor holds a state back from growing; a U that starts as
    /// <see cref="Initializers.IdentityMatrix"/> suits it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside, or another activation.</exception>
    public Rnn(int inputs, int hidden, int layers = 1, bool bidirectional = false, double dropout = 0, bool returnsLast = false, bool bias = true,
        Activation activation = Activation.Tanh)
    {
        Activation = Checked(activation);
        _stack = new(Walk, 1, inputs, hidden, layers, bidirectional, dropout, returnsLast, bias);
    }

    /// <summary>The size of the last axis of what comes in.</summary>
    public int Inputs => _stack.Inputs;

    /// <summary>The length of a state.</summary>
    public int Hidden => _stack.Hidden;

    /// <summary>How many layers lie one above the other.</summary>
    public int Layers => _stack.Layers;

    /// <summary>True when it walks through time in both directions.</summary>
    public bool IsBidirectional => _stack.IsBidirectional;

    /// <summary>The share of elements that is dropped between two layers while training.</summary>
    public double Dropout => _stack.Dropout;

    /// <summary>True when the last output alone is given.</summary>
    public bool ReturnsLast => _stack.ReturnsLast;

    /// <summary>f.</summary>
    public Activation Activation { get; }

    /// <summary>The weights, layer by layer, of each first those forward in time, then those back.</summary>
    public IReadOnlyList<RecurrentWeights> Weights => _stack.Weights;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [rows, times, inputs] with one time at least.</exception>
    public override Tensor Forward(Tensor x) => Seen(x, _stack.Answer(this, x, kinds: 1));

    /// <summary>Walks through sequences of given lengths from given states.</summary>
    /// <param name="x">[rows, times, inputs].</param>
    /// <param name="hidden">The state before the first time, [layers · directions, rows, hidden]; zeros when null.</param>
    /// <param name="lengths">How many times each row has; all where there are none. Outputs behind them are 0, and the last state is that of
    /// the row's last time.</param>
    /// <returns>The outputs of the uppermost layer, [rows, times, directions · hidden], and the last states of all, [layers · directions, rows,
    /// hidden].</returns>
    /// <exception cref="ArgumentException">Shapes or lengths do not fit.</exception>
    public (Tensor Outputs, Tensor Hidden) Run(Tensor x, Tensor? hidden = null, ReadOnlySpan<int> lengths = default)
    {
        var (outputs, last) = _stack.Run(this, x, [hidden], lengths);
        return (Seen(x, outputs), Tensor.Stack(last[0]));
    }

    (Tensor, Tensor[]) Walk(Tensor x, RecurrentWeights w, Tensor?[] first, ReadOnlySpan<int> lengths)
    {
        var (outputs, hidden) = x.Rnn(w.InputWeight, w.HiddenWeight, w.InputBias?.Value, w.HiddenBias?.Value, first[0], lengths, Activation);
        return (outputs, [hidden]);
    }

    internal override IEnumerable<(string, object)> Held => _stack.Held;

    internal override long MultiplyAdds(Shape input, Shape output) => _stack.MultiplyAdds(input);

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        Write(writer, Activation);
        _stack.Write(writer, this);
    }

    internal static Activation Checked(Activation activation) => activation is Activation.Tanh or Activation.Relu
        ? activation : throw new ArgumentOutOfRangeException(nameof(activation), activation, "The activation of a recurrent layer is Tanh or Relu");

    // as usual, nothing is said of it
    internal static void Write(ArtefactWriter writer, Activation activation)
    {
        if (activation != Activation.Tanh) writer.Set("activation", activation.ToString());
    }

    internal static Activation ReadActivation(ArtefactReader reader) =>
        reader.Has("activation") ? Cairn.Layers.Inputs.ReadActivation(reader) : Activation.Tanh;

    /// <summary>One line: sizes, and what is not as usual.</summary>
    public override string ToString() => $"Rnn {_stack}{(Activation == Activation.Relu ? ", relu" : "")}";
}
