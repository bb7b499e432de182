using System.Numerics;
using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

// Filters that slide over one, two or three spatial axes. Convolution, its transpose and the gradient by the weights are the three
// slopes of one form that is linear in image, weights and result, so that each is differentiated by the other two.
public sealed partial class Tensor
{
    /// <summary>Filters that slide over the spatial axes: y[i, f, o] = b[f] + Σ w[f, c, k] x[i, c, o · stride - padding + k · dilation]
    /// over channels c and taps k, then the activation. As everywhere in networks the filter is not turned round.</summary>
    /// <remarks>Of images [n, channels, spatial...] with one, two or three spatial axes. With groups, filter f of group g sees the channels
    /// of group g alone. A size of the result is (size + border - dilation · (taps - 1) - 1) / stride + 1, rounded down. Every element is a
    /// chain of fused multiply-adds over channels, then taps, of at most 768 terms at a time, as in <see cref="MatMul"/>; but in float32, of
    /// three taps by three side by side with stride 1 over two axes, at least 16 channels and 16 filters in a group, and results of at least 64
    /// elements, the multiplications are a quarter by Winograd's algorithm. Its error, some 2 to 4 times that of the sum, stays below 1e-5 of
    /// the largest result; an infinity or NaN in an image reaches all results of the tiles of four by four that it touches.</remarks>
    /// <param name="weights">w, of shape [filters, channels / groups, taps...].</param>
    /// <param name="bias">b, of shape [filters]; null for none.</param>
    /// <param name="stride">From one window to the next; 1 by default.</param>
    /// <param name="padding">The border of zeros, none by default; or <see cref="Padding.Same"/>.</param>
    /// <param name="dilation">From one tap to the next; 1 by default.</param>
    /// <param name="groups">The groups that channels and filters fall into.</param>
    /// <param name="activation">What each element passes at the end.</param>
    /// <param name="exact">Whether all sums, those of the derivatives too, are plain ones, and Winograd's algorithm is never used.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, or the tensors are not all float32 or all float64.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stride, dilation or number of groups is below 1, a padding negative.</exception>
    public Tensor Convolution(Tensor weights, Tensor? bias = null, PerAxis stride = default, Padding padding = default,
        PerAxis dilation = default, int groups = 1, Activation activation = Activation.None, bool exact = false)
    {
        CheckFilters(nameof(Convolution), weights, bias, groups, activation);
        int channels = weights.Shape[1] * groups;
        if (Shape[1] != channels || weights.Shape[0] % groups != 0)
            throw new ArgumentException($"Convolution: {Shape} with weights of {weights.Shape} in {groups} groups: the weights need the shape "
                + "[filters, channels / groups, taps...], and both numbers must be divisible by the groups", nameof(weights));
        CheckBias(nameof(Convolution), bias, weights.Shape[0], weights);
        var windows = WindowsOver(nameof(Convolution), Shape, weights.Shape.AsSpan()[2..], stride, padding, dilation, groups, exact);
        return Convolve(weights, bias, windows, activation);
    }

