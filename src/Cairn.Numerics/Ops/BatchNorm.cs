using System.Numerics;
using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

// Channels brought to one scale over a batch.
public sealed partial class Tensor
{
    /// <summary>w (x - m) / √(s² + ε) + b with m the mean and s² the variance of each channel over the batch and all spatial axes: batch
    /// normalization in training (<see href="https://arxiv.org/abs/1502.03167">Ioffe, Szegedy 2015</see>).</summary>
    /// <remarks>Of [images, channels, ...]. The statistics that come with the result carry no gradient: they are for running averages; the
    /// gradient of the result takes into account that they depend on the input.</remarks>
    /// <param name="weight">w, of shape [channels]; 1 when null.</param>
    /// <param name="bias">b, of shape [channels]; 0 when null.</param>
    /// <param name="epsilon">ε, which keeps constant channels finite; not negative.</param>
    /// <returns>The result, the means, and the variances (of these numbers: the sum of squares is divided by their count).</returns>
    /// <exception cref="ArgumentException">The shape is another, there is nothing to take the mean of, the tensors are not all float32 or
    /// all float64, or w or b does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is negative or no number.</exception>
    public (Tensor Y, Tensor Mean, Tensor Variance) BatchNorm(Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5)
    {
        CheckChannels(nameof(BatchNorm), epsilon, (weight, nameof(weight)), (bias, nameof(bias)));
        if (Length == 0) throw new ArgumentException($"BatchNorm: {Shape} has no elements to take the mean of");
        var (y, mean, variance) = DType == DType.Float32
            ? BatchNorm(weight, bias, (float)epsilon)
            : BatchNorm<double>(weight, bias, epsilon);
        Check(nameof(BatchNorm), y);
        bool isTracked = IsTracked(this) || (weight is not null && IsTracked(weight)) || (bias is not null && IsTracked(bias));
        if (isTracked)
        {
            Tensor[] inputs = weight is null ? bias is null ? [this] : [this, bias] : bias is null ? [this, weight] : [this, weight, bias];
            y = y.By(new BatchNormNode(inputs, weight, bias is not null, mean, variance, epsilon));
        }
        return (y, mean, variance);
    }

    /// <summary>w (x - m) / √(s² + ε) + b with means m and variances s² that are given: batch normalization in use.</summary>
    /// <param name="mean">m, of shape [channels].</param>
    /// <param name="variance">s², of shape [channels].</param>
    /// <param name="weight">w, of shape [channels]; 1 when null.</param>
    /// <param name="bias">b, of shape [channels]; 0 when null.</param>
    /// <param name="epsilon">ε; not negative.</param>
    /// <exception cref="ArgumentException">The shape is another, the tensors are not all float32 or all float64, or one does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is negative or no number.</exception>
    public Tensor BatchNormWith(Tensor mean, Tensor variance, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(variance);
        CheckChannels(nameof(BatchNormWith), epsilon, (mean, nameof(mean)), (variance, nameof(variance)), (weight, nameof(weight)), (bias, nameof(bias)));
        var scale = (weight ?? Ones(DType, Shape[1])) / (variance + epsilon).Sqrt();
        bool isTracked = IsTracked(this, mean) || IsTracked(scale) || (bias is not null && IsTracked(bias));
        if (!isTracked)
            return Made(nameof(BatchNormWith), DType == DType.Float32 ? ScaleChannels<float>(mean, scale, bias) : ScaleChannels<double>(mean, scale, bias));
        int[] beside = ChannelShape();
        var y = (this - mean.Reshape(beside)) * scale.Reshape(beside);
        return bias is null ? y : y + bias.Reshape(beside);
    }

