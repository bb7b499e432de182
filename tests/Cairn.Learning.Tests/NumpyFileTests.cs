using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Cairn.Data;

namespace Cairn.Tests;

public sealed class NumpyFileTests : IDisposable
{
    static readonly JsonElement Fixture = RawData.Fixture("numpy_files.json");

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Names() => [.. Fixture.GetProperty("npy").EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    static JsonElement Case(string name) => Fixture.GetProperty("npy").EnumerateArray().First(c => c.GetProperty("name").GetString() == name);

    static byte[] FileOf(string name) => Case(name).GetProperty("file").GetBytesFromBase64();

    [Theory]
    [MemberData(nameof(Names))]
    public void What_numpy_writes_is_read_or_refused(string name)
    {
        var expected = Case(name);
        var stream = new MemoryStream(FileOf(name));
        if (!expected.GetProperty("reads").GetBoolean())
        {
            var e = Assert.Throws<CairnFormatException>(() => NumpyFile.Read(stream, "a.npy"));
            Assert.StartsWith("a.npy: its elements are ", e.Message, StringComparison.Ordinal);
            if (name == "objects") Assert.Contains("pickled", e.Message, StringComparison.Ordinal);
            return;
        }
        var tensor = NumpyFile.Read(stream);
        Assert.Equal([.. expected.GetProperty("shape").EnumerateArray().Select(s => s.GetInt32())], tensor.Shape.AsSpan().ToArray());
        Assert.Equal(expected.GetProperty("type").GetString()![1..] switch
        {
            "f8" => DType.Float64,
            "f4" or "f2" => DType.Float32,
            "i8" or "u4" => DType.Int64,
            "u1" => DType.UInt8,
            "b1" => DType.Bool,
            _ => DType.Int32,
        }, tensor.DType);
        Assert.Equal(RawData.Doubles(expected.GetProperty("values")), tensor.To<double>().ToArray<double>());
        Assert.True(tensor.IsContiguous);

        // little-endian, C order, version 1: byte for byte what numpy writes
        string type = expected.GetProperty("type").GetString()!;
        if (type is not ("<f8" or "<f4" or "<i8" or "<i4" or "|u1" or "|b1") || expected.GetProperty("fortran").GetBoolean() || name.StartsWith("version", StringComparison.Ordinal))
            return;
        NumpyFile.Write(_folder["a.npy"], tensor);
        Assert.Equal(FileOf(name), File.ReadAllBytes(_folder["a.npy"]));
    }

    [Fact]
    public void Archives_of_numpy_are_read_and_written()
    {
        foreach (string kind in (string[])["savez", "savez_compressed"])
        {
            string path = _folder.Write(kind + ".npz", Fixture.GetProperty("npz").GetProperty(kind).GetBytesFromBase64());
            var arrays = NumpyFile.ReadAll(path);
            Assert.Equal(["layer.weight", "b"], arrays.Select(a => a.Name));
            Assert.Equal([0, 1, 2, 3, 4, 5], arrays[0].Tensor.ToArray<double>());
            Assert.Equal("int32 [4]", $"{arrays[1].Tensor.DType.Name()} {arrays[1].Tensor.Shape}");

            byte[] file = File.ReadAllBytes(path);
            for (int i = 0; i < file.Length; i++)
            {
                byte[] changed = (byte[])file.Clone();
                changed[i] ^= (byte)(1 << i % 8);
                Tried(changed);
                if (i % 7 == 0) Tried(file[..i]);
            }
        }
        (string, Tensor)[] tensors = [("a", new double[,] { { 1, 2 }, { 3, 4 } }), ("net.b", Tensor.From<byte>([7]).Reshape()), ("c", new[] { true, false })];
        NumpyFile.WriteAll(_folder["b.npz"], tensors);
        byte[] once = File.ReadAllBytes(_folder["b.npz"]);
        NumpyFile.WriteAll(_folder["b.npz"], tensors);
        Assert.Equal(once, File.ReadAllBytes(_folder["b.npz"]));
        var read = NumpyFile.ReadAll(_folder["b.npz"]);
        Assert.Equal(tensors.Select(t => (t.Item1, t.Item2.DType, t.Item2.Shape)), read.Select(t => (t.Name, t.Tensor.DType, t.Tensor.Shape)));
        Assert.Equal([1, 2, 3, 4], read[0].Tensor.ToArray<double>());
        Assert.Throws<ArgumentException>("tensors", () => NumpyFile.WriteAll(_folder["b.npz"], [tensors[0], tensors[0]]));
        Assert.Throws<ArgumentException>("tensors", () => NumpyFile.WriteAll(_folder["b.npz"], [("", tensors[0].Item2)]));
    }

    /// <summary>A damaged archive is refused, or reads as before where the byte means nothing (times, names of the maker).</summary>
    void Tried(byte[] file)
    {
        try
        {
            foreach (var (_, tensor) in NumpyFile.ReadAll(_folder.Write("damaged.npz", file))) Assert.True(tensor.Length is 4 or 6);
        }
        catch (CairnFormatException) { }
    }

    static byte[] WithHeader(string header, byte major = 1, int? claims = null)
    {
        byte[] text = Encoding.Latin1.GetBytes(header);
        int length = claims ?? text.Length;
        byte[] size = major == 1 ? [(byte)length, (byte)(length >> 8)] : [(byte)length, (byte)(length >> 8), (byte)(length >> 16), (byte)(length >> 24)];
        return [0x93, .. "NUMPY"u8, major, 0, .. size, .. text, 1, 2, 3];
    }

    [Fact]
    public void Headers_made_to_do_harm_are_refused()
    {
        Assert.Equal([1, 2, 3], NumpyFile.Read(new MemoryStream(WithHeader("{ \"shape\":(3L),'descr' : '|u1','fortran_order':True}\n"))).ToArray<byte>());
        byte[][] bad =
        [
            WithHeader("{'descr': '|u1', 'fortran_order': False, 'shape': (4,), }"),
            WithHeader("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }"),
            WithHeader("{'descr': '|u1', 'fortran_order': False, 'shape': (2000000000,), }"),
            WithHeader("{'descr': '<f8', 'fortran_order': False, 'shape': (2000000000,), }"),
            WithHeader("{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999,), }"),
            WithHeader("{'descr': '|u1', 'fortran_order': False, 'shape': (65536, 65536), }"),
            WithHeader("{'descr': '|u1', 'fortran_order': False, 'shape': (0, 4000000000), }"),
            WithHeader("{'descr': '|u1', 'fortran_order': False, 'shape': (-3,), }"),
            WithHeader("{'descr': '|u1', 'fortran_order': False, 'shape': (3 3), }"),
            WithHeader("{'descr': '|u1', 'fortran_order': 0, 'shape': (3,), }"),
            WithHeader("{'descr': '|u1', 'fortran_order': False, }"),
            WithHeader("{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (3,), }"),
            WithHeader("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), 'x': 1}"),
            WithHeader("{'descr': '|u1', 'fortran_order': False, 'shape': (3,)} + exit()"),
            WithHeader("{'descr': '|u1"), WithHeader("("), WithHeader(""), WithHeader("{'descr': '|\u00e91', 'fortran_order': False, 'shape': (3,)}"),
            WithHeader("{", 4), WithHeader("{", 0), WithHeader("{", 2, int.MaxValue), WithHeader("{", 1, 40000),
            [0x93, .. "NUMPX"u8, 1, 0, 0, 0], [0x93],
        ];
        foreach (byte[] file in bad)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.NotNull(Assert.Throws<CairnFormatException>(() => NumpyFile.Read(new MemoryStream(file))).Offset);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20);
        }
        Assert.Throws<CairnFormatException>(() => NumpyFile.Read(new MemoryStream([0x93, .. "NUMPY"u8, 1, 0, 60, 0, .. Encoding.ASCII.GetBytes(
            "{'descr': '|b1', 'fortran_order': False, 'shape': (1,), }   "), 2])));
    }

    [Fact]
    public void An_archive_of_something_else_is_refused()
    {
        using (var zip = ZipFile.Open(_folder["a.npz"], ZipArchiveMode.Create)) zip.CreateEntry("archive/data.pkl");
        Assert.Contains("data.pkl", Assert.Throws<CairnFormatException>(() => NumpyFile.ReadAll(_folder["a.npz"])).Message, StringComparison.Ordinal);
        _folder.Write("b.npz", [1, 2, 3]);
        Assert.Throws<CairnFormatException>(() => NumpyFile.ReadAll(_folder["b.npz"]));
        Assert.Throws<FileNotFoundException>(() => NumpyFile.ReadAll(_folder["c.npz"]));
    }
}
