using System.Numerics;

namespace Cairn;

// Functions of one element that IEEE 754 gives exactly.
public sealed partial class Tensor
{
    readonly struct AbsOp : IUnary { public static T Of<T>(T x) where T : INumber<T> => T.Abs(x); }
    readonly struct SquareOp : IUnary { public static T Of<T>(T x) where T : INumber<T> => checked(x * x); }
    readonly struct SqrtOp : IUnaryReal { public static T Of<T>(T x) where T : IFloatingPointIeee754<T> => T.Sqrt(x); }
    readonly struct FloorOp : IUnaryReal { public static T Of<T>(T x) where T : IFloatingPointIeee754<T> => T.Floor(x); }
    readonly struct CeilingOp : IUnaryReal { public static T Of<T>(T x) where T : IFloatingPointIeee754<T> => T.Ceiling(x); }
    readonly struct RoundOp : IUnaryReal { public static T Of<T>(T x) where T : IFloatingPointIeee754<T> => T.Round(x); }

    /// <summary>|x|, element by element.</summary>
    /// <exception cref="ArgumentException">The type is bool, or the smallest integer has no opposite.</exception>
    public Tensor Abs() => Map<AbsOp>(nameof(Abs));

    /// <summary>x², element by element.</summary>
    /// <exception cref="ArgumentException">The type is bool, or an integer result is out of range.</exception>
    public Tensor Square() => Map<SquareOp>(nameof(Square));

    /// <summary>√x, element by element, rounded correctly; NaN of a negative number. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Sqrt() => MapReal<SqrtOp>(nameof(Sqrt));

    /// <summary>The largest whole number not above x, element by element. Integers stay as they are.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Floor() => IsInteger ? this : MapReal<FloorOp>(nameof(Floor));

    /// <summary>The smallest whole number not below x, element by element. Integers stay as they are.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Ceiling() => IsInteger ? this : MapReal<CeilingOp>(nameof(Ceiling));

    /// <summary>The nearest whole number, the even one of two equally near, element by element. Integers stay as they are.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Round() => IsInteger ? this : MapReal<RoundOp>(nameof(Round));

    /// <summary>min(max(x, lowest), highest), element by element; NaN stays NaN.</summary>
    /// <exception cref="ArgumentException">The lowest value exceeds the highest, one is NaN, or the type is bool.</exception>
    public Tensor Clamp(Scalar lowest, Scalar highest)
    {
        if (!((double)(Tensor)lowest <= (double)(Tensor)highest))
            throw new ArgumentException($"Clamp: the lowest value {lowest} must not exceed the highest, {highest}", nameof(lowest));
        return Minimum(Maximum(this, lowest), highest);
    }

    bool IsInteger => !DType.IsFloating() && DType != DType.Bool;
}