    void CheckChannels(string operation, double epsilon, params ReadOnlySpan<(Tensor? Tensor, string Name)> beside)
    {
        if (!DType.IsFloating())
            throw new ArgumentException($"{operation}: the elements are {DType.Name()}, not float32 or float64; convert them with To(DType)");
        if (!(epsilon >= 0) || double.IsInfinity(epsilon))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, $"{operation}: epsilon must be a number from 0 on");
        if (Rank < 2) throw new ArgumentException($"{operation}: {Shape} is not [images, channels, ...]");
        foreach (var (tensor, name) in beside)
        {
            if (tensor is null) continue;
            if (tensor.DType != DType)
                throw new ArgumentException($"{operation}: {DType.Name()} with a {name} of {tensor.DType.Name()}; convert one with To(DType)", name);
            if (tensor.Rank != 1 || tensor.Shape[0] != Shape[1])
                throw new ArgumentException($"{operation}: {Shape} with a {name} of {tensor.Shape}: it needs the shape [{Shape[1]}] of the channels", name);
        }
    }

    static Tensor Ones(DType dtype, int length) => dtype == DType.Float32 ? Ones<float>(length) : Ones<double>(length);

    ChannelNorms.Sizes ChannelSizes() => new(Shape[0], Shape[1], Shape[0] * Shape[1] == 0 ? 0 : Length / (Shape[0] * Shape[1]));

    /// <summary>The shape in which a number for each channel stands beside this tensor.</summary>
    int[] ChannelShape()
    {
        var shape = new int[Rank];
        Array.Fill(shape, 1);
        shape[1] = Shape[1];
        return shape;
    }

    (Tensor Y, Tensor Mean, Tensor Variance) BatchNorm<T>(Tensor? weight, Tensor? bias, T epsilon) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor x = Packed();
        Tensor? w = weight?.Packed(), b = bias?.Packed();
        Shape channels = new(Shape[1]);
        Tensor mean = Unfilled<T>(channels, out var means), variance = Unfilled<T>(channels, out var variances);
        var y = Unfilled<T>(Shape, out var values);
        ChannelNorms.Normalize(ChannelSizes(), x.Lent<T>(), w is null ? default : w.Lent<T>(), b is null ? default : b.Lent<T>(), epsilon, values,
            means, variances);
        GC.KeepAlive(x);
        GC.KeepAlive(w);
        GC.KeepAlive(b);
        GC.KeepAlive(mean);
        GC.KeepAlive(variance);
        return (y, mean, variance);
    }

    Tensor ScaleChannels<T>(Tensor mean, Tensor scale, Tensor? bias) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor x = Packed(), m = mean.Packed(), s = scale.Packed();
        var b = bias?.Packed();
        var y = Unfilled<T>(Shape, out var values);
        ChannelNorms.Apply(ChannelSizes(), x.Lent<T>(), m.Lent<T>(), s.Lent<T>(), b is null ? default : b.Lent<T>(), values);
        GC.KeepAlive(x);
        GC.KeepAlive(m);
        GC.KeepAlive(s);
        GC.KeepAlive(b);
        return y;
    }

    sealed class BatchNormNode : Node
    {
        readonly bool _hasWeight, _hasBias;
        readonly int _last;
        readonly double _epsilon;

        public BatchNormNode(Tensor[] inputs, Tensor? weight, bool hasBias, Tensor mean, Tensor variance, double epsilon) : base(inputs)
        {
            (_hasWeight, _hasBias, _last, _epsilon) = (weight is not null, hasBias, inputs.Length - 1, epsilon);
            Save(inputs[0], weight, mean, variance);
        }

        protected override void Backward(Tensor dy)
        {
            var x = Saved(0);
            var w = _hasWeight ? Saved(1) : null;
            var (dx, dw, db) = Autograd.Gradients.AreOn ? Composed(x, w, dy)
                : x.DType == DType.Float32 ? InOneKernel(x, w, dy, (float)_epsilon) : InOneKernel<double>(x, w, dy, _epsilon);
            Give(0, dx);
            if (_hasWeight) Give(1, dw);
            if (_hasBias) Give(_last, db);
        }

        (Tensor Dx, Tensor Dw, Tensor Db) Composed(Tensor x, Tensor? w, Tensor dy)
        {
            int[] axes = [0, .. Enumerable.Range(2, x.Rank - 2)];
            var centred = x - x.Mean(axes, keepDims: true);
            var r = 1 / ((centred * centred).Mean(axes, keepDims: true) + _epsilon).Sqrt();
            var z = centred * r;
            var g = w is null ? dy : dy * w.Reshape(x.ChannelShape());
            var dx = r * (g - g.Mean(axes, keepDims: true) - z * (g * z).Mean(axes, keepDims: true));
            return (dx, (dy * z).Sum(axes), dy.Sum(axes));
        }

        (Tensor Dx, Tensor Dw, Tensor Db) InOneKernel<T>(Tensor x, Tensor? w, Tensor dy, T epsilon) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            Tensor mean = Saved(2), variance = Saved(3);
            x = x.Packed();
            w = w?.Packed();
            dy = dy.Packed();
            var dx = Unfilled<T>(x.Shape, out var slopes);
            Tensor dw = Unfilled<T>(mean.Shape, out var weights), db = Unfilled<T>(mean.Shape, out var biases);
            ChannelNorms.Slopes(x.ChannelSizes(), x.Lent<T>(), dy.Lent<T>(), w is null ? default : w.Lent<T>(), mean.Lent<T>(), variance.Lent<T>(),
                epsilon, slopes, weights, biases);
            GC.KeepAlive(x);
            GC.KeepAlive(w);
            GC.KeepAlive(dy);
            GC.KeepAlive(mean);
            GC.KeepAlive(variance);
            return (dx, dw, db);
        }
    }
}
