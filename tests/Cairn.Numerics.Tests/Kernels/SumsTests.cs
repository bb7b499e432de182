using System.Numerics;
using System.Text.Json;
using Cairn.Kernels;

namespace Cairn.Tests;

/// <summary>The summation law against a plain emulation of it, bit for bit, and against exact arithmetic.</summary>
[Collection(TeamCollection.Name)]
public sealed class SumsTests : IDisposable
{
    const int Chunk = 16384;
    static readonly int[] Lengths = [.. Enumerable.Range(0, 201), 255, 256, 257, 1000,
        .. new[] { 1, 2, 3, 5, 7, 16 }.SelectMany(c => new[] { c * Chunk - 1, c * Chunk, c * Chunk + 1 }), 19 * Chunk + 77];

    readonly int _vectorBits = Lanes.VectorBits;

    public static TheoryData<int, int> Machines => new() { { 512, 1 }, { 256, 1 }, { 0, 1 }, { 512, 2 }, { 256, 8 }, { 0, 3 } };

    public void Dispose() => Lanes.VectorBits = _vectorBits;

    [Theory, MemberData(nameof(Machines))]
    public void Bits_are_those_of_the_law_in_double_precision(int vectorBits, int threads) => CheckLaw<double>(vectorBits, threads, 32,
        (x, y) => [Sums.Sum(x), Sums.Dot(x, y), Sums.SumOfSquares(x, .3), Sums.SumOfSquares(x)]);

    [Theory, MemberData(nameof(Machines))]
    public void Bits_are_those_of_the_law_in_single_precision(int vectorBits, int threads) => CheckLaw<float>(vectorBits, threads, 64,
        (x, y) => [Sums.Sum(x), Sums.Dot(x, y), Sums.SumOfSquares(x, .3f), Sums.SumOfSquares(x)]);

    static void CheckLaw<T>(int vectorBits, int threads, int lanes, Func<T[], T[], T[]> compute) where T : IBinaryFloatingPointIeee754<T>
    {
        Lanes.VectorBits = vectorBits;
        WorkTeam.Threads = threads;
        T centre = T.CreateChecked(typeof(T) == typeof(float) ? .3f : .3);
        foreach (int n in Lengths)
        {
            T[] x = Numbers<T>(n), y = Numbers<T>(n, 1000);
            T[] expected =
            [
                Emulate<T>(n, lanes, (sum, i) => sum + x[i]),
                Emulate<T>(n, lanes, (sum, i) => T.FusedMultiplyAdd(x[i], y[i], sum)),
                Emulate<T>(n, lanes, (sum, i) => T.FusedMultiplyAdd(x[i] - centre, x[i] - centre, sum)),
                Emulate<T>(n, lanes, (sum, i) => T.FusedMultiplyAdd(x[i], x[i], sum)),
            ];
            Assert.Equal(expected, compute(x, y));
        }
    }

    /// <summary>The law as decision record 3 words it, by recursion and one element at a time.</summary>
    static T Emulate<T>(int n, int lanes, Func<T, int, T> add) where T : IBinaryFloatingPointIeee754<T>
    {
        return n == 0 ? T.Zero : Chunks(0, (n + Chunk - 1) / Chunk);

        T Chunks(int first, int count)
        {
            if (count == 1) return OneChunk(first * Chunk, Math.Min(n, (first + 1) * Chunk));
            int left = (int)BitOperations.RoundUpToPowerOf2((uint)count) / 2;
            return Chunks(first, left) + Chunks(first + left, count - left);
        }

        T OneChunk(int start, int end)
        {
            T[] sums = [.. Enumerable.Range(0, lanes).Select(lane => RunsOf(lane).Aggregate(T.Zero, (sum, run) => sum + run))];
            return Tree(0, 1);

            IEnumerable<T> RunsOf(int lane)
            {
                int whole = start + (end - start) / lanes * lanes;
                for (int row = start; row < whole; row += 16 * lanes)
                    yield return Enumerable.Range(0, 16).Select(k => row + k * lanes + lane).Where(i => i < whole).Aggregate(T.Zero, add);
                if (whole + lane < end) yield return add(T.Zero, whole + lane);
            }

            T Tree(int lane, int step) => step == lanes ? sums[lane] : Tree(lane, 2 * step) + Tree(lane + step, 2 * step);
        }
    }

