using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>Convolution in float32 of groups of so few channels and filters that a product of matrices would have nothing to hold on to:
/// windows slide over a copy of some rows with their border, a vector of neighbouring windows at a time; those of three by three over one
/// channel read it where it lies (<see cref="ThreeByThree"/>).</summary>
/// <remarks>
/// The law: a result is a chain of fused multiply-adds over channels, then taps, as with more channels; so is a slope of an image, over
/// filters, then taps turned round. A slope of a weight is summed in 16 lanes: window j of a row belongs to lane j mod 16; for every 16
/// windows of a row a lane is a chain down a band of rows; these are added from left to right and band by band within each of at most 8
/// runs of images, these in order, and in the end the upper half of the lanes to the lower one until one is left.
/// </remarks>
static unsafe class Depthwise
{
    const int Most = 3;                     // channels or filters of a group
    const int LongestSum = 768;             // one chain, as in a product of matrices
    const int BandElements = 1 << 14;       // elements of the copied rows of a channel
    const int NearElements = 1 << 11;       // so many of two images are in the first cache together
    const int RowsTogether = 8, Lanes = 16, TapsTogether = 4, MostParts = 8;

    /// <summary>Whether a convolution is computed so.</summary>
    internal static bool Takes<T>(Convolutions.Sizes s) => typeof(T) == typeof(float) && s.Channels <= Most && s.Filters <= Most
        && s.Windows.Depth == WindowAxis.None && Math.Max(s.Channels, s.Filters) * s.Windows.Taps <= LongestSum;

    /// <summary>Whether the way forward is computed so: many filters of three by three over one channel are, too.</summary>
    internal static bool TakesForward<T>(Convolutions.Sizes s) => Takes<T>(s) || (typeof(T) == typeof(float) && s.Channels == 1
        && s.Windows.Depth == WindowAxis.None && ThreeByThree.Channel.Fits(s.Windows.Height) && ThreeByThree.Channel.Fits(s.Windows.Width));

    /// <summary>Whether the way back to the images is computed so too: it is another such convolution.</summary>
    internal static bool TakesTransposed<T>(Convolutions.Sizes s) => Takes<T>(s) && s.Windows.Height.Stride == 1 && s.Windows.Width.Stride == 1;

    /// <summary>Windows over images, and the rows of them that are copied together.</summary>
    readonly struct Band
    {
        internal readonly WindowAxis Height, Width;

        internal Band(WindowAxis height, WindowAxis width)
        {
            (Height, Width) = (height, width);
            PhasePitch = ((width.Count + Lanes - 1) & -Lanes) + (width.Taps * width.Dilation / width.Stride + Lanes & -Lanes);
            Windows = Math.Clamp(BandElements / Pitch / height.Stride & -RowsTogether, RowsTogether, Math.Max(RowsTogether, height.Count));
            Count = (height.Count - 1) / Windows + 1;
        }

        /// <summary>From the columns that a stride divides to those that leave 1, and so on: neighbours among them are read by neighbouring windows.</summary>
        internal int PhasePitch { get; }

        internal int Pitch => PhasePitch * Width.Stride;

        /// <summary>The rows of windows of a band but the last.</summary>
        internal int Windows { get; }

        internal int Count { get; }

        internal int Rows => (Windows - 1) * Height.Stride + (Height.Taps - 1) * Height.Dilation + 1;

        internal long Room => (long)Rows * Pitch;

        /// <summary>Where in the copy the element under a tap of the first window is.</summary>
        internal int Place(int row, int column) =>
            row * Height.Dilation * Pitch + column * Width.Dilation % Width.Stride * PhasePitch + column * Width.Dilation / Width.Stride;

        /// <summary>Copies the rows of a channel that a band of windows reads, with their border of zeros.</summary>
        internal void Copy<TLanes, TVector>(float* channel, int band, float* to) where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
        {
            int top = band * Windows * Height.Stride - Height.Before;
            if (Width.Stride == 1)
                SlidingWindows.Copy<TLanes, TVector>(channel, Height.Size, Width.Size, top, -Width.Before, Rows, Pitch, to);
            else
                SlidingWindows.CopyApart(channel, Height.Size, Width.Size, top, -Width.Before, Rows, PhasePitch, Width.Stride, to);
        }
    }

