using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

// The error function and the gamma family.
public sealed partial class Tensor
{
    /// <summary>The error function 2/√π ∫₀ˣ e^(-t²) dt, element by element. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Erf()
    {
        var y = MapSpan(nameof(Erf), SafeMath.Erf, SafeMath.Erf);
        return IsTracked(this) ? y.By(new ErfNode(this)) : y;
    }

    sealed class ErfNode : Node
    {
        public ErfNode(Tensor x) : base(x) => Save(x);

        protected override void Backward(Tensor dy) => Give(0, dy * ErfSlope(Saved(0)));
    }

    /// <summary>1 - erf x, element by element, to full precision where it is tiny. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Erfc()
    {
        var y = MapSpan(nameof(Erfc), SafeMath.Erfc, SafeMath.Erfc);
        return IsTracked(this) ? y.By(new ErfcNode(this)) : y;
    }

    sealed class ErfcNode : Node
    {
        public ErfcNode(Tensor x) : base(x) => Save(x);

        protected override void Backward(Tensor dy) => Give(0, -(dy * ErfSlope(Saved(0))));
    }

    /// <summary>ln |Γ(x)|, element by element; infinite at 0, -1, -2, .... Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor LogGamma()
    {
        var y = MapSpan(nameof(LogGamma), SafeMath.LogGamma, SafeMath.LogGamma);
        return IsTracked(this) ? y.By(new LogGammaNode(this)) : y;
    }

    sealed class LogGammaNode : Node
    {
        public LogGammaNode(Tensor x) : base(x) => Save(x);

        protected override void Backward(Tensor dy) => Give(0, dy * Saved(0).Digamma());
    }

    /// <summary>The derivative of ln Γ(x), element by element. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Digamma()
    {
        var y = MapSpan(nameof(Digamma), SafeMath.Digamma, SafeMath.Digamma);
        return IsTracked(this) ? y.By(new DigammaNode(this)) : y;
    }

    sealed class DigammaNode : Node
    {
        public DigammaNode(Tensor x) : base(x) => Save(x);

        protected override void Backward(Tensor dy) => Give(0, dy * Trigamma(Saved(0)));
    }

    static Tensor ErfSlope(Tensor x) => (-x.Square()).Exp() * (2 / Math.Sqrt(Math.PI));

    /// <summary>The derivative of digamma, by operations that have derivatives: Σ_(k &lt; 10) 1 / (x + k)² and Stirling's series at
    /// z = x + 10, and by reflection below 1/2.</summary>
    static Tensor Trigamma(Tensor x)
    {
        var isReflected = x < 0.5;
        var sine = (x * Math.PI).Sin();
        var positive = Where(isReflected, 1 - x, x);
        var z = positive + 10;
        var w = 1 / z.Square();
        var series = 1.0 / 6 - w * (1.0 / 30 - w * (1.0 / 42 - w * (1.0 / 30 - w * (5.0 / 66 - w * (691.0 / 2730)))));
        var sum = 1 / z + w / 2 + series * w / z;
        for (int k = 9; k >= 0; k--) sum += 1 / (positive + k).Square();
        return Where(isReflected, Math.PI * Math.PI / Where(isReflected, sine, 1).Square() - sum, sum);
    }
}
