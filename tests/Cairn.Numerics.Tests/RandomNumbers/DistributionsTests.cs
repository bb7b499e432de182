using System.Text.Json;
using Cairn.RandomNumbers;

namespace Cairn.Tests;

/// <summary>Draws against the exact distribution functions (Fixtures/distributions.json, by scipy), their positions, ends and errors.</summary>
public class DistributionsTests(ITestOutputHelper output)
{
    static readonly RandomStream Stream = Rng.Stream(11, "distributions", "test");

    static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllText(
        Path.Combine(Repository.Root, "tests", "Cairn.Numerics.Tests", "Fixtures", "distributions.json"))).RootElement;

    static Func<Rng, double> Draw(string name, double[] p) => name switch
    {
        "Exponential" => r => r.Exponential(p[0]),
        "Gamma" => r => r.Gamma(p[0], p[1]),
        "Beta" => r => r.Beta(p[0], p[1]),
        "TruncatedNormal" => r => r.TruncatedNormal(p[0], p[1]),
        "Poisson" => r => r.Poisson(p[0]),
        "Binomial" => r => r.Binomial((long)p[0], p[1]),
        _ => throw new ArgumentException(name),
    };

    [Fact]
    public void Draws_follow_the_exact_distribution_functions()
    {
        const int N = 40_000;
        int epoch = 0;
        foreach (var row in Expected.GetProperty("cases").EnumerateArray())
        {
            string name = row.GetProperty("name").GetString()!;
            double[] p = Numbers(row, "parameters"), edges = Numbers(row, "edges"), below = Numbers(row, "below");
            var draw = Draw(name, p);
            var rng = Stream.At(epoch++).Start();
            var counts = new int[edges.Length + 1];
            for (int i = 0; i < N; i++)
            {
                double x = draw(rng);
                int bin = 0;
                while (bin < edges.Length && x > edges[bin]) bin++;
                counts[bin]++;
            }
            double chiSquare = 0;
            int freedom = -1;
            for (int b = 0; b <= edges.Length; b++)
            {
                double share = (b < edges.Length ? below[b] : 1) - (b > 0 ? below[b - 1] : 0);
                if (share < 1e-9)
                {
                    Assert.Equal(0, counts[b]);
                    continue;
                }
                chiSquare += Math.Pow(counts[b] - N * share, 2) / (N * share);
                freedom++;
            }
            output.WriteLine($"{name}({string.Join(", ", p)}): chi-square {chiSquare:F1} of {freedom}");
            Assert.True(chiSquare < freedom + 4.5 * Math.Sqrt(2 * freedom) + 6, $"{name}({string.Join(", ", p)}): {chiSquare} of {freedom}");
            Assert.Equal(2L * N, rng.Position); // two words a draw, whatever it rejected
        }
        Assert.Equal(37, epoch);
    }

    [Fact]
    public void A_draw_is_its_position_and_a_fill_is_draws_one_by_one()
    {
        var stream = Stream.At(100);
        Same(r => r.Exponential(2), i => stream.ExponentialAt(i, 2), (r, v) => r.FillExponential(v, 2));
        Same(r => r.Gamma(.7, 3), i => stream.GammaAt(i, .7, 3), (r, v) => r.FillGamma(v, .7, 3));
        Same(r => r.Beta(.7, 3), i => stream.BetaAt(i, .7, 3), (r, v) => r.FillBeta(v, .7, 3));
        Same(r => r.TruncatedNormal(-.5, 9), i => stream.TruncatedNormalAt(i, -.5, 9), (r, v) => r.FillTruncatedNormal(v, -.5, 9));
        Same(r => r.Normal(), i => stream.NormalAt(i), (r, v) => r.FillNormal(v));
        Same(r => r.Poisson(20), i => stream.PoissonAt(i, 20), (r, v) => r.FillPoisson(v, 20));
        Same(r => r.Binomial(200, .4), i => stream.BinomialAt(i, 200, .4), (r, v) => r.FillBinomial(v, 200, .4));

        void Same<T>(Func<Rng, T> draw, Func<long, T> at, Filling<T> fill)
        {
            Rng one = stream.Start(), many = stream.Start();
            one.NextUInt32(); // from a place within a block
            one.Position = many.Position = 6;
            var values = new T[99];
            fill(many, values);
            for (int i = 0; i < values.Length; i++)
            {
                Assert.Equal(values[i], draw(one));
                Assert.Equal(values[i], at(i + 3));
            }
        }
    }

    delegate void Filling<T>(Rng rng, Span<T> values);

    [Fact]
    public void Known_answers()
    {
        // To be changed by a deliberate decision only: experiments would not repeat.
        var rng = Stream.At(200).Start();
        object[] drawn = [rng.Exponential(), rng.Gamma(2.5), rng.Gamma(.1, 2), rng.Beta(2, .5), rng.TruncatedNormal(-1, 1), rng.TruncatedNormal(5, 6),
            rng.TruncatedNormal(0, double.PositiveInfinity), rng.Poisson(3), rng.Poisson(1000), rng.Binomial(10, .5), rng.Binomial(1000, .25),
            rng.Categorical([1, 2, 3, 4])];
        output.WriteLine(string.Join(", ", drawn.Select(d => FormattableString.Invariant($"{d:R}"))));
        Assert.Equal(Golden, drawn);
    }

    static readonly object[] Golden =
    [
        0.26180585611708124, 0.6329309957440563, 0.02101324141150134, 0.9754142725541312, -0.4019426736146756, 5.35880268043804,
        0.7126588448067996, 2L, 911L, 4L, 240L, 3,
    ];

    [Fact]
    public void Categories_come_in_proportion_to_their_weights()
    {
        const int N = 60_000;
        double[] weights = [0, 1, 0, 3, 2, 0];
        var places = new int[N];
        Rng rng = Stream.At(300).Start(), one = Stream.At(300).Start();
        rng.FillCategorical(places, weights);
        for (int i = 0; i < 100; i++) Assert.Equal(places[i], one.Categorical(weights));
        for (int i = 0; i < weights.Length; i++)
        {
            double share = weights[i] / 6, count = places.Count(p => p == i);
            Assert.InRange(count - N * share, -4.5 * Math.Sqrt(N * share), 4.5 * Math.Sqrt(N * share));
        }
    }

    [Fact]
    public void Extreme_parameters_stay_in_their_range()
    {
        var rng = Stream.At(400).Start();
        int zeros = 0;
        for (int i = 0; i < 2000; i++)
        {
            Assert.InRange(rng.TruncatedNormal(40, 41), 40, 41);
            Assert.InRange(rng.TruncatedNormal(double.NegativeInfinity, -1e6), -1.001e6, -1e6);
            Assert.InRange(rng.TruncatedNormal(100, 1e-3, 99, 99.5), 99, 99.5);
            Assert.InRange(rng.Poisson(1e15), 1e15 - 2e8, 1e15 + 2e8);
            Assert.InRange(rng.Binomial(1_000_000_000_000_000, .5), 5e14 - 1e8, 5e14 + 1e8);
            Assert.InRange(rng.Gamma(1e300), 9.9e299, 1.01e300);
            double beta = rng.Beta(1e-300, 1e-300);
            Assert.True(beta is 0 or 1);
            if (beta == 0) zeros++;
            Assert.True(rng.Gamma(1e-300) == 0);
            Assert.True(rng.Beta(1e300, 1e300) is > .4999 and < .5001);
        }
        Assert.InRange(zeros, 850, 1150);
        Assert.Equal(0, rng.Poisson(0));
        Assert.Equal(0, rng.Binomial(0, .5));
        Assert.Equal(7, rng.Binomial(7, 1));
        Assert.Equal(0, rng.Binomial(7, 0));
        Assert.Equal(.25, rng.TruncatedNormal(.25, .25));
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        var rng = Stream.Start();
        foreach (double wrong in new[] { 0, -1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>("rate", () => rng.Exponential(wrong));
            Assert.Throws<ArgumentOutOfRangeException>("shape", () => rng.Gamma(wrong));
            Assert.Throws<ArgumentOutOfRangeException>("scale", () => rng.Gamma(1, wrong));
            Assert.Throws<ArgumentOutOfRangeException>("alpha", () => rng.Beta(wrong, 1));
            Assert.Throws<ArgumentOutOfRangeException>("beta", () => Stream.BetaAt(0, 1, wrong));
            Assert.Throws<ArgumentOutOfRangeException>("deviation", () => rng.TruncatedNormal(0, wrong, 0, 1));
        }
        foreach (double wrong in new[] { -1, double.NaN, 1e16 })
        {
            Assert.Throws<ArgumentOutOfRangeException>("rate", () => rng.Poisson(wrong));
            Assert.Throws<ArgumentOutOfRangeException>("probability", () => rng.Binomial(3, wrong));
        }
        Assert.Throws<ArgumentOutOfRangeException>("count", () => rng.Binomial(-1, .5));
        Assert.Throws<ArgumentOutOfRangeException>("high", () => rng.TruncatedNormal(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("high", () => rng.TruncatedNormal(double.NaN, 0));
        Assert.Throws<ArgumentOutOfRangeException>("high", () => rng.TruncatedNormal(double.PositiveInfinity, double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => Stream.GammaAt(-1, 1));
        foreach (double[] wrong in new double[][] { [], [0, 0], [1, -1], [1, double.NaN], [double.MaxValue, double.MaxValue] })
            Assert.Throws<ArgumentException>("weights", () => rng.Categorical(wrong));
    }

    static double[] Numbers(JsonElement row, string name) => [.. row.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
