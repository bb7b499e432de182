using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Cairn.Kernels;

namespace Cairn.Proofs;

/// <summary>Times the elementary functions over spans: one thread within the first cache, and all threads over a million; best of many.</summary>
static class ElementarySpeed
{
    const int Small = 4096, Large = 1_000_000;

    static readonly (string Name, Map<float>? Single, Map<double> Double)[] Functions =
    [
        ("exp", SafeMath.Exp, SafeMath.Exp),
        ("sigmoid", SafeMath.Sigmoid, SafeMath.Sigmoid),
        ("tanh", SafeMath.Tanh, SafeMath.Tanh),
        ("softplus", SafeMath.Softplus, SafeMath.Softplus),
        ("log", SafeMath.Log, SafeMath.Log),
        ("sin", SafeMath.Sin, SafeMath.Sin),
        ("erf", SafeMath.Erf, SafeMath.Erf),
        ("gelu", SafeMath.Gelu, SafeMath.Gelu),
    ];

    internal static int Run(ReadOnlySpan<string> names)
    {
        Console.WriteLine($"function    float32 ns   1M us  float64 ns   1M us   ({WorkTeam.Threads} threads)");
        foreach (var (name, single, wide) in Functions)
        {
            if (!names.IsEmpty && !names.Contains(name)) continue;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-10} {Time(single, Small) * 1e9 / Small,11:F3} "
                + $"{Time(single, Large) * 1e6,7:F0} {Time(wide, Small) * 1e9 / Small,11:F3} {Time(wide, Large) * 1e6,7:F0}"));
        }
        return 0;
    }

    static double Time<T>(Map<T>? function, int length) where T : IFloatingPoint<T>
    {
        if (function is null) return double.NaN;
        T[] x = [.. Enumerable.Range(0, length).Select(i => T.CreateTruncating(0.1 + i * 0.618033988749895 % 1 * 5))], y = new T[length];
        double best = double.PositiveInfinity;
        int repeat = Large / length;
        for (long begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin).TotalSeconds < 0.4;)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < repeat; i++) function(x, y);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds / repeat);
        }
        return best;
    }
}
