using System.Globalization;
using Cairn.Initializers;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = γ x / √(q + ε) with the mean square q over the last axis, place by place (Zhang and Sennrich 2019).</summary>
public sealed class RmsNorm : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("rms-norm", 1), reader => reader.Into(
        new RmsNorm((int)reader.Integer("size", 1, int.MaxValue), reader.Number("epsilon"))));

    readonly Parameter _weight;

    /// <summary>A layer over the last axis.</summary>
    /// <param name="size">The size of the last axis of what comes in.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1, or ε not above 0.</exception>
    public RmsNorm(int size, double epsilon = 1e-6)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Epsilon = Inputs.Epsilon(epsilon);
        _weight = new(Initializer.Ones, size);
    }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <summary>γ, [size].</summary>
    public Parameter Weight => _weight;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The last axis has another size.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckLast(x, _weight.Shape.AsSpan(), this);
        Inputs.CheckType(x, _weight, this);
        return Seen(x, x.RmsNorm(_weight, Epsilon));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("size", _weight.Shape[0]);
        writer.Set("epsilon", Epsilon);
        writer.Set(this);
    }

    /// <summary>One line: its size.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"RmsNorm {_weight.Shape[0]}");
}
