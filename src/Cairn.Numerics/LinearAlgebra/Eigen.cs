using Cairn.Kernels;
using Cairn.LinearAlgebra;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The eigenvalues and eigenvectors of square matrices, which may be complex; of symmetric ones <see cref="SymmetricEigen"/> is
    /// faster and more accurate.</summary>
    /// <remarks>Of the last two axes; the axes before them are batches. Computed in float64 whatever the type, by balancing, reflections to a
    /// Hessenberg matrix, and Francis's double shifts; the same bits on every machine. Passes no gradient on.</remarks>
    /// <exception cref="ArgumentException">There are fewer than two axes, the matrices are not square, an element is not finite, or the
    /// elements are bool.</exception>
    /// <exception cref="InvalidOperationException">The iteration did not converge, which is not known to happen.</exception>
    public unsafe EigenDecomposition Eigen()
    {
        var a = Matrices(nameof(Eigen), square: true);
        int size = Shape[-1], count = size == 0 ? 0 : Length / (size * size);
        var values = new Shape(Shape.AsSpan()[..^1]);
        Tensor wr = Unfilled<double>(values, out var pwr), wi = Unfilled<double>(values, out var pwi);
        Tensor vr = Unfilled<double>(Shape, out var pvr), vi = Unfilled<double>(Shape, out var pvi);
        fixed (double* from = a.Lent<double>(), toWr = pwr, toWi = pwi, toVr = pvr, toVi = pvi)
            ForEachMatrix(count, new EigenJob(from, size, toWr, toWi, toVr, toVi));
        GC.KeepAlive(a);
        return new(Answer(wr), Answer(wi), Answer(vr), Answer(vi));

        Tensor Answer(Tensor y) => Made(nameof(Eigen), y.As(AnswerType));
    }

    readonly unsafe struct EigenJob(double* a, int size, double* wr, double* wi, double* vr, double* vi) : IChunkJob
    {
        public void Run(int matrix)
        {
            nint at = (nint)matrix * size, square = at * size;
            EigenSolver.Solve(a + square, size, wr + at, wi + at, vr + square, vi + square, nameof(Eigen));
        }
    }
}
