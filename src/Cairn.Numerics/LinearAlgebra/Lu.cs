using System.Numerics;
using Cairn.Kernels;
using Cairn.LinearAlgebra;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The factors of each matrix A with its rows in another order: P A = L U, by elimination with partial pivoting.</summary>
    /// <remarks>Of the last two axes; those before them are batches. The largest element of a column, the first of equals, becomes its
    /// pivot, so that no element of L exceeds 1. A singular matrix has factors too, with a 0 on the diagonal of U. Integers are taken as
    /// float64. The factors are numbers without a past; derivatives go through <see cref="LuDecomposition.Solve"/> and what is computed
    /// from it.</remarks>
    /// <exception cref="ArgumentException">Fewer than two axes, the type is bool, or an element is not finite.</exception>
    public LuDecomposition Lu() => Lu(nameof(Lu));

    internal LuDecomposition Lu(string operation)
    {
        var a = RealMatrix(operation);
        a.ThrowIfNotFinite(operation);
        return a.DType == DType.Float32 ? a.LuFactors<float>() : a.LuFactors<double>();
    }

    unsafe LuDecomposition LuFactors<T>() where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x = Packed();
        int m = Shape[-2], n = Shape[-1], row = RowStride.Of<T>(n), batches = Batches;
        var factors = Unfilled<T>(Shape.Of(nameof(Lu), [.. BatchSizes, m, row]), out var to);
        var order = Unfilled<int>(new Shape([.. BatchSizes, m]), out var places);
        var from = x.Lent<T>();
        fixed (T* f = to)
        fixed (int* p = places)
            for (int t = 0; t < batches; t++)
            {
                for (int i = t * m; i < (t + 1) * m; i++) from.Slice(i * n, n).CopyTo(to.Slice(i * row, n));
                LuFactor.Run(m, n, f + (nint)t * m * row, row, p + t * m);
            }
        GC.KeepAlive(x);
        return new LuDecomposition(this, factors.View(Shape, factors._strides), order);
    }

    /// <summary>One of the two triangles that lie in one matrix: L with its ones, or U.</summary>
    internal static Tensor LuTriangle(Tensor factors, bool isLower) => factors.DType == DType.Float32
        ? factors.LuTriangle<float>(isLower)
        : factors.LuTriangle<double>(isLower);

    Tensor LuTriangle<T>(bool isLower) where T : unmanaged, INumber<T>
    {
        int m = Shape[-2], n = Shape[-1], square = Math.Min(m, n), rows = isLower ? m : square, columns = isLower ? square : n;
        var triangle = Unfilled<T>(new Shape([.. BatchSizes, rows, columns]), out var to);
        to.Clear();
        var a = RowMatrix<T>();
        int next = 0;
        foreach (int start in Starts(new Shape(BatchSizes)))
            for (int i = 0; i < rows; i++, next += columns)
            {
                int first = isLower ? 0 : i, count = isLower ? Math.Min(i, columns) : columns - i;
                a.Values.Slice(start + i * a.Row + first, count).CopyTo(to[(next + first)..]);
                if (isLower && i < columns) to[next + i] = T.One;
            }
        GC.KeepAlive(this);
        return triangle;
    }
}
