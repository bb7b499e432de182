using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Cairn.LinearAlgebra;

namespace Cairn.LinearModels;

/// <summary>
/// The products of a few rows at a time, whose sums stay in registers. Each number of a result is one chain of fused multiply-adds of
/// its own, in 8 lanes over the columns of a row, or over the rows in order, however many are computed at once.
/// </summary>
static class RowTiles
{
    const int Lanes = Dots.Lanes;

    /// <summary>z_ik = x_i theta_k of all rows: bit for bit <see cref="Dots.Dot"/>.</summary>
    /// <param name="x">The rows, <paramref name="stride"/> apart, a multiple of <see cref="Dots.Lanes"/>.</param>
    /// <param name="rows">How many.</param>
    /// <param name="stride">The length of a row and of a score's coefficients.</param>
    /// <param name="theta">The coefficients, score by score.</param>
    /// <param name="scores">How many.</param>
    /// <param name="z">The scores row by row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Scores(ReadOnlySpan<double> x, int rows, int stride, ReadOnlySpan<double> theta, int scores, Span<double> z)
    {
        int k = 0;
        for (; k <= scores - 3; k += 3)
        {
            var w = theta.Slice(k * stride, 3 * stride);
            int i = 0;
            for (; i <= rows - 4; i += 4) FourByThree(x.Slice(i * stride, 4 * stride), w, stride, z[(i * scores + k)..], scores);
            for (; i < rows; i++)
                for (int l = 0; l < 3; l++) z[i * scores + k + l] = Dots.Dot(x.Slice(i * stride, stride), w.Slice(l * stride, stride));
        }
        for (; k < scores; k++)
        {
            var w = theta.Slice(k * stride, stride);
            int i = 0;
            for (; i <= rows - 8; i += 8) EightByOne(x.Slice(i * stride, 8 * stride), w, stride, z[(i * scores + k)..], scores);
            for (; i < rows; i++) z[i * scores + k] = Dots.Dot(x.Slice(i * stride, stride), w);
        }
    }

    static void FourByThree(ReadOnlySpan<double> x, ReadOnlySpan<double> w, int stride, Span<double> z, int scores)
    {
        ref double a0 = ref MemoryMarshal.GetReference(x), b0 = ref MemoryMarshal.GetReference(w);
        ref double a1 = ref Unsafe.Add(ref a0, stride), a2 = ref Unsafe.Add(ref a1, stride), a3 = ref Unsafe.Add(ref a2, stride);
        ref double b1 = ref Unsafe.Add(ref b0, stride), b2 = ref Unsafe.Add(ref b1, stride);
        Vector512<double> s00 = default, s01 = default, s02 = default, s10 = default, s11 = default, s12 = default;
        Vector512<double> s20 = default, s21 = default, s22 = default, s30 = default, s31 = default, s32 = default;
        for (int j = 0; j < stride; j += Lanes)
        {
            Vector512<double> w0 = Dots.Load(ref b0, j), w1 = Dots.Load(ref b1, j), w2 = Dots.Load(ref b2, j);
            var x0 = Dots.Load(ref a0, j);
            s00 = Vector512.FusedMultiplyAdd(x0, w0, s00);
            s01 = Vector512.FusedMultiplyAdd(x0, w1, s01);
            s02 = Vector512.FusedMultiplyAdd(x0, w2, s02);
            var x1 = Dots.Load(ref a1, j);
            s10 = Vector512.FusedMultiplyAdd(x1, w0, s10);
            s11 = Vector512.FusedMultiplyAdd(x1, w1, s11);
            s12 = Vector512.FusedMultiplyAdd(x1, w2, s12);
            var x2 = Dots.Load(ref a2, j);
            s20 = Vector512.FusedMultiplyAdd(x2, w0, s20);
            s21 = Vector512.FusedMultiplyAdd(x2, w1, s21);
            s22 = Vector512.FusedMultiplyAdd(x2, w2, s22);
            var x3 = Dots.Load(ref a3, j);
            s30 = Vector512.FusedMultiplyAdd(x3, w0, s30);
            s31 = Vector512.FusedMultiplyAdd(x3, w1, s31);
            s32 = Vector512.FusedMultiplyAdd(x3, w2, s32);
        }
        z[0] = Dots.Fold(s00);
        z[1] = Dots.Fold(s01);
        z[2] = Dots.Fold(s02);
        z[scores] = Dots.Fold(s10);
        z[scores + 1] = Dots.Fold(s11);
        z[scores + 2] = Dots.Fold(s12);
        z[2 * scores] = Dots.Fold(s20);
        z[2 * scores + 1] = Dots.Fold(s21);
        z[2 * scores + 2] = Dots.Fold(s22);
        z[3 * scores] = Dots.Fold(s30);
        z[3 * scores + 1] = Dots.Fold(s31);
        z[3 * scores + 2] = Dots.Fold(s32);
    }