    /// <inheritdoc cref="Convolutions.Forward"/>
    internal static void Forward(Convolutions.Sizes s, float* x, float* w, float* bias, bool isRelu, float* y) =>
        Run(new(s, new(s.Windows.Height, s.Windows.Width), s.Channels, s.Filters, s.Inner, s.Windows.Taps, false), x, w, bias, isRelu, y);

    /// <inheritdoc cref="Convolutions.Transposed"/>
    internal static void Transposed(Convolutions.Sizes s, float* y, float* w, float* bias, bool isRelu, float* x) =>
        Run(new(s, new(Back(s.Windows.Height), Back(s.Windows.Width)), s.Filters, s.Channels, s.Windows.Taps, s.Inner, true), y, w, bias, isRelu, x);

    static bool IsThreeByThree(Band band) => ThreeByThree.Channel.Fits(band.Height) && ThreeByThree.Channel.Fits(band.Width);

    static WindowAxis Back(WindowAxis axis) =>
        new(axis.Count, axis.Taps, 1, axis.Dilation, (axis.Taps - 1) * axis.Dilation - axis.Before, axis.Size);

    /// <summary>One convolution: from so many channels of a group to so many, and how its weights lie.</summary>
    readonly struct Plan(Convolutions.Sizes s, Band band, int inputs, int outputs, int outputStep, int inputStep, bool turns)
    {
        internal Convolutions.Sizes Sizes => s;

        internal Band Band { get; } = band;

        internal int Inputs => inputs;

        internal int Outputs => outputs;

        internal int Terms => inputs * s.Windows.Taps;

        internal int Units => s.Images * s.Groups * Band.Count;

        internal bool Turns => turns;

        /// <summary>Whether windows of three by three slide over one channel, which needs no copy.</summary>
        internal bool IsThreeByThree => inputs == 1 && Depthwise.IsThreeByThree(Band);

        /// <summary>The weights from the channels of a group to one result.</summary>
        internal float* Weights(float* w, int group, int output) => w + (nint)group * s.Filters * s.Inner + (nint)output * outputStep;

        /// <summary>The weights of a result's chain, in order.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal void Chain(float* w, int group, int output, float* factors)
        {
            int taps = s.Windows.Taps;
            w = Weights(w, group, output);
            for (int c = 0; c < inputs; c++, w += inputStep)
                for (int tap = 0; tap < taps; tap++) *factors++ = w[turns ? taps - 1 - tap : tap];
        }

        /// <summary>Where each weight of a chain finds its element.</summary>
        internal void Places(nint* places)
        {
            for (int c = 0; c < inputs; c++)
                for (int tap = 0; tap < s.Windows.Taps; tap++)
                    *places++ = c * (nint)Band.Room + Band.Place(tap / Band.Width.Taps, tap % Band.Width.Taps);
        }
    }

    static void Run(Plan p, float* x, float* w, float* bias, bool isRelu, float* y)
    {
        switch (GemmTiles.VectorBits)
        {
            case 512: Run<ImageLanes512, Vector512<float>>(p, x, w, bias, isRelu, y); break;
            case 256: Run<ImageLanes256, Vector256<float>>(p, x, w, bias, isRelu, y); break;
            default: Run<ImageLanes1, float>(p, x, w, bias, isRelu, y); break;
        }
    }

