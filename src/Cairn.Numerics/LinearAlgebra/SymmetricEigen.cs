using Cairn.Autograd;
using Cairn.Kernels;
using Cairn.LinearAlgebra;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The eigenvalues and eigenvectors of symmetric matrices: A = V diag(w) Vᵀ, w ascending, VᵀV = I.</summary>
    /// <remarks>
    /// <para>Of the last two axes; the axes before them are batches. Computed in float64 whatever the type, by reflections to a tridiagonal
    /// matrix and the implicit QR method, so that A V - V diag(w) is of the size of n 2⁻⁵² times the largest value. What differs across the
    /// diagonal by rounding is averaged; the same bits on every machine.</para>
    /// <para>Derivatives, to any order: those of a value and its vector hold where it differs from the others; those of vectors grow as 1 over the
    /// difference. For values exactly equal that term is left out, which is right for results that treat them alike, such as the sum of
    /// the values or the projection on the space of their vectors.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">There are fewer than two axes, the matrices are not square, an element is not finite, the elements
    /// are bool, or elements across the diagonal differ by more than 2⁻²⁶ (float32: 2⁻¹¹) of the largest.</exception>
    /// <exception cref="InvalidOperationException">The iteration did not converge, which is not known to happen.</exception>
    public SymmetricEigenDecomposition SymmetricEigen()
    {
        var (values, vectors) = SymmetricParts(nameof(SymmetricEigen), wantsVectors: true);
        if (!IsTracked(this)) return new(values, vectors!);
        var v = vectors!.By(new SymmetricVectorsNode(this, values, vectors));
        return new(values.By(new SymmetricValuesNode(this, v)), v);
    }

    /// <summary>The eigenvalues of symmetric matrices in ascending order: <see cref="SymmetricEigen"/> without its vectors, in a third of the
    /// time.</summary>
    /// <exception cref="ArgumentException">As of <see cref="SymmetricEigen"/>.</exception>
    /// <exception cref="InvalidOperationException">The iteration did not converge, which is not known to happen.</exception>
    public Tensor SymmetricEigenvalues() =>
        IsTracked(this) ? SymmetricEigen().Values : SymmetricParts(nameof(SymmetricEigenvalues), wantsVectors: false).Values;

    unsafe (Tensor Values, Tensor? Vectors) SymmetricParts(string operation, bool wantsVectors)
    {
        var a = Matrices(operation, square: true);
        int size = Shape[-1], count = size == 0 ? 0 : Length / (size * size);
        var values = Unfilled<double>(new Shape(Shape.AsSpan()[..^1]), out var w);
        var vectors = wantsVectors ? Unfilled<double>(Shape, out _) : null;
        double asymmetry = DType == DType.Float32 ? SymmetricEigenSolver.Float32Asymmetry : SymmetricEigenSolver.Float64Asymmetry;
        fixed (double* pa = a.Lent<double>(), pw = w, pv = vectors is null ? default : vectors.Lent<double>())
            ForEachMatrix(count, new SymmetricEigenJob(pa, size, pw, pv, asymmetry, operation));
        GC.KeepAlive(a);
        GC.KeepAlive(vectors);
        return (Made(operation, values.As(AnswerType)), vectors is null ? null : Made(operation, vectors.As(AnswerType)));
    }

    readonly unsafe struct SymmetricEigenJob(double* a, int size, double* values, double* vectors, double asymmetry, string name) : IChunkJob
    {
        public void Run(int matrix)
        {
            nint at = (nint)matrix * size * size;
            SymmetricEigenSolver.Solve(a + at, size, values + (nint)matrix * size, vectors == null ? null : vectors + at, asymmetry, name);
        }
    }

    sealed class SymmetricValuesNode : Node
    {
        public SymmetricValuesNode(Tensor a, Tensor vectors) : base(a) => Save(vectors);

        // dA = V diag(dw) Vᵀ
        protected override void Backward(Tensor dw)
        {
            var v = Saved(0);
            Give(0, (v * dw.Unsqueeze(-2)).MatMul(v.Transpose(-1, -2)));
        }
    }

    sealed class SymmetricVectorsNode : Node
    {
        public SymmetricVectorsNode(Tensor a, Tensor values, Tensor vectors) : base(a) => Save(values, vectors);

        // dA = V (F ∘ VᵀdV) Vᵀ with F_ij = 1 / (w_j - w_i), 0 on the diagonal; the mean over both triangles, since A is symmetric
        protected override void Backward(Tensor dv)
        {
            Tensor w = Saved(0), v = Saved(1), vt = v.Transpose(-1, -2);
            var inner = vt.MatMul(dv) * InverseOrNothing(w.Unsqueeze(-2) - w.Unsqueeze(-1));
            var da = v.MatMul(inner).MatMul(vt);
            Give(0, (da + da.Transpose(-1, -2)) * 0.5);
        }
    }

    /// <summary>1 / x, and 0 of 0.</summary>
    static Tensor InverseOrNothing(Tensor x)
    {
        var isZero = x.EqualTo(0);
        return Where(isZero, 0, 1 / Where(isZero, 1, x));
    }
}
