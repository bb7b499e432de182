using System.Globalization;
using System.Text;
using Cairn.Persistence;

namespace Cairn.Data;

/// <summary>Pictures in the files of Netpbm, P1 to P6 (bitmap, grey, RGB; plain or packed), as tensors [channels, height, width].</summary>
public static class Pnm
{
    const int LargestValue = 65535;

    /// <summary>Reads a picture, the first when the file has several.</summary>
    /// <returns>Uint8 samples, spread to 0..255 when the file's largest value is below; a bitmap has 0 (black, written 1) and 255. Int32 samples
    /// spread to 0..65535 when the largest value is above 255.</returns>
    /// <exception cref="CairnFormatException">The file is no such picture, is cut short, or has more than 67,108,864 pixels; the offset says
    /// where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Tensor Read(string path) => BinaryInput.ReadFile(path, Read);

    /// <summary>Reads a picture from a stream.</summary>
    /// <param name="stream">The bytes; it is not closed.</param>
    /// <param name="source">The name of the file for messages.</param>
    /// <inheritdoc cref="Read(string)"/>
    public static Tensor Read(Stream stream, string source = "the picture")
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(BinaryInput.Unpacked(stream, source));
    }

    static Tensor Read(BinaryInput input)
    {
        int kind = input.Byte("the header") == 'P' ? input.Byte("the header") - '0' : 0;
        if (kind is < 1 or > 6) throw input.FailAt(0, "no PNM file: it does not begin with P1 to P6");
        bool isBitmap = kind is 1 or 4, isPlain = kind <= 3;
        int width = Number(input, "the width"), height = Number(input, "the height"), largest = isBitmap ? 1 : Number(input, "the largest value");
        if (width == 0 || height == 0) throw input.Fail($"{width} x {height} pixels are no picture");
        if ((long)width * height > PngHeader.MostSamples / 4) throw input.Fail($"{width} x {height} pixels are more than the {PngHeader.MostSamples / 4} that are read");
        if (largest is 0 or > LargestValue) throw input.Fail($"the largest value {largest} is not between 1 and {LargestValue}");
        int channels = kind is 3 or 6 ? 3 : 1, count = channels * width * height;
        int[] samples = isPlain ? Plain(input, count, isBitmap, largest)
            : isBitmap ? Bits(input, width, height)
            : Packed(input, count, largest);
        if (isBitmap) samples = Array.ConvertAll(samples, s => 1 - s);
        return Planes(samples, channels, height, width, largest);
    }

    /// <summary>The next number of the header, with the one blank behind it; comments go from # to the end of the line.</summary>
    static int Number(BinaryInput input, string what)
    {
        int c = Next(input, what);
        while (IsBlank(c)) c = Next(input, what);
        if (c is < '0' or > '9') throw input.FailAt(input.Offset - 1, $"{what} is no number");
        long number = 0;
        for (; c is >= '0' and <= '9'; c = Next(input, what))
        {
            number = 10 * number + (c - '0');
            if (number > int.MaxValue) throw input.Fail($"{what} is too large");
        }
        if (!IsBlank(c)) throw input.FailAt(input.Offset - 1, $"{what} is no number");
        return (int)number;
    }

    /// <summary>The next character, a comment standing for the end of its line.</summary>
    static int Next(BinaryInput input, string what)
    {
        int c = input.NextByte();
        if (c == '#')
            while (c is not ('\n' or '\r' or -1)) c = input.NextByte();
        return c >= 0 ? c : throw input.Fail($"the file ends within {what}");
    }

    static bool IsBlank(int c) => c is ' ' or (>= '\t' and <= '\r');

    static int[] Plain(BinaryInput input, int count, bool isBitmap, int largest)
    {
        var samples = new List<int>(Math.Min(count, 1 << 16)); // room is made as they come
        int c = ' ';
        while (samples.Count < count)
        {
            while (IsBlank(c)) c = Next(input, "its samples");
            int number = 0;
            long start = input.Offset - 1;
            if (c is < '0' or > '9') throw input.FailAt(start, "a sample is no number");
            while (c is >= '0' and <= '9')
            {
                number = Math.Min(10 * number + (c - '0'), LargestValue + 1);
                c = samples.Count == count - 1 ? input.NextByte() : Next(input, "its samples"); // nothing need stand behind the last
                if (isBitmap) break; // whose digits may stand without blanks
            }
            if (number > largest) throw input.FailAt(start, $"a sample is {number}, and {largest} should be the largest");
            samples.Add(number);
        }
        return [.. samples];
    }

    static int[] Bits(BinaryInput input, int width, int height)
    {
        int line = (width + 7) / 8;
        byte[] bytes = input.Bytes((long)line * height, "its samples");
        int[] samples = new int[width * height];
        for (int i = 0; i < samples.Length; i++) samples[i] = bytes[i / width * line + i % width / 8] >> (7 - i % width % 8) & 1;
        return samples;
    }

    static int[] Packed(BinaryInput input, int count, int largest)
    {
        int bytesEach = largest < 256 ? 1 : 2;
        long start = input.Offset;
        byte[] bytes = input.Bytes((long)count * bytesEach, "its samples");
        int[] samples = new int[count];
        for (int i = 0; i < count; i++)
        {
            samples[i] = bytesEach == 1 ? bytes[i] : bytes[2 * i] << 8 | bytes[2 * i + 1];
            if (samples[i] > largest) throw input.FailAt(start + (long)i * bytesEach, $"a sample is {samples[i]}, and {largest} should be the largest");
        }
        return samples;
    }

    /// <summary>From pixel after pixel to channel after channel, spread to the full range.</summary>
    static Tensor Planes(int[] samples, int channels, int height, int width, int largest)
    {
        int plane = height * width, full = largest < 256 ? 255 : LargestValue;
        int[] planes = new int[samples.Length];
        for (int i = 0; i < planes.Length; i++)
        {
            long sample = samples[i % plane * channels + i / plane];
            planes[i] = (int)((2 * sample * full + largest) / (2 * largest)); // to the nearest
        }
        var shape = new Shape(channels, height, width);
        return full == 255 ? Tensor.Own(Array.ConvertAll(planes, p => (byte)p), shape) : Tensor.Own(planes, shape);
    }

    /// <summary>Writes a picture, whole or not at all: a bitmap to <c>.pbm</c>, grey to <c>.pgm</c>, RGB to <c>.ppm</c>.</summary>
    /// <param name="path">The file, replaced if it is there.</param>
    /// <param name="picture">[1 or 3 channels, height, width]: uint8, or floating numbers of 0 to 1; for a bitmap only black and white.</param>
    /// <param name="isPlain">True to write the samples as text (P1 to P3); false, the default, packed (P4 to P6).</param>
    /// <exception cref="ArgumentException">The name ends otherwise, or the kind has no such picture.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Tensor picture, bool isPlain = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        int kind = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".pbm" => 1,
            ".pgm" => 2,
            ".ppm" => 3,
            var other => throw new ArgumentException($"path: '{other}' is no kind of picture that is written; there are .png, .pbm, .pgm and .ppm", nameof(path)),
        };
        var (samples, channels, height, width) = PictureFile.Samples(picture, "Pnm.Write", mostChannels: 3);
        if (channels != (kind == 3 ? 3 : 1))
            throw new ArgumentException($"Pnm.Write: {Path.GetExtension(path)} has {(kind == 3 ? 3 : 1)} channels, the picture has {channels}", nameof(picture));
        if (kind == 1 && samples.AsSpan().ContainsAnyExcept((byte)0, (byte)255))
            throw new ArgumentException("Pnm.Write: a bitmap has only black (0) and white (255)", nameof(picture));
        string header = string.Create(CultureInfo.InvariantCulture, $"P{(isPlain ? kind : kind + 3)}\n{width} {height}\n{(kind == 1 ? "" : "255\n")}");
        byte[] body = isPlain ? Text(samples, channels, width, kind == 1) : kind == 1 ? Bits(samples, width) : Pixels(samples, channels);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(Encoding.ASCII.GetBytes(header));
            stream.Write(body);
        });
    }

    static byte[] Pixels(byte[] planes, int channels)
    {
        byte[] pixels = new byte[planes.Length];
        int plane = planes.Length / channels;
        for (int i = 0; i < pixels.Length; i++) pixels[i] = planes[i % channels * plane + i / channels];
        return pixels;
    }

    static byte[] Bits(byte[] samples, int width)
    {
        int line = (width + 7) / 8;
        byte[] bits = new byte[line * (samples.Length / width)];
        for (int i = 0; i < samples.Length; i++)
            if (samples[i] == 0) bits[i / width * line + i % width / 8] |= (byte)(0x80 >> i % width % 8);
        return bits;
    }

    static byte[] Text(byte[] samples, int channels, int width, bool isBitmap)
    {
        const int PerLine = 16; // lines stay below the 70 characters that the format allows
        var text = new StringBuilder();
        byte[] pixels = Pixels(samples, channels);
        for (int i = 0; i < pixels.Length; i++)
            text.Append(isBitmap ? pixels[i] == 0 ? "1" : "0" : pixels[i].ToString(CultureInfo.InvariantCulture))
                .Append((i + 1) % (width * channels) == 0 || i % (width * channels) % PerLine == PerLine - 1 ? '\n' : ' ');
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
