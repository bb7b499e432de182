using System.IO.Compression;
using Cairn.Data;

namespace Cairn.Tests;

public sealed class IdxTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // written by hand after the format's description: two zeros, type, axes, sizes, elements, big-endian
    [Theory]
    [InlineData("00000802 00000002 00000003 0001027F80FF", DType.UInt8, "[2, 3]", new double[] { 0, 1, 2, 127, 128, 255 })]
    [InlineData("00000901 00000003 7F80FF", DType.Int32, "[3]", new double[] { 127, -128, -1 })]
    [InlineData("00000B01 00000002 7FFF 8000", DType.Int32, "[2]", new double[] { 32767, -32768 })]
    [InlineData("00000C01 00000002 00000001 FFFFFFFE", DType.Int32, "[2]", new double[] { 1, -2 })]
    [InlineData("00000D02 00000001 00000002 3FC00000 C0000000", DType.Float32, "[1, 2]", new double[] { 1.5, -2 })]
    [InlineData("00000E01 00000001 3FF8000000000000", DType.Float64, "[1]", new double[] { 1.5 })]
    [InlineData("00000802 00000000 00000005", DType.UInt8, "[0, 5]", new double[0])]
    [InlineData("00000800 07", DType.UInt8, "[]", new double[] { 7 })]
    public void Every_element_type_is_read(string hex, DType dtype, string shape, double[] values)
    {
        byte[] bytes = Convert.FromHexString(hex.Replace(" ", ""));
        foreach (byte[] file in (byte[][])[bytes, Packed(bytes)])
        {
            var read = Idx.Read(new MemoryStream(file));
            Assert.Equal((dtype, shape), (read.DType, read.Shape.ToString()));
            Assert.Equal(values, read.To<double>().ToArray<double>());
        }
    }

    static byte[] Packed(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionMode.Compress)) stream.Write(bytes);
        return packed.ToArray();
    }

    [Theory]
    [InlineData("", 0UL), InlineData("00", 1UL), InlineData("000008", 3UL), InlineData("01000801 00000000", 0UL), InlineData("00000A01 00000000", 2UL)]
    [InlineData("00000801 000000", 7UL), InlineData("00000801 00000003 0102", 10UL), InlineData("00000801 00000001 0102", 9UL)]
    [InlineData("00000801 FFFFFFFF", 4UL), InlineData("00000803 0000FFFF 0000FFFF 00000002", 8UL), InlineData("00000E01 7FFFFF00", 4UL)]
    [InlineData("00000803 00000000 FFFFFFFF 00000001", 8UL), InlineData("000008FF 00000001", 8UL)]
    [InlineData("00000801 7FFFFF00 01", 9UL)] // claims two billion elements: no such memory is taken
    public void What_is_no_IDX_file_is_refused_where_it_goes_wrong(string hex, ulong offset)
    {
        byte[] bytes = Convert.FromHexString(hex.Replace(" ", ""));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.Throws<CairnFormatException>(() => Idx.Read(new MemoryStream(bytes), "a.idx"));
        Assert.Equal(offset, e.Offset);
        Assert.StartsWith("a.idx: ", e.Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20);
    }

    [Fact]
    public void A_gzip_file_cut_short_is_noticed()
    {
        byte[] packed = Packed(Convert.FromHexString("0000080100000003010203"));
        for (int length = 2; length < packed.Length; length++)
            Assert.Throws<CairnFormatException>(() => Idx.Read(new MemoryStream(packed[..length])));
    }

    [Theory]
    [InlineData("a.idx"), InlineData("a.idx.gz")]
    public void What_is_written_is_read(string name)
    {
        foreach (var tensor in (Tensor[])[Tensor.From<byte>([1, 2, 3, 4], 2, 2).Transpose(0, 1), new[] { 1, -5 }, new[] { 1.5f }, new double[,] { { 1, Math.PI } },
            Tensor.Zeros<byte>(0, 3)])
        {
            Idx.Write(_folder[name], tensor);
            var read = Idx.Read(_folder[name]);
            Assert.Equal((tensor.DType, tensor.Shape), (read.DType, read.Shape));
            Assert.Equal(tensor.To<double>().ToArray<double>(), read.To<double>().ToArray<double>());
        }
        Assert.Contains("int64", Assert.Throws<ArgumentException>(() => Idx.Write(_folder[name], Tensor.Zeros<long>(1))).Message);
        Assert.Throws<FileNotFoundException>(() => Idx.Read(_folder["none"]));
    }
}