    static T[] Numbers<T>(int n, int from = 0, bool wide = false) where T : INumber<T> => [.. Enumerable.Range(from, n).Select(i =>
        T.CreateChecked((((uint)(i * 2654435761L + 12345) >> 8) / 16777216.0 - .25) * (wide ? 1 << i % 16 : 1)))];

    [Fact]
    public void Sums_are_near_the_exact_ones()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Cairn.slnx"))) folder = folder.Parent!;
        using var fixture = JsonDocument.Parse(File.ReadAllBytes(
            Path.Combine(folder.FullName, "tests/Cairn.Numerics.Tests/Fixtures/sums.json")));
        int rows = 0;
        foreach (var row in fixture.RootElement.GetProperty("rows").EnumerateArray())
        {
            int n = row.GetProperty("n").GetInt32();
            bool wide = row.GetProperty("wide").GetBoolean();
            double Of(string name) => row.GetProperty(name).GetDouble();
            // no term takes part in more roundings than its run has terms, its lane runs, the tree 5 or 6 levels and the few chunks their pairs
            double eps = (16 + Math.Min(n, Chunk) / 512 + 16) * 1.11e-16, single = (16 + Math.Min(n, Chunk) / 1024 + 16) * 5.96e-8;

            double[] x = Numbers<double>(n, 0, wide), y = Numbers<double>(n, 1000, wide);
            Near(Of("sum"), Sums.Sum(x), eps * Of("sum of magnitudes"));
            Near(Of("sum") / n, Sums.Mean(x), eps * Of("sum of magnitudes") / n);
            Near(Of("dot"), Sums.Dot(x, y), eps * Of("sum of product magnitudes"));
            Near(Of("variance"), Sums.Variance(x), eps * Of("variance"));
            Near(Of("sample variance"), Sums.Variance(x, 1), eps * Of("sample variance"));
            Near(Of("squares about 1"), Sums.SumOfSquares(x, 1), eps * Of("squares about 1"));
            Near(Of("norm"), Sums.Norm2(x), eps * Of("norm"));

            float[] f = Numbers<float>(n, 0, wide), g = Numbers<float>(n, 1000, wide);
            Near(Of("sum"), Sums.Sum(f), single * Of("sum of magnitudes"));
            Near(Of("sum") / n, Sums.Mean(f), single * Of("sum of magnitudes") / n);
            Near(Of("dot"), Sums.Dot(f, g), single * Of("sum of product magnitudes"));
            Near(Of("variance"), Sums.Variance(f), single * Of("variance"));
            Near(Of("sample variance"), Sums.Variance(f, 1), single * Of("sample variance"));
            Near(Of("squares about 1"), Sums.SumOfSquares(f, 1), single * Of("squares about 1"));
            Near(Of("norm"), Sums.Norm2(f), single * Of("norm"));
            rows++;
        }
        Assert.Equal(28, rows);

