using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Cairn.Data;

namespace Cairn.Tests;

/// <summary>PNG and PNM against the samples that Pillow reads; what is written is read again; damaged files are refused.</summary>
public sealed class PictureTests : IDisposable
{
    static readonly JsonElement Cases = RawData.Fixture("pictures.json");

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Names(string kind) => [.. Cases.GetProperty(kind).EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    static JsonElement Case(string kind, string name) => Cases.GetProperty(kind).EnumerateArray().First(c => c.GetProperty("name").GetString() == name);

    static byte[] FileOf(string kind, string name) => Case(kind, name).GetProperty("file").GetBytesFromBase64();

    static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetInt32())];

    static void Check(string kind, string name, Func<Stream, Tensor> read)
    {
        var expected = Case(kind, name);
        var picture = read(new MemoryStream(FileOf(kind, name)));
        Assert.Equal(Integers(expected.GetProperty("shape")), picture.Shape.AsSpan());
        Assert.Equal(name.Contains("16 bits", StringComparison.Ordinal) ? DType.Int32 : DType.UInt8, picture.DType);
        Assert.Equal(Integers(expected.GetProperty("samples")), picture.To<int>().ToArray<int>());
    }

    [Theory]
    [MemberData(nameof(Names), "png")]
    public void Every_kind_of_png_gives_the_samples_of_pillow(string name) => Check("png", name, s => Png.Read(s));

    [Theory]
    [MemberData(nameof(Names), "pnm")]
    public void Every_kind_of_pnm_gives_the_samples_of_pillow(string name) => Check("pnm", name, s => Pnm.Read(s));

    [Fact]
    public void A_changed_byte_or_a_missing_end_is_noticed()
    {
        foreach (string name in (string[])["color 2, 8 bits", "color 3, 4 bits, transparent", "color 0, 16 bits, interlaced"])
        {
            byte[] file = FileOf("png", name);
            for (int i = 0; i < file.Length; i++)
            {
                byte[] changed = (byte[])file.Clone();
                changed[i] ^= (byte)(1 << i % 8);
                Assert.Throws<CairnFormatException>(() => Png.Read(new MemoryStream(changed)));
                var e = Assert.Throws<CairnFormatException>(() => Png.Read(new MemoryStream(file[..i]), "a.png"));
                Assert.StartsWith("a.png: ", e.Message, StringComparison.Ordinal);
                Assert.True(e.Offset <= (ulong)i);
            }
        }
    }

    /// <summary>A file of chunks with the right check sums, so that what is inside them decides.</summary>
    static byte[] Chunks(params ReadOnlySpan<(string Type, byte[] Data)> chunks)
    {
        var file = new MemoryStream();
        file.Write(PngDecoder.Signature);
        foreach (var (type, data) in chunks)
        {
            byte[] name = Encoding.ASCII.GetBytes(type), word = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
            file.Write(word);
            file.Write(name);
            file.Write(data);
            BinaryPrimitives.WriteUInt32BigEndian(word, Crc32.Of(name, data));
            file.Write(word);
        }
        return file.ToArray();
    }

    static byte[] Header(int width, int height, byte depth, byte color, byte interlace = 0, byte method = 0)
    {
        byte[] header = [0, 0, 0, 0, 0, 0, 0, 0, depth, color, method, 0, interlace];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        return header;
    }

    static byte[] Packed(params byte[] lines)
    {
        var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionMode.Compress)) stream.Write(lines);
        return packed.ToArray();
    }

    [Fact]
    public void Files_made_to_do_harm_are_refused_before_memory_is_taken()
    {
        byte[] four = Packed(0, 1, 2, 0, 3, 4), end = [];
        Assert.Equal([1, 2, 3, 4], Png.Read(new MemoryStream(Chunks(("IHDR", Header(2, 2, 8, 0)), ("IDAT", four), ("IEND", end)))).ToArray<byte>());
        byte[] wrongSum = (byte[])four.Clone();
        wrongSum[^1] ^= 1;
        (string Why, byte[] File)[] bad =
        [
            ("pixels", Chunks(("IHDR", Header(65536, 65536, 8, 6)), ("IDAT", four), ("IEND", end))),
            ("no picture", Chunks(("IHDR", Header(0, 2, 8, 0)), ("IDAT", four), ("IEND", end))),
            ("no picture", Chunks(("IHDR", Header(-1, 2, 8, 0)), ("IDAT", four), ("IEND", end))),
            ("cannot hold", Chunks(("IHDR", Header(8000, 8000, 8, 0)), ("IDAT", four), ("IEND", end))),
            ("before its last line", Chunks(("IHDR", Header(2, 3, 8, 0)), ("IDAT", four), ("IEND", end))),
            ("more than its lines", Chunks(("IHDR", Header(2, 1, 8, 0)), ("IDAT", four), ("IEND", end))),
            ("damaged", Chunks(("IHDR", Header(2, 2, 8, 0)), ("IDAT", wrongSum), ("IEND", end))),
            ("damaged", Chunks(("IHDR", Header(2, 2, 8, 0)), ("IDAT", [1, 2, 3, 4, 5, 6, 7, 8]), ("IEND", end))),
            ("filter 5", Chunks(("IHDR", Header(2, 1, 8, 0)), ("IDAT", Packed(5, 1, 2)), ("IEND", end))),
            ("color type 2 with 4 bits", Chunks(("IHDR", Header(2, 2, 4, 2)), ("IDAT", four), ("IEND", end))),
            ("color type 5", Chunks(("IHDR", Header(2, 2, 8, 5)), ("IDAT", four), ("IEND", end))),
            ("interlace", Chunks(("IHDR", Header(2, 2, 8, 0, 2)), ("IDAT", four), ("IEND", end))),
            ("method", Chunks(("IHDR", Header(2, 2, 8, 0, 0, 1)), ("IDAT", four), ("IEND", end))),
            ("instead of 13", Chunks(("IHDR", Header(2, 2, 8, 0)[..12]), ("IDAT", four), ("IEND", end))),
            ("no palette", Chunks(("IHDR", Header(2, 2, 8, 3)), ("IDAT", four), ("IEND", end))),
            ("color 3 of a palette of 3", Chunks(("IHDR", Header(2, 2, 8, 3)), ("PLTE", new byte[9]), ("IDAT", four), ("IEND", end))),
            ("palette of 8 bytes", Chunks(("IHDR", Header(2, 2, 8, 3)), ("PLTE", new byte[8]), ("IDAT", four), ("IEND", end))),
            ("transparency", Chunks(("IHDR", Header(2, 2, 8, 3)), ("tRNS", new byte[2]), ("PLTE", new byte[15]), ("IDAT", four), ("IEND", end))),
            ("transparency", Chunks(("IHDR", Header(2, 2, 8, 4)), ("tRNS", new byte[2]), ("IDAT", four), ("IEND", end))),
            ("header", Chunks(("IDAT", four), ("IHDR", Header(2, 2, 8, 0)), ("IEND", end))),
            ("header", Chunks(("IHDR", Header(2, 2, 8, 0)), ("IHDR", Header(2, 2, 8, 0)), ("IDAT", four), ("IEND", end))),
            ("one piece", Chunks(("IHDR", Header(2, 2, 8, 0)), ("IDAT", four[..5]), ("tEXt", end), ("IDAT", four[5..]), ("IEND", end))),
            ("no data", Chunks(("IHDR", Header(2, 2, 8, 0)), ("IEND", end))),
            ("ABCD", Chunks(("IHDR", Header(2, 2, 8, 0)), ("ABCD", end), ("IDAT", four), ("IEND", end))),
            ("four letters", Chunks(("IHDR", Header(2, 2, 8, 0)), ("AB1D", end), ("IDAT", four), ("IEND", end))),
            ("ends within", [.. Chunks(("IHDR", Header(2, 2, 8, 0))), 0x7F, 0xFF, 0xFF, 0xFF, (byte)'I', (byte)'D', (byte)'A', (byte)'T', 1]),
            ("ends within", [.. Chunks(("IHDR", Header(2, 2, 8, 0)), ("IDAT", four))]),
            ("chunk of 4294967295", [.. Chunks(("IHDR", Header(2, 2, 8, 0))), 0xFF, 0xFF, 0xFF, 0xFF, (byte)'I', (byte)'D', (byte)'A', (byte)'T', 1]),
        ];
        foreach (var (why, file) in bad)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            var e = Assert.Throws<CairnFormatException>(() => Png.Read(new MemoryStream(file)));
            Assert.Contains(why, e.Message, StringComparison.Ordinal);
            Assert.NotNull(e.Offset);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20, why);
        }
    }

    [Theory]
    [InlineData("P7 1 1 255 a"), InlineData("P5"), InlineData("P5 a 1 255 a"), InlineData("P5 0 1 255 "), InlineData("P5 1 1 0 a"), InlineData("P5 1 1 65536 aa")]
    [InlineData("P5 100000 100000 255 a"), InlineData("P5 8000 8000 255 abc"), InlineData("P5 2 2 255 abc"), InlineData("P5 1 1 10 a"), InlineData("P5 99999999999 1 255 a")]
    [InlineData("P2 2 1 9 1 10"), InlineData("P2 2 1 9 1"), InlineData("P2 2 1 9 1 x"), InlineData("P1 2 1 1 2"), InlineData("P3 1 1 255 1 2"), InlineData("P5 1 1 #"), InlineData("P2 8000 8000 255 1 2")]
    public void A_damaged_pnm_is_refused(string text)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotNull(Assert.Throws<CairnFormatException>(() => Pnm.Read(new MemoryStream(Encoding.ASCII.GetBytes(text)))).Offset);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20);
    }

    static Tensor Some(int channels, int height, int width) => Tensor.From(
        [.. Enumerable.Range(0, channels * height * width).Select(i => (byte)(i * i * 31 / 7 + 3 * i))], channels, height, width);

    [Fact]
    public void What_is_written_is_read()
    {
        for (int channels = 1; channels <= 4; channels++)
        {
            var picture = Some(channels, 13, 17);
            PictureFile.Write(_folder["a.png"], picture);
            var read = PictureFile.Read(_folder["a.png"]);
            Assert.Equal(picture.Shape, read.Shape);
            Assert.Equal(picture.ToArray<byte>(), read.ToArray<byte>());
        }
        foreach (bool isPlain in (bool[])[false, true])
        {
            foreach (var (name, picture) in ((string, Tensor)[])[("a.pgm", Some(1, 5, 21)), ("a.ppm", Some(3, 4, 9)),
                ("a.pbm", Tensor.From([.. Some(1, 5, 21).ToArray<byte>().Select(v => (byte)(v > 99 ? 255 : 0))], 1, 5, 21))])
            {
                Pnm.Write(_folder[name], picture, isPlain);
                var read = PictureFile.Read(_folder[name]);
                Assert.Equal(picture.Shape, read.Shape);
                Assert.Equal(picture.ToArray<byte>(), read.ToArray<byte>());
                Assert.Equal((byte)('0' + (name[3] == 'b' ? 1 : name[2] == 'p' && name[3] == 'g' ? 2 : 3) + (isPlain ? 0 : 3)), File.ReadAllBytes(_folder[name])[1]);
            }
        }
        Png.Write(_folder["unit.png"], Tensor.From<float>([0, 0.5f, 1, 0.25f], 1, 2, 2));
        Assert.Equal([0, 128, 255, 64], Png.Read(_folder["unit.png"]).ToArray<byte>());
    }

    [Fact]
    public void What_is_no_picture_is_not_written()
    {
        Assert.Throws<ArgumentException>("picture", () => Png.Write(_folder["a.png"], Tensor.Zeros<byte>(5, 2, 2)));
        Assert.Throws<ArgumentException>("picture", () => Png.Write(_folder["a.png"], Tensor.Zeros<byte>(2, 2)));
        Assert.Throws<ArgumentException>("picture", () => Png.Write(_folder["a.png"], Tensor.Zeros<byte>(1, 0, 2)));
        Assert.Throws<ArgumentException>("picture", () => Png.Write(_folder["a.png"], Tensor.Zeros<int>(1, 2, 2)));
        Assert.Throws<ArgumentException>("picture", () => Png.Write(_folder["a.png"], Tensor.Full(1.5, 1, 2, 2)));
        Assert.Throws<ArgumentException>("picture", () => Pnm.Write(_folder["a.ppm"], Tensor.Zeros<byte>(1, 2, 2)));
        Assert.Throws<ArgumentException>("picture", () => Pnm.Write(_folder["a.pbm"], Tensor.Full((byte)7, 1, 2, 2)));
        Assert.Throws<ArgumentException>("path", () => PictureFile.Write(_folder["a.jpg"], Tensor.Zeros<byte>(1, 2, 2)));
        Assert.Empty(Directory.GetFiles(_folder.Folder));
        _folder.Write("a.jpg", [0xFF, 0xD8, 1]);
        Assert.Throws<CairnFormatException>(() => PictureFile.Read(_folder["a.jpg"]));
    }

    [Fact]
    public void Pictures_are_resized_as_pytorch_does() // S138
    {
        foreach (var c in Cases.GetProperty("resized").EnumerateArray())
        {
            int[] shape = Integers(c.GetProperty("shape")), size = Integers(c.GetProperty("size"));
            var x = Tensor.From<double>(RawData.Doubles(c.GetProperty("x")), shape);
            var y = PictureResize.Resize(x, size[0], size[1], Enum.Parse<Resampling>(c.GetProperty("mode").GetString()!));
            Assert.Equal([shape[0], size[0], size[1]], y.Shape.AsSpan());
            RawData.Close(RawData.Doubles(c.GetProperty("y")), y, 1e-12);
        }
        var wide = PictureResize.Resize(Tensor.From<float>([3, 6, 12], 1, 3), 1, 2, Resampling.Area); // 3 pixels on 2: one and a half each
        Assert.Equal([4f, 10f], wide.ToArray<float>());
        Assert.Throws<ArgumentOutOfRangeException>("height", () => PictureResize.Resize(wide, 0, 1));
        Assert.Throws<ArgumentException>("pictures", () => PictureResize.Resize(Tensor.Zeros<float>(3), 1, 1));
    }

    [Fact]
    public void A_folder_of_folders_is_a_data_set()
    {
        string root = Directory.CreateDirectory(_folder["animals"]).FullName;
        foreach (string name in (string[])["dog", "cat", "Ape"]) Directory.CreateDirectory(Path.Combine(root, name));
        Tensor color = Some(3, 4, 6), grey = Some(1, 4, 6), alpha = Some(4, 4, 6);
        Png.Write(Path.Combine(root, "dog", "b.png"), color);
        Png.Write(Path.Combine(root, "dog", "a.PNG"), grey);
        Pnm.Write(Path.Combine(root, "cat", "x.ppm"), color);
        Png.Write(Path.Combine(root, "Ape", "1.png"), alpha);
        _folder.Write("animals/cat/notes.txt", [1]);
        var data = new ImageFolder { Path = root }.Read();
        Assert.Equal("[4, 3, 4, 6]", data.Features.Shaped!.Shape.ToString());
        Assert.Equal(["Ape", "cat", "dog"], data.Classes!);
        Assert.Equal([0, 1, 2, 2], data.Target!.ToArray<int>());
        float[] Unit(Tensor t) => Array.ConvertAll(t.ToArray<byte>(), v => v / 255f);
        Assert.Equal(Unit(alpha[0..3]), data.Features.Shaped[0].ToArray<float>());
        Assert.Equal(Unit(color), data.Features.Shaped[1].ToArray<float>());
        Assert.Equal([.. Unit(grey), .. Unit(grey), .. Unit(grey)], data.Features.Shaped[2].ToArray<float>());
        Assert.Equal(Unit(color), data.Features.Shaped[3].ToArray<float>());

        var small = new ImageFolder { Path = root, IsGrey = true, Size = (2, 3), Resampling = Resampling.Area }.Read();
        Assert.Equal("[4, 1, 2, 3]", small.Features.Shaped!.Shape.ToString());
        float[] c = Unit(color);
        double first = ((int[])[0, 1, 6, 7]).Average(i => 0.299 * c[i] + 0.587 * c[i + 24] + 0.114 * c[i + 48]);
        Assert.Equal(first, (double)small.Features.Shaped[1, 0, 0, 0].To<double>(), 1e-6);

        Png.Write(Path.Combine(root, "dog", "c.png"), Some(1, 4, 5));
        Assert.Contains("c.png", Assert.Throws<ArgumentException>("Size", () => new ImageFolder { Path = root }.Read()).Message, StringComparison.Ordinal);
        Assert.Equal(5, new ImageFolder { Path = root, Size = (4, 6) }.Read().Rows);
        _folder.Write("animals/dog/d.jpeg", [1]);
        Assert.Contains("d.jpeg", Assert.Throws<NotSupportedException>(() => new ImageFolder { Path = root, Size = (4, 6) }.Read()).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(root, "Bee"));
        Assert.Contains("Bee", Assert.Throws<ArgumentException>("Path", () => new ImageFolder { Path = root }.Read()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("Path", () => new ImageFolder { Path = Path.Combine(root, "Bee") }.Read());
        Assert.Throws<DirectoryNotFoundException>(() => new ImageFolder { Path = Path.Combine(root, "none") }.Read());
        Assert.Throws<ArgumentOutOfRangeException>("Size", () => new ImageFolder { Path = root, Size = (0, 3) });
    }
}
