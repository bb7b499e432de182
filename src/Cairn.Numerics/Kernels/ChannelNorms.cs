using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>Normalization of the channels of [images, channels, length], each over all images: a channel at a time, which stays near while
/// it is read for its mean, its variance and the result.</summary>
/// <remarks>Sums follow the summation law within the elements of an image; those of the images are added in order in float64.</remarks>
static unsafe class ChannelNorms
{
    internal readonly record struct Sizes(int Images, int Channels, int Length)
    {
        internal double Count => (double)Images * Length;

        /// <summary>From a channel to the same in the next image.</summary>
        internal nint Between => (nint)Channels * Length;
    }

    const int SmallestShared = 16384, NearElements = 1 << 11;

    static void Run<TJob>(Sizes s, TJob job) where TJob : struct, IChunkJob =>
        WorkTeam.For(s.Channels, job, threads: (long)s.Images * s.Channels * s.Length < SmallestShared ? 1 : 0);

    /// <summary>Mean and variance (that of these numbers) of each channel.</summary>
    internal static void Statistics<T>(Sizes s, ReadOnlySpan<T> x, Span<T> mean, Span<T> variance) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = x, pm = mean, pv = variance) Run(s, new StatisticsJob<T>(s, px, pm, pv));
    }

    readonly struct StatisticsJob<T>(Sizes s, T* x, T* mean, T* variance) : IChunkJob where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int channel)
        {
            mean[channel] = T.CreateTruncating(Total(s, x, null, channel, new Plain<T>()) / s.Count);
            variance[channel] = T.CreateTruncating(Total(s, x, null, channel, new SquaredDeviation<T>(mean[channel])) / s.Count);
        }
    }

    static double Total<T, TTerm>(Sizes s, T* x, T* y, int channel, TTerm term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TTerm : struct, ITerm<T>
    {
        double sum = 0;
        for (int image = 0; image < s.Images; image++)
        {
            nint at = ((nint)image * s.Channels + channel) * s.Length;
            if (image + 1 < s.Images)
            {
                CallNear(x + at + s.Between, s.Length);
                if (y != null) CallNear(y + at + s.Between, s.Length);
            }
            sum += double.CreateTruncating(Lanes.Sum(new ReadOnlySpan<T>(x + at, s.Length), y == null ? default : new(y + at, s.Length), term));
        }
        return sum;
    }

    /// <summary>Calls the first elements of what comes next; once the hardware has seen these, it goes on by itself.</summary>
    static void CallNear<T>(T* from, int length) where T : unmanaged => Ahead.Call(from, Math.Min(length, NearElements));

    /// <summary>y = (x - mean) scale + shift, the scale 1 and the shift 0 where there are none.</summary>
    internal static void Apply<T>(Sizes s, ReadOnlySpan<T> x, ReadOnlySpan<T> mean, ReadOnlySpan<T> scale, ReadOnlySpan<T> shift, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = x, pm = mean, ps = scale, pb = shift, py = y) Run(s, new ApplyJob<T>(s, px, pm, ps, pb, py));
    }

    readonly struct ApplyJob<T>(Sizes s, T* x, T* mean, T* scale, T* shift, T* y) : IChunkJob where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int channel)
        {
            T factor = scale[channel], term = shift == null ? T.Zero : shift[channel];
            for (int image = 0; image < s.Images; image++)
            {
                nint at = ((nint)image * s.Channels + channel) * s.Length;
                CallNear(y + at, s.Length);
                ApplyRow(x + at, mean[channel], factor, term, y + at, s.Length);
            }
        }
    }

    /// <summary>Statistics and result in one go: y = (x - mean) w / √(variance + ε) + b.</summary>
    internal static void Normalize<T>(Sizes s, ReadOnlySpan<T> x, ReadOnlySpan<T> w, ReadOnlySpan<T> b, T epsilon, Span<T> y, Span<T> mean,
        Span<T> variance) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = x, pw = w, pb = b, py = y, pm = mean, pv = variance)
            Run(s, new NormalizeJob<T>(s, px, pw, pb, epsilon, py, pm, pv));
    }

    readonly struct NormalizeJob<T>(Sizes s, T* x, T* w, T* b, T epsilon, T* y, T* mean, T* variance) : IChunkJob
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int channel)
        {
            new StatisticsJob<T>(s, x, mean, variance).Run(channel);
            T factor = (w == null ? T.One : w[channel]) / T.Sqrt(variance[channel] + epsilon), term = b == null ? T.Zero : b[channel];
            for (int image = 0; image < s.Images; image++)
            {
                nint at = ((nint)image * s.Channels + channel) * s.Length;
                CallNear(y + at, s.Length);
                ApplyRow(x + at, mean[channel], factor, term, y + at, s.Length);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ApplyRow<T>(T* x, T mean, T factor, T term, T* y, int length) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
            for (; i <= length - Vector512<T>.Count; i += Vector512<T>.Count)
                ((Vector512.Load(x + i) - Vector512.Create(mean)) * Vector512.Create(factor) + Vector512.Create(term)).Store(y + i);
        for (; i <= length - Vector256<T>.Count; i += Vector256<T>.Count)
            ((Vector256.Load(x + i) - Vector256.Create(mean)) * Vector256.Create(factor) + Vector256.Create(term)).Store(y + i);
        for (; i < length; i++) y[i] = (x[i] - mean) * factor + term;
    }

    /// <summary>The gradients of <see cref="Normalize"/>: with r = 1 / √(variance + ε) and z = (x - mean) r,
    /// dx = w r (dy - mean dy - z mean(z dy)), dw = Σ z dy, db = Σ dy.</summary>
    internal static void Slopes<T>(Sizes s, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, ReadOnlySpan<T> w, ReadOnlySpan<T> mean,
        ReadOnlySpan<T> variance, T epsilon, Span<T> dx, Span<T> dw, Span<T> db) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = x, py = dy, pw = w, pm = mean, pv = variance, pdx = dx, pdw = dw, pdb = db)
            Run(s, new SlopesJob<T>(s, px, py, pw, pm, pv, epsilon, pdx, pdw, pdb));
    }

    readonly struct SlopesJob<T>(Sizes s, T* x, T* dy, T* w, T* mean, T* variance, T epsilon, T* dx, T* dw, T* db) : IChunkJob
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int channel)
        {
            T centre = mean[channel];
            double r = 1 / Math.Sqrt(double.CreateTruncating(variance[channel]) + double.CreateTruncating(epsilon));
            double factor = (w == null ? 1 : double.CreateTruncating(w[channel])) * r;
            double sum = Total(s, dy, null, channel, new Plain<T>()), product = Total(s, x, dy, channel, new CentredProduct<T>(centre)) * r;
            dw[channel] = T.CreateTruncating(product);
            db[channel] = T.CreateTruncating(sum);
            T own = T.CreateTruncating(factor), across = T.CreateTruncating(-factor * r * product / s.Count), all = T.CreateTruncating(-factor * sum / s.Count);
            for (int image = 0; image < s.Images; image++)
            {
                nint at = ((nint)image * s.Channels + channel) * s.Length;
                CallNear(dx + at, s.Length);
                SlopesRow(x + at, dy + at, centre, own, across, all, dx + at, s.Length);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void SlopesRow<T>(T* x, T* dy, T mean, T own, T across, T all, T* dx, int length) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
            for (; i <= length - Vector512<T>.Count; i += Vector512<T>.Count)
                (Vector512.Load(dy + i) * Vector512.Create(own)
                    + ((Vector512.Load(x + i) - Vector512.Create(mean)) * Vector512.Create(across) + Vector512.Create(all))).Store(dx + i);
        for (; i <= length - Vector256<T>.Count; i += Vector256<T>.Count)
            (Vector256.Load(dy + i) * Vector256.Create(own)
                + ((Vector256.Load(x + i) - Vector256.Create(mean)) * Vector256.Create(across) + Vector256.Create(all))).Store(dx + i);
        for (; i < length; i++) dx[i] = dy[i] * own + ((x[i] - mean) * across + all);
    }
}
