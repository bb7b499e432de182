using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>A = Uᵀ U of symmetric positive definite matrices, by halves; U lies in rows, which is L = Uᵀ in columns.</summary>
static unsafe class CholeskyFactor
{
    const int Few = 32, FewProducts = 96, StripRows = 64;

    /// <summary>Copies the lower triangle of A as rows of the upper one, in strips; left of a strip nothing is written.</summary>
    internal static void Take<T>(int size, T* a, int aRow, int aColumn, T* upper, int row) where T : unmanaged
    {
        for (int i = 0; i < size; i += StripRows)
            StridedCopy.Run(a + (nint)i * (aRow + aColumn), [aColumn, aRow], upper + (nint)i * (row + 1), [row, 1],
                [Math.Min(StripRows, size - i), size - i]);
    }

    /// <summary>Copies U as L, whose rows lie one after the other, with zeros above its diagonal.</summary>
    internal static void Put<T>(int size, T* upper, int row, T* lower) where T : unmanaged
    {
        for (int i = 0; i < size; i += StripRows)
        {
            int rows = Math.Min(StripRows, size - i);
            StridedCopy.Run(upper + i, [1, row], lower + (nint)i * size, [size, 1], [rows, i + rows]);
            for (int k = i; k < i + rows; k++) new Span<T>(lower + (nint)k * size + k + 1, size - k - 1).Clear();
        }
    }

    /// <summary>Replaces the upper triangle of A by U. What is below the diagonal is overwritten by anything.</summary>
    /// <param name="size">The rows and columns.</param>
    /// <param name="a">The matrix; its rows reach at least to the next multiple of 64 bytes.</param>
    /// <param name="aRow">From one row to the next.</param>
    /// <returns>0, or the order of the first leading minor that is not positive.</returns>
    internal static int Run<T>(int size, T* a, nint aRow) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (size <= Few) return FactorFew(size, a, aRow);
        int first = (size / 2 + Few - 1) / Few * Few, last = size - first;
        T* beside = a + first, corner = a + first * (aRow + 1);
        int minor = Run(first, a, aRow);
        if (minor > 0) return minor;
        Triangles.Solve(first, last, a, 1, aRow, isLower: true, hasUnits: false, beside, aRow);
        SubtractGram(last, first, beside, corner, aRow);
        minor = Run(last, corner, aRow);
        return minor > 0 ? first + minor : 0;
    }

    /// <summary>C -= Bᵀ B for a symmetric C [size, size], of which the upper triangle counts.</summary>
    static void SubtractGram<T>(int size, int k, T* b, T* c, nint row) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (size <= FewProducts)
        {
            GemmInside.Subtract(size, size, k, b, 1, row, b, row, c, row);
            return;
        }
        int first = (size / 2 + Few - 1) / Few * Few;
        SubtractGram(first, k, b, c, row);
        GemmInside.Subtract(first, size - first, k, b, 1, row, b + first, row, c + first, row);
        SubtractGram(size - first, k, b + first, c + first * (row + 1), row);
    }

    // row by row: what the rows above take away, then the root of the diagonal
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int FactorFew<T>(int size, T* a, nint aRow) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector512<T>.Count;
        for (int i = 0; i < size; i++)
        {
            T* row = a + i * aRow;
            for (int j = i & -lanes; j < size; j += lanes)
            {
                var sum = Vector512.Load(row + j);
                T* above = a;
                for (int k = 0; k < i; k++, above += aRow)
                    sum = Fused.MultiplyAdd(Vector512.Create(-above[i]), Vector512.Load(above + j), sum);
                sum.Store(row + j);
            }
            T pivot = row[i];
            if (!(pivot > T.Zero) || !T.IsFinite(pivot)) return i + 1;
            T root = T.Sqrt(pivot);
            var divisor = Vector512.Create(root);
            for (int j = i & -lanes; j < size; j += lanes) (Vector512.Load(row + j) / divisor).Store(row + j);
            row[i] = root;
        }
        return 0;
    }
}
