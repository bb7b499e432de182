using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

/// <summary>Loops over neighbouring windows of rows that lie ready with their border.</summary>
static unsafe class SlidingWindows
{
    const int Lanes = 16; // of sums, whatever a vector has

    /// <summary>Copies rows of an image, and zeros for what is outside it.</summary>
    /// <param name="image">Its first element.</param>
    /// <param name="height">Of the image.</param>
    /// <param name="width">Of the image.</param>
    /// <param name="top">The first row that is copied.</param>
    /// <param name="left">The first column that is copied.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns, a multiple of 16; of each phase where there are several.</param>
    /// <param name="to">Where they go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Copy<TLanes, TVector>(float* image, int height, int width, int top, int left, int rows, int columns, float* to)
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        for (int end = top + rows; top < end; top++, to += columns)
        {
            bool isInside = (uint)top < (uint)height;
            float* row = image + (nint)top * width;
            for (int j = 0; j < columns; j += TLanes.Count)
            {
                int column = left + j;
                TLanes.Store(isInside && column < width ? TLanes.LoadInside(row, column, width) : TLanes.All(0), to + j);
            }
        }
    }

    /// <summary>The same where windows are a stride apart: first the columns that it divides, a pitch further those that leave 1, and so on.</summary>
    /// <inheritdoc cref="Copy"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void CopyApart(float* image, int height, int width, int top, int left, int rows, int columns, int stride, float* to)
    {
        for (int end = top + rows; top < end; top++)
            for (int phase = 0; phase < stride; phase++, to += columns)
                for (int j = 0; j < columns; j++)
                {
                    int column = left + j * stride + phase;
                    to[j] = (uint)top < (uint)height && (uint)column < (uint)width ? image[(nint)top * width + column] : 0;
                }
    }

    /// <summary>For each window a chain of terms: a factor times the element that stands so far behind the window's place.</summary>
    /// <param name="rows">The place of the first window.</param>
    /// <param name="pitch">From a row of windows to the next.</param>
    /// <param name="factors">Of the terms.</param>
    /// <param name="places">Of their elements.</param>
    /// <param name="terms">How many.</param>
    /// <param name="bias">What is added at the end, -0 for nothing.</param>
    /// <param name="isRelu">Whether there is relu.</param>
    /// <param name="y">The results, one after the other.</param>
    /// <param name="height">The rows of windows.</param>
    /// <param name="width">The windows of a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Sums<TLanes, TVector>(float* rows, int pitch, float* factors, nint* places, int terms, float bias, bool isRelu, float* y,
        int height, int width) where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        int lanes = TLanes.Count;
        for (int row = 0; row < height; row += 8)
        {
            int last = Math.Min(8, height - row) - 1; // rows that are not there are the last one again, and not written
            for (int j = 0; j < width; j += lanes)
            {
                float* p0 = rows + (nint)row * pitch + j, p1 = p0 + (nint)Math.Min(1, last) * pitch, p2 = p0 + (nint)Math.Min(2, last) * pitch;
                float* p3 = p0 + (nint)Math.Min(3, last) * pitch, p4 = p0 + (nint)Math.Min(4, last) * pitch, p5 = p0 + (nint)Math.Min(5, last) * pitch;
                float* p6 = p0 + (nint)Math.Min(6, last) * pitch, p7 = p0 + (nint)last * pitch;
                TVector s0 = TLanes.All(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
                for (int k = 0; k < terms; k++)
                {
                    var factor = TLanes.All(factors[k]);
                    nint place = places[k];
                    s0 = TLanes.MultiplyAdd(factor, TLanes.Load(p0 + place), s0);
                    s1 = TLanes.MultiplyAdd(factor, TLanes.Load(p1 + place), s1);
                    s2 = TLanes.MultiplyAdd(factor, TLanes.Load(p2 + place), s2);
                    s3 = TLanes.MultiplyAdd(factor, TLanes.Load(p3 + place), s3);
                    s4 = TLanes.MultiplyAdd(factor, TLanes.Load(p4 + place), s4);
                    s5 = TLanes.MultiplyAdd(factor, TLanes.Load(p5 + place), s5);
                    s6 = TLanes.MultiplyAdd(factor, TLanes.Load(p6 + place), s6);
                    s7 = TLanes.MultiplyAdd(factor, TLanes.Load(p7 + place), s7);
                }
                float* to = y + (nint)row * width + j;
                int left = width - j;
                Finish<TLanes, TVector>(s0, bias, isRelu, to, left);
                if (last >= 1) Finish<TLanes, TVector>(s1, bias, isRelu, to + width, left);
                if (last >= 2) Finish<TLanes, TVector>(s2, bias, isRelu, to + 2 * (nint)width, left);
                if (last >= 3) Finish<TLanes, TVector>(s3, bias, isRelu, to + 3 * (nint)width, left);
                if (last >= 4) Finish<TLanes, TVector>(s4, bias, isRelu, to + 4 * (nint)width, left);
                if (last >= 5) Finish<TLanes, TVector>(s5, bias, isRelu, to + 5 * (nint)width, left);
                if (last >= 6) Finish<TLanes, TVector>(s6, bias, isRelu, to + 6 * (nint)width, left);
                if (last >= 7) Finish<TLanes, TVector>(s7, bias, isRelu, to + 7 * (nint)width, left);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Finish<TLanes, TVector>(TVector sum, float bias, bool isRelu, float* to, int left)
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        sum = TLanes.Add(sum, TLanes.All(bias));
        if (isRelu) sum = TLanes.Relu(sum);
        if (left >= TLanes.Count) TLanes.Store(sum, to);
        else TLanes.StorePart(sum, to, left);
    }

    /// <summary>For up to four taps the products of what they see with the windows' numbers, summed in 16 lanes: for every 16 windows of a row
    /// a lane is a chain down the rows, and is added to what is there.</summary>
    /// <param name="rows">The place of the first window.</param>
    /// <param name="pitch">From a row of windows to the next.</param>
    /// <param name="places">Of the taps' elements, four.</param>
    /// <param name="taps">How many of them are wanted.</param>
    /// <param name="numbers">Rows of them, with room up to whole lanes.</param>
    /// <param name="numberPitch">From row to row.</param>
    /// <param name="height">The rows of windows.</param>
    /// <param name="width">The windows of a row.</param>
    /// <param name="sums">16 for each tap.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Products<TLanes, TVector>(float* rows, int pitch, nint* places, int taps, float* numbers, int numberPitch, int height,
        int width, float* sums) where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        nint at0 = places[0], at1 = places[1], at2 = places[2], at3 = places[3];
        for (int j = 0; j < width; j += TLanes.Count)
        {
            TVector s0 = TLanes.All(0), s1 = s0, s2 = s0, s3 = s0;
            float* x = rows + j, y = numbers + j;
            for (int row = 0; row < height; row++, x += pitch, y += numberPitch)
            {
                var number = TLanes.Load(y);
                s0 = TLanes.MultiplyAdd(number, TLanes.Load(x + at0), s0);
                s1 = TLanes.MultiplyAdd(number, TLanes.Load(x + at1), s1);
                s2 = TLanes.MultiplyAdd(number, TLanes.Load(x + at2), s2);
                s3 = TLanes.MultiplyAdd(number, TLanes.Load(x + at3), s3);
            }
            float* to = sums + j % Lanes;
            int left = width - j;
            Add<TLanes, TVector>(s0, to, left);
            if (taps > 1) Add<TLanes, TVector>(s1, to + Lanes, left);
            if (taps > 2) Add<TLanes, TVector>(s2, to + 2 * Lanes, left);
            if (taps > 3) Add<TLanes, TVector>(s3, to + 3 * Lanes, left);
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
