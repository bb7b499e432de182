using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>
/// Products of a matrix and a vector of doubles, for the factorisations that need one for each column. The columns come in whole groups of
/// eight: who has others fills up with zeros. Eight virtual lanes whatever the hardware, and each element has one order of additions,
/// so the bits are the same for every vector width and number of threads.
/// </summary>
static unsafe class MatrixVector
{
    internal const int Lanes = 8;
    const int ParallelElements = 1 << 16, ChunkElements = 1 << 15, ChunkColumns = 64;

    /// <summary>y_i = Σ_j a_ij x_j: lanes of every sixteenth element, two of eight lanes, added at the end.</summary>
    /// <param name="a">The first element; those of a row lie side by side.</param>
    /// <param name="row">The distance between rows.</param>
    /// <param name="rows">The rows, and the elements of <paramref name="y"/>.</param>
    /// <param name="columns">The columns, a multiple of eight, and the elements of <paramref name="x"/>.</param>
    /// <param name="x">The vector.</param>
    /// <param name="y">The result; it overlaps nothing else.</param>
    internal static void Dots(double* a, nint row, int rows, int columns, double* x, double* y)
    {
        var job = new DotsJob(a, row, rows, columns, x, y, Math.Max(4, (ChunkElements / Math.Max(columns, 1)) & ~3));
        if ((long)rows * columns < ParallelElements) job.Rows(0, rows);
        else WorkTeam.For(job.Chunks, job);
    }

    /// <summary>y_j += Σ_i c_i a_ij, in ascending i.</summary>
    /// <param name="a">The first element; those of a row lie side by side.</param>
    /// <param name="row">The distance between rows.</param>
    /// <param name="rows">The rows, and the elements of <paramref name="c"/>.</param>
    /// <param name="columns">The columns, a multiple of eight, and the elements of <paramref name="y"/>.</param>
    /// <param name="c">How much of each row.</param>
    /// <param name="y">What is added to; it overlaps nothing else.</param>
    internal static void Combine(double* a, nint row, int rows, int columns, double* c, double* y)
    {
        int wide = (ChunkElements / Math.Max(rows, 1) + ChunkColumns) & -ChunkColumns;
        var job = new CombineJob(a, row, rows, columns, c, y, wide);
        if ((long)rows * columns < ParallelElements) job.Columns(0, columns);
        else WorkTeam.For((columns - 1) / wide + 1, job);
    }

