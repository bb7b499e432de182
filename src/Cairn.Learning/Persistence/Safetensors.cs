using System.Buffers.Binary;
using System.Text.Json;

namespace Cairn.Persistence;

/// <summary>Tensors by name in a plain safetensors file, as PyTorch and others write and read it.</summary>
/// <remarks>
/// The layout is that of <see href="https://huggingface.co/docs/safetensors">safetensors</see>: the header's length, a JSON header, the bytes of
/// the tensors. Half floats (F16, BF16) are read as float32, exactly. A file is data only: reading never runs code.
/// </remarks>
public static class Safetensors
{
    const int LargestHeader = 100_000_000;

    /// <summary>Writes tensors to a file, whole or not at all.</summary>
    /// <param name="path">The file, replaced if it is there.</param>
    /// <param name="tensors">The tensors; names are distinct and not <c>__metadata__</c>.</param>
    /// <exception cref="ArgumentException">A name stands twice or is <c>__metadata__</c>.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        (string Name, Tensor Tensor)[] all = [.. tensors.Select(t => (t.Name, t.Tensor.Detach().Contiguous()))];
        if (all.GroupBy(t => t.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1 || g.Key == "__metadata__") is { } bad)
            throw new ArgumentException($"Safetensors: the name '{bad.Key}' stands twice or is reserved", nameof(tensors));
        byte[] header = Header(all);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var (_, tensor) in all) stream.Write(TensorBytes.Of(tensor));
        });
    }

    static byte[] Header((string Name, Tensor Tensor)[] tensors)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            long at = 0;
            json.WriteStartObject();
            foreach (var (name, tensor) in tensors)
            {
                long length = TensorBytes.Of(tensor).Length;
                json.WriteStartObject(name);
                json.WriteString("dtype", TensorBytes.NameOf(tensor.DType));
                json.WriteStartArray("shape");
                foreach (int size in tensor.Shape.AsSpan()) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(at);
                json.WriteNumberValue(at += length);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (text.Length % 8 != 0) text.WriteByte((byte)' ');
        return text.ToArray();
    }

    /// <summary>Reads all tensors of a file, in the order of the header.</summary>
    /// <exception cref="CairnFormatException">The file is no safetensors file, is damaged, or has a type that Cairn has not.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<(string Name, Tensor Tensor)> Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        Span<byte> start = stackalloc byte[8];
        if (stream.ReadAtLeast(start, 8, throwOnEndOfStream: false) < 8) throw new CairnFormatException("No safetensors file: it is shorter than 8 bytes", 0UL);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length is 0 or > LargestHeader || length > (ulong)(stream.Length - 8))
            throw new CairnFormatException($"No safetensors file: a header of {length} bytes in a file of {stream.Length}", 0UL);
        byte[] header = new byte[length];
        stream.ReadExactly(header);
        long data = stream.Length - 8 - (long)length;
        var tensors = new List<(string, Tensor)>();
        foreach (var entry in Entries(header).OrderBy(e => e.Begin))
        {
            if (entry.Begin < 0 || entry.End > data || entry.End - entry.Begin != entry.Elements * entry.Width)
                throw new CairnFormatException($"The tensor '{entry.Name}' of {entry.Elements} elements of {entry.Type} cannot lie at bytes "
                    + $"{entry.Begin} to {entry.End} of {data}", 8UL);
            stream.Position = 8 + (long)length + entry.Begin;
            tensors.Add((entry.Name, Read(stream, entry)));
        }
        return tensors;
    }

    readonly record struct Entry(string Name, string Type, int Width, int[] Sizes, long Elements, long Begin, long End);

    static List<Entry> Entries(byte[] header)
    {
        try
        {
            var entries = new List<Entry>();
            using var json = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 8 });
            foreach (var item in json.RootElement.EnumerateObject())
            {
                if (item.Name == "__metadata__") continue;
                string type = item.Value.GetProperty("dtype").GetString()!;
                int[] sizes = [.. item.Value.GetProperty("shape").EnumerateArray().Select(s => s.GetInt32())];
                long elements = 1;
                foreach (int size in sizes)
                    elements = size >= 0 && elements * size <= int.MaxValue ? elements * size
                        : throw new CairnFormatException($"The tensor '{item.Name}' has impossible sizes", 8UL);
                var offsets = item.Value.GetProperty("data_offsets");
                if (offsets.GetArrayLength() != 2) throw new CairnFormatException($"The tensor '{item.Name}' needs two offsets", 8UL);
                entries.Add(new Entry(item.Name, type, WidthOf(type, item.Name), sizes, elements, offsets[0].GetInt64(), offsets[1].GetInt64()));
            }
            if (entries.DistinctBy(e => e.Name, StringComparer.Ordinal).Count() != entries.Count)
                throw new CairnFormatException("Two tensors have one name", 8UL);
            return entries;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException and not CairnFormatException)
        {
            throw new CairnFormatException("The header is no safetensors header: " + e.Message, 8UL);
        }
    }

    static int WidthOf(string type, string name) => type switch
    {
        "F64" or "I64" => 8,
        "F32" or "I32" => 4,
        "F16" or "BF16" => 2,
        "U8" or "BOOL" => 1,
        _ => throw new CairnFormatException($"The tensor '{name}' is of type {type}; Cairn reads F64, F32, F16, BF16, I64, I32, U8 and BOOL", 8UL),
    };

    static Tensor Read(FileStream stream, Entry entry)
    {
        if (entry.Width == 2) return ReadHalf(stream, entry);
        var tensor = Tensor.Zeros(TensorBytes.TypeOf(entry.Type)!.Value, entry.Sizes);
        var bytes = TensorBytes.Fill(tensor);
        stream.ReadExactly(bytes);
        if (entry.Type == "BOOL" && bytes.ContainsAnyExcept((byte)0, (byte)1))
            throw new CairnFormatException($"The tensor '{entry.Name}' has a truth value other than 0 and 1", 8UL);
        return tensor;
    }

    // a half float is exact in float32; BF16 is the upper half of a float32
    static Tensor ReadHalf(FileStream stream, Entry entry)
    {
        byte[] bytes = new byte[entry.Elements * 2];
        stream.ReadExactly(bytes);
        var values = new float[entry.Elements];
        for (int i = 0; i < values.Length; i++)
        {
            ushort bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(2 * i));
            values[i] = entry.Type == "BF16" ? BitConverter.UInt32BitsToSingle((uint)bits << 16) : (float)BitConverter.UInt16BitsToHalf(bits);
        }
        return Tensor.From<float>(values, entry.Sizes);
    }
}
