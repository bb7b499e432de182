using System.Numerics;
using System.Runtime.Intrinsics;

namespace Cairn;

// Comparisons of elements and the logic of masks. == and != stay what they are for every class: is it the same object?
// Elements of unlike kinds, an integer and a float, are compared as float64; NaN is equal to nothing, not even to NaN.
public sealed partial class Tensor
{
    readonly struct EqualToOp : IComparison
    {
        public static bool Of<T>(T x, T y) where T : INumber<T> => x == y;
        public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y) => Vector512.Equals(x, y);
    }

    readonly struct NotEqualToOp : IComparison
    {
        public static bool Of<T>(T x, T y) where T : INumber<T> => x != y;
        public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y) => ~Vector512.Equals(x, y);
    }

    readonly struct LessThanOp : IComparison
    {
        public static bool Of<T>(T x, T y) where T : INumber<T> => x < y;
        public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y) => Vector512.LessThan(x, y);
    }

    readonly struct LessThanOrEqualOp : IComparison
    {
        public static bool Of<T>(T x, T y) where T : INumber<T> => x <= y;
        public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y) => Vector512.LessThanOrEqual(x, y);
    }

    readonly struct GreaterThanOp : IComparison
    {
        public static bool Of<T>(T x, T y) where T : INumber<T> => x > y;
        public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y) => Vector512.GreaterThan(x, y);
    }

    readonly struct GreaterThanOrEqualOp : IComparison
    {
        public static bool Of<T>(T x, T y) where T : INumber<T> => x >= y;
        public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y) => Vector512.GreaterThanOrEqual(x, y);
    }

    readonly struct AndOp : IComparison
    {
        public static bool Of<T>(T x, T y) where T : INumber<T> => (x != T.Zero) & (y != T.Zero);
        public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y) => ~(Vector512.IsZero(x) | Vector512.IsZero(y));
    }

    readonly struct OrOp : IComparison
    {
        public static bool Of<T>(T x, T y) where T : INumber<T> => (x != T.Zero) | (y != T.Zero);
        public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y) => ~(Vector512.IsZero(x) & Vector512.IsZero(y));
    }

    readonly struct XorOp : IComparison
    {
        public static bool Of<T>(T x, T y) where T : INumber<T> => (x != T.Zero) ^ (y != T.Zero);
        public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y) => Vector512.IsZero(x) ^ Vector512.IsZero(y);
    }


    /// <summary>A mask: true where x = y.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or one type is bool and the other not.</exception>
    public Tensor EqualTo(Tensor other) => Compare<EqualToOp>(nameof(EqualTo), this, other);

    /// <inheritdoc cref="EqualTo(Tensor)"/>
    public Tensor EqualTo(Scalar other) => Compare<EqualToOp>(nameof(EqualTo), this, other);

    /// <summary>A mask: true where x ≠ y.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or one type is bool and the other not.</exception>
    public Tensor NotEqualTo(Tensor other) => Compare<NotEqualToOp>(nameof(NotEqualTo), this, other);

    /// <inheritdoc cref="NotEqualTo(Tensor)"/>
    public Tensor NotEqualTo(Scalar other) => Compare<NotEqualToOp>(nameof(NotEqualTo), this, other);

    /// <summary>A mask: true where x &lt; y.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or one type is bool and the other not.</exception>
    public Tensor LessThan(Tensor other) => Compare<LessThanOp>(nameof(LessThan), this, other);

    /// <inheritdoc cref="LessThan(Tensor)"/>
    public Tensor LessThan(Scalar other) => Compare<LessThanOp>(nameof(LessThan), this, other);

    /// <summary>A mask: true where x ≤ y.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or one type is bool and the other not.</exception>
    public Tensor LessThanOrEqual(Tensor other) => Compare<LessThanOrEqualOp>(nameof(LessThanOrEqual), this, other);

    /// <inheritdoc cref="LessThanOrEqual(Tensor)"/>
    public Tensor LessThanOrEqual(Scalar other) => Compare<LessThanOrEqualOp>(nameof(LessThanOrEqual), this, other);

    /// <summary>A mask: true where x &gt; y.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or one type is bool and the other not.</exception>
    public Tensor GreaterThan(Tensor other) => Compare<GreaterThanOp>(nameof(GreaterThan), this, other);

    /// <inheritdoc cref="GreaterThan(Tensor)"/>
    public Tensor GreaterThan(Scalar other) => Compare<GreaterThanOp>(nameof(GreaterThan), this, other);

    /// <summary>A mask: true where x ≥ y.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or one type is bool and the other not.</exception>
    public Tensor GreaterThanOrEqual(Tensor other) => Compare<GreaterThanOrEqualOp>(nameof(GreaterThanOrEqual), this, other);

    /// <inheritdoc cref="GreaterThanOrEqual(Tensor)"/>
    public Tensor GreaterThanOrEqual(Scalar other) => Compare<GreaterThanOrEqualOp>(nameof(GreaterThanOrEqual), this, other);

    /// <summary>A mask: true where x &lt; y.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or one type is bool and the other not.</exception>
    public static Tensor operator <(Tensor x, Tensor y) => Compare<LessThanOp>(nameof(LessThan), x, y);

    /// <inheritdoc cref="op_LessThan(Tensor, Tensor)"/>
    public static Tensor operator <(Tensor x, Scalar y) => Compare<LessThanOp>(nameof(LessThan), x, y);

    /// <inheritdoc cref="op_LessThan(Tensor, Tensor)"/>
    public static Tensor operator <(Scalar x, Tensor y) => Compare<GreaterThanOp>(nameof(LessThan), y, x);

    /// <summary>A mask: true where x ≤ y.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or one type is bool and the other not.</exception>
    public static Tensor operator <=(Tensor x, Tensor y) => Compare<LessThanOrEqualOp>(nameof(LessThanOrEqual), x, y);

    /// <inheritdoc cref="op_LessThanOrEqual(Tensor, Tensor)"/>
    public static Tensor operator <=(Tensor x, Scalar y) => Compare<LessThanOrEqualOp>(nameof(LessThanOrEqual), x, y);

    /// <inheritdoc cref="op_LessThanOrEqual(Tensor, Tensor)"/>
    public static Tensor operator <=(Scalar x, Tensor y) => Compare<GreaterThanOrEqualOp>(nameof(LessThanOrEqual), y, x);

    /// <summary>A mask: true where x &gt; y.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or one type is bool and the other not.</exception>
    public static Tensor operator >(Tensor x, Tensor y) => Compare<GreaterThanOp>(nameof(GreaterThan), x, y);

    /// <inheritdoc cref="op_GreaterThan(Tensor, Tensor)"/>
    public static Tensor operator >(Tensor x, Scalar y) => Compare<GreaterThanOp>(nameof(GreaterThan), x, y);

    /// <inheritdoc cref="op_GreaterThan(Tensor, Tensor)"/>
    public static Tensor operator >(Scalar x, Tensor y) => Compare<LessThanOp>(nameof(GreaterThan), y, x);

    /// <summary>A mask: true where x ≥ y.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or one type is bool and the other not.</exception>
    public static Tensor operator >=(Tensor x, Tensor y) => Compare<GreaterThanOrEqualOp>(nameof(GreaterThanOrEqual), x, y);

    /// <inheritdoc cref="op_GreaterThanOrEqual(Tensor, Tensor)"/>
    public static Tensor operator >=(Tensor x, Scalar y) => Compare<GreaterThanOrEqualOp>(nameof(GreaterThanOrEqual), x, y);

    /// <inheritdoc cref="op_GreaterThanOrEqual(Tensor, Tensor)"/>
    public static Tensor operator >=(Scalar x, Tensor y) => Compare<LessThanOrEqualOp>(nameof(GreaterThanOrEqual), y, x);

    /// <summary>A mask: true where both are true.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or a type is not bool.</exception>
    public static Tensor operator &(Tensor x, Tensor y) => Compare<AndOp>("And", Mask(x, "And"), Mask(y, "And"));

    /// <summary>A mask: true where one is or both are true.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or a type is not bool.</exception>
    public static Tensor operator |(Tensor x, Tensor y) => Compare<OrOp>("Or", Mask(x, "Or"), Mask(y, "Or"));

    /// <summary>A mask: true where exactly one is true.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or a type is not bool.</exception>
    public static Tensor operator ^(Tensor x, Tensor y) => Compare<XorOp>("Xor", Mask(x, "Xor"), Mask(y, "Xor"));

    /// <summary>A mask: true where x is false.</summary>
    /// <exception cref="ArgumentException">The type is not bool.</exception>
    public static Tensor operator !(Tensor x) => Compare<EqualToOp>("Not", Mask(x, "Not"), Scalar(false));

    static Tensor Mask(Tensor x, string operation)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DType == DType.Bool
            ? x
            : throw new ArgumentException(
                $"{operation}: the elements are {x.DType.Name()}, not bool; compare first, as in t.NotEqualTo(0)");
    }
}
