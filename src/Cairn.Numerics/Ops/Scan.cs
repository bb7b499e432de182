using System.Numerics;
using Cairn.Autograd;

namespace Cairn;

// What runs along an axis, element after element.
public sealed partial class Tensor
{
    interface IStep
    {
        static abstract T Of<T>(T before, T x) where T : INumber<T>;
    }

    readonly struct AddStep : IStep { public static T Of<T>(T before, T x) where T : INumber<T> => checked(before + x); }
    readonly struct MultiplyStep : IStep { public static T Of<T>(T before, T x) where T : INumber<T> => checked(before * x); }

    /// <summary>The sums x₀, x₀ + x₁, ... along an axis, added from the first on, in
    /// chunks of 16,384 whose last sum is added to all of the next; integers and booleans give int64.</summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <exception cref="ArgumentException">There is no such axis, or an integer sum is out of range.</exception>
    public Tensor CumulativeSum(int axis)
    {
        int along = Shape.Axis(axis, nameof(CumulativeSum));
        var y = Scan<AddStep>(nameof(CumulativeSum), along);
        return IsTracked(this) ? y.By(new CumulativeSumNode(this, along)) : y;
    }

    sealed class CumulativeSumNode(Tensor x, int axis) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, dy.Flip(axis).CumulativeSum(axis).Flip(axis));
    }

    /// <summary>The products x₀, x₀ x₁, ... along an axis, from the first on; integers give int64.</summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <exception cref="ArgumentException">There is no such axis, the type is bool, or an integer product is out of range.</exception>
    public Tensor CumulativeProduct(int axis)
    {
        int along = Shape.Axis(axis, nameof(CumulativeProduct));
        if (DType == DType.Bool) throw NoNumber(nameof(CumulativeProduct));
        var y = Scan<MultiplyStep>(nameof(CumulativeProduct), along);
        return IsTracked(this) ? y.By(new CumulativeProductNode(this, y, along)) : y;
    }

    sealed class CumulativeProductNode : Node
    {
        readonly int _axis;

        public CumulativeProductNode(Tensor x, Tensor y, int axis) : base(x)
        {
            _axis = axis;
            Save(x, y);
        }

        // dx_k = y_(k-1) r_k with r_k = dy_k + x_(k+1) r_(k+1): no division, so that zeros are like any number
        protected override void Backward(Tensor dy)
        {
            if (dy.Length == 0) Give(0, dy);
            else Give(0, Before(Saved(1), _axis, 1) * RecurrenceBack(Saved(0), dy, _axis));
        }
    }

    /// <summary>q_k = b_k + a_k q_(k-1) along an axis, from q_(-1) = 0 on.</summary>
    static Tensor Recurrence(Tensor a, Tensor b, int axis)
    {
        var q = b.DType == DType.Float32 ? Recurrence<float>(a, b, axis) : Recurrence<double>(a, b, axis);
        return IsTracked(a, b) ? q.By(new RecurrenceNode(a, b, q, axis)) : q;
    }

    sealed class RecurrenceNode : Node
    {
        readonly int _axis;

        public RecurrenceNode(Tensor a, Tensor b, Tensor q, int axis) : base(a, b)
        {
            _axis = axis;
            Save(a, q);
        }

        protected override void Backward(Tensor dq)
        {
            var r = RecurrenceBack(Saved(0), dq, _axis);
            if (Needs(0)) Give(0, r * Before(Saved(1), _axis, 0));
            Give(1, r);
        }
    }

    /// <summary>r_k = b_k + a_(k+1) r_(k+1): the recurrence from the last on.</summary>
    static Tensor RecurrenceBack(Tensor a, Tensor b, int axis) =>
        Recurrence(Before(a.Flip(axis), axis, 0), b.Flip(axis), axis).Flip(axis);

    /// <summary>At each position the element before it, and a number at the first.</summary>
    static Tensor Before(Tensor x, int axis, Scalar first)
    {
        int[] sizes = [.. x.Shape];
        sizes[axis] = 1;
        var start = Zeros(x.DType, sizes);
        start.Fill(first);
        return Concat([start, x.Along(axis, 0, x.Shape[axis] - 1)], axis);
    }

    Tensor Scan<TStep>(string operation, int axis) where TStep : struct, IStep => DType switch
    {
        DType.Float32 => typeof(TStep) == typeof(AddStep) ? RunningSums<float>(operation, axis) : Scan<float, TStep>(operation, axis),
        DType.Float64 => typeof(TStep) == typeof(AddStep) ? RunningSums<double>(operation, axis) : Scan<double, TStep>(operation, axis),
        DType.Int64 => Scan<long, TStep>(operation, axis),
        _ => (DType == DType.Bool ? As(DType.UInt8) : this).As(DType.Int64).Scan<long, TStep>(operation, axis),
    };

    Tensor Scan<T, TStep>(string operation, int axis) where T : unmanaged, INumber<T> where TStep : struct, IStep
    {
        var x = Packed();
        var y = Unfilled<T>(Shape, out var to);
        x.Lent<T>().CopyTo(to);
        GC.KeepAlive(x);
        int step = InnerLength(axis), block = step * Shape[axis];
        try
        {
            for (int start = 0; start < to.Length; start += block)
            {
                var slab = to.Slice(start, block);
                for (int i = step; i < block; i++) slab[i] = TStep.Of(slab[i - step], slab[i]);
            }
        }
        catch (OverflowException) { throw TooLarge(operation, DTypes.Of<T>()); }
        return Made(operation, y);
    }

    unsafe Tensor RunningSums<T>(string operation, int axis) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x = Packed();
        var y = Unfilled<T>(Shape, out var values);
        fixed (T* from = x.Lent<T>(), to = values) Kernels.RunningSums.Of(from, x.SlabsAlong(axis), to);
        GC.KeepAlive(x);
        return Made(operation, y);
    }

    static Tensor Recurrence<T>(Tensor a, Tensor b, int axis) where T : unmanaged, INumber<T>
    {
        var factors = a.Values<T>();
        var q = b.Values<T>().ToArray();
        int step = b.InnerLength(axis), block = step * b.Shape[axis];
        for (int i = 0; i < q.Length; i++)
            if (i % block >= step) q[i] += factors[i] * q[i - step];
        return Made(nameof(CumulativeProduct), q, b.Shape);
    }

    /// <summary>The distance of neighbours along an axis in row-major order.</summary>
    int InnerLength(int axis)
    {
        int length = 1;
        for (int a = axis + 1; a < Rank; a++) length *= Shape[a];
        return length;
    }
}
