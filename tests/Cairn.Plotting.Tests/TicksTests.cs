using System.Globalization;
using Cairn.Plotting;

namespace Cairn.Tests;

public class TicksTests
{
    [Theory]
    [InlineData(0, 1, 5, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(0.1, 0.4, 3, "0.1 0.2 0.3 0.4")]
    [InlineData(-1, 1, 4, "-1.0 -0.5 0.0 0.5 1.0")]
    [InlineData(0, 10, 5, "0 2 4 6 8 10")]
    [InlineData(3, 97, 5, "20 40 60 80")]
    [InlineData(1990, 2026, 4, "1990 2000 2010 2020")]
    [InlineData(0, 20640, 4, "0 10k 20k")]
    [InlineData(0, 2e6, 4, "0 0.5M 1.0M 1.5M 2.0M")]
    [InlineData(-3e9, 3e9, 3, "-2B 0 2B")]
    [InlineData(0, 5e13, 5, "0 10T 20T 30T 40T 50T")]
    [InlineData(1e6, 1e6 + 4, 4, "1000000 1000001 1000002 1000003 1000004")]
    [InlineData(0, 8e-6, 4, "0 2e-6 4e-6 6e-6 8e-6")]
    [InlineData(0, 1.5e-5, 3, "0 5e-6 1e-5 1.5e-5")]
    [InlineData(0, 3e20, 3, "0 1e20 2e20 3e20")]
    [InlineData(-1.7e308, 1.7e308, 3, "-1e308 0 1e308")]
    [InlineData(0.9999999, 1.0000001, 2, "0.9999999 1.0000000 1.0000001")]
    public void Linear_ticks_are_round_and_cleanly_written(double low, double high, int wanted, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ticks.Linear(low, high, wanted).Select(t => t.Label)));

    [Theory]
    [InlineData(1, 1000, 4, "1 10 100 1000")]
    [InlineData(1, 100, 9, "1 2 5 10 20 50 100")]
    [InlineData(1e-8, 1e8, 4, "1e-8 0.0001 1 10k 100M")]
    [InlineData(3, 9, 4, "4 6 8")]
    public void Logarithmic_ticks_are_powers_of_ten(double low, double high, int wanted, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ticks.Logarithmic(low, high, wanted).Select(t => t.Label)));

    [Fact]
    public void Ticks_of_any_range_are_few_inside_increasing_and_mean_what_they_say()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var (a, b) = (AnyDouble(random), AnyDouble(random));
            if (i % 2 == 0)
                b = a + a * random.NextDouble() * 1e-3;
            var (low, high) = Extent.Widened(Math.Min(a, b), Math.Max(a, b));
            Assert.True(low < high && double.IsFinite(low) && double.IsFinite(high), $"{low:R} {high:R}");
            var wanted = random.Next(2, 12);
            var ticks = Ticks.Linear(low, high, wanted);
            Assert.InRange(ticks.Length, 2, 12);
            Assert.Equal(ticks.Length, ticks.Select(t => t.Label).Distinct().Count());
            for (var k = 0; k < ticks.Length; k++)
            {
                Assert.InRange(ticks[k].Value, low, high);
                Assert.True(k == 0 || ticks[k].Value > ticks[k - 1].Value);
                Assert.InRange(ticks[k].Label.Length, 1, 24);
                var close = 1e-9 * (high / 2 - low / 2) + 1e-300;
                Assert.InRange(Read(ticks[k].Label) - ticks[k].Value, -close, close);
            }
        }
    }

    [Fact]
    public void The_logarithm_is_the_platforms()
    {
        var random = new Random(1);
        for (var i = 0; i < 10_000; i++)
        {
            var value = Math.Abs(AnyDouble(random));
            Assert.Equal(Math.Log10(value), Logarithm.Base10(value), 1e-12);
        }
        Assert.Equal(Math.Log10(double.Epsilon), Logarithm.Base10(double.Epsilon), 1e-12);
    }

    [Theory]
    [InlineData(-0.0, "0")]
    [InlineData(-0.004, "0")]
    [InlineData(0.005, "0.01")]
    [InlineData(1.5, "1.5")]
    [InlineData(-12.345, "-12.35")]
    [InlineData(300.0, "300")]
    [InlineData(1e300, "10000000")]
    public void Lengths_have_two_decimals_and_no_minus_zero(double value, string expected) =>
        Assert.Equal(expected, Decimals.Length(value));

    [Theory]
    [InlineData(-0.0, "0")]
    [InlineData(12.0, "12")]
    [InlineData(-123456.0, "-123456")]
    [InlineData(0.1 + 0.2, "0.3")]
    [InlineData(1234.5678, "1235")]
    [InlineData(12345.678, "12.3k")]
    [InlineData(9999.96, "10000")]
    [InlineData(1234567.0, "1.23M")]
    [InlineData(-0.043219, "-0.0432")]
    [InlineData(1.5e-7, "1.5e-7")]
    [InlineData(6.02e23, "6.02e23")]
    [InlineData(double.MaxValue, "1.8e308")]
    [InlineData(double.Epsilon, "4.94e-324")]
    [InlineData(double.NaN, "–")]
    public void Values_are_written_short(double value, string expected) => Assert.Equal(expected, Decimals.Short(value));

    internal static double AnyDouble(Random random)
    {
        while (true)
            if (BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)) is var value
                && double.IsFinite(value) && value != 0)
                return value;
    }

    static double Read(string label)
    {
        var letters = "kMBT".IndexOf(label[^1]);
        var digits = letters >= 0 ? label[..^1] + "e" + (3 * (letters + 1)) : label;
        return double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
