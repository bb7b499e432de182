using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>A P = Q R, one reflection at a time: each takes the column that has most left below the rows done, the first of equals.</summary>
static unsafe class PivotedQrFactor
{
    const int ChunkColumns = 64, Vectors = 4;

    /// <summary>Replaces A [rows, columns] by R, and gives V and N as <see cref="QrFactor.Run"/> does.</summary>
    /// <param name="rows">The rows of A.</param>
    /// <param name="columns">The columns of A.</param>
    /// <param name="a">The matrix, its largest element near 1.</param>
    /// <param name="aRow">From one row to the next.</param>
    /// <param name="order">Which column of A each column of the product is.</param>
    /// <param name="v">Where V goes.</param>
    /// <param name="n">Where N goes.</param>
    /// <param name="work">As much memory as <see cref="Reflectors.Work"/> says.</param>
    internal static void Run<T>(int rows, int columns, T* a, nint aRow, int* order, T* v, T* n, T* work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int steps = Math.Min(rows, columns), width = Reflectors.Width(steps);
        T* turns = work, products = turns + steps, change = products + columns, norms = change + columns, knownNorms = norms + columns;
        for (int j = 0; j < columns; j++)
        {
            order[j] = j;
            norms[j] = knownNorms[j] = Norm(a + j, aRow, rows);
        }
        for (int k = 0; k < steps; k++)
        {
            int pivot = k, rest = columns - k;
            for (int j = k + 1; j < columns; j++)
                if (norms[j] > norms[pivot]) pivot = j;
            if (pivot != k)
            {
                for (int i = 0; i < rows; i++) (a[i * aRow + k], a[i * aRow + pivot]) = (a[i * aRow + pivot], a[i * aRow + k]);
                (order[k], order[pivot]) = (order[pivot], order[k]);
                (norms[pivot], knownNorms[pivot]) = (norms[k], knownNorms[k]);
            }
            T* row = a + k * (aRow + 1);
            int threads = (long)(rows - k) * rest >= Gemm.ParallelWork ? 0 : 1, chunks = (rest + ChunkColumns - 1) / ChunkColumns;
            WorkTeam.For(chunks, new ProductsJob<T>(row + aRow, aRow, rows - k - 1, rest, products), threads: threads);
            var (beta, scale, turn) = Reflectors.Of(row[0], products[0]);
            change[0] = T.Zero;
            for (int j = 1; j < rest; j++)
            {
                change[j] = turn * T.FusedMultiplyAdd(scale, products[j], row[j]);
                row[j] -= change[j];
            }
            row[0] = beta;
            turns[k] = turn;
            WorkTeam.For(chunks, new ChangeJob<T>(row + aRow, aRow, rows - k - 1, rest, scale, change), threads: threads);
            for (int i = 1; i < rows - k; i++) row[i * aRow] *= scale;
            for (int j = 1; j < rest; j++)
                Shorten(ref norms[k + j], ref knownNorms[k + j], row + j, aRow, rows - k);
        }
        for (int k = 0, w; k < steps; k += w)
        {
            w = Math.Min(width, steps - k);
            T* corner = a + k * (aRow + 1);
            for (int i = 0; i < rows - k; i++)
                for (int j = 0; j < w; j++) v[(nint)i * w + j] = i > j ? corner[i * aRow + j] : i == j ? T.One : T.Zero;
            Reflectors.Gather(rows - k, w, v, w, turns + k, n, w, products);
            v += (nint)(rows - k) * w;
            n += w * w;
        }
    }

    /// <summary>The norm of a column below its first element, from that with it; found again from the elements when too little is left
    /// of what was last found so (<see href="https://doi.org/10.1145/1377612.1377616">Drmac and Bujanovic 2008</see>).</summary>
    static void Shorten<T>(ref T norm, ref T known, T* column, nint step, int rows) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (T.IsZero(norm)) return;
        T ratio = column[0] / norm, kept = T.Max(T.One - ratio * ratio, T.Zero), part = norm / known;
        if (kept * part * part <= T.Sqrt(T.BitIncrement(T.One) - T.One)) norm = known = Norm(column + step, step, rows - 1);
        else norm *= T.Sqrt(kept);
    }

    static T Norm<T>(T* x, nint step, int count) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (; count > 0; count--, x += step) sum = T.FusedMultiplyAdd(*x, *x, sum);
        return T.Sqrt(sum);
    }

    /// <summary>The products of the first column with all.</summary>
    readonly struct ProductsJob<T>(T* a, nint aRow, int rows, int columns, T* products) : IChunkJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk)
        {
            int lanes = Vector512<T>.Count, j = chunk * ChunkColumns, end = Math.Min(columns, j + ChunkColumns);
            for (; j <= end - Vectors * lanes; j += Vectors * lanes)
            {
                Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default;
                T* x = a;
                for (int i = 0; i < rows; i++, x += aRow)
                {
                    var first = Vector512.Create(*x);
                    s0 = Fused.MultiplyAdd(first, Vector512.Load(x + j), s0);
                    s1 = Fused.MultiplyAdd(first, Vector512.Load(x + j + lanes), s1);
                    s2 = Fused.MultiplyAdd(first, Vector512.Load(x + j + 2 * lanes), s2);
                    s3 = Fused.MultiplyAdd(first, Vector512.Load(x + j + 3 * lanes), s3);
                }
                s0.Store(products + j);
                s1.Store(products + j + lanes);
                s2.Store(products + j + 2 * lanes);
                s3.Store(products + j + 3 * lanes);
            }
            for (; j <= end - lanes; j += lanes)
            {
                Vector512<T> sum = default;
                T* x = a;
                for (int i = 0; i < rows; i++, x += aRow) sum = Fused.MultiplyAdd(Vector512.Create(*x), Vector512.Load(x + j), sum);
                sum.Store(products + j);
            }
            for (; j < end; j++)
            {
                T sum = T.Zero;
                T* x = a;
                for (int i = 0; i < rows; i++, x += aRow) sum = T.FusedMultiplyAdd(*x, x[j], sum);
                products[j] = sum;
            }
        }
    }

    /// <summary>Takes from each row its element of v, which is the first column times the scale, times the change.</summary>
    readonly struct ChangeJob<T>(T* a, nint aRow, int rows, int columns, T scale, T* change) : IChunkJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk)
        {
            // the first column stays as it is, since other chunks read it
            int lanes = Vector512<T>.Count, start = Math.Max(chunk * ChunkColumns, 1), end = Math.Min(columns, (chunk + 1) * ChunkColumns);
            T* row = a;
            for (int i = 0; i < rows; i++, row += aRow)
            {
                T v = -(*row * scale);
                var vs = Vector512.Create(v);
                int j = start;
                for (; j <= end - lanes; j += lanes)
                    Fused.MultiplyAdd(vs, Vector512.Load(change + j), Vector512.Load(row + j)).Store(row + j);
                for (; j < end; j++) row[j] = T.FusedMultiplyAdd(v, change[j], row[j]);
            }
        }
    }
}
