using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Cairn.Persistence;

namespace Cairn.Data;

/// <summary>Tensors in the files of NumPy: one in .npy, several by name in .npz. A file is data only: pickled objects are refused.</summary>
/// <remarks>The layout is that of <see href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</see>, versions
/// 1.0 to 3.0; written is version 1.0, little-endian, in C order.</remarks>
public static class NumpyFile
{
    const string Extension = ".npy";

    /// <summary>Reads a .npy file, of either byte order and either order of the axes.</summary>
    /// <returns>The types of Cairn as they are; half floats become float32, and the other integers the narrowest of int32 and int64 that holds
    /// them, all exactly.</returns>
    /// <exception cref="CairnFormatException">The file is no such file, is damaged, or holds objects, texts, records or complex numbers; the
    /// offset says where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Tensor Read(string path) => BinaryInput.ReadFile(path, ReadArray);

    /// <summary>Reads a .npy stream to its end.</summary>
    /// <param name="stream">The bytes; it is not closed.</param>
    /// <param name="source">The name of the file for messages.</param>
    /// <inheritdoc cref="Read(string)"/>
    public static Tensor Read(Stream stream, string source = "the array")
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ReadArray(BinaryInput.Unpacked(stream, source));
    }

    /// <summary>Reads all arrays of a .npz file, in the order of the file.</summary>
    /// <inheritdoc cref="Read(string)"/>
    public static IReadOnlyList<(string Name, Tensor Tensor)> ReadAll(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            var arrays = new List<(string, Tensor)>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var entry in zip.Entries)
            {
                if (!entry.FullName.EndsWith(Extension, StringComparison.Ordinal))
                    throw new CairnFormatException($"{path}: no .npz file: the entry '{entry.FullName}' is no array", 0UL);
                string name = entry.FullName[..^Extension.Length];
                if (!names.Add(name)) throw new CairnFormatException($"{path}: two arrays are called '{name}'", 0UL);
                arrays.Add((name, ReadEntry(entry, $"{path}, {entry.FullName}")));
            }
            return arrays;
        }
        catch (InvalidDataException e)
        {
            throw new CairnFormatException($"{path}: no .npz file, or a damaged one: {e.Message}", 0UL);
        }
    }

    static Tensor ReadEntry(ZipArchiveEntry entry, string source)
    {
        using var packed = entry.Open();
        var input = new BinaryInput(packed, source);
        if (entry.Length > Array.MaxLength) throw input.FailAt(0, $"{entry.Length} bytes are too many to read");
        byte[] bytes = input.Bytes(entry.Length, "the entry");
        input.CheckEnd();
        if (Crc32.Of(bytes, []) != entry.Crc32) throw input.FailAt(0, "the check sum is wrong");
        return ReadArray(new BinaryInput(new MemoryStream(bytes), source));
    }

    static Tensor ReadArray(BinaryInput input)
    {
        var header = NumpyHeader.Read(input);
        long elements = header.Sizes.Aggregate(1L, (product, size) => product * size);
        if (elements * header.Width > Array.MaxLength) throw input.Fail($"its {elements} elements of {header.Width} bytes are too many to read");
        long start = input.Offset;
        byte[] bytes = input.Bytes(elements * header.Width, "its elements");
        input.CheckEnd();
        if (header.IsBigEndian) TurnBytes(bytes, header.Width);
        if (header.Type == "b1" && bytes.AsSpan().ContainsAnyExcept((byte)0, (byte)1)) throw input.FailAt(start, "a truth value is neither 0 nor 1");
        // in Fortran order the elements are those of the transpose
        int[] sizes = header.IsFortran ? [.. header.Sizes.Reverse()] : header.Sizes;
        var tensor = Elements(header.Type, bytes, new Shape(sizes));
        return header.IsFortran && tensor.Rank > 1 ? tensor.Permute([.. Enumerable.Range(0, tensor.Rank).Reverse()]).Contiguous() : tensor;
    }

    static void TurnBytes(Span<byte> bytes, int width)
    {
        switch (width)
        {
            case 2: BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, short>(bytes), MemoryMarshal.Cast<byte, short>(bytes)); break;
            case 4: BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, int>(bytes), MemoryMarshal.Cast<byte, int>(bytes)); break;
            case 8: BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, long>(bytes), MemoryMarshal.Cast<byte, long>(bytes)); break;
        }
    }

    static Tensor Elements(string type, byte[] bytes, Shape shape) => type switch
    {
        "f8" => Own<double, double>(bytes, shape, v => v),
        "f4" => Own<float, float>(bytes, shape, v => v),
        "f2" => Own<Half, float>(bytes, shape, v => (float)v),
        "i8" => Own<long, long>(bytes, shape, v => v),
        "i4" => Own<int, int>(bytes, shape, v => v),
        "i2" => Own<short, int>(bytes, shape, v => v),
        "i1" => Own<sbyte, int>(bytes, shape, v => v),
        "u4" => Own<uint, long>(bytes, shape, v => v),
        "u2" => Own<ushort, int>(bytes, shape, v => v),
        "b1" => Own<bool, bool>(bytes, shape, v => v),
        _ => Tensor.Own(bytes, shape),
    };

    static Tensor Own<TStored, T>(byte[] bytes, Shape shape, Func<TStored, T> widen) where TStored : unmanaged where T : unmanaged
    {
        if (typeof(TStored) == typeof(T)) return Tensor.Own(MemoryMarshal.Cast<byte, T>(bytes).ToArray(), shape);
        var stored = MemoryMarshal.Cast<byte, TStored>(bytes);
        var values = new T[stored.Length];
        for (int i = 0; i < values.Length; i++) values[i] = widen(stored[i]);
        return Tensor.Own(values, shape);
    }

    /// <summary>Writes a tensor to a .npy file, whole or not at all.</summary>
    /// <param name="path">The file, replaced if it is there.</param>
    /// <param name="tensor">The tensor.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        AtomicFile.Write(path, stream => Write(stream, tensor));
    }

    /// <summary>Writes tensors by name to a .npz file, whole or not at all; they are stored unpacked, as numpy.savez does.</summary>
    /// <param name="path">The file, replaced if it is there.</param>
    /// <param name="tensors">The tensors; names are distinct.</param>
    /// <exception cref="ArgumentException">A name stands twice or is empty.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteAll(string path, IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        (string Name, Tensor Tensor)[] all = [.. tensors];
        if (all.GroupBy(t => t.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1 || g.Key.Length == 0) is { } bad)
            throw new ArgumentException($"NumpyFile: the name '{bad.Key}' stands twice or is empty", nameof(tensors));
        AtomicFile.Write(path, stream =>
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var (name, tensor) in all)
            {
                var entry = zip.CreateEntry(name + Extension, CompressionLevel.NoCompression);
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero); // the same tensors, the same file
                using var to = entry.Open();
                Write(to, tensor);
            }
        });
    }

    static void Write(Stream stream, Tensor tensor)
    {
        var packed = tensor.Detach().Contiguous();
        stream.Write(NumpyHeader.Of(packed.DType switch
        {
            DType.Float64 => "<f8",
            DType.Float32 => "<f4",
            DType.Int64 => "<i8",
            DType.Int32 => "<i4",
            DType.UInt8 => "|u1",
            _ => "|b1",
        }, packed.Shape));
        stream.Write(TensorBytes.Of(packed));
    }
}