    /// <summary>The transpose of a convolution, which spreads every element over a window:
    /// y[i, c, o · stride - padding + k · dilation] = b[c] + Σ w[f, c, k] x[i, f, o] over all f, o, k that meet there, then the activation.</summary>
    /// <remarks>A size of the result is (size - 1) · stride - 2 · padding + dilation · (taps - 1) + 1 + more.</remarks>
    /// <param name="weights">w, of shape [channels of this tensor, channels of the result / groups, taps...].</param>
    /// <param name="bias">b, of shape [channels of the result]; null for none.</param>
    /// <param name="stride">From one window to the next; 1 by default.</param>
    /// <param name="padding">How much of the result is cut off on both sides; none by default.</param>
    /// <param name="more">Elements more at the end of each axis, less than the stride or the dilation: several sizes of an image have the same
    /// convolution, and this one says which is meant.</param>
    /// <param name="dilation">From one tap to the next; 1 by default.</param>
    /// <param name="groups">The groups that the channels of both fall into.</param>
    /// <param name="activation">What each element passes at the end.</param>
    /// <param name="exact">Whether all sums, those of the derivatives too, are plain ones, and Winograd's algorithm is never used.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, or the tensors are not all float32 or all float64.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stride, dilation or number of groups is below 1, a padding negative.</exception>
    public Tensor TransposedConvolution(Tensor weights, Tensor? bias = null, PerAxis stride = default, PerAxis padding = default,
        PerAxis more = default, PerAxis dilation = default, int groups = 1, Activation activation = Activation.None, bool exact = false)
    {
        const string operation = nameof(TransposedConvolution);
        CheckFilters(operation, weights, bias, groups, activation);
        if (Shape[1] != weights.Shape[0] || weights.Shape[0] % groups != 0)
            throw new ArgumentException($"{operation}: {Shape} with weights of {weights.Shape} in {groups} groups: the weights need the shape "
                + "[channels, channels of the result / groups, taps...], and the channels must be divisible by the groups", nameof(weights));
        int axes = Rank - 2;
        CheckBias(operation, bias, weights.Shape[1] * groups, weights);
        CheckSteps(operation, axes, stride, padding, dilation);
        more.Check(operation, nameof(more), axes, 0);
        var along = new WindowAxis[axes];
        for (int a = 0; a < axes; a++)
        {
            int step = stride.At(a, 1), apart = dilation.At(a, 1), before = padding.At(a, 0), extra = more.At(a, 0), taps = weights.Shape[a + 2];
            if (extra >= Math.Max(step, apart) && extra > 0)
                throw new ArgumentOutOfRangeException(nameof(more), extra, $"{operation}: more must be below the stride or the dilation of its axis");
            long size = (Shape[a + 2] - 1L) * step - 2L * before + (long)apart * (taps - 1) + 1 + extra;
            if (size < 1 || size > Shape.MaxElements)
                throw new ArgumentException($"{operation}: {Shape} with weights of {weights.Shape}: axis {a + 2} of the result would have {size} elements");
            along[a] = new((int)size, taps, step, apart, before, Shape[a + 2]);
        }
        return Spread(weights, bias, Windows.Over(along, groups, exact), activation);
    }

    void CheckFilters(string operation, Tensor weights, Tensor? bias, int groups, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (!Enum.IsDefined(activation))
            throw new ArgumentOutOfRangeException(nameof(activation), activation, $"{operation}: no such activation");
        if (Rank is < 3 or > 5)
            throw new ArgumentException($"{operation}: {Shape} is not [images, channels, spatial...] with one to three spatial axes");
        if (weights.Rank != Rank || weights.Length == 0)
            throw new ArgumentException($"{operation}: {Shape} with weights of {weights.Shape}: "
                + $"the weights need {Rank} axes too, none of them empty", nameof(weights));
        if (!DType.IsFloating() || weights.DType != DType || (bias is not null && bias.DType != DType))
            throw new ArgumentException($"{operation}: {DType.Name()} with weights of {weights.DType.Name()}"
                + (bias is null ? "" : $" and a bias of {bias.DType.Name()}") + ": all must be float32 or all float64; convert with To(DType)");
    }

    static void CheckBias(string operation, Tensor? bias, int channels, Tensor weights)
    {
        if (bias is not null && (bias.Rank != 1 || bias.Shape[0] != channels))
            throw new ArgumentException(
                $"{operation}: a bias of {bias.Shape} beside weights of {weights.Shape}: it needs the shape [{channels}]", nameof(bias));
    }

    static void CheckSteps(string operation, int axes, PerAxis stride, PerAxis padding, PerAxis dilation)
    {
        stride.Check(operation, nameof(stride), axes, 1);
        padding.Check(operation, nameof(padding), axes, 0);
        dilation.Check(operation, nameof(dilation), axes, 1);
    }

