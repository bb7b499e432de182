using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cairn.Kernels;

/// <summary>Copies parts of factors into the order in which the tiles read them.</summary>
static unsafe class GemmPacking
{
    /// <summary>Copies k rows of <paramref name="columns"/> columns of B one after the other, <paramref name="width"/> apart.</summary>
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

    // squares of 8 x 8 (of doubles 4 x 4) turned in registers; what is left over at the edges one by one
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Transposed<T>(T* b, nint bColumn, int k, int columns, T* panel, int width) where T : unmanaged
    {
        int side = Vector256<T>.Count, p = 0;
        for (; p <= k - side; p += side)
        {
            int j = 0;
            for (; j <= columns - side; j += side)
            {
                if (typeof(T) == typeof(float)) Turn8((float*)b + p + j * bColumn, bColumn, (float*)panel + (nint)p * width + j, width);
                else Turn4((double*)b + p + j * bColumn, bColumn, (double*)panel + (nint)p * width + j, width);
            }
            if (j < columns)
                Strided(b + p + j * bColumn, 1, bColumn, side, columns - j, panel + (nint)p * width + j, width);
        }
        if (p < k) Strided(b + p, 1, bColumn, k - p, columns, panel + (nint)p * width, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
        Vector256<float> f0 = Avx.Shuffle(p0, p2, 0x44), f1 = Avx.Shuffle(p0, p2, 0xEE), f2 = Avx.Shuffle(p1, p3, 0x44), f3 = Avx.Shuffle(p1, p3, 0xEE);
        Vector256<float> f4 = Avx.Shuffle(p4, p6, 0x44), f5 = Avx.Shuffle(p4, p6, 0xEE), f6 = Avx.Shuffle(p5, p7, 0x44), f7 = Avx.Shuffle(p5, p7, 0xEE);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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

    /// <summary>
    /// Copies rows of A strip by strip, as <see cref="Gemm.StripRows"/> cuts them: the strip that begins at row i lies at i k, its column of
    /// elements for one k side by side.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Strips<T>(T* a, nint aRow, nint aColumn, int rows, int k, T* strips) where T : unmanaged
    {
        for (int i = 0, height; i < rows; i += height, a += height * aRow)
        {
            height = Gemm.StripRows(rows - i);
            T* from = a;
            if (height == GemmTiles.Rows && aRow == 1)
                for (int p = 0; p < k; p++, from += aColumn, strips += GemmTiles.Rows)
                    Unsafe.CopyBlockUnaligned(strips, from, (uint)(GemmTiles.Rows * sizeof(T)));
            else
                for (int p = 0; p < k; p++, from += aColumn)
                    for (int r = 0; r < height; r++) *strips++ = from[r * aRow];
        }
    }
}
