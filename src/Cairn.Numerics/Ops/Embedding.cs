using System.Numerics;
using Cairn.Autograd;

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

    Tensor TakeRows<T>(int[] rows, Shape shape) where T : unmanaged
    {
        int length = Shape[1];
        var y = Unfilled<T>(new Shape([.. shape.AsSpan(), length]), out var to);
        var from = Values<T>();
        for (int i = 0; i < rows.Length; i++) from.Slice(rows[i] * length, length).CopyTo(to.Slice(i * length, length));
        return y;
    }

    static Tensor AddRows<T>(Tensor vectors, int[] rows, Shape matrix) where T : unmanaged, INumber<T>
    {
        int length = matrix[1];
        var y = new Tensor(Storage.Make(vectors.DType, matrix.Elements), matrix);
        var from = vectors.Values<T>();
        var to = y.Lent<T>();
        for (int i = 0; i < rows.Length; i++)
        {
            var x = from.Slice(i * length, length);
            var sum = to.Slice(rows[i] * length, length);
            for (int j = 0; j < x.Length; j++) sum[j] += x[j];
        }
        return y;
    }
}
