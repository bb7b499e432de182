using Cairn.Initializers;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>Filters that slide over one, two or three spatial axes: y[r, f, o] = f(b[f] + Σ w[f, c, k] x[r, c, o · stride - padding +
/// k · dilation]) over channels c and taps k, with f an activation. For [rows, inputs, length], [rows, inputs, height, width] and
/// [rows, inputs, depth, height, width].</summary>
/// <remarks>
/// <para>A size of the result is (size + border - dilation · (kernel - 1) - 1) / stride + 1, rounded down.</para>
/// <para>As everywhere in networks the filter is not turned round, which mathematics calls a correlation; <c>flips: true</c> turns it.</para>
/// <para>With as many groups as inputs it is a depthwise convolution: every channel has filters of its own.</para>
/// </remarks>
public sealed class Convolution : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("convolution", 1), Read);

    readonly FilterShape _filters;
    readonly Parameter _weight;
    readonly Parameter? _bias;

    /// <summary>A layer whose filters are not drawn yet.</summary>
    /// <param name="inputs">The channels of what comes in.</param>
    /// <param name="outputs">The filters: the channels of the result.</param>
    /// <param name="kernel">The sizes of a filter; their number says how many axes there are.</param>
    /// <param name="stride">From one window to the next; 1 by default.</param>
    /// <param name="padding">The border of zeros, none by default; or <see cref="Padding.Same"/>.</param>
    /// <param name="dilation">From one tap to the next; 1 by default.</param>
    /// <param name="groups">The groups that inputs and outputs fall into, each apart from the others.</param>
    /// <param name="bias">False to leave b out.</param>
    /// <param name="activation">f.</param>
    /// <param name="flips">True to turn the filters round, as a convolution of mathematics does.</param>
    /// <param name="axes">How many spatial axes there are, when the kernel is one number; 2 unless given.</param>
    /// <param name="initializer">What w is drawn from; <see cref="Initializer.He"/> before relu, else
    /// <see cref="Initializer.XavierUniform"/>. b starts at 0.</param>
    /// <param name="exact">True to take sums as they are written, where the shape would have float32 filters of three by three multiplied by
    /// Winograd's algorithm, several times faster and rounded otherwise: see <see cref="Tensor.Convolution"/>.</param>
    /// <exception cref="ArgumentException">Inputs or outputs are not divisible by the groups, or the numbers are for other axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside, or there is no such activation.</exception>
    public Convolution(int inputs, int outputs, PerAxis kernel, PerAxis stride = default, Padding padding = default, PerAxis dilation = default,
        int groups = 1, bool bias = true, Activation activation = Activation.None, bool flips = false, int? axes = null,
        Initializer? initializer = null, bool exact = false)
        : this(new FilterShape(nameof(Convolution), inputs, outputs, kernel, stride, padding, dilation, groups, axes, exact), bias, activation, flips,
            initializer)
    { }

    Convolution(FilterShape filters, bool bias, Activation activation, bool flips, Initializer? initializer)
    {
        if (!Enum.IsDefined(activation)) throw new ArgumentOutOfRangeException(nameof(activation), activation, "No such activation");
        (_filters, Activation, IsFlipped) = (filters, activation, flips);
        _weight = new(initializer ?? (activation == Activation.Relu ? Initializer.He : Initializer.XavierUniform),
            [filters.Outputs, filters.Inputs / filters.Groups, .. filters.Taps]);
        _bias = bias ? new(Initializer.Zeros, filters.Outputs) : null;
    }

    /// <summary>The channels of what comes in.</summary>
    public int Inputs => _filters.Inputs;

    /// <summary>The filters: the channels of the result.</summary>
    public int Outputs => _filters.Outputs;

    /// <summary>True when sums are taken as they are written.</summary>
    public bool IsExact => _filters.IsExact;

    /// <summary>f.</summary>
    public Activation Activation { get; }

    /// <summary>True when the filters are turned round.</summary>
    public bool IsFlipped { get; }

    /// <summary>w, [outputs, inputs / groups, kernel...].</summary>
    public Parameter Weight => _weight;

    /// <summary>b, [outputs]; null when left out.</summary>
    public Parameter? Bias => _bias;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input has other channels or axes, or is smaller than a filter.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        _filters.Check(x, _weight, this);
        Tensor w = IsFlipped ? _weight.Value.Flip([.. Enumerable.Range(2, _filters.Axes)]) : _weight;
        return Seen(x, x.Convolution(w, _bias?.Value, _filters.Stride, _filters.Padding, _filters.Dilation, _filters.Groups, Activation, _filters.IsExact));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        _filters.Write(writer);
        writer.Set("has-bias", _bias is not null);
        writer.Set("activation", Activation.ToString());
        writer.Set("is-flipped", IsFlipped);
        writer.Set(this);
    }

    static Convolution Read(ArtefactReader reader) => reader.Into(new Convolution(FilterShape.Read(reader, nameof(Convolution)),
        reader.Flag("has-bias"), Layers.Inputs.ReadActivation(reader), reader.Flag("is-flipped"), null));

    /// <summary>One line: sizes, and what is not as usual.</summary>
    public override string ToString() => $"Convolution {_filters}{(_bias is null ? ", no bias" : "")}{(IsFlipped ? ", flipped" : "")}"
        + (Activation == Activation.None ? "" : $", {Activation}");
}
