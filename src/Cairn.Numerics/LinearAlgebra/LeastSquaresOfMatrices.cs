using Cairn.Autograd;
using Cairn.LinearAlgebra;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The x of least norm among those that make the norm of A x - b least, and the rank of A, int32.</summary>
    /// <remarks>Of the last two axes [..., m, n], tall or wide; batches of A and b broadcast. By a QR factorization with pivoting, and where
    /// the rank is not full a second one of the rows that count (the complete orthogonal decomposition), in the type of the elements.
    /// Pivots below the tolerance times the first count as 0. The derivative is that at full rank; where the rank is less it is refused,
    /// since there the solution jumps. For regression with an intercept and weights, refined to the last digits, see
    /// <see cref="LeastSquares.Solve"/>.</remarks>
    /// <param name="b">The right sides: a vector [m], or matrices [..., m, k].</param>
    /// <param name="tolerance">From 0 to below 1; by default max(m, n) times the distance from 1 to the next number of the type.</param>
    /// <exception cref="ArgumentException">Fewer than two axes, b has other rows, an element of A is not finite, a type is bool.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is outside [0, 1).</exception>
    public (Tensor Solution, Tensor Rank) LeastSquares(Tensor b, double? tolerance = null)
    {
        const string operation = nameof(LeastSquares);
        var (a, right) = System(b, operation);
        if (tolerance is not (null or (>= 0 and < 1)))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, $"{operation}: the tolerance must lie in [0, 1)");
        int m = Shape[-2], n = Shape[-1];
        SolutionShape(a, right, m, n, operation);
        a.ThrowIfNotFinite(operation);
        double least = tolerance ?? Math.Max(m, n) * (a.DType == DType.Float32 ? MathF.BitIncrement(1) - 1 : Math.BitIncrement(1) - 1);
        bool isVector = right.Rank == 1;
        var columns = (isVector ? right.Unsqueeze(-1) : right).Detach();
        var (solution, rank) = a.Detach().ShortestSolution(columns, least);
        var x = isVector ? solution.Squeeze(-1) : solution;
        Check(operation, x);
        return (IsTracked(a, right) ? x.By(new LeastSquaresNode(a, right, x, rank)) : x, rank);
    }

    (Tensor Solution, Tensor Rank) ShortestSolution(Tensor b, double tolerance)
    {
        int m = Shape[-2], n = Shape[-1], k = b.Shape[-1];
        if (Rank == 2 && b.Rank == 2)
        {
            var (x, rank) = ShortestOfOne(b, tolerance);
            return (x, rank);
        }
        var shape = SolutionShape(this, b, m, n, nameof(LeastSquares));
        int[] batch = [.. shape.AsSpan()[..^2]];
        var matrices = BroadcastTo([.. batch, m, n]).Reshape(-1, m, n);
        var rights = b.BroadcastTo([.. batch, m, k]).Reshape(-1, m, k);
        var solutions = Zeros(DType, matrices.Shape[0], n, k);
        var ranks = new int[matrices.Shape[0]];
        for (int t = 0; t < ranks.Length; t++)
        {
            var (x, rank) = matrices[t].ShortestOfOne(rights[t], tolerance);
            solutions[t] = x;
            ranks[t] = rank;
        }
        return (solutions.Reshape(shape.AsSpan()), From<int>(ranks, batch));
    }

    (Tensor Solution, int Rank) ShortestOfOne(Tensor b, double tolerance)
    {
        int m = Shape[0], n = Shape[1];
        Tensor a = this;
        if (m > n)
        {
            // the triangle has the rank and the solutions of the whole, and is much smaller
            var tall = Qr();
            (a, b) = (tall.R, tall.Q.T.MatMul(b));
        }
        var qr = a.Qr(pivoted: true);
        var pivots = qr.R.Diagonal().Abs().To<double>().ToArray<double>();
        int rank = 0;
        while (rank < pivots.Length && pivots[rank] > tolerance * pivots[0]) rank++;
        var projected = qr.Q.T[..rank].MatMul(b);
        Tensor y;
        if (rank == n) y = qr.R.SolveTriangular(projected, lower: false);
        else
        {
            // R' = S Z' of the rows that count: of all solutions the one in the span of Z is the shortest
            var span = qr.R[..rank].T.Qr();
            y = span.Q.MatMul(span.R.SolveTriangular(projected, lower: false, transposed: true));
        }
        var x = Zeros(DType, n, b.Shape[1]);
        x[qr.Pivots] = y;
        return (x, rank);
    }

    sealed class LeastSquaresNode : Node
    {
        readonly bool _isVector, _isFull;
        readonly Shape _shape;

        public LeastSquaresNode(Tensor a, Tensor b, Tensor x, Tensor rank) : base(a, b)
        {
            _isVector = b.Rank == 1;
            _shape = a.Shape;
            _isFull = rank.Length == 0 || (int)rank.Min() == Math.Min(a.Shape[-2], a.Shape[-1]);
            Save(a, Needs(0) ? b : null, x);
        }

        // Tall, x = (AᵀA)⁻¹ Aᵀ b: with z = (AᵀA)⁻¹ dx, db = A z and dA = (b - A x) zᵀ - db xᵀ.
        // Wide, x = Aᵀ y where A Aᵀ y = b: db = (A Aᵀ)⁻¹ A dx and dA = y (dx - Aᵀ db)ᵀ - db xᵀ.
        protected override void Backward(Tensor dx)
        {
            if (!_isFull)
                throw new InvalidOperationException($"LeastSquares: a matrix of {_shape} has not full rank: there the solution has no derivative");
            Tensor a = Saved(0), x = Saved(2);
            if (_isVector) (dx, x) = (dx.Unsqueeze(-1), x.Unsqueeze(-1));
            bool isTall = _shape[-2] >= _shape[-1];
            var qr = (isTall ? a : a.Turned()).Qr();
            Tensor z = qr.R.SolveTriangular(isTall ? dx : qr.Q.Turned().MatMul(dx), lower: false, transposed: isTall);
            z = isTall ? qr.R.SolveTriangular(z, lower: false) : z;
            var db = isTall ? a.MatMul(z) : z;
            Give(1, _isVector ? db.Squeeze(-1) : db);
            if (!Needs(0)) return;
            Tensor b = _isVector ? Saved(1).Unsqueeze(-1) : Saved(1);
            Tensor da;
            if (isTall) da = (b - a.MatMul(x)).MatMul(z.Turned());
            else
            {
                var y = qr.R.SolveTriangular(qr.R.SolveTriangular(b, lower: false, transposed: true), lower: false);
                da = y.MatMul((dx - a.Turned().MatMul(db)).Turned());
            }
            Give(0, da - db.MatMul(x.Turned()));
        }
    }
}
