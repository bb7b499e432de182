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

        if (activation is < Activation.None or > Activation.Tanh)
            throw new ArgumentOutOfRangeException(nameof(activation), activation, "Linear: no such activation");
        var y = DType == DType.Float32 ? Layer<float>(weights, bias, activation) : Layer<double>(weights, bias, activation);
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

        // with s = x Wᵀ + b: dx = ds W, dW = dsᵀ x, db = Σ ds over the rows
        protected override void Backward(Tensor dy)
        {
            if (!Gradients.AreOn)
            {
                if (dy.DType == DType.Float32) GiveInPlace<float>(dy);
                else GiveInPlace<double>(dy);
                return;
            }
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

        // the same numbers without tensors in between
        void GiveInPlace<T>(Tensor dy) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var ds = dy.Packed();
            int outputs = ds.Shape[-1], rows = RowCount(ds.Shape);
            if (_activation != Activation.None)
            {
                Tensor slopes = ds, y = Saved(2).Packed();
                ds = Unfilled<T>(y.Shape, out var values);
                ActivationSlopes.Run(_activation, slopes.Lent<T>(), y.Lent<T>(), values);
                GC.KeepAlive(slopes);
                GC.KeepAlive(y);
            }
            var byRow = new MatrixSpan<T>(ds.Lent<T>(), 0, outputs, 1);
            if (Needs(0))
            {
                var w = Saved(1);
                var dx = Unfilled<T>(ShapeOf(0), out var values);
                Gemm.Multiply(rows, w.Shape[1], outputs, byRow, w.RowMatrix<T>(), values);
                GC.KeepAlive(w);
                Give(0, dx);
            }
            if (Needs(1))
            {
                var x = Saved(0).InRows();
                var sum = SumOf(1, rows);
                var dw = sum ?? Unfilled<T>(ShapeOf(1), out _);
                Gemm.Multiply(outputs, x.Shape[-1], rows, new(byRow.Values, 0, 1, outputs), x.RowMatrix<T>(), dw.Lent<T>(), accumulate: sum is not null);
                GC.KeepAlive(x);
                GC.KeepAlive(dw);
                if (sum is null) Give(1, dw);
            }
            if (_hasBias && Needs(2))
            {
                var db = Unfilled<T>(ShapeOf(2), out var values);
                if (outputs > 0) Reductions.Run(byRow.Values, new Slabs(1, rows, outputs), values, default(SumOf<T>));
                Give(2, db);
            }
            GC.KeepAlive(ds);
        }
    }

    Tensor Layer<T>(Tensor weights, Tensor? bias, Activation activation) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x = InRows();
        var b = bias?.Packed();
        int outputs = weights.Shape[0];
        var y = Unfilled<T>(Rank == 2 ? Shape.Of(nameof(Linear), Shape[0], outputs)
            : Shape.Of(nameof(Linear), [.. Shape.AsSpan()[..^1], outputs]), out var products);
        var w = weights.RowMatrix<T>();
        Gemm.Multiply(RowCount(Shape), outputs, weights.Shape[1], x.RowMatrix<T>(), new(w.Values, w.Offset, w.Column, w.Row), products,
            bias: b is null ? default : b.Lent<T>(), activation: activation);
        GC.KeepAlive(x);
        GC.KeepAlive(weights);
        GC.KeepAlive(b);
        if (activation is Activation.Sigmoid) Apply(products, SafeMath.Sigmoid, SafeMath.Sigmoid);
        else if (activation is Activation.Tanh) Apply(products, SafeMath.Tanh, SafeMath.Tanh);
        return Made(nameof(Linear), y);
    }

    static void Apply<T>(Span<T> x, SpanKernel<float> float32, SpanKernel<double> float64) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) float32(MemoryMarshal.Cast<T, float>(x), MemoryMarshal.Cast<T, float>(x));
        else float64(MemoryMarshal.Cast<T, double>(x), MemoryMarshal.Cast<T, double>(x));
    }

    /// <summary>The rows along the last axis, as a matrix.</summary>
    static Tensor Rows(Tensor x) => x.Rank == 2 ? x : x.Reshape(RowCount(x.Shape), x.Shape[-1]);

    /// <summary>This tensor, or a copy in which the rows along the last axis are equally far apart, as plain numbers.</summary>
    Tensor InRows()
    {
        if (Rank == 2) return this;
        var x = Packed();
        // an axis of one element may have any stride
        return x._distances is null ? x : new Tensor(x._storage, x.Shape, x.Shape.RowMajorStrides(), x._offset, x.IsReadOnly);
    }

    static int RowCount(Shape shape)
    {
        int rows = 1;
        foreach (int size in shape.AsSpan()[..^1]) rows *= size;
        return rows;
    }
}
