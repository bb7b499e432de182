using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

/// <summary>
/// Convolution: by <see cref="Depthwise"/> or <see cref="Winograd"/> where they take it, else as products of matrices: by
/// <see cref="ImageProducts"/> where windows are single elements, else of the weights
/// [filters, channels · taps] and the elements under the windows [channels · taps, windows], which are laid out for a few windows at a
/// time in the nearest caches and never as a whole.
/// </summary>
/// <remarks>
/// The law of these: an output is a chain over channels and taps as in <see cref="Gemm"/>, then bias and activation; an element of the input's
/// gradient is the sum of such chains over filters, added in the order of blocks of 64 windows (32 of float64), of taps and of windows; an
/// element of the weights' gradient is the sum of chains over blocks of 128 windows (64 of float64), added in order within each of at
/// most 8 runs of images, whose sums are added in order. So the bits depend on the shapes and the numbers alone.
/// </remarks>
static unsafe class Convolutions
{
    const int BlockBytes = 256, GradientBlockBytes = 512;
    const int ChunkWork = 1 << 20;          // multiply-adds worth a claim
    const int TurnedWindows = 256;          // windows that repay turning the weights
    const int ScatteredRows = 2048, GatheredRows = 1024; // rows of patches that stay in the second cache
    const int MostParts = 8, PartElements = 1 << 20;

    /// <summary>The sizes of a convolution.</summary>
    /// <param name="Images">How many.</param>
    /// <param name="Channels">Of the input, in a group.</param>
    /// <param name="Filters">Channels of the output, in a group.</param>
    /// <param name="Windows">Where the windows lie.</param>
    internal readonly record struct Sizes(int Images, int Channels, int Filters, Windows Windows)
    {
        internal int Groups => Windows.Groups;
        internal int Inner => Channels * Windows.Taps;
        internal long Work => (long)Images * Groups * Filters * Inner * Windows.Outputs;
        internal int Threads => Work < Gemm.ParallelWork ? 1 : WorkTeam.Threads;
    }

