namespace Cairn.Data;

/// <summary>The check sum of PNG chunks: CRC-32 with the polynomial 0x04C11DB7, bits reflected (ISO 3309).</summary>
static class Crc32
{
    static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(n =>
    {
        uint c = (uint)n;
        for (int bit = 0; bit < 8; bit++) c = (c & 1) != 0 ? 0xEDB88320 ^ c >> 1 : c >> 1;
        return c;
    })];

    internal static uint Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        uint c = Update(Update(0xFFFFFFFF, first), second);
        return ~c;
    }

    static uint Update(uint c, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes) c = Table[(byte)(c ^ b)] ^ c >> 8;
        return c;
    }
}
