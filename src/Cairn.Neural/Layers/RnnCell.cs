using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>One step of a recurrent layer, from [rows, inputs] and [rows, hidden] to [rows, hidden]: h' = f(x Wᵀ + b + h Uᵀ + c), with tanh
/// (Elman 1990) or relu (Le et al. 2015) for f.</summary>
public sealed class RnnCell : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("rnn-cell", 1), reader =>
        RecurrentStep.Read(reader, (inputs, hidden, bias) => new RnnCell(inputs, hidden, bias, Rnn.ReadActivation(reader))));

    readonly RecurrentStep _step;

    /// <summary>A cell whose weights are not drawn yet.</summary>
    /// <param name="inputs">The size of the last axis of what comes in.</param>
    /// <param name="hidden">The length of a state.</param>
    /// <param name="bias">False to leave b and c out.</param>
    /// <param name="activation">f: tanh, or relu.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1, or another activation.</exception>
    public RnnCell(int inputs, int hidden, bool bias = true, Activation activation = Activation.Tanh)
    {
        _step = new(inputs, hidden, 1, bias);
        Activation = Rnn.Checked(activation);
    }

    /// <summary>The size of the last axis of what comes in.</summary>
    public int Inputs => _step.Inputs;

    /// <summary>The length of a state.</summary>
    public int Hidden => _step.Hidden;

    /// <summary>f.</summary>
    public Activation Activation { get; }

    /// <summary>The weights.</summary>
    public RecurrentWeights Weights => _step.Weights;

    /// <summary>One step from states of zeros.</summary>
    /// <exception cref="ArgumentException">The input is not [rows, inputs].</exception>
    public override Tensor Forward(Tensor x) => Forward(x, null);

    /// <summary>One step.</summary>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="hidden">The state before it, [rows, hidden]; zeros when null.</param>
    /// <returns>The state after it.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit.</exception>
    public Tensor Forward(Tensor x, Tensor? hidden)
    {
        _step.Check(this, x);
        var w = Weights;
        var sum = x.Linear(w.InputWeight, w.InputBias?.Value);
        hidden ??= Tensor.Zeros(x.DType, x.Shape[0], Hidden);
        if (hidden.Shape != sum.Shape)
            throw new ArgumentException($"RnnCell: a state of {hidden.Shape} where {sum.Shape} is expected, [rows, hidden]", nameof(hidden));
        sum += hidden.Linear(w.HiddenWeight, w.HiddenBias?.Value);
        return Seen(x, Activation == Activation.Relu ? sum.Relu() : sum.Tanh());
    }

    internal override IEnumerable<(string, object)> Held => Weights.Named("");

    internal override long MultiplyAdds(Shape input, Shape output) => _step.MultiplyAdds(input);

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        Rnn.Write(writer, Activation);
        _step.Write(writer, this);
    }

    /// <summary>One line: sizes, and what is not as usual.</summary>
    public override string ToString() => $"RnnCell {_step}{(Activation == Activation.Relu ? ", relu" : "")}";
}
