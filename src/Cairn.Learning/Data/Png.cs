using System.Buffers.Binary;
using System.IO.Compression;
using Cairn.Persistence;

namespace Cairn.Data;

/// <summary>Pictures in PNG files, as tensors [channels, height, width]: grey, grey and alpha, RGB, or RGB and alpha.</summary>
public static class Png
{
    /// <summary>Reads a picture of any kind that PNG has: every color type and depth, interlaced too.</summary>
    /// <returns>Uint8 samples, those of less than eight bits spread to 0..255, palettes looked up; int32 samples 0..65535 for files of 16 bits. A
    /// transparent color gives a channel of alpha.</returns>
    /// <exception cref="CairnFormatException">The file is no PNG file, is damaged or cut short, or has more than 67,108,864 pixels; the offset
    /// says where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Tensor Read(string path) => BinaryInput.ReadFile(path, input => new PngDecoder(input).Read());

    /// <summary>Reads a picture from a stream.</summary>
    /// <param name="stream">The bytes; it is not closed.</param>
    /// <param name="source">The name of the file for messages.</param>
    /// <inheritdoc cref="Read(string)"/>
    public static Tensor Read(Stream stream, string source = "the picture")
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new PngDecoder(BinaryInput.Unpacked(stream, source)).Read();
    }

    /// <summary>Writes a picture of eight bits, whole or not at all.</summary>
    /// <param name="path">The file, replaced if it is there.</param>
    /// <param name="picture">[channels, height, width], 1 to 4 channels: uint8, or floating numbers of 0 to 1, which are rounded to
    /// 255ths.</param>
    /// <exception cref="ArgumentException">It is no such picture.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Tensor picture)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var (samples, channels, height, width) = PictureFile.Samples(picture, "Png.Write", mostChannels: 4);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = (byte)(channels switch { 1 => PngHeader.Grey, 2 => PngHeader.GreyAlpha, 3 => PngHeader.Rgb, _ => PngHeader.RgbAlpha });
        byte[] lines = Packed(samples, channels, height, width);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(PngDecoder.Signature);
            WriteChunk(stream, "IHDR"u8, header);
            WriteChunk(stream, "IDAT"u8, lines);
            WriteChunk(stream, "IEND"u8, []);
        });
    }

    static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        stream.Write(word);
        stream.Write(type);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, Crc32.Of(type, data));
        stream.Write(word);
    }

    /// <summary>The lines, each by the filter that leaves the smallest differences.</summary>
    static byte[] Packed(byte[] samples, int channels, int height, int width)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] line = new byte[channels * (width + 1)], above = new byte[line.Length], best = [];
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                    for (int s = 0; s < channels; s++) line[(x + 1) * channels + s] = samples[(s * height + y) * width + x];
                long least = long.MaxValue;
                for (int filter = 0; filter < PngFilter.Count; filter++)
                {
                    byte[] filtered = Filtered(filter, line, above, channels, out long sum);
                    if (sum < least) (least, best) = (sum, filtered);
                }
                stream.Write(best);
                (line, above) = (above, line);
            }
        }
        return packed.ToArray();
    }

    static byte[] Filtered(int filter, byte[] line, byte[] above, int back, out long sum)
    {
        byte[] filtered = new byte[line.Length - back + 1];
        filtered[0] = (byte)filter;
        sum = 0;
        for (int i = back; i < line.Length; i++)
        {
            byte rest = (byte)(line[i] - PngFilter.Guess(filter, line[i - back], above[i], above[i - back]));
            filtered[i - back + 1] = rest;
            sum += Math.Abs((int)(sbyte)rest);
        }
        return filtered;
    }
}
