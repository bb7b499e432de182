using System.Numerics;
using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The solution x of T x = b, where T is a triangle of this square matrix, or its transpose.</summary>
    /// <remarks>The other triangle is not read. Batches of T and b broadcast. Numbers that are not finite follow IEEE 754 arithmetic.
    /// </remarks>
    /// <param name="b">The right sides: a vector [n], or matrices [..., n, k].</param>
    /// <param name="lower">Which triangle of this matrix: the one below the diagonal, else the one above.</param>
    /// <param name="transposed">True to solve with the transpose of that triangle.</param>
    /// <param name="unitDiagonal">True when the diagonal counts as all 1, whatever stands there.</param>
    /// <exception cref="ArgumentException">This is no square matrix, an element of the diagonal is 0, or b has other rows.</exception>
    public Tensor SolveTriangular(Tensor b, bool lower = true, bool transposed = false, bool unitDiagonal = false)
    {
        var (a, right) = System(b, nameof(SolveTriangular));
        a.ThrowIfNotSquare(nameof(SolveTriangular));
        var shape = SolutionShape(a, right, Shape[-1], Shape[-1], nameof(SolveTriangular));
        if (!unitDiagonal) a.ThrowIfZeroOnDiagonal(nameof(SolveTriangular));
        var form = new TriangleForm(lower, transposed, unitDiagonal);
        var x = a.DType == DType.Float32 ? a.Substituted<float>(right, form, shape) : a.Substituted<double>(right, form, shape);
        Check(nameof(SolveTriangular), x);
        return IsTracked(a, right) ? x.By(new SolveTriangularNode(a, right, x, form)) : x;
    }

    readonly record struct TriangleForm(bool IsLower, bool IsTransposed, bool HasUnits);

    void ThrowIfZeroOnDiagonal(string operation)
    {
        int zero = Array.IndexOf(Diagonal().To<double>().ToArray<double>(), 0);
        if (zero < 0) return;
        int size = Shape[-1];
        string which = Rank > 2 ? $" in batch {zero / size}" : "";
        throw new ArgumentException($"{operation}: the triangle of {Shape} is singular{which}: element {zero % size} of its diagonal is 0");
    }

    unsafe Tensor Substituted<T>(Tensor b, TriangleForm form, Shape shape) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int n = Shape[-1], columns = b.Rank == 1 ? 1 : b.Shape[-1];
        var batch = new Shape(b.Rank == 1 ? shape.AsSpan()[..^1] : shape.AsSpan()[..^2]);
        var x = Unfilled(DType, shape);
        x.Assign(b);
        var values = x.Lent<T>();
        var a = RowMatrix<T>();
        int[] starts = Starts(batch);
        var (row, column) = form.IsTransposed ? (a.Column, a.Row) : (a.Row, a.Column);
        fixed (T* from = a.Values, to = values)
            for (int t = 0; t < starts.Length; t++)
                Triangles.Solve(n, columns, from + starts[t], row, column, form.IsLower != form.IsTransposed, form.HasUnits,
                    to + (nint)t * n * columns, columns);
        GC.KeepAlive(this);
        return x;
    }

    sealed class SolveTriangularNode : Node
    {
        readonly TriangleForm _form;
        readonly bool _isVector;

        public SolveTriangularNode(Tensor a, Tensor b, Tensor x, TriangleForm form) : base(a, b)
        {
            _form = form;
            _isVector = b.Rank == 1;
            Save(a, x);
        }

        // db = T⁻ᵀ dx, dT = -db xᵀ in the triangle
        protected override void Backward(Tensor dx)
        {
            Tensor a = Saved(0), x = Saved(1);
            if (_isVector) (dx, x) = (dx.Unsqueeze(-1), x.Unsqueeze(-1));
            var db = a.SolveTriangular(dx, _form.IsLower, !_form.IsTransposed, _form.HasUnits);
            Give(1, _isVector ? db.Squeeze(-1) : db);
            if (!Needs(0)) return;
            var da = _form.IsTransposed ? x.MatMul(db.Turned()) : db.MatMul(x.Turned());
            int least = _form.HasUnits ? 1 : 0, n = a.Shape[-1];
            Give(0, -da * Band(a.DType, n, n, _form.IsLower ? (i, j) => i - j >= least : (i, j) => j - i >= least));
        }
    }
}
