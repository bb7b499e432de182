using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Cairn.Kernels;

/// <summary>Maxima and averages under windows, channel by channel, and the ways back.</summary>
/// <remarks>A sum runs along each row of a window, then over the rows, in order.</remarks>
static unsafe class Pools
{
    const int ShareLength = 16384;

    interface IChannelKernel
    {
        void Run(int channel);
    }

    readonly struct Share<TKernel>(TKernel kernel, int channels, int each) : IChunkJob where TKernel : struct, IChannelKernel
    {
        public void Run(int chunk)
        {
            for (int c = chunk * each, end = Math.Min(channels, c + each); c < end; c++) kernel.Run(c);
        }
    }

    static void Run<TKernel>(TKernel kernel, int channels, int length) where TKernel : struct, IChannelKernel
    {
        if (channels == 0) return;
        int each = Math.Max(1, ShareLength / Math.Max(1, length));
        WorkTeam.For((channels - 1) / each + 1, new Share<TKernel>(kernel, channels, each));
    }

    /// <summary>The largest element of each window, NaN counting as larger than all, and, where places are wanted, that of the first such in its
    /// channel.</summary>
    internal static void Max<T>(PoolWindows windows, int channels, ReadOnlySpan<T> x, Span<T> y, Span<int> places)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = x, py = y)
        fixed (int* pp = places)
            Run(new MaxKernel<T>(windows, px, py, pp), channels, windows.Inputs);
    }

    readonly struct MaxKernel<T>(PoolWindows windows, T* x, T* y, int* places) : IChannelKernel where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int channel)
        {
            PoolWindows.Axis depth = windows.Depth, height = windows.Height, width = windows.Width;
            T* from = x + (nint)channel * windows.Inputs, to = y + (nint)channel * windows.Outputs;
            int* at = places == null ? null : places + (nint)channel * windows.Outputs;
            if (typeof(T) == typeof(float) && windows.AreTwoByTwo && Avx2.IsSupported)
            {
                MaxSquares.Run((float*)from, height.Size, width.Size, (float*)to, at);
                return;
            }
            for (int d = 0; d < depth.Count; d++)
                for (int h = 0; h < height.Count; h++)
                    for (int w = 0; w < width.Count; w++)
                    {
                        int place = (depth.First[d] * height.Size + height.First[h]) * width.Size + width.First[w];
                        int left = width.First[w], right = width.End[w], below = height.End[h];
                        T best = from[place];
                        for (int i = depth.First[d], behind = depth.End[d]; i < behind; i++)
                            for (int j = height.First[h]; j < below; j++)
                            {
                                int row = (i * height.Size + j) * width.Size;
                                for (int k = left; k < right; k++) // neither at most best nor beside a best that is NaN
                                    if (!(from[row + k] <= best) && !T.IsNaN(best)) (best, place) = (from[row + k], row + k);
                            }
                        *to++ = best;
                        if (at != null) *at++ = place;
                    }
        }
    }

    /// <summary>Adds each y to the place it came from, of which the others are 0.</summary>
    internal static void ToPlaces<T>(int channels, int inputs, int outputs, ReadOnlySpan<T> y, ReadOnlySpan<int> places, Span<T> x)
        where T : unmanaged, INumber<T>
    {
        fixed (T* px = x, py = y)
        fixed (int* pp = places)
            Run(new ToPlacesKernel<T>(inputs, outputs, py, pp, px), channels, inputs);
    }

    readonly struct ToPlacesKernel<T>(int inputs, int outputs, T* y, int* places, T* x) : IChannelKernel where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int channel)
        {
            T* from = y + (nint)channel * outputs, to = x + (nint)channel * inputs;
            int* at = places + (nint)channel * outputs;
            new Span<T>(to, inputs).Clear();
            for (int i = 0; i < outputs; i++) to[at[i]] += from[i];
        }
    }

    /// <summary>The elements of x at the places.</summary>
    internal static void FromPlaces<T>(int channels, int inputs, int outputs, ReadOnlySpan<T> x, ReadOnlySpan<int> places, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        fixed (T* px = x, py = y)
        fixed (int* pp = places)
            Run(new FromPlacesKernel<T>(inputs, outputs, px, pp, py), channels, inputs);
    }

    readonly struct FromPlacesKernel<T>(int inputs, int outputs, T* x, int* places, T* y) : IChannelKernel where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int channel)
        {
            T* from = x + (nint)channel * inputs, to = y + (nint)channel * outputs;
            int* at = places + (nint)channel * outputs;
            for (int i = 0; i < outputs; i++) to[i] = from[at[i]];
        }
    }

    /// <summary>The sum of each window over what its average divides by.</summary>
    internal static void Average<T>(PoolWindows windows, int channels, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, INumber<T>
    {
        fixed (T* px = x, py = y) Run(new AverageKernel<T>(windows, px, py), channels, windows.Inputs);
    }

    readonly struct AverageKernel<T>(PoolWindows windows, T* x, T* y) : IChannelKernel where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int channel)
        {
            PoolWindows.Axis depth = windows.Depth, height = windows.Height, width = windows.Width;
            T* from = x + (nint)channel * windows.Inputs, to = y + (nint)channel * windows.Outputs;
            for (int d = 0; d < depth.Count; d++)
                for (int h = 0; h < height.Count; h++, to += width.Count)
                    for (int w = 0; w < width.Count; w++)
                    {
                        T sum = T.Zero;
                        int first = width.First[w], end = width.End[w];
                        for (int i = depth.First[d]; i < depth.End[d]; i++)
                            for (int j = height.First[h]; j < height.End[h]; j++)
                            {
                                T* row = from + (i * height.Size + j) * width.Size;
                                T along = T.Zero;
                                for (int k = first; k < end; k++) along += row[k];
                                sum += along;
                            }
                        to[w] = sum / T.CreateTruncating(windows.Count(d, h, w));
                    }
        }
    }

    /// <summary>Each y, over what its average divides by, added to all elements of its window.</summary>
    internal static void Spread<T>(PoolWindows windows, int channels, ReadOnlySpan<T> y, Span<T> x) where T : unmanaged, INumber<T>
    {
        fixed (T* px = x, py = y) Run(new SpreadKernel<T>(windows, py, px), channels, windows.Inputs);
    }

    readonly struct SpreadKernel<T>(PoolWindows windows, T* y, T* x) : IChannelKernel where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int channel)
        {
            PoolWindows.Axis depth = windows.Depth, height = windows.Height, width = windows.Width;
            T* from = y + (nint)channel * windows.Outputs, to = x + (nint)channel * windows.Inputs;
            new Span<T>(to, windows.Inputs).Clear();
            for (int d = 0; d < depth.Count; d++)
                for (int h = 0; h < height.Count; h++, from += width.Count)
                    for (int w = 0; w < width.Count; w++)
                    {
                        T part = from[w] / T.CreateTruncating(windows.Count(d, h, w));
                        int first = width.First[w], end = width.End[w];
                        for (int i = depth.First[d]; i < depth.End[d]; i++)
                            for (int j = height.First[h]; j < height.End[h]; j++)
                            {
                                T* row = to + (i * height.Size + j) * width.Size;
                                for (int k = first; k < end; k++) row[k] += part;
                            }
                    }
        }
    }
}
