using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>
/// The Fourier transform of one long sequence. Of length n = a b it is the matrix [a, b]: transform its columns, turn element (k, j) by
/// e^(-2πi kj / n), transform its rows, and read by columns (Bailey, J. Supercomputing 4, 1990); columns and rows go through <see cref="LaneFourier{T}"/>,
/// several at a time. Lengths without such factors are convolutions of one that has them.
/// </summary>
sealed unsafe class LongFourier<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly LaneFourier<T>? _columns, _rows;
    readonly T[] _turns = [];
    readonly LongFourier<T>? _convolution;
    readonly T[] _chirp = [], _kernel = [];
    T[]? _halfTurns;

    internal LongFourier(int length)
    {
        Length = length;
        if (LaneFourier<T>.IsSmooth(length))
        {
            int a = Divisor(length), b = length / a;
            _columns = new(a);
            _rows = a == b ? _columns : new(b);
            _turns = Turns(a, b);
            return;
        }
        int wide = LaneFourier<T>.SmoothFrom(2 * length - 1);
        _convolution = new(wide);
        _chirp = LaneFourier<T>.Chirp<T>(length);
        _kernel = Kernel(length, wide, _chirp, _convolution);
    }

    internal int Length { get; }

    /// <summary>e^(-πi k / n) for k from 0 to n, cosine and sine: what splits the transform of 2 n real numbers.</summary>
    internal T[] HalfTurns => _halfTurns ??= Roots.HalfTurns<T>(Length);

    static int Lanes => Vector512<T>.Count;

    /// <summary>The elements of work that <see cref="Run"/> needs.</summary>
    internal long Room => _convolution is null ? 2L * Length : 4L * _convolution.Length + _convolution.Room;

    /// <summary>The largest divisor that is not above the root.</summary>
    static int Divisor(int n)
    {
        int a = (int)Math.Sqrt((double)n);
        while (n % a != 0) a--;
        return a;
    }

    /// <summary>Cosine and sine for each element of the matrix, in the order in which blocks of columns are worked on.</summary>
    static T[] Turns(int a, int b)
    {
        int blocks = (b - 1) / Lanes + 1;
        var turns = new T[2L * blocks * Lanes * a];
        long n = (long)a * b, at = 0;
        for (int block = 0; block < blocks; block++)
            for (int k = 0; k < a; k++, at += 2 * Lanes)
                for (int lane = 0; lane < Lanes; lane++)
                {
                    var (c, s) = Roots.Of((long)k * Math.Min(block * Lanes + lane, b - 1), n);
                    (turns[at + lane], turns[at + Lanes + lane]) = (T.CreateChecked(c), T.CreateChecked(-s));
                }
        return turns;
    }

    /// <summary>Transforms a sequence; the result may be where the sequence was.</summary>
    internal void Run(T* re, T* im, T* toRe, T* toIm, T* work)
    {
        if (_convolution is not null)
        {
            Convolve(re, im, toRe, toIm, work);
            return;
        }
        T* workIm = work + Length;
        fixed (T* turns = _turns)
        {
            WorkTeam.For((_rows!.Length - 1) / Lanes + 1, new ColumnsJob(this, re, im, work, workIm, turns), threads: Threads);
            WorkTeam.For((_columns!.Length - 1) / Lanes + 1, new RowsJob(this, work, workIm, toRe, toIm), threads: Threads);
        }
    }

    int Threads => Length < 1 << 13 ? 1 : 0;

    readonly struct ColumnsJob(LongFourier<T> plan, T* re, T* im, T* toRe, T* toIm, T* turns) : IChunkJob
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int block)
        {
            var fourier = plan._columns!;
            int a = fourier.Length, b = plan._rows!.Length, first = block * Lanes, count = Math.Min(Lanes, b - first);
            nint size = (nint)a * Lanes;
            T* x = Workspace.Rent<T>(Workspace.Use.Chunk, 2 * size + fourier.Room), y = x + size;
            if (count < Lanes) new Span<T>(x, (int)(2 * size)).Clear();
            for (int k = 0; k < a; k++) Copy(re + (nint)k * b + first, im + (nint)k * b + first, x + k * Lanes, y + k * Lanes, count);
            fourier.Run(x, y, y + size);
            T* w = turns + block * 2 * size;
            for (int k = 0; k < a; k++, w += 2 * Lanes)
            {
                Vector512<T> u = Vector512.Load(x + k * Lanes), v = Vector512.Load(y + k * Lanes), c = Vector512.Load(w), s = Vector512.Load(w + Lanes);
                (u * c - v * s).Store(x + k * Lanes);
                (u * s + v * c).Store(y + k * Lanes);
                Copy(x + k * Lanes, y + k * Lanes, toRe + (nint)k * b + first, toIm + (nint)k * b + first, count);
            }
        }
    }

    readonly struct RowsJob(LongFourier<T> plan, T* re, T* im, T* toRe, T* toIm) : IChunkJob
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int block)
        {
            var fourier = plan._rows!;
            int a = plan._columns!.Length, b = fourier.Length, first = block * Lanes, count = Math.Min(Lanes, a - first);
            nint size = (nint)b * Lanes;
            T* x = Workspace.Rent<T>(Workspace.Use.Chunk, 2 * size + fourier.Room), y = x + size;
            if (count < Lanes) new Span<T>(x, (int)(2 * size)).Clear();
            GemmPacking.Panel(re + (nint)first * b, 1, b, b, count, x, Lanes);
            GemmPacking.Panel(im + (nint)first * b, 1, b, b, count, y, Lanes);
            fourier.Run(x, y, y + size);
            for (int k = 0; k < b; k++) Copy(x + k * Lanes, y + k * Lanes, toRe + (nint)k * a + first, toIm + (nint)k * a + first, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Copy(T* re, T* im, T* toRe, T* toIm, int count)
    {
        if (count == Lanes)
        {
            Vector512.Load(re).Store(toRe);
            Vector512.Load(im).Store(toIm);
            return;
        }
        for (int l = 0; l < count; l++) (toRe[l], toIm[l]) = (re[l], im[l]);
    }

    void Convolve(T* re, T* im, T* toRe, T* toIm, T* work)
    {
        int wide = _convolution!.Length;
        T* a = work, b = work + wide, c = b + wide, d = c + wide, rest = d + wide;
        fixed (T* chirp = _chirp, kernel = _kernel)
        {
            Times(re, im, chirp, a, b, Length);
            new Span<T>(a + Length, wide - Length).Clear();
            new Span<T>(b + Length, wide - Length).Clear();
            _convolution.Run(a, b, c, d, rest);
            Times(c, d, kernel, c, d, wide);
            _convolution.Run(d, c, b, a, rest); // backward: real and imaginary parts exchanged
            Times(a, b, chirp, toRe, toIm, Length);
        }
    }

    static void Times(T* re, T* im, T* w, T* toRe, T* toIm, int count)
    {
        for (int j = 0; j < count; j++)
            (toRe[j], toIm[j]) = (re[j] * w[2 * j] - im[j] * w[2 * j + 1], re[j] * w[2 * j + 1] + im[j] * w[2 * j]);
    }

    /// <summary>The transform of the conjugate chirp around 0, divided by the length of the convolution.</summary>
    static T[] Kernel(int n, int wide, T[] chirp, LongFourier<T> convolution)
    {
        var memory = new T[2L * wide + convolution.Room];
        T scale = T.One / T.CreateChecked(wide);
        var kernel = new T[2 * wide];
        fixed (T* re = memory)
        {
            T* im = re + wide;
            for (int j = 0; j < n; j++)
            {
                (re[j], im[j]) = (chirp[2 * j] * scale, -chirp[2 * j + 1] * scale);
                if (j > 0) (re[wide - j], im[wide - j]) = (re[j], im[j]);
            }
            convolution.Run(re, im, re, im, im + wide);
            for (int j = 0; j < wide; j++) (kernel[2 * j], kernel[2 * j + 1]) = (re[j], im[j]);
        }
        return kernel;
    }
}