    /// <summary>y = w * x + b, then the activation if it is relu.</summary>
    /// <param name="s">The sizes.</param>
    /// <param name="x">[images, groups · channels, inputs].</param>
    /// <param name="w">[groups · filters, channels, taps].</param>
    /// <param name="bias">[groups · filters], or nothing.</param>
    /// <param name="activation">Relu, or what is applied later.</param>
    /// <param name="y">[images, groups · filters, outputs].</param>
    internal static void Forward<T>(Sizes s, ReadOnlySpan<T> x, ReadOnlySpan<T> w, ReadOnlySpan<T> bias, Activation activation, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y.IsEmpty) return;
        fixed (T* px = x, pw = w, pb = bias, py = y)
        {
            if (Depthwise.TakesForward<T>(s))
            {
                Depthwise.Forward(s, (float*)px, (float*)pw, (float*)pb, activation == Activation.Relu, (float*)py);
                return;
            }
            if (Winograd.Takes<T>(s))
            {
                Winograd.Forward(s, (float*)px, (float*)pw, (float*)pb, activation == Activation.Relu, (float*)py);
                return;
            }
            if (s.Windows.IsPlain)
            {
                ImageProducts.Run(s, s.Filters, s.Channels, pw, s.Channels, 1, px, pb, activation, py);
                return;
            }
            var patches = new Patches(s.Windows, BlockBytes / sizeof(T));
            int units = s.Images * s.Groups * patches.Blocks;
            int share = (int)Math.Clamp(ChunkWork / Math.Max(1, s.Work / units), 1, units);
            WorkTeam.For((units - 1) / share + 1, new ForwardJob<T>(s, patches, px, pw, pb, activation, py, units, share), threads: s.Threads);
        }
    }

    readonly struct ForwardJob<T>(Sizes s, Patches patches, T* x, T* w, T* bias, Activation activation, T* y, int units, int share) : IChunkJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            int block = Gemm.BlockLength(s.Inner);
            T* columns = Workspace.Rent<T>(Workspace.Use.Chunk, (long)block * patches.Block);
            for (int unit = chunk * share, end = Math.Min(units, unit + share); unit < end; unit++)
            {
                int place = unit / patches.Blocks, group = place % s.Groups, number = unit % patches.Blocks, count = patches.Columns(number);
                T* image = x + (nint)place * s.Channels * s.Windows.Inputs, filters = w + (nint)group * s.Filters * s.Inner;
                T* to = y + (nint)place * s.Filters * patches.Outputs + number * patches.Block;
                for (int p = 0, k; p < s.Inner; p += k)
                {
                    k = Math.Min(block, s.Inner - p);
                    patches.Gather(image, number, p, k, columns, patches.Block);
                    GemmStrips.Multiply(s.Filters, count, k, filters + p, s.Inner, 1, columns, patches.Block, to, patches.Outputs, p > 0);
                }
                GemmStrips.Finish(to, patches.Outputs, s.Filters, count, bias == null ? null : bias + group * s.Filters, activation);
            }
        }
    }

    /// <summary>The transpose of <see cref="Forward"/> as a function of x: each y spread over its window; then bias and relu.</summary>
    /// <param name="s">The sizes.</param>
    /// <param name="y">[images, groups · filters, outputs].</param>
    /// <param name="w">[groups · filters, channels, taps].</param>
    /// <param name="bias">[groups · channels], or nothing.</param>
    /// <param name="activation">Relu, or what is applied later.</param>
    /// <param name="x">[images, groups · channels, inputs].</param>
    internal static void Transposed<T>(Sizes s, ReadOnlySpan<T> y, ReadOnlySpan<T> w, ReadOnlySpan<T> bias, Activation activation, Span<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.IsEmpty) return;
        fixed (T* px = x, pw = w, pb = bias, py = y)
        {
            if (Depthwise.TakesTransposed<T>(s))
            {
                Depthwise.Transposed(s, (float*)py, (float*)pw, (float*)pb, activation == Activation.Relu, (float*)px);
                return;
            }
            if (Winograd.Takes<T>(s))
            {
                Winograd.Transposed(s, (float*)py, (float*)pw, (float*)pb, activation == Activation.Relu, (float*)px);
                return;
            }
            var patches = new Patches(s.Windows, BlockBytes / sizeof(T));
            T* factors = pw;
            nint aRow = 1, aColumn = s.Inner;
            if ((long)s.Images * s.Windows.Outputs >= TurnedWindows)
            {
                factors = Workspace.Rent<T>(Workspace.Use.Shared, w.Length);
                for (nint g = 0; g < s.Groups; g++)
                    GemmPacking.Panel(pw + g * s.Filters * s.Inner, 1, s.Inner, s.Inner, s.Filters, factors + g * s.Filters * s.Inner, s.Filters);
                (aRow, aColumn) = (s.Filters, 1);
            }
            if (s.Windows.IsPlain)
            {
                ImageProducts.Run(s, s.Channels, s.Filters, factors, aRow, aColumn, py, pb, activation, px);
                return;
            }
            int shares = Shares(s, ScatteredRows);
            WorkTeam.For(s.Images * s.Groups * shares,
                new TransposedJob<T>(s, patches, py, factors, aRow, aColumn, pb, activation, px, shares), threads: s.Threads);
        }
    }

    /// <summary>Into how many parts the channels of a group are cut.</summary>
    static int Shares(Sizes s, int rows)
    {
        int wanted = Math.Max((s.Inner - 1) / rows + 1, 4 * s.Threads / Math.Max(1, s.Images * s.Groups));
        return s.Threads == 1 ? Math.Min((s.Inner - 1) / rows + 1, s.Channels) : Math.Clamp(wanted, 1, s.Channels);
    }

    readonly struct TransposedJob<T>(Sizes s, Patches patches, T* y, T* w, nint aRow, nint aColumn, T* bias, Activation activation, T* x,
        int shares) : IChunkJob where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            int place = chunk / shares, group = place % s.Groups, part = chunk % shares, taps = s.Windows.Taps;
            int channel = Cut(s.Channels, part, shares), channels = Cut(s.Channels, part + 1, shares) - channel, rows = channels * taps;
            int width = patches.Block, block = Gemm.BlockLength(s.Filters);
            T* columns = Workspace.Rent<T>(Workspace.Use.Chunk, (long)(rows + block) * width), slopes = columns + (nint)rows * width;
            T* from = y + (nint)place * s.Filters * patches.Outputs, to = x + ((nint)place * s.Channels + channel) * s.Windows.Inputs;
            T* a = w + (nint)group * s.Filters * s.Inner + channel * taps * aRow;
            new Span<T>(to, channels * s.Windows.Inputs).Clear();
            for (int number = 0; number < patches.Blocks; number++)
            {
                int count = patches.Columns(number);
                for (int p = 0, k; p < s.Filters; p += k)
                {
                    k = Math.Min(block, s.Filters - p);
                    GemmPacking.Panel(from + (nint)p * patches.Outputs + number * width, patches.Outputs, 1, k, count, slopes, width);
                    GemmStrips.Multiply(rows, count, k, a + p * aColumn, aRow, aColumn, slopes, width, columns, width, p > 0);
                }
                patches.Scatter(columns, width, number, 0, rows, to);
            }
            GemmStrips.Finish(to, s.Windows.Inputs, channels, s.Windows.Inputs,
                bias == null ? null : bias + group * s.Channels + channel, activation);
        }
    }

    static int Cut(int count, int part, int parts) => (int)((long)count * part / parts);

    /// <summary>The gradient of <see cref="Forward"/> by the weights, when that by y is <paramref name="dy"/>.</summary>
    internal static void Weights<T>(Sizes s, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (dy.IsEmpty)
        {
            dw.Clear();
            return;
        }
        fixed (T* px = x, py = dy, pw = dw)
        {
            if (Depthwise.Takes<T>(s))
            {
                Depthwise.Weights(s, (float*)px, (float*)py, (float*)pw);
                return;
            }
            if (Winograd.Takes<T>(s))
            {
                Winograd.Weights(s, (float*)px, (float*)py, (float*)pw);
                return;
            }
            var patches = new Patches(s.Windows, GradientBlockBytes / sizeof(T));
            int parts = Math.Min(s.Images, Math.Clamp(PartElements / dw.Length, 1, MostParts)), shares = Shares(s with { Images = parts }, GatheredRows);
            T* sums = Workspace.Rent<T>(Workspace.Use.Result, (long)parts * dw.Length);
            WorkTeam.For(parts * s.Groups * shares, new WeightsJob<T>(s, patches, px, py, sums, parts, shares), threads: s.Threads);
            for (int part = 1; part < parts; part++)
                Sum<T>(new(sums + (nint)part * dw.Length, dw.Length), new(sums, dw.Length));
            for (nint g = 0; g < s.Groups; g++)
                GemmPacking.Panel(sums + g * s.Inner * s.Filters, 1, s.Filters, s.Filters, s.Inner, pw + g * s.Inner * s.Filters, s.Inner);
        }
    }

    static void Sum<T>(ReadOnlySpan<T> x, Span<T> sum) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count) (new Vector<T>(sum[i..]) + new Vector<T>(x[i..])).CopyTo(sum[i..]);
        for (; i < x.Length; i++) sum[i] += x[i];
    }

    readonly struct WeightsJob<T>(Sizes s, Patches patches, T* x, T* dy, T* sums, int parts, int shares) : IChunkJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk)
        {
            int share = chunk % shares, group = chunk / shares % s.Groups, part = chunk / shares / s.Groups, taps = s.Windows.Taps;
            int channel = Cut(s.Channels, share, shares), rows = (Cut(s.Channels, share + 1, shares) - channel) * taps;
            int width = patches.Block, lanes = GemmTiles.Lanes<T>(), wide = (s.Filters + lanes - 1) & -lanes;
            T* columns = Workspace.Rent<T>(Workspace.Use.Chunk, (long)(rows + wide) * width), slopes = columns + (nint)rows * width;
            T* to = sums + ((nint)part * s.Groups + group) * s.Inner * s.Filters + (nint)channel * taps * s.Filters;
            bool accumulate = false;
            for (int image = Cut(s.Images, part, parts), end = Cut(s.Images, part + 1, parts); image < end; image++)
            {
                nint place = (nint)image * s.Groups + group;
                T* from = dy + place * s.Filters * patches.Outputs, inputs = x + (place * s.Channels + channel) * s.Windows.Inputs;
                for (int number = 0; number < patches.Blocks; number++)
                {
                    int count = patches.Columns(number);
                    GemmPacking.Panel(from + number * width, 1, patches.Outputs, count, s.Filters, slopes, wide);
                    if (s.Windows.IsPlain) GemmStrips.Multiply(rows, s.Filters, count, inputs + number * width, patches.Outputs, 1, slopes, wide, to, s.Filters, accumulate);
                    else
                    {
                        patches.Gather(inputs, number, 0, rows, columns, width);
                        GemmStrips.Multiply(rows, s.Filters, count, columns, width, 1, slopes, wide, to, s.Filters, accumulate);
                    }
                    accumulate = true;
                }
            }
        }
    }
}
