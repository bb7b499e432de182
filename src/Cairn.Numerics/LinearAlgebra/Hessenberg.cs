using Cairn.Kernels;

namespace Cairn.LinearAlgebra;

/// <summary>Q' A Q = H of a square matrix, H with one diagonal of elements below the main one, by reflections.</summary>
/// <remarks>In panels of 32 columns like <see cref="Tridiagonal"/>: within a panel the matrix is A + Σ p_q n_q'.</remarks>
static unsafe class Hessenberg
{
    const int Panel = 32, Lanes = MatrixVector.Lanes;

    /// <summary>The elements of room that <see cref="Reduce"/> needs.</summary>
    internal static long Room(int size) => (4L * Panel + 4) * WorkRoom.Row(size) + 6L * Panel;

    /// <summary>Makes a matrix whose rows are <see cref="WorkRoom.Row"/> apart, zeros at their ends, into H, zeros below it.</summary>
    /// <param name="a">The matrix, elements of magnitude about 1.</param>
    /// <param name="size">Its rows and columns.</param>
    /// <param name="vectors">The vectors of the reflections in rows; vector k begins at element k + 1.</param>
    /// <param name="tau">One for each reflection but the last two columns.</param>
    /// <param name="room">Memory to work in.</param>
    internal static void Reduce(double* a, int size, double* vectors, double* tau, ref WorkRoom room)
    {
        int row = WorkRoom.Row(size);
        double* p = room.Zeros(2L * Panel * row), n = room.Zeros(2L * Panel * row);
        double* column = room.Take(row), y = room.Zeros(row), z = room.Take(row);
        double* dots = room.Take(2 * Panel), coefficients = room.Take(2 * Panel);
        for (int start = 0; start < size; start += Panel)
        {
            int end = Math.Min(start + Panel, size);
            for (int j = start; j < end; j++)
            {
                int q = 2 * (j - start);
                new Span<double>(column, row).Clear();
                for (int i = 0; i < size; i++) column[i] = a[(nint)i * row + j];
                for (int k = 0; k < q; k++) coefficients[k] = n[(nint)k * row + j];
                MatrixVector.Combine(p, row, q, row, coefficients, column);
                double* v = vectors + (nint)j * row;
                new Span<double>(v, row).Clear();
                if (j < size - 1)
                {
                    double beside = Reflectors.Generate(column + j + 1, size - j - 1, out tau[j]);
                    new Span<double>(column + j + 1, size - j - 1).CopyTo(new Span<double>(v + j + 1, size - j - 1));
                    new Span<double>(column + j + 1, size - j - 1).Clear();
                    column[j + 1] = beside;
                }
                for (int i = 0; i < size; i++) a[(nint)i * row + j] = column[i];
                if (j == size - 1) break;

                // y = tau A v for all rows, z = tau (A'v - (v'y) v): then (I - tau v v') A (I - tau v v') = A - v z' - y v'
                int from = (j + 1) & -Lanes, length = row - from;
                new Span<double>(z, row).Clear();
                if (tau[j] != 0)
                {
                    MatrixVector.Dots(a + from, row, size, length, v + from, y);
                    MatrixVector.Dots(n + from, row, q, length, v + from, dots);
                    MatrixVector.Combine(p, row, q, row, dots, y);
                    MatrixVector.Combine(a + (nint)(j + 1) * row + from, row, size - j - 1, length, v + j + 1, z + from);
                    MatrixVector.Dots(p + from, row, q, length, v + from, dots);
                    MatrixVector.Combine(n + from, row, q, length, dots, z + from);
                    double along = 0;
                    for (int i = j + 1; i < size; i++) along = Math.FusedMultiplyAdd(v[i], y[i], along);
                    for (int i = 0; i < size; i++) y[i] *= tau[j];
                    for (int i = j + 1; i < size; i++) z[i] = tau[j] * Math.FusedMultiplyAdd(-tau[j] * along, v[i], z[i]);
                    new Span<double>(z, j + 1).Clear();
                }
                else new Span<double>(y, row).Clear();
                double* p0 = p + (nint)q * row, p1 = p0 + row, n0 = n + (nint)q * row, n1 = n0 + row;
                for (int i = 0; i < row; i++) (p0[i], p1[i], n0[i], n1[i]) = (v[i], y[i], -z[i], -v[i]);
            }
            if (end >= size) break;
            Gemm.Run(new GemmCall<double>
            {
                M = size,
                N = size - end,
                K = 2 * Panel,
                A = p,
                ARow = 1,
                AColumn = row,
                B = n + end,
                BRow = row,
                BColumn = 1,
                C = a + end,
                CRow = row,
                Accumulate = true,
            });
        }
    }
}
