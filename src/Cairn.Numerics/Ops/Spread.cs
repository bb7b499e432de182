using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

// How far numbers lie from their mean, and from zero.
public sealed partial class Tensor
{
    /// <summary>The variance of all elements, Σ (x - m)² / n with m their mean; integers give float64.</summary>
    /// <exception cref="InvalidOperationException">There are no elements.</exception>
    public Tensor Variance() => Variance(AllAxes(stackalloc int[Rank]));

    /// <summary>The variance along one axis; integers give float64.</summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <param name="keepDims">True to keep the axis, with size 1.</param>
    /// <param name="degreesOfFreedom">d in Σ (x - m)² / (n - d): 0 for the variance of these numbers, 1 to estimate that of what they are a
    /// sample of.</param>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <exception cref="InvalidOperationException">The axis has not more than d elements.</exception>
    public Tensor Variance(int axis, bool keepDims = false, int degreesOfFreedom = 0) => Variance([axis], keepDims, degreesOfFreedom);

    /// <summary>The variance along several axes; integers give float64.</summary>
    /// <param name="axes">The axes; negative ones count from the last.</param>
    /// <param name="keepDims">True to keep the axes, with size 1.</param>
    /// <param name="degreesOfFreedom">d in Σ (x - m)² / (n - d): 0 for the variance of these numbers, 1 to estimate that of what they are a
    /// sample of.</param>
    /// <exception cref="ArgumentException">There is no such axis, or one is named twice.</exception>
    /// <exception cref="InvalidOperationException">There are not more than d elements along the axes.</exception>
    public Tensor Variance(ReadOnlySpan<int> axes, bool keepDims = false, int degreesOfFreedom = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(degreesOfFreedom);
        if (DType == DType.Bool) throw NoNumber(nameof(Variance));
        if (!DType.IsFloating()) return Real(this).Variance(axes, keepDims, degreesOfFreedom);
        int count = CountAlong(axes, nameof(Variance));
        if (count <= degreesOfFreedom)
            throw new InvalidOperationException(
                $"Variance: {Shape} has {count} elements along the reduced axes, not more than the {degreesOfFreedom} degrees of freedom");
        var y = DType == DType.Float32
            ? Reduce<float, float, VarianceOf<float>>(axes, keepDims, nameof(Variance), new(degreesOfFreedom))
            : Reduce<double, double, VarianceOf<double>>(axes, keepDims, nameof(Variance), new(degreesOfFreedom));
        return IsTracked(this) ? y.By(new VarianceNode(this, axes, Kept(axes), count - degreesOfFreedom)) : y;
    }

    sealed class VarianceNode : Node
    {
        readonly int[] _axes;
        readonly Shape _kept;
        readonly int _divisor;

        public VarianceNode(Tensor x, ReadOnlySpan<int> axes, Shape kept, int divisor) : base(x)
        {
            (_axes, _kept, _divisor) = (axes.ToArray(), kept, divisor);
            Save(x);
        }

        // 2 (x - m) / (n - d); the mean's own derivative falls out, as deviations sum to 0
        protected override void Backward(Tensor dy)
        {
            var deviation = Saved(0) - Saved(0).Mean(_axes, keepDims: true);
            Give(0, dy.Reshape(_kept.AsSpan()) * (2.0 / _divisor) * deviation);
        }
    }

    /// <summary>The square root of <see cref="Variance()"/>.</summary>
    /// <exception cref="InvalidOperationException">There are no elements.</exception>
    public Tensor StandardDeviation() => Variance().Sqrt();

    /// <summary>The square root of <see cref="Variance(int, bool, int)"/>.</summary>
    /// <inheritdoc cref="Variance(int, bool, int)"/>
    public Tensor StandardDeviation(int axis, bool keepDims = false, int degreesOfFreedom = 0) =>
        Variance(axis, keepDims, degreesOfFreedom).Sqrt();

    /// <summary>The square root of <see cref="Variance(ReadOnlySpan{int}, bool, int)"/>.</summary>
    /// <inheritdoc cref="Variance(ReadOnlySpan{int}, bool, int)"/>
    public Tensor StandardDeviation(ReadOnlySpan<int> axes, bool keepDims = false, int degreesOfFreedom = 0) =>
        Variance(axes, keepDims, degreesOfFreedom).Sqrt();

    /// <summary>The Euclidean norm of all elements, √Σ x², without overflow on the way; integers give float64.</summary>
    /// <remarks>Its derivative at 0 is taken to be 0.</remarks>
    /// <exception cref="ArgumentException">The type is bool.</exception>
    public Tensor Norm() => Norm(AllAxes(stackalloc int[Rank]));

    /// <summary>The Euclidean norm along one axis; integers give float64.</summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <param name="keepDims">True to keep the axis, with size 1.</param>
    /// <exception cref="ArgumentException">There is no such axis, or the type is bool.</exception>
    public Tensor Norm(int axis, bool keepDims = false) => Norm([axis], keepDims);

    /// <summary>The Euclidean norm along several axes; integers give float64.</summary>
    /// <param name="axes">The axes; negative ones count from the last.</param>
    /// <param name="keepDims">True to keep the axes, with size 1.</param>
    /// <exception cref="ArgumentException">There is no such axis, one is named twice, or the type is bool.</exception>
    public Tensor Norm(ReadOnlySpan<int> axes, bool keepDims = false)
    {
        var y = DType switch
        {
            DType.Float32 => Reduce<float, float, NormOf<float>>(axes, keepDims, nameof(Norm)),
            DType.Float64 => Reduce<double, double, NormOf<double>>(axes, keepDims, nameof(Norm)),
            DType.Bool => throw NoNumber(nameof(Norm)),
            _ => Real(this).Norm(axes, keepDims),
        };
        return IsTracked(this) ? y.By(new NormNode(this, y, Kept(axes))) : y;
    }

    sealed class NormNode : Node
    {
        readonly Shape _kept;

        public NormNode(Tensor x, Tensor y, Shape kept) : base(x)
        {
            _kept = kept;
            Save(x, y);
        }

        protected override void Backward(Tensor dy)
        {
            var norm = Saved(1).Reshape(_kept.AsSpan());
            Give(0, dy.Reshape(_kept.AsSpan()) * (Saved(0) / Where(norm.EqualTo(0), 1, norm)));
        }
    }
}
