using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>One step of a long short-term memory, from [rows, inputs] and two states [rows, hidden] to two: i, f, o = σ(x Wᵀ + b + h Uᵀ + c), g = tanh(the same),
/// m' = f m + i g, h' = o tanh m' (Hochreiter and Schmidhuber 1997; Gers et al. 2000).</summary>
/// <remarks>The rows of the weights stand in the order i, f, g, o: input, forget, memory, output. The forget gate's b starts at 1, so that
/// nothing is forgotten before it is learned (Jozefowicz et al. 2015); all else of the biases at 0.</remarks>
public sealed class LstmCell : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("lstm-cell", 1), reader =>
        RecurrentStep.Read(reader, (inputs, hidden, bias) => new LstmCell(inputs, hidden, bias)));

    readonly RecurrentStep _step;

    /// <summary>A cell whose weights are not drawn yet.</summary>
    /// <param name="inputs">The size of the last axis of what comes in.</param>
    /// <param name="hidden">The length of a state.</param>
    /// <param name="bias">False to leave b and c out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    public LstmCell(int inputs, int hidden, bool bias = true) => _step = new(inputs, hidden, 4, bias, ForgetGate.Open);

    /// <summary>The size of the last axis of what comes in.</summary>
    public int Inputs => _step.Inputs;

    /// <summary>The length of a state.</summary>
    public int Hidden => _step.Hidden;

    /// <summary>The weights.</summary>
    public RecurrentWeights Weights => _step.Weights;

    /// <summary>One step from states of zeros, and its h.</summary>
    /// <exception cref="ArgumentException">The input is not [rows, inputs].</exception>
    public override Tensor Forward(Tensor x) => Forward(x, null, null).Hidden;

    /// <summary>One step.</summary>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="hidden">h before it, [rows, hidden]; zeros when null.</param>
    /// <param name="cell">m before it, [rows, hidden]; zeros when null.</param>
    /// <returns>The states after it.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit.</exception>
    public (Tensor Hidden, Tensor Cell) Forward(Tensor x, Tensor? hidden, Tensor? cell)
    {
        _step.Check(this, x);
        var w = Weights;
        var (_, h, m) = x.Unsqueeze(1).Lstm(w.InputWeight, w.HiddenWeight, w.InputBias?.Value,
            w.HiddenBias?.Value, hidden, cell);
        return (Seen(x, h), m);
    }

    internal override IEnumerable<(string, object)> Held => Weights.Named("");

    internal override long MultiplyAdds(Shape input, Shape output) => _step.MultiplyAdds(input);

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer) => _step.Write(writer, this);

    /// <summary>One line: sizes.</summary>
    public override string ToString() => $"LstmCell {_step}";
}
