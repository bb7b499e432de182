using System.Numerics;
using Cairn.LinearAlgebra;

namespace Cairn.Kernels;

/// <summary>
/// Householder reflections in blocks. Reflection j is H_j = I - t v vᵀ, where v has 1 in row j and 0 above it; a product of them is
/// Q = H_0 H_1 ... = I + V N Vᵀ, where the columns of V are the v and N is upper triangular
/// (<see href="https://doi.org/10.1137/0910005">Schreiber and Van Loan 1989</see>, whose T is -N here, so that everything is added).
/// </summary>
/// <remarks>V is kept whole, with its ones and zeros, so that it is a factor of products as it stands, its vectors in columns or in rows. Squares must
/// neither overflow nor vanish: scale first, so that the largest element of a column is near 1.</remarks>
static unsafe class Reflectors
{
    const int Block = 64;

    /// <summary>How many reflections of so many are best taken as one block.</summary>
    internal static int Width(int count) => count >= 384 ? Block : Block / 2;

    /// <summary>The elements of working memory that <see cref="Apply"/> to so many columns, and <see cref="ReflectorPanel.Factor"/>, need.</summary>
    internal static int Work<T>(int width, int columns) where T : unmanaged => 2 * width * RowStride.Of<T>(Math.Max(width, columns));

    /// <summary>The square of a norm below which a column counts as 0: beside columns near 1 it is far less than their rounding.</summary>
    static T Negligible<T>() where T : unmanaged, IFloatingPointIeee754<T> => T.ScaleB(T.One, typeof(T) == typeof(float) ? -120 : -930);

