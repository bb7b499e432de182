namespace Cairn;

// Products of every element with every other, and the product of vectors in space.
public sealed partial class Tensor
{
    /// <summary>The outer product of two vectors: z_ij = x_i y_j.</summary>
    /// <param name="other">The vector whose elements are the columns.</param>
    /// <exception cref="ArgumentException">One is no vector, or a type is bool.</exception>
    public Tensor Outer(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Rank != 1 || other.Rank != 1)
            throw new ArgumentException($"Outer: {Shape} and {other.Shape}: both must be vectors", nameof(other));
        return Unsqueeze(-1) * other;
    }

    /// <summary>Kronecker's product: every element of this tensor times the whole of another, block beside block. z[i p + k, j q + l] =
    /// x[i, j] y[k, l] for y of p rows and q columns; where one has fewer axes it has axes of size 1 before them.</summary>
    /// <param name="other">What stands in each block.</param>
    /// <exception cref="ArgumentException">A type is bool, or the result would be too large.</exception>
    public Tensor Kron(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        int rank = Math.Max(Rank, other.Rank);
        int[] blocks = new int[2 * rank], inside = new int[2 * rank], sizes = new int[rank];
        for (int a = 0; a < rank; a++)
        {
            (blocks[2 * a], blocks[2 * a + 1]) = (a < rank - Rank ? 1 : Shape[a - rank + Rank], 1);
            (inside[2 * a], inside[2 * a + 1]) = (1, a < rank - other.Rank ? 1 : other.Shape[a - rank + other.Rank]);
            sizes[a] = (int)Math.Min((long)blocks[2 * a] * inside[2 * a + 1], int.MaxValue);
        }
        return (Reshape(blocks) * other.Reshape(inside)).Reshape(Shape.Of(nameof(Kron), sizes).AsSpan());
    }

    /// <summary>The cross product of vectors in space along the last axis, of size 3: at right angles to both, as long as the area between
    /// them. The other axes broadcast.</summary>
    /// <param name="other">The right factor.</param>
    /// <exception cref="ArgumentException">A last axis has another size than 3, the others do not broadcast, or a type is bool.</exception>
    public Tensor Cross(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Rank == 0 || other.Rank == 0 || Shape[-1] != 3 || other.Shape[-1] != 3)
            throw new ArgumentException($"Cross: {Shape} and {other.Shape}: the last axis of both must have size 3", nameof(other));
        return Roll(-1, -1) * other.Roll(-2, -1) - Roll(-2, -1) * other.Roll(-1, -1);
    }
}
