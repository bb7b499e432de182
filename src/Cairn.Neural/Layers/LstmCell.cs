using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>One step of a long short-term memory, from [rows, inputs] and two states [rows, hidden] to two: i, f, o = σ(x Wᵀ + b + h Uᵀ + c), g = tanh(the same),
/// m' = f m + i g, h' = o tanh m' (Hochreiter and Schmidhuber 1997; Gers et al. 2000).</summary>
/// <remarks>The rows of the weights stand in the order i, f, g, o: input, forget, memory, output. The forget gate's b starts at 1, so that
/// nothing is forgotten before it is learned (Jozefowicz et al. 2015); all else of the biases at 0.</remarks>
public sealed class LstmCell : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("lstm-cell", 1), reader => reader.Into(new LstmCell(
        (int)reader.Integer("inputs", 1, int.MaxValue), (int)reader.Integer("hidden", 1, int.MaxValue), reader.Flag("has-bias"))));

    readonly RecurrentWeights _weights;

    /// <summary>A cell whose weights are not drawn yet.</summary>
    /// <param name="inputs">The size of the last axis of what comes in.</param>
    /// <param name="hidden">The length of a state.</param>
    /// <param name="bias">False to leave b and c out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    public LstmCell(int inputs, int hidden, bool bias = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        (Inputs, Hidden) = (inputs, hidden);
        _weights = RecurrentWeights.Of(inputs, hidden, 4, bias, ForgetGate.Open);
    }

    /// <summary>The size of the last axis of what comes in.</summary>
    public int Inputs { get; }

    /// <summary>The length of a state.</summary>
    public int Hidden { get; }

    /// <summary>The weights.</summary>
    public RecurrentWeights Weights => _weights;

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
        ArgumentNullException.ThrowIfNull(x);
        Layers.Inputs.CheckRows(x, Inputs, this);
        Layers.Inputs.CheckType(x, _weights.InputWeight, this);
        var (_, h, m) = x.Unsqueeze(1).Lstm(_weights.InputWeight, _weights.HiddenWeight, _weights.InputBias?.Value,
            _weights.HiddenBias?.Value, hidden, cell);
        return (Seen(x, h), m);
    }

    internal override IEnumerable<(string, object)> Held => _weights.Named("");

    internal override long MultiplyAdds(Shape input, Shape output) => input[0] * _weights.MultiplyAdds;

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("inputs", Inputs);
        writer.Set("hidden", Hidden);
        writer.Set("has-bias", _weights.InputBias is not null);
        writer.Set(this);
    }

    /// <summary>One line: sizes.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"LstmCell {Inputs} -> {Hidden}{(_weights.InputBias is null ? ", no bias" : "")}");
}
