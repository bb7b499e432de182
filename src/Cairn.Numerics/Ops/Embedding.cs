using System.Numerics;
using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>Rows of this matrix by their numbers: a vector for every word, user or thing.</summary>
    /// <remarks>The gradient of a row is the sum over the places where it was taken, in their order.</remarks>
    /// <param name="rows">The numbers of the rows, int32 or int64, of any shape.</param>
    /// <returns>The shape of the numbers, with one more axis for the vectors.</returns>
    /// <exception cref="InvalidOperationException">This tensor is no matrix of floating elements.</exception>
    /// <exception cref="ArgumentException">The numbers are no integers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Tensor Embedding(Tensor rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (Rank != 2 || !DType.IsFloating())
            throw new InvalidOperationException($"Embedding: the vectors are the rows of a floating matrix, not of {DType.Name()} {Shape}");
        return TakeRows(Positions(rows, Shape[0], nameof(Embedding)), rows.Shape);
    }

    Tensor TakeRows(int[] rows, Shape shape)
    {
        var y = DType == DType.Float32 ? TakeRows<float>(rows, shape) : TakeRows<double>(rows, shape);
        return IsTracked(this) ? y.By(new EmbeddingNode(this, rows, shape)) : y;
    }

    sealed class EmbeddingNode(Tensor x, int[] rows, Shape shape) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, AddRows(dy, rows, shape, ShapeOf(0)));
    }

    /// <summary>A matrix of zeros to whose rows vectors are added.</summary>
    static Tensor AddRows(Tensor vectors, int[] rows, Shape shape, Shape matrix)
    {
        var y = vectors.DType == DType.Float32 ? AddRows<float>(vectors, rows, matrix) : AddRows<double>(vectors, rows, matrix);
        return IsTracked(vectors) ? y.By(new AddRowsNode(vectors, rows, shape)) : y;
    }

    sealed class AddRowsNode(Tensor x, int[] rows, Shape shape) : Node(x)
    {
        protected override void Backward(Tensor dy) => Give(0, dy.TakeRows(rows, shape));
    }

    unsafe Tensor TakeRows<T>(int[] rows, Shape shape) where T : unmanaged
    {
        var x = Packed();
        var y = Unfilled<T>(new Shape([.. shape.AsSpan(), Shape[1]]), out var values);
        fixed (T* from = x.Lent<T>(), to = values)
        fixed (int* places = rows) RowShares.Run(rows.Length, Shape[1], new TakeRow<T>(from, Shape[1], places, to));
        GC.KeepAlive(x);
        return y;
    }

    readonly unsafe struct TakeRow<T>(T* x, int length, int* rows, T* y) : IChunkJob where T : unmanaged
    {
        public void Run(int i) => new ReadOnlySpan<T>(x + (nint)rows[i] * length, length).CopyTo(new(y + (nint)i * length, length));
    }

    static unsafe Tensor AddRows<T>(Tensor vectors, int[] rows, Shape matrix) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // for each row of the matrix the places where it was taken, in their order
        int[] ends = new int[matrix[0] + 1], places = new int[rows.Length];
        foreach (int row in rows) ends[row + 1]++;
        for (int r = 0; r < matrix[0]; r++) ends[r + 1] += ends[r];
        for (int i = 0; i < rows.Length; i++) places[ends[rows[i]]++] = i;
        var x = vectors.Packed();
        var y = Unfilled<T>(matrix, out var values);
        fixed (T* from = x.Lent<T>(), to = values)
        fixed (int* last = ends, order = places)
            RowShares.Run(matrix[0], ((long)rows.Length / Math.Max(matrix[0], 1) + 1) * matrix[1], new AddRow<T>(from, matrix[1], last, order, to));
        GC.KeepAlive(x);
        return y;
    }

    readonly unsafe struct AddRow<T>(T* x, int length, int* ends, int* places, T* y) : IChunkJob where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int row)
        {
            T* sum = y + (nint)row * length;
            new Span<T>(sum, length).Clear();
            for (int k = row == 0 ? 0 : ends[row - 1]; k < ends[row]; k++) RowLoops.Add(x + (nint)places[k] * length, sum, sum, length);
        }
    }
}
