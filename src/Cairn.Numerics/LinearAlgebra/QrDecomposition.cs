namespace Cairn.LinearAlgebra;

/// <summary>What <see cref="Tensor.Qr"/> found: A = Q R, or A with its columns in another order. Both factors can be differentiated.</summary>
public sealed class QrDecomposition
{
    internal QrDecomposition(Tensor q, Tensor r, Tensor pivots)
    {
        (Q, R) = (q, r);
        Pivots = pivots.AsReadOnly();
    }

    /// <summary>Q, [..., m, min(m, n)]: its columns are orthogonal and of length 1.</summary>
    public Tensor Q { get; }

    /// <summary>The upper triangle R, [..., min(m, n), n]. Its diagonal may have either sign; with pivoting it falls in magnitude.</summary>
    public Tensor R { get; }

    /// <summary>The order of the columns, int32 [..., n]: column j of Q R is column Pivots[j] of A, so that for one matrix
    /// <c>a[.., Pivots]</c> is Q R. Without pivoting 0, 1, ..., n - 1.</summary>
    public Tensor Pivots { get; }
}
