using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Cairn.Persistence;

namespace Cairn.Data;

/// <summary>Tensors in the IDX format of MNIST: two zeros, the type, the number of axes, the sizes, the elements, all big-endian.</summary>
public static class Idx
{
    const byte UnsignedByte = 0x08, SignedByte = 0x09, Int16 = 0x0B, Int32 = 0x0C, Float32 = 0x0D, Float64 = 0x0E;

    /// <summary>Reads a file, gzip too.</summary>
    /// <returns>Unsigned bytes are uint8; signed bytes, shorts and ints int32; floats float32, doubles float64.</returns>
    /// <exception cref="CairnFormatException">The file is no IDX file, is cut short or goes on too long; the offset says where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Tensor Read(string path) => BinaryInput.ReadFile(path, Read);

    /// <summary>Reads a stream to its end, gzip too.</summary>
    /// <param name="stream">The bytes; it is not closed.</param>
    /// <param name="source">The name of the file for messages.</param>
    /// <inheritdoc cref="Read(string)"/>
    public static Tensor Read(Stream stream, string source = "the IDX data")
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(BinaryInput.Unpacked(stream, source));
    }

    static Tensor Read(BinaryInput input)
    {
        if (input.Byte("the header") != 0 || input.Byte("the header") != 0)
            throw input.FailAt(0, "no IDX file: it does not begin with two zeros");
        byte type = input.Byte("the header"), rank = input.Byte("the header");
        int width = type switch
        {
            UnsignedByte or SignedByte => 1,
            Int16 => 2,
            Int32 or Float32 => 4,
            Float64 => 8,
            _ => throw input.FailAt(2, $"no IDX file: there is no element type 0x{type:X2}"),
        };
        int[] sizes = new int[rank];
        long elements = 1;
        for (int a = 0; a < rank; a++)
        {
            uint size = input.UInt32BigEndian("the header");
            // the product without zeros is bounded as well, as that of a shape is
            if (size > Shape.MaxElements || elements * Math.Max(size, 1) > Shape.MaxElements)
                throw input.FailAt(input.Offset - 4, $"axis {a} of size {size} makes more elements than a tensor can have");
            sizes[a] = (int)size;
            elements *= Math.Max(size, 1);
        }
        if (Array.IndexOf(sizes, 0) >= 0) elements = 0;
        if (elements * width > Array.MaxLength) throw input.FailAt(4, $"its {elements} elements of {width} bytes are too many to read");
        byte[] bytes = input.Bytes(elements * width, "its elements");
        input.CheckEnd();
        return Elements(type, bytes, new Shape(sizes));
    }

    static Tensor Elements(byte type, byte[] bytes, Shape shape)
    {
        switch (type)
        {
            case UnsignedByte: return Tensor.Own(bytes, shape);
            case SignedByte: return Tensor.Own(Array.ConvertAll(bytes, b => (int)(sbyte)b), shape);
            case Int16:
                var shorts = new int[bytes.Length / 2];
                for (int i = 0; i < shorts.Length; i++) shorts[i] = BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(2 * i));
                return Tensor.Own(shorts, shape);
            case Int32: return Tensor.Own(Turned<int>(bytes), shape);
            case Float32: return Tensor.Own(MemoryMarshal.Cast<int, float>(Turned<int>(bytes)).ToArray(), shape);
            default: return Tensor.Own(MemoryMarshal.Cast<long, double>(Turned<long>(bytes)).ToArray(), shape);
        }
    }

    static T[] Turned<T>(byte[] bytes) where T : unmanaged
    {
        var words = MemoryMarshal.Cast<byte, T>(bytes).ToArray();
        TurnBytes(MemoryMarshal.AsBytes(words.AsSpan()), bytes.Length / Math.Max(words.Length, 1));
        return words;
    }

    /// <summary>Between the order of this machine, which is little-endian, and big-endian.</summary>
    static void TurnBytes(Span<byte> bytes, int width)
    {
        if (width == 4) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, int>(bytes), MemoryMarshal.Cast<byte, int>(bytes));
        if (width == 8) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, long>(bytes), MemoryMarshal.Cast<byte, long>(bytes));
    }

    /// <summary>Writes a tensor to a file, whole or not at all; packed by gzip when the name ends with <c>.gz</c>.</summary>
    /// <param name="path">The file, replaced if it is there.</param>
    /// <param name="tensor">Uint8, int32, float32 or float64; at most 255 axes.</param>
    /// <exception cref="ArgumentException">The format has no such type, or there are too many axes.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Tensor tensor)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensor);
        byte type = tensor.DType switch
        {
            DType.UInt8 => UnsignedByte,
            DType.Int32 => Int32,
            DType.Float32 => Float32,
            DType.Float64 => Float64,
            _ => throw new ArgumentException($"Idx: the format has no {tensor.DType.Name()}; convert the tensor with To(DType)", nameof(tensor)),
        };
        if (tensor.Rank > 255) throw new ArgumentException($"Idx: the format has at most 255 axes, the tensor has {tensor.Rank}", nameof(tensor));
        byte[] header = new byte[4 + 4 * tensor.Rank];
        (header[2], header[3]) = (type, (byte)tensor.Rank);
        for (int a = 0; a < tensor.Rank; a++) BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * a), tensor.Shape[a]);
        byte[] elements = TensorBytes.Of(tensor.Detach().Contiguous()).ToArray();
        TurnBytes(elements, tensor.DType.Size());
        AtomicFile.Write(path, stream =>
        {
            if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            {
                stream.Write(header);
                stream.Write(elements);
                return;
            }
            using var packed = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
            packed.Write(header);
            packed.Write(elements);
        });
    }
}