    /// <summary>The windows of so many taps over the spatial axes of images.</summary>
    static Windows WindowsOver(string operation, Shape images, ReadOnlySpan<int> taps, PerAxis stride, Padding padding, PerAxis dilation,
        int groups = 1, bool exact = false)
    {
        int axes = taps.Length;
        CheckSteps(operation, axes, stride, padding.Widths, dilation);
        Span<WindowAxis> along = stackalloc WindowAxis[axes];
        for (int a = 0; a < axes; a++)
        {
            int size = images[a + 2], step = stride.At(a, 1), apart = dilation.At(a, 1);
            long reach = (taps[a] - 1L) * apart + 1, before, after;
            if (padding.IsSame)
            {
                long border = Math.Max(0, ((size - 1L) / step) * step + reach - size);
                before = border / 2;
                after = border - before;
            }
            else before = after = padding.Widths.At(a, 0);
            long spare = size + before + after - reach;
            if (spare < 0)
                throw new ArgumentException($"{operation}: windows of {reach} elements do not fit axis {a + 2} of {images} with a border of {before} on both sides");
            along[a] = new(size, taps[a], step, apart, checked((int)before), checked((int)(spare / step) + 1));
        }
        return Windows.Over(along, groups, exact);
    }

    /// <summary>The windows' counts, or the input's sizes, behind two sizes.</summary>
    static Shape Images(int images, int channels, Windows windows, int axes, bool isInput)
    {
        Span<int> sizes = stackalloc int[axes + 2];
        (sizes[0], sizes[1]) = (images, channels);
        for (int a = 0; a < axes; a++) sizes[a + 2] = isInput ? windows.Axis(a, axes).Size : windows.Axis(a, axes).Count;
        return new Shape(sizes);
    }

    Tensor Convolve(Tensor weights, Tensor? bias, Windows windows, Activation activation)
    {
        var y = DType == DType.Float32 ? ConvolveNumbers<float>(weights, bias, windows, activation)
            : ConvolveNumbers<double>(weights, bias, windows, activation);
        bool isTracked = IsTracked(this, weights) || (bias is not null && IsTracked(bias));
        return isTracked ? y.By(new ConvolutionNode(this, weights, bias, y, windows, activation)) : y;
    }

    Tensor ConvolveNumbers<T>(Tensor weights, Tensor? bias, Windows windows, Activation activation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor x = Packed(), w = weights.Packed();
        var b = bias?.Packed();
        var y = Unfilled<T>(Images(Shape[0], weights.Shape[0], windows, Rank - 2, isInput: false), out var values);
        Convolutions.Forward(SizesOf(Shape[0], weights, windows), x.Lent<T>(), w.Lent<T>(), b is null ? default : b.Lent<T>(), activation, values);
        GC.KeepAlive(x);
        GC.KeepAlive(w);
        GC.KeepAlive(b);
        Finish(values, activation);
        return Made(nameof(Convolution), y);
    }

    static void Finish<T>(Span<T> values, Activation activation) where T : unmanaged
    {
        if (activation is Activation.Sigmoid) Apply(values, SafeMath.Sigmoid, SafeMath.Sigmoid);
        else if (activation is Activation.Tanh) Apply(values, SafeMath.Tanh, SafeMath.Tanh);
    }

    static Convolutions.Sizes SizesOf(int images, Tensor weights, Windows windows) =>
        new(images, weights.Shape[1], weights.Shape[0] / windows.Groups, windows);

    /// <summary>The gradient by what stands before an activation.</summary>
    static Tensor Before(Activation activation, Tensor dy, Func<Tensor> y) => activation switch
    {
        Activation.Relu => ReluSlope(dy, y()),
        Activation.Sigmoid => y() is var s ? dy * s * (1 - s) : dy,
        Activation.Tanh => dy * (1 - y().Square()),
        _ => dy,
    };

    /// <summary>The sum over all axes but that of the channels.</summary>
    Tensor SumOfChannels() => Reshape(Shape[0], Shape[1], -1).Sum([0, 2]);

    sealed class ConvolutionNode : Node
    {
        readonly Windows _windows;
        readonly Activation _activation;
        readonly bool _hasBias;

        public ConvolutionNode(Tensor x, Tensor weights, Tensor? bias, Tensor y, Windows windows, Activation activation)
            : base(bias is null ? [x, weights] : [x, weights, bias])
        {
            (_windows, _activation, _hasBias) = (windows, activation, bias is not null);
            Save(Needs(1) ? x : null, Needs(0) ? weights : null, activation == Activation.None ? null : y);
        }

