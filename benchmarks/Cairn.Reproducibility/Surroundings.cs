using System.Globalization;
using System.Runtime.Intrinsics;
using Cairn.Kernels;

namespace Cairn.Reproducibility;

/// <summary>What the process runs on: shown to prove that a switch has done something.</summary>
static class Surroundings
{
    internal static IEnumerable<string> Lines()
    {
        yield return $"vectors {Widest()}";
        yield return $"careless sums {CarelessSums():x16}";
        yield return $"threads {Meeting(WorkTeam.Threads)}";
        yield return $"culture {CultureInfo.CurrentCulture.Name}, {1.5}, {"i".ToUpper(CultureInfo.CurrentCulture)}, {-1}";
    }

    /// <summary>The bits of the widest vector that the hardware adds at once, as far as the runtime may use it; 0 for none.</summary>
    static int Widest() =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    /// <summary>What the hardware's own order of additions gives, the bits of some sums: the kind of difference that Cairn must not have.</summary>
    static long CarelessSums()
    {
        var lanes = new double[Math.Max(1, Widest() / 64)];
        long bits = 0;
        for (int sum = 0; sum < 20; sum++)
        {
            double[] x = MadeUp.Numbers($"careless {sum}", 1000);
            Array.Clear(lanes);
            for (int i = 0; i < x.Length; i++) lanes[i % lanes.Length] += x[i];
            bits = bits * 31 + BitConverter.DoubleToInt64Bits(lanes.Aggregate((a, b) => a + b));
        }
        return bits;
    }

    /// <summary>How many threads of the team were at work at the same time: all of them meet, or none passes.</summary>
    static int Meeting(int threads)
    {
        using var barrier = new Barrier(threads);
        int met = 0;
        WorkTeam.For(threads, _ =>
        {
            if (barrier.SignalAndWait(TimeSpan.FromSeconds(30))) Interlocked.Increment(ref met);
        });
        return met;
    }
}
