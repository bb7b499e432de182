using System.Globalization;
using Cairn.Initializers;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = max over k of (x Wₖᵀ + bₖ): the largest of several linear pieces, output by output (Goodfellow et al. 2013).</summary>
public sealed class Maxout : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("maxout", 1), reader => reader.Into(new Maxout(
        (int)reader.Integer("inputs", 1, int.MaxValue), (int)reader.Integer("outputs", 1, int.MaxValue),
        (int)reader.Integer("pieces", 1, int.MaxValue))));

    readonly Parameter _weight, _bias;

    /// <summary>A layer whose weights are not drawn yet.</summary>
    /// <param name="inputs">The size of the last axis of what comes in.</param>
    /// <param name="outputs">Its size in the result.</param>
    /// <param name="pieces">How many linear pieces an output has.</param>
    /// <param name="initializer">What the weights are drawn from; <see cref="Initializer.XavierUniform"/> unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1, or too many outputs and pieces.</exception>
    public Maxout(int inputs, int outputs, int pieces = 2, Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(pieces, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)outputs * pieces, int.MaxValue, nameof(pieces));
        (Inputs, Outputs, Pieces) = (inputs, outputs, pieces);
        _weight = new(initializer ?? Initializer.XavierUniform, outputs * pieces, inputs);
        _bias = new(Initializer.Zeros, outputs * pieces);
    }

    /// <summary>The size of the last axis of what comes in.</summary>
    public int Inputs { get; }

    /// <summary>The size of the last axis of the result.</summary>
    public int Outputs { get; }

    /// <summary>How many linear pieces an output has.</summary>
    public int Pieces { get; }

    /// <summary>W, [outputs · pieces, inputs]: the pieces of an output one after the other.</summary>
    public Parameter Weight => _weight;

    /// <summary>b, [outputs · pieces].</summary>
    public Parameter Bias => _bias;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var all = x.Linear(_weight, _bias);
        return Seen(x, all.Reshape([.. x.Shape.AsSpan()[..^1], Outputs, Pieces]).Max(-1));
    }

    internal override long MultiplyAdds(Shape input, Shape output) => (long)output.Elements * Pieces * Inputs;

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("inputs", Inputs);
        writer.Set("outputs", Outputs);
        writer.Set("pieces", Pieces);
        writer.Set(this);
    }

    /// <summary>One line: sizes and pieces.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Maxout {Inputs} -> {Outputs}, {Pieces} pieces");
}
