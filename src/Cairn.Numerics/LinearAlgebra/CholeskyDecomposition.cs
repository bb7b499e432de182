namespace Cairn.LinearAlgebra;

/// <summary>What <see cref="Tensor.Cholesky"/> found: A = L Lᵀ for each matrix A. All of it can be differentiated.</summary>
public sealed class CholeskyDecomposition
{
    internal CholeskyDecomposition(Tensor lower) => L = lower;

    /// <summary>The lower triangle L, of the shape of A, with a positive diagonal and zeros above it.</summary>
    public Tensor L { get; }

    /// <summary>The solution x of A x = b.</summary>
    /// <param name="b">The right sides: a vector [n], or matrices [..., n, k] whose batches broadcast with those of A.</param>
    /// <exception cref="ArgumentException">The right side has other rows.</exception>
    public Tensor Solve(Tensor b)
    {
        ArgumentNullException.ThrowIfNull(b);
        if (b.Rank != 1) return L.SolveTriangular(L.SolveTriangular(b), transposed: true);
        return L.SolveTriangular(L.SolveTriangular(b.Unsqueeze(-1)), transposed: true).Squeeze(-1);
    }

    /// <summary>A⁻¹, of the shape of A.</summary>
    public Tensor Inverse() => Solve(Tensor.Eye(L.DType, L.Shape[-1]));

    /// <summary>The logarithm of the determinant of each matrix, [...]: 2 Σ ln L_ii.</summary>
    public Tensor LogDeterminant() => L.Diagonal().Log().Sum(-1) * 2;
}
