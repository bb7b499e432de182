using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cairn.Kernels;

namespace Cairn.Proofs;

/// <summary>Times matrix products against the peak of fused multiply-adds measured in the same run; the best of many.</summary>
static unsafe class GemmSpeed
{
    const double Patience = 0.25;

    internal static int Run(ReadOnlySpan<string> args)
    {
        var wanted = args.ToArray();
        if (args is ["first"]) return First();
        if (args is ["neighbours"]) return Neighbours();
        Report($"threads {WorkTeam.Threads}, vectors of {GemmTiles.VectorBits} bits");
        double single = Peak<float>(), twice = Peak<double>();
        Report($"peak float32 {single / 1e9,6:F1} GF/s, float64 {twice / 1e9,6:F1} GF/s");
        foreach (int n in new[] { 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 2048 }) Squares<float>(n, single);
        (int M, int K, int N)[] layers =
        [
            (64, 784, 512), (32, 784, 500), (16, 1024, 1024), (1000, 784, 500), (1, 784, 512), (4, 784, 500), (32, 784, 128), (64, 512, 10),
            (784, 64, 512), (4096, 64, 64), (64, 4096, 64), (2048, 2048, 10), (1024, 1024, 1), (4096, 4096, 1),
        ];
        foreach (var (m, k, n) in layers)
            Layouts<float>(m, k, n, single);
        foreach (int n in new[] { 64, 128, 256, 512, 1024, 2048 }) Squares<double>(n, twice);
        return 0;

        void Squares<T>(int n, double peak) where T : unmanaged, IFloatingPointIeee754<T> => Layouts<T>(n, n, n, peak);

        void Layouts<T>(int m, int k, int n, double peak) where T : unmanaged, IFloatingPointIeee754<T>
        {
            string name = $"{(typeof(T) == typeof(float) ? "f32" : "f64")} {m}x{k}x{n}";
            if (wanted.Length > 0 && !wanted.Any(w => name.Contains(w, StringComparison.Ordinal))) return;
            foreach (string layout in new[] { "NN", "NT", "TN", "TT" }) Time<T>(name, layout, m, k, n, peak);
            Report("");
        }
    }

    /// <summary>Whether sizes beside the round ones cost more: nanoseconds a million multiply-adds, and beside n how much more that is than
    /// of n.</summary>
    static int Neighbours()
    {
        int[] steps = [0, -7, -1, 1, 7];
        Report($"threads {WorkTeam.Threads}, vectors of {GemmTiles.VectorBits} bits; ns for a million multiply-adds of n x n x n");
        Report($"{"n",6} {"n",9}" + string.Concat(steps[1..].Select(s => $"{$"n{s:+0;-0}",17}")));
        foreach (int n in new[] { 64, 128, 256, 512, 1024 })
        {
            double[] costs = new double[steps.Length];
            Array.Fill(costs, double.PositiveInfinity);
            for (int round = 0; round < 3; round++) // in turn, so that a disturbance meets all
                for (int i = 0; i < steps.Length; i++)
                {
                    int size = n + steps[i];
                    costs[i] = Math.Min(costs[i], Seconds<float>("NN", size, size, size) * 1e15 / ((double)size * size * size));
                }
            Report(string.Create(CultureInfo.InvariantCulture, $"{n,6} {costs[0],9:F0}")
                + string.Concat(costs[1..].Select(c => string.Create(CultureInfo.InvariantCulture, $"{c,8:F0} {100 * (c / costs[0] - 1),6:+0.0;-0.0} %"))));
        }
        return 0;
    }

    static void Report(string line) => Console.WriteLine(line);

    static void Time<T>(string name, string layout, int m, int k, int n, double peak) where T : unmanaged, IFloatingPointIeee754<T>
    {
        double best = Seconds<T>(layout, m, k, n), speed = 2.0 * m * n * k / best;
        Console.Write(string.Create(CultureInfo.InvariantCulture,
            $"{(layout == "NN" ? name : ""),-20} {layout} {best * 1e6,9:F1} us {speed / 1e9,6:F1} GF/s {100 * speed / peak,5:F1}%\n"));
    }

