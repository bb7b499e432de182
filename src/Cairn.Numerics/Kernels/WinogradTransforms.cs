using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

/// <summary>The linear maps of Winograd's algorithm F(4x4, 3x3), of many tiles side by side in vectors.</summary>
/// <remarks>Six values of the product of two polynomials give its coefficients (Toom and Cook): here at 0, ±3/4, ±3/2 and infinity. All
/// factors of the maps but those of the filters are exact in binary, and the error is a quarter of that with the usual 0, ±1, ±2. Of
/// the six numbers at these points the indices are 0, 1 and 2, 3 and 4, 5. A tile of four by four is computed from six by six elements,
/// by both axes one after the other: 36 values, whose planes lie apart.</remarks>
static unsafe class WinogradTransforms
{
    /// <summary>The rows and columns of a tile of the result.</summary>
    internal const int Side = 4;

    /// <summary>The values along one axis.</summary>
    internal const int Points = 6;

    /// <summary>The values of a tile.</summary>
    internal const int Values = Points * Points;

    /// <summary>Tiles lie in another order within as many.</summary>
    const int Together = 16;

    /// <summary>Between the rows of a block of tiles that await the second axis, and room for two sets of them and a few vectors.</summary>
    internal const int LinePitch = Side * WinogradSizes.Block + 32, LineRoom = 2 * Points * LinePitch + Side * Points * 16;

    /// <summary>Between the taps of neighbouring filters, which fill the lanes of a vector; and room for vectors of their values.</summary>
    internal const int TapPitch = 16, TapRoom = (9 + Values + 3 * Points) * TapPitch;

    const float A = 0.75f, B = 1.5f, A2 = A * A, B2 = B * B, A3 = A * A2, B3 = B * B2;

    /// <summary>What a filter's value at each of the points is divided by: the product of its distances to the other finite points.</summary>
    static readonly double[] Divisors =
        [A2 * B2, 2 * A2 * (A2 - B2), 2 * A2 * (A2 - B2), 2 * B2 * (B2 - A2), 2 * B2 * (B2 - A2), 1];

    /// <summary>The factor of each of the values of a filter.</summary>
    internal static float[] FilterFactors { get; } =
        [.. Enumerable.Range(0, Values).Select(v => (float)(1 / (Divisors[v / Points] * Divisors[v % Points])))];

