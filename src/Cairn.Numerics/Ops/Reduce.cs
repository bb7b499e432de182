using System.Numerics;
using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

// Reductions over all axes, over one, or over several. The reduced axes are brought to the end, so that every kernel sees whole rows.
public sealed partial class Tensor
{
    delegate TResult RowKernel<T, TResult>(ReadOnlySpan<T> row);

    /// <summary>Σ x over all elements; integers and booleans give int64. An empty sum is 0.</summary>
    /// <exception cref="ArgumentException">An integer sum is out of range.</exception>
    public Tensor Sum() => Sum(AllAxes());

    /// <summary>Σ x along one axis; integers and booleans give int64.</summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <param name="keepDims">True to keep the axis, with size 1.</param>
    /// <exception cref="ArgumentException">There is no such axis, or an integer sum is out of range.</exception>
    public Tensor Sum(int axis, bool keepDims = false) => Sum([axis], keepDims);

    /// <summary>Σ x along several axes; integers and booleans give int64.</summary>
    /// <param name="axes">The axes; negative ones count from the last.</param>
    /// <param name="keepDims">True to keep the axes, with size 1.</param>
    /// <exception cref="ArgumentException">There is no such axis, one is named twice, or an integer sum is out of range.</exception>
    public Tensor Sum(ReadOnlySpan<int> axes, bool keepDims = false)
    {
        var y = DType switch
        {
            DType.Float32 => Reduce<float, float>(axes, keepDims, nameof(Sum), Sums.Sum),
            DType.Float64 => Reduce<double, double>(axes, keepDims, nameof(Sum), Sums.Sum),
            DType.Int32 => Reduce<int, long>(axes, keepDims, nameof(Sum), Sums.Sum),
            DType.Int64 => Reduce<long, long>(axes, keepDims, nameof(Sum), Sums.Sum),
            _ => Reduce<byte, long>(axes, keepDims, nameof(Sum), SumOf),
        };
        return IsTracked(this) ? y.By(new SumNode(this, Kept(axes))) : y;
    }

