using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Cairn.Data;

/// <summary>Reads the chunks of a PNG file (ISO/IEC 15948) and decodes its lines.</summary>
sealed class PngDecoder(BinaryInput input)
{
    const int MostPaletteBytes = 768;
    const int LargestRatio = 1032; // deflate packs no better: 258 bytes in two bits

    /// <summary>The first bytes of every file.</summary>
    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    PngHeader _header;
    byte[]? _palette, _transparent;
    long _dataOffset;

    internal Tensor Read()
    {
        byte[] signature = new byte[Signature.Length];
        input.Fill(signature, "the signature");
        if (!signature.AsSpan().SequenceEqual(Signature)) throw input.FailAt(0, "no PNG file: the signature is another");
        using var packed = new MemoryStream();
        ReadChunks(packed);
        long bytes = _header.PackedBytes;
        if (bytes > LargestRatio * packed.Length + LargestRatio)
            throw Bad($"{packed.Length} packed bytes cannot hold the {bytes} of its lines");
        packed.Position = 0;
        try
        {
            using var lines = new ZLibStream(packed, CompressionMode.Decompress, leaveOpen: true);
            var picture = Decode(lines);
            if (lines.ReadByte() >= 0) throw Bad("its packed data hold more than its lines");
            return picture;
        }
        catch (InvalidDataException)
        {
            throw Bad("its packed data are damaged");
        }
    }

    CairnFormatException Bad(string what) => input.FailAt(_dataOffset, what);

    void ReadChunks(MemoryStream packed)
    {
        bool isAfterData = false;
        for (int chunk = 0; ; chunk++)
        {
            long start = input.Offset;
            uint length = input.UInt32BigEndian("a chunk");
            if (length > int.MaxValue) throw input.FailAt(start, $"a chunk of {length} bytes");
            byte[] name = new byte[4];
            input.Fill(name, "a chunk");
            string type = Encoding.ASCII.GetString(name);
            if (!type.All(char.IsAsciiLetter)) throw input.FailAt(start + 4, "the name of a chunk is no four letters");
            byte[] data = input.Bytes(length, $"the chunk {type}");
            if (input.UInt32BigEndian($"the chunk {type}") != Crc32.Of(name, data)) throw input.FailAt(start, $"the check sum of the chunk {type} is wrong");
            if ((chunk == 0) != (type == "IHDR")) throw input.FailAt(start, $"{type} stands where {(chunk == 0 ? "the header" : "no header")} should");
            if (type == "IDAT" && isAfterData) throw input.FailAt(start, "its data are not in one piece");
            isAfterData |= packed.Length > 0 && type != "IDAT";
            switch (type)
            {
                case "IHDR": _header = PngHeader.Read(data, what => input.FailAt(start, what)); break;
                case "PLTE":
                    if (packed.Length > 0 || _palette is not null || length is 0 or > MostPaletteBytes || length % 3 != 0)
                        throw input.FailAt(start, $"a palette of {length} bytes cannot stand here");
                    _palette = data;
                    break;
                case "tRNS":
                    CheckTransparent(data, packed.Length > 0, start);
                    _transparent = data;
                    break;
                case "IDAT":
                    if (packed.Length == 0) _dataOffset = start;
                    if (_header.Color == PngHeader.Palette && _palette is null) throw input.FailAt(start, "there is no palette before its data");
                    packed.Write(data);
                    break;
                case "IEND":
                    if (packed.Length == 0) throw input.FailAt(start, "there are no data before its end");
                    return;
                default:
                    // small letters first mean that a picture can be had without it
                    if (char.IsAsciiLetterUpper(type[0])) throw input.FailAt(start, $"the chunk {type} is unknown and cannot be passed over");
                    break;
            }
        }
    }

