using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>One step of a gated recurrent unit, from [rows, inputs] and [rows, hidden] to [rows, hidden]: r, z = σ(x Wᵀ + b + h Uᵀ + c),
/// n = tanh(x Wᵀ + b + r (h Uᵀ + c)), h' = (1 - z) n + z h (Cho et al. 2014).</summary>
/// <remarks>The rows of the weights stand in the order r, z, n: reset, update, new. With <c>resetAfter: false</c> n = tanh(x Wᵀ + b + (r h) Uᵀ + c), as
/// it was first written.</remarks>
public sealed class GruCell : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("gru-cell", 1), reader =>
        RecurrentStep.Read(reader, (inputs, hidden, bias) => new GruCell(inputs, hidden, bias, Gru.ReadOrder(reader))));

    readonly RecurrentStep _step;

    /// <summary>A cell whose weights are not drawn yet.</summary>
    /// <param name="inputs">The size of the last axis of what comes in.</param>
    /// <param name="hidden">The length of a state.</param>
    /// <param name="bias">False to leave b and c out.</param>
    /// <param name="resetAfter">True, as in PyTorch, where r works on the product with the state; false where it works on the state before.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    public GruCell(int inputs, int hidden, bool bias = true, bool resetAfter = true) => (_step, ResetsAfter) = (new(inputs, hidden, 3, bias), resetAfter);

    /// <summary>The size of the last axis of what comes in.</summary>
    public int Inputs => _step.Inputs;

    /// <summary>The length of a state.</summary>
    public int Hidden => _step.Hidden;

    /// <summary>True where r works on the product with the state, false where on the state before.</summary>
    public bool ResetsAfter { get; }

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
        return Seen(x, x.Unsqueeze(1).Gru(w.InputWeight, w.HiddenWeight, w.InputBias?.Value,
            w.HiddenBias?.Value, hidden, resetAfter: ResetsAfter).Hidden);
    }

    internal override IEnumerable<(string, object)> Held => Weights.Named("");

    internal override long MultiplyAdds(Shape input, Shape output) => _step.MultiplyAdds(input);

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        Gru.Write(writer, ResetsAfter);
        _step.Write(writer, this);
    }

    /// <summary>One line: sizes, and what is not as usual.</summary>
    public override string ToString() => $"GruCell {_step}{(ResetsAfter ? "" : ", reset before")}";
}
