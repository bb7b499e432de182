using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>
/// The smallest and largest of spans and where they stand. One NaN makes the result NaN, and its place the first NaN's; +0 counts as
/// larger than -0 in a value, as equal in a place; of equal elements the first is the place.
/// </summary>
public static class Extremes
{
    const int ChunkLength = 65536, SmallestShared = 4 * ChunkLength; // less is done before a second thread has come

    /// <summary>The smallest element.</summary>
    /// <exception cref="ArgumentException">No elements.</exception>
    public static double Min(ReadOnlySpan<double> x) => Fold<double, Smaller<double>>(Some(x));

    /// <inheritdoc cref="Min(ReadOnlySpan{double})"/>
    public static float Min(ReadOnlySpan<float> x) => Fold<float, Smaller<float>>(Some(x));

    /// <summary>The largest element.</summary>
    /// <exception cref="ArgumentException">No elements.</exception>
    public static double Max(ReadOnlySpan<double> x) => Fold<double, Larger<double>>(Some(x));

    /// <inheritdoc cref="Max(ReadOnlySpan{double})"/>
    public static float Max(ReadOnlySpan<float> x) => Fold<float, Larger<float>>(Some(x));

    /// <summary>The index of the first smallest element.</summary>
    /// <exception cref="ArgumentException">No elements.</exception>
    public static int ArgMin(ReadOnlySpan<double> x) => Place(x, Min(Some(x)));

    /// <inheritdoc cref="ArgMin(ReadOnlySpan{double})"/>
    public static int ArgMin(ReadOnlySpan<float> x) => Place(x, Min(Some(x)));

    /// <summary>The index of the first largest element.</summary>
    /// <exception cref="ArgumentException">No elements.</exception>
    public static int ArgMax(ReadOnlySpan<double> x) => Place(x, Max(Some(x)));

    /// <inheritdoc cref="ArgMax(ReadOnlySpan{double})"/>
    public static int ArgMax(ReadOnlySpan<float> x) => Place(x, Max(Some(x)));

