using Cairn.Autograd;
using Cairn.Kernels;
using Cairn.LinearAlgebra;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The singular values and vectors of matrices: A = U diag(s) Vᵀ in the reduced form, s descending.</summary>
    /// <remarks>
    /// <para>Of the last two axes; the axes before them are batches. Computed in float64 whatever the type, by reflections to a bidiagonal
    /// matrix and the implicit QR method of Demmel and Kahan; the same bits on every machine.</para>
    /// <para>Derivatives, to any order: those of the values where they are not 0; those of the vectors where the values differ, from one
    /// another and from 0, growing as 1 over the difference. For values exactly equal that term is left out, which is right for results that treat
    /// them alike, such as the sum of the values or the projection on the space of their vectors.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">There are fewer than two axes, an element is not finite, or the elements are bool.</exception>
    /// <exception cref="InvalidOperationException">The iteration did not converge, which is not known to happen.</exception>
    public SingularValueDecomposition Svd()
    {
        var (u, s, v) = SingularParts(nameof(Svd), wantsVectors: true);
        if (!IsTracked(this)) return new(u!, s, v!);
        u!.By(new LeftVectorsNode(this, u, s, v!));
        v!.By(new RightVectorsNode(this, u, s, v));
        return new(u, s.By(new SingularValuesNode(this, u, v)), v);
    }

    /// <summary>The singular values of matrices in descending order: <see cref="Svd"/> without its vectors, in a third of the time.</summary>
    /// <exception cref="ArgumentException">As of <see cref="Svd"/>.</exception>
    /// <exception cref="InvalidOperationException">The iteration did not converge, which is not known to happen.</exception>
    public Tensor SingularValues() => SingularValues(nameof(SingularValues));

    Tensor SingularValues(string operation) => IsTracked(this) ? Svd().Values : SingularParts(operation, wantsVectors: false).Values;

    unsafe (Tensor? U, Tensor Values, Tensor? V) SingularParts(string operation, bool wantsVectors)
    {
        var a = Matrices(operation, square: false);
        int rows = Shape[-2], columns = Shape[-1], k = Math.Min(rows, columns);
        int[] batch = [.. Shape.AsSpan()[..^2]];
        int count = 1;
        foreach (int size in batch) count *= size;
        var values = Unfilled<double>(new Shape([.. batch, k]), out var s);
        var u = wantsVectors ? Unfilled<double>(new Shape([.. batch, rows, k]), out _) : null;
        var v = wantsVectors ? Unfilled<double>(new Shape([.. batch, columns, k]), out _) : null;
        fixed (double* pa = a.Lent<double>(), ps = s, pu = u is null ? default : u.Lent<double>(), pv = v is null ? default : v.Lent<double>())
            ForEachMatrix(count, new SvdJob(pa, rows, columns, ps, pu, pv, operation));
        GC.KeepAlive(a);
        GC.KeepAlive(u);
        GC.KeepAlive(v);
        return (Answer(u), Answer(values)!, Answer(v));

        Tensor? Answer(Tensor? y) => y is null ? null : Made(operation, y.As(AnswerType));
    }

    readonly unsafe struct SvdJob(double* a, int rows, int columns, double* values, double* u, double* v, string name) : IChunkJob
    {
        public void Run(int matrix)
        {
            nint k = Math.Min(rows, columns), at = matrix;
            SingularValueSolver.Solve(a + at * rows * columns, rows, columns, values + at * k, u == null ? null : u + at * rows * k,
                v == null ? null : v + at * columns * k, name);
        }
    }

    sealed class SingularValuesNode : Node
    {
        public SingularValuesNode(Tensor a, Tensor u, Tensor v) : base(a) => Save(u, v);

        // dA = U diag(ds) Vᵀ
        protected override void Backward(Tensor ds) => Give(0, (Saved(0) * ds.Unsqueeze(-2)).MatMul(Saved(1).Transpose(-1, -2)));
    }

    sealed class LeftVectorsNode : Node
    {
        public LeftVectorsNode(Tensor a, Tensor u, Tensor s, Tensor v) : base(a) => Save(u, s, v);

        protected override void Backward(Tensor du) => Give(0, FromVectors(du, Saved(0), Saved(1), Saved(2)));
    }

    sealed class RightVectorsNode : Node
    {
        public RightVectorsNode(Tensor a, Tensor u, Tensor s, Tensor v) : base(a) => Save(u, s, v);

        protected override void Backward(Tensor dv) => Give(0, FromVectors(dv, Saved(2), Saved(1), Saved(0)).Transpose(-1, -2));
    }

    /// <summary>
    /// dA = (U (F ∘ (UᵀdU - dUᵀU)) diag(s) + (I - U Uᵀ) dU diag(1 / s)) Vᵀ with F_ij = 1 / (s_j² - s_i²), 0 on the diagonal (Townsend,
    /// Differentiating the singular value decomposition, 2016); for the right vectors the same of the transpose.
    /// </summary>
    static Tensor FromVectors(Tensor du, Tensor u, Tensor s, Tensor v)
    {
        Tensor ut = u.Transpose(-1, -2), inner = ut.MatMul(du), row = s.Unsqueeze(-2), column = s.Unsqueeze(-1);
        var turn = (inner - inner.Transpose(-1, -2)) * InverseOrNothing((row - column) * (row + column));
        var da = u.MatMul(turn) * row;
        if (u.Shape[-2] > u.Shape[-1]) da += (du - u.MatMul(inner)) * InverseOrNothing(row);
        return da.MatMul(v.Transpose(-1, -2));
    }
}