    void CheckTransparent(byte[] data, bool isAfterData, long start)
    {
        bool fits = _header.Color switch
        {
            PngHeader.Grey => data.Length == 2,
            PngHeader.Rgb => data.Length == 6,
            PngHeader.Palette => _palette is not null && data.Length > 0 && data.Length <= _palette.Length / 3,
            _ => false,
        };
        if (!fits || isAfterData || _transparent is not null) throw input.FailAt(start, $"{data.Length} bytes of transparency cannot stand here");
    }

    Tensor Decode(ZLibStream lines)
    {
        var h = _header;
        int stored = h.Samples, channels = (h.Color == PngHeader.Palette ? 3 : stored) + (_transparent is null ? 0 : 1), plane = h.Width * h.Height;
        var wide = h.Depth == 16 ? new int[channels * plane] : [];
        byte[] narrow = h.Depth == 16 ? [] : new byte[channels * plane];
        int[] samples = new int[stored], opaque = _transparent is null || h.Color == PngHeader.Palette ? [] : Words(_transparent);
        foreach (var pass in h.Passes)
        {
            // a line with as many zeros before it as the filters look back
            int back = h.PixelBytes;
            byte[] line = new byte[back + h.LineBytes(pass.Columns)], above = new byte[line.Length];
            for (int r = 0; r < pass.Rows; r++)
            {
                int filter = lines.ReadByte();
                if (filter < 0 || lines.ReadAtLeast(line.AsSpan(back), line.Length - back, throwOnEndOfStream: false) < line.Length - back)
                    throw Bad("its packed data end before its last line");
                PngFilter.Undo(filter, line, above, back, Bad);
                int to = (pass.Y + r * pass.StepY) * h.Width + pass.X;
                for (int c = 0; c < pass.Columns; c++, to += pass.StepX)
                {
                    Take(line.AsSpan(back), c, samples);
                    if (h.Depth == 16)
                    {
                        for (int s = 0; s < stored; s++) wide[s * plane + to] = samples[s];
                        if (opaque.Length > 0) wide[stored * plane + to] = samples.AsSpan().SequenceEqual(opaque) ? 0 : 65535;
                    }
                    else if (h.Color == PngHeader.Palette) Color(samples[0], narrow, to, plane);
                    else
                    {
                        for (int s = 0; s < stored; s++) narrow[s * plane + to] = (byte)(samples[s] * 255 / ((1 << h.Depth) - 1)); // divides without a rest
                        if (opaque.Length > 0) narrow[stored * plane + to] = (byte)(samples.AsSpan().SequenceEqual(opaque) ? 0 : 255);
                    }
                }
                (line, above) = (above, line);
            }
        }
        var shape = new Shape(channels, h.Height, h.Width);
        return h.Depth == 16 ? Tensor.Own(wide, shape) : Tensor.Own(narrow, shape);
    }

    /// <summary>The samples of a pixel of a line.</summary>
    void Take(ReadOnlySpan<byte> line, int column, int[] samples)
    {
        int depth = _header.Depth;
        for (int s = 0; s < samples.Length; s++)
        {
            int at = column * samples.Length + s;
            samples[s] = depth switch
            {
                8 => line[at],
                16 => line[2 * at] << 8 | line[2 * at + 1],
                _ => line[at * depth / 8] >> (8 - depth - at * depth % 8) & ((1 << depth) - 1),
            };
        }
    }

    void Color(int index, byte[] to, int at, int plane)
    {
        if (3 * index >= _palette!.Length) throw Bad($"a pixel has the color {index} of a palette of {_palette.Length / 3}");
        for (int s = 0; s < 3; s++) to[s * plane + at] = _palette[3 * index + s];
        if (_transparent is not null) to[3 * plane + at] = index < _transparent.Length ? _transparent[index] : (byte)255;
    }

    /// <summary>The transparent color, of which only as many low bits count as a sample has.</summary>
    int[] Words(byte[] bytes)
    {
        int mask = (1 << _header.Depth) - 1;
        return [.. Enumerable.Range(0, bytes.Length / 2).Select(i => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(2 * i)) & mask)];
    }
}
