using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cairn.Kernels;

/// <summary>Copies parts of factors into the order in which the tiles read them.</summary>
static unsafe class GemmPacking
{
    /// <summary>
    /// Copies k rows of <paramref name="columns"/> columns of B, or of A transposed, one after the other, <paramref name="width"/> apart.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Panel<T>(T* b, nint bRow, nint bColumn, int k, int columns, T* panel, int width) where T : unmanaged
    {
        if (bColumn == 1) Rows(b, bRow, k, columns, panel, width);
        else if (bRow == 1 && GemmTiles.VectorBits >= 256) Transposed(b, bColumn, k, columns, panel, width);
        else Strided(b, bRow, bColumn, k, columns, panel, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Rows<T>(T* b, nint bRow, int k, int columns, T* panel, int width) where T : unmanaged
    {
        const int ahead = 16;
        int count = Vector256<T>.Count, line = 64 / sizeof(T);
        for (; k > 0; k--, b += bRow, panel += width)
        {
            int j = 0;
            if (Sse.IsSupported && k > ahead) // short pieces far apart: the hardware does not see where the next one is
                for (; j < columns; j += line) Sse.Prefetch0(b + ahead * bRow + j);
            j = 0;
            for (; j <= columns - count; j += count) Vector256.Store(Vector256.Load(b + j), panel + j);
            for (; j < columns; j++) panel[j] = b[j];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Strided<T>(T* b, nint bRow, nint bColumn, int k, int columns, T* panel, int width) where T : unmanaged
    {
        for (; k > 0; k--, b += bRow, panel += width)
            for (int j = 0; j < columns; j++) panel[j] = b[j * bColumn];
    }

    // Squares turned in registers: 64 bytes a side where the hardware can, so that each line is read and written as a whole, in columns
    // of squares, so that few rows of the source are read at once; 32 bytes a side at the edges; what is then left one by one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Transposed<T>(T* b, nint bColumn, int k, int columns, T* panel, int width) where T : unmanaged
    {
        int small = Vector256<T>.Count, large = GemmTiles.VectorBits == 512 ? 2 * small : small;
        for (int j = 0, side; j < columns; j += side)
        {
            side = columns - j >= large ? large : columns - j >= small ? small : columns - j;
            T* from = b + j * bColumn, to = panel + j;
            int p = 0;
            if (side == 2 * small)
                for (; p <= k - side; p += side, from += side, to += side * width) TurnLarge(from, bColumn, to, width);
            if (side >= small)
                for (; p <= k - small; p += small, from += small, to += small * width)
                    for (int s = 0; s < side; s += small) TurnSmall(from + s * bColumn, bColumn, to + s, width);
            if (p < k) Strided(from, 1, bColumn, k - p, side, to, width);
        }
    }

    static void TurnLarge<T>(T* from, nint fromRow, T* to, nint toRow) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) Turn16((float*)from, fromRow, (float*)to, toRow);
        else Turn8((double*)from, fromRow, (double*)to, toRow);
    }

    static void TurnSmall<T>(T* from, nint fromRow, T* to, nint toRow) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) Turn8((float*)from, fromRow, (float*)to, toRow);
        else Turn4((double*)from, fromRow, (double*)to, toRow);
    }

