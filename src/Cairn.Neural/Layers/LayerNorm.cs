using Cairn.Initializers;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = γ (x - m) / √(s² + ε) + β with mean m and variance s² over the last axes, place by place (Ba et al. 2016).</summary>
public sealed class LayerNorm : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("layer-norm", 1), reader =>
    {
        int[] sizes = Sizes.Read(reader, "sizes");
        if (sizes.Length == 0 || sizes.Min() < 1) throw reader.Fail("its sizes are none, or below 1");
        return reader.Into(new LayerNorm(sizes, reader.Number("epsilon")));
    });

    readonly Parameter _weight, _bias;

    /// <summary>A layer over the last axis.</summary>
    /// <param name="size">The size of the last axis of what comes in.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1, or ε not above 0.</exception>
    public LayerNorm(int size, double epsilon = 1e-5) : this([size], epsilon) { }

    /// <summary>A layer over some last axes.</summary>
    /// <param name="sizes">The sizes of the last axes of what comes in.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <exception cref="ArgumentException">There are no sizes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1, or ε not above 0.</exception>
    public LayerNorm(ReadOnlySpan<int> sizes, double epsilon = 1e-5)
    {
        if (sizes.IsEmpty) throw new ArgumentException("LayerNorm: no sizes are given; give those of the last axes", nameof(sizes));
        foreach (int size in sizes) ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(sizes));
        Epsilon = Inputs.Epsilon(epsilon);
        (_weight, _bias) = (new(Initializer.Ones, sizes), new(Initializer.Zeros, sizes));
    }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <summary>γ, of the shape of the last axes.</summary>
    public Parameter Weight => _weight;

    /// <summary>β, of the shape of the last axes.</summary>
    public Parameter Bias => _bias;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The last axes have other sizes.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckLast(x, _weight.Shape.AsSpan(), this);
        Inputs.CheckType(x, _weight, this);
        return Seen(x, x.LayerNorm(_weight, _bias, Epsilon, _weight.Shape.Rank));
    }

    // a factor for each element, which is counted in no normalization
    internal override long MultiplyAdds(Shape input, Shape output) => 0;

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        Sizes.Set(writer, "sizes", _weight.Shape.AsSpan());
        writer.Set("epsilon", Epsilon);
        writer.Set(this);
    }

    /// <summary>One line: the sizes of the last axes.</summary>
    public override string ToString() => $"LayerNorm {_weight.Shape}";
}
