using Cairn.Initializers;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>A convolution of each channel for itself, then one of kernel 1 that mixes the channels: nearly what a whole convolution does,
/// with about 1 / outputs + 1 / kernel size of its weights and multiply-adds (Howard et al. 2017).</summary>
public sealed class SeparableConvolution : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("separable-convolution", 1), reader =>
        new SeparableConvolution(reader.Child<Convolution>("depthwise"), reader.Child<Convolution>("pointwise")));

    readonly Convolution _depthwise, _pointwise;

    /// <summary>A layer whose filters are not drawn yet.</summary>
    /// <param name="inputs">The channels of what comes in.</param>
    /// <param name="outputs">The channels of the result.</param>
    /// <param name="kernel">The sizes of a filter; their number says how many axes there are.</param>
    /// <param name="stride">From one window to the next; 1 by default.</param>
    /// <param name="padding">The border of zeros, none by default; or <see cref="Padding.Same"/>.</param>
    /// <param name="dilation">From one tap to the next; 1 by default.</param>
    /// <param name="multiplier">How many filters every channel has.</param>
    /// <param name="bias">False to leave the bias of the mixing out; the first step has none.</param>
    /// <param name="activation">What each element passes at the end.</param>
    /// <param name="axes">How many spatial axes there are, when the kernel is one number; 2 unless given.</param>
    /// <param name="initializer">What the weights are drawn from; as <see cref="Convolution"/> unless given.</param>
    /// <exception cref="ArgumentException">The numbers are for other axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside, or there is no such activation.</exception>
    public SeparableConvolution(int inputs, int outputs, PerAxis kernel, PerAxis stride = default, Padding padding = default,
        PerAxis dilation = default, int multiplier = 1, bool bias = true, Activation activation = Activation.None, int? axes = null,
        Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(multiplier, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)inputs * multiplier, int.MaxValue, nameof(multiplier));
        _depthwise = new(inputs, inputs * multiplier, kernel, stride, padding, dilation, groups: inputs, bias: false, axes: axes,
            initializer: initializer);
        _pointwise = new(inputs * multiplier, outputs, 1, bias: bias, activation: activation, axes: _depthwise.Weight.Shape.Rank - 2,
            initializer: initializer);
    }

    SeparableConvolution(Convolution depthwise, Convolution pointwise) => (_depthwise, _pointwise) = (depthwise, pointwise);

    /// <summary>The convolution of each channel for itself.</summary>
    public Convolution Depthwise => _depthwise;

    /// <summary>The convolution that mixes them.</summary>
    public Convolution Pointwise => _pointwise;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input has other channels or axes, or is smaller than a filter.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return _pointwise.Forward(_depthwise.Forward(x));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("depthwise", (IArtefact)_depthwise);
        writer.Set("pointwise", (IArtefact)_pointwise);
    }

    /// <summary>One line: both steps.</summary>
    public override string ToString() => $"SeparableConvolution ({_depthwise}; {_pointwise})";
}