    /// <summary>The best time of a product.</summary>
    static double Seconds<T>(string layout, int m, int k, int n) where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool turnA = layout[0] == 'T', turnB = layout[1] == 'T';
        T* a = Numbers<T>(m * k), b = Numbers<T>(k * n), c = Numbers<T>(m * n);
        var call = new GemmCall<T>
        {
            M = m,
            N = n,
            K = k,
            A = a,
            ARow = turnA ? 1 : k,
            AColumn = turnA ? m : 1,
            B = b,
            BRow = turnB ? 1 : n,
            BColumn = turnB ? k : 1,
            C = c,
            CRow = n,
        };
        double best = Best(() => Gemm.Run(call));
        NativeMemory.AlignedFree(a);
        NativeMemory.AlignedFree(b);
        NativeMemory.AlignedFree(c);
        return best;
    }

    static double Best(Action action)
    {
        action();
        long begin = Stopwatch.GetTimestamp();
        double best = double.PositiveInfinity;
        int repeat = 1;
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < Patience)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < repeat; i++) action();
            double time = Stopwatch.GetElapsedTime(start).TotalSeconds;
            best = Math.Min(best, time / repeat);
            if (time < 20e-6) repeat *= 2;
        }
        return best;
    }

    static T* Numbers<T>(long count) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* x = (T*)NativeMemory.AlignedAlloc((nuint)((count + 16) * sizeof(T)), 64);
        for (long i = 0; i < count; i++) x[i] = T.CreateTruncating(i * 0.618033988749895 % 1 - 0.5);
        return x;
    }

    /// <summary>Multiply-adds on all threads, counted as two operations each, with 24 chains that leave no port idle.</summary>
    static double Peak<T>() where T : unmanaged
    {
        const int rounds = 20_000;
        int threads = WorkTeam.Threads;
        double best = Best(() => WorkTeam.For(threads, new PeakJob<T>(rounds)));
        return 2.0 * 24 * rounds * GemmTiles.Lanes<T>() * threads / best;
    }

    readonly struct PeakJob<T>(int rounds) : IChunkJob where T : unmanaged
    {
        public void Run(int chunk)
        {
            if (typeof(T) == typeof(float)) Chains32(rounds);
            else Chains64(rounds);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static float Chains32(int rounds)
    {
        float one = 1, a = 0.5f;
        float* b = stackalloc float[64], c = stackalloc float[6 * 64];
        new Span<float>(b, 64).Fill(one);
        GemmTiles.Of<float>(6, GemmTiles.Columns<float>())(rounds, &a, 0, 0, b, 0, c, 64, false, GemmTiles.Lanes<float>(), null, false);
        return c[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double Chains64(int rounds)
    {
        double one = 1, a = 0.5;
        double* b = stackalloc double[64], c = stackalloc double[6 * 64];
        new Span<double>(b, 64).Fill(one);
        GemmTiles.Of<double>(6, GemmTiles.Columns<double>())(rounds, &a, 0, 0, b, 0, c, 64, false, GemmTiles.Lanes<double>(), null, false);
        return c[0];
    }

    /// <summary>The first product of a process, its kernels compiled on the way.</summary>
    static int First()
    {
        float[] a = new float[64 * 64], b = new float[64 * 64], c = new float[64 * 64];
        var compiling = JitInfo.GetCompilationTime();
        long methods = JitInfo.GetCompiledMethodCount(), start = Stopwatch.GetTimestamp();
        Gemm.Multiply<float>(64, 64, 64, new(a, 0, 64, 1), new(b, 0, 64, 1), c);
        var time = Stopwatch.GetElapsedTime(start);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first product, 64x64x64: {time.TotalMilliseconds:F1} ms, "
            + $"{(JitInfo.GetCompilationTime() - compiling).TotalMilliseconds:F1} of them to compile "
            + $"{JitInfo.GetCompiledMethodCount() - methods} methods"));
        return 0;
    }
}
