using System.Runtime.CompilerServices;
using Cairn.Kernels;

namespace Cairn;

/// <summary>Copies chosen rows of a matrix, in blocks of rows on the work team.</summary>
static unsafe class TakenRows
{
    const int NumbersPerChunk = 1 << 16;

    /// <param name="source">The matrix, row by row.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="rows">Which rows, each of them within the matrix.</param>
    /// <param name="taken">Room for them.</param>
    internal static void Copy(ReadOnlySpan<double> source, int columns, ReadOnlySpan<int> rows, Span<double> taken)
    {
        if (columns == 0) return;
        int limit = source.Length / columns;
        foreach (int row in rows)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)limit, nameof(rows));
        int perChunk = Math.Max(1, NumbersPerChunk / columns), chunks = (rows.Length + perChunk - 1) / perChunk;
        fixed (double* from = source, to = taken)
        fixed (int* which = rows)
            WorkTeam.For(chunks, new Job(from, columns, which, rows.Length, to, perChunk), threads: chunks < 3 ? 1 : 0);
    }

    readonly struct Job(double* source, int columns, int* rows, int count, double* taken, int perChunk) : IChunkJob
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk)
        {
            int end = Math.Min(count, (chunk + 1) * perChunk);
            for (int i = chunk * perChunk; i < end; i++)
                new ReadOnlySpan<double>(source + (nuint)rows[i] * (nuint)columns, columns)
                    .CopyTo(new Span<double>(taken + (nuint)i * (nuint)columns, columns));
        }
    }
}
