using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cairn.Kernels;

/// <summary>What <see cref="Winograd"/> and <see cref="Depthwise"/> do with a vector of float32, so that it is written once for every width: each
/// lane is computed alone and rounded as ever, hence the same bits at every width.</summary>
/// <typeparam name="TVector">The vector, or the number itself where there are none.</typeparam>
unsafe interface IImageLanes<TVector> where TVector : unmanaged
{
    static abstract int Count { get; }

    static abstract TVector Load(float* from);

    /// <summary>The elements of a row from a column on; 0 for those outside its width.</summary>
    static abstract TVector LoadInside(float* row, int column, int width);

    static abstract void Store(TVector x, float* to);

    /// <summary>The first so many elements.</summary>
    static abstract void StorePart(TVector x, float* to, int count);

    /// <summary>All elements but the first four.</summary>
    static abstract void StoreBehindFour(TVector x, float* to);

    static abstract TVector All(float value);

    static abstract TVector Add(TVector x, TVector y);

    static abstract TVector Subtract(TVector x, TVector y);

    static abstract TVector Times(TVector x, float factor);

    /// <summary>x factor + y, rounded once.</summary>
    static abstract TVector Fma(TVector x, float factor, TVector y);

    /// <summary>x y + z, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector x, TVector y, TVector z);

    /// <summary>The larger of x and +0; NaN stays.</summary>
    static abstract TVector Relu(TVector x);

    /// <summary>The first, second, third and fourth numbers of tiles, of which 16 with four numbers each lie one after the other: of those whose
    /// place, 4 (number modulo 4) + number / 4, is in the given part of 16 / Count.</summary>
    static abstract void LoadTiles(float* from, int part, out TVector first, out TVector second, out TVector third, out TVector fourth);

    /// <summary>The first and the second numbers.</summary>
    /// <inheritdoc cref="LoadTiles(float*, int, out TVector, out TVector, out TVector, out TVector)"/>
    static abstract void LoadTiles(float* from, int part, out TVector first, out TVector second);

    /// <summary>Writes what <see cref="LoadTiles(float*, int, out TVector, out TVector, out TVector, out TVector)"/> reads.</summary>
    static abstract void StoreTiles(TVector first, TVector second, TVector third, TVector fourth, float* to, int part);
}

