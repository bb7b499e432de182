using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>e^(x - c) along a row no element of which is above the finite c, and the sum of it: the same bits as a subtraction, <see cref="SafeMath"/>'s
/// exponential and <see cref="Sums"/> one after the other, in one pass where that is worth it.</summary>
static unsafe class ShiftedExp
{
    const int Lanes32 = 64, RunRows = 16;

    /// <summary>Writes the exponentials to y, and gives their sum.</summary>
    internal static T Row<T>(T* x, T c, T* y, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float) && Lanes.VectorBits == 512 && n >= Lanes32 && n <= Lanes.ChunkLength)
            return (T)(object)Chunk((float*)x, (float)(object)c, (float*)y, n);
        RowLoops.Subtract(x, c, y, n);
        if (typeof(T) == typeof(float)) SafeMath.Exp(new ReadOnlySpan<float>(y, n), new Span<float>(y, n));
        else SafeMath.Exp(new ReadOnlySpan<double>(y, n), new Span<double>(y, n));
        return Lanes.Sum(new ReadOnlySpan<T>(y, n), default, default(Plain<T>));
    }

    // four vectors of 512 bits are one row of the law's lanes
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining), SkipLocalsInit]
    static float Chunk(float* x, float c, float* y, int n)
    {
        int whole = n & -Lanes32;
        var centre = Vector512.Create(c);
        Vector512<float> t0 = default, t1 = default, t2 = default, t3 = default;
        for (int i = 0; i < whole;)
        {
            Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
            for (int end = Math.Min(whole, i + RunRows * Lanes32); i < end; i += Lanes32)
            {
                var e0 = Exp(Vector512.Load(x + i) - centre);
                var e1 = Exp(Vector512.Load(x + i + 16) - centre);
                e0.Store(y + i);
                e1.Store(y + i + 16);
                var e2 = Exp(Vector512.Load(x + i + 32) - centre);
                var e3 = Exp(Vector512.Load(x + i + 48) - centre);
                e2.Store(y + i + 32);
                e3.Store(y + i + 48);
                s0 += e0;
                s1 += e1;
                s2 += e2;
                s3 += e3;
            }
            t0 += s0;
            t1 += s1;
            t2 += s2;
            t3 += s3;
        }
        if (whole < n)
        {
            float* last = stackalloc float[Lanes32];
            new Span<float>(last, Lanes32).Fill(float.NegativeInfinity); // whose exponential, 0, adds nothing
            Buffer.MemoryCopy(x + whole, last, Lanes32 * sizeof(float), (n - whole) * sizeof(float));
            for (int i = 0; i < Lanes32; i += 16) Exp(Vector512.Load(last + i) - centre).Store(last + i);
            t0 += Vector512.Load(last);
            t1 += Vector512.Load(last + 16);
            t2 += Vector512.Load(last + 32);
            t3 += Vector512.Load(last + 48);
            Buffer.MemoryCopy(last, y + whole, (n - whole) * sizeof(float), (n - whole) * sizeof(float));
        }
        var t = t0 + t2 + (t1 + t3);
        return Lanes.Fold(t.GetLower() + t.GetUpper());
    }

    /// <summary><see cref="Exp32"/> without what only NaN and numbers above 0 need.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> Exp(Vector512<float> x)
    {
        var (n, r) = Exp32.Reduce(new Float32x16(Vector512.MaxNative(x, Vector512.Create(-104f))));
        return Float32x16.Scale(Float32x16.Fma(Exp32.Tail(r), r * r, r) + 1f, n).Value;
    }
}
