using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Cairn.Kernels;

namespace Cairn.Preprocessing;

/// <summary>z = (x / unit - mean) / deviation of every row, in blocks of rows on the work team.</summary>
static unsafe class ScaledRows
{
    const int RowsPerChunk = 1024;

    /// <param name="x">The rows.</param>
    /// <param name="z">As many numbers as <paramref name="x"/>.</param>
    /// <param name="units">Powers of two from 2^-1000 to 2^1000, or of which the reciprocal is normal.</param>
    /// <param name="means">The means in these units.</param>
    /// <param name="deviations">The deviations in these units.</param>
    internal static void Write(ReadOnlySpan<double> x, Span<double> z, double[] units, double[] means, double[] deviations)
    {
        int columns = units.Length, rows = columns == 0 ? 0 : x.Length / columns;
        fixed (double* from = x, to = z)
            WorkTeam.For((rows + RowsPerChunk - 1) / RowsPerChunk, new Job(from, to, rows, units, means, deviations),
                threads: x.Length < 1 << 16 ? 1 : 0);
    }

    readonly struct Job(double* x, double* z, int rows, double[] units, double[] means, double[] deviations) : IChunkJob
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk)
        {
            int columns = units.Length, end = Math.Min((chunk + 1) * RowsPerChunk, rows);
            // a short row is scaled 8 columns at a time, the last 8 of them once more where they do not end with it
            for (int i = chunk * RowsPerChunk; i < end; i++)
            {
                double* from = x + (nuint)i * (nuint)columns, to = z + (nuint)i * (nuint)columns;
                int j = 0;
                for (; j <= columns - 8; j += 8) Eight(from, to, j);
                if (j < columns && columns >= 8) Eight(from, to, columns - 8);
                else for (; j < columns; j++) to[j] = (from[j] / units[j] - means[j]) / deviations[j];
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Eight(double* from, double* to, int j) =>
            ((Vector512.Load(from + j) / At(units, j) - At(means, j)) / At(deviations, j)).Store(to + j);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> At(double[] values, int column) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(values), (nuint)column);
}