    static void EightByOne(ReadOnlySpan<double> x, ReadOnlySpan<double> w, int stride, Span<double> z, int scores)
    {
        ref double a0 = ref MemoryMarshal.GetReference(x), b = ref MemoryMarshal.GetReference(w);
        ref double a4 = ref Unsafe.Add(ref a0, 4 * stride);
        nint one = stride, two = 2 * one, three = 3 * one;
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (int j = 0; j < stride; j += Lanes)
        {
            var v = Dots.Load(ref b, j);
            ref double low = ref Unsafe.Add(ref a0, j), high = ref Unsafe.Add(ref a4, j);
            s0 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(in low), v, s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(in Unsafe.Add(ref low, one)), v, s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(in Unsafe.Add(ref low, two)), v, s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(in Unsafe.Add(ref low, three)), v, s3);
            s4 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(in high), v, s4);
            s5 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(in Unsafe.Add(ref high, one)), v, s5);
            s6 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(in Unsafe.Add(ref high, two)), v, s6);
            s7 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(in Unsafe.Add(ref high, three)), v, s7);
        }
        z[0] = Dots.Fold(s0);
        z[scores] = Dots.Fold(s1);
        z[2 * scores] = Dots.Fold(s2);
        z[3 * scores] = Dots.Fold(s3);
        z[4 * scores] = Dots.Fold(s4);
        z[5 * scores] = Dots.Fold(s5);
        z[6 * scores] = Dots.Fold(s6);
        z[7 * scores] = Dots.Fold(s7);
    }

    /// <summary>result_k += sum_i factor_ik x_i, the rows in order: bit for bit <see cref="Dots.Axpy"/> row by row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Gather(ReadOnlySpan<double> factors, ReadOnlySpan<double> x, int rows, int stride, int scores, Span<double> result)
    {
        int k = 0;
        for (; k <= scores - 3; k += 3)
        {
            int j = 0;
            for (; j <= stride - 4 * Lanes; j += 4 * Lanes) ThreeByFour(factors[k..], x[j..], rows, stride, scores, result[(k * stride + j)..]);
            for (; j < stride; j += Lanes) ThreeByOne(factors[k..], x[j..], rows, stride, scores, result[(k * stride + j)..]);
        }
        for (; k < scores; k++)
        {
            int j = 0;
            for (; j <= stride - 7 * Lanes; j += 7 * Lanes) OneBySeven(factors[k..], x[j..], rows, stride, scores, result[(k * stride + j)..]);
            for (; j <= stride - 3 * Lanes; j += 3 * Lanes) OneByThree(factors[k..], x[j..], rows, stride, scores, result[(k * stride + j)..]);
            for (; j < stride; j += Lanes) OneByOne(factors[k..], x[j..], rows, stride, scores, result[(k * stride + j)..]);
        }
    }

    static void ThreeByFour(ReadOnlySpan<double> factors, ReadOnlySpan<double> x, int rows, int stride, int scores, Span<double> result)
    {
        ref double f = ref MemoryMarshal.GetReference(factors), a = ref MemoryMarshal.GetReference(x), to = ref result[0];
        nint next = stride;
        var s00 = Dots.Load(ref to, 0);
        var s01 = Dots.Load(ref to, Lanes);
        var s02 = Dots.Load(ref to, 2 * Lanes);
        var s03 = Dots.Load(ref to, 3 * Lanes);
        var s10 = Dots.Load(ref Unsafe.Add(ref to, next), 0);
        var s11 = Dots.Load(ref Unsafe.Add(ref to, next), Lanes);
        var s12 = Dots.Load(ref Unsafe.Add(ref to, next), 2 * Lanes);
        var s13 = Dots.Load(ref Unsafe.Add(ref to, next), 3 * Lanes);
        var s20 = Dots.Load(ref Unsafe.Add(ref to, 2 * next), 0);
        var s21 = Dots.Load(ref Unsafe.Add(ref to, 2 * next), Lanes);
        var s22 = Dots.Load(ref Unsafe.Add(ref to, 2 * next), 2 * Lanes);
        var s23 = Dots.Load(ref Unsafe.Add(ref to, 2 * next), 3 * Lanes);
        for (int i = 0; i < rows; i++)
        {
            var f0 = Vector512.Create(f);
            var f1 = Vector512.Create(Unsafe.Add(ref f, 1));
            var f2 = Vector512.Create(Unsafe.Add(ref f, 2));
            var x0 = Dots.Load(ref a, 0);
            s00 = Vector512.FusedMultiplyAdd(f0, x0, s00);
            s10 = Vector512.FusedMultiplyAdd(f1, x0, s10);
            s20 = Vector512.FusedMultiplyAdd(f2, x0, s20);
            var x1 = Dots.Load(ref a, Lanes);
            s01 = Vector512.FusedMultiplyAdd(f0, x1, s01);
            s11 = Vector512.FusedMultiplyAdd(f1, x1, s11);
            s21 = Vector512.FusedMultiplyAdd(f2, x1, s21);
            var x2 = Dots.Load(ref a, 2 * Lanes);
            s02 = Vector512.FusedMultiplyAdd(f0, x2, s02);
            s12 = Vector512.FusedMultiplyAdd(f1, x2, s12);
            s22 = Vector512.FusedMultiplyAdd(f2, x2, s22);
            var x3 = Dots.Load(ref a, 3 * Lanes);
            s03 = Vector512.FusedMultiplyAdd(f0, x3, s03);
            s13 = Vector512.FusedMultiplyAdd(f1, x3, s13);
            s23 = Vector512.FusedMultiplyAdd(f2, x3, s23);
            f = ref Unsafe.Add(ref f, scores);
            a = ref Unsafe.Add(ref a, stride);
        }
        s00.StoreUnsafe(ref to);
        s01.StoreUnsafe(ref to, Lanes);
        s02.StoreUnsafe(ref to, 2 * Lanes);
        s03.StoreUnsafe(ref to, 3 * Lanes);
        s10.StoreUnsafe(ref Unsafe.Add(ref to, next));
        s11.StoreUnsafe(ref Unsafe.Add(ref to, next), Lanes);
        s12.StoreUnsafe(ref Unsafe.Add(ref to, next), 2 * Lanes);
        s13.StoreUnsafe(ref Unsafe.Add(ref to, next), 3 * Lanes);
        s20.StoreUnsafe(ref Unsafe.Add(ref to, 2 * next));
        s21.StoreUnsafe(ref Unsafe.Add(ref to, 2 * next), Lanes);
        s22.StoreUnsafe(ref Unsafe.Add(ref to, 2 * next), 2 * Lanes);
        s23.StoreUnsafe(ref Unsafe.Add(ref to, 2 * next), 3 * Lanes);
    }

    static void ThreeByOne(ReadOnlySpan<double> factors, ReadOnlySpan<double> x, int rows, int stride, int scores, Span<double> result)
    {
        ref double f = ref MemoryMarshal.GetReference(factors), a = ref MemoryMarshal.GetReference(x), to = ref result[0];
        nint next = stride;
        var s00 = Dots.Load(ref to, 0);
        var s10 = Dots.Load(ref Unsafe.Add(ref to, next), 0);
        var s20 = Dots.Load(ref Unsafe.Add(ref to, 2 * next), 0);
        for (int i = 0; i < rows; i++)
        {
            var f0 = Vector512.Create(f);
            var f1 = Vector512.Create(Unsafe.Add(ref f, 1));
            var f2 = Vector512.Create(Unsafe.Add(ref f, 2));
            var x0 = Dots.Load(ref a, 0);
            s00 = Vector512.FusedMultiplyAdd(f0, x0, s00);
            s10 = Vector512.FusedMultiplyAdd(f1, x0, s10);
            s20 = Vector512.FusedMultiplyAdd(f2, x0, s20);
            f = ref Unsafe.Add(ref f, scores);
            a = ref Unsafe.Add(ref a, stride);
        }
        s00.StoreUnsafe(ref to);
        s10.StoreUnsafe(ref Unsafe.Add(ref to, next));
        s20.StoreUnsafe(ref Unsafe.Add(ref to, 2 * next));
    }

    static void OneBySeven(ReadOnlySpan<double> factors, ReadOnlySpan<double> x, int rows, int stride, int scores, Span<double> result)
    {
        ref double f = ref MemoryMarshal.GetReference(factors), a = ref MemoryMarshal.GetReference(x), to = ref result[0];
        nint next = stride;
        var s00 = Dots.Load(ref to, 0);
        var s01 = Dots.Load(ref to, Lanes);
        var s02 = Dots.Load(ref to, 2 * Lanes);
        var s03 = Dots.Load(ref to, 3 * Lanes);
        var s04 = Dots.Load(ref to, 4 * Lanes);
        var s05 = Dots.Load(ref to, 5 * Lanes);
        var s06 = Dots.Load(ref to, 6 * Lanes);
        for (int i = 0; i < rows; i++)
        {
            var f0 = Vector512.Create(f);
            var x0 = Dots.Load(ref a, 0);
            s00 = Vector512.FusedMultiplyAdd(f0, x0, s00);
            var x1 = Dots.Load(ref a, Lanes);
            s01 = Vector512.FusedMultiplyAdd(f0, x1, s01);
            var x2 = Dots.Load(ref a, 2 * Lanes);
            s02 = Vector512.FusedMultiplyAdd(f0, x2, s02);
            var x3 = Dots.Load(ref a, 3 * Lanes);
            s03 = Vector512.FusedMultiplyAdd(f0, x3, s03);
            var x4 = Dots.Load(ref a, 4 * Lanes);
            s04 = Vector512.FusedMultiplyAdd(f0, x4, s04);
            var x5 = Dots.Load(ref a, 5 * Lanes);
            s05 = Vector512.FusedMultiplyAdd(f0, x5, s05);
            var x6 = Dots.Load(ref a, 6 * Lanes);
            s06 = Vector512.FusedMultiplyAdd(f0, x6, s06);
            f = ref Unsafe.Add(ref f, scores);
            a = ref Unsafe.Add(ref a, stride);
        }
        s00.StoreUnsafe(ref to);
        s01.StoreUnsafe(ref to, Lanes);
        s02.StoreUnsafe(ref to, 2 * Lanes);
        s03.StoreUnsafe(ref to, 3 * Lanes);
        s04.StoreUnsafe(ref to, 4 * Lanes);
        s05.StoreUnsafe(ref to, 5 * Lanes);
        s06.StoreUnsafe(ref to, 6 * Lanes);
    }

    static void OneByThree(ReadOnlySpan<double> factors, ReadOnlySpan<double> x, int rows, int stride, int scores, Span<double> result)
    {
        ref double f = ref MemoryMarshal.GetReference(factors), a = ref MemoryMarshal.GetReference(x), to = ref result[0];
        nint next = stride;
        var s00 = Dots.Load(ref to, 0);
        var s01 = Dots.Load(ref to, Lanes);
        var s02 = Dots.Load(ref to, 2 * Lanes);
        for (int i = 0; i < rows; i++)
        {
            var f0 = Vector512.Create(f);
            var x0 = Dots.Load(ref a, 0);
            s00 = Vector512.FusedMultiplyAdd(f0, x0, s00);
            var x1 = Dots.Load(ref a, Lanes);
            s01 = Vector512.FusedMultiplyAdd(f0, x1, s01);
            var x2 = Dots.Load(ref a, 2 * Lanes);
            s02 = Vector512.FusedMultiplyAdd(f0, x2, s02);
            f = ref Unsafe.Add(ref f, scores);
            a = ref Unsafe.Add(ref a, stride);
        }
        s00.StoreUnsafe(ref to);
        s01.StoreUnsafe(ref to, Lanes);
        s02.StoreUnsafe(ref to, 2 * Lanes);
    }

    static void OneByOne(ReadOnlySpan<double> factors, ReadOnlySpan<double> x, int rows, int stride, int scores, Span<double> result)
    {
        ref double f = ref MemoryMarshal.GetReference(factors), a = ref MemoryMarshal.GetReference(x), to = ref result[0];
        nint next = stride;
        var s00 = Dots.Load(ref to, 0);
        for (int i = 0; i < rows; i++)
        {
            var f0 = Vector512.Create(f);
            var x0 = Dots.Load(ref a, 0);
            s00 = Vector512.FusedMultiplyAdd(f0, x0, s00);
            f = ref Unsafe.Add(ref f, scores);
            a = ref Unsafe.Add(ref a, stride);
        }
        s00.StoreUnsafe(ref to);
    }

    /// <summary>h += sum_i factor_i x_i x_i' of a few rows, the lower triangle in squares of 8 x 8 or two of them.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="factors">One for each row.</param>
    /// <param name="scaled">Room for 8 numbers a row.</param>
    /// <param name="stride">The length of a row.</param>
    /// <param name="h">The matrix, row by row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddSquares(ReadOnlySpan<double> x, ReadOnlySpan<double> factors, Span<double> scaled, int stride, Span<double> h)
    {
        int rows = factors.Length;
        for (int i = 0; i < stride; i += Lanes)
        {
            for (int r = 0; r < rows; r++)
                (Vector512.Create(factors[r]) * Vector512.Create(x.Slice(r * stride + i, Lanes))).CopyTo(scaled[(r * Lanes)..]);
            int j = 0;
            for (; j < i; j += 2 * Lanes) EightByTwo(x[j..], scaled, rows, stride, h[(i * stride + j)..]);
            if (j == i) EightByEight(x[j..], scaled, rows, stride, h[(i * stride + j)..]);
        }
    }

    static void EightByTwo(ReadOnlySpan<double> x, ReadOnlySpan<double> a, int rows, int stride, Span<double> h)
    {
        ref double b = ref MemoryMarshal.GetReference(x), f = ref MemoryMarshal.GetReference(a);
        Vector512<double> s00 = default, s01 = default;
        Vector512<double> s10 = default, s11 = default;
        Vector512<double> s20 = default, s21 = default;
        Vector512<double> s30 = default, s31 = default;
        Vector512<double> s40 = default, s41 = default;
        Vector512<double> s50 = default, s51 = default;
        Vector512<double> s60 = default, s61 = default;
        Vector512<double> s70 = default, s71 = default;
        for (int row = 0; row < rows; row++)
        {
            var v0 = Dots.Load(ref b, 0);
            var v1 = Dots.Load(ref b, Lanes);
            var f0 = Vector512.Create(f);
            s00 = Vector512.FusedMultiplyAdd(f0, v0, s00);
            s01 = Vector512.FusedMultiplyAdd(f0, v1, s01);
            var f1 = Vector512.Create(Unsafe.Add(ref f, 1));
            s10 = Vector512.FusedMultiplyAdd(f1, v0, s10);
            s11 = Vector512.FusedMultiplyAdd(f1, v1, s11);
            var f2 = Vector512.Create(Unsafe.Add(ref f, 2));
            s20 = Vector512.FusedMultiplyAdd(f2, v0, s20);
            s21 = Vector512.FusedMultiplyAdd(f2, v1, s21);
            var f3 = Vector512.Create(Unsafe.Add(ref f, 3));
            s30 = Vector512.FusedMultiplyAdd(f3, v0, s30);
            s31 = Vector512.FusedMultiplyAdd(f3, v1, s31);
            var f4 = Vector512.Create(Unsafe.Add(ref f, 4));
            s40 = Vector512.FusedMultiplyAdd(f4, v0, s40);
            s41 = Vector512.FusedMultiplyAdd(f4, v1, s41);
            var f5 = Vector512.Create(Unsafe.Add(ref f, 5));
            s50 = Vector512.FusedMultiplyAdd(f5, v0, s50);
            s51 = Vector512.FusedMultiplyAdd(f5, v1, s51);
            var f6 = Vector512.Create(Unsafe.Add(ref f, 6));
            s60 = Vector512.FusedMultiplyAdd(f6, v0, s60);
            s61 = Vector512.FusedMultiplyAdd(f6, v1, s61);
            var f7 = Vector512.Create(Unsafe.Add(ref f, 7));
            s70 = Vector512.FusedMultiplyAdd(f7, v0, s70);
            s71 = Vector512.FusedMultiplyAdd(f7, v1, s71);
            b = ref Unsafe.Add(ref b, stride);
            f = ref Unsafe.Add(ref f, Lanes);
        }
        Add(h, 0, s00);
        Add(h, Lanes, s01);
        Add(h, stride, s10);
        Add(h, stride + Lanes, s11);
        Add(h, 2 * stride, s20);
        Add(h, 2 * stride + Lanes, s21);
        Add(h, 3 * stride, s30);
        Add(h, 3 * stride + Lanes, s31);
        Add(h, 4 * stride, s40);
        Add(h, 4 * stride + Lanes, s41);
        Add(h, 5 * stride, s50);
        Add(h, 5 * stride + Lanes, s51);
        Add(h, 6 * stride, s60);
        Add(h, 6 * stride + Lanes, s61);
        Add(h, 7 * stride, s70);
        Add(h, 7 * stride + Lanes, s71);
    }

    static void EightByEight(ReadOnlySpan<double> x, ReadOnlySpan<double> a, int rows, int stride, Span<double> h)
    {
        ref double b = ref MemoryMarshal.GetReference(x), f = ref MemoryMarshal.GetReference(a);
        Vector512<double> s00 = default;
        Vector512<double> s10 = default;
        Vector512<double> s20 = default;
        Vector512<double> s30 = default;
        Vector512<double> s40 = default;
        Vector512<double> s50 = default;
        Vector512<double> s60 = default;
        Vector512<double> s70 = default;
        for (int row = 0; row < rows; row++)
        {
            var v0 = Dots.Load(ref b, 0);
            s00 = Vector512.FusedMultiplyAdd(Vector512.Create(f), v0, s00);
            s10 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref f, 1)), v0, s10);
            s20 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref f, 2)), v0, s20);
            s30 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref f, 3)), v0, s30);
            s40 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref f, 4)), v0, s40);
            s50 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref f, 5)), v0, s50);
            s60 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref f, 6)), v0, s60);
            s70 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref f, 7)), v0, s70);
            b = ref Unsafe.Add(ref b, stride);
            f = ref Unsafe.Add(ref f, Lanes);
        }
        Add(h, 0, s00);
        Add(h, stride, s10);
        Add(h, 2 * stride, s20);
        Add(h, 3 * stride, s30);
        Add(h, 4 * stride, s40);
        Add(h, 5 * stride, s50);
        Add(h, 6 * stride, s60);
        Add(h, 7 * stride, s70);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Add(Span<double> h, int at, Vector512<double> sum)
    {
        var place = h.Slice(at, Lanes);
        (Vector512.Create<double>(place) + sum).CopyTo(place);
    }
}
