using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

/// <summary>The order of numbers as that of unsigned keys, by counting digits from the lowest: stable, and the same work whatever the numbers.</summary>
static class SortOrder
{
    const int Short = 32; // below it, inserting one by one is faster

    /// <summary>Writes the places of x in ascending (or descending) order; equal numbers keep their order, NaN counts as the largest.</summary>
    internal static void Of<T>(ReadOnlySpan<T> x, Span<int> order, bool descending) where T : unmanaged, INumber<T>
    {
        if (Unsafe.SizeOf<T>() == 8) Sort<T, ulong>(x, order, descending);
        else Sort<T, uint>(x, order, descending);
    }

    /// <summary>Writes the first places of the order that <see cref="Of"/> finds, as many as there is room for, without finding the rest.</summary>
    internal static void OfFirst<T>(ReadOnlySpan<T> x, Span<int> order, bool descending) where T : unmanaged, INumber<T>
    {
        if (Unsafe.SizeOf<T>() == 8) Choose<T, ulong>(x, order, descending);
        else Choose<T, uint>(x, order, descending);
    }

    // digit by digit from the highest the last key that belongs to the first is found; those before it, and of those equal to it the
    // first ones, are sorted
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Choose<T, TKey>(ReadOnlySpan<T> x, Span<int> order, bool descending)
        where T : unmanaged, INumber<T> where TKey : unmanaged, IBinaryInteger<TKey>, IUnsignedNumber<TKey>, IMinMaxValue<TKey>
    {
        const int bits = 8, size = 1 << bits;
        int n = x.Length, k = order.Length, left = k;
        var keyBuffer = ArrayPool<TKey>.Shared.Rent(n + 2 * k);
        var placeBuffer = ArrayPool<int>.Shared.Rent(k);
        Span<TKey> keys = keyBuffer.AsSpan(0, n), chosen = keyBuffer.AsSpan(n, k);
        for (int i = 0; i < n; i++)
        {
            TKey key = Key<T, TKey>(x[i]);
            keys[i] = descending ? ~key : key;
        }
        Span<int> counts = stackalloc int[size];
        TKey last = TKey.Zero, known = TKey.Zero, mask = TKey.CreateTruncating(size - 1);
        for (int shift = 8 * Unsafe.SizeOf<TKey>() - bits; shift >= 0 && k > 0; shift -= bits)
        {
            counts.Clear();
            foreach (var key in keys)
                if ((key & known) == last) counts[int.CreateTruncating((key >>> shift) & mask)]++;
            int digit = 0;
            while (counts[digit] < left) left -= counts[digit++];
            last |= TKey.CreateTruncating(digit) << shift;
            known |= mask << shift;
        }
        for (int i = 0, count = 0; count < k; i++)
        {
            TKey key = keys[i];
            if (key > last || (key == last && left-- <= 0)) continue;
            chosen[count] = key;
            order[count++] = i;
        }
        if (k < Short) Insert(chosen, order);
        else Count(chosen, order, keyBuffer.AsSpan(n + k, k), placeBuffer.AsSpan(0, k));
        ArrayPool<TKey>.Shared.Return(keyBuffer);
        ArrayPool<int>.Shared.Return(placeBuffer);
    }

    static void Sort<T, TKey>(ReadOnlySpan<T> x, Span<int> order, bool descending)
        where T : unmanaged, INumber<T> where TKey : unmanaged, IBinaryInteger<TKey>, IUnsignedNumber<TKey>, IMinMaxValue<TKey>
    {
        int n = x.Length;
        var keyBuffer = ArrayPool<TKey>.Shared.Rent(2 * n);
        var placeBuffer = ArrayPool<int>.Shared.Rent(n);
        Span<TKey> keys = keyBuffer.AsSpan(0, n);
        for (int i = 0; i < n; i++)
        {
            TKey key = Key<T, TKey>(x[i]);
            keys[i] = descending ? ~key : key;
            order[i] = i;
        }
        if (n < Short) Insert(keys, order);
        else Count(keys, order, keyBuffer.AsSpan(n, n), placeBuffer.AsSpan(0, n));
        ArrayPool<TKey>.Shared.Return(keyBuffer);
        ArrayPool<int>.Shared.Return(placeBuffer);
    }

    /// <summary>A whole number that stands where x does: both zeros alike, every NaN above all others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TKey Key<T, TKey>(T x) where T : unmanaged, INumber<T> where TKey : unmanaged, IBinaryInteger<TKey>, IUnsignedNumber<TKey>, IMinMaxValue<TKey>
    {
        if (typeof(T) == typeof(float))
        {
            float v = (float)(object)x + 0f; // -0 becomes +0
            uint bits = BitConverter.SingleToUInt32Bits(v);
            return TKey.CreateTruncating(float.IsNaN(v) ? uint.MaxValue : (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000);
        }
        if (typeof(T) == typeof(double))
        {
            double v = (double)(object)x + 0.0;
            ulong bits = BitConverter.DoubleToUInt64Bits(v);
            return TKey.CreateTruncating(double.IsNaN(v) ? ulong.MaxValue : (bits & 1UL << 63) != 0 ? ~bits : bits | 1UL << 63);
        }
        if (typeof(T) == typeof(int)) return TKey.CreateTruncating((uint)(int)(object)x ^ 0x80000000);
        if (typeof(T) == typeof(long)) return TKey.CreateTruncating((ulong)(long)(object)x ^ 1UL << 63);
        return TKey.CreateTruncating(x);
    }

    static void Insert<TKey>(Span<TKey> keys, Span<int> order) where TKey : unmanaged, IBinaryInteger<TKey>
    {
        for (int i = 1; i < keys.Length; i++)
        {
            var (key, place) = (keys[i], order[i]);
            int j = i;
            for (; j > 0 && keys[j - 1] > key; j--) (keys[j], order[j]) = (keys[j - 1], order[j - 1]);
            (keys[j], order[j]) = (key, place);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Count<TKey>(Span<TKey> keys, Span<int> order, Span<TKey> otherKeys, Span<int> otherOrder) where TKey : unmanaged, IBinaryInteger<TKey>
    {
        int bits = keys.Length < 4096 ? 8 : 11, size = 1 << bits, passes = (8 * Unsafe.SizeOf<TKey>() - 1) / bits + 1;
        var mask = TKey.CreateTruncating(size - 1);
        Span<int> counts = stackalloc int[size];
        var result = order;
        for (int pass = 0; pass < passes; pass++)
        {
            int shift = pass * bits;
            counts.Clear();
            foreach (var key in keys) counts[int.CreateTruncating((key >>> shift) & mask)]++;
            if (counts[int.CreateTruncating((keys[0] >>> shift) & mask)] == keys.Length) continue; // all alike in this digit
            for (int d = 0, start = 0; d < size; d++) (counts[d], start) = (start, start + counts[d]);
            for (int i = 0; i < keys.Length; i++)
            {
                var key = keys[i];
                int to = counts[int.CreateTruncating((key >>> shift) & mask)]++;
                otherKeys[to] = key;
                otherOrder[to] = order[i];
            }
            var k = keys;
            keys = otherKeys;
            otherKeys = k;
            var o = order;
            order = otherOrder;
            otherOrder = o;
        }
        if (order != result) order.CopyTo(result);
    }
}
