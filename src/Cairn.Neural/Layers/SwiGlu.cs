using System.Globalization;
using Cairn.Initializers;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = swish(x Wᵀ) · (x Vᵀ): a linear map behind a gate (Shazeer 2020).</summary>
public sealed class SwiGlu : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("swi-glu", 1), reader => reader.Into(new SwiGlu(
        (int)reader.Integer("inputs", 1, int.MaxValue), (int)reader.Integer("outputs", 1, int.MaxValue))));

    readonly Parameter _gate, _value;

    /// <summary>A layer whose weights are not drawn yet.</summary>
    /// <param name="inputs">The size of the last axis of what comes in.</param>
    /// <param name="outputs">Its size in the result.</param>
    /// <param name="initializer">What the weights are drawn from; <see cref="Initializer.XavierUniform"/> unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    public SwiGlu(int inputs, int outputs, Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        (Inputs, Outputs) = (inputs, outputs);
        _gate = new(initializer ?? Initializer.XavierUniform, outputs, inputs);
        _value = new(initializer ?? Initializer.XavierUniform, outputs, inputs);
    }

    /// <summary>The size of the last axis of what comes in.</summary>
    public int Inputs { get; }

    /// <summary>The size of the last axis of the result.</summary>
    public int Outputs { get; }

    /// <summary>W, [outputs, inputs].</summary>
    public Parameter Gate => _gate;

    /// <summary>V, [outputs, inputs].</summary>
    public Parameter Value => _value;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var gate = x.Linear(_gate);
        return Seen(x, gate * gate.Sigmoid() * x.Linear(_value));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("inputs", Inputs);
        writer.Set("outputs", Outputs);
        writer.Set(this);
    }

    /// <summary>One line: sizes.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"SwiGlu {Inputs} -> {Outputs}");
}
