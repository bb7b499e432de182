using System.Numerics;
using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

// Reductions over all axes, over one, or over several. Neighbouring axes are reduced where they lie, as rows or as columns; others are
// brought to the end first. A column has the bits that it would have as a row.
public sealed partial class Tensor
{
    /// <summary>Σ x over all elements; integers and booleans give int64. An empty sum is 0.</summary>
    /// <exception cref="ArgumentException">An integer sum is out of range.</exception>
    public Tensor Sum() => Sum(AllAxes(stackalloc int[Rank]));

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
            DType.Float32 => Reduce<float, float, SumOf<float>>(axes, keepDims, nameof(Sum)),
            DType.Float64 => Reduce<double, double, SumOf<double>>(axes, keepDims, nameof(Sum)),
            DType.Int32 => Reduce<int, long, SumOfInt32>(axes, keepDims, nameof(Sum)),
            DType.Int64 => Reduce<long, long, SumOfInt64>(axes, keepDims, nameof(Sum)),
            DType.UInt8 => Reduce<byte, long, SumOfBytes>(axes, keepDims, nameof(Sum)),
            _ => As(DType.UInt8).Sum(axes, keepDims),
        };
        return IsTracked(this) ? y.By(new SumNode(this, Kept(axes))) : y;
    }

    sealed class SumNode(Tensor x, Shape kept) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, dy.Length == 1 && !Gradients.AreOn
            ? dy.Everywhere(ShapeOf(0))
            : dy.Reshape(kept.AsSpan()).BroadcastTo(ShapeOf(0).AsSpan()));
    }

    /// <summary>True when the same element stands everywhere.</summary>
    bool IsOneNumber
    {
        get
        {
            if (_distances is null) return Length == 1;
            for (int a = 0; a < Rank; a++)
                if (_distances[a] != 0 && Shape[a] != 1) return false;
            return Length > 0;
        }
    }

    /// <summary>The one number of this tensor, everywhere in a shape: a view.</summary>
    Tensor Everywhere(Shape shape) => new(_storage, shape, new int[shape.Rank], _offset, isReadOnly: true);

    /// <summary>The mean of all elements; integers and booleans give float64.</summary>
    /// <exception cref="InvalidOperationException">There are no elements.</exception>
    public Tensor Mean() => Mean(AllAxes(stackalloc int[Rank]));

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
            DType.Float32 => Reduce<float, float, MeanOf<float>>(axes, keepDims, nameof(Mean)),
            DType.Float64 => Reduce<double, double, MeanOf<double>>(axes, keepDims, nameof(Mean)),
            _ => Sum(axes, keepDims) / count,
        };
        return IsTracked(this) ? y.By(new MeanNode(this, Kept(axes), count)) : y;
    }

    sealed class MeanNode(Tensor x, Shape kept, int count) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, dy.Length == 1 && !Gradients.AreOn
            ? Share(dy).Everywhere(ShapeOf(0))
            : (dy / count).Reshape(kept.AsSpan()).BroadcastTo(ShapeOf(0).AsSpan()));

        Tensor Share(Tensor dy)
        {
            var share = dy.DType == DType.Float32
                ? Scalar(dy.Whole<float>(nameof(Mean))[dy._offset] / count)
                : Scalar(dy.Whole<double>(nameof(Mean))[dy._offset] / count);
            GC.KeepAlive(dy);
            return share;
        }
    }

    /// <summary>The smallest element; NaN when one is NaN.</summary>
    /// <remarks>Its derivative goes to the smallest element; equal ones share it.</remarks>
    /// <exception cref="InvalidOperationException">There are no elements.</exception>
    public Tensor Min() => Min(AllAxes(stackalloc int[Rank]));

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
        var y = Extreme<MinimumOp, Extremes.Smaller<float>, Extremes.Smaller<double>>(axes, keepDims, nameof(Min));
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
    public Tensor Max() => Max(AllAxes(stackalloc int[Rank]));

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
        var y = Extreme<MaximumOp, Extremes.Larger<float>, Extremes.Larger<double>>(axes, keepDims, nameof(Max));
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
        Position<MinimumOp, Extremes.Smaller<float>, Extremes.Smaller<double>>(axis, keepDims, nameof(ArgMin));

    /// <summary>The position of the largest of all elements in row-major order, int32: the first of equals, or the first NaN.</summary>
    /// <exception cref="InvalidOperationException">There are no elements.</exception>
    public Tensor ArgMax() => Detach().Flatten().ArgMax(0);

    /// <summary>The position of the largest element along an axis, int32: the first of equals, or the first NaN.</summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <param name="keepDims">True to keep the axis, with size 1.</param>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <exception cref="InvalidOperationException">The axis has size 0.</exception>
    public Tensor ArgMax(int axis, bool keepDims = false) =>
        Position<MaximumOp, Extremes.Larger<float>, Extremes.Larger<double>>(axis, keepDims, nameof(ArgMax));

    Tensor Position<TOp, TFloat32, TFloat64>(int axis, bool keepDims, string operation)
        where TOp : struct, IBinary where TFloat32 : struct, Extremes.IChoice<float> where TFloat64 : struct, Extremes.IChoice<double>
    {
        CountAlong([axis], operation);
        return DType switch
        {
            DType.Float32 => Reduce<float, int, PlaceOf<float, TFloat32>>([axis], keepDims, operation),
            DType.Float64 => Reduce<double, int, PlaceOf<double, TFloat64>>([axis], keepDims, operation),
            DType.Int32 => Reduce<int, int, PlaceOfInteger<int, TOp>>([axis], keepDims, operation),
            DType.Int64 => Reduce<long, int, PlaceOfInteger<long, TOp>>([axis], keepDims, operation),
            DType.UInt8 => Reduce<byte, int, PlaceOfInteger<byte, TOp>>([axis], keepDims, operation),
            _ => As(DType.UInt8).Position<TOp, TFloat32, TFloat64>(axis, keepDims, operation),
        };
    }

    Tensor Extreme<TOp, TFloat32, TFloat64>(ReadOnlySpan<int> axes, bool keepDims, string operation)
        where TOp : struct, IBinary where TFloat32 : struct, Extremes.IChoice<float> where TFloat64 : struct, Extremes.IChoice<double>
    {
        CountAlong(axes, operation);
        return DType switch
        {
            DType.Float32 => Reduce<float, float, ExtremeOf<float, TFloat32>>(axes, keepDims, operation),
            DType.Float64 => Reduce<double, double, ExtremeOf<double, TFloat64>>(axes, keepDims, operation),
            DType.Int32 => Reduce<int, int, ExtremeOfInteger<int, TOp>>(axes, keepDims, operation),
            DType.Int64 => Reduce<long, long, ExtremeOfInteger<long, TOp>>(axes, keepDims, operation),
            DType.UInt8 => Reduce<byte, byte, ExtremeOfInteger<byte, TOp>>(axes, keepDims, operation),
            _ => throw NoNumber(operation),
        };
    }

    Tensor Reduce<T, TResult, TReduction>(ReadOnlySpan<int> axes, bool keepDims, string operation, TReduction reduction = default)
        where T : unmanaged where TResult : unmanaged where TReduction : struct, IReduction<T, TResult>
    {
        var x = Along(axes, keepDims, operation, out var slabs, out var shape).Packed();
        var y = Unfilled<TResult>(shape, out var values);
        if (values.Length > 0) Reductions.Run(x.Lent<T>(), slabs, values, reduction);
        GC.KeepAlive(x);
        return Made(operation, y);
    }

    /// <summary>This tensor, its axes in another order where that is needed to make those reduced neighbours; how it then looks along them,
    /// and the shape that is left.</summary>
    Tensor Along(ReadOnlySpan<int> axes, bool keepDims, string operation, out Slabs slabs, out Shape shape)
    {
        Span<bool> reduced = stackalloc bool[Rank];
        Reduced(axes, operation, reduced);
        Span<int> sizes = stackalloc int[Rank];
        int size = 0, outer = 1, length = 1, inner = 1;
        bool areNeighbours = true;
        for (int a = 0; a < Rank; a++)
        {
            int n = Shape[a];
            if (keepDims || !reduced[a]) sizes[size++] = reduced[a] ? 1 : n;
            if (n == 1) continue;
            if (!reduced[a]) inner *= n;
            else
            {
                // a kept axis between two that are reduced
                if (length != 1 && inner != 1) areNeighbours = false;
                if (length == 1) (outer, inner) = (inner, 1);
                length *= n;
            }
        }
        shape = new Shape(sizes[..size]);
        slabs = new Slabs(outer, length, inner);
        if (areNeighbours) return this;
        slabs = new Slabs(outer * inner, length, 1);
        Span<int> order = stackalloc int[Rank];
        int place = 0;
        for (int a = 0; a < Rank; a++)
            if (!reduced[a]) order[place++] = a;
        for (int a = 0; a < Rank; a++)
            if (reduced[a]) order[place++] = a;
        return Detach().Permute(order);
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
        Span<bool> reduced = stackalloc bool[Rank];
        Reduced(axes, operation, reduced);
        int count = 1;
        for (int a = 0; a < Rank; a++)
            if (reduced[a]) count *= Shape[a];
        return count > 0 ? count : throw new InvalidOperationException($"{operation}: {Shape} has no elements along the reduced axes");
    }

    void Reduced(ReadOnlySpan<int> axes, string operation, Span<bool> reduced)
    {
        reduced.Clear();
        foreach (int axis in axes)
        {
            int a = Shape.Axis(axis, operation);
            if (reduced[a]) throw new ArgumentException($"{operation}: axis {a} of {Shape} is named twice", nameof(axes));
            reduced[a] = true;
        }
    }

    static ReadOnlySpan<int> AllAxes(Span<int> axes)
    {
        for (int a = 0; a < axes.Length; a++) axes[a] = a;
        return axes;
    }

    readonly struct ExtremeOfInteger<T, TOp> : IReduction<T, T> where T : unmanaged, INumber<T> where TOp : struct, IBinary
    {
        public T Of(ReadOnlySpan<T> row)
        {
            T folded = row[0];
            foreach (T x in row[1..]) folded = TOp.Of(folded, x);
            return folded;
        }
    }

    readonly struct PlaceOfInteger<T, TOp> : IReduction<T, int> where T : unmanaged, INumber<T> where TOp : struct, IBinary
    {
        public int Of(ReadOnlySpan<T> row) => row.IndexOf(default(ExtremeOfInteger<T, TOp>).Of(row));
    }
}
