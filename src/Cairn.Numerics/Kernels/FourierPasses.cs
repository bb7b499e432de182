using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>
/// One pass of a Fourier transform by Stockham's method on several sequences side by side, one in each lane of 512 bits: a
/// butterfly of radix r takes the elements p + m k, k = 0 to r - 1, of m r to the elements r p + j, each times w^(j p), w = e^(-2πi / (m r)).
/// </summary>
/// <remarks>Each element is a run of <c>stride</c> vectors, the passes before having split it so. Lanes do not meet: the bits of a sequence
/// do not depend on its neighbours, nor on the width of the hardware's vectors.</remarks>
static unsafe class FourierPasses
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<T> Fma<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c) where T : unmanaged => typeof(T) == typeof(double)
        ? Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
        : Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();

    /// <summary>Stores (x + i y) (c + i s).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void StoreTurned<T>(Vector512<T> x, Vector512<T> y, Vector512<T> c, Vector512<T> s, T* toRe, T* toIm) where T : unmanaged
    {
        Fma(x, c, -(y * s)).Store(toRe);
        Fma(x, s, y * c).Store(toIm);
    }

    /// <summary>Radix 2; <paramref name="w"/> holds cosine and sine for each p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Two<T>(T* re, T* im, T* toRe, T* toIm, int m, int stride, T* w) where T : unmanaged
    {
        nint run = (nint)stride * Vector512<T>.Count, apart = m * run;
        for (int p = 0; p < m; p++, w += 2, re += run, im += run, toRe += 2 * run, toIm += 2 * run)
        {
            Vector512<T> c = Vector512.Create(w[0]), s = Vector512.Create(w[1]);
            for (nint q = 0; q < run; q += Vector512<T>.Count)
            {
                Vector512<T> ar = Vector512.Load(re + q), ai = Vector512.Load(im + q);
                Vector512<T> br = Vector512.Load(re + q + apart), bi = Vector512.Load(im + q + apart);
                (ar + br).Store(toRe + q);
                (ai + bi).Store(toIm + q);
                StoreTurned(ar - br, ai - bi, c, s, toRe + q + run, toIm + q + run);
            }
        }
    }

    /// <summary>Radix 4; <paramref name="w"/> holds three cosines and sines for each p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Four<T>(T* re, T* im, T* toRe, T* toIm, int m, int stride, T* w) where T : unmanaged
    {
        nint run = (nint)stride * Vector512<T>.Count, apart = m * run;
        for (int p = 0; p < m; p++, w += 6, re += run, im += run, toRe += 4 * run, toIm += 4 * run)
        {
            Vector512<T> c1 = Vector512.Create(w[0]), s1 = Vector512.Create(w[1]), c2 = Vector512.Create(w[2]), s2 = Vector512.Create(w[3]),
                c3 = Vector512.Create(w[4]), s3 = Vector512.Create(w[5]);
            for (nint q = 0; q < run; q += Vector512<T>.Count)
            {
                T* x = re + q, y = im + q;
                Vector512<T> ar = Vector512.Load(x), ai = Vector512.Load(y), br = Vector512.Load(x + apart), bi = Vector512.Load(y + apart);
                Vector512<T> cr = Vector512.Load(x + 2 * apart), ci = Vector512.Load(y + 2 * apart);
                Vector512<T> dr = Vector512.Load(x + 3 * apart), di = Vector512.Load(y + 3 * apart);
                Vector512<T> er = ar + cr, ei = ai + ci, fr = ar - cr, fi = ai - ci, gr = br + dr, gi = bi + di, hr = br - dr, hi = bi - di;
                T* u = toRe + q, v = toIm + q;
                (er + gr).Store(u);
                (ei + gi).Store(v);
                StoreTurned(fr + hi, fi - hr, c1, s1, u + run, v + run);
                StoreTurned(er - gr, ei - gi, c2, s2, u + 2 * run, v + 2 * run);
                StoreTurned(fr - hi, fi + hr, c3, s3, u + 3 * run, v + 3 * run);
            }
        }
    }

    /// <summary>
    /// Radix 3, 5 or 7; <paramref name="w"/> holds radix - 1 cosines and sines for each p, <paramref name="roots"/> the cosines and sines of
    /// 2π k / radix.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Odd<T>(int radix, T* re, T* im, T* toRe, T* toIm, int m, int stride, T* w, T* roots) where T : unmanaged
    {
        const int most = 4;
        nint run = (nint)stride * Vector512<T>.Count, apart = m * run;
        int half = radix / 2;
        // sums and differences of the elements k and radix - k
        Vector512<T>* sumRe = stackalloc Vector512<T>[most], sumIm = stackalloc Vector512<T>[most];
        Vector512<T>* offRe = stackalloc Vector512<T>[most], offIm = stackalloc Vector512<T>[most];
        for (int p = 0; p < m; p++, w += 2 * (radix - 1), re += run, im += run, toRe += radix * run, toIm += radix * run)
            for (nint q = 0; q < run; q += Vector512<T>.Count)
            {
                Vector512<T> ar = Vector512.Load(re + q), ai = Vector512.Load(im + q), allRe = ar, allIm = ai;
                for (int k = 1; k <= half; k++)
                {
                    nint one = q + k * apart, other = q + (radix - k) * apart;
                    Vector512<T> xr = Vector512.Load(re + one), xi = Vector512.Load(im + one);
                    Vector512<T> yr = Vector512.Load(re + other), yi = Vector512.Load(im + other);
                    allRe += sumRe[k] = xr + yr;
                    allIm += sumIm[k] = xi + yi;
                    offRe[k] = xr - yr;
                    offIm[k] = xi - yi;
                }
                allRe.Store(toRe + q);
                allIm.Store(toIm + q);
                for (int j = 1; j <= half; j++)
                {
                    Vector512<T> br = ar, bi = ai, dr = default, di = default;
                    for (int k = 1; k <= half; k++)
                    {
                        int turn = j * k % radix;
                        Vector512<T> c = Vector512.Create(roots[2 * turn]), s = Vector512.Create(roots[2 * turn + 1]);
                        br = Fma(c, sumRe[k], br);
                        bi = Fma(c, sumIm[k], bi);
                        dr = Fma(s, offRe[k], dr);
                        di = Fma(s, offIm[k], di);
                    }
                    int i = 2 * (j - 1), l = 2 * (radix - j - 1);
                    nint to = q + j * run, back = q + (radix - j) * run;
                    StoreTurned(br + di, bi - dr, Vector512.Create(w[i]), Vector512.Create(w[i + 1]), toRe + to, toIm + to);
                    StoreTurned(br - di, bi + dr, Vector512.Create(w[l]), Vector512.Create(w[l + 1]), toRe + back, toIm + back);
                }
            }
    }
}
