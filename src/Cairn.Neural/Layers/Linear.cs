using Cairn.Initializers;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>A dense layer: y = f(x Wᵀ + b) for rows x.</summary>
public sealed class Linear : Module, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("linear", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(FileKind, Read);

    readonly Parameter _weight;
    readonly Parameter? _bias;

    /// <summary>A layer whose weights are not drawn yet.</summary>
    /// <param name="inputs">The size of the last axis of what comes in.</param>
    /// <param name="outputs">Its size in the result.</param>
    /// <param name="bias">False to leave b out.</param>
    /// <param name="activation">f.</param>
    /// <param name="initializer">What W is drawn from; <see cref="Initializer.He"/> before relu, else
    /// <see cref="Initializer.XavierUniform"/>. b starts at 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1, or no such activation.</exception>
    public Linear(int inputs, int outputs, bool bias = true, Activation activation = Activation.None, Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        if (!Enum.IsDefined(activation)) throw new ArgumentOutOfRangeException(nameof(activation), activation, "No such activation");
        (Inputs, Outputs, Activation) = (inputs, outputs, activation);
        _weight = new(initializer ?? (activation == Activation.Relu ? Initializer.He : Initializer.XavierUniform), outputs, inputs);
        _bias = bias ? new(Initializer.Zeros, outputs) : null;
    }

    /// <summary>The size of the last axis of what comes in.</summary>
    public int Inputs { get; }

    /// <summary>The size of the last axis of the result.</summary>
    public int Outputs { get; }

    /// <summary>f.</summary>
    public Activation Activation { get; }

    /// <summary>W, [outputs, inputs].</summary>
    public Parameter Weight => _weight;

    /// <summary>b, [outputs]; null when left out.</summary>
    public Parameter? Bias => _bias;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The last axis has another size, or the numbers are of another type than the weights.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank == 0 || x.Shape[^1] != Inputs)
            throw new ArgumentException($"{Layers.Inputs.Named(this)}: an input of {x.Shape} where [rows, ..., {Inputs}] is expected", nameof(x));
        Layers.Inputs.CheckType(x, _weight, this);
        return Seen(x, x.Linear(_weight, _bias?.Value, Activation));
    }

    ArtefactKind IArtefact.Kind => FileKind;

    TrainingFacts IArtefact.Facts => new();

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("inputs", Inputs);
        writer.Set("outputs", Outputs);
        writer.Set("has-bias", _bias is not null);
        writer.Set("activation", Activation.ToString());
        writer.Set(this);
    }

    static Linear Read(ArtefactReader reader)
    {
        int inputs = (int)reader.Integer("inputs", 1, int.MaxValue), outputs = (int)reader.Integer("outputs", 1, int.MaxValue);
        return reader.Into(new Linear(inputs, outputs, reader.Flag("has-bias"), Layers.Inputs.ReadActivation(reader)));
    }

    /// <summary>One line: sizes and activation.</summary>
    public override string ToString() =>
        $"Linear {Inputs} -> {Outputs}{(_bias is null ? ", no bias" : "")}{(Activation == Activation.None ? "" : $", {Activation}")}";
}
