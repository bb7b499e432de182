using System.Numerics;
using Cairn.Kernels;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The matrix product: c_ij = Σ_k a_ik b_kj.</summary>
    /// <remarks>Of two matrices; a vector is a row on the left and a column on the right, and its axis of size 1 goes away again, so
    /// that two vectors give their dot product. Every sum is a chain of fused multiply-adds in the order of k, in the type of the
    /// result; above 768 terms, chains of equal length of at most 768 terms, added in order. So its bits depend on one row and one column
    /// alone: not on the machine, the threads, the layout, or the other rows.</remarks>
    /// <param name="other">The right factor.</param>
    /// <exception cref="ArgumentException">The inner sizes differ, a factor is neither vector nor matrix, a type is bool, or an integer
    /// result is out of range.</exception>
    public Tensor MatMul(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Rank is not (1 or 2) || other.Rank is not (1 or 2))
            throw new ArgumentException($"MatMul: {Shape} x {other.Shape}: each factor must be a vector or a matrix", nameof(other));
        if (Shape[-1] != other.Shape[0])
            throw new ArgumentException(
                $"MatMul: {Shape} x {other.Shape}: inner sizes {Shape[-1]} and {other.Shape[0]} differ", nameof(other));
        var dtype = DTypes.Together(DType, other.DType, nameof(MatMul));
        var a = To(dtype);
        var b = other.To(dtype);
        int rows = Rank == 1 ? 1 : Shape[0], inner = Shape[-1], columns = other.Rank == 1 ? 1 : other.Shape[1];
        var shape = new Shape([.. Shape.AsSpan()[..^1], .. other.Shape.AsSpan()[1..]]);
        return dtype switch
        {
            DType.Float32 => Product<float>(a, b, rows, inner, columns, shape),
            DType.Float64 => Product<double>(a, b, rows, inner, columns, shape),
            DType.Int32 => Own(CheckedProduct<int>(a.Values<int>(), b.Values<int>(), rows, inner, columns), shape),
            DType.Int64 => Own(CheckedProduct<long>(a.Values<long>(), b.Values<long>(), rows, inner, columns), shape),
            DType.UInt8 => Own(CheckedProduct<byte>(a.Values<byte>(), b.Values<byte>(), rows, inner, columns), shape),
            _ => throw NoNumber(nameof(MatMul)),
        };
    }

    static Tensor Product<T>(Tensor a, Tensor b, int rows, int inner, int columns, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var product = new Tensor(Storage.Make(DTypes.Of<T>(), shape.Elements), shape);
        Gemm.Multiply(rows, columns, inner,
            new MatrixSpan<T>(a.Whole<T>(nameof(MatMul)), a._offset, a.Rank == 1 ? 0 : a._strides[0], a._strides[^1]),
            new MatrixSpan<T>(b.Whole<T>(nameof(MatMul)), b._offset, b._strides[0], b.Rank == 1 ? 1 : b._strides[1]),
            product.Whole<T>(nameof(MatMul)));
        return product;
    }

    static T[] CheckedProduct<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, int rows, int inner, int columns)
        where T : unmanaged, IBinaryInteger<T>
    {
        var c = new T[rows * columns];
        try
        {
            for (int i = 0; i < rows; i++)
                for (int k = 0; k < inner; k++)
                    for (int j = 0; j < columns; j++)
                        c[i * columns + j] = checked(c[i * columns + j] + a[i * inner + k] * b[k * columns + j]);
        }
        catch (OverflowException) { throw TooLarge(nameof(MatMul), DTypes.Of<T>()); }
        return c;
    }
}
