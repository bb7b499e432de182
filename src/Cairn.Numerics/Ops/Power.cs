using System.Numerics;
using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

public sealed partial class Tensor
{
    readonly struct PowOp : IBinary
    {
        public static T Of<T>(T x, T y) where T : INumber<T> => typeof(T) == typeof(float)
            ? (T)(object)SafeMath.Pow((float)(object)x, (float)(object)y)
            : (T)(object)SafeMath.Pow((double)(object)x, (double)(object)y);
    }

    /// <summary>xʸ, element by element, with the special values of C99: x⁰ = 1, and NaN for a negative x and a y that is not whole.
    /// Integers give float64.</summary>
    /// <remarks>The derivative by y is taken to be 0 where x is 0 and y is not negative.</remarks>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or a type is bool.</exception>
    public Tensor Pow(Tensor exponent)
    {
        ArgumentNullException.ThrowIfNull(exponent);
        var z = DTypes.Together(DType, exponent.DType, nameof(Pow)).IsFloating()
            ? Zip<PowOp>(nameof(Pow), this, exponent)
            : Zip<PowOp>(nameof(Pow), Real(this), Real(exponent));
        return IsTracked(this, exponent) ? z.By(new PowNode(this, exponent, z)) : z;
    }

    /// <inheritdoc cref="Pow(Tensor)"/>
    public Tensor Pow(Scalar exponent) => Pow(Weak(nameof(Pow), exponent, exponent.DType.IsFloating() ? this : Real(this)));

    sealed class PowNode : Node
    {
        public PowNode(Tensor x, Tensor y, Tensor z) : base(x, y) => Save(x, y, Needs(1) ? z : null);

        // d(xʸ) = y xʸ⁻¹ dx + xʸ ln x dy
        protected override void Backward(Tensor dz)
        {
            Tensor x = Saved(0), y = Saved(1);
            if (Needs(0)) Give(0, dz * Where(y.EqualTo(0), 0, y * x.Pow(y - 1)));
            if (!Needs(1)) return;
            var isZero = x.EqualTo(0) & y >= 0;
            Give(1, dz * Where(isZero, 0, Saved(2) * Where(isZero, 1, x).Log()));
        }
    }
}
