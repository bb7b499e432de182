using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Cairn.Kernels;

namespace Cairn.SideBySide;

/// <summary>The most multiply-adds the machine does, measured beside the products that are compared with it.</summary>
static class FmaPeak
{
    const int Rounds = 100_000, Chains = 12;

    /// <summary>Thousand millions of operations a second on all threads, two for a multiply-add, of numbers of so many bytes.</summary>
    internal static double Measure(int bytes) => bytes == sizeof(float) ? Measure<float>() : Measure<double>();

    static double Measure<T>() where T : unmanaged, INumber<T>
    {
        int threads = WorkTeam.Threads, lanes = Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector256<T>.Count;
        Span<double> times = stackalloc double[3];
        foreach (ref double time in times)
        {
            long start = Stopwatch.GetTimestamp();
            WorkTeam.For(threads, _ =>
            {
                if (Vector512.IsHardwareAccelerated) Wide(T.CreateChecked(0.5));
                else Narrow(T.CreateChecked(0.5));
            });
            time = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        times.Sort();
        return 2e-9 * Chains * Rounds * lanes * threads / times[0];
    }

    /// <summary>Twelve chains that do not wait for each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static Vector512<T> Wide<T>(T half) where T : unmanaged, INumber<T>
    {
        Vector512<T> x = Vector512.Create(half), a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            a = Add(a); b = Add(b); c = Add(c); d = Add(d); e = Add(e); f = Add(f);
            g = Add(g); h = Add(h); i = Add(i); j = Add(j); k = Add(k); l = Add(l);
        }
        return a + b + c + d + e + f + g + h + i + j + k + l;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        Vector512<T> Add(Vector512<T> v) => typeof(T) == typeof(float)
            ? Vector512.FusedMultiplyAdd(v.AsSingle(), x.AsSingle(), x.AsSingle()).As<float, T>()
            : Vector512.FusedMultiplyAdd(v.AsDouble(), x.AsDouble(), x.AsDouble()).As<double, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static Vector256<T> Narrow<T>(T half) where T : unmanaged, INumber<T>
    {
        Vector256<T> x = Vector256.Create(half), a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            a = Add(a); b = Add(b); c = Add(c); d = Add(d); e = Add(e); f = Add(f);
            g = Add(g); h = Add(h); i = Add(i); j = Add(j); k = Add(k); l = Add(l);
        }
        return a + b + c + d + e + f + g + h + i + j + k + l;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        Vector256<T> Add(Vector256<T> v) => typeof(T) == typeof(float)
            ? Vector256.FusedMultiplyAdd(v.AsSingle(), x.AsSingle(), x.AsSingle()).As<float, T>()
            : Vector256.FusedMultiplyAdd(v.AsDouble(), x.AsDouble(), x.AsDouble()).As<double, T>();
    }
}