    static void Run<TLanes, TVector>(Plan p, float* x, float* w, float* bias, bool isRelu, float* y)
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        int share = Share(p.Sizes, p.Units);
        WorkTeam.For((p.Units - 1) / share + 1, new Job<TLanes, TVector>(p, x, w, bias, isRelu, y, share), threads: p.Sizes.Threads);
    }

    /// <summary>How many of so many units a thread takes at a time.</summary>
    static int Share(Convolutions.Sizes s, int units) => (int)Math.Clamp((1 << 16) / Math.Max(1, s.Work / units), 1, units);

    readonly struct Job<TLanes, TVector>(Plan plan, float* x, float* w, float* bias, bool isRelu, float* y, int share) : IChunkJob
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk)
        {
            if (plan.IsThreeByThree) InPlace(chunk);
            else FromCopies(chunk);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void InPlace(int chunk)
        {
            var band = plan.Band;
            var channel = new ThreeByThree.Channel(band.Height, band.Width);
            float* zeros = Zeros(channel);
            int groups = plan.Sizes.Groups, wide = band.Width.Count;
            for (int unit = chunk * share, end = Math.Min(plan.Units, unit + share); unit < end; unit++)
            {
                int place = unit / band.Count, first = unit % band.Count * band.Windows, count = Math.Min(band.Windows, band.Height.Count - first);
                float* image = x + (nint)place * channel.Height * channel.Width;
                if (unit + 1 < end) CallNear(image + (nint)(first + count) * channel.Width, count * channel.Width);
                for (int f = 0; f < plan.Outputs; f++)
                {
                    float* to = y + (((nint)place * plan.Outputs + f) * band.Height.Count + first) * wide;
                    CallNear(to, count * wide);
                    ThreeByThree.Sums<TLanes, TVector>(channel, image, zeros, plan.Weights(w, place % groups, f), plan.Turns,
                        bias == null ? -0f : bias[place % groups * plan.Outputs + f], isRelu, to, first, count);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void FromCopies(int chunk)
        {
            var band = plan.Band;
            int units = plan.Units, terms = plan.Terms, groups = plan.Sizes.Groups, image = band.Height.Size * band.Width.Size;
            int result = band.Height.Count * band.Width.Count;
            float* rows = Workspace.Rent<float>(Workspace.Use.Chunk, plan.Inputs * band.Room + Lanes), factors = stackalloc float[LongestSum];
            nint* places = stackalloc nint[LongestSum];
            plan.Places(places);
            for (int unit = chunk * share, end = Math.Min(units, unit + share); unit < end; unit++)
            {
                int place = unit / band.Count, number = unit % band.Count, first = number * band.Windows;
                for (int c = 0; c < plan.Inputs; c++)
                    band.Copy<TLanes, TVector>(x + ((nint)place * plan.Inputs + c) * image, number, rows + c * (nint)band.Room);
                for (int f = 0; f < plan.Outputs; f++)
                {
                    plan.Chain(w, place % groups, f, factors);
                    SlidingWindows.Sums<TLanes, TVector>(rows, band.Pitch * band.Height.Stride, factors, places, terms,
                        bias == null ? -0f : bias[place % groups * plan.Outputs + f], isRelu,
                        y + ((nint)place * plan.Outputs + f) * result + (nint)first * band.Width.Count,
                        Math.Min(band.Windows, band.Height.Count - first), band.Width.Count);
                }
            }
        }
    }

    static int Cut(int count, int part, int parts) => (int)((long)count * part / parts);

    static float* Zeros(in ThreeByThree.Channel channel)
    {
        float* zeros = Workspace.Rent<float>(Workspace.Use.Chunk, channel.ZeroRoom);
        new Span<float>(zeros, channel.ZeroRoom).Clear();
        return zeros;
    }

    /// <summary>Calls the first elements of what comes next; once the hardware has seen these, it goes on by itself.</summary>
    static void CallNear(float* from, int count) => Ahead.Call(from, Math.Min(count, NearElements));

    /// <inheritdoc cref="Convolutions.Weights"/>
    internal static void Weights(Convolutions.Sizes s, float* x, float* dy, float* dw)
    {
        switch (GemmTiles.VectorBits)
        {
            case 512: Weights<ImageLanes512, Vector512<float>>(s, x, dy, dw); break;
            case 256: Weights<ImageLanes256, Vector256<float>>(s, x, dy, dw); break;
            default: Weights<ImageLanes1, float>(s, x, dy, dw); break;
        }
    }

    static void Weights<TLanes, TVector>(Convolutions.Sizes s, float* x, float* dy, float* dw)
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        int weights = s.Filters * s.Inner, parts = Math.Min(s.Images, MostParts), shares = Math.Clamp((4 * s.Threads - 1) / parts + 1, 1, s.Groups);
        long room = (long)weights * Lanes;
        float* sums = Workspace.Rent<float>(Workspace.Use.Result, s.Groups * parts * room);
        WorkTeam.For(parts * shares, new WeightsJob<TLanes, TVector>(s, new(s.Windows.Height, s.Windows.Width), x, dy, sums, parts, shares),
            threads: s.Threads);
        for (int i = 0; i < s.Groups * weights; i++)
        {
            float* lanes = sums + (nint)(i / weights) * parts * (nint)room + (nint)(i % weights) * Lanes;
            for (int part = 1; part < parts; part++)
                for (int lane = 0; lane < Lanes; lane++) lanes[lane] += lanes[part * (nint)room + lane];
            for (int half = Lanes / 2; half > 0; half /= 2)
                for (int lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half];
            dw[i] = lanes[0];
        }
    }

    readonly struct WeightsJob<TLanes, TVector>(Convolutions.Sizes s, Band band, float* x, float* dy, float* sums, int parts, int shares) : IChunkJob
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        // image by image, as they lie
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk)
        {
            int part = chunk / shares, first = Cut(s.Groups, chunk % shares, shares), end = Cut(s.Groups, chunk % shares + 1, shares);
            nint room = (nint)s.Filters * s.Inner * Lanes;
            bool isInPlace = s.Channels == 1 && IsThreeByThree(band);
            for (int group = first; group < end; group++) new Span<float>(sums + (group * parts + part) * room, (int)room).Clear();
            for (int image = Cut(s.Images, part, parts), last = Cut(s.Images, part + 1, parts); image < last; image++)
                for (int group = first; group < end; group++)
                {
                    float* to = sums + (group * parts + part) * room;
                    if (isInPlace) InPlace(image * (nint)s.Groups + group, to);
                    else FromCopies(image * (nint)s.Groups + group, to);
                }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void InPlace(nint place, float* to)
        {
            var channel = new ThreeByThree.Channel(band.Height, band.Width);
            float* zeros = Zeros(channel), image = x + place * channel.Height * channel.Width;
            int wide = band.Width.Count, result = band.Height.Count * wide;
            for (int number = 0; number < band.Count; number++)
                for (int f = 0; f < s.Filters; f++)
                {
                    int first = number * band.Windows, count = Math.Min(band.Windows, band.Height.Count - first);
                    float* slopes = dy + (place * s.Filters + f) * result + (nint)first * wide;
                    CallNear(slopes + count * (nint)wide, count * wide);
                    if (f == 0) CallNear(image + (nint)(first + count) * channel.Width, count * channel.Width);
                    ThreeByThree.Products<TLanes, TVector>(channel, image, zeros, slopes, first, count, to + f * s.Inner * Lanes);
                }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void FromCopies(nint place, float* to)
        {
            int image = band.Height.Size * band.Width.Size, result = band.Height.Count * band.Width.Count, pitch = (band.Width.Count + Lanes - 1) & -Lanes;
            float* rows = Workspace.Rent<float>(Workspace.Use.Chunk, s.Channels * band.Room + (long)(band.Windows + 1) * pitch);
            float* slopes = rows + s.Channels * (nint)band.Room;
            for (int number = 0; number < band.Count; number++)
            {
                int first = number * band.Windows, count = Math.Min(band.Windows, band.Height.Count - first);
                for (int c = 0; c < s.Channels; c++) band.Copy<TLanes, TVector>(x + (place * s.Channels + c) * image, number, rows + c * (nint)band.Room);
                for (int f = 0; f < s.Filters; f++)
                {
                    float* from = dy + (place * s.Filters + f) * result + (nint)first * band.Width.Count;
                    SlidingWindows.Copy<TLanes, TVector>(from, count, band.Width.Count, 0, 0, count, pitch, slopes);
                    Products(rows, slopes, pitch, count, to + (nint)f * s.Inner * Lanes);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Products(float* rows, float* slopes, int pitch, int count, float* to)
        {
            int wide = s.Windows.Width.Taps;
            nint* places = stackalloc nint[TapsTogether];
            for (int c = 0; c < s.Channels; c++, rows += (nint)band.Room)
                for (int row = 0; row < s.Windows.Height.Taps; row++)
                    for (int tap = 0, some; tap < wide; tap += some, to += some * Lanes)
                    {
                        some = Math.Min(TapsTogether, wide - tap);
                        for (int i = 0; i < TapsTogether; i++) places[i] = band.Place(row, tap + Math.Min(i, some - 1));
                        SlidingWindows.Products<TLanes, TVector>(rows, band.Pitch * band.Height.Stride, places, some, slopes, pitch, count, s.Windows.Width.Count, to);
                    }
        }
    }
}
