using Cairn.Kernels;

namespace Cairn.LinearAlgebra;

/// <summary>A = Q R of a matrix with many more rows than columns, whose columns lie as rows; in blocks of reflections.</summary>
static unsafe class TallQr
{
    const int Panel = 32;

    /// <summary>Column k becomes the vector of reflection k, which begins at element k.</summary>
    /// <param name="columns">The columns, <see cref="WorkRoom.Row"/> of the rows apart, zeros at their ends.</param>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="count">Columns of the matrix.</param>
    /// <param name="tau">One for each reflection.</param>
    /// <param name="r">R in rows, zeros below its diagonal and at the ends of rows.</param>
    /// <param name="row">The distance between its rows.</param>
    /// <param name="room"><see cref="Reflectors.Room"/> of the columns.</param>
    internal static void Factor(double* columns, int rows, int count, double* tau, double* r, int row, double* room)
    {
        int tall = WorkRoom.Row(rows);
        new Span<double>(r, count * row).Clear();
        for (int start = 0; start < count; start += Panel)
        {
            int end = Math.Min(start + Panel, count);
            for (int j = start; j < end; j++)
            {
                double* x = columns + (nint)j * tall;
                for (int k = start; k < j; k++)
                {
                    var v = new ReadOnlySpan<double>(columns + (nint)k * tall + k, rows - k);
                    var rest = new Span<double>(x + k, rows - k);
                    Dots.Axpy(-tau[k] * Dots.Dot(v, rest), v, rest);
                }
                for (int i = 0; i < j; i++) r[(nint)i * row + j] = x[i];
                r[(nint)j * row + j] = Reflectors.Generate(x + j, rows - j, out tau[j]);
                new Span<double>(x, j).Clear();
            }
            if (end == count) break;
            Reflectors.ApplyFromRight(columns + (nint)start * tall + start, tall, tau + start, end - start,
                columns + (nint)end * tall + start, tall, count - end, rows - start, room);
        }
    }
}
