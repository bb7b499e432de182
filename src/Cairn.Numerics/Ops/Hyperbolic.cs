using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

// Hyperbolic functions and their inverses; tanh stands with the activations.
public sealed partial class Tensor
{
    /// <summary>(eˣ - e⁻ˣ) / 2, element by element. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Sinh()
    {
        var y = MapSpan(nameof(Sinh), SafeMath.Sinh, SafeMath.Sinh);
        return IsTracked(this) ? y.By(new SinhNode(this)) : y;
    }

    sealed class SinhNode : Node
    {
        public SinhNode(Tensor x) : base(x) => Save(x);

        protected override void Backward(Tensor dy) => Give(0, dy * Saved(0).Cosh());
    }

    /// <summary>(eˣ + e⁻ˣ) / 2, element by element. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Cosh()
    {
        var y = MapSpan(nameof(Cosh), SafeMath.Cosh, SafeMath.Cosh);
        return IsTracked(this) ? y.By(new CoshNode(this)) : y;
    }

    sealed class CoshNode : Node
    {
        public CoshNode(Tensor x) : base(x) => Save(x);

        protected override void Backward(Tensor dy) => Give(0, dy * Saved(0).Sinh());
    }

    /// <summary>ln(x + √(x² + 1)), element by element. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Asinh()
    {
        var y = MapSpan(nameof(Asinh), SafeMath.Asinh, SafeMath.Asinh);
        return IsTracked(this) ? y.By(new AsinhNode(this)) : y;
    }

    sealed class AsinhNode : Node
    {
        public AsinhNode(Tensor x) : base(x) => Save(x);

        protected override void Backward(Tensor dy) => Give(0, dy / (Saved(0).Square() + 1).Sqrt());
    }

    /// <summary>ln(x + √(x² - 1)), element by element; NaN below 1. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Acosh()
    {
        var y = MapSpan(nameof(Acosh), SafeMath.Acosh, SafeMath.Acosh);
        return IsTracked(this) ? y.By(new AcoshNode(this)) : y;
    }

    sealed class AcoshNode : Node
    {
        public AcoshNode(Tensor x) : base(x) => Save(x);

        protected override void Backward(Tensor dy) => Give(0, dy / (Saved(0).Square() - 1).Sqrt());
    }

    /// <summary>ln((1 + x) / (1 - x)) / 2, element by element; NaN outside [-1, 1]. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Atanh()
    {
        var y = MapSpan(nameof(Atanh), SafeMath.Atanh, SafeMath.Atanh);
        return IsTracked(this) ? y.By(new AtanhNode(this)) : y;
    }

    sealed class AtanhNode : Node
    {
        public AtanhNode(Tensor x) : base(x) => Save(x);

        protected override void Backward(Tensor dy) => Give(0, dy / (1 - Saved(0).Square()));
    }
}