    internal static unsafe T Max<T>(T* x, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Lanes.VectorBits < 512 || n < 4 * Vector512<T>.Count) return FoldHere<T, Larger<T>>(x, n);
        T largest = Native(x, n, out bool hasNaN);
        return hasNaN ? T.NaN : T.IsZero(largest) ? FoldHere<T, Larger<T>>(x, n) : largest;
    }

    /// <summary>The largest, as the hardware compares: of two zeros either, and NaN passed over but noticed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static unsafe T Native<T>(T* x, int n, out bool hasNaN) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int w = Vector512<T>.Count, i = 0;
        Vector512<T> c0 = Vector512.Create(T.NegativeInfinity), c1 = c0, c2 = c0, c3 = c0, same = Vector512<T>.AllBitsSet;
        for (; i <= n - 4 * w; i += 4 * w)
        {
            Vector512<T> v0 = Vector512.Load(x + i), v1 = Vector512.Load(x + i + w);
            Vector512<T> v2 = Vector512.Load(x + i + 2 * w), v3 = Vector512.Load(x + i + 3 * w);
            c0 = Vector512.MaxNative(v0, c0);
            c1 = Vector512.MaxNative(v1, c1);
            c2 = Vector512.MaxNative(v2, c2);
            c3 = Vector512.MaxNative(v3, c3);
            same &= Vector512.Equals(v0, v0) & Vector512.Equals(v1, v1) & Vector512.Equals(v2, v2) & Vector512.Equals(v3, v3);
        }
        for (; i < n; i += w)
        {
            var v = Vector512.Load(x + Math.Min(i, n - w)); // the last vector overlaps the one before
            c0 = Vector512.MaxNative(v, c0);
            same &= Vector512.Equals(v, v);
        }
        c0 = Vector512.MaxNative(Vector512.MaxNative(c0, c1), Vector512.MaxNative(c2, c3));
        hasNaN = same.ExtractMostSignificantBits() != (1UL << w) - 1;
        var half = Vector256.MaxNative(c0.GetLower(), c0.GetUpper());
        var quarter = Vector128.MaxNative(half.GetLower(), half.GetUpper());
        T largest = T.MaxNative(quarter[0], quarter[1]);
        return w == 8 ? largest : T.MaxNative(largest, T.MaxNative(quarter[2], quarter[3]));
    }

    /// <summary>max |x|; 0 for no elements.</summary>
    internal static T MaxAbs<T>(ReadOnlySpan<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        x.IsEmpty ? T.Zero : Fold<T, LargerMagnitude<T>>(x);

    static ReadOnlySpan<T> Some<T>(ReadOnlySpan<T> x, [CallerMemberName] string caller = "") =>
        x.IsEmpty ? throw new ArgumentException($"{caller}: there are no elements", nameof(x)) : x;

    /// <summary>
    /// Chooses over all elements. Choosing is associative, commutative and idempotent once every NaN counts as the same, so any order
    /// gives the same bits, and the last vector may overlap the one before.
    /// </summary>
    internal static unsafe T Fold<T, TChoice>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TChoice : struct, IChoice<T>
    {
        fixed (T* p = x)
        {
            if (x.Length < SmallestShared) return FoldHere<T, TChoice>(p, x.Length);
            int chunks = (x.Length - 1) / ChunkLength + 1;
            var parts = new T[chunks];
            fixed (T* to = parts)
            {
                WorkTeam.For(chunks, new Job<T, TChoice>(p, x.Length, to));
                return FoldHere<T, TChoice>(to, chunks);
            }
        }
    }

    readonly unsafe struct Job<T, TChoice>(T* x, int length, T* y) : IChunkJob
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TChoice : struct, IChoice<T>
    {
        public void Run(int chunk)
        {
            int start = chunk * ChunkLength;
            y[chunk] = FoldHere<T, TChoice>(x + start, Math.Min(ChunkLength, length - start));
        }
    }

    static unsafe T FoldHere<T, TChoice>(T* x, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T> where TChoice : struct, IChoice<T>
    {
        if (n < Vector256<T>.Count)
        {
            Wide1<T> few = Wide1<T>.Load(x);
            for (int i = 1; i < n; i++) few = TChoice.Of(few, Wide1<T>.Load(x + i));
            few = TChoice.Of(few, few);
            return T.IsNaN(few.Value) ? T.NaN : few.Value;
        }
        var chosen = Lanes.VectorBits == 512 && n >= Vector512<T>.Count ? Fold<T, Wide512<T>, TChoice>(x, n)
            : Lanes.VectorBits >= 256 && n >= Vector256<T>.Count ? Fold<T, Wide256<T>, TChoice>(x, n) : Fold<T, Wide1<T>, TChoice>(x, n);
        return T.IsNaN(chosen) ? T.NaN : chosen;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    static unsafe T Fold<T, TWide, TChoice>(T* x, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TWide : struct, IWide<TWide, T> where TChoice : struct, IChoice<T>
    {
        int w = TWide.Count, i = 0;
        var last = TWide.Load(x + n - w);
        TWide c0 = last, c1 = last, c2 = last, c3 = last;
        for (; i <= n - 4 * w; i += 4 * w)
        {
            c0 = TChoice.Of(c0, TWide.Load(x + i));
            c1 = TChoice.Of(c1, TWide.Load(x + i + w));
            c2 = TChoice.Of(c2, TWide.Load(x + i + 2 * w));
            c3 = TChoice.Of(c3, TWide.Load(x + i + 3 * w));
        }
        for (; i <= n - w; i += w) c0 = TChoice.Of(c0, TWide.Load(x + i));
        c0 = TChoice.Of(TChoice.Of(c0, c1), TChoice.Of(c2, c3));
        T* lanes = stackalloc T[w];
        c0.Store(lanes);
        var chosen = TChoice.Of(Wide1<T>.Load(lanes), Wide1<T>.Load(lanes));
        for (int lane = 1; lane < w; lane++) chosen = TChoice.Of(chosen, Wide1<T>.Load(lanes + lane));
        chosen.Store(lanes);
        return *lanes;
    }

    /// <summary>Where a value stands first, or where the first NaN does; -1 if nowhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static unsafe int Place<T>(ReadOnlySpan<T> x, T value) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool isNaN = T.IsNaN(value);
        int i = 0, w = Vector256<T>.Count;
        fixed (T* p = x)
        {
            if (Lanes.VectorBits >= 256)
            {
                var sought = Vector256.Create(value);
                for (; i <= x.Length - 4 * w && !isNaN; i += 4 * w) // past what does not hold it
                    if ((Vector256.Equals(Vector256.Load(p + i), sought) | Vector256.Equals(Vector256.Load(p + i + w), sought)
                        | Vector256.Equals(Vector256.Load(p + i + 2 * w), sought) | Vector256.Equals(Vector256.Load(p + i + 3 * w), sought))
                        != Vector256<T>.Zero) break;
                for (; i <= x.Length - w; i += w)
                {
                    var v = Vector256.Load(p + i);
                    uint found = (isNaN ? ~Vector256.Equals(v, v) : Vector256.Equals(v, sought)).ExtractMostSignificantBits();
                    if (found != 0) return i + BitOperations.TrailingZeroCount(found);
                }
            }
            for (; i < x.Length; i++)
                if (isNaN ? T.IsNaN(p[i]) : p[i] == value) return i;
        }
        return -1;
    }

    /// <summary>Which of two numbers.</summary>
    internal interface IChoice<T> where T : unmanaged
    {
        static abstract TWide Of<TWide>(TWide a, TWide b) where TWide : struct, IWide<TWide, T>;
    }

    internal readonly struct Smaller<T> : IChoice<T> where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TWide Of<TWide>(TWide a, TWide b) where TWide : struct, IWide<TWide, T> => TWide.Min(a, b);
    }

    internal readonly struct Larger<T> : IChoice<T> where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TWide Of<TWide>(TWide a, TWide b) where TWide : struct, IWide<TWide, T> => TWide.Max(a, b);
    }

    internal readonly struct LargerMagnitude<T> : IChoice<T> where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TWide Of<TWide>(TWide a, TWide b) where TWide : struct, IWide<TWide, T> => TWide.Max(TWide.Abs(a), TWide.Abs(b));
    }
}
