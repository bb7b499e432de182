using Cairn.RandomNumbers;

namespace Cairn.Tests;

public class PhiloxTests
{
    [Theory] // the rows "philox4x32 10" of the file kat_vectors of the Random123 distribution, 64-bit halves low word first
    [InlineData(0x0, 0x0, 0x0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd)]
    [InlineData(0x299f31d0_a4093822, 0x85a308d3_243f6a88, 0x03707344_13198a2e, 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1)]
    public void Known_answers(ulong key, ulong low, ulong high, uint w0, uint w1, uint w2, uint w3) =>
        Assert.Equal(new Philox.Block(w0, w1, w2, w3), Philox.At(key, low, high));
}
