using System.Numerics;
using Cairn.Autograd;
using Cairn.Kernels;
using Cairn.LinearAlgebra;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The orthogonal and the triangular factor of each matrix, A = Q R, in the reduced form.</summary>
    /// <remarks>Of the last two axes, [..., m, n]; those before them are batches. By Householder reflections, so that R's diagonal may have
    /// either sign. Pivoted, each step takes the column with the most left, and the diagonal of R falls: the last of it small beside the
    /// first shows a rank less than full. Integers are taken as float64. Columns are scaled by powers of two where their squares
    /// could leave the range of the type. The derivative is that of a matrix of full rank (<see href="https://arxiv.org/abs/2009.10071">Roberts and Roberts 2020</see>).</remarks>
    /// <param name="pivoted">Whether columns are exchanged.</param>
    /// <exception cref="ArgumentException">Fewer than two axes, the type is bool, or an element is not finite.</exception>
    public QrDecomposition Qr(bool pivoted = false)
    {
        var a = RealMatrix(nameof(Qr));
        a.ThrowIfNotFinite(nameof(Qr));
        int m = Shape[-2], n = Shape[-1];
        var (q, r, order) = a.DType == DType.Float32 ? a.QrFactors<float>(pivoted) : a.QrFactors<double>(pivoted);
        Check(nameof(Qr), q);
        Check(nameof(Qr), r);
        if (!IsTracked(a)) return new(q, r, order);
        // both in one tensor, which has one derivative
        var parts = new QrParts(m, n);
        var whole = Concat([q, r], parts.Axis);
        whole.By(new QrNode(a, whole, parts, pivoted ? order.ArgSort().Unsqueeze(-2).BroadcastTo(Shape.AsSpan()) : null));
        var (trackedQ, trackedR) = parts.Of(whole);
        return new(trackedQ, trackedR, order);
    }

    unsafe (Tensor Q, Tensor R, Tensor Order) QrFactors<T>(bool pivoted) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = Shape[-2], n = Shape[-1], k = Math.Min(m, n), row = RowStride.Of<T>(n), batches = Batches;
        var x = Packed();
        Tensor q = Unfilled<T>(new Shape([.. BatchSizes, m, k]), out var qs), r = Unfilled<T>(new Shape([.. BatchSizes, k, n]), out var rs);
        var order = Unfilled<int>(new Shape([.. BatchSizes, n]), out var orders);
        Tensor copy = Unfilled<T>(new Shape(m, row), out var matrix), vectors = Unfilled<T>(new Shape(QrFactor.Vectors(m, n)), out var vs);
        Tensor turns = Unfilled<T>(new Shape(QrFactor.Turns(m, n)), out var ns);
        var room = Unfilled<T>(new Shape(Reflectors.Work<T>(Reflectors.Width(k), n)), out var works);
        var exponents = new int[n];
        fixed (T* from = x.Lent<T>(), a = matrix, v = vs, turn = ns, work = works, toQ = qs, toR = rs)
        fixed (int* places = orders, e = exponents)
            for (int t = 0; t < batches; t++)
            {
                Exponents.Of(m, n, from + (nint)t * m * n, e, together: pivoted);
                Exponents.Take(m, n, from + (nint)t * m * n, n, e, a, row);
                int* p = places + t * n;
                if (pivoted) PivotedQrFactor.Run(m, n, a, row, p, v, turn, work);
                else
                {
                    QrFactor.Run(m, n, a, row, v, turn, work);
                    for (int j = 0; j < n; j++) p[j] = j;
                }
                Exponents.GiveUpper(k, n, a, row, e, toR + (nint)t * k * n);
                QrFactor.Form(m, k, v, turn, a, row, work);
                for (int i = 0; i < m; i++) matrix.Slice(i * row, k).CopyTo(qs[((t * m + i) * k)..]);
            }
        GC.KeepAlive(x);
        GC.KeepAlive(copy);
        GC.KeepAlive(vectors);
        GC.KeepAlive(turns);
        GC.KeepAlive(room);
        return (q, r, order);
    }

    /// <summary>How Q and R lie in one tensor: below one another where both have n columns, else side by side.</summary>
    readonly record struct QrParts(int Rows, int Columns)
    {
        internal int Axis => Rows >= Columns ? -2 : -1;

        internal (Tensor Q, Tensor R) Of(Tensor whole)
        {
            var parts = whole.Split([Rows, Columns], Axis);
            return (parts[0], parts[1]);
        }
    }

    sealed class QrNode : Node
    {
        readonly QrParts _parts;
        readonly bool _hasPlaces;

        public QrNode(Tensor a, Tensor whole, QrParts parts, Tensor? places) : base(a)
        {
            _parts = parts;
            _hasPlaces = places is not null;
            Save(whole, places);
        }

        // A = [X Y], R = [R₁ R₂], Y there when A is wide. With Q₁ = dQ + Y dR₂ᵀ and M = R₁ dR₁ᵀ - Q₁ᵀ Q:
        // dX = (Q₁ + Q (tril M + (tril M without its diagonal)ᵀ)) R₁⁻ᵀ, dY = Q dR₂
        protected override void Backward(Tensor dy)
        {
            var (q, r) = _parts.Of(Saved(0));
            var (dq, dr) = _parts.Of(dy);
            int m = _parts.Rows, n = _parts.Columns, k = Math.Min(m, n);
            Tensor? rest = null;
            if (m < n)
            {
                var dr2 = dr[Slice.Ellipsis, m..];
                dq += q.MatMul(r[Slice.Ellipsis, m..]).MatMul(dr2.Turned());
                rest = q.MatMul(dr2);
                (r, dr) = (r[Slice.Ellipsis, ..m], dr[Slice.Ellipsis, ..m]);
            }
            var between = r.MatMul(dr.Turned()) - dq.Turned().MatMul(q);
            var below = between * Band(q.DType, k, k, (i, j) => i > j);
            var symmetric = between * Band(q.DType, k, k, (i, j) => i >= j) + below.Turned();
            var da = r.SolveTriangular((dq + q.MatMul(symmetric)).Turned(), lower: false).Turned();
            if (rest is not null) da = Concat([da, rest], -1);
            Give(0, _hasPlaces ? da.Gather(-1, Saved(1)) : da);
        }
    }
}
