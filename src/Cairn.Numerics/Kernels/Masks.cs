using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>Loops that make and use masks, one byte for each element: 0 or 1.</summary>
static unsafe class Masks
{
    const int Width = 64; // a vector of bytes

    // halves of vectors are narrowed and widened in too many steps
    static bool HasVectors<T>() where T : unmanaged => sizeof(T) == 1 ? Elements.HasVectors : Vector512.IsHardwareAccelerated;

    internal static void Compare<T, TRule>(T* x, Steps xSteps, T* y, Steps ySteps, Span<bool> z, Extent extent)
        where T : unmanaged where TRule : struct, ICompareRule<T>
    {
        fixed (bool* to = z) Elements.Share(z.Length, new CompareJob<T, TRule>(x, xSteps, y, ySteps, (byte*)to, extent));
    }

    readonly struct CompareJob<T, TRule>(T* x, Steps xSteps, T* y, Steps ySteps, byte* z, Extent extent) : IRangeJob
        where T : unmanaged where TRule : struct, ICompareRule<T>
    {
        public void Run(int start, int end)
        {
            int length;
            for (int at = start; at < end; at += length)
            {
                var (plane, row, column) = extent.Place(at);
                length = Math.Min(extent.Columns - column, end - at);
                T* from = x + xSteps.At(plane, row, column), other = y + ySteps.At(plane, row, column);
                if (xSteps.Column == 0) CompareRow<T, TRule, One, Each>(from, other, z + at, length);
                else if (ySteps.Column == 0) CompareRow<T, TRule, Each, One>(from, other, z + at, length);
                else CompareRow<T, TRule, Each, Each>(from, other, z + at, length);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void CompareRow<T, TRule, TX, TY>(T* x, T* y, byte* z, nint n)
        where T : unmanaged where TRule : struct, ICompareRule<T> where TX : struct, IAlong where TY : struct, IAlong
    {
        nint i = 0;
        if (HasVectors<T>() && n >= Width)
        {
            Vector512<T> x0 = Vector512.Create(*x), y0 = Vector512.Create(*y);
            for (; i <= n - Width; i += Width) Flags<T, TRule, TX, TY>(x + i * TX.Step, y + i * TY.Step, x0, y0).Store(z + i);
        }
        for (; i < n; i++) z[i] = TRule.Of(x[i * TX.Step], y[i * TY.Step]) ? (byte)1 : (byte)0;
    }

    /// <summary>The flags of 64 comparisons.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<byte> Flags<T, TRule, TX, TY>(T* x, T* y, Vector512<T> x0, Vector512<T> y0)
        where T : unmanaged where TRule : struct, ICompareRule<T> where TX : struct, IAlong where TY : struct, IAlong
    {
        if (sizeof(T) == 1) return At<T, TRule, TX, TY>(0, x, y, x0, y0).AsByte() & Vector512.Create((byte)1);
        if (sizeof(T) == 8)
            return Narrow(Pair<T, TRule, TX, TY>(0, x, y, x0, y0), Pair<T, TRule, TX, TY>(16, x, y, x0, y0),
                Pair<T, TRule, TX, TY>(32, x, y, x0, y0), Pair<T, TRule, TX, TY>(48, x, y, x0, y0));
        return Narrow(
            At<T, TRule, TX, TY>(0, x, y, x0, y0).AsInt32(), At<T, TRule, TX, TY>(16, x, y, x0, y0).AsInt32(),
            At<T, TRule, TX, TY>(32, x, y, x0, y0).AsInt32(), At<T, TRule, TX, TY>(48, x, y, x0, y0).AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<T> At<T, TRule, TX, TY>(int i, T* x, T* y, Vector512<T> x0, Vector512<T> y0)
        where T : unmanaged where TRule : struct, ICompareRule<T> where TX : struct, IAlong where TY : struct, IAlong =>
        TRule.Of(Elements.Load<T, TX>(x + i, x0), Elements.Load<T, TY>(y + i, y0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<int> Pair<T, TRule, TX, TY>(int i, T* x, T* y, Vector512<T> x0, Vector512<T> y0)
        where T : unmanaged where TRule : struct, ICompareRule<T> where TX : struct, IAlong where TY : struct, IAlong =>
        Vector512.Narrow(At<T, TRule, TX, TY>(i, x, y, x0, y0).AsInt64(), At<T, TRule, TX, TY>(i + 8, x, y, x0, y0).AsInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<byte> Narrow(Vector512<int> a, Vector512<int> b, Vector512<int> c, Vector512<int> d) =>
        Vector512.Narrow(Vector512.Narrow(a, b), Vector512.Narrow(c, d)).AsByte() & Vector512.Create((byte)1);

    /// <summary>x where the mask is true, else y.</summary>
    internal static void Choose<T>(byte* mask, Steps maskSteps, T* x, Steps xSteps, T* y, Steps ySteps, Span<T> z, Extent extent)
        where T : unmanaged
    {
        fixed (T* to = z) Elements.Share(z.Length, new ChooseJob<T>(mask, maskSteps, x, xSteps, y, ySteps, to, extent));
    }

    readonly struct ChooseJob<T>(byte* mask, Steps maskSteps, T* x, Steps xSteps, T* y, Steps ySteps, T* z, Extent extent) : IRangeJob
        where T : unmanaged
    {
        public void Run(int start, int end)
        {
            int length;
            for (int at = start; at < end; at += length)
            {
                var (plane, row, column) = extent.Place(at);
                length = Math.Min(extent.Columns - column, end - at);
                byte* choose = mask + maskSteps.At(plane, row, column);
                T* from = x + xSteps.At(plane, row, column), other = y + ySteps.At(plane, row, column);
                if (maskSteps.Column == 0) ChooseRow<T>(choose, 0, from, xSteps.Column, other, ySteps.Column, z + at, 0, length);
                else if (xSteps.Column == 0 && ySteps.Column == 0) ChooseRow<T, One, One>(choose, from, other, z + at, length);
                else if (xSteps.Column == 0) ChooseRow<T, One, Each>(choose, from, other, z + at, length);
                else if (ySteps.Column == 0) ChooseRow<T, Each, One>(choose, from, other, z + at, length);
                else ChooseRow<T, Each, Each>(choose, from, other, z + at, length);
            }
        }
    }

    static void ChooseRow<T>(byte* mask, int maskStep, T* x, int xStep, T* y, int yStep, T* z, nint start, nint n) where T : unmanaged
    {
        for (nint i = start; i < n; i++) z[i] = mask[i * maskStep] != 0 ? x[i * xStep] : y[i * yStep];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ChooseRow<T, TX, TY>(byte* mask, T* x, T* y, T* z, nint n)
        where T : unmanaged where TX : struct, IAlong where TY : struct, IAlong
    {
        nint i = 0;
        if (HasVectors<T>() && n >= Width)
        {
            Vector512<byte> x0 = Repeat(*x), y0 = Repeat(*y);
            for (; i <= n - Width; i += Width)
                Choose64<T, TX, TY>(Vector512.Load(mask + i), (byte*)(x + i * TX.Step), (byte*)(y + i * TY.Step), (byte*)(z + i), x0, y0);
        }
        ChooseRow(mask, 1, x, TX.Step, y, TY.Step, z, i, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Choose64<T, TX, TY>(Vector512<byte> flags, byte* x, byte* y, byte* z, Vector512<byte> x0, Vector512<byte> y0)
        where T : unmanaged where TX : struct, IAlong where TY : struct, IAlong
    {
        if (sizeof(T) == 1)
        {
            Put<TX, TY>(0, Vector512.Equals(flags, Vector512<byte>.Zero), x, y, z, x0, y0);
            return;
        }
        var (low, high) = Vector512.Widen(flags);
        var (a, b) = Vector512.Widen(low);
        var (c, d) = Vector512.Widen(high);
        if (sizeof(T) == 4)
        {
            Put<TX, TY>(0, Vector512.Equals(a, Vector512<uint>.Zero).AsByte(), x, y, z, x0, y0);
            Put<TX, TY>(64, Vector512.Equals(b, Vector512<uint>.Zero).AsByte(), x, y, z, x0, y0);
            Put<TX, TY>(128, Vector512.Equals(c, Vector512<uint>.Zero).AsByte(), x, y, z, x0, y0);
            Put<TX, TY>(192, Vector512.Equals(d, Vector512<uint>.Zero).AsByte(), x, y, z, x0, y0);
            return;
        }
        PutWide<TX, TY>(0, a, x, y, z, x0, y0);
        PutWide<TX, TY>(128, b, x, y, z, x0, y0);
        PutWide<TX, TY>(256, c, x, y, z, x0, y0);
        PutWide<TX, TY>(384, d, x, y, z, x0, y0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void PutWide<TX, TY>(int at, Vector512<uint> flags, byte* x, byte* y, byte* z, Vector512<byte> x0, Vector512<byte> y0)
        where TX : struct, IAlong where TY : struct, IAlong
    {
        var (low, high) = Vector512.Widen(flags);
        Put<TX, TY>(at, Vector512.Equals(low, Vector512<ulong>.Zero).AsByte(), x, y, z, x0, y0);
        Put<TX, TY>(at + 64, Vector512.Equals(high, Vector512<ulong>.Zero).AsByte(), x, y, z, x0, y0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Put<TX, TY>(int at, Vector512<byte> isFalse, byte* x, byte* y, byte* z, Vector512<byte> x0, Vector512<byte> y0)
        where TX : struct, IAlong where TY : struct, IAlong =>
        Vector512.ConditionalSelect(isFalse, Elements.Load<byte, TY>(y + at, y0), Elements.Load<byte, TX>(x + at, x0)).Store(z + at);

    static Vector512<byte> Repeat<T>(T value) where T : unmanaged => sizeof(T) switch
    {
        1 => Vector512.Create(*(byte*)&value),
        4 => Vector512.Create(*(uint*)&value).AsByte(),
        _ => Vector512.Create(*(ulong*)&value).AsByte(),
    };
}
