using System.Numerics;
using Cairn.Kernels;

namespace Cairn.Tests;

/// <summary>Every product equals, bit for bit, the plain reading of its law.</summary>
[Collection(TeamCollection.Name)]
public sealed class GemmTests : IDisposable
{
    readonly int _bits = GemmTiles.VectorBits;

    public void Dispose() => GemmTiles.VectorBits = _bits;

    /// <summary>The widths this machine has.</summary>
    public static TheoryData<int> Widths
    {
        get
        {
            var widths = new TheoryData<int>();
            foreach (int bits in new[] { 128, 256, 512 })
                if (bits <= GemmTiles.VectorBits) widths.Add(bits);
            return widths;
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void Small_products_of_all_sizes(int bits)
    {
        GemmTiles.VectorBits = bits;
        int[] sizes = [0, 1, 2, 3, 5, 6, 7, 8, 11, 12, 13, 15, 16, 17, 31, 32, 33, 47, 63, 64, 65, 70];
        int seed = 0;
        foreach (int m in sizes)
            foreach (int n in sizes)
            {
                int k = sizes[seed++ % sizes.Length];
                Check<float>(m, n, k, seed);
                Check<double>(m, n, k, seed);
            }
    }

    [Theory, MemberData(nameof(Widths))]
    public void Blocks_of_k(int bits)
    {
        GemmTiles.VectorBits = bits;
        foreach (int k in new[] { 767, 768, 769, 776, 1535, 1536, 1537, 1538, 2305, 5000 })
            foreach (var (m, n) in new[] { (1, 1), (1, 70), (9, 1), (13, 65) })
            {
                Check<float>(m, n, k, k);
                Check<double>(m, n, k, k);
            }
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(8)]
    public void Large_products_with_any_number_of_threads(int threads)
    {
        WorkTeam.Threads = threads;
        (int M, int N, int K)[] sizes =
        [
            (200, 300, 100), (333, 129, 801), (64, 512, 784), (1, 700, 784), (700, 1, 784), (161, 1030, 170), (170, 65, 1000),
            (64, 64, 2000), (100, 10, 64), (300, 16, 800), (24, 900, 100), (150, 257, 90),
        ];
        foreach (var (m, n, k) in sizes)
        {
            Check<float>(m, n, k, threads);
            Check<double>(m, n, k, threads);
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void Factors_packed_in_several_parts(int bits)
    {
        GemmTiles.VectorBits = bits;
        // more columns, then more rows, than are packed at once
        CheckTall<float>(170, 4200, 9);
        CheckTall<float>(4200, 161, 9);
        CheckTall<double>(163, 4101, 8);
    }

    /// <summary>Both factors transposed, so that both are packed.</summary>
    static void CheckTall<T>(int m, int n, int k) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] a = Numbers<T>(m * k, m), b = Numbers<T>(k * n, n), got = new T[m * n];
        var (va, ra, ca) = Layout(a, m, k, 1);
        var (vb, rb, cb) = Layout(b, k, n, 1);
        Gemm.Multiply(m, n, k, new(va, 0, ra, ca), new(vb, 0, rb, cb), got);
        Same(GemmLaw.Product(m, n, k, a, b), got, $"[{m}, {k}] x [{k}, {n}]");
    }

    [Theory, MemberData(nameof(Widths))]
    public void A_row_alone_has_the_bits_of_the_row_in_a_batch(int bits)
    {
        GemmTiles.VectorBits = bits;
        const int m = 203, n = 130, k = 900;
        float[] a = Numbers<float>(m * k, 1), b = Numbers<float>(k * n, 2);
        float[] all = new float[m * n], row = new float[n], element = new float[1];
        Gemm.Multiply<float>(m, n, k, new(a, 0, k, 1), new(b, 0, n, 1), all);
        for (int i = 0; i < m; i += 17)
        {
            Gemm.Multiply<float>(1, n, k, new(a, i * k, k, 1), new(b, 0, n, 1), row);
            Same(all[(i * n)..((i + 1) * n)], row, $"row {i}");
            Gemm.Multiply<float>(1, 1, k, new(a, i * k, k, 1), new(b, i % n, n, 1), element);
            Same([all[i * n + i % n]], element, $"element {i}");
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void What_is_not_finite_stays_in_its_row_and_column(int bits)
    {
        GemmTiles.VectorBits = bits;
        const int m = 70, n = 70, k = 40;
        float[] a = Numbers<float>(m * k, 1), b = Numbers<float>(k * n, 2), c = new float[m * n];
        float[] plain = GemmLaw.Product(m, n, k, a, b);
        a[5 * k + 3] = float.NaN;
        b[7 * n + 66] = float.PositiveInfinity;
        foreach (var activation in new[] { Activation.None, Activation.Relu })
        {
            Gemm.Multiply<float>(m, n, k, new(a, 0, k, 1), new(b, 0, n, 1), c, activation: activation);
            for (int i = 0; i < m; i++)
                for (int j = 0; j < n; j++)
                {
                    float x = c[i * n + j], infinite = a[i * k + 7] * float.PositiveInfinity;
                    if (i == 5) Assert.True(float.IsNaN(x));
                    else if (j == 66) Assert.Equal(activation == Activation.Relu ? Math.Max(infinite, 0) : infinite, x);
                    else Assert.Equal(activation == Activation.Relu ? Math.Max(plain[i * n + j], 0) : plain[i * n + j], x);
                }
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void Relu_of_minus_zero_is_plus_zero(int bits)
    {
        GemmTiles.VectorBits = bits;
        foreach (int n in new[] { 1, 8, 16, 35 })
        {
            float[] b = new float[n], c = new float[2 * n], bias = new float[n];
            b.AsSpan().Fill(float.Epsilon);
            bias.AsSpan().Fill(-0f);
            Gemm.Multiply<float>(2, n, 1, new([-0.25f, -0.25f], 0, 1, 1), new(b, 0, n, 1), c, bias: bias);
            Assert.All(c, x => Assert.True(x == 0 && float.IsNegative(x)));
            Gemm.Multiply<float>(2, n, 1, new([-0.25f, -0.25f], 0, 1, 1), new(b, 0, n, 1), c, bias: bias, activation: Activation.Relu);
            Assert.All(c, x => Assert.True(x == 0 && float.IsPositive(x)));
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void Nothing_is_written_outside_the_result(int bits)
    {
        GemmTiles.VectorBits = bits;
        foreach (var (m, n, k) in new[] { (1, 1, 1), (7, 67, 5), (13, 1, 9), (200, 37, 300), (65, 130, 40) })
        {
            float[] memory = new float[m * n + 200], a = Numbers<float>(m * k, 1), b = Numbers<float>(k * n, 2);
            memory.AsSpan().Fill(7);
            Gemm.Multiply<float>(m, n, k, new(a, 0, k, 1), new(b, 0, 1, k), memory.AsSpan(100, m * n));
            Assert.All(memory[..100], x => Assert.Equal(7, x));
            Assert.All(memory[(100 + m * n)..], x => Assert.Equal(7, x));
        }
    }

    [Fact]
    public void Products_at_once_from_many_threads()
    {
        WorkTeam.Threads = 2;
        const int m = 180, n = 200, k = 150;
        float[] a = Numbers<float>(m * k, 1), b = Numbers<float>(k * n, 2), expected = GemmLaw.Product(m, n, k, a, b);
        int wrong = 0;
        var threads = Enumerable.Range(0, 6).Select(_ => new Thread(() =>
        {
            for (int round = 0; round < 20; round++)
            {
                var c = new float[m * n];
                Gemm.Multiply<float>(m, n, k, new(a, 0, k, 1), new(b, 0, n, 1), c);
                if (!c.AsSpan().SequenceEqual(expected)) Interlocked.Increment(ref wrong);
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void A_call_leaves_no_garbage_but_the_jobs()
    {
        WorkTeam.Threads = 1;
        float[] a = Numbers<float>(300 * 300, 1), b = Numbers<float>(300 * 300, 2), c = new float[300 * 300];
        void Call() => Gemm.Multiply<float>(300, 300, 300, new(a, 0, 1, 300), new(b, 0, 1, 300), c);
        for (int i = 0; i < 3; i++) Call();
        long least = long.MaxValue;
        for (int i = 0; i < 10; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Call();
            // the runtime may load a type or compile anew on one call, never on every one: hence the least
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }

    [Fact]
    public void Wrong_calls_are_refused()
    {
        var x = new float[6];
        var c = new float[4];
        Assert.Throws<ArgumentOutOfRangeException>("m", () => Gemm.Multiply<float>(-1, 2, 3, new(x, 0, 3, 1), new(x, 0, 2, 1), c));
        Assert.Throws<ArgumentException>("a", () => Gemm.Multiply<float>(2, 2, 3, new(x, 1, 3, 1), new(x, 0, 2, 1), c));
        Assert.Throws<ArgumentException>("b", () => Gemm.Multiply<float>(2, 2, 3, new(x, 0, 3, 1), new(x, 0, -2, 1), c));
        Assert.Throws<ArgumentException>("c", () => Gemm.Multiply<float>(2, 2, 3, new(x, 0, 3, 1), new(x, 0, 2, 1), new float[3]));
        Assert.Throws<ArgumentException>("c", () => Gemm.Multiply<float>(2, 2, 3, new(x, 0, 3, 1), new(x, 0, 2, 1), x));
        Assert.Throws<ArgumentException>("bias", () => Gemm.Multiply<float>(2, 2, 3, new(x, 0, 3, 1), new(x, 0, 2, 1), c, bias: [1, 2, 3]));
        Gemm.Multiply<float>(2, 2, 3, new(x, 5, -3, -1), new(x, 0, 2, 1), c); // backwards is fine
    }

    [Theory]
    [InlineData(1, 8), InlineData(8, 8), InlineData(9, 16), InlineData(768, 768), InlineData(769, 392), InlineData(1000, 504)]
    [InlineData(1536, 768), InlineData(1537, 520), InlineData(784, 392)]
    public void The_length_of_blocks_is_frozen(int k, int length) => Assert.Equal(length, Gemm.BlockLength(k));

    /// <summary>Compares all layouts of both factors, plain and with everything the call can add.</summary>
    static void Check<T>(int m, int n, int k, int seed) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] a = Numbers<T>(m * k, seed), b = Numbers<T>(k * n, seed + 1), c = Numbers<T>(m * n, seed + 2), bias = Numbers<T>(n, seed + 3);
        var plain = GemmLaw.Product(m, n, k, a, b);
        var full = GemmLaw.Product(m, n, k, a, b, c, bias, relu: true);
        for (int layout = 0; layout < 9; layout++)
        {
            var (va, ra, ca) = Layout(a, m, k, layout % 3);
            var (vb, rb, cb) = Layout(b, k, n, layout / 3);
            var got = new T[m * n];
            got.AsSpan().Fill(T.NaN);
            Gemm.Multiply(m, n, k, new(va, 0, ra, ca), new(vb, 0, rb, cb), got);
            Same(plain, got, $"[{m}, {k}] x [{k}, {n}], layout {layout}");
            got = [.. c];
            Gemm.Multiply(m, n, k, new(va, 0, ra, ca), new(vb, 0, rb, cb), got, accumulate: true, bias, Activation.Relu);
            Same(full, got, $"[{m}, {k}] x [{k}, {n}], layout {layout}, all");
        }
    }

    static void Same<T>(T[] expected, T[] got, string what) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < expected.Length; i++)
            if (!Bits(expected[i]).Equals(Bits(got[i])))
                Assert.Fail($"{typeof(T).Name} {what}, {GemmTiles.VectorBits} bits: element {i} is {got[i]}, not {expected[i]}");
    }

    static long Bits<T>(T x) => x is double d ? BitConverter.DoubleToInt64Bits(d) : BitConverter.SingleToInt32Bits((float)(object)x!);

    /// <summary>In rows, in columns, or with gaps both ways.</summary>
    static (T[] Values, int Row, int Column) Layout<T>(T[] x, int rows, int columns, int layout)
    {
        var (row, column) = layout switch { 0 => (columns, 1), 1 => (1, rows), _ => (2 * columns + 3, 2) };
        var values = new T[Math.Max(0, (rows - 1) * row + (columns - 1) * column + 1)];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) values[i * row + j * column] = x[i * columns + j];
        return (values, row, column);
    }

    static T[] Numbers<T>(int count, int seed) where T : IFloatingPointIeee754<T> =>
        [.. Sequence.Numbers(count, (ulong)seed * 7919 + 1).Select(T.CreateTruncating)];
}
