using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>A gradient on its way back through an activation, by the activation's result y, in one pass.</summary>
static unsafe class ActivationSlopes
{
    const int ShareLength = 16384, SmallestShared = 4 * ShareLength;

    /// <summary>ds = dy f'(s), where y = f(s).</summary>
    internal static void Run<T>(Activation activation, ReadOnlySpan<T> dy, ReadOnlySpan<T> y, Span<T> ds)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* from = dy, results = y, to = ds)
        {
            if (activation == Activation.Relu) Run<T, Relu>(from, results, to, ds.Length);
            else if (activation == Activation.Sigmoid) Run<T, Sigmoid>(from, results, to, ds.Length);
            else if (activation == Activation.Tanh) Run<T, Tanh>(from, results, to, ds.Length);
            else dy.CopyTo(ds);
        }
    }

    static void Run<T, TSlope>(T* dy, T* y, T* ds, int n) where T : unmanaged, IFloatingPointIeee754<T> where TSlope : struct, ISlope
    {
        if (n < SmallestShared) Row<T, TSlope>(dy, y, ds, n);
        else WorkTeam.For((n - 1) / ShareLength + 1, new Share<T, TSlope>(dy, y, ds, n));
    }

    readonly struct Share<T, TSlope>(T* dy, T* y, T* ds, int n) : IChunkJob
        where T : unmanaged, IFloatingPointIeee754<T> where TSlope : struct, ISlope
    {
        public void Run(int chunk)
        {
            int first = chunk * ShareLength;
            Row<T, TSlope>(dy + first, y + first, ds + first, Math.Min(ShareLength, n - first));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Row<T, TSlope>(T* dy, T* y, T* ds, int n) where T : unmanaged, IFloatingPointIeee754<T> where TSlope : struct, ISlope
    {
        int i = 0;
        if (Lanes.VectorBits == 512)
            for (; i <= n - Vector512<T>.Count; i += Vector512<T>.Count) TSlope.Of(Vector512.Load(dy + i), Vector512.Load(y + i)).Store(ds + i);
        if (Lanes.VectorBits >= 256)
            for (; i <= n - Vector256<T>.Count; i += Vector256<T>.Count) TSlope.Of(Vector256.Load(dy + i), Vector256.Load(y + i)).Store(ds + i);
        for (; i < n; i++) ds[i] = TSlope.Of(dy[i], y[i]);
    }

    interface ISlope
    {
        static abstract T Of<T>(T dy, T y) where T : IFloatingPointIeee754<T>;
        static abstract Vector256<T> Of<T>(Vector256<T> dy, Vector256<T> y);
        static abstract Vector512<T> Of<T>(Vector512<T> dy, Vector512<T> y);
    }

    // NaN stays NaN
    readonly struct Relu : ISlope
    {
        public static T Of<T>(T dy, T y) where T : IFloatingPointIeee754<T> => y > T.Zero ? dy : T.IsNaN(y) ? y : T.Zero;
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Of<T>(Vector256<T> dy, Vector256<T> y) =>
            Vector256.ConditionalSelect(Vector256.GreaterThan(y, Vector256<T>.Zero), dy, Vector256.AndNot(y, Vector256.Equals(y, y)));
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<T> Of<T>(Vector512<T> dy, Vector512<T> y) =>
            Vector512.ConditionalSelect(Vector512.GreaterThan(y, Vector512<T>.Zero), dy, Vector512.AndNot(y, Vector512.Equals(y, y)));
    }

    readonly struct Sigmoid : ISlope
    {
        public static T Of<T>(T dy, T y) where T : IFloatingPointIeee754<T> => dy * y * (T.One - y);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Of<T>(Vector256<T> dy, Vector256<T> y) => dy * y * (Vector256<T>.One - y);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<T> Of<T>(Vector512<T> dy, Vector512<T> y) => dy * y * (Vector512<T>.One - y);
    }

    readonly struct Tanh : ISlope
    {
        public static T Of<T>(T dy, T y) where T : IFloatingPointIeee754<T> => dy * (T.One - y * y);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Of<T>(Vector256<T> dy, Vector256<T> y) => dy * (Vector256<T>.One - y * y);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<T> Of<T>(Vector512<T> dy, Vector512<T> y) => dy * (Vector512<T>.One - y * y);
    }
}
