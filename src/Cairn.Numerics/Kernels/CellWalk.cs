using System.Buffers;
using System.Numerics;

namespace Cairn.Kernels;

/// <summary>A recurrent cell over all times: for each, the product with the state before and the cell's step. Rows of a batch know nothing of
/// each other, so that each thread takes some through all times, and a row alone has the bits of the row in a batch.</summary>
static unsafe class CellWalk
{
    const int FewestRows = 4;

    /// <summary>The sizes, and how many times each row has; empty where all have all. What is passed on from time to time are the hidden units, or
    /// a projection of them of another size.</summary>
    internal readonly record struct Sizes(int Times, int Rows, int Hidden, int Passed, int[] Lengths)
    {
        internal bool IsOver(int time, int row) => Lengths.Length > 0 && time >= Lengths[row];
    }

    static void Run<TJob>(Sizes s, long work, Func<int, TJob> job) where TJob : struct, IChunkJob
    {
        int threads = work < Gemm.ParallelWork ? 1 : WorkTeam.Threads, chunks = Math.Clamp(s.Rows / FewestRows, 1, threads);
        WorkTeam.For(chunks, job(chunks), threads: threads);
    }

    static int Cut(int rows, int chunk, int chunks) => (int)((long)rows * chunk / chunks);

    /// <summary>All states after a first one; once a row's times are over, its state stays.</summary>
    /// <param name="s">The sizes.</param>
    /// <param name="p">The products with the input, [times, rows, gates · hidden].</param>
    /// <param name="w">The weights of the state, [gates · hidden, passed].</param>
    /// <param name="isTurned">Whether they are turned: [passed, gates · hidden].</param>
    /// <param name="bias">What is added to the products with the state, or nothing.</param>
    /// <param name="projection">The weights from hidden units to what is passed on, [passed, hidden], or nothing.</param>
    /// <param name="first">The state before the first time, [rows, states · hidden].</param>
    /// <param name="states">[times, rows, states · hidden].</param>
    /// <param name="kept">What the way back needs, [times, rows, kept · hidden].</param>
    internal static void Forward<T, TCell>(Sizes s, ReadOnlySpan<T> p, ReadOnlySpan<T> w, bool isTurned, ReadOnlySpan<T> bias,
        ReadOnlySpan<T> projection, ReadOnlySpan<T> first, Span<T> states, Span<T> kept) where T : unmanaged, IBinaryFloatingPointIeee754<T> where TCell : struct, ICell<T>
    {
        if (states.IsEmpty) return;
        fixed (T* pp = p, pw = w, pb = bias, pr = projection, pf = first, ps = states, pk = kept)
        {
            T* p0 = pp, w0 = pw, b = pb, r = pr, f = pf, to = ps, k = pk;
            Run(s, (long)p.Length * s.Passed, chunks => new ForwardJob<T, TCell>(s, p0, w0, isTurned, b, r, f, to, k, chunks));
        }
    }

