using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

// The angles, in radians, that have a given sine, cosine or tangent.
public sealed partial class Tensor
{
    /// <summary>The angle in [-π/2, π/2] whose sine is x, element by element; NaN outside [-1, 1]. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Asin()
    {
        var y = MapSpan(nameof(Asin), SafeMath.Asin, SafeMath.Asin);
        return IsTracked(this) ? y.By(new AsinNode(this)) : y;
    }

    sealed class AsinNode : Node
    {
        public AsinNode(Tensor x) : base(x) => Save(x);

        protected override void Backward(Tensor dy) => Give(0, dy / (1 - Saved(0).Square()).Sqrt());
    }

    /// <summary>The angle in [0, π] whose cosine is x, element by element; NaN outside [-1, 1]. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Acos()
    {
        var y = MapSpan(nameof(Acos), SafeMath.Acos, SafeMath.Acos);
        return IsTracked(this) ? y.By(new AcosNode(this)) : y;
    }

    sealed class AcosNode : Node
    {
        public AcosNode(Tensor x) : base(x) => Save(x);

        protected override void Backward(Tensor dy) => Give(0, -dy / (1 - Saved(0).Square()).Sqrt());
    }

    /// <summary>The angle in (-π/2, π/2) whose tangent is x, element by element. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Atan()
    {
        var y = MapSpan(nameof(Atan), SafeMath.Atan, SafeMath.Atan);
        return IsTracked(this) ? y.By(new AtanNode(this)) : y;
    }

    sealed class AtanNode : Node
    {
        public AtanNode(Tensor x) : base(x) => Save(x);

        protected override void Backward(Tensor dy) => Give(0, dy / (1 + Saved(0).Square()));
    }
}
