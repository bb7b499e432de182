using System.Globalization;
using Cairn.Autograd;
using Cairn.Initializers;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = x Wᵀ, learned without a loss: what fires together wires together (Hebb 1949). While training, W moves by rate times the mean
/// over the rows of yᵀ x - L(yᵀ y) W, L being the lower triangle with the diagonal, so that the weights stay finite and the outputs become the
/// directions in which the inputs vary most, one after the other (Oja 1982; Sanger 1989).</summary>
/// <remarks>Inputs have mean 0 for that. No gradient changes W; gradients pass through to what stands before.</remarks>
public sealed class Hebbian : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("hebbian", 1), reader => reader.Into(new Hebbian(
        (int)reader.Integer("inputs", 1, int.MaxValue), (int)reader.Integer("outputs", 1, int.MaxValue), reader.Number("rate"))));

    readonly Parameter _weight;

    /// <summary>A layer whose weights are not drawn yet.</summary>
    /// <param name="inputs">The size of the last axis of what comes in.</param>
    /// <param name="outputs">Its size in the result, at most the inputs.</param>
    /// <param name="rate">How far the weights move in a step, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside.</exception>
    public Hebbian(int inputs, int outputs, double rate = 0.01)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(outputs, inputs);
        if (!(rate > 0 && double.IsFinite(rate))) throw new ArgumentOutOfRangeException(nameof(rate), rate, "The rate must be above 0 and finite");
        (Inputs, Outputs, Rate) = (inputs, outputs, rate);
        _weight = Parameter.Running(Initializer.XavierUniform, outputs, inputs);
    }

    /// <summary>The size of the last axis of what comes in.</summary>
    public int Inputs { get; }

    /// <summary>The size of the last axis of the result.</summary>
    public int Outputs { get; }

    /// <summary>How far the weights move in a step.</summary>
    public double Rate { get; }

    /// <summary>W, [outputs, inputs].</summary>
    public Parameter Weight => _weight;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [rows, inputs].</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Layers.Inputs.CheckRows(x, Inputs, this);
        Layers.Inputs.CheckType(x, _weight, this);
        var y = x.Linear(_weight.Value.Copy()); // these numbers, since the weights move on
        if (Mode.IsTraining && x.Shape[0] > 0) Learn(x.Detach(), y.Detach());
        return Seen(x, y);
    }

    void Learn(Tensor x, Tensor y)
    {
        using var off = Gradients.Off();
        var lower = Tensor.From<bool>([.. Enumerable.Range(0, Outputs * Outputs).Select(i => i % Outputs <= i / Outputs)], Outputs, Outputs);
        var w = _weight.Value;
        var together = y.T.MatMul(y) * lower.To(y.DType);
        w.CopyFrom(w + (y.T.MatMul(x) - together.MatMul(w)) * (Rate / x.Shape[0]));
    }

    internal override long MultiplyAdds(Shape input, Shape output) => (long)_weight.Shape.Elements * input[0];

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("inputs", Inputs);
        writer.Set("outputs", Outputs);
        writer.Set("rate", Rate);
        writer.Set(this);
    }

    /// <summary>One line: sizes and rate.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Hebbian {Inputs} -> {Outputs}, rate {Rate}");
}