    readonly struct ForwardJob<T, TCell>(Sizes s, T* p, T* w, bool isTurned, T* bias, T* projection, T* first, T* states, T* kept, int chunks)
        : IChunkJob
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TCell : struct, ICell<T>
    {
        public void Run(int chunk)
        {
            int start = Cut(s.Rows, chunk, chunks), rows = Cut(s.Rows, chunk + 1, chunks) - start, hidden = s.Hidden;
            int width = TCell.Gates * hidden, wide = TCell.States * hidden, keep = TCell.Kept * hidden;
            int early = TCell.IsOpened ? width - hidden : width;
            bool isProjected = projection != null;
            T[] rented = ArrayPool<T>.Shared.Rent(rows * (isProjected ? width + s.Passed : width));
            fixed (T* q = rented)
            {
                T* passed = q + (nint)rows * width; // what is passed on, where it is projected
                for (int t = 0; t < s.Times; t++)
                {
                    nint top = (nint)t * s.Rows + start;
                    T* before = (t == 0 ? first : states + (nint)(t - 1) * s.Rows * wide) + (nint)start * wide;
                    if (isProjected) Project(rows, before, wide, passed);
                    Multiply(rows, isProjected ? passed : before, isProjected ? s.Passed : wide, 0, early, q);
                    if (TCell.IsOpened)
                    {
                        for (int i = 0; i < rows; i++)
                            if (!s.IsOver(t, start + i)) TCell.Open(p + (top + i) * width, q + i * width, before + i * wide, kept + (top + i) * keep, hidden);
                        Multiply(rows, kept + top * keep + keep - hidden, keep, early, hidden, q);
                    }
                    for (int i = 0; i < rows; i++)
                    {
                        nint at = (nint)t * s.Rows + start + i;
                        if (s.IsOver(t, start + i)) new Span<T>(before + i * wide, wide).CopyTo(new Span<T>(states + at * wide, wide));
                        else TCell.Forward(p + at * width, q + i * width, before + i * wide, states + at * wide, kept + at * keep, hidden);
                    }
                }
            }
            ArrayPool<T>.Shared.Return(rented);
        }

        /// <summary>What is passed on: the hidden units of rows of states, times the projection.</summary>
        void Project(int rows, T* before, int wide, T* passed) => Gemm.Run(new GemmCall<T>
        {
            M = rows,
            N = s.Passed,
            K = s.Hidden,
            A = before,
            ARow = wide,
            AColumn = 1,
            B = projection,
            BRow = 1,
            BColumn = s.Hidden,
            C = passed,
            CRow = s.Passed,
        });

        /// <summary>Some columns of q = the first numbers of rows of a, times the weights.</summary>
        void Multiply(int rows, T* a, int aRow, int column, int columns, T* q)
        {
            int width = TCell.Gates * s.Hidden;
            Gemm.Run(new GemmCall<T>
            {
                M = rows,
                N = columns,
                K = s.Passed,
                A = a,
                ARow = aRow,
                AColumn = 1,
                B = w + (isTurned ? column : (nint)column * s.Passed),
                BRow = isTurned ? width : 1,
                BColumn = isTurned ? 1 : s.Passed,
                C = q + column,
                CRow = width,
                Bias = bias == null ? null : bias + column,
            });
        }
    }

    /// <summary>The way back through all times.</summary>
    /// <param name="s">The sizes.</param>
    /// <param name="slopes">The gradient by the states.</param>
    /// <param name="w">The weights of the state, [gates · hidden, passed].</param>
    /// <param name="projection">The weights from hidden units to what is passed on, [passed, hidden], or nothing.</param>
    /// <param name="first">The state before the first time.</param>
    /// <param name="states">The states.</param>
    /// <param name="kept">What was kept.</param>
    /// <param name="dp">The gradient by the products with the input.</param>
    /// <param name="dq">The gradient by the products with the state: the same memory where it is the same.</param>
    /// <param name="dfirst">The gradient by the first state.</param>
    internal static void Backward<T, TCell>(Sizes s, ReadOnlySpan<T> slopes, ReadOnlySpan<T> w, ReadOnlySpan<T> projection, ReadOnlySpan<T> first,
        ReadOnlySpan<T> states, ReadOnlySpan<T> kept, Span<T> dp, Span<T> dq, Span<T> dfirst) where T : unmanaged, IBinaryFloatingPointIeee754<T> where TCell : struct, ICell<T>
    {
        dfirst.Clear();
        if (states.IsEmpty) return;
        fixed (T* pd = slopes, pw = w, pr = projection, pf = first, ps = states, pk = kept, pp = dp, pq = dq, p0 = dfirst)
        {
            T* d = pd, b = pw, r = pr, f = pf, from = ps, k = pk, top = pp, toq = pq, to0 = p0;
            Run(s, 2L * dp.Length * s.Passed, chunks => new BackwardJob<T, TCell>(s, d, b, r, f, from, k, top, toq, to0, chunks));
        }
    }

