using Cairn.Autograd;
using Cairn.Kernels;
using Cairn.LinearAlgebra;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The determinant of each matrix of the last two axes, [...]: the product of the pivots of its <see cref="Lu()"/>.</summary>
    /// <remarks>The product is formed with an exponent of its own, so that it overflows or vanishes only where the determinant does;
    /// <see cref="LogDeterminant"/> does neither. The derivative, det(A) A⁻ᵀ, is refused where the matrix is singular.</remarks>
    /// <exception cref="ArgumentException">This is no square matrix, or has elements that are not finite.</exception>
    public Tensor Determinant() => SquareLu(nameof(Determinant)).Determinant();

    /// <summary>The sign of the determinant of each matrix, 1, 0 or -1, and the logarithm of its magnitude, -infinity for 0.</summary>
    /// <remarks>The derivative of the logarithm is A⁻ᵀ; it is refused where the matrix is singular.</remarks>
    /// <exception cref="ArgumentException">This is no square matrix, or has elements that are not finite.</exception>
    public (Tensor Sign, Tensor LogMagnitude) LogDeterminant() => SquareLu(nameof(LogDeterminant)).LogDeterminant();

    LuDecomposition SquareLu(string operation)
    {
        var a = RealMatrix(operation);
        a.ThrowIfNotSquare(operation);
        return a.Lu(operation);
    }

    internal static Tensor DeterminantOf(LuDecomposition lu, string operation)
    {
        var determinant = lu.Pivots(operation, (mantissa, exponent) => Math.ScaleB(mantissa, exponent));
        return IsTracked(lu.Source) ? determinant.By(new DeterminantNode(lu, determinant)) : determinant;
    }

    internal static (Tensor Sign, Tensor LogMagnitude) LogDeterminantOf(LuDecomposition lu, string operation)
    {
        var log = lu.Pivots(operation, (mantissa, exponent) => SafeMath.Log(Math.Abs(mantissa)) + exponent * LogOfTwo);
        var sign = lu.Pivots(operation, (mantissa, _) => Math.Sign(mantissa));
        return (sign, IsTracked(lu.Source) ? log.By(new LogDeterminantNode(lu)) : log);
    }

    const double LogOfTwo = 0.6931471805599453;

    sealed class DeterminantNode : Node
    {
        readonly LuDecomposition _lu;

        public DeterminantNode(LuDecomposition lu, Tensor determinant) : base(lu.Source)
        {
            _lu = lu;
            Save(determinant);
        }

        protected override void Backward(Tensor dy) =>
            Give(0, (dy * Saved(0)).Unsqueeze(-1).Unsqueeze(-1) * _lu.Inverse(nameof(Determinant), transposed: true));
    }

    sealed class LogDeterminantNode(LuDecomposition lu) : Node(lu.Source)
    {
        protected override void Backward(Tensor dy) =>
            Give(0, dy.Unsqueeze(-1).Unsqueeze(-1) * lu.Inverse(nameof(LogDeterminant), transposed: true));
    }
}
