using System.Numerics;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>Sums of a few weighted elements along an axis, and the transpose. Terms are added in the order of the taps, or of the
/// elements they come from, product and sum each rounded: the same bits for any vectors and threads.</summary>
static unsafe class Interpolations
{
    /// <summary>y[i, :] = Σ weight · x[place, :] in each slab.</summary>
    /// <param name="weights">Which and how much.</param>
    /// <param name="outer">The slabs.</param>
    /// <param name="inner">The neighbours that one place along the axis has.</param>
    /// <param name="x">[outer, size, inner].</param>
    /// <param name="y">[outer, count, inner].</param>
    internal static void Sum<T>(AxisWeights weights, int outer, int inner, T* x, T* y) where T : unmanaged, INumber<T>
    {
        fixed (int* places = weights.Places)
        fixed (T* factors = Array.ConvertAll(weights.Weights, T.CreateTruncating))
        {
            var job = new SumRow<T>(weights.Size, weights.Count, weights.Taps, places, factors, inner, x, y);
            if (inner > 1) RowShares.Run(outer * weights.Count, (long)weights.Taps * inner, job);
            else RowShares.Run(outer, (long)weights.Taps * weights.Count, new SumSlab<T>(job));
        }
    }

    /// <summary>x[place, :] += weight · y[i, :] in each slab, from zeros on: the transpose.</summary>
    /// <param name="weights">Which and how much.</param>
    /// <param name="outer">The slabs.</param>
    /// <param name="inner">The neighbours that one place along the axis has.</param>
    /// <param name="y">[outer, count, inner].</param>
    /// <param name="x">[outer, size, inner].</param>
    internal static void Spread<T>(AxisWeights weights, int outer, int inner, T* y, T* x) where T : unmanaged, INumber<T>
    {
        fixed (int* places = weights.Places)
        fixed (T* factors = Array.ConvertAll(weights.Weights, T.CreateTruncating))
            RowShares.Run(outer, (long)weights.Taps * weights.Count * inner,
                new SpreadSlab<T>(weights.Size, weights.Count, weights.Taps, places, factors, inner, y, x));
    }

    readonly struct SumRow<T>(int size, int count, int taps, int* places, T* factors, int inner, T* x, T* y) : IChunkJob
        where T : unmanaged, INumber<T>
    {
        internal int Count => count;

        public void Run(int row)
        {
            T* slab = x + (nint)(row / count) * size * inner, to = y + (nint)row * inner;
            int* place = places + row % count * taps;
            T* factor = factors + row % count * taps;
            int j = 0;
            for (; j <= inner - Vector512<T>.Count; j += Vector512<T>.Count)
            {
                var sum = Vector512.Load(slab + (nint)place[0] * inner + j) * factor[0];
                for (int t = 1; t < taps; t++) sum += Vector512.Load(slab + (nint)place[t] * inner + j) * factor[t];
                sum.Store(to + j);
            }
            for (; j < inner; j++)
            {
                T sum = slab[(nint)place[0] * inner + j] * factor[0];
                for (int t = 1; t < taps; t++) sum += slab[(nint)place[t] * inner + j] * factor[t];
                to[j] = sum;
            }
        }
    }

    readonly struct SumSlab<T>(SumRow<T> row) : IChunkJob where T : unmanaged, INumber<T>
    {
        public void Run(int slab)
        {
            for (int i = slab * row.Count, end = i + row.Count; i < end; i++) row.Run(i);
        }
    }

    readonly struct SpreadSlab<T>(int size, int count, int taps, int* places, T* factors, int inner, T* y, T* x) : IChunkJob
        where T : unmanaged, INumber<T>
    {
        public void Run(int slab)
        {
            T* from = y + (nint)slab * count * inner, to = x + (nint)slab * size * inner;
            new Span<T>(to, size * inner).Clear();
            for (int i = 0; i < count * taps; i++)
                AddScaled(from + (nint)(i / taps) * inner, factors[i], to + (nint)places[i] * inner);
        }

        void AddScaled(T* from, T factor, T* to)
        {
            int j = 0;
            for (; j <= inner - Vector512<T>.Count; j += Vector512<T>.Count)
                (Vector512.Load(to + j) + Vector512.Load(from + j) * factor).Store(to + j);
            for (; j < inner; j++) to[j] += from[j] * factor;
        }
    }
}
