namespace Cairn.LinearAlgebra;

/// <summary>A = U diag(s) Vᵀ of matrices A [..., m, n], in the reduced form with k = min(m, n) values: what <see cref="Tensor.Svd"/> gives.</summary>
public sealed class SingularValueDecomposition
{
    internal SingularValueDecomposition(Tensor u, Tensor values, Tensor v) => (U, Values, V) = (u, values, v);

    /// <summary>The left singular vectors in orthonormal columns, [..., m, k].</summary>
    public Tensor U { get; }

    /// <summary>The singular values s in descending order, none negative, [..., k].</summary>
    public Tensor Values { get; }

    /// <summary>The right singular vectors in orthonormal columns, [..., n, k]: not transposed.</summary>
    /// <remarks>Of the two directions of a pair, that in which the first of the elements within an eighth of the largest magnitude is
    /// positive in the column of V, or in that of U when the matrix has fewer rows than columns. The vectors of equal values are some orthogonal
    /// basis of their space.</remarks>
    public Tensor V { get; }

    /// <summary>U, the values, and V.</summary>
    public void Deconstruct(out Tensor u, out Tensor values, out Tensor v) => (u, values, v) = (U, Values, V);
}
