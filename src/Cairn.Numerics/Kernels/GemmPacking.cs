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
        int count = Vector256<T>.Count;
        for (; k > 0; k--, b += bRow, panel += width)
        {
            int j = 0;
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

    // Elements change places at distance 1, then 2, within quarters of vectors; then the quarters themselves do.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Turn16(float* from, nint fromRow, float* to, nint toRow)
    {
        var r0 = Vector512.Load(from);
        var r1 = Vector512.Load(from + fromRow);
        var r2 = Vector512.Load(from + 2 * fromRow);
        var r3 = Vector512.Load(from + 3 * fromRow);
        var r4 = Vector512.Load(from + 4 * fromRow);
        var r5 = Vector512.Load(from + 5 * fromRow);
        var r6 = Vector512.Load(from + 6 * fromRow);
        var r7 = Vector512.Load(from + 7 * fromRow);
        var r8 = Vector512.Load(from + 8 * fromRow);
        var r9 = Vector512.Load(from + 9 * fromRow);
        var r10 = Vector512.Load(from + 10 * fromRow);
        var r11 = Vector512.Load(from + 11 * fromRow);
        var r12 = Vector512.Load(from + 12 * fromRow);
        var r13 = Vector512.Load(from + 13 * fromRow);
        var r14 = Vector512.Load(from + 14 * fromRow);
        var r15 = Vector512.Load(from + 15 * fromRow);
        Vector512<float> p0 = Avx512F.UnpackLow(r0, r1), p1 = Avx512F.UnpackHigh(r0, r1);
        Vector512<float> p2 = Avx512F.UnpackLow(r2, r3), p3 = Avx512F.UnpackHigh(r2, r3);
        Vector512<float> f0 = Avx512F.Shuffle(p0, p2, 0x44), f1 = Avx512F.Shuffle(p0, p2, 0xEE);
        Vector512<float> f2 = Avx512F.Shuffle(p1, p3, 0x44), f3 = Avx512F.Shuffle(p1, p3, 0xEE);
        Vector512<float> p4 = Avx512F.UnpackLow(r4, r5), p5 = Avx512F.UnpackHigh(r4, r5);
        Vector512<float> p6 = Avx512F.UnpackLow(r6, r7), p7 = Avx512F.UnpackHigh(r6, r7);
        Vector512<float> f4 = Avx512F.Shuffle(p4, p6, 0x44), f5 = Avx512F.Shuffle(p4, p6, 0xEE);
        Vector512<float> f6 = Avx512F.Shuffle(p5, p7, 0x44), f7 = Avx512F.Shuffle(p5, p7, 0xEE);
        Vector512<float> p8 = Avx512F.UnpackLow(r8, r9), p9 = Avx512F.UnpackHigh(r8, r9);
        Vector512<float> p10 = Avx512F.UnpackLow(r10, r11), p11 = Avx512F.UnpackHigh(r10, r11);
        Vector512<float> f8 = Avx512F.Shuffle(p8, p10, 0x44), f9 = Avx512F.Shuffle(p8, p10, 0xEE);
        Vector512<float> f10 = Avx512F.Shuffle(p9, p11, 0x44), f11 = Avx512F.Shuffle(p9, p11, 0xEE);
        Vector512<float> p12 = Avx512F.UnpackLow(r12, r13), p13 = Avx512F.UnpackHigh(r12, r13);
        Vector512<float> p14 = Avx512F.UnpackLow(r14, r15), p15 = Avx512F.UnpackHigh(r14, r15);
        Vector512<float> f12 = Avx512F.Shuffle(p12, p14, 0x44), f13 = Avx512F.Shuffle(p12, p14, 0xEE);
        Vector512<float> f14 = Avx512F.Shuffle(p13, p15, 0x44), f15 = Avx512F.Shuffle(p13, p15, 0xEE);
        Vector512<float> low0 = Avx512F.Shuffle4x128(f0, f4, 0x88), high0 = Avx512F.Shuffle4x128(f0, f4, 0xDD);
        Vector512<float> low4 = Avx512F.Shuffle4x128(f8, f12, 0x88), high4 = Avx512F.Shuffle4x128(f8, f12, 0xDD);
        Vector512<float> low1 = Avx512F.Shuffle4x128(f1, f5, 0x88), high1 = Avx512F.Shuffle4x128(f1, f5, 0xDD);
        Vector512<float> low5 = Avx512F.Shuffle4x128(f9, f13, 0x88), high5 = Avx512F.Shuffle4x128(f9, f13, 0xDD);
        Vector512<float> low2 = Avx512F.Shuffle4x128(f2, f6, 0x88), high2 = Avx512F.Shuffle4x128(f2, f6, 0xDD);
        Vector512<float> low6 = Avx512F.Shuffle4x128(f10, f14, 0x88), high6 = Avx512F.Shuffle4x128(f10, f14, 0xDD);
        Vector512<float> low3 = Avx512F.Shuffle4x128(f3, f7, 0x88), high3 = Avx512F.Shuffle4x128(f3, f7, 0xDD);
        Vector512<float> low7 = Avx512F.Shuffle4x128(f11, f15, 0x88), high7 = Avx512F.Shuffle4x128(f11, f15, 0xDD);
        Avx512F.Shuffle4x128(low0, low4, 0x88).Store(to);
        Avx512F.Shuffle4x128(low1, low5, 0x88).Store(to + toRow);
        Avx512F.Shuffle4x128(low2, low6, 0x88).Store(to + 2 * toRow);
        Avx512F.Shuffle4x128(low3, low7, 0x88).Store(to + 3 * toRow);
        Avx512F.Shuffle4x128(high0, high4, 0x88).Store(to + 4 * toRow);
        Avx512F.Shuffle4x128(high1, high5, 0x88).Store(to + 5 * toRow);
        Avx512F.Shuffle4x128(high2, high6, 0x88).Store(to + 6 * toRow);
        Avx512F.Shuffle4x128(high3, high7, 0x88).Store(to + 7 * toRow);
        Avx512F.Shuffle4x128(low0, low4, 0xDD).Store(to + 8 * toRow);
        Avx512F.Shuffle4x128(low1, low5, 0xDD).Store(to + 9 * toRow);
        Avx512F.Shuffle4x128(low2, low6, 0xDD).Store(to + 10 * toRow);
        Avx512F.Shuffle4x128(low3, low7, 0xDD).Store(to + 11 * toRow);
        Avx512F.Shuffle4x128(high0, high4, 0xDD).Store(to + 12 * toRow);
        Avx512F.Shuffle4x128(high1, high5, 0xDD).Store(to + 13 * toRow);
        Avx512F.Shuffle4x128(high2, high6, 0xDD).Store(to + 14 * toRow);
        Avx512F.Shuffle4x128(high3, high7, 0xDD).Store(to + 15 * toRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Turn8(double* from, nint fromRow, double* to, nint toRow)
    {
        var r0 = Vector512.Load(from);
        var r1 = Vector512.Load(from + fromRow);
        var r2 = Vector512.Load(from + 2 * fromRow);
        var r3 = Vector512.Load(from + 3 * fromRow);
        var r4 = Vector512.Load(from + 4 * fromRow);
        var r5 = Vector512.Load(from + 5 * fromRow);
        var r6 = Vector512.Load(from + 6 * fromRow);
        var r7 = Vector512.Load(from + 7 * fromRow);
        Vector512<double> p0 = Avx512F.UnpackLow(r0, r1), p1 = Avx512F.UnpackHigh(r0, r1);
        Vector512<double> p2 = Avx512F.UnpackLow(r2, r3), p3 = Avx512F.UnpackHigh(r2, r3);
        Vector512<double> p4 = Avx512F.UnpackLow(r4, r5), p5 = Avx512F.UnpackHigh(r4, r5);
        Vector512<double> p6 = Avx512F.UnpackLow(r6, r7), p7 = Avx512F.UnpackHigh(r6, r7);
        Vector512<double> low0 = Avx512F.Shuffle4x128(p0, p2, 0x88), high0 = Avx512F.Shuffle4x128(p0, p2, 0xDD);
        Vector512<double> low2 = Avx512F.Shuffle4x128(p4, p6, 0x88), high2 = Avx512F.Shuffle4x128(p4, p6, 0xDD);
        Vector512<double> low1 = Avx512F.Shuffle4x128(p1, p3, 0x88), high1 = Avx512F.Shuffle4x128(p1, p3, 0xDD);
        Vector512<double> low3 = Avx512F.Shuffle4x128(p5, p7, 0x88), high3 = Avx512F.Shuffle4x128(p5, p7, 0xDD);
        Avx512F.Shuffle4x128(low0, low2, 0x88).Store(to);
        Avx512F.Shuffle4x128(low1, low3, 0x88).Store(to + toRow);
        Avx512F.Shuffle4x128(high0, high2, 0x88).Store(to + 2 * toRow);
        Avx512F.Shuffle4x128(high1, high3, 0x88).Store(to + 3 * toRow);
        Avx512F.Shuffle4x128(low0, low2, 0xDD).Store(to + 4 * toRow);
        Avx512F.Shuffle4x128(low1, low3, 0xDD).Store(to + 5 * toRow);
        Avx512F.Shuffle4x128(high0, high2, 0xDD).Store(to + 6 * toRow);
        Avx512F.Shuffle4x128(high1, high3, 0xDD).Store(to + 7 * toRow);
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
