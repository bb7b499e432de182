using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>One step of a recurrent layer, from [rows, inputs] and [rows, hidden] to [rows, hidden]: h' = tanh(x Wᵀ + b + h Uᵀ + c) (Elman 1990).</summary>
public sealed class RnnCell : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("rnn-cell", 1), reader => reader.Into(new RnnCell(
        (int)reader.Integer("inputs", 1, int.MaxValue), (int)reader.Integer("hidden", 1, int.MaxValue), reader.Flag("has-bias"))));

    readonly RecurrentWeights _weights;

    /// <summary>A cell whose weights are not drawn yet.</summary>
    /// <param name="inputs">The size of the last axis of what comes in.</param>
    /// <param name="hidden">The length of a state.</param>
    /// <param name="bias">False to leave b and c out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    public RnnCell(int inputs, int hidden, bool bias = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        (Inputs, Hidden) = (inputs, hidden);
        _weights = RecurrentWeights.Of(inputs, hidden, 1, bias, Initializers.Initializer.Zeros);
    }

    /// <summary>The size of the last axis of what comes in.</summary>
    public int Inputs { get; }

    /// <summary>The length of a state.</summary>
    public int Hidden { get; }

    /// <summary>The weights.</summary>
    public RecurrentWeights Weights => _weights;

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
        ArgumentNullException.ThrowIfNull(x);
        Layers.Inputs.CheckRows(x, Inputs, this);
        Layers.Inputs.CheckType(x, _weights.InputWeight, this);
        var sum = x.Linear(_weights.InputWeight, _weights.InputBias?.Value);
        hidden ??= Tensor.Zeros(x.DType, x.Shape[0], Hidden);
        if (hidden.Shape != sum.Shape)
            throw new ArgumentException($"RnnCell: a state of {hidden.Shape} where {sum.Shape} is expected, [rows, hidden]", nameof(hidden));
        return Seen(x, (sum + hidden.Linear(_weights.HiddenWeight, _weights.HiddenBias?.Value)).Tanh());
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
        string.Create(CultureInfo.InvariantCulture, $"RnnCell {Inputs} -> {Hidden}{(_weights.InputBias is null ? ", no bias" : "")}");
}
