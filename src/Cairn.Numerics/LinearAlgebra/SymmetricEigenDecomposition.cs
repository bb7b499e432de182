namespace Cairn.LinearAlgebra;

/// <summary>A = V diag(w) Vᵀ of symmetric matrices A: what <see cref="Tensor.SymmetricEigen"/> gives.</summary>
public sealed class SymmetricEigenDecomposition
{
    internal SymmetricEigenDecomposition(Tensor values, Tensor vectors) => (Values, Vectors) = (values, vectors);

    /// <summary>The eigenvalues w in ascending order, [..., n].</summary>
    public Tensor Values { get; }

    /// <summary>The eigenvectors of length 1 in the columns of V, [..., n, n].</summary>
    /// <remarks>Of the two directions of a vector, that in which the first of the elements within an eighth of the largest magnitude is
    /// positive. The vectors of equal values are some orthogonal basis of their space.</remarks>
    public Tensor Vectors { get; }

    /// <summary>The values and the vectors.</summary>
    public void Deconstruct(out Tensor values, out Tensor vectors) => (values, vectors) = (Values, Vectors);
}
