using System.Numerics;
using System.Runtime.Intrinsics;
using Cairn.Autograd;

namespace Cairn;

// Sum, difference, product and quotient of elements. Shapes broadcast; types follow DTypes.Together and Scalar; integers never wrap.
public sealed partial class Tensor
{
    readonly struct AddOp : IBinary
    {
        public static bool HasVectors => true;
        public static T Of<T>(T x, T y) where T : INumber<T> => checked(x + y);
        public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y) => x + y;
    }

    readonly struct SubtractOp : IBinary
    {
        public static bool HasVectors => true;
        public static T Of<T>(T x, T y) where T : INumber<T> => checked(x - y);
        public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y) => x - y;
    }

    readonly struct MultiplyOp : IBinary
    {
        public static bool HasVectors => true;
        public static T Of<T>(T x, T y) where T : INumber<T> => checked(x * y);
        public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y) => x * y;
    }

    readonly struct DivideOp : IBinary
    {
        public static bool HasVectors => true;
        public static T Of<T>(T x, T y) where T : INumber<T> => x / y;
        public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y) => x / y;
    }

    readonly struct NegateOp : IUnary
    {
        public static bool HasVectors => true;
        public static T Of<T>(T x) where T : INumber<T> => checked(-x);
        public static Vector512<T> Of<T>(Vector512<T> x) => -x;
    }

    /// <summary>x + y, element by element.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, a type is bool, or an integer result is out of range.</exception>
    public static Tensor operator +(Tensor x, Tensor y)
    {
        var z = Zip<AddOp>("Add", x, y);
        return IsTracked(x, y) ? z.By(new AddNode(x, y)) : z;
    }

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator +(Tensor x, Scalar y) => x + Weak("Add", y, x);

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator +(Scalar x, Tensor y) => Weak("Add", x, y) + y;

    sealed class AddNode(Tensor x, Tensor y) : Node(x, y)
    {
        protected override void Backward(Tensor dz)
        {
            Give(0, dz);
            Give(1, dz);
        }
    }

    /// <summary>x - y, element by element.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, a type is bool, or an integer result is out of range.</exception>
    public static Tensor operator -(Tensor x, Tensor y)
    {
        var z = Zip<SubtractOp>("Subtract", x, y);
        return IsTracked(x, y) ? z.By(new SubtractNode(x, y)) : z;
    }

    /// <inheritdoc cref="op_Subtraction(Tensor, Tensor)"/>
    public static Tensor operator -(Tensor x, Scalar y) => x - Weak("Subtract", y, x);

    /// <inheritdoc cref="op_Subtraction(Tensor, Tensor)"/>
    public static Tensor operator -(Scalar x, Tensor y) => Weak("Subtract", x, y) - y;

    sealed class SubtractNode(Tensor x, Tensor y) : Node(x, y)
    {
        protected override void Backward(Tensor dz)
        {
            Give(0, dz);
            if (Needs(1)) Give(1, -dz);
        }
    }

    /// <summary>x y, element by element; the matrix product is <see cref="MatMul"/>.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, a type is bool, or an integer result is out of range.</exception>
    public static Tensor operator *(Tensor x, Tensor y)
    {
        var z = Zip<MultiplyOp>("Multiply", x, y);
        return IsTracked(x, y) ? z.By(new MultiplyNode(x, y)) : z;
    }

    /// <inheritdoc cref="op_Multiply(Tensor, Tensor)"/>
    public static Tensor operator *(Tensor x, Scalar y) => x * Weak("Multiply", y, x);

    /// <inheritdoc cref="op_Multiply(Tensor, Tensor)"/>
    public static Tensor operator *(Scalar x, Tensor y) => Weak("Multiply", x, y) * y;

    sealed class MultiplyNode : Node
    {
        public MultiplyNode(Tensor x, Tensor y) : base(x, y) => Save(Needs(1) ? x : null, Needs(0) ? y : null);

        protected override void Backward(Tensor dz)
        {
            if (Needs(0)) Give(0, dz * Saved(1));
            if (Needs(1)) Give(1, dz * Saved(0));
        }
    }

    /// <summary>x / y, element by element; two integers give float64, and a division by zero an infinity or NaN.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or a type is bool.</exception>
    public static Tensor operator /(Tensor x, Tensor y)
    {
        var z = Zip<DivideOp>("Divide", Dividend(x, y), y);
        return IsTracked(x, y) ? z.By(new DivideNode(x, y, z)) : z;
    }

    /// <inheritdoc cref="op_Division(Tensor, Tensor)"/>
    public static Tensor operator /(Tensor x, Scalar y) => x / Weak("Divide", y, y.DType.IsFloating() ? x : Real(x));

    /// <inheritdoc cref="op_Division(Tensor, Tensor)"/>
    public static Tensor operator /(Scalar x, Tensor y) => Weak("Divide", x, x.DType.IsFloating() ? y : Real(y)) / y;

    sealed class DivideNode : Node
    {
        public DivideNode(Tensor x, Tensor y, Tensor z) : base(x, y) => Save(y, Needs(1) ? z : null);

        // d(x/y) = dx/y - (x/y) dy/y
        protected override void Backward(Tensor dz)
        {
            var dx = dz / Saved(0);
            Give(0, dx);
            if (Needs(1)) Give(1, -(dx * Saved(1)));
        }
    }

    /// <summary>-x, element by element.</summary>
    /// <exception cref="ArgumentException">The type is bool, or an integer result is out of range.</exception>
    public static Tensor operator -(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var y = x.Map<NegateOp>("Negate");
        return IsTracked(x) ? y.By(new NegateNode(x)) : y;
    }

    sealed class NegateNode(Tensor x) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, -dy);
    }

    /// <summary>A tensor of integers as float64.</summary>
    static Tensor Real(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.IsInteger ? x.As(DType.Float64) : x;
    }

    static Tensor Dividend(Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(y);
        return y.IsInteger ? Real(x) : x;
    }

    bool IsInteger => !DType.IsFloating() && DType != DType.Bool;
}
