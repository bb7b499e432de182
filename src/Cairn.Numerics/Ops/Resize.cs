using System.Numerics;
using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>Images [n, channels, spatial...] with one to three spatial axes in another size.</summary>
    /// <remarks>
    /// <para>Element i of m over n lies at (i + 1/2) n / m - 1/2, so that the images cover the same area; or, when the corners are
    /// aligned, at i (n - 1) / (m - 1), so that the outermost elements stay what they are. Beyond the border the outermost elements go on.
    /// <see cref="Interpolation.Nearest"/> takes the element i n / m, rounded down.</para>
    /// <para>To make an image much smaller take <see cref="AdaptiveAveragePool"/> or <see cref="AveragePool"/>, which look at every
    /// element; this looks at two or four beside each place.</para>
    /// </remarks>
    /// <param name="sizes">The sizes wanted.</param>
    /// <param name="interpolation">What stands between the elements.</param>
    /// <param name="alignsCorners">Whether the outermost elements stay where they are; not for <see cref="Interpolation.Nearest"/>.</param>
    /// <exception cref="ArgumentException">The shape is another, the elements are not floating or there are none, or corners are to be
    /// aligned without anything between.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or there is no such interpolation.</exception>
    public Tensor Resize(PerAxis sizes, Interpolation interpolation = Interpolation.Linear, bool alignsCorners = false)
    {
        CheckImages(nameof(Resize));
        int axes = Rank - 2;
        if (sizes.Count == 0) throw new ArgumentException("Resize: the images need sizes", nameof(sizes));
        sizes.Check(nameof(Resize), nameof(sizes), axes, 1);
        if (!Enum.IsDefined(interpolation))
            throw new ArgumentOutOfRangeException(nameof(interpolation), interpolation, "Resize: no such interpolation");
        if (alignsCorners && interpolation == Interpolation.Nearest)
            throw new ArgumentException("Resize: Nearest has no corners to align; leave alignsCorners out, or take Linear",
                nameof(alignsCorners));
        var y = this;
        for (int a = Rank - 1; a >= 2; a--)
        {
            int size = Shape[a], count = sizes.At(a - 2, 1);
            if (size == 0) throw new ArgumentException($"Resize: {Shape} has no elements along axis {a}");
            if (size != count) y = y.Weighed(a, AxisWeights.Between(size, count, interpolation, alignsCorners));
        }
        return ReferenceEquals(y, this) ? Copy() : y;
    }

    /// <summary>Weighted sums along an axis.</summary>
    Tensor Weighed(int axis, AxisWeights weights)
    {
        var y = DType == DType.Float32 ? Weigh<float>(axis, weights, isBack: false) : Weigh<double>(axis, weights, isBack: false);
        return IsTracked(this) ? y.By(new WeighedNode(this, axis, weights)) : y;
    }

    sealed class WeighedNode(Tensor x, int axis, AxisWeights weights) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, dy.WeighedBack(axis, weights));
    }

    /// <summary>The transpose of <see cref="Weighed"/>.</summary>
    Tensor WeighedBack(int axis, AxisWeights weights)
    {
        var x = DType == DType.Float32 ? Weigh<float>(axis, weights, isBack: true) : Weigh<double>(axis, weights, isBack: true);
        return IsTracked(this) ? x.By(new WeighedBackNode(this, axis, weights)) : x;
    }

    sealed class WeighedBackNode(Tensor y, int axis, AxisWeights weights) : Node(y)
    {
        protected override void Backward(Tensor dx) => Give(0, dx.Weighed(axis, weights));
    }

    unsafe Tensor Weigh<T>(int axis, AxisWeights weights, bool isBack) where T : unmanaged, INumber<T>
    {
        var x = Packed();
        int[] sizes = [.. Shape];
        sizes[axis] = isBack ? weights.Size : weights.Count;
        var y = Unfilled<T>(Shape.Of(nameof(Resize), sizes), out var values);
        int inner = InnerLength(axis), outer = Length == 0 ? 0 : Length / inner / Shape[axis];
        fixed (T* from = x.Lent<T>(), to = values)
        {
            if (isBack) Interpolations.Spread(weights, outer, inner, from, to);
            else Interpolations.Sum(weights, outer, inner, from, to);
        }
        GC.KeepAlive(x);
        return Made(nameof(Resize), y);
    }
}
