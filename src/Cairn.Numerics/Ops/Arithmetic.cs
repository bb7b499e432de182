using System.Numerics;

namespace Cairn;

// Sum, difference, product and quotient of elements. Shapes broadcast; types follow DTypes.Together and Scalar; integers never wrap.
public sealed partial class Tensor
{
    readonly struct AddOp : IBinary { public static T Of<T>(T x, T y) where T : INumber<T> => checked(x + y); }
    readonly struct SubtractOp : IBinary { public static T Of<T>(T x, T y) where T : INumber<T> => checked(x - y); }
    readonly struct MultiplyOp : IBinary { public static T Of<T>(T x, T y) where T : INumber<T> => checked(x * y); }
    readonly struct DivideOp : IBinary { public static T Of<T>(T x, T y) where T : INumber<T> => x / y; }
    readonly struct MinimumOp : IBinary { public static T Of<T>(T x, T y) where T : INumber<T> => T.Min(x, y); }
    readonly struct MaximumOp : IBinary { public static T Of<T>(T x, T y) where T : INumber<T> => T.Max(x, y); }
    readonly struct NegateOp : IUnary { public static T Of<T>(T x) where T : INumber<T> => checked(-x); }

    /// <summary>x + y, element by element.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, a type is bool, or an integer result is out of range.</exception>
    public static Tensor operator +(Tensor x, Tensor y) => Zip<AddOp>("Add", x, y);

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator +(Tensor x, Scalar y) => Zip<AddOp>("Add", x, y);

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator +(Scalar x, Tensor y) => Zip<AddOp>("Add", x, y);

    /// <summary>x - y, element by element.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, a type is bool, or an integer result is out of range.</exception>
    public static Tensor operator -(Tensor x, Tensor y) => Zip<SubtractOp>("Subtract", x, y);

    /// <inheritdoc cref="op_Subtraction(Tensor, Tensor)"/>
    public static Tensor operator -(Tensor x, Scalar y) => Zip<SubtractOp>("Subtract", x, y);

    /// <inheritdoc cref="op_Subtraction(Tensor, Tensor)"/>
    public static Tensor operator -(Scalar x, Tensor y) => Zip<SubtractOp>("Subtract", x, y);

    /// <summary>x y, element by element; the matrix product is <see cref="MatMul"/>.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, a type is bool, or an integer result is out of range.</exception>
    public static Tensor operator *(Tensor x, Tensor y) => Zip<MultiplyOp>("Multiply", x, y);

    /// <inheritdoc cref="op_Multiply(Tensor, Tensor)"/>
    public static Tensor operator *(Tensor x, Scalar y) => Zip<MultiplyOp>("Multiply", x, y);

    /// <inheritdoc cref="op_Multiply(Tensor, Tensor)"/>
    public static Tensor operator *(Scalar x, Tensor y) => Zip<MultiplyOp>("Multiply", x, y);

    /// <summary>x / y, element by element; two integers give float64, and a division by zero an infinity or NaN.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or a type is bool.</exception>
    public static Tensor operator /(Tensor x, Tensor y) => Zip<DivideOp>("Divide", Dividend(x, y), y);

    /// <inheritdoc cref="op_Division(Tensor, Tensor)"/>
    public static Tensor operator /(Tensor x, Scalar y) => Zip<DivideOp>("Divide", y.DType.IsFloating() ? x : Real(x), y);

    /// <inheritdoc cref="op_Division(Tensor, Tensor)"/>
    public static Tensor operator /(Scalar x, Tensor y) => Zip<DivideOp>("Divide", x, x.DType.IsFloating() ? y : Real(y));

    /// <summary>-x, element by element.</summary>
    /// <exception cref="ArgumentException">The type is bool, or an integer result is out of range.</exception>
    public static Tensor operator -(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Map<NegateOp>("Negate");
    }

    /// <summary>The smaller of x and y, element by element; NaN when one is NaN.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or a type is bool.</exception>
    public static Tensor Minimum(Tensor x, Tensor y) => Zip<MinimumOp>(nameof(Minimum), x, y);

    /// <inheritdoc cref="Minimum(Tensor, Tensor)"/>
    public static Tensor Minimum(Tensor x, Scalar y) => Zip<MinimumOp>(nameof(Minimum), x, y);

    /// <summary>The larger of x and y, element by element; NaN when one is NaN.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or a type is bool.</exception>
    public static Tensor Maximum(Tensor x, Tensor y) => Zip<MaximumOp>(nameof(Maximum), x, y);

    /// <inheritdoc cref="Maximum(Tensor, Tensor)"/>
    public static Tensor Maximum(Tensor x, Scalar y) => Zip<MaximumOp>(nameof(Maximum), x, y);

    /// <summary>A tensor of integers as float64.</summary>
    static Tensor Real(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DType.IsFloating() || x.DType == DType.Bool ? x : x.To(DType.Float64);
    }

    static Tensor Dividend(Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return y.DType.IsFloating() || y.DType == DType.Bool ? x : Real(x);
    }
}
