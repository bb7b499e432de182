using System.Numerics;

namespace Cairn.Kernels;

/// <summary>Many products of one size.</summary>
static unsafe class GemmBatch
{
    /// <summary>C_t = A_t B_t; the factors of product t begin at the t-th starts, its C follows the one before.</summary>
    /// <param name="m">The rows of A and C.</param>
    /// <param name="n">The columns of B and C.</param>
    /// <param name="k">The columns of A and rows of B.</param>
    /// <param name="a">The left factors; the offset is not used.</param>
    /// <param name="aStarts">Where each left factor begins.</param>
    /// <param name="b">The right factors; the offset is not used.</param>
    /// <param name="bStarts">Where each right factor begins.</param>
    /// <param name="c">m n elements for each product; they overlap no factor.</param>
    /// <exception cref="ArgumentException">A size is negative, a span too short, or C overlaps a factor.</exception>
    internal static void Multiply<T>(int m, int n, int k, MatrixSpan<T> a, ReadOnlySpan<int> aStarts, MatrixSpan<T> b,
        ReadOnlySpan<int> bStarts, Span<T> c) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (aStarts.Length != bStarts.Length)
            throw new ArgumentException($"GemmBatch: {aStarts.Length} left factors and {bStarts.Length} right ones", nameof(bStarts));
        for (int t = 0; t < aStarts.Length; t++)
        {
            new MatrixSpan<T>(a.Values, aStarts[t], a.Row, a.Column).ThrowIfOutside(m, k, nameof(a));
            new MatrixSpan<T>(b.Values, bStarts[t], b.Row, b.Column).ThrowIfOutside(k, n, nameof(b));
        }
        Gemm.ThrowIfUnfit(m, n, k, a, b, c, aStarts.Length);
        fixed (T* pa = a.Values, pb = b.Values, pc = c)
        fixed (int* pas = aStarts, pbs = bStarts)
        {
            var call = new GemmCall<T>
            {
                M = m,
                N = n,
                K = k,
                A = pa,
                ARow = a.Row,
                AColumn = a.Column,
                B = pb,
                BRow = b.Row,
                BColumn = b.Column,
                C = pc,
                CRow = n,
            };
            var job = new Job<T>(call, pas, pbs);
            // small products are shared out whole; of large ones each uses all threads
            bool whole = aStarts.Length >= 2 * WorkTeam.Threads && call.Work * aStarts.Length >= Gemm.ParallelWork;
            WorkTeam.For(aStarts.Length, job, threads: whole ? 0 : 1);
        }
    }

    readonly struct Job<T>(GemmCall<T> call, int* aStarts, int* bStarts) : IChunkJob where T : unmanaged, IFloatingPointIeee754<T>
    {
        readonly GemmCall<T> _call = call;

        public void Run(int product)
        {
            var call = _call;
            call.A += aStarts[product];
            call.B += bStarts[product];
            call.C += (nint)product * call.M * call.N;
            Gemm.Run(call);
        }
    }
}
