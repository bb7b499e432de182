using System.Numerics;
using Cairn.Autograd;
using Cairn.Kernels;
using Cairn.LinearAlgebra;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The factor L of each symmetric positive definite matrix, A = L Lᵀ.</summary>
    /// <remarks>Of the last two axes; those before them are batches. Only the lower triangle of A is read: the matrix counts as symmetric.
    /// Integers are taken as float64. The derivative is the symmetric one,
    /// L⁻ᵀ Φ(Lᵀ dL) L⁻¹ and its transpose by halves, where Φ takes the lower triangle and halves its diagonal
    /// (<see href="https://arxiv.org/abs/1602.07527">Murray 2016</see>).</remarks>
    /// <exception cref="ArgumentException">This is no square matrix, an element of the lower triangle is not finite, or a leading minor is
    /// not positive: then the matrix is not positive definite.</exception>
    public CholeskyDecomposition Cholesky()
    {
        var a = RealMatrix(nameof(Cholesky));
        a.ThrowIfNotSquare(nameof(Cholesky));
        var lower = a.DType == DType.Float32 ? a.CholeskyFactors<float>() : a.CholeskyFactors<double>();
        Check(nameof(Cholesky), lower);
        return new CholeskyDecomposition(IsTracked(a) ? lower.By(new CholeskyNode(a, lower)) : lower);
    }

    unsafe Tensor CholeskyFactors<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = Shape[-1], row = RowStride.Of<T>(n);
        var lower = Unfilled<T>(Shape, out var to);
        var work = Unfilled<T>(new Shape(n, row), out var upper);
        var a = RowMatrix<T>();
        int[] starts = Starts(new Shape(BatchSizes));
        fixed (T* from = a.Values, u = upper, l = to)
            for (int t = 0; t < starts.Length; t++)
            {
                CholeskyFactor.Take(n, from + starts[t], a.Row, a.Column, u, row);
                int minor = CholeskyFactor.Run(n, u, row);
                if (minor > 0) throw NotPositive(t, minor);
                CholeskyFactor.Put(n, u, row, l + (nint)t * n * n);
            }
        GC.KeepAlive(this);
        GC.KeepAlive(work);
        return lower;
    }

    ArgumentException NotPositive(int batch, int minor)
    {
        var lower = Detach();
        if (Rank > 2) lower = lower.Reshape(-1, Shape[-2], Shape[-1])[batch];
        Where(Band(DType.Bool, Shape[-2], Shape[-1], (i, j) => i >= j), lower, 0).ThrowIfNotFinite(nameof(Cholesky));
        string which = Rank > 2 ? $" in batch {batch}" : "";
        return new ArgumentException($"Cholesky: {Shape} is not positive definite{which}: its leading minor of order {minor} is not "
            + "positive; add to the diagonal, or use Solve");
    }

    sealed class CholeskyNode : Node
    {
        public CholeskyNode(Tensor a, Tensor lower) : base(a) => Save(lower);

        // S = L⁻ᵀ Φ(Lᵀ dL) L⁻¹; dA = (S + Sᵀ) / 2
        protected override void Backward(Tensor dl)
        {
            var l = Saved(0);
            int n = l.Shape[-1];
            var inside = l.Turned().MatMul(dl) * (Band(l.DType, n, n, (i, j) => i >= j) - Eye(l.DType, n) / 2);
            var left = l.SolveTriangular(inside, transposed: true);
            var s = l.SolveTriangular(left.Turned(), transposed: true);
            Give(0, (s + s.Turned()) / 2);
        }
    }
}
