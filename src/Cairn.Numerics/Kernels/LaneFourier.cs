using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>
/// The Fourier transform of one length on several sequences side by side: y_k = Σ_j x_j e^(-2πi jk / n). Lengths of factors 2, 3, 5 and 7 by
/// <see cref="FourierPasses"/>; others as a convolution of such a length (Bluestein, IEEE Trans. Audio 18, 1970).
/// </summary>
sealed unsafe class LaneFourier<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly int[] _radices = [];
    readonly T[] _turns = [], _roots = [];
    readonly LaneFourier<T>? _convolution;
    readonly T[] _chirp = [], _kernel = [];
    T[]? _halfTurns;

    internal LaneFourier(int length)
    {
        Length = length;
        if (IsSmooth(length))
        {
            _radices = Radices(length);
            (_turns, _roots) = (Turns(length, _radices), OddRoots());
            return;
        }
        int wide = SmoothFrom(2 * length - 1);
        _convolution = new(wide);
        _chirp = Chirp<T>(length);
        _kernel = Kernel(length, wide, _chirp, _convolution);
    }

    internal int Length { get; }

    /// <summary>e^(-πi k / n) for k from 0 to n, cosine and sine: what splits the transform of 2 n real numbers.</summary>
    internal T[] HalfTurns => _halfTurns ??= Roots.HalfTurns<T>(Length);

    internal static int Lanes => Vector512<T>.Count;

    /// <summary>The elements of work that <see cref="Run"/> needs.</summary>
    internal long Room => _convolution is null ? 2L * Length * Lanes : 2L * _convolution.Length * Lanes + _convolution.Room;

    internal static bool IsSmooth(int n)
    {
        foreach (int factor in (ReadOnlySpan<int>)[2, 3, 5, 7])
            while (n % factor == 0 && n > 0) n /= factor;
        return n == 1;
    }

    /// <summary>The least length that is not below <paramref name="n"/> and has no factor above 5.</summary>
    internal static int SmoothFrom(int n)
    {
        long best = long.MaxValue;
        for (long fives = 1; fives < 2L * n; fives *= 5)
            for (long threes = fives; threes < 2L * n; threes *= 3)
            {
                long all = threes;
                while (all < n) all *= 2;
                best = Math.Min(best, all);
            }
        return checked((int)best);
    }

    /// <summary>Transforms in place: element j of all sequences stands at j times the lanes.</summary>
    internal void Run(T* re, T* im, T* work)
    {
        if (_convolution is not null) Convolve(re, im, work);
        else if (Pass(re, im, work, work + (nint)Length * Lanes))
        {
            nint size = (nint)Length * Lanes;
            Buffer.MemoryCopy(work, re, size * sizeof(T), size * sizeof(T));
            Buffer.MemoryCopy(work + size, im, size * sizeof(T), size * sizeof(T));
        }
    }

    /// <summary>Transforms to and fro; tells whether the result is in the second place.</summary>
    bool Pass(T* re, T* im, T* re2, T* im2)
    {
        bool isSecond = false;
        int m = Length, stride = 1, turn = 0;
        fixed (T* turns = _turns, roots = _roots)
            foreach (int radix in _radices)
            {
                m /= radix;
                if (radix == 4) FourierPasses.Four(re, im, re2, im2, m, stride, turns + turn);
                else if (radix == 2) FourierPasses.Two(re, im, re2, im2, m, stride, turns + turn);
                else FourierPasses.Odd(radix, re, im, re2, im2, m, stride, turns + turn, roots + 16 * ((radix - 3) / 2));
                turn += 2 * (radix - 1) * m;
                stride *= radix;
                T* swap = re;
                re = re2;
                re2 = swap;
                swap = im;
                im = im2;
                im2 = swap;
                isSecond = !isSecond;
            }
        return isSecond;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Convolve(T* re, T* im, T* work)
    {
        nint wide = (nint)_convolution!.Length * Lanes, own = (nint)Length * Lanes;
        T* a = work, b = work + wide, rest = work + 2 * wide;
        fixed (T* chirp = _chirp, kernel = _kernel)
        {
            Times(re, im, chirp, a, b, Length);
            new Span<T>(a + own, (int)(wide - own)).Clear();
            new Span<T>(b + own, (int)(wide - own)).Clear();
            _convolution.Run(a, b, rest);
            Times(a, b, kernel, a, b, _convolution.Length);
            _convolution.Run(b, a, rest); // backward: real and imaginary parts exchanged
            Times(a, b, chirp, re, im, Length);
        }
    }

    /// <summary>Each element times its own complex number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Times(T* re, T* im, T* w, T* toRe, T* toIm, int count)
    {
        for (int j = 0; j < count; j++, w += 2, re += Lanes, im += Lanes, toRe += Lanes, toIm += Lanes)
        {
            Vector512<T> x = Vector512.Load(re), y = Vector512.Load(im), c = Vector512.Create(w[0]), s = Vector512.Create(w[1]);
            (x * c - y * s).Store(toRe);
            (x * s + y * c).Store(toIm);
        }
    }

    static int[] Radices(int n)
    {
        var radices = new List<int>();
        foreach (int radix in (ReadOnlySpan<int>)[7, 5, 3, 4, 2])
            for (; n % radix == 0; n /= radix) radices.Add(radix);
        return [.. radices];
    }

    static T[] Turns(int n, int[] radices)
    {
        var turns = new List<T>();
        foreach (int radix in radices)
        {
            int m = n / radix;
            for (int p = 0; p < m; p++)
                for (int j = 1; j < radix; j++) Add(turns, Roots.Of((long)j * p, n));
            n = m;
        }
        return [.. turns];
    }

    static void Add(List<T> numbers, (double Cosine, double Sine) root)
    {
        numbers.Add(T.CreateChecked(root.Cosine));
        numbers.Add(T.CreateChecked(-root.Sine));
    }

    /// <summary>The cosines and sines of 2π k / 3, / 5 and / 7, sixteen places for each.</summary>
    static T[] OddRoots()
    {
        var roots = new T[48];
        foreach (int radix in (ReadOnlySpan<int>)[3, 5, 7])
            for (int k = 0; k < radix; k++)
            {
                var (c, s) = Roots.Of(k, radix);
                int at = 16 * ((radix - 3) / 2) + 2 * k;
                (roots[at], roots[at + 1]) = (T.CreateChecked(c), T.CreateChecked(s));
            }
        return roots;
    }

    /// <summary>e^(-πi j² / n), cosine and sine.</summary>
    internal static TNumber[] Chirp<TNumber>(int n) where TNumber : IFloatingPointIeee754<TNumber>
    {
        var chirp = new TNumber[2 * n];
        for (int j = 0; j < n; j++)
        {
            var (c, s) = Roots.Of((long)((Int128)j * j % (2L * n)), 2L * n);
            (chirp[2 * j], chirp[2 * j + 1]) = (TNumber.CreateChecked(c), TNumber.CreateChecked(-s));
        }
        return chirp;
    }

    /// <summary>The transform of the conjugate chirp around 0, divided by the length of the convolution.</summary>
    static T[] Kernel(int n, int wide, T[] chirp, LaneFourier<T> convolution)
    {
        var memory = new T[2L * wide * Lanes + convolution.Room];
        T scale = T.One / T.CreateChecked(wide);
        fixed (T* re = memory)
        {
            T* im = re + (nint)wide * Lanes;
            for (int j = 0; j < n; j++)
            {
                (re[(nint)j * Lanes], im[(nint)j * Lanes]) = (chirp[2 * j] * scale, -chirp[2 * j + 1] * scale);
                if (j > 0) (re[(nint)(wide - j) * Lanes], im[(nint)(wide - j) * Lanes]) = (chirp[2 * j] * scale, -chirp[2 * j + 1] * scale);
            }
            convolution.Run(re, im, im + (nint)wide * Lanes);
            var kernel = new T[2 * wide];
            for (int j = 0; j < wide; j++) (kernel[2 * j], kernel[2 * j + 1]) = (re[(nint)j * Lanes], im[(nint)j * Lanes]);
            return kernel;
        }
    }
}
