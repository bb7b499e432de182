using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>A P = Q R: each reflection takes the column that has most left below the rows done, the first of equals.</summary>
/// <remarks>Which column that is, only its norm must tell: what the reflections do to the other columns, A + V F, is put off until a block of them is
/// one matrix product (<see href="https://doi.org/10.1137/S1064827595296732">Quintana-Ortí, Sun and Bischof 1998</see>). A row is brought
/// up to date when it becomes one of R, a column when it is taken; and everything when a norm can no longer be known from the one before.</remarks>
static unsafe class PivotedQrFactor
{
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
        int steps = Math.Min(rows, columns), width = Reflectors.Width(steps), vectorRow = RowStride.Of<T>(rows), changeRow = RowStride.Of<T>(columns);
        T* vectors = Workspace.Rent<T>(Workspace.Use.Rows, (long)width * (vectorRow + changeRow + 2) + 2 * columns);
        T* changes = vectors + (nint)width * vectorRow, turns = changes + (nint)width * changeRow, shares = turns + width, norms = shares + width;
        var step = new Step<T>(rows, columns, a, aRow, order, vectors, vectorRow, changes, changeRow, shares, norms, norms + columns);
        step.Begin();
        for (int start = 0, w; start < steps; start += w)
        {
            w = Math.Min(width, steps - start);
            for (int k = start, pending = start; k < start + w; k++)
            {
                step.Choose(start, pending, k);
                turns[k - start] = step.Reflect(start, pending, k);
                if (!step.Shorten(k) && k < start + w - 1) continue;
                step.CarryOut(start, pending, k + 1);
                pending = k + 1;
            }
            GemmPacking.Panel(vectors + start, 1, vectorRow, rows - start, w, v, w);
            Reflectors.Gather(rows - start, w, v, w, 1, turns, n, w, work);
            v += (nint)(rows - start) * w;
            n += w * w;
        }
    }

    /// <summary>The matrix and what is known of it. Of the block that begins at column <c>start</c>, the vectors and the changes are rows; those from
    /// <c>pending</c> on have not been carried out below the rows of R.</summary>
    readonly struct Step<T>(int rows, int columns, T* a, nint aRow, int* order, T* vectors, int vectorRow, T* changes, int changeRow, T* shares,
        T* norms, T* known) where T : unmanaged, IFloatingPointIeee754<T>
    {
        internal void Begin()
        {
            new Span<T>(norms, columns).Clear();
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++) norms[j] = T.FusedMultiplyAdd(a[i * aRow + j], a[i * aRow + j], norms[j]);
            for (int j = 0; j < columns; j++)
            {
                order[j] = j;
                norms[j] = known[j] = T.Sqrt(norms[j]);
            }
        }

        /// <summary>Brings the column with most left to place k.</summary>
        internal void Choose(int start, int pending, int k)
        {
            int pivot = k;
            for (int j = k + 1; j < columns; j++)
                if (norms[j] > norms[pivot]) pivot = j;
            if (pivot == k) return;
            for (int i = 0; i < rows; i++) (a[i * aRow + k], a[i * aRow + pivot]) = (a[i * aRow + pivot], a[i * aRow + k]);
            for (int l = pending - start; l < k - start; l++)
            {
                T* change = changes + (nint)l * changeRow;
                (change[k], change[pivot]) = (change[pivot], change[k]);
            }
            (order[k], order[pivot]) = (order[pivot], order[k]);
            (norms[pivot], known[pivot]) = (norms[k], known[k]);
        }

        /// <summary>The reflection of column k, what it will change, and row k of R.</summary>
        /// <returns>Its t.</returns>
        internal T Reflect(int start, int pending, int k)
        {
            int rest = columns - k - 1, before = k - pending;
            T* earlier = vectors + (nint)(pending - start) * vectorRow, waiting = changes + (nint)(pending - start) * changeRow;
            T* x = vectors + (nint)(k - start) * vectorRow, change = changes + (nint)(k - start) * changeRow + k + 1, row = a + k * aRow;
            for (int i = start; i < k; i++) x[i] = T.Zero;
            for (int i = k; i < rows; i++) x[i] = a[i * aRow + k];
            for (int l = 0; l < before; l++) shares[l] = waiting[(nint)l * changeRow + k];
            AddRows(before, rows - k, shares, earlier + k, vectorRow, x + k);

            var (beta, scale, turn) = Reflectors.Of(x[k], Dot(x + k + 1, x + k + 1, rows - k - 1));
            x[k] = T.One;
            for (int i = k + 1; i < rows; i++) x[i] *= scale;

            // -t vᵀ(A + V F)
            new Span<T>(change, rest).Clear();
            AddRows(rows - k, rest, x + k, row + k + 1, aRow, change);
            for (int l = 0; l < before; l++) shares[l] = Dot(earlier + (nint)l * vectorRow + k, x + k, rows - k);
            AddRows(before, rest, shares, waiting + k + 1, changeRow, change);
            for (int j = 0; j < rest; j++) change[j] *= -turn;

            row[k] = beta;
            for (int l = 0; l <= before; l++) shares[l] = earlier[(nint)l * vectorRow + k];
            AddRows(before + 1, rest, shares, waiting + k + 1, changeRow, row + k + 1);
            return turn;
        }

        /// <summary>The norms of the columns below row k, from those with it; whether there is one that this does not tell, since too little is left of
        /// what was last found from the elements (<see href="https://doi.org/10.1145/1377612.1377616">Drmac and Bujanovic 2008</see>). It
        /// becomes -1.</summary>
        internal bool Shorten(int k)
        {
            T least = T.Sqrt(T.BitIncrement(T.One) - T.One);
            bool isLost = false;
            for (int j = k + 1; j < columns; j++)
            {
                if (T.IsZero(norms[j])) continue;
                T ratio = a[k * aRow + j] / norms[j], kept = T.Max(T.One - ratio * ratio, T.Zero), part = norms[j] / known[j];
                if (kept * part * part > least) norms[j] *= T.Sqrt(kept);
                else
                {
                    norms[j] = -T.One;
                    isLost = true;
                }
            }
            return isLost;
        }

        /// <summary>Brings everything from row and column <paramref name="end"/> on up to date, and finds the norms that were lost.</summary>
        internal void CarryOut(int start, int pending, int end)
        {
            int height = rows - end, rest = columns - end;
            if (rest == 0) return;
            T* corner = a + end * (aRow + 1);
            if (height > 0)
                GemmInside.Multiply(height, rest, end - pending, vectors + (nint)(pending - start) * vectorRow + end, 1, vectorRow,
                    changes + (nint)(pending - start) * changeRow + end, changeRow, corner, aRow, accumulate: true);
            for (int j = end; j < columns; j++)
            {
                if (norms[j] >= T.Zero) continue;
                T sum = T.Zero;
                for (int i = end; i < rows; i++) sum = T.FusedMultiplyAdd(a[i * aRow + j], a[i * aRow + j], sum);
                norms[j] = known[j] = T.Sqrt(sum);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static T Dot<T>(T* x, T* y, int count) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector512<T>.Count, i = 0;
        Vector512<T> s0 = default, s1 = default;
        for (; i <= count - 2 * lanes; i += 2 * lanes)
        {
            s0 = Fused.MultiplyAdd(Vector512.Load(x + i), Vector512.Load(y + i), s0);
            s1 = Fused.MultiplyAdd(Vector512.Load(x + i + lanes), Vector512.Load(y + i + lanes), s1);
        }
        s0 += s1;
        T sum = T.Zero;
        for (int lane = 0; lane < lanes; lane++) sum += s0[lane];
        for (; i < count; i++) sum = T.FusedMultiplyAdd(x[i], y[i], sum);
        return sum;
    }

    const int ChunkColumns = 128;

    /// <summary>y_j += Σ_i c_i a_ij, in ascending i.</summary>
    static void AddRows<T>(int rows, int columns, T* c, T* a, nint aRow, T* y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (rows == 0 || columns == 0) return;
        int threads = (long)rows * columns >= Gemm.ParallelWork ? 0 : 1;
        WorkTeam.For((columns + ChunkColumns - 1) / ChunkColumns, new AddRowsJob<T>(rows, columns, c, a, aRow, y), threads: threads);
    }

    readonly struct AddRowsJob<T>(int rows, int columns, T* c, T* a, nint aRow, T* y) : IChunkJob where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk)
        {
            int lanes = Vector512<T>.Count, start = chunk * ChunkColumns, end = Math.Min(columns, start + ChunkColumns), i = 0;
            int whole = start + ((end - start) & -lanes);
            T* x = a, s = y, f = c;
            for (; i <= rows - 8; i += 8, x += 8 * aRow)
            {
                T* x1 = x + aRow, x2 = x1 + aRow, x3 = x2 + aRow, x4 = x3 + aRow, x5 = x4 + aRow, x6 = x5 + aRow, x7 = x6 + aRow;
                Vector512<T> c0 = Vector512.Create(f[i]), c1 = Vector512.Create(f[i + 1]), c2 = Vector512.Create(f[i + 2]),
                    c3 = Vector512.Create(f[i + 3]), c4 = Vector512.Create(f[i + 4]), c5 = Vector512.Create(f[i + 5]),
                    c6 = Vector512.Create(f[i + 6]), c7 = Vector512.Create(f[i + 7]);
                for (int j = start; j < whole; j += lanes)
                {
                    var sum = Fused.MultiplyAdd(c0, Vector512.Load(x + j), Vector512.Load(s + j));
                    sum = Fused.MultiplyAdd(c1, Vector512.Load(x1 + j), sum);
                    sum = Fused.MultiplyAdd(c2, Vector512.Load(x2 + j), sum);
                    sum = Fused.MultiplyAdd(c3, Vector512.Load(x3 + j), sum);
                    sum = Fused.MultiplyAdd(c4, Vector512.Load(x4 + j), sum);
                    sum = Fused.MultiplyAdd(c5, Vector512.Load(x5 + j), sum);
                    sum = Fused.MultiplyAdd(c6, Vector512.Load(x6 + j), sum);
                    Fused.MultiplyAdd(c7, Vector512.Load(x7 + j), sum).Store(s + j);
                }
            }
            for (; i < rows; i++, x += aRow)
            {
                var ci = Vector512.Create(f[i]);
                for (int j = start; j < whole; j += lanes) Fused.MultiplyAdd(ci, Vector512.Load(x + j), Vector512.Load(s + j)).Store(s + j);
            }
            x = a;
            for (i = 0; whole < end && i < rows; i++, x += aRow)
                for (int j = whole; j < end; j++) s[j] = T.FusedMultiplyAdd(f[i], x[j], s[j]);
        }
    }
}
