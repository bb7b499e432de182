using Cairn.Kernels;
using Cairn.RandomNumbers;

namespace Cairn.Tests;

[Collection(TeamCollection.Name)]
public sealed class ExtremesTests : IDisposable
{
    readonly int _vectorBits = Lanes.VectorBits;

    public void Dispose() => Lanes.VectorBits = _vectorBits;

    [Theory]
    [InlineData(512), InlineData(0)]
    public void Equal_a_plain_loop_at_every_length(int vectorBits)
    {
        Lanes.VectorBits = vectorBits;
        var rng = Rng.Stream(0, "", "extremes").Start();
        for (int n = 1; n < 140; n++)
        {
            var x = new double[n];
            for (int i = 0; i < n; i++) x[i] = rng.Integer(-n, n); // ties are common
            var f = Array.ConvertAll(x, v => (float)v);
            int min = 0, max = 0;
            for (int i = 1; i < n; i++)
            {
                if (x[i] < x[min]) min = i;
                if (x[i] > x[max]) max = i;
            }
            Assert.Equal((x[min], x[max], min, max), (Extremes.Min(x), Extremes.Max(x), Extremes.ArgMin(x), Extremes.ArgMax(x)));
            Assert.Equal((f[min], f[max], min, max), (Extremes.Min(f), Extremes.Max(f), Extremes.ArgMin(f), Extremes.ArgMax(f)));
            Assert.Equal(Math.Max(Math.Abs(x[min]), Math.Abs(x[max])), Extremes.MaxAbs<double>(x));
        }
    }

    [Theory]
    [InlineData(512), InlineData(0)]
    public void One_NaN_anywhere_is_the_result_and_the_first_one_its_place(int vectorBits)
    {
        Lanes.VectorBits = vectorBits;
        for (int n = 1; n < 70; n++)
            for (int at = 0; at < n; at++)
            {
                var x = new double[n];
                x.AsSpan(at).Fill(double.NegativeInfinity);
                x[n - 1] = x[at] = BitConverter.UInt64BitsToDouble(0xFFF8_0000_0000_1234); // a NaN with a payload
                Assert.Equal(BitConverter.DoubleToInt64Bits(double.NaN), BitConverter.DoubleToInt64Bits(Extremes.Min(x)));
                Assert.Equal(BitConverter.DoubleToInt64Bits(double.NaN), BitConverter.DoubleToInt64Bits(Extremes.Max(x)));
                Assert.Equal((at, at), (Extremes.ArgMin(x), Extremes.ArgMax(x)));
                var f = Array.ConvertAll(x, v => (float)v);
                Assert.Equal((float.NaN, float.NaN, at, at), (Extremes.Min(f), Extremes.Max(f), Extremes.ArgMin(f), Extremes.ArgMax(f)));
            }
    }

    [Theory]
    [InlineData(512), InlineData(0)]
    public void Zeros_are_ordered_as_values_and_tied_as_places(int vectorBits)
    {
        Lanes.VectorBits = vectorBits;
        foreach (int n in new[] { 2, 3, 8, 9, 40 })
        {
            var x = new double[n];
            x[n / 2] = -0.0;
            Assert.True(double.IsNegative(Extremes.Min(x)));
            Assert.False(double.IsNegative(Extremes.Max(x)));
            Assert.Equal((0, 0), (Extremes.ArgMin(x), Extremes.ArgMax(x)));
        }
    }

    [Fact]
    public void No_elements_have_no_extremes()
    {
        var thrown = Assert.Throws<ArgumentException>("x", () => Extremes.Min((double[])[]));
        Assert.StartsWith("Min:", thrown.Message, StringComparison.Ordinal);
        thrown = Assert.Throws<ArgumentException>("x", () => Extremes.ArgMax((float[])[]));
        Assert.StartsWith("ArgMax:", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(0, Extremes.MaxAbs<double>([]));
    }
}
