using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Cairn.Kernels;

namespace Cairn.Proofs;

/// <summary>Times the loops over elements on memory that is there already, in bytes read and written; the best of many.</summary>
static unsafe class ElementSpeed
{
    static readonly List<float[]> Kept = []; // as long as one measurement points to them
    static readonly int[] Sizes = [4096, 65_536, 1 << 20, 1 << 24];

    internal static int Run(ReadOnlySpan<string> names)
    {
        Console.WriteLine($"GB/s of float32 ({WorkTeam.Threads} threads)      4 K    64 K     1 M    16 M");
        foreach (var (name, operands, make) in Loops)
        {
            if (!names.IsEmpty && !names.Contains(name)) continue;
            Console.Write($"{name,-28}");
            foreach (int n in Sizes)
            {
                Console.Write(string.Create(CultureInfo.InvariantCulture, $"{operands * 4.0 * n / Time(make(n)) / 1e9,8:F1}"));
                Kept.Clear();
            }
            Console.WriteLine();
        }
        return 0;
    }

    static IEnumerable<(string Name, double Operands, Func<int, Action> Make)> Loops =>
    [
        ("add", 3, n => Zip<Sum>(n, false)),
        ("add a number", 2, n => Zip<Sum>(n, true)),
        ("add a row", 2, n => Rows(n, Math.Min(n, 1024), 0, 1)),
        ("add a short row", 2, n => Rows(n, 10, 0, 1)),
        ("add a column", 2, n => Rows(n, Math.Min(n, 1024), 1, 0)),
        ("positive part", 2, Positive),
        ("less", 2.25, Less),
        ("transposed copy", 2, Turned),
        ("to float64", 3, Widened),
    ];

    static Action Zip<TRule>(int n, bool isNumber) where TRule : struct, IZipRule<float>
    {
        float* x = Numbers(n), y = Numbers(n), z = Numbers(n);
        var steps = new Steps(0, 0, 1);
        return () => Elements.Zip<float, TRule>(x, steps, y, isNumber ? default : steps, new(z, n), new(1, n));
    }

    static Action Rows(int n, int columns, int row, int column)
    {
        float* x = Numbers(n), y = Numbers(Math.Max(columns, n / columns)), z = Numbers(n);
        int used = n / columns * columns;
        return () => Elements.Zip<float, Sum>(x, new(0, columns, 1), y, new(0, row, column), new(z, used), new(n / columns, columns));
    }

    static Action Positive(int n)
    {
        float* x = Numbers(n), y = Numbers(n);
        return () => Elements.Map<float, Part>(new(x, n), new(y, n));
    }

    static Action Less(int n)
    {
        float* x = Numbers(n), y = Numbers(n), z = Numbers(n);
        var steps = new Steps(0, 0, 1);
        return () => Masks.Compare<float, Smaller>(x, steps, y, steps, new(z, n), new(1, n));
    }

    static Action Turned(int n)
    {
        float* x = Numbers(n), y = Numbers(n);
        int rows = (int)Math.Sqrt(n), columns = n / rows;
        return () => StridedCopy.Run(x, [1, rows], y, [columns, 1], [rows, columns]);
    }

    static Action Widened(int n)
    {
        float* x = Numbers(n), y = Numbers(2 * n);
        return () => Casts.Run(new ReadOnlySpan<float>(x, n), new Span<double>(y, n));
    }

    static float* Numbers(int n)
    {
        float[] array = GC.AllocateUninitializedArray<float>(n + 16, pinned: true);
        Kept.Add(array);
        float* x = (float*)((nint)Unsafe.AsPointer(ref array[0]) + 63 & -64);
        for (int i = 0; i < n; i++) x[i] = (float)(i * 0.618033988749895 % 1 - 0.5);
        return x;
    }

    static double Time(Action action)
    {
        double best = double.PositiveInfinity;
        int repeat = 1;
        for (long begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin).TotalSeconds < 0.3;)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < repeat; i++) action();
            double time = Stopwatch.GetElapsedTime(start).TotalSeconds;
            best = Math.Min(best, time / repeat);
            if (time < 50e-6) repeat *= 2;
        }
        return best;
    }

    readonly struct Sum : IZipRule<float>
    {
        public static bool HasVectors => true;
        public static float Of(float x, float y) => x + y;
        public static Vector512<float> Of(Vector512<float> x, Vector512<float> y) => x + y;
    }

    readonly struct Part : IMapRule<float>
    {
        public static bool HasVectors => true;
        public static float Of(float x) => Math.Max(x, 0);
        public static Vector512<float> Of(Vector512<float> x) =>
            Vector512.ConditionalSelect(Vector512.LessThanOrEqual(x, Vector512<float>.Zero), Vector512<float>.Zero, x);
    }

    readonly struct Smaller : ICompareRule<float>
    {
        public static bool Of(float x, float y) => x < y;
        public static Vector512<float> Of(Vector512<float> x, Vector512<float> y) => Vector512.LessThan(x, y);
    }
}
