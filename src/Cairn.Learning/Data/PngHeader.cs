using System.Buffers.Binary;

namespace Cairn.Data;

/// <summary>What the first chunk of a PNG file says.</summary>
/// <param name="Width">The columns.</param>
/// <param name="Height">The rows.</param>
/// <param name="Depth">The bits of a sample: 1, 2, 4, 8 or 16.</param>
/// <param name="Color">0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha.</param>
/// <param name="IsInterlaced">True for the seven passes of Adam7.</param>
readonly record struct PngHeader(int Width, int Height, int Depth, int Color, bool IsInterlaced)
{
    internal const int Grey = 0, Rgb = 2, Palette = 3, GreyAlpha = 4, RgbAlpha = 6;

    /// <summary>The most samples that are decoded; a larger picture is refused before memory is taken.</summary>
    internal const long MostSamples = 1L << 28;

    static readonly (int X, int Y, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>The samples of a pixel as they are stored.</summary>
    internal int Samples => Color switch { Rgb => 3, GreyAlpha => 2, RgbAlpha => 4, _ => 1 };

    /// <summary>The distance in bytes at which the filters look back.</summary>
    internal int PixelBytes => Math.Max(1, Samples * Depth / 8);

    /// <summary>The pictures within the picture that are stored one after the other, those that are not empty.</summary>
    internal IEnumerable<PngPass> Passes
    {
        get
        {
            if (!IsInterlaced) return [new PngPass(0, 0, 1, 1, Width, Height)];
            int width = Width, height = Height;
            return Adam7.Select(p => new PngPass(p.X, p.Y, p.StepX, p.StepY, Count(width, p.X, p.StepX), Count(height, p.Y, p.StepY)))
                .Where(p => p.Columns > 0 && p.Rows > 0);

            static int Count(int size, int start, int step) => size <= start ? 0 : (size - start - 1) / step + 1;
        }
    }

    /// <summary>The bytes of a line of a pass, without the filter's.</summary>
    internal long LineBytes(int columns) => ((long)columns * Samples * Depth + 7) / 8;

    /// <summary>The bytes of all lines, unpacked.</summary>
    internal long PackedBytes
    {
        get
        {
            long sum = 0;
            foreach (var pass in Passes) sum += pass.Rows * (1 + LineBytes(pass.Columns));
            return sum;
        }
    }

    internal static PngHeader Read(ReadOnlySpan<byte> chunk, Func<string, CairnFormatException> fail)
    {
        if (chunk.Length != 13) throw fail($"its header has {chunk.Length} bytes instead of 13");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(chunk), height = BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]);
        int depth = chunk[8], color = chunk[9];
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue) throw fail($"{width} x {height} pixels are no picture");
        bool isKnown = color switch
        {
            Grey => depth is 1 or 2 or 4 or 8 or 16,
            Palette => depth is 1 or 2 or 4 or 8,
            Rgb or GreyAlpha or RgbAlpha => depth is 8 or 16,
            _ => false,
        };
        if (!isKnown) throw fail($"there is no color type {color} with {depth} bits");
        if (chunk[10] != 0 || chunk[11] != 0) throw fail("its compression or filter method is unknown");
        if (chunk[12] > 1) throw fail($"its interlace method {chunk[12]} is unknown");
        // four channels are the most that can come of it
        if ((long)width * height > MostSamples / 4) throw fail($"{width} x {height} pixels are more than the {MostSamples / 4} that are decoded");
        return new PngHeader((int)width, (int)height, depth, color, chunk[12] == 1);
    }
}

/// <summary>Every so-manieth pixel of a picture: the pixel of column c and row r stands at (X + c StepX, Y + r StepY).</summary>
readonly record struct PngPass(int X, int Y, int StepX, int StepY, int Columns, int Rows);
