using Cairn.Kernels;

namespace Cairn.LinearAlgebra;

/// <summary>
/// Reflections H = I - tau v v' with v_0 = 1, and products of many of them as I - V' T V, T upper triangular, which matrix products apply
/// (Schreiber, Van Loan, SIAM J. Sci. Stat. Comput. 10(1), 1989). The vectors are rows.
/// </summary>
static unsafe class ReflectorBlocks
{
    const int Block = 64;

    // Elements are scaled to magnitudes around 1: what is smaller than the root of this is nothing beside them, and its square is rounded.
    const double Negligible = 1e-290;

    /// <summary>The reflection that takes x to (beta, 0, 0, ...); x becomes its vector.</summary>
    /// <param name="x">At least one element.</param>
    /// <param name="count">How many.</param>
    /// <param name="tau">0 where there was nothing to reflect.</param>
    /// <returns>beta.</returns>
    internal static double Generate(double* x, int count, out double tau)
    {
        double alpha = x[0];
        var rest = new Span<double>(x + 1, count - 1);
        double square = Dots.Dot(rest, rest);
        x[0] = 1;
        if (square < Negligible)
        {
            tau = 0;
            rest.Clear();
            return alpha;
        }
        double beta = -Math.CopySign(Math.Sqrt(Math.FusedMultiplyAdd(alpha, alpha, square)), alpha);
        tau = (beta - alpha) / beta;
        double scale = 1 / (alpha - beta);
        for (int i = 0; i < rest.Length; i++) rest[i] *= scale;
        return beta;
    }

    /// <summary>The elements that <see cref="Form"/> needs besides, for a result of so many columns.</summary>
    internal static long Room(int columns) => 2L * Block * (Block + columns);

    /// <summary>The first columns of H_0 H_1 ... H_(count - 1).</summary>
    /// <param name="v">The vectors in rows, zeros before their first element.</param>
    /// <param name="vRow">The distance between vectors.</param>
    /// <param name="tau">One for each reflection.</param>
    /// <param name="count">How many reflections.</param>
    /// <param name="offset">Vector k begins at element k + offset.</param>
    /// <param name="q">The result, in rows.</param>
    /// <param name="qRow">The distance between its rows.</param>
    /// <param name="rows">Its rows: the elements of a vector.</param>
    /// <param name="columns">Its columns, at least count + offset or as many as there are rows.</param>
    /// <param name="room"><see cref="Room"/> elements.</param>
    internal static void Form(double* v, nint vRow, double* tau, int count, int offset, double* q, nint qRow, int rows, int columns, double* room)
    {
        for (int i = 0; i < rows; i++)
        {
            new Span<double>(q + i * qRow, columns).Clear();
            if (i < columns) q[i * qRow + i] = 1;
        }
        for (int start = (count - 1) / Block * Block; start >= 0 && count > 0; start -= Block)
        {
            int size = Math.Min(Block, count - start), first = start + offset;
            Apply(v + start * vRow + first, vRow, tau + start, size, q + first * qRow + first, qRow, rows - first, columns - first, room);
        }
    }

    /// <summary>A := (I - V' T V) A for the product of a few reflections.</summary>
    static void Apply(double* v, nint vRow, double* tau, int count, double* a, nint aRow, int rows, int columns, double* room)
    {
        double* t = room, gram = t + Block * Block, w = gram + Block * Block, tw = w + (nint)Block * columns;
        Triangle(v, vRow, tau, count, rows, t, gram);
        Gemm.Run(new GemmCall<double>
        {
            M = count,
            N = columns,
            K = rows,
            A = v,
            ARow = vRow,
            AColumn = 1,
            B = a,
            BRow = aRow,
            BColumn = 1,
            C = w,
            CRow = columns,
        });
        Gemm.Run(new GemmCall<double>
        {
            M = count,
            N = columns,
            K = count,
            A = t,
            ARow = Block,
            AColumn = 1,
            B = w,
            BRow = columns,
            BColumn = 1,
            C = tw,
            CRow = columns,
        });
        Gemm.Run(new GemmCall<double>
        {
            M = rows,
            N = columns,
            K = count,
            A = v,
            ARow = 1,
            AColumn = vRow,
            B = tw,
            BRow = columns,
            BColumn = 1,
            C = a,
            CRow = aRow,
            Accumulate = true,
        });
    }

    /// <summary>-T of the product of a few reflections, <see cref="Block"/> elements a row.</summary>
    static void Triangle(double* v, nint vRow, double* tau, int count, int length, double* t, double* gram)
    {
        Gemm.Run(new GemmCall<double>
        {
            M = count,
            N = count,
            K = length,
            A = v,
            ARow = vRow,
            AColumn = 1,
            B = v,
            BRow = 1,
            BColumn = vRow,
            C = gram,
            CRow = Block,
        });
        for (int j = 0; j < count; j++)
        {
            for (int i = 0; i < count; i++) t[i * Block + j] = 0;
            t[j * Block + j] = -tau[j];
            for (int i = 0; i < j; i++)
            {
                double sum = 0;
                for (int l = i; l < j; l++) sum = Math.FusedMultiplyAdd(t[i * Block + l], gram[l * Block + j], sum);
                t[i * Block + j] = -tau[j] * sum;
            }
        }
    }

    /// <summary>A := A (I - V' T V), that is with the reflections one after the other from the left, if the rows of A are columns.</summary>
    internal static void ApplyFromRight(double* v, nint vRow, double* tau, int count, double* a, nint aRow, int rows, int columns, double* room)
    {
        double* t = room, gram = t + Block * Block, w = gram + Block * Block, wt = w + (nint)Block * rows;
        Triangle(v, vRow, tau, count, columns, t, gram);
        Gemm.Run(new GemmCall<double>
        {
            M = rows,
            N = count,
            K = columns,
            A = a,
            ARow = aRow,
            AColumn = 1,
            B = v,
            BRow = 1,
            BColumn = vRow,
            C = w,
            CRow = count,
        });
        Gemm.Run(new GemmCall<double>
        {
            M = rows,
            N = count,
            K = count,
            A = w,
            ARow = count,
            AColumn = 1,
            B = t,
            BRow = Block,
            BColumn = 1,
            C = wt,
            CRow = count,
        });
        Gemm.Run(new GemmCall<double>
        {
            M = rows,
            N = columns,
            K = count,
            A = wt,
            ARow = count,
            AColumn = 1,
            B = v,
            BRow = vRow,
            BColumn = 1,
            C = a,
            CRow = aRow,
            Accumulate = true,
        });
    }
}
