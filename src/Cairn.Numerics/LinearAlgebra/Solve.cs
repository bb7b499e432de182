using System.Numerics;
using Cairn.Autograd;
using Cairn.Kernels;
using Cairn.LinearAlgebra;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The solution x of A x = b, A being this square matrix: by elimination with partial pivoting.</summary>
    /// <remarks>Of the last two axes; batches of A and b broadcast. To solve with one matrix again and again keep its
    /// <see cref="Lu()"/>; for a symmetric positive definite one <see cref="Cholesky"/> takes half the time. Integers are taken as
    /// float64. A matrix that is nearly singular is solved all the same: the condition number says how many digits are lost. A NaN in
    /// b stays in its column.</remarks>
    /// <param name="b">The right sides: a vector [n], or matrices [..., n, k].</param>
    /// <exception cref="ArgumentException">This is no square matrix, is singular (a pivot is exactly 0; <see cref="LeastSquares"/> takes
    /// it), or has elements that are not finite; or b has other rows.</exception>
    public Tensor Solve(Tensor b)
    {
        var (a, right) = System(b, nameof(Solve));
        a.ThrowIfNotSquare(nameof(Solve));
        SolutionShape(a, right, Shape[-1], Shape[-1], nameof(Solve));
        return Solution(a.Lu(nameof(Solve)), right, transposed: false, nameof(Solve));
    }

    /// <summary>A⁻¹ b, or A⁻ᵀ b, by the factors of A.</summary>
    internal static Tensor Solution(LuDecomposition lu, Tensor b, bool transposed, string operation)
    {
        ArgumentNullException.ThrowIfNull(b);
        lu.ThrowIfSingular(operation);
        var factors = lu.Factors;
        if (!b.DType.IsFloating()) b = b.RealNumbers(operation).As(factors.DType);
        if (b.DType != factors.DType)
            throw new ArgumentException(
                $"{operation}: {factors.DType.Name()} factors with right sides of {b.DType.Name()}; convert one with To(DType)", nameof(b));
        int n = factors.Shape[-1];
        var shape = SolutionShape(factors, b, n, n, operation);
        var x = b.DType == DType.Float32 ? Solution<float>(lu, b, transposed, shape) : Solution<double>(lu, b, transposed, shape);
        Check(operation, x);
        return IsTracked(lu.Source, b) ? x.By(new SolveNode(lu, b, x, transposed)) : x;
    }

    static unsafe Tensor Solution<T>(LuDecomposition lu, Tensor b, bool transposed, Shape shape) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (factors, order) = (lu.Factors, lu.P);
        int n = factors.Shape[-1], columns = b.Rank == 1 ? 1 : b.Shape[-1];
        var x = Unfilled<T>(shape, out var values);
        var triangles = factors.RowMatrix<T>();
        var right = b.ColumnMatrix<T>();
        var batch = new Shape(b.Rank == 1 ? shape.AsSpan()[..^1] : shape.AsSpan()[..^2]);
        int[] starts = factors.Starts(batch), rightStarts = b.Starts(batch), orderStarts = order.Unsqueeze(-1).Starts(batch);
        var places = order.Lent<int>();
        fixed (T* f = triangles.Values, to = values)
            for (int t = 0; t < starts.Length; t++)
            {
                T* a = f + starts[t], y = to + (nint)t * n * columns;
                var p = places.Slice(orderStarts[t], n);
                for (int i = 0; i < n; i++)
                    for (int j = 0, from = rightStarts[t] + (transposed ? i : p[i]) * right.Row; j < columns; j++, from += right.Column)
                        y[(nint)i * columns + j] = right.Values[from];
                Triangles.Solve(n, columns, a, transposed ? 1 : triangles.Row, transposed ? triangles.Row : 1, isLower: true, !transposed, y, columns);
                Triangles.Solve(n, columns, a, transposed ? 1 : triangles.Row, transposed ? triangles.Row : 1, isLower: false, transposed, y, columns);
                if (transposed) PutRows(new Span<T>(y, n * columns), p, columns);
            }
        GC.KeepAlive(factors);
        GC.KeepAlive(order);
        GC.KeepAlive(b);
        return x;
    }

    /// <summary>Row i goes to the place p[i].</summary>
    static void PutRows<T>(Span<T> rows, ReadOnlySpan<int> places, int columns)
    {
        var copy = rows.ToArray().AsSpan();
        for (int i = 0; i < places.Length; i++) copy.Slice(i * columns, columns).CopyTo(rows[(places[i] * columns)..]);
    }

    sealed class SolveNode : Node
    {
        readonly LuDecomposition _lu;
        readonly bool _isVector, _isTransposed;

        public SolveNode(LuDecomposition lu, Tensor b, Tensor x, bool transposed) : base(lu.Source, b)
        {
            _lu = lu;
            _isVector = b.Rank == 1;
            _isTransposed = transposed;
            Save(x);
        }

        // db = A⁻ᵀ dx, dA = -db xᵀ; of Aᵀ x = b, db = A⁻¹ dx and dA = -x dbᵀ
        protected override void Backward(Tensor dx)
        {
            var x = Saved(0);
            if (_isVector) (dx, x) = (dx.Unsqueeze(-1), x.Unsqueeze(-1));
            var db = Solution(_lu, dx, !_isTransposed, nameof(Solve));
            Give(1, _isVector ? db.Squeeze(-1) : db);
            if (Needs(0)) Give(0, _isTransposed ? -x.MatMul(db.Turned()) : -db.MatMul(x.Turned()));
        }
    }
}
