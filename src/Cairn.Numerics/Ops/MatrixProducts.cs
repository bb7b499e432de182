using System.Numerics;
using Cairn.Kernels;

namespace Cairn;

// The products behind MatMul: which rows and columns meet, batch by batch.
public sealed partial class Tensor
{
    /// <summary>The sizes of a product: of its batches, and of one product in them.</summary>
    readonly record struct ProductSizes(Shape Batch, int Rows, int Inner, int Columns, Shape Result)
    {
        internal static ProductSizes Of(Tensor a, Tensor b)
        {
            var batch = Shape.Broadcast(new Shape(a.BatchSizes), new Shape(b.BatchSizes), $"MatMul: {a.Shape} x {b.Shape}: batches");
            ReadOnlySpan<int> rows = a.Rank == 1 ? [] : [a.Shape[-2]], columns = b.Rank == 1 ? [] : [b.Shape[-1]];
            return new(batch, rows is [int m] ? m : 1, a.Shape[-1], columns is [int n] ? n : 1,
                Shape.Of(nameof(MatMul), [.. batch, .. rows, .. columns]));
        }
    }

    ReadOnlySpan<int> BatchSizes => Rank <= 2 ? [] : Shape.AsSpan()[..^2];

    Tensor Product<T>(Tensor other) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (batch, rows, inner, columns, shape) = ProductSizes.Of(this, other);
        var product = Unfilled<T>(shape, out var c);
        if (inner == 0) c.Clear();
        var a = RowMatrix<T>();
        var b = other.ColumnMatrix<T>();
        if (batch.Elements == 1) Gemm.Multiply(rows, columns, inner, a, b, c);
        else if (other.Rank <= 2 && IsContiguous) Gemm.Multiply(batch.Elements * rows, columns, inner, a, b, c); // one tall matrix
        else GemmBatch.Multiply(rows, columns, inner, a, Starts(batch), b, other.Starts(batch), c);
        GC.KeepAlive(this);
        GC.KeepAlive(other);
        return product;
    }

    Tensor CheckedProduct<T>(Tensor other) where T : unmanaged, IBinaryInteger<T>
    {
        var (batch, rows, inner, columns, shape) = ProductSizes.Of(this, other);
        var a = RowMatrix<T>();
        var b = other.ColumnMatrix<T>();
        var c = new T[shape.Elements];
        int[] starts = Starts(batch), otherStarts = other.Starts(batch);
        try
        {
            for (int t = 0; t < starts.Length; t++)
                for (int i = 0; i < rows; i++)
                    for (int k = 0; k < inner; k++)
                        for (int j = 0; j < columns; j++)
                            checked
                            {
                                c[(t * rows + i) * columns + j] += a.Values[starts[t] + i * a.Row + k * a.Column]
                                    * b.Values[otherStarts[t] + k * b.Row + j * b.Column];
                            }
        }
        catch (OverflowException) { throw TooLarge(nameof(MatMul), DType); }
        GC.KeepAlive(this);
        GC.KeepAlive(other);
        return Own(c, shape);
    }

    /// <summary>The first matrix of this tensor, a vector being a row.</summary>
    MatrixSpan<T> RowMatrix<T>() where T : unmanaged => new(Whole<T>(nameof(MatMul)), _offset, Rank == 1 ? 0 : Distance(2), Distance(1));

    /// <summary>The first matrix of this tensor, a vector being a column.</summary>
    MatrixSpan<T> ColumnMatrix<T>() where T : unmanaged =>
        new(Whole<T>(nameof(MatMul)), _offset, Distance(Rank == 1 ? 1 : 2), Rank == 1 ? 1 : Distance(1));

    /// <summary>The stride of the last axis but <paramref name="fromEnd"/> - 1, of at most two.</summary>
    int Distance(int fromEnd) => _distances is not null ? _distances[^fromEnd] : fromEnd == 1 ? 1 : Math.Max(Shape[-1], 1);

    /// <summary>Where the matrix of each batch begins, the batches of this tensor being broadcast to <paramref name="batch"/>.</summary>
    int[] Starts(Shape batch)
    {
        var starts = new int[batch.Elements];
        int own = BatchSizes.Length;
        for (int t = 0; t < starts.Length; t++)
        {
            int at = _offset, rest = t;
            for (int axis = 1; axis <= batch.Rank; axis++)
            {
                (rest, int index) = Math.DivRem(rest, batch[-axis]);
                if (axis <= own && BatchSizes[^axis] != 1) at += index * _strides[own - axis];
            }
            starts[t] = at;
        }
        return starts;
    }
}
