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
        foreach (var (m, n, k) in new[] { (200, 300, 100), (333, 129, 801), (64, 512, 784), (1, 700, 784), (700, 1, 784), (161, 1030, 170), (170, 65, 1000) })
        {
            Check<float>(m, n, k, threads);
            Check<double>(m, n, k, threads);
        }
    }

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
