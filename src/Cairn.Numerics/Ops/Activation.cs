using System.Numerics;
using System.Runtime.Intrinsics;
using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

// The functions that stand between the layers of networks.
public sealed partial class Tensor
{
    readonly struct ReluOp : IUnary
    {
        public static bool HasVectors => true;
        public static T Of<T>(T x) where T : INumber<T> => T.Max(x, T.Zero);
        public static Vector512<T> Of<T>(Vector512<T> x) =>
            Vector512.ConditionalSelect(Vector512.LessThanOrEqual(x, Vector512<T>.Zero), Vector512<T>.Zero, x);
    }

    readonly struct ReluSlopeOp : IBinary
    {
        public static bool HasVectors => true;
        public static T Of<T>(T dy, T y) where T : INumber<T> => y > T.Zero ? dy : T.IsNaN(y) ? y : T.Zero;
        public static Vector512<T> Of<T>(Vector512<T> dy, Vector512<T> y) =>
            Vector512.ConditionalSelect(Vector512.GreaterThan(y, Vector512<T>.Zero), dy,
                Vector512.ConditionalSelect(Vector512.Equals(y, y), Vector512<T>.Zero, y));
    }

    /// <summary>max(x, 0), element by element; NaN stays NaN. Its derivative at 0 is taken to be 0.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Relu()
    {
        var y = Map<ReluOp>(nameof(Relu));
        return IsTracked(this) ? y.By(new ReluNode(this, y)) : y;
    }

    sealed class ReluNode : Node
    {
        public ReluNode(Tensor x, Tensor y) : base(x) => Save(y);

        protected override void Backward(Tensor dy) => Give(0, ReluSlope(dy, Saved(0)));
    }

    /// <summary>dy where y > 0, else 0: the derivative of <see cref="Relu"/>, linear in dy.</summary>
    static Tensor ReluSlope(Tensor dy, Tensor y)
    {
        var dx = Zip<ReluSlopeOp>(nameof(Relu), dy, y);
        return IsTracked(dy) ? dx.By(new ReluSlopeNode(dy, y)) : dx;
    }

    sealed class ReluSlopeNode : Node
    {
        public ReluSlopeNode(Tensor dy, Tensor y) : base(dy) => Save(y);

        protected override void Backward(Tensor dz) => Give(0, ReluSlope(dz, Saved(0)));
    }

    /// <summary>1 / (1 + e⁻ˣ), element by element. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Sigmoid()
    {
        var y = MapSpan(nameof(Sigmoid), SafeMath.Sigmoid, SafeMath.Sigmoid);
        return IsTracked(this) ? y.By(new SigmoidNode(this, y)) : y;
    }

    sealed class SigmoidNode : Node
    {
        public SigmoidNode(Tensor x, Tensor y) : base(x) => Save(y);

        protected override void Backward(Tensor dy) => Give(0, dy * Saved(0) * (1 - Saved(0)));
    }

    /// <summary>tanh x, element by element. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Tanh()
    {
        var y = MapSpan(nameof(Tanh), SafeMath.Tanh, SafeMath.Tanh);
        return IsTracked(this) ? y.By(new TanhNode(this, y)) : y;
    }

    sealed class TanhNode : Node
    {
        public TanhNode(Tensor x, Tensor y) : base(x) => Save(y);

        protected override void Backward(Tensor dy) => Give(0, dy * (1 - Saved(0).Square()));
    }

    /// <summary>ln(1 + eˣ), element by element. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Softplus()
    {
        var y = MapSpan(nameof(Softplus), SafeMath.Softplus, SafeMath.Softplus);
        return IsTracked(this) ? y.By(new SoftplusNode(this)) : y;
    }

    sealed class SoftplusNode : Node
    {
        public SoftplusNode(Tensor x) : base(x) => Save(x);

        protected override void Backward(Tensor dy) => Give(0, dy * Saved(0).Sigmoid());
    }

    /// <summary>x Φ(x), element by element, Φ being the distribution function of the standard normal distribution. Integers give
    /// float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Gelu()
    {
        var y = MapSpan(nameof(Gelu), SafeMath.Gelu, SafeMath.Gelu);
        return IsTracked(this) ? y.By(new GeluNode(this)) : y;
    }

    sealed class GeluNode : Node
    {
        public GeluNode(Tensor x) : base(x) => Save(x);

        // Φ(x) + x φ(x)
        protected override void Backward(Tensor dy)
        {
            var x = Saved(0);
            var share = (x * -Math.Sqrt(0.5)).Erfc() / 2;
            Give(0, dy * (share + x * (x.Square() / -2).Exp() * (1 / Math.Sqrt(2 * Math.PI))));
        }
    }
}
