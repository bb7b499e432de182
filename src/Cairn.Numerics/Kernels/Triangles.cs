using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>Systems of equations with a triangular matrix.</summary>
/// <remarks>A column of the solution depends on the triangle and its own column of B alone: the same bits alone and among others.</remarks>
static unsafe class Triangles
{
    const int Few = 32, ChunkColumns = 64, Vectors = 4;

    /// <summary>B := T⁻¹ B, halving T: the first half of the unknowns, what they take from the rest of B, then the others.</summary>
    /// <param name="size">The rows of T and B.</param>
    /// <param name="columns">The columns of B.</param>
    /// <param name="t">The triangle; what lies beyond its diagonal is not read.</param>
    /// <param name="tRow">From one row of T to the next: exchanged with the columns', Tᵀ.</param>
    /// <param name="tColumn">From one column of T to the next.</param>
    /// <param name="isLower">Whether T, as these strides show it, has its elements below the diagonal.</param>
    /// <param name="hasUnits">Whether the diagonal is all 1, and not read.</param>
    /// <param name="b">B, the elements of a row side by side.</param>
    /// <param name="bRow">From one row of B to the next.</param>
    internal static void Solve<T>(int size, int columns, T* t, nint tRow, nint tColumn, bool isLower, bool hasUnits, T* b, nint bRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (size == 0 || columns == 0) return;
        if (size <= Few)
        {
            SolveFew(size, columns, t, tRow, tColumn, isLower, hasUnits, b, bRow);
            return;
        }
        int first = (size / 2 + Few - 1) / Few * Few, last = size - first;
        T* corner = t + first * (tRow + tColumn), lower = b + first * bRow;
        if (isLower)
        {
            Solve(first, columns, t, tRow, tColumn, isLower, hasUnits, b, bRow);
            GemmInside.Subtract(last, columns, first, t + first * tRow, tRow, tColumn, b, bRow, lower, bRow);
            Solve(last, columns, corner, tRow, tColumn, isLower, hasUnits, lower, bRow);
        }
        else
        {
            Solve(last, columns, corner, tRow, tColumn, isLower, hasUnits, lower, bRow);
            GemmInside.Subtract(first, columns, last, t + first * tColumn, tRow, tColumn, lower, bRow, b, bRow);
            Solve(first, columns, t, tRow, tColumn, isLower, hasUnits, b, bRow);
        }
    }

    static void SolveFew<T>(int size, int columns, T* t, nint tRow, nint tColumn, bool isLower, bool hasUnits, T* b, nint bRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // row by row in the order in which they are solved, negated: what comes before the diagonal, and the diagonal last
        T* rows = stackalloc T[Few * Few];
        for (int i = 0; i < size; i++)
        {
            int at = isLower ? i : size - 1 - i;
            for (int k = 0; k < i; k++) rows[i * Few + k] = -t[at * tRow + (isLower ? k : size - 1 - k) * tColumn];
            rows[i * Few + i] = hasUnits ? T.One : t[at * (tRow + tColumn)];
        }
        var job = new FewJob<T>(size, columns, rows, isLower ? b : b + (size - 1) * bRow, isLower ? bRow : -bRow, hasUnits);
        bool isShared = (long)size * size * columns >= 2 * Gemm.ParallelWork;
        WorkTeam.For((columns + ChunkColumns - 1) / ChunkColumns, job, threads: isShared ? 0 : 1);
    }

    readonly struct FewJob<T>(int size, int columns, T* rows, T* b, nint bRow, bool hasUnits) : IChunkJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk)
        {
            int lanes = Vector512<T>.Count, j = chunk * ChunkColumns, end = Math.Min(columns, j + ChunkColumns);
            for (; j <= end - Vectors * lanes; j += Vectors * lanes) Wide(b + j);
            for (; j <= end - lanes; j += lanes) One(b + j);
            for (; j < end; j++) Single(b + j);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Wide(T* x)
        {
            int lanes = Vector512<T>.Count;
            for (int i = 0; i < size; i++)
            {
                T* row = rows + i * Few, to = x + i * bRow, from = x;
                Vector512<T> a0 = Vector512.Load(to), a1 = Vector512.Load(to + lanes);
                Vector512<T> a2 = Vector512.Load(to + 2 * lanes), a3 = Vector512.Load(to + 3 * lanes);
                for (int k = 0; k < i; k++, from += bRow)
                {
                    var s = Vector512.Create(row[k]);
                    a0 = Fused.MultiplyAdd(s, Vector512.Load(from), a0);
                    a1 = Fused.MultiplyAdd(s, Vector512.Load(from + lanes), a1);
                    a2 = Fused.MultiplyAdd(s, Vector512.Load(from + 2 * lanes), a2);
                    a3 = Fused.MultiplyAdd(s, Vector512.Load(from + 3 * lanes), a3);
                }
                if (!hasUnits)
                {
                    var diagonal = Vector512.Create(row[i]);
                    a0 /= diagonal;
                    a1 /= diagonal;
                    a2 /= diagonal;
                    a3 /= diagonal;
                }
                a0.Store(to);
                a1.Store(to + lanes);
                a2.Store(to + 2 * lanes);
                a3.Store(to + 3 * lanes);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void One(T* x)
        {
            for (int i = 0; i < size; i++)
            {
                T* row = rows + i * Few, to = x + i * bRow, from = x;
                var sum = Vector512.Load(to);
                for (int k = 0; k < i; k++, from += bRow) sum = Fused.MultiplyAdd(Vector512.Create(row[k]), Vector512.Load(from), sum);
                if (!hasUnits) sum /= Vector512.Create(row[i]);
                sum.Store(to);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Single(T* x)
        {
            for (int i = 0; i < size; i++)
            {
                T* row = rows + i * Few, to = x + i * bRow, from = x;
                T sum = *to;
                for (int k = 0; k < i; k++, from += bRow) sum = T.FusedMultiplyAdd(row[k], *from, sum);
                *to = hasUnits ? sum : sum / row[i];
            }
        }
    }
}
