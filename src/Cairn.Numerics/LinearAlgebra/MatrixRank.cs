namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The rank of matrices: how many singular values do not count as 0, int32, one number for each matrix.</summary>
    /// <param name="tolerance">Values of at most this times the largest count as 0; by default the larger size times 2⁻⁵², or 2⁻²³ for
    /// float32.</param>
    /// <exception cref="ArgumentException">As of <see cref="Svd"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative or NaN.</exception>
    /// <exception cref="InvalidOperationException">The iteration did not converge, which is not known to happen.</exception>
    public Tensor MatrixRank(double? tolerance = null)
    {
        CheckTolerance(tolerance, nameof(MatrixRank));
        var s = SingularParts(nameof(MatrixRank), wantsVectors: false).Values;
        return s.Shape[-1] == 0 ? Zeros(DType.Int32, [.. Shape.AsSpan()[..^2]]) : Kept(s, tolerance).As(DType.Int32).Sum(-1).To(DType.Int32);
    }

    /// <summary>The condition of matrices for solving: the largest singular value over the smallest, infinity when that is 0.</summary>
    /// <remarks>One number for each matrix; its derivative is that of <see cref="SingularValues()"/>.</remarks>
    /// <exception cref="ArgumentException">As of <see cref="Svd"/>; or a matrix has no elements.</exception>
    /// <exception cref="InvalidOperationException">The iteration did not converge, which is not known to happen.</exception>
    public Tensor ConditionNumber()
    {
        var s = SingularValues(nameof(ConditionNumber));
        if (s.Shape[-1] == 0) throw new ArgumentException($"ConditionNumber: {Shape}: a matrix without elements has none");
        var least = s.Min(-1);
        return Where(least.EqualTo(0), double.PositiveInfinity, s.Max(-1) / least);
    }

    /// <summary>The largest singular value of matrices: how much they lengthen a vector at most; 0 without elements.</summary>
    /// <remarks>One number for each matrix; its derivative is that of <see cref="SingularValues()"/>.</remarks>
    /// <exception cref="ArgumentException">As of <see cref="Svd"/>.</exception>
    /// <exception cref="InvalidOperationException">The iteration did not converge, which is not known to happen.</exception>
    public Tensor SpectralNorm()
    {
        var s = SingularValues(nameof(SpectralNorm));
        return s.Shape[-1] > 0 ? s.Max(-1) : s.Sum(-1);
    }

    /// <summary>The sum of the singular values of matrices.</summary>
    /// <remarks>One number for each matrix; its derivative is that of <see cref="SingularValues()"/>.</remarks>
    /// <exception cref="ArgumentException">As of <see cref="Svd"/>.</exception>
    /// <exception cref="InvalidOperationException">The iteration did not converge, which is not known to happen.</exception>
    public Tensor NuclearNorm() => SingularValues(nameof(NuclearNorm)).Sum(-1);
}
