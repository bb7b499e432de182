using System.Numerics;

namespace Cairn.Kernels;

/// <summary>The matrix product C = A B of singles or doubles, with any strides of the factors.</summary>
/// <remarks>
/// The law: element c_ij depends on row i of A, column j of B and k alone. k is cut into ceil(k / 768) blocks of one length, rounded up to
/// a multiple of 8, the last one shorter; each block is one chain of fused multiply-adds in ascending k from +0; the sums of the blocks are
/// added in order, to what C held when the call accumulates; then come bias and activation. So the bits are the same for every vector
/// width, number of threads, layout of the factors, and size of the batch a row stands in.
/// </remarks>
static unsafe class Gemm
{
    internal const int LongestBlock = 768;
    const int FewestLanes = 12;
    internal const int ParallelWork = 48 * 48 * 48;
    const int SharedWork = 1_300_000; // multiply-adds, some 10 microseconds: below, what moves between the cores' caches costs more than it gains

    /// <summary>The length of the blocks that a chain over <paramref name="k"/> is cut into.</summary>
    internal static int BlockLength(int k)
    {
        int blocks = (k - 1) / LongestBlock + 1;
        return ((k - 1) / blocks + 8) & ~7;
    }

    /// <summary>The rows of the next tile when so many are left: 6, and at the end two nearly equal ones rather than 6 and a few.</summary>
    internal static int StripRows(int left) =>
        left >= 2 * GemmTiles.Rows || left == GemmTiles.Rows ? GemmTiles.Rows : left > GemmTiles.Rows ? (left + 1) / 2 : left;

    /// <summary>C [m, n] = A [m, k] B [k, n], C in rows one after the other; then bias and activation.</summary>
    /// <param name="m">The rows of A and C.</param>
    /// <param name="n">The columns of B and C.</param>
    /// <param name="k">The columns of A and rows of B; of 0 the sums are +0.</param>
    /// <param name="a">The left factor.</param>
    /// <param name="b">The right factor.</param>
    /// <param name="c">m n elements that overlap neither factor.</param>
    /// <param name="accumulate">Whether the product is added to what <paramref name="c"/> holds.</param>
    /// <param name="bias">Nothing, or n elements: one added to each column.</param>
    /// <param name="activation">What each element passes at the end.</param>
    /// <exception cref="ArgumentException">A size is negative, a span too short, or C overlaps what it is computed from.</exception>
    internal static void Multiply<T>(int m, int n, int k, MatrixSpan<T> a, MatrixSpan<T> b, Span<T> c, bool accumulate = false,
        ReadOnlySpan<T> bias = default, Activation activation = Activation.None) where T : unmanaged, IFloatingPointIeee754<T>
    {
        a.ThrowIfOutside(m, k, nameof(a));
        b.ThrowIfOutside(k, n, nameof(b));
        ThrowIfUnfit(m, n, k, a, b, c, products: 1);
        if (!bias.IsEmpty && bias.Length != n)
            throw new ArgumentException($"Gemm: bias has {bias.Length} elements for {n} columns", nameof(bias));
        fixed (T* pa = a.Values, pb = b.Values, pc = c, pBias = bias)
        {
            Run(new GemmCall<T>
            {
                M = m,
                N = n,
                K = k,
                A = pa + a.Offset,
                ARow = a.Row,
                AColumn = a.Column,
                B = pb + b.Offset,
                BRow = b.Row,
                BColumn = b.Column,
                C = pc,
                CRow = n,
                Accumulate = accumulate,
                Bias = pBias,
                Activation = activation,
            });
        }
    }

    internal static void ThrowIfUnfit<T>(int m, int n, int k, MatrixSpan<T> a, MatrixSpan<T> b, Span<T> c, int products)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        long needed = (long)m * n * products;
        if (c.Length < needed)
            throw new ArgumentException($"Gemm: c has {c.Length} elements, {products} of [{m}, {n}] need {needed}", nameof(c));
        if (c.Overlaps(a.Values) || c.Overlaps(b.Values))
            throw new ArgumentException("Gemm: c overlaps a factor; give it memory of its own", nameof(c));
    }

    /// <summary>Computes the product.</summary>
    internal static void Run<T>(in GemmCall<T> call) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (call.M == 0 || call.N == 0) return;
        if (call.K == 0) Empty(call);
        else if (IsBetterTurned(call)) Turned(call);
        else Straight(call);
    }

    static void Straight<T>(in GemmCall<T> call) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (GemmRow.Takes(call)) GemmRow.Run(call);
        else GemmPlan.Run(call);
    }

    /// <summary>A sum of nothing is +0.</summary>
    static void Empty<T>(in GemmCall<T> call) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!call.Accumulate)
            for (int i = 0; i < call.M; i++) new Span<T>(call.C + i * call.CRow, call.N).Clear();
        if (call.HasEpilogue) GemmEpilogue.Apply(call.C, call.CRow, call.M, call.N, call.Bias, call.Activation);
    }

    /// <summary>
    /// Whether to compute the transposed product: of a column, since its elements then fill the lanes; of few columns, when the left
    /// factor lies ready for it; and when turning the left factor and the result is less work than turning the right factor.
    /// </summary>
    static bool IsBetterTurned<T>(in GemmCall<T> call) where T : unmanaged
    {
        if (call.N == 1) return call.M > 1;
        long m = call.M, result = 2 * m * call.N, left = call.ARow == 1 ? 0 : m * call.K, right = (long)call.N * call.K;
        if (call.ARow == 1 && call.AColumn != 1 && call.N <= GemmTiles.Lanes<T>()) return m > 4 * call.N && call.K > 32;
        return call.BColumn != 1 && m >= FewestLanes && left + result < right;
    }

    static void Turned<T>(in GemmCall<T> call) where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool apart = call.N > 1 || call.CRow != 1;
        T* c = apart ? Workspace.Rent<T>(Workspace.Use.Result, (long)call.M * call.N) : call.C;
        if (apart && call.Accumulate) GemmPacking.Panel(call.C, 1, call.CRow, call.N, call.M, c, call.M);
        Straight(new GemmCall<T>
        {
            M = call.N,
            N = call.M,
            K = call.K,
            A = call.B,
            ARow = call.BColumn,
            AColumn = call.BRow,
            B = call.A,
            BRow = call.AColumn,
            BColumn = call.ARow,
            C = c,
            CRow = call.M,
            Accumulate = call.Accumulate,
        });
        if (apart) GemmPacking.Panel(c, 1, call.M, call.M, call.N, call.C, (int)call.CRow);
        if (call.HasEpilogue) GemmEpilogue.Apply(call.C, call.CRow, call.M, call.N, call.Bias, call.Activation);
    }

    /// <summary>The most threads a product is worth. Of one row each core finds its share of the other factor where it left it.</summary>
    internal static int Threads<T>(in GemmCall<T> call) where T : unmanaged =>
        call.Work < (call.M == 1 ? ParallelWork : SharedWork) ? 1 : WorkTeam.Threads;
}
