using Cairn.Autograd;

namespace Cairn;

// Diagonals, and the triangles beside them.
public sealed partial class Tensor
{
    /// <summary>The elements whose positions along two axes are equal, or differ by an offset, as a view: y[..., i] = x[i, i + offset,
    /// ...]. The diagonal is the last axis.</summary>
    /// <param name="offset">How far above the diagonal, below it when negative.</param>
    /// <param name="first">The axis of the rows; negative counts from the last.</param>
    /// <param name="second">The axis of the columns; negative counts from the last.</param>
    /// <exception cref="ArgumentException">There is no such axis, or both are the same.</exception>
    public Tensor Diagonal(int offset = 0, int first = -2, int second = -1)
    {
        int row = Shape.Axis(first, nameof(Diagonal)), column = Shape.Axis(second, nameof(Diagonal));
        if (row == column) throw new ArgumentException($"Diagonal: axis {row} of {Shape} is given twice", nameof(second));
        var view = DiagonalView(offset, row, column);
        return IsTracked(this) ? view.By(new DiagonalNode(this, offset, row, column)) : view;
    }

    Tensor DiagonalView(int offset, int row, int column)
    {
        int[] others = [.. Enumerable.Range(0, Rank).Where(a => a != row && a != column)];
        long length = offset >= 0 ? Math.Min(Shape[row], (long)Shape[column] - offset) : Math.Min(Shape[row] + (long)offset, Shape[column]);
        length = Math.Max(length, 0);
        int start = length == 0 ? 0 : offset >= 0 ? offset * _strides[column] : -offset * _strides[row];
        return new Tensor(_storage, new Shape([.. others.Select(a => Shape[a]), (int)length]),
            [.. others.Select(a => _strides[a]), _strides[row] + _strides[column]], _offset + start, IsReadOnly);
    }

    sealed class DiagonalNode(Tensor x, int offset, int row, int column) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, dy.OnDiagonal(ShapeOf(0), offset, row, column));
    }

    /// <summary>Zeros of a shape, and this tensor on their diagonal.</summary>
    Tensor OnDiagonal(Shape shape, int offset, int row, int column)
    {
        var whole = Zeros(DType, shape.AsSpan());
        whole.DiagonalView(offset, row, column).CopyFrom(Detach());
        return IsTracked(this) ? whole.By(new OnDiagonalNode(this, offset, row, column)) : whole;
    }

    sealed class OnDiagonalNode(Tensor x, int offset, int row, int column) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, dy.Diagonal(offset, row, column));
    }

    /// <summary>Square matrices of zeros with the last axis of this tensor on a diagonal: y[..., i, i + offset] = x[..., i].</summary>
    /// <param name="offset">How far above the diagonal, below it when negative; the matrices are larger by as much.</param>
    /// <exception cref="ArgumentException">The tensor is a single number, or the matrices would be too large.</exception>
    public Tensor DiagonalMatrix(int offset = 0)
    {
        if (Rank == 0) throw new ArgumentException("DiagonalMatrix: [] has no axis to put on a diagonal; Reshape(1) gives it one");
        int size = (int)Math.Min(Shape[-1] + Math.Abs((long)offset), int.MaxValue);
        return OnDiagonal(Shape.Of(nameof(DiagonalMatrix), [.. Shape.AsSpan()[..^1], size, size]), offset, Rank - 1, Rank);
    }

    /// <summary>The elements of the last two axes on a diagonal and below it, and zeros above.</summary>
    /// <param name="offset">How far above the main diagonal it lies, below it when negative.</param>
    /// <exception cref="ArgumentException">The tensor has less than two axes.</exception>
    public Tensor LowerTriangle(int offset = 0) => Where(Triangle(nameof(LowerTriangle), offset), this, Zeros(DType));

    /// <summary>The elements of the last two axes on a diagonal and above it, and zeros below.</summary>
    /// <param name="offset">How far above the main diagonal it lies, below it when negative.</param>
    /// <exception cref="ArgumentException">The tensor has less than two axes.</exception>
    public Tensor UpperTriangle(int offset = 0) => Where(Triangle(nameof(UpperTriangle), (long)offset - 1), Zeros(DType), this);

    /// <summary>True where column - row ≤ offset.</summary>
    Tensor Triangle(string operation, long offset)
    {
        if (Rank < 2) throw new ArgumentException($"{operation}: {Shape} is no matrix: it needs two axes");
        return (Arange(Shape[-1]).To(DType.Int64) - Arange(Shape[-2]).Unsqueeze(-1)) <= offset;
    }
}
