using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

// Weights given by their logarithms: their sum, their shares and the loss by which classifiers learn.
public sealed partial class Tensor
{
    delegate void RowsKernel<T>(ReadOnlySpan<T> x, int length, Span<T> y);

    /// <summary>ln Σ eˣ of all elements, without overflow; -infinity of nothing. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor LogSumExp() => LogSumExp(AllAxes());

    /// <summary>ln Σ eˣ along one axis. Integers give float64.</summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <param name="keepDims">True to keep the axis, with size 1.</param>
    /// <exception cref="ArgumentException">There is no such axis, or the type is bool.</exception>
    public Tensor LogSumExp(int axis, bool keepDims = false) => LogSumExp([axis], keepDims);

    /// <summary>ln Σ eˣ along several axes. Integers give float64.</summary>
    /// <param name="axes">The axes; negative ones count from the last.</param>
    /// <param name="keepDims">True to keep the axes, with size 1.</param>
    /// <exception cref="ArgumentException">There is no such axis, one is named twice, or the type is bool.</exception>
    public Tensor LogSumExp(ReadOnlySpan<int> axes, bool keepDims = false)
    {
        var y = DType switch
        {
            DType.Float32 => ReduceRows<float>(axes, keepDims, nameof(LogSumExp), LogWeights.LogSums),
            DType.Float64 => ReduceRows<double>(axes, keepDims, nameof(LogSumExp), LogWeights.LogSums),
            DType.Bool => throw NoNumber(nameof(LogSumExp)),
            _ => Real(this).LogSumExp(axes, keepDims),
        };
        return IsTracked(this) ? y.By(new LogSumExpNode(this, y, Kept(axes))) : y;
    }

    sealed class LogSumExpNode : Node
    {
        readonly Shape _kept;

        public LogSumExpNode(Tensor x, Tensor y, Shape kept) : base(x)
        {
            _kept = kept;
            Save(x, y);
        }

        protected override void Backward(Tensor dy) =>
            Give(0, dy.Reshape(_kept.AsSpan()) * (Saved(0) - Saved(1).Reshape(_kept.AsSpan())).Exp());
    }

    /// <summary>The shares eˣ / Σ eˣ along an axis, without overflow. Integers give float64.</summary>
    /// <remarks>One +infinity takes all, only -infinities share alike.</remarks>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <exception cref="ArgumentException">There is no such axis, or the type is bool.</exception>
    public Tensor Softmax(int axis = -1)
    {
        int along = Shape.Axis(axis, nameof(Softmax));
        var y = MapRows(nameof(Softmax), along, LogWeights.Shares, LogWeights.Shares);
        return IsTracked(this) ? y.By(new SoftmaxNode(this, y, along)) : y;
    }

    sealed class SoftmaxNode : Node
    {
        readonly int _axis;

        public SoftmaxNode(Tensor x, Tensor y, int axis) : base(x)
        {
            _axis = axis;
            Save(y);
        }

        protected override void Backward(Tensor dy)
        {
            var y = Saved(0);
            Give(0, y * (dy - (dy * y).Sum(_axis, keepDims: true)));
        }
    }

    /// <summary>The logarithms of the shares, x - ln Σ eˣ, along an axis, to full precision where shares are tiny. Integers give
    /// float64.</summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <exception cref="ArgumentException">There is no such axis, or the type is bool.</exception>
    public Tensor LogSoftmax(int axis = -1)
    {
        int along = Shape.Axis(axis, nameof(LogSoftmax));
        var y = MapRows(nameof(LogSoftmax), along, LogWeights.LogShares, LogWeights.LogShares);
        return IsTracked(this) ? y.By(new LogSoftmaxNode(this, y, along)) : y;
    }

    sealed class LogSoftmaxNode : Node
    {
        readonly int _axis;

        public LogSoftmaxNode(Tensor x, Tensor y, int axis) : base(x)
        {
            _axis = axis;
            Save(y);
        }

        protected override void Backward(Tensor dy) => Give(0, dy - Saved(0).Exp() * dy.Sum(_axis, keepDims: true));
    }

    /// <summary>Applies a kernel to each row along an axis; integers are taken as float64.</summary>
    Tensor MapRows(string operation, int axis, RowsKernel<float> float32, RowsKernel<double> float64) => DType switch
    {
        DType.Float32 => MapRows(operation, axis, float32),
        DType.Float64 => MapRows(operation, axis, float64),
        DType.Bool => throw NoNumber(operation),
        _ => Real(this).MapRows(operation, axis, float64),
    };

    Tensor MapRows<T>(string operation, int axis, RowsKernel<T> kernel) where T : unmanaged
    {
        var rows = axis == Rank - 1 ? this : Detach().Transpose(axis, -1);
        var x = rows.Values<T>();
        var y = new T[x.Length];
        kernel(x, Shape[axis], y);
        var made = Made(operation, y, rows.Shape);
        return axis == Rank - 1 ? made : made.Transpose(axis, -1).Contiguous();
    }
}