    /// <summary>Six elements of an image become its values: multiplied, elementwise, by those of a filter they give the values of the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Input<TLanes, TVector>(ref TVector x0, ref TVector x1, ref TVector x2, ref TVector x3, ref TVector x4, ref TVector x5)
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        var first = TLanes.Fma(x0, A2 * B2, TLanes.Fma(x2, -A2 - B2, x4));
        var last = TLanes.Fma(x1, A2 * B2, TLanes.Fma(x3, -A2 - B2, x5));
        TVector even = TLanes.Fma(x2, -B2, x4), odd = TLanes.Fma(x1, -B2, x3), evenB = TLanes.Fma(x2, -A2, x4), oddB = TLanes.Fma(x1, -A2, x3);
        x0 = first;
        x1 = TLanes.Fma(odd, A, even);
        x2 = TLanes.Fma(odd, -A, even);
        x3 = TLanes.Fma(oddB, B, evenB);
        x4 = TLanes.Fma(oddB, -B, evenB);
        x5 = last;
    }

    /// <summary>Six values become four elements of the result, the first four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Output<TLanes, TVector>(ref TVector v0, ref TVector v1, ref TVector v2, ref TVector v3, TVector v4, TVector v5)
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        TVector even = TLanes.Add(v1, v2), odd = TLanes.Subtract(v1, v2), evenB = TLanes.Add(v3, v4), oddB = TLanes.Subtract(v3, v4);
        v0 = TLanes.Add(v0, TLanes.Add(even, evenB));
        v1 = TLanes.Fma(oddB, B, TLanes.Times(odd, A));
        v2 = TLanes.Fma(evenB, B2, TLanes.Times(even, A2));
        v3 = TLanes.Fma(oddB, B3, TLanes.Fma(odd, A3, v5));
    }

    /// <summary>The transpose of <see cref="Output"/>: four slopes become six.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Slopes<TLanes, TVector>(TVector y0, TVector y1, TVector y2, TVector y3,
        out TVector v0, out TVector v1, out TVector v2, out TVector v3, out TVector v4, out TVector v5)
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        TVector even = TLanes.Fma(y2, A2, y0), odd = TLanes.Fma(y3, A2, y1), evenB = TLanes.Fma(y2, B2, y0), oddB = TLanes.Fma(y3, B2, y1);
        v0 = y0;
        v1 = TLanes.Fma(odd, A, even);
        v2 = TLanes.Fma(odd, -A, even);
        v3 = TLanes.Fma(oddB, B, evenB);
        v4 = TLanes.Fma(oddB, -B, evenB);
        v5 = y3;
    }

    /// <summary>Three taps become six values, without their factors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Filter<TLanes, TVector>(TVector w0, TVector w1, TVector w2,
        out TVector v0, out TVector v1, out TVector v2, out TVector v3, out TVector v4, out TVector v5)
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        TVector even = TLanes.Fma(w2, A2, w0), evenB = TLanes.Fma(w2, B2, w0);
        v0 = w0;
        v1 = TLanes.Fma(w1, A, even);
        v2 = TLanes.Fma(w1, -A, even);
        v3 = TLanes.Fma(w1, B, evenB);
        v4 = TLanes.Fma(w1, -B, evenB);
        v5 = w2;
    }

    /// <summary>The transpose of <see cref="Filter"/>: six slopes become three, the first three.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void FilterSlopes<TLanes, TVector>(ref TVector v0, ref TVector v1, ref TVector v2, TVector v3, TVector v4, TVector v5)
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        TVector even = TLanes.Add(v1, v2), odd = TLanes.Subtract(v1, v2), evenB = TLanes.Add(v3, v4), oddB = TLanes.Subtract(v3, v4);
        v0 = TLanes.Add(v0, TLanes.Add(even, evenB));
        v1 = TLanes.Fma(oddB, B, TLanes.Times(odd, A));
        v2 = TLanes.Fma(evenB, B2, TLanes.Fma(even, A2, v5));
    }

    /// <summary>The values of a channel's tiles.</summary>
    /// <param name="s">The sizes.</param>
    /// <param name="x">The channel in the first image.</param>
    /// <param name="next">From there to the channel that is wanted next, which is called near; 0 if none is.</param>
    /// <param name="imageStep">From there to the next image.</param>
    /// <param name="runs">The tiles.</param>
    /// <param name="runCount">How many runs they are.</param>
    /// <param name="zeros">A row of zeros.</param>
    /// <param name="lines">Memory for what awaits the second axis.</param>
    /// <param name="values">Where the first value goes; each has a row of as many tiles as a block, in an order of its own.</param>
    /// <param name="plane">From value to value.</param>
    /// <param name="tiles">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Images<TLanes, TVector>(in WinogradSizes s, float* x, nint next, nint imageStep, WinogradSizes.Run* runs, int runCount, float* zeros,
        float* lines, float* values, nint plane, int tiles) where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        for (int r = 0; r < runCount; r++)
        {
            var run = runs[r];
            int row = run.Row - s.Above, width = s.Width, height = s.Height;
            float* image = x + run.Image * imageStep;
            if (next != 0) CallNear(image + next, run, height, width);
            DownImage<TLanes, TVector>(Line(image, row, height, width, zeros), Line(image, row + 1, height, width, zeros),
                Line(image, row + 2, height, width, zeros), Line(image, row + 3, height, width, zeros), Line(image, row + 4, height, width, zeros),
                Line(image, row + 5, height, width, zeros), run.Column - s.Left, width, run.Length * Side + 2, lines + run.First * Side);
        }
        ClearRest(lines, 2 * Points, ref tiles);
        AcrossImage<TLanes, TVector>(lines, values, plane, tiles);
    }

    /// <summary>Calls what lies about the tiles of a run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void CallNear(float* image, in WinogradSizes.Run run, int height, int width)
    {
        int rows = Math.Min(Side, height - run.Row), columns = Math.Min(run.Length * Side, width - run.Column);
        if (columns == width) Ahead.Call(image + (nint)run.Row * width, (nint)rows * width);
        else
            for (int i = 0; i < rows; i++) Ahead.Call(image + (nint)(run.Row + i) * width + run.Column, columns);
    }

    // what fills up the last 16 tiles is 0, since sums over tiles, whose order is another, pass it
    static void ClearRest(float* lines, int rows, ref int tiles)
    {
        int whole = Whole(tiles);
        for (int i = 0; i < rows && whole > tiles; i++) new Span<float>(lines + i * LinePitch + tiles * Side, (whole - tiles) * Side).Clear();
        tiles = whole;
    }

    /// <summary>The tiles with those that fill up the last 16.</summary>
    internal static int Whole(int tiles) => (tiles + Together - 1) & -Together;

    static float* Line(float* image, int row, int height, int width, float* zeros) => (uint)row < (uint)height ? image + (nint)row * width : zeros;

    // each vector is written twice, the second time four places earlier, where the last two of a tile's six columns become the first two
    // of their own: so tiles of any rows stand side by side, and a run may write too much, over what the next one writes
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void DownImage<TLanes, TVector>(float* r0, float* r1, float* r2, float* r3, float* r4, float* r5, int column, int width, int count, float* to)
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        float* behind = to + Points * LinePitch - Side;
        for (int i = 0; i < count; i += TLanes.Count, column += TLanes.Count)
        {
            TVector x0, x1, x2, x3, x4, x5;
            if (column >= 0 && column <= width - TLanes.Count)
            {
                x0 = TLanes.Load(r0 + column);
                x1 = TLanes.Load(r1 + column);
                x2 = TLanes.Load(r2 + column);
                x3 = TLanes.Load(r3 + column);
                x4 = TLanes.Load(r4 + column);
                x5 = TLanes.Load(r5 + column);
            }
            else
            {
                x0 = TLanes.LoadInside(r0, column, width);
                x1 = TLanes.LoadInside(r1, column, width);
                x2 = TLanes.LoadInside(r2, column, width);
                x3 = TLanes.LoadInside(r3, column, width);
                x4 = TLanes.LoadInside(r4, column, width);
                x5 = TLanes.LoadInside(r5, column, width);
            }
            Input<TLanes, TVector>(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5);
            TLanes.Store(x0, to + i);
            TLanes.Store(x1, to + i + LinePitch);
            TLanes.Store(x2, to + i + 2 * LinePitch);
            TLanes.Store(x3, to + i + 3 * LinePitch);
            TLanes.Store(x4, to + i + 4 * LinePitch);
            TLanes.Store(x5, to + i + 5 * LinePitch);
            if (i >= Side)
            {
                TLanes.Store(x0, behind + i);
                TLanes.Store(x1, behind + i + LinePitch);
                TLanes.Store(x2, behind + i + 2 * LinePitch);
                TLanes.Store(x3, behind + i + 3 * LinePitch);
                TLanes.Store(x4, behind + i + 4 * LinePitch);
                TLanes.Store(x5, behind + i + 5 * LinePitch);
            }
            else
            {
                TLanes.StoreBehindFour(x0, behind + Side);
                TLanes.StoreBehindFour(x1, behind + Side + LinePitch);
                TLanes.StoreBehindFour(x2, behind + Side + 2 * LinePitch);
                TLanes.StoreBehindFour(x3, behind + Side + 3 * LinePitch);
                TLanes.StoreBehindFour(x4, behind + Side + 4 * LinePitch);
                TLanes.StoreBehindFour(x5, behind + Side + 5 * LinePitch);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void AcrossImage<TLanes, TVector>(float* lines, float* values, nint plane, int tiles)
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        int lanes = TLanes.Count;
        for (int row = 0; row < Points; row++, lines += LinePitch, values += Points * plane)
        {
            float* to = values;
            for (int t = 0; t < tiles; t += lanes, to += lanes)
            {
                float* from = lines + (t & -Together) * Side;
                int part = t % Together / lanes;
                TLanes.LoadTiles(from, part, out var x0, out var x1, out var x2, out var x3);
                TLanes.LoadTiles(from + Points * LinePitch, part, out var x4, out var x5);
                Input<TLanes, TVector>(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5);
                TLanes.Store(x0, to);
                TLanes.Store(x1, to + plane);
                TLanes.Store(x2, to + 2 * plane);
                TLanes.Store(x3, to + 3 * plane);
                TLanes.Store(x4, to + 4 * plane);
                TLanes.Store(x5, to + 5 * plane);
            }
        }
    }

    /// <summary>The transpose of the way from a filter's values to its result: of slopes of the result, those by the values.</summary>
    /// <inheritdoc cref="Images"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ResultSlopes<TLanes, TVector>(in WinogradSizes s, float* x, nint next, nint imageStep, WinogradSizes.Run* runs, int runCount, float* zeros,
        float* lines, float* values, nint plane, int tiles) where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        for (int r = 0; r < runCount; r++)
        {
            var run = runs[r];
            int row = run.Row, width = s.OutWidth, height = s.OutHeight;
            float* image = x + run.Image * imageStep;
            if (next != 0) CallNear(image + next, run, height, width);
            DownSlopes<TLanes, TVector>(Line(image, row, height, width, zeros), Line(image, row + 1, height, width, zeros),
                Line(image, row + 2, height, width, zeros), Line(image, row + 3, height, width, zeros), run.Column, width, run.Length * Side,
                lines + run.First * Side);
        }
        ClearRest(lines, Points, ref tiles);
        AcrossSlopes<TLanes, TVector>(lines, values, plane, tiles);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void DownSlopes<TLanes, TVector>(float* r0, float* r1, float* r2, float* r3, int column, int width, int count, float* to)
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        for (int i = 0; i < count; i += TLanes.Count, column += TLanes.Count)
        {
            TVector y0, y1, y2, y3;
            if (column <= width - TLanes.Count)
            {
                y0 = TLanes.Load(r0 + column);
                y1 = TLanes.Load(r1 + column);
                y2 = TLanes.Load(r2 + column);
                y3 = TLanes.Load(r3 + column);
            }
            else
            {
                y0 = TLanes.LoadInside(r0, column, width);
                y1 = TLanes.LoadInside(r1, column, width);
                y2 = TLanes.LoadInside(r2, column, width);
                y3 = TLanes.LoadInside(r3, column, width);
            }
            Slopes<TLanes, TVector>(y0, y1, y2, y3, out var v0, out var v1, out var v2, out var v3, out var v4, out var v5);
            TLanes.Store(v0, to + i);
            TLanes.Store(v1, to + i + LinePitch);
            TLanes.Store(v2, to + i + 2 * LinePitch);
            TLanes.Store(v3, to + i + 3 * LinePitch);
            TLanes.Store(v4, to + i + 4 * LinePitch);
            TLanes.Store(v5, to + i + 5 * LinePitch);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void AcrossSlopes<TLanes, TVector>(float* lines, float* values, nint plane, int tiles)
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        int lanes = TLanes.Count;
        for (int row = 0; row < Points; row++, lines += LinePitch, values += Points * plane)
        {
            float* to = values;
            for (int t = 0; t < tiles; t += lanes, to += lanes)
            {
                TLanes.LoadTiles(lines + (t & -Together) * Side, t % Together / lanes, out var y0, out var y1, out var y2, out var y3);
                Slopes<TLanes, TVector>(y0, y1, y2, y3, out var v0, out var v1, out var v2, out var v3, out var v4, out var v5);
                TLanes.Store(v0, to);
                TLanes.Store(v1, to + plane);
                TLanes.Store(v2, to + 2 * plane);
                TLanes.Store(v3, to + 3 * plane);
                TLanes.Store(v4, to + 4 * plane);
                TLanes.Store(v5, to + 5 * plane);
            }
        }
    }

    /// <summary>The tiles of a filter's result, from its values; bias and relu are applied.</summary>
    /// <param name="s">The sizes.</param>
    /// <param name="values">The first value of the tiles; each has a row of as many tiles as a block.</param>
    /// <param name="plane">From value to value.</param>
    /// <param name="tiles">How many.</param>
    /// <param name="lines">Memory for tiles that await their place.</param>
    /// <param name="runs">The tiles.</param>
    /// <param name="runCount">How many runs they are.</param>
    /// <param name="bias">What is added, -0 for nothing.</param>
    /// <param name="isRelu">Whether there is relu.</param>
    /// <param name="y">The filter's result in the first image.</param>
    /// <param name="imageStep">From there to the next image.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Results<TLanes, TVector>(in WinogradSizes s, float* values, nint plane, int tiles, float* lines, WinogradSizes.Run* runs,
        int runCount, float bias, bool isRelu, float* y, nint imageStep) where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        for (int r = 0; r < runCount; r++) CallNear(y + runs[r].Image * imageStep, runs[r], s.OutHeight, s.OutWidth);
        BackFromValues<TLanes, TVector>(values, plane, Whole(tiles), lines);
        for (int r = 0; r < runCount; r++)
        {
            var run = runs[r];
            int columns = Math.Min(run.Length * Side, s.OutWidth - run.Column), rows = Math.Min(Side, s.OutHeight - run.Row);
            Place<TLanes, TVector>(lines + run.First * Side, rows, columns, bias, isRelu,
                y + run.Image * imageStep + (nint)run.Row * s.OutWidth + run.Column, s.OutWidth);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void BackFromValues<TLanes, TVector>(float* values, nint plane, int tiles, float* lines)
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        int lanes = TLanes.Count;
        var half = (TVector*)(lines + 2 * Points * LinePitch);
        for (int t = 0; t < tiles; t += lanes, values += lanes)
        {
            float* column = values;
            for (int j = 0; j < Points; j++, column += plane)
            {
                TVector v0 = TLanes.Load(column), v1 = TLanes.Load(column + Points * plane), v2 = TLanes.Load(column + 2 * Points * plane);
                TVector v3 = TLanes.Load(column + 3 * Points * plane), v4 = TLanes.Load(column + 4 * Points * plane), v5 = TLanes.Load(column + 5 * Points * plane);
                Output<TLanes, TVector>(ref v0, ref v1, ref v2, ref v3, v4, v5);
                half[j] = v0;
                half[j + Points] = v1;
                half[j + 2 * Points] = v2;
                half[j + 3 * Points] = v3;
            }
            for (int i = 0; i < Side; i++)
            {
                TVector* row = half + i * Points;
                TVector v0 = row[0], v1 = row[1], v2 = row[2], v3 = row[3];
                Output<TLanes, TVector>(ref v0, ref v1, ref v2, ref v3, row[4], row[5]);
                TLanes.StoreTiles(v0, v1, v2, v3, lines + i * LinePitch + (t & -Together) * Side, t % Together / lanes);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Place<TLanes, TVector>(float* lines, int rows, int columns, float bias, bool isRelu, float* y, int pitch)
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        var added = TLanes.All(bias);
        for (int i = 0; i < rows; i++, lines += LinePitch, y += pitch)
        {
            for (int j = 0; j < columns; j += TLanes.Count)
            {
                var v = TLanes.Add(TLanes.Load(lines + j), added);
                if (isRelu) v = TLanes.Relu(v);
                if (j <= columns - TLanes.Count) TLanes.Store(v, y + j);
                else TLanes.StorePart(v, y + j, columns - j);
            }
        }
    }

    /// <summary>The values of filters, of neighbouring ones in the lanes, whose taps lie in nine rows before room for the work.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Filters<TLanes, TVector>(float* taps, int count, float* values, nint plane)
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        var half = (TVector*)(taps + 9 * TapPitch);
        fixed (float* factors = FilterFactors)
            for (int c = 0; c < count; c += TLanes.Count, taps += TLanes.Count, values += TLanes.Count)
            {
                for (int j = 0; j < 3; j++)
                {
                    Filter<TLanes, TVector>(TLanes.Load(taps + j * TapPitch), TLanes.Load(taps + (j + 3) * TapPitch), TLanes.Load(taps + (j + 6) * TapPitch),
                        out half[j], out half[j + 3], out half[j + 6], out half[j + 9], out half[j + 12], out half[j + 15]);
                }
                for (int i = 0; i < Points; i++)
                {
                    float* to = values + i * Points * plane, factor = factors + i * Points;
                    Filter<TLanes, TVector>(half[3 * i], half[3 * i + 1], half[3 * i + 2],
                        out var v0, out var v1, out var v2, out var v3, out var v4, out var v5);
                    TLanes.Store(TLanes.Times(v0, factor[0]), to);
                    TLanes.Store(TLanes.Times(v1, factor[1]), to + plane);
                    TLanes.Store(TLanes.Times(v2, factor[2]), to + 2 * plane);
                    TLanes.Store(TLanes.Times(v3, factor[3]), to + 3 * plane);
                    TLanes.Store(TLanes.Times(v4, factor[4]), to + 4 * plane);
                    TLanes.Store(TLanes.Times(v5, factor[5]), to + 5 * plane);
                }
            }
    }

    /// <summary>The transpose of <see cref="Filters"/>: slopes by values become slopes by taps, in nine rows before room for the work.</summary>
    /// <param name="values">The first value of the first sum.</param>
    /// <param name="plane">From value to value.</param>
    /// <param name="parts">How many sums are added first, in order.</param>
    /// <param name="partStep">From sum to sum.</param>
    /// <param name="count">How many filters.</param>
    /// <param name="taps">The result.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void TapSlopes<TLanes, TVector>(float* values, nint plane, int parts, nint partStep, int count, float* taps)
        where TLanes : struct, IImageLanes<TVector> where TVector : unmanaged
    {
        TVector* all = (TVector*)(taps + 9 * TapPitch), half = all + Values;
        fixed (float* factors = FilterFactors)
            for (int c = 0; c < count; c += TLanes.Count, taps += TLanes.Count, values += TLanes.Count)
            {
                for (int v = 0; v < Values; v++)
                {
                    float* from = values + v * plane;
                    var sum = TLanes.Load(from);
                    for (int part = 1; part < parts; part++) sum = TLanes.Add(sum, TLanes.Load(from + part * partStep));
                    all[v] = TLanes.Times(sum, factors[v]);
                }
                for (int j = 0; j < Points; j++)
                {
                    TVector v0 = all[j], v1 = all[j + Points], v2 = all[j + 2 * Points];
                    FilterSlopes<TLanes, TVector>(ref v0, ref v1, ref v2, all[j + 3 * Points], all[j + 4 * Points], all[j + 5 * Points]);
                    half[j] = v0;
                    half[j + Points] = v1;
                    half[j + 2 * Points] = v2;
                }
                for (int i = 0; i < 3; i++)
                {
                    TVector* row = half + i * Points;
                    TVector v0 = row[0], v1 = row[1], v2 = row[2];
                    FilterSlopes<TLanes, TVector>(ref v0, ref v1, ref v2, row[3], row[4], row[5]);
                    TLanes.Store(v0, taps + 3 * i * TapPitch);
                    TLanes.Store(v1, taps + (3 * i + 1) * TapPitch);
                    TLanes.Store(v2, taps + (3 * i + 2) * TapPitch);
                }
            }
    }
}