        static void Near(double expected, double actual, double bound) => Assert.InRange(actual, expected - bound, expected + bound);
    }

    [Fact]
    public void Equal_numbers_in_single_precision_lose_less_than_a_millionth()
    {
        foreach (int n in new[] { 1000, 16384, 1_000_000 })
            Assert.Equal(n * (double)0.1f, Sums.Sum(Enumerable.Repeat(0.1f, n).ToArray()), n * 0.1 * 5e-7);
    }

    [Fact]
    public void Variance_far_from_zero_keeps_its_digits()
    {
        double[] x = [.. Enumerable.Range(0, 10_001).Select(i => 1e9 + i % 3)]; // sums of squares would lose all of it
        double p0 = 3334.0 / 10_001, p1 = p0, p2 = 3333.0 / 10_001, mean = p1 + 2 * p2;
        Assert.Equal(p1 + 4 * p2 - mean * mean, Sums.Variance(x), 3e-14);
        Assert.Equal(0, Sums.Variance(Enumerable.Repeat(.1, 1000).ToArray()), 1e-30);
    }

    [Fact]
    public void Norms_neither_overflow_nor_vanish()
    {
        foreach (double scale in new[] { 1e200, 1e-200, 1, 1e308, 1e-308 })
            Assert.Equal(1, Sums.Norm2([.3 * scale, .4 * scale, 0, -1.2 * scale]) / (1.3 * scale), 1e-15);
        foreach (float scale in new[] { 1e38f, 1e-37f, 1f })
            Assert.Equal(1f, Sums.Norm2([.3f * scale, .4f * scale, 0, -1.2f * scale]) / (1.3f * scale), 3e-7f);
        Assert.Equal(5 * double.Epsilon, Sums.Norm2([3 * double.Epsilon, 4 * double.Epsilon]));
        Assert.Equal(5 * float.Epsilon, Sums.Norm2([3 * float.Epsilon, 4 * float.Epsilon]));
        Assert.Equal(0, Sums.Norm2((double[])[-0.0, 0]));
        Assert.Equal(0, Sums.Norm2((double[])[]));
        Assert.Equal(double.PositiveInfinity, Sums.Norm2([1, double.NegativeInfinity]));
        Assert.Equal(double.NaN, Sums.Norm2([1, double.NegativeInfinity, double.NaN]));
    }

    [Fact]
    public void Means_of_finite_numbers_are_finite()
    {
        Assert.Equal(double.MaxValue, Sums.Mean([double.MaxValue, double.MaxValue, double.MaxValue, double.MaxValue]));
        Assert.Equal(1, Sums.Mean([1e308, 1.7e308, 1.5e308]) / 1.4e308, 1e-15);
        Assert.Equal(-float.MaxValue, Sums.Mean([-float.MaxValue, -float.MaxValue]));
        Assert.Equal(double.PositiveInfinity, Sums.Mean([1, double.PositiveInfinity]));
        Assert.Equal(double.NaN, Sums.Mean([double.NegativeInfinity, double.PositiveInfinity]));
    }

    [Theory]
    [InlineData(512), InlineData(256), InlineData(0)]
    public void One_NaN_anywhere_shows(int vectorBits)
    {
        Lanes.VectorBits = vectorBits;
        for (int at = 0; at < 135; at++)
        {
            double[] x = Numbers<double>(135);
            x[at] = double.NaN;
            double[] y = Numbers<double>(135);
            double[] results = [Sums.Sum(x), Sums.Mean(x), Sums.Variance(x), Sums.Norm2(x), Sums.Dot(x, y), Sums.Dot(y, x)];
            Assert.All(results, r => Assert.True(double.IsNaN(r)));
        }
    }

    [Fact]
    public void Integer_sums_are_exact_or_refused()
    {
        Assert.Equal(3L * int.MaxValue, Sums.Sum([int.MaxValue, int.MaxValue, int.MaxValue]));
        Assert.Equal(long.MaxValue, Sums.Sum([long.MaxValue, long.MaxValue, -long.MaxValue]));
        Assert.Equal(long.MinValue, Sums.Sum((long[])[long.MinValue]));
        var thrown = Assert.Throws<ArgumentException>("x", () => Sums.Sum([long.MaxValue, long.MaxValue]));
        Assert.Contains("18446744073709551614", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(0, Sums.Sum((long[])[]));
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        var thrown = Assert.Throws<ArgumentException>("y", () => Sums.Dot(new double[3], new double[2]));
        Assert.Contains("3 and 2", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("y", () => Sums.Dot(new float[3], new float[4]));
        Assert.Throws<ArgumentException>("x", () => Sums.Mean((double[])[]));
        Assert.Throws<ArgumentException>("x", () => Sums.Variance((double[])[]));
        Assert.Throws<ArgumentException>("x", () => Sums.Variance([1.0], 1));
        Assert.Throws<ArgumentOutOfRangeException>("degreesOfFreedom", () => Sums.Variance([1.0], -1));
    }
}
