using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

/// <summary>Convolution of three taps by three with a quarter of the multiplications
/// (<see href="https://arxiv.org/abs/1509.09308">Lavin, Gray 2015</see>): tiles of the images and filters become 36 values each, the values of
/// the results are products of matrices of these, summed over channels, and become the results' tiles.</summary>
/// <remarks>
/// The law: the sum over channels is a chain as in <see cref="Gemm"/>, for each of the 36 values; in the gradient by weights the sum over
/// tiles is one of chains over blocks of 64 tiles, added in order within each of at most 8 runs of blocks, whose sums are added in order.
/// Before and after, each tile and filter is computed by itself, by the fused multiply-adds of <see cref="WinogradTransforms"/>. So
/// the bits depend on shapes and numbers alone. The error is some 2 to 4 times that of a plain sum; an infinity or NaN spreads over the tile.
/// </remarks>
static unsafe class Winograd
{
    const int FewestChannels = 16, FewestResults = 64;
    const int FilterBlock = 24;             // filters whose values stay in the second cache beside those of the channels
    const int ChannelBlock = 16;            // channels whose values are turned together
    const int Values = WinogradTransforms.Values, Block = WinogradSizes.Block;
    const int TilesPitch = Values * Block + 16; // from a channel's tiles to the next one's: a line more, for other lines of a cache
    const int MostParts = 8, PartElements = 1 << 22;

    /// <summary>Whether a convolution is computed so: one in float32 with three taps by three, side by side, stride 1, enough channels and filters
    /// to repay the transforms, and results enough to repay those of the filters and to fill 9/16 of the tiles.</summary>
    internal static bool Takes<T>(Convolutions.Sizes s)
    {
        var w = s.Windows;
        if (typeof(T) != typeof(float) || w.IsExact || s.Channels < FewestChannels || s.Filters < FewestChannels) return false;
        if (w.Depth != WindowAxis.None || !IsThreeTaps(w.Height) || !IsThreeTaps(w.Width)) return false;
        return w.Outputs >= FewestResults && 16L * w.Outputs >= 9L * 16 * Of(s).TilesOfImage;
    }

    static bool IsThreeTaps(WindowAxis axis) => axis is { Taps: 3, Stride: 1, Dilation: 1 };

    static WinogradSizes Of(Convolutions.Sizes s)
    {
        WindowAxis high = s.Windows.Height, wide = s.Windows.Width;
        return new(s.Images, s.Groups, s.Channels, s.Filters, high.Size, wide.Size, high.Count, wide.Count, high.Before, wide.Before);
    }

    /// <inheritdoc cref="Convolutions.Forward"/>
    internal static void Forward(Convolutions.Sizes s, float* x, float* w, float* bias, bool isRelu, float* y) =>
        Run(Of(s), x, w, s.Channels * 9, 9, false, bias, isRelu, y);

    /// <inheritdoc cref="Convolutions.Transposed"/>
    /// <remarks>The convolution of y by the turned filters.</remarks>
    internal static void Transposed(Convolutions.Sizes s, float* y, float* w, float* bias, bool isRelu, float* x)
    {
        WindowAxis high = s.Windows.Height, wide = s.Windows.Width;
        Run(new(s.Images, s.Groups, s.Filters, s.Channels, high.Count, wide.Count, high.Size, wide.Size, 2 - high.Before, 2 - wide.Before),
            y, w, 9, s.Channels * 9, true, bias, isRelu, x);
    }

    /// <inheritdoc cref="Convolutions.Weights"/>
    internal static void Weights(Convolutions.Sizes s, float* x, float* dy, float* dw)
    {
        switch (GemmTiles.VectorBits)
        {
            case 512: Weights<ImageLanes512, System.Runtime.Intrinsics.Vector512<float>>(Of(s), x, dy, dw); break;
            case 256: Weights<ImageLanes256, System.Runtime.Intrinsics.Vector256<float>>(Of(s), x, dy, dw); break;
            default: Weights<ImageLanes1, float>(Of(s), x, dy, dw); break;
        }
    }

    static void Run(WinogradSizes s, float* x, float* w, int filterStep, int channelStep, bool turns, float* bias, bool isRelu, float* y)
    {
        switch (GemmTiles.VectorBits)
        {
            case 512: Run<ImageLanes512, System.Runtime.Intrinsics.Vector512<float>>(s, x, w, filterStep, channelStep, turns, bias, isRelu, y); break;
            case 256: Run<ImageLanes256, System.Runtime.Intrinsics.Vector256<float>>(s, x, w, filterStep, channelStep, turns, bias, isRelu, y); break;
            default: Run<ImageLanes1, float>(s, x, w, filterStep, channelStep, turns, bias, isRelu, y); break;
        }
    }

