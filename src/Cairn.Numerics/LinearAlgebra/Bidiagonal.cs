using Cairn.Kernels;

namespace Cairn.LinearAlgebra;

/// <summary>Q' A P = B of a matrix of at least as many rows as columns, B upper bidiagonal, by reflections from both sides.</summary>
/// <remarks>In panels of 32 columns like <see cref="Tridiagonal"/>: within a panel the matrix is A + Σ p_q n_q'.</remarks>
static unsafe class Bidiagonal
{
    const int Panel = 32, Lanes = MatrixVector.Lanes;

    /// <summary>The elements of room that <see cref="Reduce"/> needs.</summary>
    internal static long Room(int rows, int columns) =>
        2L * Panel * (WorkRoom.Row(rows) + WorkRoom.Row(columns)) + 2L * (WorkRoom.Row(rows) + WorkRoom.Row(columns)) + 6L * Panel;

    /// <summary>Reduces a matrix whose rows are <see cref="WorkRoom.Row"/> apart, zeros at their ends; row k becomes the vector of
    /// reflection k from the right, which begins at element k + 1.</summary>
    /// <param name="a">The matrix, elements of magnitude about 1.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns, at most as many.</param>
    /// <param name="d">The diagonal of B.</param>
    /// <param name="e">The elements above it.</param>
    /// <param name="left">The vectors of the reflections from the left in rows, which are <see cref="WorkRoom.Row"/> of the rows apart.</param>
    /// <param name="leftTau">One for each of them.</param>
    /// <param name="rightTau">One for each reflection from the right.</param>
    /// <param name="room">Memory to work in.</param>
    internal static void Reduce(double* a, int rows, int columns, double* d, double* e, double* left, double* leftTau, double* rightTau,
        ref WorkRoom room)
    {
        int row = WorkRoom.Row(columns), tall = WorkRoom.Row(rows);
        double* p = room.Zeros(2L * Panel * tall), n = room.Zeros(2L * Panel * row);
        double* along = room.Take(row), x = room.Take(tall), y = room.Take(row);
        double* dots = room.Take(2 * Panel), coefficients = room.Take(2 * Panel);
        for (int start = 0; start < columns; start += Panel)
        {
            int end = Math.Min(start + Panel, columns);
            for (int j = start; j < end; j++)
            {
                int q = 2 * (j - start);
                double* v = left + (nint)j * tall;
                new Span<double>(v, tall).Clear();
                for (int i = j; i < rows; i++) v[i] = a[(nint)i * row + j];
                for (int k = 0; k < q; k++) coefficients[k] = n[(nint)k * row + j];
                int from = j & -Lanes, length = tall - from;
                MatrixVector.Combine(p + from, tall, q, length, coefficients, v + from);
                new Span<double>(v + from, j - from).Clear();
                d[j] = Reflectors.Generate(v + j, rows - j, out leftTau[j]);
                if (j == columns - 1) break;

                // y = tau (A'v + Σ n (p'v))
                int next = (j + 1) & -Lanes, wide = row - next;
                new Span<double>(y, row).Clear();
                if (leftTau[j] != 0)
                {
                    MatrixVector.Combine(a + (nint)j * row + next, row, rows - j, wide, v + j, y + next);
                    MatrixVector.Dots(p + from, tall, q, length, v + from, dots);
                    MatrixVector.Combine(n + next, row, q, wide, dots, y + next);
                    new Span<double>(y, j + 1).Clear();
                    for (int i = j + 1; i < columns; i++) y[i] *= leftTau[j];
                }
                double* p0 = p + (nint)q * tall, n0 = n + (nint)q * row;
                new Span<double>(v, tall).CopyTo(new Span<double>(p0, tall));
                for (int i = 0; i < row; i++) n0[i] = -y[i];
                q++;

                double* u = a + (nint)j * row;
                new Span<double>(u, row).CopyTo(new Span<double>(along, row));
                for (int k = 0; k < q; k++) coefficients[k] = p[(nint)k * tall + j];
                MatrixVector.Combine(n + next, row, q, wide, coefficients, along + next);
                new Span<double>(along + columns, row - columns).Clear();
                e[j] = Reflectors.Generate(along + j + 1, columns - j - 1, out rightTau[j]);
                new Span<double>(along, j + 1).Clear();
                new Span<double>(along, row).CopyTo(new Span<double>(u, row));

                // x = tau (A u + Σ p (n'u))
                new Span<double>(x, tall).Clear();
                if (rightTau[j] != 0)
                {
                    int below = (j + 1) & -Lanes;
                    MatrixVector.Dots(a + (nint)(j + 1) * row + next, row, rows - j - 1, wide, u + next, x + j + 1);
                    MatrixVector.Dots(n + next, row, q, wide, u + next, dots);
                    MatrixVector.Combine(p + below, tall, q, tall - below, dots, x + below);
                    new Span<double>(x, j + 1).Clear();
                    for (int i = j + 1; i < rows; i++) x[i] *= rightTau[j];
                }
                double* p1 = p + (nint)q * tall, n1 = n + (nint)q * row;
                new Span<double>(x, tall).CopyTo(new Span<double>(p1, tall));
                for (int i = 0; i < row; i++) n1[i] = -u[i];
            }
            if (end >= columns) break;
            Gemm.Run(new GemmCall<double>
            {
                M = rows - end,
                N = columns - end,
                K = 2 * Panel,
                A = p + end,
                ARow = 1,
                AColumn = tall,
                B = n + end,
                BRow = row,
                BColumn = 1,
                C = a + (nint)end * row + end,
                CRow = row,
                Accumulate = true,
            });
        }
    }
}
