using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>Products of parts of matrices, as factorizations need them: the parts may lie in one memory, but share no element with C.</summary>
static unsafe class GemmInside
{
    const int MostCopied = 256 * 1024; // elements of B: they stay in the second cache, or near it

    /// <summary>C [m, n] = A [m, k] B [k, n], or C + A B; A with any strides, the elements of a row of C, and unless told of B, side by side.</summary>
    internal static void Multiply<T>(int m, int n, int k, T* a, nint aRow, nint aColumn, T* b, nint bRow, T* c, nint cRow,
        bool accumulate = false, nint bColumn = 1) where T : unmanaged, IFloatingPointIeee754<T> => Gemm.Run(new GemmCall<T>
        {
            M = m,
            N = n,
            K = k,
            A = a,
            ARow = aRow,
            AColumn = aColumn,
            B = b,
            BRow = bRow,
            BColumn = bColumn,
            C = c,
            CRow = cRow,
            Accumulate = accumulate,
        });

    /// <summary>C [m, n] -= A [m, k] B [k, n], by a copy of -B.</summary>
    internal static void Subtract<T>(int m, int n, int k, T* a, nint aRow, nint aColumn, T* b, nint bRow, T* c, nint cRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (m == 0 || n == 0 || k == 0) return;
        int most = Math.Max(MostCopied / k, 64) & -64;
        for (int j = 0, columns; j < n; j += columns)
        {
            columns = Math.Min(most, n - j);
            int row = RowStride.Of<T>(columns);
            T* minus = Workspace.Rent<T>(Workspace.Use.Rows, (long)k * row);
            Negate(b + j, bRow, k, columns, minus, row);
            Multiply(m, columns, k, a, aRow, aColumn, minus, row, c + j, cRow, accumulate: true);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Negate<T>(T* from, nint fromRow, int rows, int columns, T* to, nint toRow) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector512<T>.Count;
        for (; rows > 0; rows--, from += fromRow, to += toRow)
        {
            int j = 0;
            for (; j <= columns - lanes; j += lanes) (-Vector512.Load(from + j)).Store(to + j);
            for (; j < columns; j++) to[j] = -from[j];
        }
    }
}
