using System.Numerics;
using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

// Weights given by their logarithms: their sum, their shares and the loss by which classifiers learn.
public sealed partial class Tensor
{
    /// <summary>ln Σ eˣ of all elements, without overflow; -infinity of nothing. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor LogSumExp() => LogSumExp(AllAxes(stackalloc int[Rank]));

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
            DType.Float32 => LogSumExp<float>(axes, keepDims),
            DType.Float64 => LogSumExp<double>(axes, keepDims),
            DType.Bool => throw NoNumber(nameof(LogSumExp)),
            _ => Real(this).LogSumExp(axes, keepDims),
        };
        return IsTracked(this) ? y.By(new LogSumExpNode(this, y, Kept(axes))) : y;
    }

    Tensor LogSumExp<T>(ReadOnlySpan<int> axes, bool keepDims) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x = Along(axes, keepDims, nameof(LogSumExp), out var slabs, out var shape).Packed();
        var y = Unfilled<T>(shape, out var values);
        if (slabs.Length == 0) values.Fill(T.NegativeInfinity);
        else RowMaps.Run(x.Lent<T>(), slabs, values, default(LogWeights.LogSums<T>));
        GC.KeepAlive(x);
        return Made(nameof(LogSumExp), y);
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
        var y = MapRows<LogWeights.Shares<float>, LogWeights.Shares<double>>(nameof(Softmax), along);
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
            Give(0, Gradients.AreOn || _axis != y.Rank - 1 || dy.DType != y.DType ? y * (dy - (dy * y).Sum(_axis, keepDims: true))
                : y.DType == DType.Float32 ? Slopes<float>(y, dy) : Slopes<double>(y, dy));
        }

        // the same numbers in one pass
        static unsafe Tensor Slopes<T>(Tensor y, Tensor dy) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            dy = dy.Packed();
            fixed (T* slopes = dy.Lent<T>())
            {
                var dx = MapRows<T, LogWeights.ShareSlopes<T>>(nameof(Softmax), y, y.Rank - 1, new(slopes));
                GC.KeepAlive(dy);
                return dx;
            }
        }
    }

    /// <summary>The logarithms of the shares, x - ln Σ eˣ, along an axis, to full precision where shares are tiny. Integers give
    /// float64.</summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <exception cref="ArgumentException">There is no such axis, or the type is bool.</exception>
    public Tensor LogSoftmax(int axis = -1)
    {
        int along = Shape.Axis(axis, nameof(LogSoftmax));
        var y = MapRows<LogWeights.LogShares<float>, LogWeights.LogShares<double>>(nameof(LogSoftmax), along);
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

        protected override void Backward(Tensor dy)
        {
            var y = Saved(0);
            Give(0, Gradients.AreOn || _axis != y.Rank - 1 || dy.DType != y.DType ? dy - y.Exp() * dy.Sum(_axis, keepDims: true)
                : y.DType == DType.Float32 ? Slopes<float>(y, dy) : Slopes<double>(y, dy));
        }

        // the same numbers in one pass
        static unsafe Tensor Slopes<T>(Tensor y, Tensor dy) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            dy = dy.Packed();
            fixed (T* slopes = dy.Lent<T>())
            {
                var dx = MapRows<T, LogWeights.LogShareSlopes<T>>(nameof(LogSoftmax), y, y.Rank - 1, new(slopes));
                GC.KeepAlive(dy);
                return dx;
            }
        }
    }

    /// <summary>Applies a kernel to each row along an axis; integers are taken as float64.</summary>
    Tensor MapRows<TFloat32, TFloat64>(string operation, int axis)
        where TFloat32 : struct, IRowKernel<float> where TFloat64 : struct, IRowKernel<double> => DType switch
        {
            DType.Float32 => MapRows<float, TFloat32>(operation, this, axis, default),
            DType.Float64 => MapRows<double, TFloat64>(operation, this, axis, default),
            DType.Bool => throw NoNumber(operation),
            _ => MapRows<double, TFloat64>(operation, Real(this), axis, default),
        };

    static Tensor MapRows<T, TKernel>(string operation, Tensor x, int axis, TKernel kernel)
        where T : unmanaged where TKernel : struct, IRowKernel<T>
    {
        x = x.Packed();
        var y = Unfilled<T>(x.Shape, out var values);
        RowMaps.Run(x.Lent<T>(), x.SlabsAlong(axis), values, kernel);
        GC.KeepAlive(x);
        return Made(operation, y);
    }

    /// <summary>How this tensor looks along one axis when it is packed.</summary>
    Slabs SlabsAlong(int axis)
    {
        int inner = InnerLength(axis), length = Shape[axis];
        return new(Length == 0 ? 0 : Length / inner / length, length, inner);
    }
}
