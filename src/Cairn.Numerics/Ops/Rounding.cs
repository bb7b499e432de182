using System.Numerics;
using System.Runtime.Intrinsics;
using Cairn.Autograd;

namespace Cairn;

// Functions of one element that IEEE 754 gives exactly. Those that round are constant between their steps: no gradient goes through.
public sealed partial class Tensor
{
    readonly struct AbsOp : IUnary
    {
        public static bool HasVectors => true;
        public static T Of<T>(T x) where T : INumber<T> => T.Abs(x);
        public static Vector512<T> Of<T>(Vector512<T> x) => Vector512.Abs(x);
    }

    readonly struct SignOp : IUnary
    {
        public static bool HasVectors => true;
        public static T Of<T>(T x) where T : INumber<T> => x > T.Zero ? T.One : x < T.Zero ? -T.One : x;
        public static Vector512<T> Of<T>(Vector512<T> x) =>
            Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<T>.Zero), Vector512<T>.One,
                Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<T>.Zero), -Vector512<T>.One, x));
    }

    readonly struct SquareOp : IUnary
    {
        public static bool HasVectors => true;
        public static T Of<T>(T x) where T : INumber<T> => checked(x * x);
        public static Vector512<T> Of<T>(Vector512<T> x) => x * x;
    }

    readonly struct SqrtOp : IUnaryReal
    {
        public static T Of<T>(T x) where T : IFloatingPointIeee754<T> => T.Sqrt(x);
        public static Vector512<T> Of<T>(Vector512<T> x) => Vector512.Sqrt(x);
    }

    readonly struct FloorOp : IUnaryReal
    {
        public static T Of<T>(T x) where T : IFloatingPointIeee754<T> => T.Floor(x);
        public static Vector512<T> Of<T>(Vector512<T> x) => typeof(T) == typeof(float)
            ? Vector512.Floor(x.AsSingle()).As<float, T>()
            : Vector512.Floor(x.AsDouble()).As<double, T>();
    }

    readonly struct CeilingOp : IUnaryReal
    {
        public static T Of<T>(T x) where T : IFloatingPointIeee754<T> => T.Ceiling(x);
        public static Vector512<T> Of<T>(Vector512<T> x) => typeof(T) == typeof(float)
            ? Vector512.Ceiling(x.AsSingle()).As<float, T>()
            : Vector512.Ceiling(x.AsDouble()).As<double, T>();
    }

    readonly struct RoundOp : IUnaryReal
    {
        public static T Of<T>(T x) where T : IFloatingPointIeee754<T> => T.Round(x);
        public static Vector512<T> Of<T>(Vector512<T> x) => typeof(T) == typeof(float)
            ? Vector512.Round(x.AsSingle()).As<float, T>()
            : Vector512.Round(x.AsDouble()).As<double, T>();
    }

    /// <summary>|x|, element by element. Its derivative at 0 is taken to be 0.</summary>
    /// <exception cref="ArgumentException">The type is bool, or the smallest integer has no opposite.</exception>
    public Tensor Abs()
    {
        var y = Map<AbsOp>(nameof(Abs));
        return IsTracked(this) ? y.By(new AbsNode(this)) : y;
    }

    sealed class AbsNode : Node
    {
        public AbsNode(Tensor x) : base(x) => Save(x);

        protected override void Backward(Tensor dy) => Give(0, dy * Saved(0).Sign());
    }

    /// <summary>-1, 0 or 1: the sign of each element; NaN stays NaN. It passes no gradient on.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Sign() => Map<SignOp>(nameof(Sign));

    /// <summary>x², element by element.</summary>
    /// <exception cref="ArgumentException">The type is bool, or an integer result is out of range.</exception>
    public Tensor Square()
    {
        var y = Map<SquareOp>(nameof(Square));
        return IsTracked(this) ? y.By(new SquareNode(this)) : y;
    }

    sealed class SquareNode : Node
    {
        public SquareNode(Tensor x) : base(x) => Save(x);

        protected override void Backward(Tensor dy) => Give(0, dy * Saved(0) * 2);
    }

    /// <summary>√x, element by element, rounded correctly; NaN of a negative number. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Sqrt()
    {
        var y = MapReal<SqrtOp>(nameof(Sqrt));
        return IsTracked(this) ? y.By(new SqrtNode(this, y)) : y;
    }

    sealed class SqrtNode : Node
    {
        public SqrtNode(Tensor x, Tensor y) : base(x) => Save(y);

        protected override void Backward(Tensor dy) => Give(0, dy / (Saved(0) * 2));
    }

    /// <summary>The largest whole number not above x, element by element. Integers stay as they are. It passes no gradient on.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Floor() => IsInteger ? this : MapReal<FloorOp>(nameof(Floor));

    /// <summary>The smallest whole number not below x, element by element. Integers stay as they are. It passes no gradient on.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Ceiling() => IsInteger ? this : MapReal<CeilingOp>(nameof(Ceiling));

    /// <summary>The nearest whole number, the even one of two equally near, element by element. Integers stay as they are. It passes no
    /// gradient on.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Round() => IsInteger ? this : MapReal<RoundOp>(nameof(Round));
}