    readonly struct BackwardJob<T, TCell>(Sizes s, T* slopes, T* w, T* projection, T* first, T* states, T* kept, T* dp, T* dq, T* dfirst, int chunks)
        : IChunkJob
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TCell : struct, ICell<T>
    {
        public void Run(int chunk)
        {
            int start = Cut(s.Rows, chunk, chunks), rows = Cut(s.Rows, chunk + 1, chunks) - start, hidden = s.Hidden;
            int width = TCell.Gates * hidden, wide = TCell.States * hidden, keep = TCell.Kept * hidden;
            int early = TCell.IsOpened ? width - hidden : width;
            T* running = dfirst + (nint)start * wide; // the gradient by the state that was reached
            bool isProjected = projection != null;
            T[] rented = ArrayPool<T>.Shared.Rent(isProjected ? wide + rows * s.Passed : wide), opened = TCell.IsOpened ? ArrayPool<T>.Shared.Rent(rows * hidden) : [];
            fixed (T* after = rented, late = opened)
            {
                T* passed = after + wide; // the gradient by what was passed on, where it is projected
                for (int t = s.Times - 1; t >= 0; t--)
                {
                    T* before = (t == 0 ? first : states + (nint)(t - 1) * s.Rows * wide) + (nint)start * wide;
                    for (int i = 0; i < rows; i++)
                    {
                        nint at = (nint)t * s.Rows + start + i;
                        CellLoops.Add(slopes + at * wide, running + i * wide, after, wide);
                        if (s.IsOver(t, start + i))
                        {
                            new Span<T>(after, wide).CopyTo(new Span<T>(running + i * wide, wide));
                            new Span<T>(dp + at * width, width).Clear();
                            new Span<T>(dq + at * width, width).Clear();
                        }
                        else TCell.Backward(after, before + i * wide, states + at * wide, kept + at * keep, dp + at * width, dq + at * width,
                            running + i * wide, hidden);
                    }
                    nint top = (nint)t * s.Rows + start;
                    if (TCell.IsOpened)
                    {
                        Multiply(rows, top, early, hidden, late, hidden, accumulate: false);
                        for (int i = 0; i < rows; i++)
                            if (!s.IsOver(t, start + i))
                                TCell.Close(late + i * hidden, before + i * wide, kept + (top + i) * keep, dp + (top + i) * width, running + i * wide, hidden);
                    }
                    if (!isProjected) Multiply(rows, top, 0, early, running, wide, accumulate: true);
                    else
                    {
                        Multiply(rows, top, 0, early, passed, s.Passed, accumulate: false);
                        Project(rows, passed, running, wide);
                    }
                }
            }
            ArrayPool<T>.Shared.Return(rented);
            if (TCell.IsOpened) ArrayPool<T>.Shared.Return(opened);
        }

        /// <summary>Adds the gradient by what was passed on, times the projection, to that by the hidden units.</summary>
        void Project(int rows, T* passed, T* running, int wide) => Gemm.Run(new GemmCall<T>
        {
            M = rows,
            N = s.Hidden,
            K = s.Passed,
            A = passed,
            ARow = s.Passed,
            AColumn = 1,
            B = projection,
            BRow = s.Hidden,
            BColumn = 1,
            C = running,
            CRow = wide,
            Accumulate = true,
        });

        /// <summary>c = some columns of rows of dq, times the weights.</summary>
        void Multiply(int rows, nint top, int column, int columns, T* c, int cRow, bool accumulate)
        {
            int width = TCell.Gates * s.Hidden;
            Gemm.Run(new GemmCall<T>
            {
                M = rows,
                N = s.Passed,
                K = columns,
                A = dq + top * width + column,
                ARow = width,
                AColumn = 1,
                B = w + (nint)column * s.Passed,
                BRow = s.Passed,
                BColumn = 1,
                C = c,
                CRow = cRow,
                Accumulate = accumulate,
            });
        }
    }
}
