using Cairn.Data;
using Cairn.RandomNumbers;

namespace Cairn.Tests;

/// <summary>The table that numbers different values, against the platform's dictionary.</summary>
public class NumberCodesTests
{
    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 300)]
    [InlineData(1000, 200_000)]
    public void Values_are_numbered_by_their_first_appearance(int told, int shown)
    {
        var rng = Rng.Stream(0, "", "codes").Start();
        var codes = new NumberCodes(told);
        var expected = new Dictionary<long, int>();
        for (int i = 0; i < shown; i++)
        {
            // Multiples of large powers of two, and small numbers: what a weak hash puts into few places.
            long value = i % 3 == 0 ? rng.Integer(0, 5000) << 40 : i % 3 == 1 ? rng.Integer(-50_000, 50_000) : BitConverter.DoubleToInt64Bits(rng.Integer(0, 9000));
            if (!expected.TryGetValue(value, out int code)) expected.Add(value, code = expected.Count);
            Assert.Equal(code, codes.Of(value));
        }
        Assert.Equal(expected.Count, codes.Count);
    }
}
