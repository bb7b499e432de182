using System.Numerics;
using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

// Rows brought to one scale, the habit of deep networks.
public sealed partial class Tensor
{
    /// <summary>w (x - m) / √(s² + ε) + b with m the mean and s² the variance (that of these numbers) over the last axes: layer normalization
    /// (<see href="https://arxiv.org/abs/1607.06450">Ba, Kiros, Hinton 2016</see>).</summary>
    /// <param name="weight">w, of the shape of the last axes; 1 when null.</param>
    /// <param name="bias">b, of the shape of the last axes; 0 when null.</param>
    /// <param name="epsilon">ε, which keeps rows of equal numbers finite; not negative.</param>
    /// <param name="axes">How many of the last axes are normalized together.</param>
    /// <exception cref="ArgumentException">This tensor is not floating, or the weight or the bias is of another type or shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is negative or no number, or there are not as many axes.</exception>
    public Tensor LayerNorm(Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5, int axes = 1) =>
        Normalize(nameof(LayerNorm), weight, bias, epsilon, axes, isCentred: true);

    /// <summary>w x / √(q + ε) with q the mean square over the last axes: root mean square normalization
    /// (<see href="https://arxiv.org/abs/1910.07467">Zhang, Sennrich 2019</see>).</summary>
    /// <param name="weight">w, of the shape of the last axes; 1 when null.</param>
    /// <param name="epsilon">ε, which keeps rows of zeros finite; not negative.</param>
    /// <param name="axes">How many of the last axes are normalized together.</param>
    /// <exception cref="ArgumentException">This tensor is not floating, or the weight is of another type or shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is negative or no number, or there are not as many axes.</exception>
    public Tensor RmsNorm(Tensor? weight = null, double epsilon = 1e-5, int axes = 1) =>
        Normalize(nameof(RmsNorm), weight, null, epsilon, axes, isCentred: false);

