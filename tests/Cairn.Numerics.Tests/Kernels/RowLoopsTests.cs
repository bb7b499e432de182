using Cairn.Kernels;

namespace Cairn.Tests;

public unsafe class RowLoopsTests
{
    /// <summary>Quotients by reciprocals are those of the division, bit by bit: random digits and the ends of the range.</summary>
    [Fact]
    public void Quotients_are_correctly_rounded()
    {
        const int n = 1024;
        float* x = stackalloc float[n], y = stackalloc float[n];
        ulong state = 7;
        uint Next() => (uint)((state = state * 6364136223846793005 + 1442695040888963407) >> 32);
        for (int round = 0; round < 4000; round++)
        {
            float c = BitConverter.UInt32BitsToSingle(0x3F800000u + Next() % (25u << 23));
            if (round % 10 == 0) c = BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(c) | 0x7FFFFF) - (uint)(round / 10 % 3));
            for (int i = 0; i < n; i++)
            {
                uint bits = Next();
                x[i] = i % 16 != 0 || round % 4 == 0 ? BitConverter.UInt32BitsToSingle(0x3F800000u - (40u << 23) + bits % (80u << 23))
                    : BitConverter.UInt32BitsToSingle(bits); // anything at all, NaN, infinities and tiny numbers too
                if (round % 8 == 1 && i % 2 == 0) x[i] = bits % 3 == 0 ? MathF.BitIncrement(c * i) : bits % 3 == 1 ? MathF.BitDecrement(c * i) : c * i; // near whole quotients
                y[i] = x[i];
            }
            RowLoops.Divide(y, c, n);
            for (int i = 0; i < n; i++)
                Assert.True(BitConverter.SingleToInt32Bits(y[i]) == BitConverter.SingleToInt32Bits(x[i] / c) || float.IsNaN(y[i]) && float.IsNaN(x[i] / c),
                    $"{x[i]:R} / {c:R} is {x[i] / c:R}, not {y[i]:R}");
        }
    }

    [Theory]
    [InlineData(-1f, -0f, 0f, 0f), InlineData(-3f, -0f, -0f, -0f), InlineData(-2f, -1f, float.NegativeInfinity, -1f)]
    [InlineData(1f, 2f, float.NaN, float.NaN), InlineData(1f, 2f, float.PositiveInfinity, float.PositiveInfinity)]
    public void The_largest_of_a_row_counts_zeros_and_NaN(float most, float some, float one, float largest)
    {
        foreach (int n in (int[])[3, 16, 64, 65, 127, 1000])
            for (int place = 0; place < n; place += 7)
            {
                var x = new float[n];
                Array.Fill(x, most);
                x[n / 2] = some;
                x[place] = one;
                if (place == n / 2) continue;
                fixed (float* p = x) Assert.Equal(BitConverter.SingleToInt32Bits(largest), BitConverter.SingleToInt32Bits(Extremes.Max(p, n)));
            }
    }
}
