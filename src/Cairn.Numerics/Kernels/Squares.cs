using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cairn.Kernels;

/// <summary>
/// Squares of 64 bytes a side that change rows for columns in registers. Each line of memory is read once and written once, which matters
/// where the rows are a power of two apart: their lines then share a few places of the first cache.
/// </summary>
static unsafe class Squares
{
    internal static bool IsSupported => Avx512F.IsSupported;

    /// <summary>The side of a square.</summary>
    internal static int Side<T>() where T : unmanaged => 64 / sizeof(T);

    /// <summary>Turns whole squares: to[i * toRow + j] = from[j * fromRow + i].</summary>
    /// <param name="from">Rows of <paramref name="height"/> elements.</param>
    /// <param name="fromRow">From row to row.</param>
    /// <param name="height">How many elements of each row: a multiple of the side.</param>
    /// <param name="width">How many rows: a multiple of the side.</param>
    /// <param name="to">Where the first element goes.</param>
    /// <param name="toRow">From row to row there.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Turn<T, TStore>(T* from, nint fromRow, int height, int width, T* to, nint toRow)
        where T : unmanaged where TStore : struct, IStore
    {
        int side = Side<T>();
        for (int i = 0; i < height; i += side) // few rows are written at once, each from its beginning to its end
            for (int j = 0; j < width; j += side)
            {
                if (sizeof(T) == 4) Turn16<TStore>((float*)(from + j * fromRow + i), fromRow, (float*)(to + i * toRow + j), toRow);
                else Turn8<TStore>((double*)(from + j * fromRow + i), fromRow, (double*)(to + i * toRow + j), toRow);
            }
        TStore.Finish();
    }

    // fours of columns within each quarter of the vectors, for rows 0-3, 4-7, 8-11 and 12-15; then the quarters change places
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Turn16<TStore>(float* from, nint fromRow, float* to, nint toRow) where TStore : struct, IStore
    {
        Fours(from, fromRow, out var a0, out var a1, out var a2, out var a3);
        Fours(from + 4 * fromRow, fromRow, out var b0, out var b1, out var b2, out var b3);
        Fours(from + 8 * fromRow, fromRow, out var c0, out var c1, out var c2, out var c3);
        Fours(from + 12 * fromRow, fromRow, out var d0, out var d1, out var d2, out var d3);
        Quarters<TStore>(a0, b0, c0, d0, to, 4 * toRow);
        Quarters<TStore>(a1, b1, c1, d1, to + toRow, 4 * toRow);
        Quarters<TStore>(a2, b2, c2, d2, to + 2 * toRow, 4 * toRow);
        Quarters<TStore>(a3, b3, c3, d3, to + 3 * toRow, 4 * toRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Fours(float* from, nint row, out Vector512<float> x0, out Vector512<float> x1, out Vector512<float> x2, out Vector512<float> x3)
    {
        Vector512<float> r0 = Vector512.Load(from), r1 = Vector512.Load(from + row);
        Vector512<float> r2 = Vector512.Load(from + 2 * row), r3 = Vector512.Load(from + 3 * row);
        Vector512<float> p0 = Avx512F.UnpackLow(r0, r1), p1 = Avx512F.UnpackHigh(r0, r1);
        Vector512<float> p2 = Avx512F.UnpackLow(r2, r3), p3 = Avx512F.UnpackHigh(r2, r3);
        x0 = Avx512F.Shuffle(p0, p2, 0x44);
        x1 = Avx512F.Shuffle(p0, p2, 0xEE);
        x2 = Avx512F.Shuffle(p1, p3, 0x44);
        x3 = Avx512F.Shuffle(p1, p3, 0xEE);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Quarters<TStore>(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* to, nint step)
        where TStore : struct, IStore
    {
        Vector512<float> even = Avx512F.Shuffle4x128(a, b, 0x88), odd = Avx512F.Shuffle4x128(a, b, 0xDD);
        Vector512<float> evenMore = Avx512F.Shuffle4x128(c, d, 0x88), oddMore = Avx512F.Shuffle4x128(c, d, 0xDD);
        TStore.Store(Avx512F.Shuffle4x128(even, evenMore, 0x88), to);
        TStore.Store(Avx512F.Shuffle4x128(odd, oddMore, 0x88), to + step);
        TStore.Store(Avx512F.Shuffle4x128(even, evenMore, 0xDD), to + 2 * step);
        TStore.Store(Avx512F.Shuffle4x128(odd, oddMore, 0xDD), to + 3 * step);
    }

    // the same with pairs of rows
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Turn8<TStore>(double* from, nint fromRow, double* to, nint toRow) where TStore : struct, IStore
    {
        Twos(from, fromRow, out var a0, out var a1);
        Twos(from + 2 * fromRow, fromRow, out var b0, out var b1);
        Twos(from + 4 * fromRow, fromRow, out var c0, out var c1);
        Twos(from + 6 * fromRow, fromRow, out var d0, out var d1);
        Quarters<TStore>(a0, b0, c0, d0, (float*)to, 4 * toRow);
        Quarters<TStore>(a1, b1, c1, d1, (float*)(to + toRow), 4 * toRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Twos(double* from, nint row, out Vector512<float> x0, out Vector512<float> x1)
    {
        Vector512<double> r0 = Vector512.Load(from), r1 = Vector512.Load(from + row);
        x0 = Avx512F.UnpackLow(r0, r1).AsSingle();
        x1 = Avx512F.UnpackHigh(r0, r1).AsSingle();
    }
}
