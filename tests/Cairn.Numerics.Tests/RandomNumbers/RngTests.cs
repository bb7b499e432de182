using System.Globalization;
using System.Text.Json;
using Cairn.RandomNumbers;

namespace Cairn.Tests;

public class RngTests
{
    static readonly RandomStream Stream = Rng.Stream(7, "search/3/fold/1", "split");
    static readonly JsonElement Expected = ReadFixture();

    static JsonElement ReadFixture()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Cairn.slnx"))) folder = folder.Parent!;
        return JsonDocument.Parse(File.ReadAllBytes(
            Path.Combine(folder.FullName, "tests/Cairn.Numerics.Tests/Fixtures/random-numbers.json"))).RootElement;
    }

    [Fact]
    public void Streams_keep_their_keys_for_ever()
    {
        foreach (var row in Expected.GetProperty("streams").EnumerateArray())
        {
            string path = row.GetProperty("path").GetString()!, purpose = row.GetProperty("purpose").GetString()!;
            var stream = Rng.Stream(row.GetProperty("seed").GetInt64(), path, purpose);
            Assert.Equal(row.GetProperty("key").GetString(), stream.Key.ToString("x16", CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Uniforms_equal_the_independent_program()
    {
        foreach (var (name, stream) in new[] { ("uniforms", Stream), ("uniforms at epoch 3 step 17", Stream.At(3, 17)) })
        {
            double[] expected = [.. Expected.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];
            var rng = stream.Start();
            Assert.Equal(expected, expected.Select(_ => rng.Uniform()));
            Assert.Equal(expected, expected.Select((_, i) => stream.UniformAt(i)));
        }
    }

    [Fact]
    public void Draws_of_all_kinds_equal_the_independent_program()
    {
        var mixed = Expected.GetProperty("mixed at epoch 2");
        var rng = Stream.At(2).Start();
        Assert.Equal(mixed[0].GetUInt32(), rng.NextUInt32());
        Assert.Equal(mixed[1].GetUInt64(), rng.NextUInt64());
        Assert.Equal(mixed[2].GetSingle(), rng.UniformSingle());
        Assert.Equal(mixed[3].GetDouble(), rng.Uniform());
        Assert.Equal(mixed[4].GetInt64(), rng.Integer(-5, 7));
        Assert.Equal(mixed[5].GetInt32(), rng.Index(10));

        rng = Stream.At(4).Start();
        foreach (var expected in Expected.GetProperty("integers of a wide range at epoch 4").EnumerateArray())
            Assert.Equal(expected.GetInt64(), rng.Integer(-1L << 62, long.MaxValue));
        Assert.Equal(Expected.GetProperty("position after the wide ones").GetInt64(), rng.Position); // some were redrawn
    }

    [Fact]
    public void Permutations_equal_the_independent_program()
    {
        Assert.Equal(Integers("permutation of 12 at epoch 5"), Stream.At(5).Permutation(12));
        Assert.Equal(Integers("permutation of 1000 at epoch 6, first ten"), Stream.At(6).Permutation(1000)[..10]);

        static IEnumerable<int> Integers(string name) => Expected.GetProperty(name).EnumerateArray().Select(e => e.GetInt32());
    }

    public static TheoryData<int, int, int> Fills
    {
        get
        {
            var fills = new TheoryData<int, int, int>();
            foreach (int bits in new[] { 0, 256, 512 })
            {
                if (bits > PhiloxVectors.VectorBits) continue;
                foreach (var (skipped, length) in new[] { (0, 0), (0, 1), (1, 5), (2, 6), (3, 1001), (4, 1000), (5, 40_000) })
                    fills.Add(bits, skipped, length);
            }
            return fills;
        }
    }

    [Theory, MemberData(nameof(Fills))]
    public void Fill_equals_one_by_one(int bits, int skipped, int length)
    {
        int before = PhiloxVectors.VectorBits;
        PhiloxVectors.VectorBits = bits;
        double[] doubles = new double[length], normals = new double[length];
        var singles = new float[length];
        Rng a = Stream.Start(), b = Stream.Start();
        a.Position = b.Position = skipped;
        a.Fill(doubles);
        a.FillNormal(normals, 1, 3);
        a.Fill(singles);
        PhiloxVectors.VectorBits = before;
        Assert.Equal(doubles.Select(_ => b.Uniform()), doubles);
        Assert.Equal(normals.Select(_ => b.Normal(1, 3)), normals);
        Assert.Equal(singles.Select(_ => b.UniformSingle()), singles);
        Assert.Equal(b.Position, a.Position);
        Assert.Equal(b.NextUInt32(), a.NextUInt32());
    }

    [Fact]
    public void Quantiles_of_many_equal_those_of_each()
    {
        ulong[] bits = [0, ulong.MaxValue, 1UL << 63, (1UL << 63) - 1, 1UL << 12, 1UL << 30, ulong.MaxValue - (1UL << 28), .. Edge(.075), .. Edge(.925)];
        double[] many = Array.ConvertAll(bits, BitConverter.UInt64BitsToDouble);
        NormalQuantile.Of(many);
        Assert.Equal(bits.Select(NormalQuantile.Of), many);

        // where the quantile passes from one formula to the next
        static IEnumerable<ulong> Edge(double u) => Enumerable.Range(-9, 19).Select(i => ((ulong)(u * (1L << 52)) + (ulong)i) << 12);
    }

    [Fact]
    public void A_cursor_resumes_at_any_word()
    {
        var rng = Stream.Start();
        var words = Enumerable.Range(0, 40).Select(_ => rng.NextUInt32()).ToArray();
        for (int start = 0; start < 40; start++)
        {
            var resumed = Stream.Start();
            resumed.Position = start;
            Assert.Equal(words[start..], words[start..].Select(_ => resumed.NextUInt32()));
            Assert.Equal(40, resumed.Position);
        }
    }

    [Theory]
    [InlineData(1), InlineData(10), InlineData(999), InlineData(1000)]
    public void A_sample_is_the_front_of_the_permutation(int size) =>
        Assert.Equal(Stream.Permutation(1000)[..size], Stream.Start().Sample(size, 1000));

    [Fact]
    public void Distinct_names_and_positions_are_distinct_streams()
    {
        var streams = new List<RandomStream>();
        for (int worker = 0; worker < 10_000; worker++)
            streams.Add(Rng.Stream(0, FormattableString.Invariant($"worker/{worker}"), "data"));
        for (long seed = -1000; seed < 1000; seed++) streams.Add(Rng.Stream(seed, "", ""));
        foreach (var (path, purpose) in new[] { ("ab", "c"), ("a", "bc"), ("abc", ""), ("", "abc"), ("ab\0", "c") })
            streams.Add(Rng.Stream(0, path, purpose));
        for (int epoch = 0; epoch < 100; epoch++)
            for (int step = 1; step < 100; step++) streams.Add(streams[0].At(epoch, step));
        Assert.Equal(streams.Count, streams.Select(s => s.UInt64At(0)).Distinct().Count());
    }

    [Fact]
    public void Neighbouring_streams_are_uncorrelated()
    {
        const int N = 4096;
        double[] x = new double[N], y = new double[N];
        for (int worker = 0; worker < 200; worker++)
        {
            Rng.Stream(worker, "", "").Start().Fill(x);
            (worker % 2 == 0 ? Rng.Stream(worker + 1, "", "") : Rng.Stream(worker, "", "").At(0, 1)).Start().Fill(y);
            double correlation = 12 * x.Zip(y, (a, b) => (a - .5) * (b - .5)).Sum() / N;
            Assert.InRange(correlation * Math.Sqrt(N), -4.5, 4.5); // about standard normal
        }
    }

    [Fact]
    public void Bytes_are_uniform()
    {
        var counts = new long[4, 256];
        var rng = Stream.Start();
        const int N = 1_000_000;
        for (int i = 0; i < N; i++)
        {
            uint word = rng.NextUInt32();
            for (int b = 0; b < 4; b++) counts[b, (byte)(word >> 8 * b)]++;
        }
        for (int b = 0; b < 4; b++)
        {
            double chiSquare = Enumerable.Range(0, 256).Sum(v => Math.Pow(counts[b, v] - N / 256.0, 2) / (N / 256.0));
            Assert.InRange(chiSquare, 170, 350); // 255 degrees of freedom: 255 +- 4 standard deviations
        }
    }

    [Fact]
    public void Uniforms_have_the_moments_of_the_uniform_and_no_serial_correlation()
    {
        const int N = 1_000_000;
        var x = new double[N];
        Stream.Start().Fill(x);
        Assert.All(x, v => Assert.True(v is >= 0 and < 1));
        Assert.InRange(x.Average() - .5, -4 * .2887 / 1000, 4 * .2887 / 1000);
        Assert.InRange(x.Sum(v => (v - .5) * (v - .5)) / N - 1.0 / 12, -4 * .0745 / 1000, 4 * .0745 / 1000);
        foreach (int lag in new[] { 1, 2, 3, 4, 64 })
            Assert.InRange(12 * Enumerable.Range(0, N - lag).Sum(i => (x[i] - .5) * (x[i + lag] - .5)) / N, -.004, .004);
    }

    [Fact]
    public void Each_order_of_four_is_equally_likely()
    {
        var counts = new Dictionary<string, int>();
        const int Draws = 24_000;
        for (int i = 0; i < Draws; i++)
        {
            string order = string.Concat(Stream.At(i).Permutation(4));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }
        Assert.Equal(24, counts.Count);
        Assert.InRange(counts.Values.Sum(c => Math.Pow(c - 1000, 2) / 1000), 4, 60); // 23 degrees of freedom
    }

    [Fact]
    public void Integers_are_equally_likely_where_a_plain_remainder_would_not_be()
    {
        // width 3 * 2^62: without rejection the values of one third would come twice as often as the others
        var rng = Stream.Start();
        var thirds = new int[3];
        for (int i = 0; i < 30_000; i++) thirds[(ulong)(rng.Integer(-1L << 62, long.MaxValue) + (1L << 62)) / (1UL << 62)]++;
        Assert.All(thirds, c => Assert.InRange(c, 10_000 - 330, 10_000 + 330));

        var remainders = new int[3];
        for (int i = 0; i < 30_000; i++) remainders[rng.Index(3 << 29) % 3]++;
        Assert.All(remainders, c => Assert.InRange(c, 10_000 - 330, 10_000 + 330));
        Assert.Equal(long.MinValue, rng.Integer(long.MinValue, long.MinValue + 1));
        Assert.True(Enumerable.Range(0, 64).Select(_ => rng.Integer(long.MinValue, long.MaxValue)).Distinct().Count() == 64);
    }

    [Fact]
    public void Normal_quantiles_equal_the_independent_program()
    {
        foreach (var row in Expected.GetProperty("normal quantiles").EnumerateArray())
        {
            double expected = row.GetProperty("normal").GetDouble();
            Assert.Equal(expected, NormalQuantile.Of(row.GetProperty("bits").GetUInt64()), 4e-16 * Math.Max(1, Math.Abs(expected)));
        }
    }

    [Fact]
    public void Normals_have_the_moments_and_tails_of_the_normal()
    {
        const int N = 1_000_000;
        var rng = Stream.Start();
        double[] x = [.. Enumerable.Range(0, N).Select(_ => rng.Normal())];
        Assert.Equal(x[..10], Enumerable.Range(0, 10).Select(i => Stream.NormalAt(i)));
        Assert.InRange(x.Average(), -.004, .004);
        Assert.InRange(x.Sum(v => v * v) / N, 1 - 4 * .001415, 1 + 4 * .001415);
        Assert.InRange(x.Sum(v => v * v * v) / N, -4 * .003873, 4 * .003873);
        Assert.InRange(x.Sum(v => v * v * v * v) / N, 3 - 4 * .0098, 3 + 4 * .0098);
        Assert.InRange(x.Count(v => v > 3), 1350 - 147, 1350 + 147);
        Assert.InRange(x.Count(v => v < -3), 1350 - 147, 1350 + 147);

        var same = Stream.Start();
        Assert.Equal(10 + 2 * x[0], same.Normal(10, 2));
        Assert.Equal(5, same.Normal(5, 0));
    }

    [Fact]
    public void Bernoulli_keeps_its_probability_and_its_ends()
    {
        var rng = Stream.Start();
        Assert.InRange(Enumerable.Range(0, 100_000).Count(_ => rng.Bernoulli(.3)), 30_000 - 580, 30_000 + 580);
        for (int i = 0; i < 1000; i++) Assert.True(rng.Bernoulli(1) && !rng.Bernoulli(0));
    }

    [Fact]
    public void A_uniform_interval_never_gives_its_end()
    {
        var rng = Stream.Start();
        double high = Math.BitIncrement(1.0);
        for (int i = 0; i < 100; i++) Assert.Equal(1.0, rng.Uniform(1.0, high));
        for (int i = 0; i < 1000; i++) Assert.InRange(rng.Uniform(-3, 5), -3, 5);
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        var rng = Stream.Start();
        Assert.Throws<ArgumentNullException>("path", () => Rng.Stream(0, null!, ""));
        Assert.Throws<ArgumentNullException>("purpose", () => Rng.Stream(0, "", null!));
        Assert.Throws<ArgumentOutOfRangeException>("epoch", () => Stream.At(-1));
        Assert.Throws<ArgumentOutOfRangeException>("step", () => Stream.At(0, 1L << 32));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => Stream.UniformAt(-1));
        Assert.Throws<ArgumentOutOfRangeException>("high", () => rng.Integer(3, 3));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => rng.Index(0));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => rng.Permutation(-1));
        Assert.Throws<ArgumentOutOfRangeException>("size", () => rng.Sample(4, 3));
        foreach (double p in new[] { -.1, 1.1, double.NaN })
            Assert.Throws<ArgumentOutOfRangeException>("probability", () => rng.Bernoulli(p));
        Assert.Throws<ArgumentOutOfRangeException>("mean", () => rng.Normal(double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>("deviation", () => rng.Normal(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>("deviation", () => rng.FillNormal(new double[1], 0, double.NaN));
        foreach (double high in new[] { 0, -1, double.NaN, double.PositiveInfinity })
            Assert.Throws<ArgumentOutOfRangeException>("high", () => rng.Uniform(0, high));
        Assert.Throws<ArgumentOutOfRangeException>("high", () => rng.Uniform(-double.MaxValue, double.MaxValue));
    }
}
