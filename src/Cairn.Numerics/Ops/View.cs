using Cairn.Autograd;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The transpose of a matrix, as a view.</summary>
    /// <exception cref="InvalidOperationException">The tensor is no matrix.</exception>
    public Tensor T => Rank == 2
        ? Transpose(0, 1)
        : throw new InvalidOperationException($"T: {Shape} is no matrix; use Transpose(first, second) or Permute(axes)");

    /// <summary>The same elements in row-major order in another shape.</summary>
    /// <remarks>A view when the strides allow it, which they always do when this tensor is contiguous; else a copy.</remarks>
    /// <param name="sizes">The sizes along the axes; one of them may be -1, to be found from the others.</param>
    /// <exception cref="ArgumentException">The shape does not have as many elements as this tensor.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> sizes)
    {
        var shape = Infer(sizes);
        if (StridesOf(shape) is { } strides) return Reshaped(shape, strides);
        var copy = Copy().Reshape(sizes);
        return IsReadOnly ? copy.AsReadOnly() : copy;
    }

    /// <summary>All elements in one axis: <c>Reshape(-1)</c>.</summary>
    public Tensor Flatten() => Reshape(Length);

    /// <summary>Two axes exchanged, as a view.</summary>
    /// <param name="first">An axis; negative counts from the last.</param>
    /// <param name="second">Another axis; negative counts from the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public Tensor Transpose(int first, int second)
    {
        int a = Shape.Axis(first, nameof(Transpose)), b = Shape.Axis(second, nameof(Transpose));
        Span<int> sizes = stackalloc int[Rank];
        Shape.AsSpan().CopyTo(sizes);
        int[] strides = [.. _strides];
        (sizes[a], sizes[b], strides[a], strides[b]) = (sizes[b], sizes[a], strides[b], strides[a]);
        var view = View(new Shape(sizes), strides);
        return IsTracked(this) ? view.By(new TransposeNode(this, a, b)) : view;
    }

    sealed class TransposeNode(Tensor x, int first, int second) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, dy.Transpose(first, second));
    }

    /// <summary>The axes in another order, as a view.</summary>
    /// <param name="axes">For each axis of the result the axis of this tensor; negative counts from the last.</param>
    /// <exception cref="ArgumentException">The axes are not each axis of this tensor once.</exception>
    public Tensor Permute(params ReadOnlySpan<int> axes)
    {
        if (axes.Length != Rank)
            throw new ArgumentException($"Permute: {axes.Length} axes are given, but {Shape} has {Rank}", nameof(axes));
        var sizes = new int[Rank];
        var strides = new int[Rank];
        var seen = new bool[Rank];
        for (int i = 0; i < Rank; i++)
        {
            int a = Shape.Axis(axes[i], nameof(Permute));
            if (seen[a]) throw new ArgumentException($"Permute: axis {a} of {Shape} is given twice", nameof(axes));
            seen[a] = true;
            sizes[i] = Shape[a];
            strides[i] = _strides[a];
        }
        var view = View(new Shape(sizes), strides);
        return IsTracked(this) ? view.By(new PermuteNode(this, axes)) : view;
    }

    /// <summary>Without the axes of size 1, as a view.</summary>
    public Tensor Squeeze() => Without(a => Shape[a] == 1);

    /// <summary>Without one axis of size 1, as a view.</summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <exception cref="ArgumentException">The axis has another size than 1, or there is no such axis.</exception>
    public Tensor Squeeze(int axis)
    {
        int gone = Shape.Axis(axis, nameof(Squeeze));
        return Shape[gone] == 1
            ? Without(a => a == gone)
            : throw new ArgumentException($"Squeeze: axis {gone} of {Shape} has size {Shape[gone]}, not 1", nameof(axis));
    }

    /// <summary>With a new axis of size 1, as a view.</summary>
    /// <param name="axis">Where the new axis stands in the result; negative counts from the last, -1 being behind all others.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public Tensor Unsqueeze(int axis)
    {
        int a = Shape.Axis(axis, nameof(Unsqueeze), Rank + 1);
        return Reshaped(new Shape([.. Shape.AsSpan()[..a], 1, .. Shape.AsSpan()[a..]]), [.. _strides[..a], 0, .. _strides[a..]]);
    }

    /// <summary>The elements repeated along axes of size 1 and new leading axes, without a copy: a read-only view.</summary>
    /// <param name="sizes">The sizes along the axes of the result.</param>
    /// <exception cref="ArgumentException">A size differs from this tensor's, which is not 1.</exception>
    public Tensor BroadcastTo(params ReadOnlySpan<int> sizes)
    {
        var shape = new Shape(sizes);
        if (shape == Shape) return AsReadOnly();
        var view = ExpandTo(shape, nameof(BroadcastTo)).AsReadOnly();
        return IsTracked(this) ? view.By(new BroadcastToNode(this)) : view;
    }

    sealed class ReshapeNode(Tensor x) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, dy.Reshape(ShapeOf(0).AsSpan()));
    }

    sealed class PermuteNode : Node
    {
        readonly int[] _back;

        public PermuteNode(Tensor x, ReadOnlySpan<int> axes) : base(x)
        {
            _back = new int[axes.Length];
            for (int i = 0; i < axes.Length; i++) _back[axes[i] < 0 ? axes[i] + axes.Length : axes[i]] = i;
        }

        protected override void Backward(Tensor dy) => Give(0, dy.Permute(_back));
    }

    // the engine sums every gradient to the shape of what it is the gradient of
    sealed class BroadcastToNode(Tensor x) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, dy);
    }

    Tensor Reshaped(Shape shape, int[] strides)
    {
        var view = View(shape, strides);
        return IsTracked(this) ? view.By(new ReshapeNode(this)) : view;
    }

    /// <summary>The view that repeats elements with strides of 0, as plain numbers without a past.</summary>
    Tensor ExpandTo(Shape shape, string operation)
    {
        if (shape == Shape) return this;
        int extra = shape.Rank - Rank;
        var strides = new int[shape.Rank];
        for (int a = 0; a < Rank; a++)
        {
            if (extra < 0 || (Shape[a] != 1 && Shape[a] != shape[a + extra]))
                throw new ArgumentException(
                    $"{operation}: {Shape} does not broadcast to {shape}; sizes must be equal or 1 from the last axis on");
            strides[a + extra] = Shape[a] == 1 ? 0 : _strides[a];
        }
        return View(shape, strides);
    }

    Tensor View(Shape shape, int[] strides) => new(_storage, shape, strides, _offset, IsReadOnly);

    Tensor Without(Func<int, bool> gone)
    {
        int[] kept = [.. Enumerable.Range(0, Rank).Where(a => !gone(a))];
        return Reshaped(new Shape([.. kept.Select(a => Shape[a])]), [.. kept.Select(a => _strides[a])]);
    }

    Shape Infer(ReadOnlySpan<int> sizes)
    {
        int unknown = sizes.IndexOf(-1);
        int[] known = [.. sizes];
        if (unknown >= 0)
        {
            known[unknown] = 1;
            int others = new Shape(known).Elements;
            known[unknown] = others == 0 ? 0 : Length / others;
        }
        var shape = new Shape(known);
        return shape.Elements == Length ? shape : throw new ArgumentException(
            $"Reshape: {Shape} has {Length} elements, which do not fill [{string.Join(", ", sizes.ToArray())}]", nameof(sizes));
    }

    /// <summary>The strides with which this tensor's elements appear in another shape, or null when there are none.</summary>
    int[]? StridesOf(Shape shape)
    {
        if (IsContiguous) return shape.RowMajorStrides();
        var strides = new int[shape.Rank];
        int axis = 0, to = 0;
        // walk both shapes in runs of axes with equal products; a run of old axes must be one evenly spaced sequence
        while (axis < Rank)
        {
            int first = axis, firstTo = to;
            long product = Shape[axis++], productTo = to < shape.Rank ? shape[to++] : 1;
            while (product != productTo)
            {
                if (product < productTo) product *= Shape[axis++];
                else productTo *= shape[to++];
            }
            int inner = -1;
            for (int a = axis - 1; a >= first; a--)
            {
                if (Shape[a] == 1) continue;
                if (inner >= 0 && _strides[a] != _strides[inner] * Shape[inner]) return null;
                inner = a;
            }
            int last = axis - 1;
            while (last > first && Shape[last] == 1) last--;
            for (int b = to - 1, step = _strides[last]; b >= firstTo; b--)
            {
                strides[b] = step;
                step *= shape[b];
            }
        }
        return strides;
    }
}
