using System.Numerics;
using System.Runtime.Intrinsics;
using Cairn.Autograd;

namespace Cairn;

// The smaller, the larger and the one between. Where two operands are equal, each has half of the derivative.
public sealed partial class Tensor
{
    readonly struct MinimumOp : IBinary
    {
        public static bool HasVectors => true;
        public static T Of<T>(T x, T y) where T : INumber<T> => T.Min(x, y);
        public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y) => Vector512.Min(x, y);
    }

    readonly struct MaximumOp : IBinary
    {
        public static bool HasVectors => true;
        public static T Of<T>(T x, T y) where T : INumber<T> => T.Max(x, y);
        public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y) => Vector512.Max(x, y);
    }

    /// <summary>The smaller of x and y, element by element; NaN when one is NaN.</summary>
    /// <remarks>Its derivative goes to the smaller; equal elements share it.</remarks>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or a type is bool.</exception>
    public static Tensor Minimum(Tensor x, Tensor y)
    {
        var z = Zip<MinimumOp>(nameof(Minimum), x, y);
        return IsTracked(x, y) ? z.By(new MinimumNode(x, y)) : z;
    }

    /// <inheritdoc cref="Minimum(Tensor, Tensor)"/>
    public static Tensor Minimum(Tensor x, Scalar y) => Minimum(x, Weak(nameof(Minimum), y, x));

    sealed class MinimumNode : Node
    {
        public MinimumNode(Tensor x, Tensor y) : base(x, y) => Save(x, y);

        protected override void Backward(Tensor dz)
        {
            if (Needs(0)) Give(0, dz * ShareOf(Saved(0) <= Saved(1), Saved(0), Saved(1)));
            if (Needs(1)) Give(1, dz * ShareOf(Saved(1) <= Saved(0), Saved(0), Saved(1)));
        }
    }

    /// <summary>The larger of x and y, element by element; NaN when one is NaN.</summary>
    /// <remarks>Its derivative goes to the larger; equal elements share it.</remarks>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or a type is bool.</exception>
    public static Tensor Maximum(Tensor x, Tensor y)
    {
        var z = Zip<MaximumOp>(nameof(Maximum), x, y);
        return IsTracked(x, y) ? z.By(new MaximumNode(x, y)) : z;
    }

    /// <inheritdoc cref="Maximum(Tensor, Tensor)"/>
    public static Tensor Maximum(Tensor x, Scalar y) => Maximum(x, Weak(nameof(Maximum), y, x));

    sealed class MaximumNode : Node
    {
        public MaximumNode(Tensor x, Tensor y) : base(x, y) => Save(x, y);

        protected override void Backward(Tensor dz)
        {
            if (Needs(0)) Give(0, dz * ShareOf(Saved(0) >= Saved(1), Saved(0), Saved(1)));
            if (Needs(1)) Give(1, dz * ShareOf(Saved(1) >= Saved(0), Saved(0), Saved(1)));
        }
    }

    /// <summary>1 where chosen alone, 1/2 where x = y, 0 elsewhere.</summary>
    static Tensor ShareOf(Tensor chosen, Tensor x, Tensor y) =>
        Where(x.EqualTo(y), 0.5, 1.0).As(DTypes.Together(x.DType, y.DType, "")) * chosen.As(x.DType);

    /// <summary>min(max(x, lowest), highest), element by element; NaN stays NaN.</summary>
    /// <remarks>Its derivative is 1 from the lowest to the highest value, both included, and 0 outside.</remarks>
    /// <exception cref="ArgumentException">The lowest value exceeds the highest, one is NaN, or the type is bool.</exception>
    public Tensor Clamp(Scalar lowest, Scalar highest)
    {
        if (!((double)(Tensor)lowest <= (double)(Tensor)highest))
            throw new ArgumentException($"Clamp: the lowest value {lowest} must not exceed the highest, {highest}", nameof(lowest));
        var plain = IsTracked(this) ? Detach() : this;
        var y = Minimum(Maximum(plain, lowest), highest);
        return IsTracked(this) ? y.By(new ClampNode(this, y)) : y;
    }

    sealed class ClampNode : Node
    {
        public ClampNode(Tensor x, Tensor y) : base(x) => Save(x.EqualTo(y));

        protected override void Backward(Tensor dy) => Give(0, dy * Saved(0).As(dy.DType));
    }
}
