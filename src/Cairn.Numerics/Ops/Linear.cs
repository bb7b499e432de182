using System.Numerics;
using System.Runtime.InteropServices;
using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>A dense layer in one step: f(x Wᵀ + b) for rows x.</summary>
    /// <remarks>The same numbers as <c>x.MatMul(w.T) + b</c> and the activation, with one node and without tensors in between.</remarks>
    /// <param name="weights">W, of shape [outputs, inputs].</param>
    /// <param name="bias">b, of shape [outputs]; null for none.</param>
    /// <param name="activation">f.</param>
    /// <returns>The shape of this tensor with the last axis, the inputs, replaced by the outputs.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit, or the tensors are not all float32 or all float64.</exception>
    public Tensor Linear(Tensor weights, Tensor? bias = null, Activation activation = Activation.None)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Rank != 2 || Rank == 0 || Shape[-1] != weights.Shape[1])
            throw new ArgumentException(
                $"Linear: {Shape} with weights of {weights.Shape}: the weights need the shape "
                + $"[outputs, {(Rank == 0 ? "inputs" : Shape[-1])}]",
                nameof(weights));
        if (bias is not null && (bias.Rank != 1 || bias.Shape[0] != weights.Shape[0]))
            throw new ArgumentException(
                $"Linear: a bias of {bias.Shape} beside weights of {weights.Shape}: it needs the shape [{weights.Shape[0]}]", nameof(bias));
        if (!DType.IsFloating() || weights.DType != DType || (bias is not null && bias.DType != DType))
            throw new ArgumentException($"Linear: {DType.Name()} with weights of {weights.DType.Name()}"
                + (bias is null ? "" : $" and a bias of {bias.DType.Name()}") + ": all must be float32 or all float64; convert with To(DType)");

        if (!Enum.IsDefined(activation))
            throw new ArgumentOutOfRangeException(nameof(activation), activation, "Linear: no such activation");
        var w = weights.Detach();
        var y = DType == DType.Float32 ? Detach().Layer<float>(w, bias, activation) : Detach().Layer<double>(w, bias, activation);
        bool isTracked = IsTracked(this, weights) || (bias is not null && IsTracked(bias));
        return isTracked ? y.By(new LinearNode(this, weights, bias, y, activation)) : y;
    }

    sealed class LinearNode : Node
    {
        readonly Activation _activation;
        readonly bool _hasBias;

        public LinearNode(Tensor x, Tensor weights, Tensor? bias, Tensor y, Activation activation)
            : base(bias is null ? [x, weights] : [x, weights, bias])
        {
            _activation = activation;
            _hasBias = bias is not null;
            Save(Needs(1) ? x : null, Needs(0) ? weights : null, activation == Activation.None ? null : y);
        }

        // with s = x Wᵀ + b: dx = ds W, dW = dsᵀ x, db = Σ ds over the rows, which the engine adds up
        protected override void Backward(Tensor dy)
        {
            var ds = Rows(_activation switch
            {
                Activation.Relu => ReluSlope(dy, Saved(2)),
                Activation.Sigmoid => dy * Saved(2) * (1 - Saved(2)),
                Activation.Tanh => dy * (1 - Saved(2).Square()),
                _ => dy,
            });
            if (Needs(0)) Give(0, ds.MatMul(Saved(1)).Reshape(ShapeOf(0).AsSpan()));
            if (Needs(1)) Give(1, ds.T.MatMul(Rows(Saved(0))));
            if (_hasBias) Give(2, ds);
        }
    }

    Tensor Layer<T>(Tensor weights, Tensor? bias, Activation activation) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor x = Rows(this), w = weights.T;
        int outputs = weights.Shape[0];
        var shape = new Shape([.. Shape.AsSpan()[..^1], outputs]);
        var y = Unfilled<T>(shape, out var products);
        if (weights.Shape[1] == 0) products.Clear();
        var b = bias is null ? default : bias.Values<T>();
        Gemm.Multiply(x.Shape[0], outputs, weights.Shape[1], x.RowMatrix<T>(), w.ColumnMatrix<T>(), products, bias: b,
            activation: activation);
        GC.KeepAlive(x);
        GC.KeepAlive(w);
        if (activation is Activation.Sigmoid) Apply(products, SafeMath.Sigmoid, SafeMath.Sigmoid);
        else if (activation is Activation.Tanh) Apply(products, SafeMath.Tanh, SafeMath.Tanh);
        Check(nameof(Linear), y);
        return y;
    }

    static void Apply<T>(Span<T> x, SpanKernel<float> float32, SpanKernel<double> float64) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) float32(MemoryMarshal.Cast<T, float>(x), MemoryMarshal.Cast<T, float>(x));
        else float64(MemoryMarshal.Cast<T, double>(x), MemoryMarshal.Cast<T, double>(x));
    }

    /// <summary>The rows along the last axis, as a matrix.</summary>
    static Tensor Rows(Tensor x)
    {
        if (x.Rank == 2) return x;
        int rows = 1;
        foreach (int size in x.Shape.AsSpan()[..^1]) rows *= size;
        return x.Reshape(rows, x.Shape[-1]);
    }
}
