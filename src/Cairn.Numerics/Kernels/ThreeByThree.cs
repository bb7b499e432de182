using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

/// <summary>Windows of three by three side by side over one channel, which is read where it lies: each row of it once, for the three rows
/// of windows that see it.</summary>
static unsafe class ThreeByThree
{
    /// <summary>The channel as the windows see it.</summary>
    /// <param name="Height">Of the channel.</param>
    /// <param name="Width">Of the channel.</param>
    /// <param name="Above">How many rows before it the first window begins.</param>
    /// <param name="Left">How many columns before it the first window begins.</param>
    /// <param name="Windows">In a row.</param>
    internal readonly record struct Channel(int Height, int Width, int Above, int Left, int Windows)
    {
        internal Channel(WindowAxis height, WindowAxis width) : this(height.Size, width.Size, height.Before, width.Before, width.Count) { }

        /// <summary>The room for a row of zeros.</summary>
        internal int ZeroRoom => Width + 2 * Lanes;

        internal static bool Fits(WindowAxis axis) => axis is { Taps: 3, Stride: 1, Dilation: 1 };
    }

    const int Lanes = 16; // of sums, whatever a vector has

    /// <summary>For each window the chain of its nine products, in order, then bias and relu.</summary>
    /// <param name="c">The channel.</param>
    /// <param name="x">Its first element.</param>
    /// <param name="zeros">A row of zeros.</param>
    /// <param name="w">The nine factors, their order turned round where <paramref name="turns"/>.</param>
    /// <param name="turns">Whether the factors are turned round.</param>
    /// <param name="bias">What is added at the end, -0 for nothing.</param>
    /// <param name="isRelu">Whether there is relu.</param>
    /// <param name="y">The results of the first row of windows.</param>
    /// <param name="first">The first row of windows.</param>
    /// <param name="rows">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Sums<TLanes, TVector>(in Channel c, float* x, float* zeros, float* w, bool turns, float bias, bool isRelu, float* y,
        int first, int rows) where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        int height = c.Height, width = c.Width, windows = c.Windows, lanes = TLanes.Count, step = turns ? -1 : 1;
        if (turns) w += 8;
        TVector w0 = TLanes.All(w[0]), w1 = TLanes.All(w[step]), w2 = TLanes.All(w[2 * step]), w3 = TLanes.All(w[3 * step]), w4 = TLanes.All(w[4 * step]);
        TVector w5 = TLanes.All(w[5 * step]), w6 = TLanes.All(w[6 * step]), w7 = TLanes.All(w[7 * step]), w8 = TLanes.All(w[8 * step]);
        TVector zero = TLanes.All(0), added = TLanes.All(bias);
        for (int j = 0; j < windows; j += lanes)
        {
            int column = j - c.Left, left = windows - j;
            bool isInside = column >= 0 && column + 2 + lanes <= width;
            TVector seenTwice = zero, seenOnce = zero; // the windows of two and one rows so far
            float* to = y + j - 2 * (nint)windows;
            for (int i = 0, row = first - c.Above; i < rows + 2; i++, row++, to += windows)
            {
                float* from = (uint)row < (uint)height ? x + (nint)row * width : zeros;
                TVector a, b, d;
                if (isInside)
                {
                    a = TLanes.Load(from + column);
                    b = TLanes.Load(from + column + 1);
                    d = TLanes.Load(from + column + 2);
                }
                else
                {
                    a = TLanes.LoadInside(from, column, width);
                    b = TLanes.LoadInside(from, column + 1, width);
                    d = TLanes.LoadInside(from, column + 2, width);
                }
                var sum = TLanes.MultiplyAdd(w8, d, TLanes.MultiplyAdd(w7, b, TLanes.MultiplyAdd(w6, a, seenTwice)));
                seenTwice = TLanes.MultiplyAdd(w5, d, TLanes.MultiplyAdd(w4, b, TLanes.MultiplyAdd(w3, a, seenOnce)));
                seenOnce = TLanes.MultiplyAdd(w2, d, TLanes.MultiplyAdd(w1, b, TLanes.MultiplyAdd(w0, a, zero)));
                if (i < 2) continue;
                sum = TLanes.Add(sum, added);
                if (isRelu) sum = TLanes.Relu(sum);
                if (left >= lanes) TLanes.Store(sum, to);
                else TLanes.StorePart(sum, to, left);
            }
        }
    }

    /// <summary>For each of the nine factors the products of what it sees with the windows' numbers, summed in 16 lanes: for every 16 windows of a
    /// row a lane is a chain down the rows, and is added to what is there.</summary>
    /// <param name="c">The channel.</param>
    /// <param name="x">Its first element.</param>
    /// <param name="zeros">A row of zeros.</param>
    /// <param name="numbers">Of the first row of windows.</param>
    /// <param name="first">The first row of windows.</param>
    /// <param name="rows">How many.</param>
    /// <param name="sums">16 for each factor.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Products<TLanes, TVector>(in Channel c, float* x, float* zeros, float* numbers, int first, int rows, float* sums)
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        int height = c.Height, width = c.Width, windows = c.Windows, lanes = TLanes.Count;
        TVector zero = TLanes.All(0);
        for (int j = 0; j < windows; j += lanes)
        {
            int column = j - c.Left, left = windows - j;
            bool isInside = column >= 0 && column + 2 + lanes <= width;
            TVector s0 = zero, s1 = zero, s2 = zero, s3 = zero, s4 = zero, s5 = zero, s6 = zero, s7 = zero, s8 = zero;
            TVector here, above = zero, twoAbove = zero; // the numbers of the windows that see a row first, second and last
            for (int i = 0, row = first - c.Above; i < rows + 2; i++, row++)
            {
                float* from = (uint)row < (uint)height ? x + (nint)row * width : zeros;
                TVector a, b, d;
                if (isInside)
                {
                    a = TLanes.Load(from + column);
                    b = TLanes.Load(from + column + 1);
                    d = TLanes.Load(from + column + 2);
                }
                else
                {
                    a = TLanes.LoadInside(from, column, width);
                    b = TLanes.LoadInside(from, column + 1, width);
                    d = TLanes.LoadInside(from, column + 2, width);
                }
                here = zero;
                if (i < rows)
                {
                    here = left >= lanes ? TLanes.Load(numbers + (nint)i * windows + j) : TLanes.LoadInside(numbers + (nint)i * windows, j, windows);
                    s0 = TLanes.MultiplyAdd(here, a, s0);
                    s1 = TLanes.MultiplyAdd(here, b, s1);
                    s2 = TLanes.MultiplyAdd(here, d, s2);
                }
                if (i > 0 && i <= rows)
                {
                    s3 = TLanes.MultiplyAdd(above, a, s3);
                    s4 = TLanes.MultiplyAdd(above, b, s4);
                    s5 = TLanes.MultiplyAdd(above, d, s5);
                }
                if (i > 1)
                {
                    s6 = TLanes.MultiplyAdd(twoAbove, a, s6);
                    s7 = TLanes.MultiplyAdd(twoAbove, b, s7);
                    s8 = TLanes.MultiplyAdd(twoAbove, d, s8);
                }
                (twoAbove, above) = (above, here);
            }
            float* to = sums + j % Lanes;
            Add<TLanes, TVector>(s0, to, left);
            Add<TLanes, TVector>(s1, to + Lanes, left);
            Add<TLanes, TVector>(s2, to + 2 * Lanes, left);
            Add<TLanes, TVector>(s3, to + 3 * Lanes, left);
            Add<TLanes, TVector>(s4, to + 4 * Lanes, left);
            Add<TLanes, TVector>(s5, to + 5 * Lanes, left);
            Add<TLanes, TVector>(s6, to + 6 * Lanes, left);
            Add<TLanes, TVector>(s7, to + 7 * Lanes, left);
            Add<TLanes, TVector>(s8, to + 8 * Lanes, left);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Add<TLanes, TVector>(TVector sum, float* to, int left) where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        sum = TLanes.Add(TLanes.Load(to), sum);
        if (left >= TLanes.Count) TLanes.Store(sum, to);
        else TLanes.StorePart(sum, to, left);
    }
}
