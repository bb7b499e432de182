using Cairn.Autograd;

namespace Cairn;

// Norms of any order. The Euclidean one, Norm, has a kernel of its own.
public sealed partial class Tensor
{
    /// <summary>The p-norm of all elements, (Σ |x|ᵖ)^(1/p), without overflow on the way; the largest |x| for p = ∞. Integers give
    /// float64.</summary>
    /// <remarks>Its derivative at 0 is taken to be 0; equal largest elements share that of p = ∞.</remarks>
    /// <param name="p">The order, from 1 to infinity.</param>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    /// <exception cref="ArgumentOutOfRangeException">p is below 1 or no number.</exception>
    public Tensor PNorm(double p) => PNorm(p, AllAxes(stackalloc int[Rank]));

    /// <summary>The p-norm along one axis, (Σ |x|ᵖ)^(1/p); the largest |x| for p = ∞. Integers give float64.</summary>
    /// <param name="p">The order, from 1 to infinity.</param>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <param name="keepDims">True to keep the axis, with size 1.</param>
    /// <exception cref="ArgumentException">There is no such axis, or the type is bool.</exception>
    /// <exception cref="ArgumentOutOfRangeException">p is below 1 or no number.</exception>
    public Tensor PNorm(double p, int axis, bool keepDims = false) => PNorm(p, [axis], keepDims);

    /// <summary>The p-norm along several axes, (Σ |x|ᵖ)^(1/p); the largest |x| for p = ∞. Integers give float64.</summary>
    /// <param name="p">The order, from 1 to infinity.</param>
    /// <param name="axes">The axes; negative ones count from the last.</param>
    /// <param name="keepDims">True to keep the axes, with size 1.</param>
    /// <exception cref="ArgumentException">There is no such axis, one is named twice, or the type is bool.</exception>
    /// <exception cref="ArgumentOutOfRangeException">p is below 1 or no number.</exception>
    public Tensor PNorm(double p, ReadOnlySpan<int> axes, bool keepDims = false)
    {
        if (!(p >= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "PNorm: the order must be from 1 to infinity");
        if (DType == DType.Bool) throw NoNumber(nameof(PNorm));
        if (IsInteger) return Real(this).PNorm(p, axes, keepDims);
        if (p == 2) return Norm(axes, keepDims);
        Span<bool> reduced = stackalloc bool[Rank];
        Reduced(axes, nameof(PNorm), reduced);
        var sizes = Abs();
        bool isEmpty = false;
        for (int a = 0; a < Rank; a++) isEmpty |= reduced[a] && Shape[a] == 0;
        if (p == 1 || isEmpty) return sizes.Sum(axes, keepDims);
        if (double.IsPositiveInfinity(p)) return sizes.Max(axes, keepDims);
        Tensor y;
        using (Gradients.Off())
        {
            var largest = sizes.Max(axes, keepDims: true);
            var scale = Where(largest.EqualTo(0) | largest.EqualTo(double.PositiveInfinity), 1, largest);
            y = (sizes / scale).Pow(p).Sum(axes, keepDims: true).Pow(1 / p) * scale;
            if (!keepDims) y = y.Reshape(Left(reduced).AsSpan());
        }
        return IsTracked(this) ? y.By(new PNormNode(this, y, p, Kept(axes))) : y;
    }

    sealed class PNormNode : Node
    {
        readonly double _p;
        readonly Shape _kept;

        public PNormNode(Tensor x, Tensor y, double p, Shape kept) : base(x)
        {
            (_p, _kept) = (p, kept);
            Save(x, y);
        }

        // sign x (|x| / y)^(p - 1)
        protected override void Backward(Tensor dy)
        {
            var x = Saved(0);
            var norm = Saved(1).Reshape(_kept.AsSpan());
            var share = x.Abs() / Where(norm.EqualTo(0), 1, norm);
            Give(0, dy.Reshape(_kept.AsSpan()) * (x.Sign() * share.Pow(_p - 1)));
        }
    }

    /// <summary>The sizes of the axes that are not reduced.</summary>
    Shape Left(ReadOnlySpan<bool> reduced)
    {
        Span<int> sizes = stackalloc int[Rank];
        int count = 0;
        for (int a = 0; a < Rank; a++)
            if (!reduced[a]) sizes[count++] = Shape[a];
        return new Shape(sizes[..count]);
    }
}