    readonly struct DotsJob(double* a, nint row, int rows, int columns, double* x, double* y, int height) : IChunkJob
    {
        internal int Chunks => (rows - 1) / height + 1;

        public void Run(int chunk) => Rows(chunk * height, Math.Min(rows, (chunk + 1) * height));

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal void Rows(int i, int end)
        {
            double* at = a + i * row, v = x;
            int n = columns;
            for (; i <= end - 4; i += 4, at += 4 * row)
            {
                double* a1 = at + row, a2 = a1 + row, a3 = a2 + row;
                Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default, t0 = default, t1 = default, t2 = default, t3 = default;
                int j = 0;
                for (; j <= n - 2 * Lanes; j += 2 * Lanes)
                {
                    Vector512<double> v0 = Vector512.Load(v + j), v1 = Vector512.Load(v + j + Lanes);
                    s0 = Vector512.FusedMultiplyAdd(Vector512.Load(at + j), v0, s0);
                    t0 = Vector512.FusedMultiplyAdd(Vector512.Load(at + j + Lanes), v1, t0);
                    s1 = Vector512.FusedMultiplyAdd(Vector512.Load(a1 + j), v0, s1);
                    t1 = Vector512.FusedMultiplyAdd(Vector512.Load(a1 + j + Lanes), v1, t1);
                    s2 = Vector512.FusedMultiplyAdd(Vector512.Load(a2 + j), v0, s2);
                    t2 = Vector512.FusedMultiplyAdd(Vector512.Load(a2 + j + Lanes), v1, t2);
                    s3 = Vector512.FusedMultiplyAdd(Vector512.Load(a3 + j), v0, s3);
                    t3 = Vector512.FusedMultiplyAdd(Vector512.Load(a3 + j + Lanes), v1, t3);
                }
                if (j < n)
                {
                    var v0 = Vector512.Load(v + j);
                    s0 = Vector512.FusedMultiplyAdd(Vector512.Load(at + j), v0, s0);
                    s1 = Vector512.FusedMultiplyAdd(Vector512.Load(a1 + j), v0, s1);
                    s2 = Vector512.FusedMultiplyAdd(Vector512.Load(a2 + j), v0, s2);
                    s3 = Vector512.FusedMultiplyAdd(Vector512.Load(a3 + j), v0, s3);
                }
                y[i] = LinearAlgebra.Dots.Fold(s0 + t0);
                y[i + 1] = LinearAlgebra.Dots.Fold(s1 + t1);
                y[i + 2] = LinearAlgebra.Dots.Fold(s2 + t2);
                y[i + 3] = LinearAlgebra.Dots.Fold(s3 + t3);
            }
            for (; i < end; i++, at += row)
            {
                Vector512<double> s = default, t = default;
                int j = 0;
                for (; j <= n - 2 * Lanes; j += 2 * Lanes)
                {
                    s = Vector512.FusedMultiplyAdd(Vector512.Load(at + j), Vector512.Load(v + j), s);
                    t = Vector512.FusedMultiplyAdd(Vector512.Load(at + j + Lanes), Vector512.Load(v + j + Lanes), t);
                }
                if (j < n) s = Vector512.FusedMultiplyAdd(Vector512.Load(at + j), Vector512.Load(v + j), s);
                y[i] = LinearAlgebra.Dots.Fold(s + t);
            }
        }
    }

    readonly struct CombineJob(double* a, nint row, int rows, int columns, double* c, double* y, int wide) : IChunkJob
    {
        public void Run(int chunk) => Columns(chunk * wide, Math.Min(columns, (chunk + 1) * wide));

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal void Columns(int start, int end)
        {
            double* at = a, f = c, sum = y;
            int i = 0;
            for (; i <= rows - 8; i += 8, at += 8 * row)
            {
                double* a1 = at + row, a2 = a1 + row, a3 = a2 + row, a4 = a3 + row, a5 = a4 + row, a6 = a5 + row, a7 = a6 + row;
                Vector512<double> c0 = Vector512.Create(f[i]), c1 = Vector512.Create(f[i + 1]), c2 = Vector512.Create(f[i + 2]),
                    c3 = Vector512.Create(f[i + 3]), c4 = Vector512.Create(f[i + 4]), c5 = Vector512.Create(f[i + 5]),
                    c6 = Vector512.Create(f[i + 6]), c7 = Vector512.Create(f[i + 7]);
                for (int j = start; j < end; j += Lanes)
                {
                    var s = Vector512.FusedMultiplyAdd(c0, Vector512.Load(at + j), Vector512.Load(sum + j));
                    s = Vector512.FusedMultiplyAdd(c1, Vector512.Load(a1 + j), s);
                    s = Vector512.FusedMultiplyAdd(c2, Vector512.Load(a2 + j), s);
                    s = Vector512.FusedMultiplyAdd(c3, Vector512.Load(a3 + j), s);
                    s = Vector512.FusedMultiplyAdd(c4, Vector512.Load(a4 + j), s);
                    s = Vector512.FusedMultiplyAdd(c5, Vector512.Load(a5 + j), s);
                    s = Vector512.FusedMultiplyAdd(c6, Vector512.Load(a6 + j), s);
                    Vector512.FusedMultiplyAdd(c7, Vector512.Load(a7 + j), s).Store(sum + j);
                }
            }
            for (; i < rows; i++, at += row)
            {
                var ci = Vector512.Create(f[i]);
                for (int j = start; j < end; j += Lanes)
                    Vector512.FusedMultiplyAdd(ci, Vector512.Load(at + j), Vector512.Load(sum + j)).Store(sum + j);
            }
        }
    }
}
