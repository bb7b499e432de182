namespace Cairn.Kernels;

/// <summary>
/// Reduction of angles too large for <see cref="Angle64"/> (Payne and Hanek, 1983): x = m 2^e times only those bits of 2 / pi that
/// matter modulo 4, in 192-bit integers, which leaves at least 75 correct bits.
/// </summary>
static class HugeAngle
{
    // 2 / pi = 0.a2f9836e... in binary, after 64 zero bits
    static ReadOnlySpan<ulong> TwoOverPi =>
    [
        0,
        0xA2F9836E4E441529, 0xFC2757D1F534DDC0, 0xDB6295993C439041, 0xFE5163ABDEBBC561,
        0xB7246E3A424DD2E0, 0x06492EEA09D1921C, 0xFE1DEB1CB129A73E, 0xE88235F52EBB4484,
        0xE99C7026B45F7E41, 0x3991D639835339F4, 0x9C845F8BBDF9283B, 0x1FF897FFDE05980F,
        0xEF2F118B5A0A6D1F, 0x6D367ECF27CB09B7, 0x4F463F669E5FEA2D, 0x7527BAC7EBE5F17B,
        0x3D0739F78A5292EA, 0x6BFB5FB11F8D5D08, 0x56033046FC7B6BAB,
    ];

    /// <summary>
    /// x = (pi / 2) quadrant + High + Low for |x| of at least 2^30; NaN where x is not finite.
    /// </summary>
    internal static (int Quadrant, double High, double Low) Reduce(double x)
    {
        if (!double.IsFinite(x)) return (0, double.NaN, double.NaN);
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)((bits >>> 52) & 0x7FF) - 1075;
        ulong m = (ulong)(bits & 0xFFFFFFFFFFFFF) | 1UL << 52;

        // the bits of 2 / pi from weight 2^(1 - exponent) on: those before it give multiples of 4
        int first = 64 + exponent - 2;
        ulong w0 = Window(first), w1 = Window(first + 64), w2 = Window(first + 128);

        // the last 192 bits of m w: two bits of quadrant, 190 of fraction
        ulong p2 = m * w2;
        UInt128 middle = (UInt128)m * w1 + Math.BigMul(m, w2, out _);
        ulong p1 = (ulong)middle;
        ulong p0 = m * w0 + (ulong)(middle >> 64);

        int quadrant = (int)(p0 >>> 62);
        p0 = p0 << 2 | p1 >>> 62;
        p1 = p1 << 2 | p2 >>> 62;
        p2 <<= 2;
        bool above = (long)p0 < 0; // a fraction of 1/2 or more: the next quadrant, from the other side
        if (above)
        {
            quadrant++;
            (p0, p1, p2) = (~p0, ~p1, ~p2);
        }

        int zeros = p0 != 0 ? (int)ulong.LeadingZeroCount(p0) : 64 + (int)ulong.LeadingZeroCount(p1);
        UInt128 top = zeros == 0 ? new(p0, p1) : zeros < 64
            ? new(p0 << zeros | p1 >>> (64 - zeros), p1 << zeros | p2 >>> (64 - zeros))
            : new UInt128(p1, p2) << (zeros - 64);
        double high = Math.ScaleB((double)(ulong)(top >> 75), -53 - zeros);
        double low = Math.ScaleB((double)((ulong)(top >> 22) & 0x1FFFFFFFFFFFFF), -106 - zeros);

        double turn = high * Angle64.HalfPi;
        double rest = Math.FusedMultiplyAdd(high, Angle64.HalfPi, -turn) + (high * Angle64.HalfPi2 + low * Angle64.HalfPi);
        double sum = turn + rest;
        rest -= sum - turn;
        bool flip = above != x < 0;
        if (x < 0) quadrant = -quadrant;
        return (quadrant, flip ? -sum : sum, flip ? -rest : rest);
    }

    /// <summary>64 bits of the table from a bit position on.</summary>
    static ulong Window(int bit)
    {
        int word = bit >> 6, shift = bit & 63;
        return shift == 0 ? TwoOverPi[word] : TwoOverPi[word] << shift | TwoOverPi[word + 1] >>> (64 - shift);
    }
}
