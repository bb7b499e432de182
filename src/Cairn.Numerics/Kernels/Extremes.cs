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
    public static int ArgMin(ReadOnlySpan<double> x) => x.IndexOf(Min(Some(x))); // Equals, unlike ==, finds a NaN

    /// <inheritdoc cref="ArgMin(ReadOnlySpan{double})"/>
    public static int ArgMin(ReadOnlySpan<float> x) => x.IndexOf(Min(Some(x)));

    /// <summary>The index of the first largest element.</summary>
    /// <exception cref="ArgumentException">No elements.</exception>
    public static int ArgMax(ReadOnlySpan<double> x) => x.IndexOf(Max(Some(x)));

    /// <inheritdoc cref="ArgMax(ReadOnlySpan{double})"/>
    public static int ArgMax(ReadOnlySpan<float> x) => x.IndexOf(Max(Some(x)));

    /// <summary>max |x|; 0 for no elements.</summary>
    internal static T MaxAbs<T>(ReadOnlySpan<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        x.IsEmpty ? T.Zero : Fold<T, LargerMagnitude<T>>(x);

    static ReadOnlySpan<T> Some<T>(ReadOnlySpan<T> x, [CallerMemberName] string caller = "") =>
        x.IsEmpty ? throw new ArgumentException($"{caller}: there are no elements", nameof(x)) : x;

    /// <summary>
    /// Chooses over all elements. Choosing is associative, commutative and idempotent once every NaN counts as the same, so any order
    /// gives the same bits, and the last vector may overlap the one before.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static unsafe T Fold<T, TChoice>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TChoice : struct, IChoice<T>
    {
        int n = x.Length, width = Vector256<T>.Count;
        fixed (T* p = x)
        {
            var chosen = TChoice.Of(p[0], p[0]);
            if (n < width || Lanes.VectorBits == 0)
            {
                for (int i = 1; i < n; i++) chosen = TChoice.Of(chosen, p[i]);
            }
            else
            {
                var last = Vector256.Load(p + n - width);
                Vector256<T> c0 = last, c1 = last, c2 = last, c3 = last;
                int i = 0;
                for (; i <= n - 4 * width; i += 4 * width)
                {
                    c0 = TChoice.Of(c0, Vector256.Load(p + i));
                    c1 = TChoice.Of(c1, Vector256.Load(p + i + width));
                    c2 = TChoice.Of(c2, Vector256.Load(p + i + 2 * width));
                    c3 = TChoice.Of(c3, Vector256.Load(p + i + 3 * width));
                }
                for (; i <= n - width; i += width) c0 = TChoice.Of(c0, Vector256.Load(p + i));
                c0 = TChoice.Of(TChoice.Of(c0, c1), TChoice.Of(c2, c3));
                for (int lane = 0; lane < width; lane++) chosen = TChoice.Of(chosen, c0[lane]);
            }
            return T.IsNaN(chosen) ? T.NaN : chosen;
        }
    }

    interface IChoice<T> where T : unmanaged
    {
        static abstract T Of(T a, T b);
        static abstract Vector256<T> Of(Vector256<T> a, Vector256<T> b);
    }

    readonly struct Smaller<T> : IChoice<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static T Of(T a, T b) => T.Min(a, b);
        public static Vector256<T> Of(Vector256<T> a, Vector256<T> b) => Vector256.Min(a, b);
    }

    readonly struct Larger<T> : IChoice<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static T Of(T a, T b) => T.Max(a, b);
        public static Vector256<T> Of(Vector256<T> a, Vector256<T> b) => Vector256.Max(a, b);
    }

    readonly struct LargerMagnitude<T> : IChoice<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static T Of(T a, T b) => T.Max(T.Abs(a), T.Abs(b));
        public static Vector256<T> Of(Vector256<T> a, Vector256<T> b) => Vector256.Max(Vector256.Abs(a), Vector256.Abs(b));
    }
}
