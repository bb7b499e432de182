using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>The Fourier transforms of rows: short ones side by side in the lanes of vectors, long ones one by one on all threads.</summary>
/// <remarks>
/// The way is chosen by the length alone, so that a row has the same bits alone and among others. A real sequence of even length n is taken as a
/// complex one of n / 2: x_2j + i x_2j+1.
/// </remarks>
static unsafe class Fourier
{
    const int Longest = 4096; // that goes through the lanes: eight or sixteen of them stay in the second cache

    /// <summary>y_k = scale Σ_j x_j e^(-2πi jk / n) for each row; with real and imaginary parts exchanged, of both, e^(+2πi jk / n).</summary>
    internal static void Complex<T>(T* re, T* im, T* toRe, T* toIm, int rows, int length, T scale) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (length <= Longest)
        {
            InLanes(new ComplexLanes<T>(re, im, toRe, toIm, length, scale), rows, FourierPlans<T>.OfLanes(length));
            return;
        }
        var plan = FourierPlans<T>.OfLong(length);
        var memory = Storage<T>.Unfilled(checked((int)plan.Room));
        fixed (T* work = memory.Span)
            for (nint row = 0; row < rows; row++)
            {
                nint at = row * length;
                plan.Run(re + at, im + at, toRe + at, toIm + at, work);
                Multiply(toRe + at, length, scale);
                Multiply(toIm + at, length, scale);
            }
        GC.KeepAlive(memory);
    }

    /// <summary>The first n / 2 + 1 elements of the same for real rows; the others are their conjugates.</summary>
    internal static void FromReal<T>(T* x, T* toRe, T* toIm, int rows, int length, T scale) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int inner = length % 2 == 0 ? length / 2 : length, bins = length / 2 + 1;
        if (inner <= Longest)
        {
            var lanes = FourierPlans<T>.OfLanes(inner);
            InLanes(new FromRealLanes<T>(x, toRe, toIm, length, scale, length % 2 == 0 ? lanes.HalfTurns : []), rows, lanes);
            return;
        }
        var plan = FourierPlans<T>.OfLong(inner);
        var memory = Storage<T>.Unfilled(checked((int)(2L * inner + plan.Room)));
        var turns = length % 2 == 0 ? plan.HalfTurns : [];
        fixed (T* re = memory.Span, w = turns)
        {
            T* im = re + inner;
            for (nint row = 0; row < rows; row++, x += length, toRe += bins, toIm += bins)
            {
                if (inner == length)
                {
                    new Span<T>(x, length).CopyTo(new Span<T>(re, length));
                    new Span<T>(im, length).Clear();
                }
                else for (int j = 0; j < inner; j++) (re[j], im[j]) = (x[2 * j], x[2 * j + 1]);
                plan.Run(re, im, re, im, im + inner);
                if (inner == length)
                {
                    new Span<T>(re, bins).CopyTo(new Span<T>(toRe, bins));
                    new Span<T>(im, bins).CopyTo(new Span<T>(toIm, bins));
                }
                else
                {
                    for (int k = 0; k <= inner; k++)
                    {
                        int one = k == inner ? 0 : k, other = k == 0 ? 0 : inner - k;
                        T er = re[one] + re[other], ei = im[one] - im[other], or = im[one] + im[other], oi = re[other] - re[one];
                        T c = w[2 * k], s = w[2 * k + 1], half = T.CreateChecked(0.5);
                        toRe[k] = half * (er + (or * c - oi * s));
                        toIm[k] = half * (ei + (or * s + oi * c));
                    }
                }
                Multiply(toRe, bins, scale);
                Multiply(toIm, bins, scale);
            }
        }
        GC.KeepAlive(memory);
    }

    /// <summary>x_j = scale Σ_k y_k e^(2πi jk / n) over all n elements, of which the first n / 2 + 1 are given and the others are their conjugates.</summary>
    internal static void ToReal<T>(T* re, T* im, T* x, int rows, int length, T scale) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int inner = length % 2 == 0 ? length / 2 : length, bins = length / 2 + 1;
        if (inner <= Longest)
        {
            var lanes = FourierPlans<T>.OfLanes(inner);
            InLanes(new ToRealLanes<T>(re, im, x, length, scale, length % 2 == 0 ? lanes.HalfTurns : []), rows, lanes);
            return;
        }
        var plan = FourierPlans<T>.OfLong(inner);
        var memory = Storage<T>.Unfilled(checked((int)(2L * inner + plan.Room)));
        var turns = length % 2 == 0 ? plan.HalfTurns : [];
        fixed (T* a = memory.Span, w = turns)
        {
            T* b = a + inner;
            for (nint row = 0; row < rows; row++, x += length, re += bins, im += bins)
            {
                for (int k = 0; k < inner; k++)
                {
                    if (inner == length) (a[k], b[k]) = k < bins ? (re[k], k == 0 ? T.Zero : im[k]) : (re[length - k], -im[length - k]);
                    else
                    {
                        T first = k == 0 ? T.Zero : im[k], second = k == 0 ? T.Zero : im[inner - k];
                        T er = re[k] + re[inner - k], ei = first - second, dr = re[k] - re[inner - k], di = first + second;
                        T c = w[2 * k], s = -w[2 * k + 1], or = dr * c - di * s, oi = dr * s + di * c;
                        (a[k], b[k]) = (er - oi, ei + or);
                    }
                }
                plan.Run(b, a, b, a, b + inner); // backward: real and imaginary parts exchanged
                if (inner == length) new Span<T>(a, length).CopyTo(new Span<T>(x, length));
                else for (int j = 0; j < inner; j++) (x[2 * j], x[2 * j + 1]) = (a[j], b[j]);
                Multiply(x, length, scale);
            }
        }
        GC.KeepAlive(memory);
    }

    static void Multiply<T>(T* x, nint count, T scale) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (scale == T.One) return;
        nint i = 0;
        for (; i <= count - Vector512<T>.Count; i += Vector512<T>.Count) (Vector512.Load(x + i) * Vector512.Create(scale)).Store(x + i);
        for (; i < count; i++) x[i] *= scale;
    }

    /// <summary>What brings rows into lanes and out again.</summary>
    interface ILaneRows<T> where T : unmanaged
    {
        /// <summary>Brings some rows into the lanes.</summary>
        void Load(int row, int count, T* re, T* im);

        /// <summary>Brings them out.</summary>
        void Store(int row, int count, T* re, T* im);
    }

    static void InLanes<T, TRows>(TRows source, int rows, LaneFourier<T> plan) where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, ILaneRows<T>
    {
        int lanes = Vector512<T>.Count;
        RowShares.Run((rows - 1) / lanes + 1, 4L * plan.Length * lanes, new LaneJob<T, TRows>(source, rows, plan));
    }

    readonly struct LaneJob<T, TRows>(TRows source, int rows, LaneFourier<T> plan) : IChunkJob where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, ILaneRows<T>
    {
        public void Run(int chunk)
        {
            int lanes = Vector512<T>.Count, first = chunk * lanes, count = Math.Min(lanes, rows - first);
            nint size = (nint)(plan.Length + 1) * lanes; // one more element for the last bin
            T* re = Workspace.Rent<T>(Workspace.Use.Chunk, 2 * size + plan.Room), im = re + size;
            if (count < lanes) new Span<T>(re, (int)(2 * size)).Clear();
            source.Load(first, count, re, im);
            if (TRowsIsBackward) plan.Run(im, re, im + size);
            else plan.Run(re, im, im + size);
            source.Store(first, count, re, im);
        }

        static bool TRowsIsBackward => typeof(TRows) == typeof(ToRealLanes<T>);
    }

    static void Multiply<T>(T* re, T* im, nint elements, T scale) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Multiply(re, elements * Vector512<T>.Count, scale);
        Multiply(im, elements * Vector512<T>.Count, scale);
    }

    readonly struct ComplexLanes<T>(T* re, T* im, T* toRe, T* toIm, int length, T scale) : ILaneRows<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Load(int row, int count, T* x, T* y)
        {
            nint at = (nint)row * length;
            GemmPacking.Panel(re + at, 1, length, length, count, x, Vector512<T>.Count);
            GemmPacking.Panel(im + at, 1, length, length, count, y, Vector512<T>.Count);
        }

        public void Store(int row, int count, T* x, T* y)
        {
            nint at = (nint)row * length;
            Multiply(x, y, length, scale);
            GemmPacking.Panel(x, 1, Vector512<T>.Count, count, length, toRe + at, length);
            GemmPacking.Panel(y, 1, Vector512<T>.Count, count, length, toIm + at, length);
        }
    }

    readonly struct FromRealLanes<T>(T* from, T* toRe, T* toIm, int length, T scale, T[] turns) : ILaneRows<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Load(int row, int count, T* x, T* y)
        {
            int lanes = Vector512<T>.Count;
            T* start = from + (nint)row * length;
            if (length % 2 != 0)
            {
                GemmPacking.Panel(start, 1, length, length, count, x, lanes);
                new Span<T>(y, length * lanes).Clear();
                return;
            }
            T* all = y + (nint)(length / 2 + 1) * lanes; // in the work that the transform does not need yet
            if (count < lanes) new Span<T>(all, length * lanes).Clear();
            GemmPacking.Panel(start, 1, length, length, count, all, lanes);
            for (int j = 0; j < length / 2; j++)
            {
                Vector512.Load(all + 2 * j * lanes).Store(x + j * lanes);
                Vector512.Load(all + (2 * j + 1) * lanes).Store(y + j * lanes);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Store(int row, int count, T* x, T* y)
        {
            int lanes = Vector512<T>.Count, half = length / 2, bins = half + 1;
            if (length % 2 == 0)
            {
                var h = Vector512.Create(T.CreateChecked(0.5));
                Vector512.Load(x).Store(x + half * lanes);
                Vector512.Load(y).Store(y + half * lanes);
                for (int k = 0; k <= half / 2; k++)
                {
                    int one = k * lanes, other = (half - k) * lanes;
                    Vector512<T> ar = Vector512.Load(x + one), ai = Vector512.Load(y + one), br = Vector512.Load(x + other), bi = Vector512.Load(y + other);
                    Vector512<T> c = Vector512.Create(turns[2 * k]), s = Vector512.Create(turns[2 * k + 1]);
                    Vector512<T> er = ar + br, ei = ai - bi, or = ai + bi, oi = br - ar, tr = or * c - oi * s, ti = or * s + oi * c;
                    (h * (er + tr)).Store(x + one);
                    (h * (ei + ti)).Store(y + one);
                    if (one == other) continue;
                    (h * (er - tr)).Store(x + other);
                    (h * (ti - ei)).Store(y + other);
                }
            }
            Multiply(x, y, bins, scale);
            GemmPacking.Panel(x, 1, lanes, count, bins, toRe + (nint)row * bins, bins);
            GemmPacking.Panel(y, 1, lanes, count, bins, toIm + (nint)row * bins, bins);
        }
    }

    readonly struct ToRealLanes<T>(T* re, T* im, T* to, int length, T scale, T[] turns) : ILaneRows<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Load(int row, int count, T* x, T* y)
        {
            int lanes = Vector512<T>.Count, half = length / 2, bins = half + 1;
            GemmPacking.Panel(re + (nint)row * bins, 1, bins, bins, count, x, lanes);
            GemmPacking.Panel(im + (nint)row * bins, 1, bins, bins, count, y, lanes);
            Vector512<T>.Zero.Store(y); // the imaginary parts of the first and the middle element have no meaning
            if (length % 2 != 0)
            {
                for (int k = bins; k < length; k++)
                {
                    Vector512.Load(x + (length - k) * lanes).Store(x + k * lanes);
                    (-Vector512.Load(y + (length - k) * lanes)).Store(y + k * lanes);
                }
                return;
            }
            Vector512<T>.Zero.Store(y + half * lanes);
            for (int k = 0; k <= half / 2; k++)
            {
                int one = k * lanes, other = (half - k) * lanes;
                Vector512<T> ar = Vector512.Load(x + one), ai = Vector512.Load(y + one), br = Vector512.Load(x + other), bi = Vector512.Load(y + other);
                Vector512<T> c = Vector512.Create(turns[2 * k]), s = Vector512.Create(-turns[2 * k + 1]);
                Vector512<T> er = ar + br, ei = ai - bi, dr = ar - br, di = ai + bi, or = dr * c - di * s, oi = dr * s + di * c;
                (er - oi).Store(x + one);
                (ei + or).Store(y + one);
                if (one == other) continue;
                (er + oi).Store(x + other);
                (or - ei).Store(y + other);
            }
        }

        public void Store(int row, int count, T* x, T* y)
        {
            int lanes = Vector512<T>.Count;
            if (length % 2 != 0)
            {
                Multiply(x, (nint)length * lanes, scale);
                GemmPacking.Panel(x, 1, lanes, count, length, to + (nint)row * length, length);
                return;
            }
            T* all = y + (nint)(length / 2 + 1) * lanes;
            for (int j = 0; j < length / 2; j++)
            {
                Vector512.Load(x + j * lanes).Store(all + 2 * j * lanes);
                Vector512.Load(y + j * lanes).Store(all + (2 * j + 1) * lanes);
            }
            Multiply(all, (nint)length * lanes, scale);
            GemmPacking.Panel(all, 1, lanes, count, length, to + (nint)row * length, length);
        }
    }
}