    static void Run<TLanes, TVector>(WinogradSizes s, float* x, float* w, int filterStep, int channelStep, bool turns, float* bias, bool isRelu, float* y)
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        var u = new Planes(s.Filters, s.Channels);
        float* values = Workspace.Rent<float>(Workspace.Use.Shared, s.Groups * u.Room);
        RowShares.Run(s.Groups * s.Filters, Values * s.Channels, new FiltersJob<TLanes, TVector>(s, w, filterStep, channelStep, turns, u, values));
        int shares = Math.Clamp(s.Threads == 1 ? 1 : 4 * s.Threads / (s.Groups * s.Blocks), 1, (s.Filters - 1) / FilterBlock + 1);
        WorkTeam.For(s.Groups * s.Blocks * shares, new ResultsJob<TLanes, TVector>(s, x, u, values, shares, bias, isRelu, y), threads: s.Threads);
    }

    /// <summary>36 matrices of values: rows of whole vectors, and the planes a line more apart, so that one element of each is not always in the
    /// same few lines of a cache.</summary>
    readonly struct Planes(int rows, int columns)
    {
        internal int Pitch { get; } = (columns + 15) & -16;

        internal nint Plane { get; } = (nint)rows * ((columns + 15) & -16) + 16;

        internal long Room => Values * (long)Plane;
    }

    readonly struct FiltersJob<TLanes, TVector>(WinogradSizes s, float* w, int filterStep, int channelStep, bool turns, Planes u, float* values)
        : IChunkJob where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int place)
        {
            int filter = place % s.Filters;
            float* taps = Workspace.Rent<float>(Workspace.Use.Chunk, WinogradTransforms.TapRoom);
            float* from = w + (nint)(place / s.Filters) * s.Filters * s.Channels * 9 + (nint)filter * filterStep;
            float* to = values + (nint)(place / s.Filters) * (nint)u.Room + (nint)filter * u.Pitch;
            for (int c = 0; c < s.Channels; c += WinogradTransforms.TapPitch)
            {
                int count = Math.Min(WinogradTransforms.TapPitch, s.Channels - c);
                for (int i = 0; i < count; i++, from += channelStep)
                    for (int tap = 0; tap < 9; tap++) taps[tap * WinogradTransforms.TapPitch + i] = from[turns ? 8 - tap : tap];
                WinogradTransforms.Filters<TLanes, TVector>(taps, count, to + c, u.Plane);
            }
        }
    }

    readonly struct ResultsJob<TLanes, TVector>(WinogradSizes s, float* x, Planes u, float* filters, int shares, float* bias, bool isRelu, float* y)
        : IChunkJob where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk)
        {
            int share = chunk % shares, block = chunk / shares % s.Blocks, group = chunk / shares / s.Blocks, tiles = s.Count(block);
            int first = Cut(s.Filters, share, shares), end = Cut(s.Filters, share + 1, shares), columns = WinogradTransforms.Whole(tiles);
            float* lines = Workspace.Rent<float>(Workspace.Use.Chunk,
                WinogradTransforms.LineRoom + (long)(s.Channels + FilterBlock) * TilesPitch + s.Width + 64);
            float* channels = lines + WinogradTransforms.LineRoom, results = channels + (nint)s.Channels * TilesPitch;
            float* zeros = results + FilterBlock * TilesPitch;
            new Span<float>(zeros, s.Width + 64).Clear();
            WinogradSizes.Run* runs = stackalloc WinogradSizes.Run[Block];
            int runCount = s.Runs(block, runs), image = s.Height * s.Width, result = s.OutHeight * s.OutWidth;
            for (int c = 0; c < s.Channels; c++)
                WinogradTransforms.Images<TLanes, TVector>(s, x + ((nint)group * s.Channels + c) * image, c + 1 < s.Channels ? image : 0, (nint)s.Groups * s.Channels * image,
                    runs, runCount, zeros, lines, channels + (nint)c * TilesPitch, Block, tiles);
            int longest = Gemm.BlockLength(s.Channels);
            for (int f = first, some; f < end; f += some)
            {
                some = Math.Min(FilterBlock, end - f);
                float* a = filters + group * (nint)u.Room + (nint)f * u.Pitch;
                for (int value = 0; value < Values; value++)
                    for (int p = 0; p < s.Channels; p += longest)
                        GemmStrips.Multiply(some, columns, Math.Min(longest, s.Channels - p), a + value * u.Plane + p, u.Pitch, 1,
                            channels + value * Block + (nint)p * TilesPitch, TilesPitch, results + value * Block, TilesPitch, p > 0);
                for (int i = 0; i < some; i++)
                {
                    int filter = group * s.Filters + f + i;
                    WinogradTransforms.Results<TLanes, TVector>(s, results + i * TilesPitch, Block, tiles, lines, runs, runCount,
                        bias == null ? -0f : bias[filter], isRelu, y + (nint)filter * result, (nint)s.Groups * s.Filters * result);
                }
            }
        }
    }

    static int Cut(int count, int part, int parts) => (int)((long)count * part / parts);

    static void Weights<TLanes, TVector>(WinogradSizes s, float* x, float* dy, float* dw)
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        var u = new Planes(s.Filters, s.Channels);
        int parts = (int)Math.Clamp(PartElements / (s.Groups * u.Room), 1, Math.Min(MostParts, s.Blocks));
        int shares = Math.Clamp(s.Threads == 1 ? 1 : 4 * s.Threads / (s.Groups * parts), 1, (s.Filters - 1) / (2 * FilterBlock) + 1);
        float* sums = Workspace.Rent<float>(Workspace.Use.Result, parts * s.Groups * u.Room);
        WorkTeam.For(s.Groups * parts * shares, new SlopesJob<TLanes, TVector>(s, x, dy, u, sums, parts, shares), threads: s.Threads);
        RowShares.Run(s.Groups * s.Filters, Values * s.Channels * parts, new TapsJob<TLanes, TVector>(s, u, sums, parts, dw));
    }

    readonly struct SlopesJob<TLanes, TVector>(WinogradSizes s, float* x, float* dy, Planes u, float* sums, int parts, int shares) : IChunkJob
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk)
        {
            int share = chunk % shares, group = chunk / shares % s.Groups, part = chunk / shares / s.Groups;
            int first = Cut(s.Filters, share, shares), end = Cut(s.Filters, share + 1, shares);
            var v = new Planes(Block, s.Channels);
            float* lines = Workspace.Rent<float>(Workspace.Use.Chunk,
                WinogradTransforms.LineRoom + (ChannelBlock + FilterBlock) * TilesPitch + v.Room + Math.Max(s.Width, s.OutWidth) + 64);
            float* few = lines + WinogradTransforms.LineRoom, slopes = few + ChannelBlock * TilesPitch, channels = slopes + FilterBlock * TilesPitch;
            float* zeros = channels + v.Room;
            new Span<float>(zeros, Math.Max(s.Width, s.OutWidth) + 64).Clear();
            WinogradSizes.Run* runs = stackalloc WinogradSizes.Run[Block];
            float* sum = sums + ((nint)part * s.Groups + group) * (nint)u.Room;
            for (int block = Cut(s.Blocks, part, parts), from = block, last = Cut(s.Blocks, part + 1, parts); block < last; block++)
            {
                int tiles = s.Count(block), runCount = s.Runs(block, runs), result = s.OutHeight * s.OutWidth;
                for (int c = 0; c < s.Channels; c += ChannelBlock)
                    Turned(c, group, Math.Min(ChannelBlock, s.Channels - c), runs, runCount, zeros, lines, few, channels + c, v, tiles);
                for (int f = first, count; f < end; f += count)
                {
                    count = Math.Min(FilterBlock, end - f);
                    for (int i = 0; i < count; i++)
                        WinogradTransforms.ResultSlopes<TLanes, TVector>(s, dy + ((nint)group * s.Filters + f + i) * result,
                            f + i + 1 < end ? result : 0, (nint)s.Groups * s.Filters * result, runs, runCount, zeros, lines, slopes + i * TilesPitch, Block, tiles);
                    for (int value = 0; value < Values; value++)
                        GemmStrips.Multiply(count, u.Pitch, WinogradTransforms.Whole(tiles), slopes + value * Block, TilesPitch, 1, channels + value * v.Plane, v.Pitch,
                            sum + value * u.Plane + (nint)f * u.Pitch, u.Pitch, block > from);
                }
            }
        }

        /// <summary>The values of a few channels, as columns.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Turned(int channel, int group, int count, WinogradSizes.Run* runs, int runCount, float* zeros, float* lines, float* few,
            float* to, Planes v, int tiles)
        {
            int image = s.Height * s.Width;
            for (int i = 0; i < count; i++)
                WinogradTransforms.Images<TLanes, TVector>(s, x + ((nint)group * s.Channels + channel + i) * image,
                    channel + i + 1 < s.Channels ? image : 0, (nint)s.Groups * s.Channels * image,
                    runs, runCount, zeros, lines, few + i * TilesPitch, Block, tiles);
            for (int value = 0; value < Values; value++)
                GemmPacking.Panel(few + value * Block, 1, TilesPitch, WinogradTransforms.Whole(tiles), ChannelBlock, to + value * v.Plane, v.Pitch);
        }
    }

    readonly struct TapsJob<TLanes, TVector>(WinogradSizes s, Planes u, float* sums, int parts, float* dw) : IChunkJob
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int place)
        {
            float* taps = Workspace.Rent<float>(Workspace.Use.Chunk, WinogradTransforms.TapRoom);
            float* from = sums + (nint)(place / s.Filters) * (nint)u.Room + (nint)(place % s.Filters) * u.Pitch, to = dw + (nint)place * s.Channels * 9;
            for (int c = 0; c < s.Channels; c += WinogradTransforms.TapPitch)
            {
                int count = Math.Min(WinogradTransforms.TapPitch, s.Channels - c);
                WinogradTransforms.TapSlopes<TLanes, TVector>(from + c, u.Plane, parts, s.Groups * (nint)u.Room, count, taps);
                for (int i = 0; i < count; i++, to += 9)
                    for (int tap = 0; tap < 9; tap++) to[tap] = taps[tap * WinogradTransforms.TapPitch + i];
            }
        }
    }
}
