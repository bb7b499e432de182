using Cairn.Kernels;

namespace Cairn.Tests;

public unsafe class RowExtremesTests
{
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
