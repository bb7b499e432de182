using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

// Exponentials and logarithms by Cairn's own functions: the same bits on every machine.
public sealed partial class Tensor
{
    /// <summary>eˣ, element by element. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Exp()
    {
        var y = MapSpan(nameof(Exp), SafeMath.Exp, SafeMath.Exp);
        return IsTracked(this) ? y.By(new ExpNode(this, y)) : y;
    }

    sealed class ExpNode : Node
    {
        public ExpNode(Tensor x, Tensor y) : base(x) => Save(y);

        protected override void Backward(Tensor dy) => Give(0, dy * Saved(0));
    }

    /// <summary>eˣ - 1, element by element, to full precision near 0. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor ExpM1()
    {
        var y = MapSpan(nameof(ExpM1), SafeMath.ExpM1, SafeMath.ExpM1);
        return IsTracked(this) ? y.By(new ExpM1Node(this, y)) : y;
    }

    sealed class ExpM1Node : Node
    {
        public ExpM1Node(Tensor x, Tensor y) : base(x) => Save(y);

        protected override void Backward(Tensor dy) => Give(0, dy * (Saved(0) + 1));
    }

    /// <summary>ln x, element by element: -infinity of 0, NaN of a negative number. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Log()
    {
        var y = MapSpan(nameof(Log), SafeMath.Log, SafeMath.Log);
        return IsTracked(this) ? y.By(new LogNode(this)) : y;
    }

    sealed class LogNode : Node
    {
        public LogNode(Tensor x) : base(x) => Save(x);

        protected override void Backward(Tensor dy) => Give(0, dy / Saved(0));
    }

    /// <summary>ln(1 + x), element by element, to full precision near 0: -infinity of -1, NaN below. Integers give float64.</summary>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Log1P()
    {
        var y = MapSpan(nameof(Log1P), SafeMath.Log1P, SafeMath.Log1P);
        return IsTracked(this) ? y.By(new Log1PNode(this)) : y;
    }

    sealed class Log1PNode : Node
    {
        public Log1PNode(Tensor x) : base(x) => Save(x);

        protected override void Backward(Tensor dy) => Give(0, dy / (Saved(0) + 1));
    }
}