    /// <summary>
    /// The reflection that maps (alpha, x) to (beta, 0), where <paramref name="square"/> is xᵀx: x becomes v below its 1 when multiplied
    /// by the scale. When x is 0 nothing is to reflect: t and the scale are 0.
    /// </summary>
    internal static (T Beta, T Scale, T Turn) Of<T>(T alpha, T square) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!(square >= Negligible<T>())) return (alpha, T.Zero, T.Zero);
        var beta = -T.CopySign(T.Sqrt(T.FusedMultiplyAdd(alpha, alpha, square)), alpha);
        return (beta, T.One / (alpha - beta), (beta - alpha) / beta);
    }

    /// <summary>The reflection that takes x to (beta, 0, 0, ...); x becomes its vector.</summary>
    /// <param name="x">At least one element.</param>
    /// <param name="count">How many.</param>
    /// <param name="turn">Its t: 0 where there was nothing to reflect.</param>
    /// <returns>beta.</returns>
    internal static double Generate(double* x, int count, out double turn)
    {
        var rest = new Span<double>(x + 1, count - 1);
        (double beta, double scale, turn) = Of(x[0], Dots.Dot(rest, rest));
        x[0] = 1;
        for (int i = 0; i < rest.Length; i++) rest[i] *= scale;
        return beta;
    }

    /// <summary>N of reflections that were made one by one: its column j is -t_j N (Vᵀ v_j), with -t_j below it.</summary>
    /// <param name="rows">The rows of V.</param>
    /// <param name="width">The columns of V.</param>
    /// <param name="v">V, with its ones and zeros.</param>
    /// <param name="vRow">From one row of V to the next.</param>
    /// <param name="vColumn">From one column of V to the next.</param>
    /// <param name="t">The t of each reflection; 0 of none.</param>
    /// <param name="n">Where N goes, [width, width].</param>
    /// <param name="nRow">From one row of N to the next.</param>
    /// <param name="work">width² elements.</param>
    internal static void Gather<T>(int rows, int width, T* v, nint vRow, nint vColumn, T* t, T* n, nint nRow, T* work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        GemmInside.Multiply(width, width, rows, v, vColumn, vRow, v, vRow, work, width, bColumn: vColumn);
        for (int j = 0; j < width; j++) Column(j, -t[j], work + j, width, n, nRow, width);
    }

    /// <summary>Column j of N from those before it and the products z of v_j with the vectors before it.</summary>
    internal static void Column<T>(int j, T diagonal, T* z, nint zStep, T* n, nint nRow, int width) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < j; i++)
        {
            T sum = T.Zero;
            for (int k = i; k < j; k++) sum = T.FusedMultiplyAdd(n[i * nRow + k], z[k * zStep], sum);
            n[i * nRow + j] = diagonal * sum;
        }
        n[j * nRow + j] = diagonal;
        for (int i = j + 1; i < width; i++) n[i * nRow + j] = T.Zero;
    }

    /// <summary>C [rows, columns] = Q C, or Qᵀ C.</summary>
    internal static void Apply<T>(bool transposed, int rows, int width, T* v, nint vRow, nint vColumn, T* n, nint nRow, int columns, T* c,
        nint cRow, T* work) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (columns == 0) return;
        int row = RowStride.Of<T>(columns);
        T* turned = work + (nint)width * row;
        GemmInside.Multiply(width, columns, rows, v, vColumn, vRow, c, cRow, work, row);
        GemmInside.Multiply(width, columns, width, n, transposed ? 1 : nRow, transposed ? nRow : 1, work, row, turned, row);
        GemmInside.Multiply(rows, columns, width, v, vRow, vColumn, turned, row, c, cRow, accumulate: true);
    }

    /// <summary>The elements that <see cref="Form"/> of so many columns, and <see cref="ApplyFromRight"/> to so many rows, need besides.</summary>
    internal static long Room(int columns) => Block * Block + Work<double>(Block, columns);

    /// <summary>The first columns of H_0 H_1 ... H_(count - 1), of vectors in rows.</summary>
    /// <param name="v">The vectors in rows, zeros before their first element.</param>
    /// <param name="vRow">The distance between vectors.</param>
    /// <param name="t">One for each reflection.</param>
    /// <param name="count">How many reflections.</param>
    /// <param name="offset">Vector k begins at element k + offset.</param>
    /// <param name="q">The result, in rows.</param>
    /// <param name="qRow">The distance between its rows.</param>
    /// <param name="rows">Its rows: the elements of a vector.</param>
    /// <param name="columns">Its columns, at least count + offset or as many as there are rows.</param>
    /// <param name="room"><see cref="Room"/> elements.</param>
    internal static void Form(double* v, nint vRow, double* t, int count, int offset, double* q, nint qRow, int rows, int columns, double* room)
    {
        Identity(q, qRow, rows, columns);
        double* n = room, work = room + Block * Block;
        for (int start = (count - 1) / Block * Block; start >= 0 && count > 0; start -= Block)
        {
            int size = Math.Min(Block, count - start), first = start + offset;
            double* corner = v + start * vRow + first;
            Gather(rows - first, size, corner, 1, vRow, t + start, n, size, work);
            Apply(transposed: false, rows - first, size, corner, 1, vRow, n, size, columns - first, q + first * (qRow + 1), qRow, work);
        }
    }

    /// <summary>The columns of I.</summary>
    internal static void Identity<T>(T* q, nint qRow, int rows, int columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < rows; i++)
        {
            new Span<T>(q + i * qRow, columns).Clear();
            if (i < columns) q[i * (qRow + 1)] = T.One;
        }
    }

    /// <summary>A = A Q of a few reflections, whose vectors lie in rows: from the left, Qᵀ, if the rows of A are columns.</summary>
    internal static void ApplyFromRight(double* v, nint vRow, double* t, int count, double* a, nint aRow, int rows, int columns, double* room)
    {
        double* n = room, products = room + Block * Block, turned = products + (nint)count * rows;
        Gather(columns, count, v, 1, vRow, t, n, count, products);
        GemmInside.Multiply(rows, count, columns, a, aRow, 1, v, 1, products, count, bColumn: vRow);
        GemmInside.Multiply(rows, count, count, products, count, 1, n, count, turned, count);
        GemmInside.Multiply(rows, columns, count, turned, count, 1, v, vRow, a, aRow, accumulate: true);
    }
}
