using Cairn.Kernels;

namespace Cairn.LinearAlgebra;

/// <summary>Q' A Q = T of a symmetric matrix, T tridiagonal, by reflections.</summary>
/// <remarks>
/// In panels of 32 columns: the matrix that the reflections of a panel leave is A + Σ p_q n_q', of which only one column at a time and the product
/// with one vector are needed until the panel is done; then a matrix product subtracts all (Dongarra, Hammarling, Sorensen, J.
/// Comput. Appl. Math. 27, 1989). Both triangles are kept: twice the operations, and each read along rows.
/// </remarks>
static unsafe class Tridiagonal
{
    const int Panel = 32, Lanes = MatrixVector.Lanes;

    /// <summary>The elements of room that <see cref="Reduce"/> needs.</summary>
    internal static long Room(int size) => 4L * Panel * WorkRoom.Row(size) + 3L * WorkRoom.Row(size) + 6L * Panel;

    /// <summary>Reduces a matrix whose rows are <see cref="WorkRoom.Row"/> apart, zeros at their ends; row k becomes reflection k's vector,
    /// which begins at element k + 1.</summary>
    /// <param name="a">The matrix, elements of magnitude about 1.</param>
    /// <param name="size">Its rows and columns.</param>
    /// <param name="d">The diagonal of T.</param>
    /// <param name="e">The elements beside it.</param>
    /// <param name="tau">One for each reflection but the last column.</param>
    /// <param name="room">Memory to work in.</param>
    internal static void Reduce(double* a, int size, double* d, double* e, double* tau, ref WorkRoom room)
    {
        int row = WorkRoom.Row(size);
        double* p = room.Zeros(2L * Panel * row), n = room.Zeros(2L * Panel * row), column = room.Take(row), w = room.Take(row);
        double* dots = room.Take(2 * Panel), coefficients = room.Take(2 * Panel);
        for (int start = 0; start < size; start += Panel)
        {
            int end = Math.Min(start + Panel, size);
            for (int j = start; j < end; j++)
            {
                int q = 2 * (j - start), from = j & -Lanes, length = row - from;
                new Span<double>(a + (nint)j * row + from, length).CopyTo(new Span<double>(column + from, length));
                for (int k = 0; k < q; k++) coefficients[k] = p[(nint)k * row + j];
                MatrixVector.Combine(n + from, row, q, length, coefficients, column + from);
                new Span<double>(column + size, row - size).Clear();
                d[j] = column[j];
                if (j == size - 1) break;

                e[j] = Reflectors.Generate(column + j + 1, size - j - 1, out tau[j]);
                double* v = a + (nint)j * row;
                new Span<double>(v, j + 1).Clear();
                new Span<double>(column + j + 1, row - j - 1).CopyTo(new Span<double>(v + j + 1, row - j - 1));

                // w = tau (A v + Σ n (p'v)), less the part of it along v that the second side of the reflection takes away
                (from, length) = ((j + 1) & -Lanes, row - ((j + 1) & -Lanes));
                new Span<double>(w, row).Clear();
                if (tau[j] != 0)
                {
                    MatrixVector.Dots(a + (nint)(j + 1) * row + from, row, size - j - 1, length, v + from, w + j + 1);
                    MatrixVector.Dots(p + from, row, q, length, v + from, dots);
                    MatrixVector.Combine(n + from, row, q, length, dots, w + from);
                    new Span<double>(w, j + 1).Clear();
                    var all = new Span<double>(w + from, length);
                    var along = new ReadOnlySpan<double>(v + from, length);
                    for (int i = 0; i < length; i++) all[i] *= tau[j];
                    Dots.Axpy(-0.5 * tau[j] * Dots.Dot(all, along), along, all);
                }
                double* p0 = p + (nint)q * row, p1 = p0 + row, n0 = n + (nint)q * row, n1 = n0 + row;
                for (int i = 0; i < row; i++) (p0[i], p1[i], n0[i], n1[i]) = (v[i], w[i], -w[i], -v[i]);
            }
            if (end >= size) break;
            double* rest = a + (nint)end * row + end;
            Gemm.Run(new GemmCall<double>
            {
                M = size - end,
                N = size - end,
                K = 2 * Panel,
                A = p + end,
                ARow = 1,
                AColumn = row,
                B = n + end,
                BRow = row,
                BColumn = 1,
                C = rest,
                CRow = row,
                Accumulate = true,
            });
        }
    }
}
