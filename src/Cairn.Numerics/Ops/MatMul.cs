using System.Numerics;
using Cairn.Autograd;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The matrix product: c_ij = Σ_k a_ik b_kj.</summary>
    /// <remarks>Of two matrices; a vector is a row on the left and a column on the right, and its axis of size 1 goes away again, so
    /// that two vectors give their dot product. Every sum is one chain of fused multiply-adds in the order of k, in the type of the
    /// result, so that its bits depend on one row and one column alone.</remarks>
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
        var a = As(dtype);
        var b = other.As(dtype);
        int rows = Rank == 1 ? 1 : Shape[0], inner = Shape[-1], columns = other.Rank == 1 ? 1 : other.Shape[1];
        var shape = new Shape([.. Shape.AsSpan()[..^1], .. other.Shape.AsSpan()[1..]]);
        var y = dtype switch
        {
            DType.Float32 => Own(Product<float>(a.Values<float>(), b.Values<float>(), rows, inner, columns), shape),
            DType.Float64 => Own(Product<double>(a.Values<double>(), b.Values<double>(), rows, inner, columns), shape),
            DType.Int32 => Own(CheckedProduct<int>(a.Values<int>(), b.Values<int>(), rows, inner, columns), shape),
            DType.Int64 => Own(CheckedProduct<long>(a.Values<long>(), b.Values<long>(), rows, inner, columns), shape),
            DType.UInt8 => Own(CheckedProduct<byte>(a.Values<byte>(), b.Values<byte>(), rows, inner, columns), shape),
            _ => throw NoNumber(nameof(MatMul)),
        };
        return IsTracked(this, other) ? y.By(new MatMulNode(this, other)) : y;
    }

    sealed class MatMulNode : Node
    {
        public MatMulNode(Tensor a, Tensor b) : base(a, b) => Save(a, b);

        // dA = dC Bᵀ, dB = Aᵀ dC, where a vector is a matrix of one row or one column
        protected override void Backward(Tensor dc)
        {
            Tensor a = Saved(0), b = Saved(1);
            bool row = a.Rank == 1, column = b.Rank == 1;
            if (column) (b, dc) = (b.Unsqueeze(1), dc.Unsqueeze(-1));
            if (row) (a, dc) = (a.Unsqueeze(0), dc.Unsqueeze(-2));
            if (Needs(0))
            {
                var da = dc.MatMul(b.Transpose(-1, -2));
                Give(0, row ? da.Squeeze(-2) : da);
            }
            if (Needs(1))
            {
                var db = a.Transpose(-1, -2).MatMul(dc);
                Give(1, column ? db.Squeeze(-1) : db);
            }
        }
    }

    // i, k, j: the inner loop adds a multiple of a row of b to a row of c, each element for itself, so that the SIMD width cannot matter
    static T[] Product<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, int rows, int inner, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var c = new T[rows * columns];
        for (int i = 0; i < rows; i++)
            for (int k = 0; k < inner; k++)
                AddMultiple(a[i * inner + k], b.Slice(k * columns, columns), c.AsSpan(i * columns, columns));
        return c;
    }

    /// <summary>y = m x + y.</summary>
    static void AddMultiple<T>(T m, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int j = 0;
        if (typeof(T) == typeof(float))
        {
            var factor = new Vector<float>((float)(object)m);
            for (; j <= x.Length - Vector<T>.Count; j += Vector<T>.Count)
                Vector.FusedMultiplyAdd(factor, new Vector<T>(x[j..]).As<T, float>(), new Vector<T>(y[j..]).As<T, float>())
                    .As<float, T>().CopyTo(y[j..]);
        }
        else if (typeof(T) == typeof(double))
        {
            var factor = new Vector<double>((double)(object)m);
            for (; j <= x.Length - Vector<T>.Count; j += Vector<T>.Count)
                Vector.FusedMultiplyAdd(factor, new Vector<T>(x[j..]).As<T, double>(), new Vector<T>(y[j..]).As<T, double>())
                    .As<double, T>().CopyTo(y[j..]);
        }
        for (; j < x.Length; j++) y[j] = T.FusedMultiplyAdd(m, x[j], y[j]);
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