    // Quarters of vectors go to their places as they are loaded, which needs no shuffle; the rest is turned within the quarters.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Turn16(float* from, nint fromRow, float* to, nint toRow)
    {
        for (int q = 0; q < 4; q++, from += 4, to += 4 * toRow)
        {
            Vector512<float> r0 = Quarters(from, 4 * fromRow), r1 = Quarters(from + fromRow, 4 * fromRow);
            Vector512<float> r2 = Quarters(from + 2 * fromRow, 4 * fromRow), r3 = Quarters(from + 3 * fromRow, 4 * fromRow);
            Vector512<float> p0 = Avx512F.UnpackLow(r0, r1), p1 = Avx512F.UnpackHigh(r0, r1);
            Vector512<float> p2 = Avx512F.UnpackLow(r2, r3), p3 = Avx512F.UnpackHigh(r2, r3);
            Avx512F.Shuffle(p0, p2, 0x44).Store(to);
            Avx512F.Shuffle(p0, p2, 0xEE).Store(to + toRow);
            Avx512F.Shuffle(p1, p3, 0x44).Store(to + 2 * toRow);
            Avx512F.Shuffle(p1, p3, 0xEE).Store(to + 3 * toRow);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Turn8(double* from, nint fromRow, double* to, nint toRow)
    {
        for (int q = 0; q < 4; q++, from += 2, to += 2 * toRow)
        {
            Vector512<double> r0 = Quarters(from, 2 * fromRow), r1 = Quarters(from + fromRow, 2 * fromRow);
            Avx512F.UnpackLow(r0, r1).Store(to);
            Avx512F.UnpackHigh(r0, r1).Store(to + toRow);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> Quarters(float* from, nint step)
    {
        var vector = Vector128.Load(from).ToVector256Unsafe().ToVector512Unsafe();
        vector = Avx512F.InsertVector128(vector, Vector128.Load(from + step), 1);
        vector = Avx512F.InsertVector128(vector, Vector128.Load(from + 2 * step), 2);
        return Avx512F.InsertVector128(vector, Vector128.Load(from + 3 * step), 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> Quarters(double* from, nint step)
    {
        var vector = Vector128.Load(from).ToVector256Unsafe().ToVector512Unsafe();
        vector = Avx512DQ.InsertVector128(vector, Vector128.Load(from + step), 1);
        vector = Avx512DQ.InsertVector128(vector, Vector128.Load(from + 2 * step), 2);
        return Avx512DQ.InsertVector128(vector, Vector128.Load(from + 3 * step), 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Turn8(float* from, nint fromRow, float* to, nint toRow)
    {
        var r0 = Avx.LoadVector256(from);
        var r1 = Avx.LoadVector256(from + fromRow);
        var r2 = Avx.LoadVector256(from + 2 * fromRow);
        var r3 = Avx.LoadVector256(from + 3 * fromRow);
        from += 4 * fromRow;
        var r4 = Avx.LoadVector256(from);
        var r5 = Avx.LoadVector256(from + fromRow);
        var r6 = Avx.LoadVector256(from + 2 * fromRow);
        var r7 = Avx.LoadVector256(from + 3 * fromRow);
        // pairs, then fours, within each half of a vector; then the halves change places
        Vector256<float> p0 = Avx.UnpackLow(r0, r1), p1 = Avx.UnpackHigh(r0, r1), p2 = Avx.UnpackLow(r2, r3), p3 = Avx.UnpackHigh(r2, r3);
        Vector256<float> p4 = Avx.UnpackLow(r4, r5), p5 = Avx.UnpackHigh(r4, r5), p6 = Avx.UnpackLow(r6, r7), p7 = Avx.UnpackHigh(r6, r7);
        Vector256<float> f0 = Avx.Shuffle(p0, p2, 0x44), f1 = Avx.Shuffle(p0, p2, 0xEE);
        Vector256<float> f2 = Avx.Shuffle(p1, p3, 0x44), f3 = Avx.Shuffle(p1, p3, 0xEE);
        Vector256<float> f4 = Avx.Shuffle(p4, p6, 0x44), f5 = Avx.Shuffle(p4, p6, 0xEE);
        Vector256<float> f6 = Avx.Shuffle(p5, p7, 0x44), f7 = Avx.Shuffle(p5, p7, 0xEE);
        Avx.Store(to, Avx.Permute2x128(f0, f4, 0x20));
        Avx.Store(to + toRow, Avx.Permute2x128(f1, f5, 0x20));
        Avx.Store(to + 2 * toRow, Avx.Permute2x128(f2, f6, 0x20));
        Avx.Store(to + 3 * toRow, Avx.Permute2x128(f3, f7, 0x20));
        to += 4 * toRow;
        Avx.Store(to, Avx.Permute2x128(f0, f4, 0x31));
        Avx.Store(to + toRow, Avx.Permute2x128(f1, f5, 0x31));
        Avx.Store(to + 2 * toRow, Avx.Permute2x128(f2, f6, 0x31));
        Avx.Store(to + 3 * toRow, Avx.Permute2x128(f3, f7, 0x31));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Turn4(double* from, nint fromRow, double* to, nint toRow)
    {
        var r0 = Avx.LoadVector256(from);
        var r1 = Avx.LoadVector256(from + fromRow);
        var r2 = Avx.LoadVector256(from + 2 * fromRow);
        var r3 = Avx.LoadVector256(from + 3 * fromRow);
        Vector256<double> p0 = Avx.UnpackLow(r0, r1), p1 = Avx.UnpackHigh(r0, r1), p2 = Avx.UnpackLow(r2, r3), p3 = Avx.UnpackHigh(r2, r3);
        Avx.Store(to, Avx.Permute2x128(p0, p2, 0x20));
        Avx.Store(to + toRow, Avx.Permute2x128(p1, p3, 0x20));
        Avx.Store(to + 2 * toRow, Avx.Permute2x128(p0, p2, 0x31));
        Avx.Store(to + 3 * toRow, Avx.Permute2x128(p1, p3, 0x31));
    }
}
