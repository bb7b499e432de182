using Cairn.Initializers;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>The transpose of a convolution, which makes images larger: each element is spread over a window,
/// y[r, c, o · stride - padding + k · dilation] = f(b[c] + Σ w[i, c, k] x[r, i, o]) over all i, o, k that meet there, with f an
/// activation. For [rows, inputs, spatial...] with one to three spatial axes.</summary>
/// <remarks>A size of the result is (size - 1) · stride - 2 · padding + dilation · (kernel - 1) + 1 + more.</remarks>
public sealed class TransposedConvolution : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("transposed-convolution", 1), Read);

    readonly FilterShape _filters;
    readonly PerAxis _more;
    readonly Parameter _weight;
    readonly Parameter? _bias;

    /// <summary>A layer whose filters are not drawn yet.</summary>
    /// <param name="inputs">The channels of what comes in.</param>
    /// <param name="outputs">The channels of the result.</param>
    /// <param name="kernel">The sizes of a filter; their number says how many axes there are.</param>
    /// <param name="stride">From one window to the next; 1 by default.</param>
    /// <param name="padding">How much of the result is cut off on both sides; none by default.</param>
    /// <param name="more">Elements more at the end of each axis, fewer than the stride or the dilation; none by default.</param>
    /// <param name="dilation">From one tap to the next; 1 by default.</param>
    /// <param name="groups">The groups that inputs and outputs fall into, each apart from the others.</param>
    /// <param name="bias">False to leave b out.</param>
    /// <param name="activation">f.</param>
    /// <param name="axes">How many spatial axes there are, when the kernel is one number; 2 unless given.</param>
    /// <param name="initializer">What w is drawn from; <see cref="Initializer.XavierUniform"/> unless given. b starts at 0.</param>
    /// <param name="exact">True to take sums as they are written, where the shape would have float32 filters of three by three multiplied by
    /// Winograd's algorithm, several times faster and rounded otherwise: see <see cref="Tensor.Convolution"/>.</param>
    /// <exception cref="ArgumentException">Inputs or outputs are not divisible by the groups, or the numbers are for other axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside, or there is no such activation.</exception>
    public TransposedConvolution(int inputs, int outputs, PerAxis kernel, PerAxis stride = default, PerAxis padding = default,
        PerAxis more = default, PerAxis dilation = default, int groups = 1, bool bias = true, Activation activation = Activation.None,
        int? axes = null, Initializer? initializer = null, bool exact = false)
        : this(new FilterShape(nameof(TransposedConvolution), inputs, outputs, kernel, stride, padding, dilation, groups, axes, exact), more, bias,
            activation, initializer)
    { }

    TransposedConvolution(FilterShape filters, PerAxis more, bool bias, Activation activation, Initializer? initializer)
    {
        if (!Enum.IsDefined(activation)) throw new ArgumentOutOfRangeException(nameof(activation), activation, "No such activation");
        _more = FilterShape.Checked(nameof(TransposedConvolution), nameof(more), more, filters.Axes, 0, 0);
        for (int a = 0; a < filters.Axes; a++)
        {
            int extra = _more.At(a, 0);
            if (extra > 0 && extra >= Math.Max(filters.Stride.At(a, 1), filters.Dilation.At(a, 1)))
                throw new ArgumentOutOfRangeException(nameof(more), extra, "More must be below the stride or the dilation of its axis");
        }
        (_filters, Activation) = (filters, activation);
        _weight = new(initializer ?? Initializer.XavierUniform, [filters.Inputs, filters.Outputs / filters.Groups, .. filters.Taps]);
        _bias = bias ? new(Initializer.Zeros, filters.Outputs) : null;
    }

    /// <summary>The channels of what comes in.</summary>
    public int Inputs => _filters.Inputs;

    /// <summary>The channels of the result.</summary>
    public int Outputs => _filters.Outputs;

    /// <summary>True when sums are taken as they are written.</summary>
    public bool IsExact => _filters.IsExact;

    /// <summary>f.</summary>
    public Activation Activation { get; }

    /// <summary>w, [inputs, outputs / groups, kernel...].</summary>
    public Parameter Weight => _weight;

    /// <summary>b, [outputs]; null when left out.</summary>
    public Parameter? Bias => _bias;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input has other channels or axes, or the result would have no elements.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        _filters.Check(x, _weight, this);
        return Seen(x, x.TransposedConvolution(_weight, _bias?.Value, _filters.Stride, _filters.Padding.Widths, _more, _filters.Dilation,
            _filters.Groups, Activation, _filters.IsExact));
    }

    /// <summary>Every weight once for every place of the input.</summary>
    internal override long MultiplyAdds(Shape input, Shape output) => _weight.Shape.Elements * ((long)input.Elements / Inputs);

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        _filters.Write(writer);
        Sizes.Set(writer, "more", _more);
        writer.Set("has-bias", _bias is not null);
        writer.Set("activation", Activation.ToString());
        writer.Set(this);
    }

    static TransposedConvolution Read(ArtefactReader reader)
    {
        var filters = FilterShape.Read(reader, nameof(TransposedConvolution));
        if (filters.Padding.IsSame) throw reader.Fail("its padding follows from no size");
        return reader.Into(new TransposedConvolution(filters, Sizes.ReadPerAxis(reader, "more"), reader.Flag("has-bias"),
            Layers.Inputs.ReadActivation(reader), null));
    }

    /// <summary>One line: sizes, and what is not as usual.</summary>
    public override string ToString() => $"TransposedConvolution {_filters}{(_more == 0 ? "" : $", {_more} more")}"
        + $"{(_bias is null ? ", no bias" : "")}{(Activation == Activation.None ? "" : $", {Activation}")}";
}