    Tensor Normalize(string operation, Tensor? weight, Tensor? bias, double epsilon, int axes, bool isCentred)
    {
        if (!DType.IsFloating())
            throw new ArgumentException($"{operation}: the elements are {DType.Name()}, not float32 or float64; convert them with To(DType)");
        if (!(epsilon >= 0) || double.IsInfinity(epsilon))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, $"{operation}: epsilon must be a number from 0 on");
        if (axes < 1 || axes > Rank)
            throw new ArgumentOutOfRangeException(nameof(axes), axes, $"{operation}: the last {axes} axes of {Shape}, which has {Rank}");
        CheckBeside(operation, "weight", weight, axes);
        CheckBeside(operation, "bias", bias, axes);
        var y = DType == DType.Float32
            ? Normalize(operation, weight, bias, (float)epsilon, axes, isCentred)
            : Normalize<double>(operation, weight, bias, epsilon, axes, isCentred);
        bool isTracked = IsTracked(this) || (weight is not null && IsTracked(weight)) || (bias is not null && IsTracked(bias));
        if (!isTracked) return y;
        Tensor[] inputs = weight is null ? bias is null ? [this] : [this, bias] : bias is null ? [this, weight] : [this, weight, bias];
        return y.By(isCentred ? new LayerNormNode(inputs, weight, bias is not null, epsilon, axes)
            : new RmsNormNode(inputs, weight, epsilon, axes));
    }

    void CheckBeside(string operation, string name, Tensor? t, int axes)
    {
        if (t is null) return;
        if (t.DType != DType)
            throw new ArgumentException($"{operation}: {DType.Name()} with a {name} of {t.DType.Name()}; convert one with To(DType)", name);
        var last = Shape.AsSpan()[^axes..];
        if (!t.Shape.AsSpan().SequenceEqual(last))
            throw new ArgumentException($"{operation}: {Shape} with a {name} of {t.Shape}: it needs the shape {new Shape(last)} of the last axes", name);
    }

    unsafe Tensor Normalize<T>(string operation, Tensor? weight, Tensor? bias, T epsilon, int axes, bool isCentred)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor x = Packed();
        Tensor? w = weight?.Packed(), b = bias?.Packed();
        var y = Unfilled<T>(Shape, out var values);
        fixed (T* factors = w is null ? default : w.Lent<T>(), terms = b is null ? default : b.Lent<T>())
            RowMaps.Run(x.Lent<T>(), SlabsOfLast(axes), values, new RowNorms.Forward<T>(factors, terms, epsilon, isCentred));
        GC.KeepAlive(x);
        GC.KeepAlive(w);
        GC.KeepAlive(b);
        return Made(operation, y);
    }

    /// <summary>The last axes as one row.</summary>
    Slabs SlabsOfLast(int axes)
    {
        int length = 1;
        foreach (int size in Shape.AsSpan()[^axes..]) length *= size;
        return new(Length == 0 ? 0 : Length / length, length, 1);
    }

    sealed class LayerNormNode : Node
    {
        readonly Norming _norming;
        readonly bool _hasBias;
        readonly int _last;

        public LayerNormNode(Tensor[] inputs, Tensor? weight, bool hasBias, double epsilon, int axes) : base(inputs)
        {
            (_norming, _hasBias, _last) = (new(weight is not null, epsilon, axes, IsCentred: true), hasBias, inputs.Length - 1);
            Save(inputs[0], weight);
        }

        protected override void Backward(Tensor dy)
        {
            var (dx, dw) = _norming.Slopes(Saved(0), _norming.HasWeight ? Saved(1) : null, dy, _norming.HasWeight && Needs(1));
            Give(0, dx);
            if (dw is not null) Give(1, dw);
            if (_hasBias) Give(_last, dy);
        }
    }

    sealed class RmsNormNode : Node
    {
        readonly Norming _norming;

        public RmsNormNode(Tensor[] inputs, Tensor? weight, double epsilon, int axes) : base(inputs)
        {
            _norming = new(weight is not null, epsilon, axes, IsCentred: false);
            Save(inputs[0], weight);
        }

        protected override void Backward(Tensor dy)
        {
            var (dx, dw) = _norming.Slopes(Saved(0), _norming.HasWeight ? Saved(1) : null, dy, _norming.HasWeight && Needs(1));
            Give(0, dx);
            if (dw is not null) Give(1, dw);
        }
    }

    /// <summary>What the derivative of a normalization depends on.</summary>
    readonly record struct Norming(bool HasWeight, double Epsilon, int Axes, bool IsCentred)
    {
        /// <summary>dx = r (g - mean g - z mean(g z)) with g = w dy, without mean g where rows are not centred; and z dy, wider than w.</summary>
        internal (Tensor Dx, Tensor? Dw) Slopes(Tensor x, Tensor? w, Tensor dy, bool needsWeight)
        {
            if (!Gradients.AreOn || x.Length == 0)
                return x.DType == DType.Float32 ? InOnePass(x, w, dy, (float)Epsilon, needsWeight) : InOnePass(x, w, dy, Epsilon, needsWeight);
            var axes = new int[Axes];
            for (int i = 0; i < axes.Length; i++) axes[i] = -1 - i;
            var centred = IsCentred ? x - x.Mean(axes, keepDims: true) : x;
            var r = 1 / ((centred * centred).Mean(axes, keepDims: true) + Epsilon).Sqrt();
            var z = centred * r;
            var g = w is null ? dy : dy * w;
            var across = g - z * (g * z).Mean(axes, keepDims: true);
            return (r * (IsCentred ? across - g.Mean(axes, keepDims: true) : across), needsWeight ? dy * z : null);
        }

        unsafe (Tensor Dx, Tensor? Dw) InOnePass<T>(Tensor x, Tensor? w, Tensor dy, T epsilon, bool needsWeight)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            x = x.Packed();
            w = w?.Packed();
            dy = dy.Packed();
            Span<T> products = default;
            var dx = Unfilled<T>(x.Shape, out var values);
            var dw = needsWeight ? Unfilled(x.Shape, out products) : null;
            fixed (T* slopes = dy.Lent<T>(), factors = w is null ? default : w.Lent<T>(), places = products)
                RowMaps.Run(x.Lent<T>(), x.SlabsOfLast(Axes), values, new RowNorms.Slopes<T>(slopes, factors, epsilon, IsCentred, places));
            GC.KeepAlive(x);
            GC.KeepAlive(w);
            GC.KeepAlive(dy);
            return (dx, dw);
        }
    }
}