/// <summary>16 lanes in 512 bits.</summary>
readonly unsafe struct ImageLanes512 : IImageLanes<Vector512<float>>
{
    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* from) => Vector512.Load(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadInside(float* row, int column, int width) => Avx512F.MaskLoad(row + column,
        Vector512.LessThan((Vector512<int>.Indices + Vector512.Create(column)).AsUInt32(), Vector512.Create((uint)width)).AsSingle(), Vector512<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> x, float* to) => x.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart(Vector512<float> x, float* to, int count) =>
        Avx512F.MaskStore(to, Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle(), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBehindFour(Vector512<float> x, float* to)
    {
        x.GetLower().GetUpper().Store(to);
        x.GetUpper().Store(to + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> All(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> x, Vector512<float> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Subtract(Vector512<float> x, Vector512<float> y) => x - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Times(Vector512<float> x, float factor) => x * Vector512.Create(factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Fma(Vector512<float> x, float factor, Vector512<float> y) =>
        Vector512.FusedMultiplyAdd(x, Vector512.Create(factor), y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> x, Vector512<float> y, Vector512<float> z) => Vector512.FusedMultiplyAdd(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Relu(Vector512<float> x) => Vector512.Max(x, Vector512<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadTiles(float* from, int part, out Vector512<float> first, out Vector512<float> second, out Vector512<float> third, out Vector512<float> fourth)
    {
        Vector512<float> a = Load(from), b = Load(from + 16), c = Load(from + 32), d = Load(from + 48);
        Turn(a, b, c, d, out first, out second, out third, out fourth);
    }

    // squares of four by four numbers, each within pieces of 128 bits
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Turn(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d,
        out Vector512<float> first, out Vector512<float> second, out Vector512<float> third, out Vector512<float> fourth)
    {
        Vector512<float> ab = Avx512F.UnpackLow(a, b), cd = Avx512F.UnpackLow(c, d), above = Avx512F.UnpackHigh(a, b), below = Avx512F.UnpackHigh(c, d);
        first = Avx512F.Shuffle(ab, cd, 0x44);
        second = Avx512F.Shuffle(ab, cd, 0xEE);
        third = Avx512F.Shuffle(above, below, 0x44);
        fourth = Avx512F.Shuffle(above, below, 0xEE);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadTiles(float* from, int part, out Vector512<float> first, out Vector512<float> second)
    {
        Vector512<float> ab = Avx512F.UnpackLow(Load(from), Load(from + 16)), cd = Avx512F.UnpackLow(Load(from + 32), Load(from + 48));
        first = Avx512F.Shuffle(ab, cd, 0x44);
        second = Avx512F.Shuffle(ab, cd, 0xEE);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTiles(Vector512<float> first, Vector512<float> second, Vector512<float> third, Vector512<float> fourth, float* to, int part)
    {
        Turn(first, second, third, fourth, out var a, out var b, out var c, out var d);
        a.Store(to);
        b.Store(to + 16);
        c.Store(to + 32);
        d.Store(to + 48);
    }
}

/// <summary>8 lanes in 256 bits.</summary>
readonly unsafe struct ImageLanes256 : IImageLanes<Vector256<float>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* from) => Vector256.Load(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadInside(float* row, int column, int width)
    {
        var place = Vector256<int>.Indices + Vector256.Create(column);
        var inside = Vector256.GreaterThan(place, Vector256.Create(-1)) & Vector256.LessThan(place, Vector256.Create(width));
        return Avx.MaskLoad(row + column, inside.AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> x, float* to) => x.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart(Vector256<float> x, float* to, int count) =>
        Avx.MaskStore(to, Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle(), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBehindFour(Vector256<float> x, float* to) => x.GetUpper().Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> All(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> x, Vector256<float> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> x, Vector256<float> y) => x - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Times(Vector256<float> x, float factor) => x * Vector256.Create(factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Fma(Vector256<float> x, float factor, Vector256<float> y) =>
        Vector256.FusedMultiplyAdd(x, Vector256.Create(factor), y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> y, Vector256<float> z) => Vector256.FusedMultiplyAdd(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Relu(Vector256<float> x) => Vector256.Max(x, Vector256<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadTiles(float* from, int part, out Vector256<float> first, out Vector256<float> second, out Vector256<float> third, out Vector256<float> fourth)
    {
        from += 8 * part;
        Vector256<float> a = Load(from), b = Load(from + 16), c = Load(from + 32), d = Load(from + 48);
        Turn(a, b, c, d, out first, out second, out third, out fourth);
    }

    // squares of four by four numbers, each within pieces of 128 bits
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Turn(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d,
        out Vector256<float> first, out Vector256<float> second, out Vector256<float> third, out Vector256<float> fourth)
    {
        Vector256<float> ab = Avx.UnpackLow(a, b), cd = Avx.UnpackLow(c, d), above = Avx.UnpackHigh(a, b), below = Avx.UnpackHigh(c, d);
        first = Avx.Shuffle(ab, cd, 0x44);
        second = Avx.Shuffle(ab, cd, 0xEE);
        third = Avx.Shuffle(above, below, 0x44);
        fourth = Avx.Shuffle(above, below, 0xEE);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadTiles(float* from, int part, out Vector256<float> first, out Vector256<float> second)
    {
        from += 8 * part;
        Vector256<float> ab = Avx.UnpackLow(Load(from), Load(from + 16)), cd = Avx.UnpackLow(Load(from + 32), Load(from + 48));
        first = Avx.Shuffle(ab, cd, 0x44);
        second = Avx.Shuffle(ab, cd, 0xEE);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTiles(Vector256<float> first, Vector256<float> second, Vector256<float> third, Vector256<float> fourth, float* to, int part)
    {
        to += 8 * part;
        Turn(first, second, third, fourth, out var a, out var b, out var c, out var d);
        a.Store(to);
        b.Store(to + 16);
        c.Store(to + 32);
        d.Store(to + 48);
    }
}

/// <summary>One number after the other, on any hardware.</summary>
readonly unsafe struct ImageLanes1 : IImageLanes<float>
{
    public static int Count => 1;

    public static float Load(float* from) => *from;

    public static float LoadInside(float* row, int column, int width) => (uint)column < (uint)width ? row[column] : 0;

    public static void Store(float x, float* to) => *to = x;

    public static void StorePart(float x, float* to, int count) => *to = x;

    public static void StoreBehindFour(float x, float* to) { }

    public static float All(float value) => value;

    public static float Add(float x, float y) => x + y;

    public static float Subtract(float x, float y) => x - y;

    public static float Times(float x, float factor) => x * factor;

    public static float Fma(float x, float factor, float y) => MathF.FusedMultiplyAdd(x, factor, y);

    public static float MultiplyAdd(float x, float y, float z) => MathF.FusedMultiplyAdd(x, y, z);

    public static float Relu(float x) => MathF.Max(x, 0);

    static int Tile(int place) => place % 4 * 4 + place / 4;

    public static void LoadTiles(float* from, int part, out float first, out float second, out float third, out float fourth)
    {
        from += 4 * Tile(part);
        (first, second, third, fourth) = (from[0], from[1], from[2], from[3]);
    }

    public static void LoadTiles(float* from, int part, out float first, out float second)
    {
        from += 4 * Tile(part);
        (first, second) = (from[0], from[1]);
    }

    public static void StoreTiles(float first, float second, float third, float fourth, float* to, int part)
    {
        to += 4 * Tile(part);
        (to[0], to[1], to[2], to[3]) = (first, second, third, fourth);
    }
}
