using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>sin x, element by element, of angles in radians. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Sin()
    {
        var y = MapSpan(nameof(Sin), SafeMath.Sin, SafeMath.Sin);
        return IsTracked(this) ? y.By(new SinNode(this)) : y;
    }

    sealed class SinNode : Node
    {
        public SinNode(Tensor x) : base(x) => Save(x);

        protected override void Backward(Tensor dy) => Give(0, dy * Saved(0).Cos());
    }

    /// <summary>cos x, element by element, of angles in radians. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Cos()
    {
        var y = MapSpan(nameof(Cos), SafeMath.Cos, SafeMath.Cos);
        return IsTracked(this) ? y.By(new CosNode(this)) : y;
    }

    sealed class CosNode : Node
    {
        public CosNode(Tensor x) : base(x) => Save(x);

        protected override void Backward(Tensor dy) => Give(0, -(dy * Saved(0).Sin()));
    }

    /// <summary>tan x, element by element, of angles in radians. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Tan()
    {
        var y = MapSpan(nameof(Tan),
            static (x, y) => { for (int i = 0; i < x.Length; i++) y[i] = SafeMath.Tan(x[i]); },
            static (x, y) => { for (int i = 0; i < x.Length; i++) y[i] = SafeMath.Tan(x[i]); });
        return IsTracked(this) ? y.By(new TanNode(this, y)) : y;
    }

    sealed class TanNode : Node
    {
        public TanNode(Tensor x, Tensor y) : base(x) => Save(y);

        protected override void Backward(Tensor dy) => Give(0, dy * (Saved(0).Square() + 1));
    }
}
