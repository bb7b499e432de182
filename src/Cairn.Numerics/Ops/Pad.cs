using Cairn.Autograd;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>This tensor with a border of one number.</summary>
    /// <param name="widths">For each axis how many elements stand before and after.</param>
    /// <param name="value">The number in the border.</param>
    /// <exception cref="ArgumentException">There are not as many widths as axes, one is negative, or the number does not fit.</exception>
    public Tensor Pad(ReadOnlySpan<(int Before, int After)> widths, Scalar value = default)
    {
        if (widths.Length != Rank)
            throw new ArgumentException($"Pad: {widths.Length} widths are given, but {Shape} has {Rank} axes", nameof(widths));
        var sizes = new int[Rank];
        var inside = new Slice[Rank];
        for (int a = 0; a < Rank; a++)
        {
            var (before, after) = widths[a];
            if (before < 0 || after < 0)
                throw new ArgumentException($"Pad: the widths {before} and {after} of axis {a} must not be negative", nameof(widths));
            if ((long)Shape[a] + before + after > Shape.MaxElements)
                throw new ArgumentException($"Pad: axis {a} would be longer than {Shape.MaxElements}", nameof(widths));
            sizes[a] = Shape[a] + before + after;
            inside[a] = before..(before + Shape[a]);
        }
        var y = Unfilled(DType, Shape.Of(nameof(Pad), sizes));
        y.Assign(value.As(DType, nameof(Pad)));
        y.Set(inside, this);
        return IsTracked(this) ? y.By(new PadNode(this, inside)) : y;
    }

    sealed class PadNode(Tensor x, Slice[] inside) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, dy[inside]);
    }
}