        protected override void Backward(Tensor dy)
        {
            var ds = Before(_activation, dy, () => Saved(2));
            if (Needs(0)) Give(0, ds.Spread(Saved(1), null, _windows, Activation.None));
            if (Needs(1)) Give(1, Saved(0).Correlate(ds, ShapeOf(1), _windows));
            if (_hasBias && Needs(2)) Give(2, ds.SumOfChannels());
        }
    }

    /// <summary>Each element of this tensor, of the shape of a convolution's result, spread over its window.</summary>
    Tensor Spread(Tensor weights, Tensor? bias, Windows windows, Activation activation)
    {
        var y = DType == DType.Float32 ? SpreadNumbers<float>(weights, bias, windows, activation)
            : SpreadNumbers<double>(weights, bias, windows, activation);
        bool isTracked = IsTracked(this, weights) || (bias is not null && IsTracked(bias));
        return isTracked ? y.By(new TransposedConvolutionNode(this, weights, bias, y, windows, activation)) : y;
    }

    Tensor SpreadNumbers<T>(Tensor weights, Tensor? bias, Windows windows, Activation activation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor x = Packed(), w = weights.Packed();
        var b = bias?.Packed();
        var y = Unfilled<T>(Images(Shape[0], weights.Shape[1] * windows.Groups, windows, Rank - 2, isInput: true), out var values);
        Convolutions.Transposed(SizesOf(Shape[0], weights, windows), x.Lent<T>(), w.Lent<T>(), b is null ? default : b.Lent<T>(), activation, values);
        GC.KeepAlive(x);
        GC.KeepAlive(w);
        GC.KeepAlive(b);
        Finish(values, activation);
        return Made(nameof(TransposedConvolution), y);
    }

    sealed class TransposedConvolutionNode : Node
    {
        readonly Windows _windows;
        readonly Activation _activation;
        readonly bool _hasBias;

        public TransposedConvolutionNode(Tensor x, Tensor weights, Tensor? bias, Tensor y, Windows windows, Activation activation)
            : base(bias is null ? [x, weights] : [x, weights, bias])
        {
            (_windows, _activation, _hasBias) = (windows, activation, bias is not null);
            Save(Needs(1) ? x : null, Needs(0) ? weights : null, activation == Activation.None ? null : y);
        }

        protected override void Backward(Tensor dy)
        {
            var ds = Before(_activation, dy, () => Saved(2));
            if (Needs(0)) Give(0, ds.Convolve(Saved(1), null, _windows, Activation.None));
            if (Needs(1)) Give(1, ds.Correlate(Saved(0), ShapeOf(1), _windows));
            if (_hasBias && Needs(2)) Give(2, ds.SumOfChannels());
        }
    }

    /// <summary>The gradient of a convolution by its weights: of this tensor, its input, and dy, which has the shape of its result.</summary>
    Tensor Correlate(Tensor dy, Shape weights, Windows windows)
    {
        var dw = DType == DType.Float32 ? CorrelateNumbers<float>(dy, weights, windows) : CorrelateNumbers<double>(dy, weights, windows);
        return IsTracked(this, dy) ? dw.By(new CorrelationNode(this, dy, windows)) : dw;
    }

    Tensor CorrelateNumbers<T>(Tensor dy, Shape weights, Windows windows) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor x = Packed(), slopes = dy.Packed();
        var dw = Unfilled<T>(weights, out var values);
        Convolutions.Weights(new(Shape[0], weights[1], weights[0] / windows.Groups, windows), x.Lent<T>(), slopes.Lent<T>(), values);
        GC.KeepAlive(x);
        GC.KeepAlive(slopes);
        return dw;
    }

    sealed class CorrelationNode : Node
    {
        readonly Windows _windows;

        public CorrelationNode(Tensor x, Tensor dy, Windows windows) : base(x, dy)
        {
            _windows = windows;
            Save(Needs(1) ? x : null, Needs(0) ? dy : null);
        }

        protected override void Backward(Tensor dw)
        {
            if (Needs(0)) Give(0, Saved(1).Spread(dw, null, _windows, Activation.None));
            if (Needs(1)) Give(1, Saved(0).Convolve(dw, null, _windows, Activation.None));
        }
    }
}
