using Cairn.Autograd;
using Cairn.Kernels;
using Cairn.LinearAlgebra;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The eigenvalues and eigenvectors of square matrices, which may be complex; of symmetric ones <see cref="SymmetricEigen"/> is
    /// faster and more accurate.</summary>
    /// <remarks>
    /// <para>Of the last two axes; the axes before them are batches. Computed in float64 whatever the type, by balancing, reflections to a
    /// Hessenberg matrix, and Francis's double shifts; the same bits on every machine.</para>
    /// <para>Derivatives, to any order, where no two values of a matrix are equal; elsewhere Backward refuses. Those of vectors grow as 1 over the
    /// difference of values, and hold the element real that <see cref="EigenDecomposition.RealVectors"/> promises to be.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">There are fewer than two axes, the matrices are not square, an element is not finite, or the
    /// elements are bool.</exception>
    /// <exception cref="InvalidOperationException">The iteration did not converge, which is not known to happen.</exception>
    public unsafe EigenDecomposition Eigen()
    {
        var a = Matrices(nameof(Eigen), square: true);
        int size = Shape[-1], count = size == 0 ? 0 : Length / (size * size);
        var values = new Shape(Shape.AsSpan()[..^1]);
        Tensor wr = Unfilled<double>(values, out var pwr), wi = Unfilled<double>(values, out var pwi);
        Tensor vr = Unfilled<double>(Shape, out var pvr), vi = Unfilled<double>(Shape, out var pvi), places = Unfilled<int>(values, out var pplaces);
        fixed (double* from = a.Lent<double>(), toWr = pwr, toWi = pwi, toVr = pvr, toVi = pvi)
        fixed (int* toPlaces = pplaces)
            ForEachMatrix(count, new EigenJob(from, size, toWr, toWi, toVr, toVi, toPlaces));
        GC.KeepAlive(a);
        GC.KeepAlive(places);
        (wr, wi, vr, vi) = (Answer(wr), Answer(wi), Answer(vr), Answer(vi));
        if (!IsTracked(this)) return new(wr, wi, vr, vi);
        // the two parts in one tensor, since a node has one result
        Tensor w = Stack([wr, wi]), v = Stack([vr, vi]);
        w.By(new EigenvaluesNode(this, w, v));
        v.By(new EigenvectorsNode(this, w, v, places));
        return new(w[0], w[1], v[0], v[1]);

        Tensor Answer(Tensor y) => Made(nameof(Eigen), y.As(AnswerType));
    }

    readonly unsafe struct EigenJob(double* a, int size, double* wr, double* wi, double* vr, double* vi, int* places) : IChunkJob
    {
        public void Run(int matrix)
        {
            nint at = (nint)matrix * size, square = at * size;
            EigenSolver.Solve(a + square, size, wr + at, wi + at, vr + square, vi + square, places + at, nameof(Eigen));
        }
    }

    // A change dA moves the values by the diagonal of K = V⁻¹ dA V, and the vectors by V (E ∘ K), E_ij = 1 / (w_j - w_i) and 0 on the diagonal, and
    // along themselves, so that they keep the length 1 and the promised element real. The rules are that read backwards; ᴴ turns and conjugates.
    sealed class EigenvaluesNode : Node
    {
        public EigenvaluesNode(Tensor a, Tensor values, Tensor vectors) : base(a) => Save(values, vectors);

        // dA = Re(V⁻ᴴ diag(dw) Vᴴ)
        protected override void Backward(Tensor dw)
        {
            Tensor w = Saved(0), v = Saved(1), one = Eye(dw.DType, dw.Shape[-1]);
            ThrowIfNotSimple(w, v[0].Shape);
            Give(0, OfBasis(one * dw[0].Unsqueeze(-2), one * dw[1].Unsqueeze(-2), v[0], v[1]));
        }
    }

    sealed class EigenvectorsNode : Node
    {
        public EigenvectorsNode(Tensor a, Tensor values, Tensor vectors, Tensor places) : base(a) => Save(values, vectors, places);

        // dA = Re(V⁻ᴴ (VᴴH ∘ conj(E)) Vᴴ), H being what of dV is neither along v nor turns its promised element v_p: with s = dvᴴ v,
        // h = dv - Re(s) v + i Im(s) / v_p at p
        protected override void Backward(Tensor dv)
        {
            Tensor w = Saved(0), vr = Saved(1)[0], vi = Saved(1)[1], dr = dv[0], di = dv[1];
            ThrowIfNotSimple(w, vr.Shape);
            var promised = Saved(2).Unsqueeze(-2).EqualTo(Arange(vr.Shape[-1]).Unsqueeze(-1)).As(vr.DType);
            Tensor along = (dr * vr + di * vi).Sum(-2, keepDims: true), across = (dr * vi - di * vr).Sum(-2, keepDims: true);
            Tensor hr = dr - along * vr, hi = di - along * vi + promised * (across / (promised * vr).Sum(-2, keepDims: true));
            Tensor vrt = vr.Turned(), vit = vi.Turned(), mr = vrt.MatMul(hr) + vit.MatMul(hi), mi = vrt.MatMul(hi) - vit.MatMul(hr);

            // conj(1 / x) = x / |x|², of x near 1 so that no square leaves the range
            Tensor xr = w[0].Unsqueeze(-2) - w[0].Unsqueeze(-1), xi = w[1].Unsqueeze(-2) - w[1].Unsqueeze(-1);
            var size = Maximum(xr.Abs(), xi.Abs()).Detach();
            size = Where(size.EqualTo(0), 1, size);
            (xr, xi) = (xr / size, xi / size);
            var inverse = InverseOrNothing((xr.Square() + xi.Square()) * size);
            Give(0, OfBasis((mr * xr - mi * xi) * inverse, (mr * xi + mi * xr) * inverse, vr, vi));
        }
    }

    /// <summary>Re(V⁻ᴴ N Vᴴ)</summary>
    static Tensor OfBasis(Tensor nr, Tensor ni, Tensor vr, Tensor vi)
    {
        Tensor vrt = vr.Turned(), vit = vi.Turned();
        int n = vr.Shape[-1];
        // the real and the imaginary part of Vᴴ Z = N
        var equations = Concat([Concat([vrt, vit], -1), Concat([-vit, vrt], -1)], -2);
        var z = equations.Solve(Concat([nr, ni], -2));
        return z[Slice.Ellipsis, ..n, ..].MatMul(vrt) + z[Slice.Ellipsis, n.., ..].MatMul(vit);
    }

    static void ThrowIfNotSimple(Tensor w, Shape matrices)
    {
        int size = matrices[-1];
        double[] real = w[0].Detach().To<double>().ToArray<double>(), imaginary = w[1].Detach().To<double>().ToArray<double>();
        for (int i = 0; i < real.Length; i++)
            for (int j = i + 1; j < Math.Min(i + 3, (i / size + 1) * size); j++) // they are sorted, and the conjugate stands between
                if (real[i] == real[j] && imaginary[i] == imaginary[j])
                {
                    string which = matrices.Rank > 2 ? $" in batch {i / size}" : "";
                    throw new InvalidOperationException(
                        $"Eigen: values {i % size} and {j % size} of {matrices}{which} are equal: there values and vectors have no derivative");
                }
    }
}