    sealed class SumNode(Tensor x, Shape kept) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, dy.Reshape(kept.AsSpan()).BroadcastTo(ShapeOf(0).AsSpan()));
    }

    /// <summary>The mean of all elements; integers and booleans give float64.</summary>
    /// <exception cref="InvalidOperationException">There are no elements.</exception>
    public Tensor Mean() => Mean(AllAxes());

    /// <summary>The mean along one axis; integers and booleans give float64.</summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <param name="keepDims">True to keep the axis, with size 1.</param>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <exception cref="InvalidOperationException">The axis has size 0.</exception>
    public Tensor Mean(int axis, bool keepDims = false) => Mean([axis], keepDims);

    /// <summary>The mean along several axes; integers and booleans give float64.</summary>
    /// <param name="axes">The axes; negative ones count from the last.</param>
    /// <param name="keepDims">True to keep the axes, with size 1.</param>
    /// <exception cref="ArgumentException">There is no such axis, or one is named twice.</exception>
    /// <exception cref="InvalidOperationException">An axis has size 0.</exception>
    public Tensor Mean(ReadOnlySpan<int> axes, bool keepDims = false)
    {
        int count = CountAlong(axes, nameof(Mean));
        var y = DType switch
        {
            DType.Float32 => Reduce<float, float>(axes, keepDims, nameof(Mean), Sums.Mean),
            DType.Float64 => Reduce<double, double>(axes, keepDims, nameof(Mean), Sums.Mean),
            _ => Sum(axes, keepDims) / count,
        };
        return IsTracked(this) ? y.By(new MeanNode(this, Kept(axes), count)) : y;
    }

    sealed class MeanNode(Tensor x, Shape kept, int count) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, (dy / count).Reshape(kept.AsSpan()).BroadcastTo(ShapeOf(0).AsSpan()));
    }

    /// <summary>The smallest element; NaN when one is NaN.</summary>
    /// <remarks>Its derivative goes to the smallest element; equal ones share it.</remarks>
    /// <exception cref="InvalidOperationException">There are no elements.</exception>
    public Tensor Min() => Min(AllAxes());

    /// <summary>The smallest element along one axis; NaN when one is NaN.</summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <param name="keepDims">True to keep the axis, with size 1.</param>
    /// <exception cref="ArgumentException">There is no such axis, or the type is bool.</exception>
    /// <exception cref="InvalidOperationException">The axis has size 0.</exception>
    public Tensor Min(int axis, bool keepDims = false) => Min([axis], keepDims);

    /// <summary>The smallest element along several axes; NaN when one is NaN.</summary>
    /// <param name="axes">The axes; negative ones count from the last.</param>
    /// <param name="keepDims">True to keep the axes, with size 1.</param>
    /// <exception cref="ArgumentException">There is no such axis, one is named twice, or the type is bool.</exception>
    /// <exception cref="InvalidOperationException">An axis has size 0.</exception>
    public Tensor Min(ReadOnlySpan<int> axes, bool keepDims = false)
    {
        var y = Extreme<MinimumOp>(axes, keepDims, nameof(Min), Extremes.Min, Extremes.Min);
        return IsTracked(this) ? y.By(new MinNode(this, y, axes, Kept(axes))) : y;
    }

    sealed class MinNode : Node
    {
        readonly Shape _kept;

        public MinNode(Tensor x, Tensor y, ReadOnlySpan<int> axes, Shape kept) : base(x)
        {
            _kept = kept;
            Save(SharesOfEquals(x, y, axes, kept));
        }

        protected override void Backward(Tensor dy) => Give(0, dy.Reshape(_kept.AsSpan()) * Saved(0));
    }

    /// <summary>The largest element; NaN when one is NaN.</summary>
    /// <remarks>Its derivative goes to the largest element; equal ones share it.</remarks>
    /// <exception cref="InvalidOperationException">There are no elements.</exception>
    public Tensor Max() => Max(AllAxes());

    /// <summary>The largest element along one axis; NaN when one is NaN.</summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <param name="keepDims">True to keep the axis, with size 1.</param>
    /// <exception cref="ArgumentException">There is no such axis, or the type is bool.</exception>
    /// <exception cref="InvalidOperationException">The axis has size 0.</exception>
    public Tensor Max(int axis, bool keepDims = false) => Max([axis], keepDims);

    /// <summary>The largest element along several axes; NaN when one is NaN.</summary>
    /// <param name="axes">The axes; negative ones count from the last.</param>
    /// <param name="keepDims">True to keep the axes, with size 1.</param>
    /// <exception cref="ArgumentException">There is no such axis, one is named twice, or the type is bool.</exception>
    /// <exception cref="InvalidOperationException">An axis has size 0.</exception>
    public Tensor Max(ReadOnlySpan<int> axes, bool keepDims = false)
    {
        var y = Extreme<MaximumOp>(axes, keepDims, nameof(Max), Extremes.Max, Extremes.Max);
        return IsTracked(this) ? y.By(new MaxNode(this, y, axes, Kept(axes))) : y;
    }

    sealed class MaxNode : Node
    {
        readonly Shape _kept;

        public MaxNode(Tensor x, Tensor y, ReadOnlySpan<int> axes, Shape kept) : base(x)
        {
            _kept = kept;
            Save(SharesOfEquals(x, y, axes, kept));
        }

        protected override void Backward(Tensor dy) => Give(0, dy.Reshape(_kept.AsSpan()) * Saved(0));
    }

    /// <summary>The position of the smallest of all elements in row-major order, int32: the first of equals, or the first NaN.</summary>
    /// <exception cref="InvalidOperationException">There are no elements.</exception>
    public Tensor ArgMin() => Detach().Flatten().ArgMin(0);

    /// <summary>The position of the smallest element along an axis, int32: the first of equals, or the first NaN.</summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <param name="keepDims">True to keep the axis, with size 1.</param>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <exception cref="InvalidOperationException">The axis has size 0.</exception>
    public Tensor ArgMin(int axis, bool keepDims = false) =>
        Position<MinimumOp>(axis, keepDims, nameof(ArgMin), Extremes.ArgMin, Extremes.ArgMin);

    /// <summary>The position of the largest of all elements in row-major order, int32: the first of equals, or the first NaN.</summary>
    /// <exception cref="InvalidOperationException">There are no elements.</exception>
    public Tensor ArgMax() => Detach().Flatten().ArgMax(0);

    /// <summary>The position of the largest element along an axis, int32: the first of equals, or the first NaN.</summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <param name="keepDims">True to keep the axis, with size 1.</param>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <exception cref="InvalidOperationException">The axis has size 0.</exception>
    public Tensor ArgMax(int axis, bool keepDims = false) =>
        Position<MaximumOp>(axis, keepDims, nameof(ArgMax), Extremes.ArgMax, Extremes.ArgMax);

    Tensor Position<TOp>(int axis, bool keepDims, string operation, RowKernel<float, int> float32, RowKernel<double, int> float64)
        where TOp : struct, IBinary
    {
        CountAlong([axis], operation);
        return DType switch
        {
            DType.Float32 => Reduce([axis], keepDims, operation, float32),
            DType.Float64 => Reduce([axis], keepDims, operation, float64),
            DType.Int32 => Reduce<int, int>([axis], keepDims, operation, PositionOf<int, TOp>),
            DType.Int64 => Reduce<long, int>([axis], keepDims, operation, PositionOf<long, TOp>),
            _ => Reduce<byte, int>([axis], keepDims, operation, PositionOf<byte, TOp>),
        };
    }

    Tensor Extreme<TOp>(ReadOnlySpan<int> axes, bool keepDims, string operation, RowKernel<float, float> float32,
        RowKernel<double, double> float64) where TOp : struct, IBinary
    {
        CountAlong(axes, operation);
        return DType switch
        {
            DType.Float32 => Reduce(axes, keepDims, operation, float32),
            DType.Float64 => Reduce(axes, keepDims, operation, float64),
            DType.Int32 => Reduce<int, int>(axes, keepDims, operation, FoldOf<int, TOp>),
            DType.Int64 => Reduce<long, long>(axes, keepDims, operation, FoldOf<long, TOp>),
            DType.UInt8 => Reduce<byte, byte>(axes, keepDims, operation, FoldOf<byte, TOp>),
            _ => throw NoNumber(operation),
        };
    }

    Tensor Reduce<T, TResult>(ReadOnlySpan<int> axes, bool keepDims, string operation, RowKernel<T, TResult> kernel)
        where T : unmanaged where TResult : unmanaged
    {
        var rows = RowsAlong<T>(axes, keepDims, operation, out int length, out var shape);
        var results = new TResult[shape.Elements];
        for (int i = 0; i < results.Length; i++) results[i] = kernel(rows.Slice(i * length, length));
        return Made(operation, results, shape);
    }

    Tensor ReduceRows<T>(ReadOnlySpan<int> axes, bool keepDims, string operation, RowsKernel<T> kernel) where T : unmanaged
    {
        var rows = RowsAlong<T>(axes, keepDims, operation, out int length, out var shape);
        var results = new T[shape.Elements];
        kernel(rows, length, results);
        return Made(operation, results, shape);
    }

    /// <summary>The elements in rows along the reduced axes, one after the other, and the shape that is left.</summary>
    ReadOnlySpan<T> RowsAlong<T>(ReadOnlySpan<int> axes, bool keepDims, string operation, out int length,
        out Shape shape) where T : unmanaged
    {
        var reduced = Reduced(axes, operation);
        int count = 0;
        length = 1;
        for (int a = 0; a < Rank; a++)
        {
            if (!reduced[a]) continue;
            length *= Shape[a];
            count++;
        }
        Span<int> order = stackalloc int[Rank], sizes = stackalloc int[keepDims ? Rank : Rank - count];
        int kept = 0, gone = Rank - count, size = 0;
        bool isInOrder = true;
        for (int a = 0; a < Rank; a++)
        {
            if (reduced[a]) order[gone++] = a;
            else order[kept++] = a;
            if (keepDims || !reduced[a]) sizes[size++] = reduced[a] ? 1 : Shape[a];
            isInOrder &= reduced[a] || kept == a + 1;
        }
        shape = new Shape(sizes);
        return (isInOrder ? this : Detach().Permute(order)).Values<T>();
    }

    /// <summary>1 over the number of elements that equal y in their group where x = y, else 0; NaN where y is.</summary>
    static Tensor SharesOfEquals(Tensor x, Tensor y, ReadOnlySpan<int> axes, Shape kept)
    {
        var equal = x.EqualTo(y.Detach().Reshape(kept.AsSpan())).As(x.DType);
        return equal / equal.Sum(axes, keepDims: true);
    }

    /// <summary>This shape with size 1 along the axes: that of a reduction that keeps its axes.</summary>
    Shape Kept(ReadOnlySpan<int> axes)
    {
        Span<int> sizes = stackalloc int[Rank];
        Shape.AsSpan().CopyTo(sizes);
        foreach (int axis in axes) sizes[axis < 0 ? axis + Rank : axis] = 1;
        return new Shape(sizes);
    }

    int CountAlong(ReadOnlySpan<int> axes, string operation)
    {
        var reduced = Reduced(axes, operation);
        int count = 1;
        for (int a = 0; a < Rank; a++)
            if (reduced[a]) count *= Shape[a];
        return count > 0 ? count : throw new InvalidOperationException($"{operation}: {Shape} has no elements along the reduced axes");
    }

    bool[] Reduced(ReadOnlySpan<int> axes, string operation)
    {
        var reduced = new bool[Rank];
        foreach (int axis in axes)
        {
            int a = Shape.Axis(axis, operation);
            if (reduced[a]) throw new ArgumentException($"{operation}: axis {a} of {Shape} is named twice", nameof(axes));
            reduced[a] = true;
        }
        return reduced;
    }

    int[] AllAxes()
    {
        var axes = new int[Rank];
        for (int a = 0; a < axes.Length; a++) axes[a] = a;
        return axes;
    }

    static T FoldOf<T, TOp>(ReadOnlySpan<T> row) where T : INumber<T> where TOp : struct, IBinary
    {
        T folded = row[0];
        foreach (T x in row[1..]) folded = TOp.Of(folded, x);
        return folded;
    }

    static int PositionOf<T, TOp>(ReadOnlySpan<T> row) where T : INumber<T> where TOp : struct, IBinary =>
        row.IndexOf(FoldOf<T, TOp>(row));

    // 255 2^31 fits a long
    static long SumOf(ReadOnlySpan<byte> row)
    {
        long sum = 0;
        foreach (byte x in row) sum += x;
        return sum;
    }
}
