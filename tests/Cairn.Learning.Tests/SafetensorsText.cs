using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Tests;

/// <summary>Model files by docs/format.md alone, without a line of the library: to look into them, and to make hostile ones whose sums are right.</summary>
static class SafetensorsText
{
    internal const string Opening = """{"__metadata__":{"checksum":""" + "\"";

    internal static (string Header, byte[] Data) Split(byte[] file)
    {
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        return (Encoding.UTF8.GetString(file, 8, length), file[(8 + length)..]);
    }

    internal static byte[] Join(byte[] header, byte[] data)
    {
        var file = new byte[8 + header.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)header.Length);
        header.CopyTo(file, 8);
        data.CopyTo(file, 8 + header.Length);
        return file;
    }

    internal static int SizeOf(string dtype) => dtype switch { "F64" or "I64" => 8, "F32" or "I32" => 4, _ => 1 };

    internal static IEnumerable<(string Name, string DType, long[] Shape, long Begin, long End)> Tensors(string header)
    {
        using var json = JsonDocument.Parse(header);
        foreach (var entry in json.RootElement.EnumerateObject())
            if (entry.Name != "__metadata__")
                yield return (entry.Name, entry.Value.GetProperty("dtype").GetString()!, [.. entry.Value.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64())],
                    entry.Value.GetProperty("data_offsets")[0].GetInt64(), entry.Value.GetProperty("data_offsets")[1].GetInt64());
    }

    /// <summary>The file with the digest and the checksum that its header and data ought to have, as far as the header can be understood.</summary>
    internal static byte[] Sealed(byte[] header, byte[] data)
    {
        header = (byte[])header.Clone();
        TryWriteDigest(header, data);
        if (header.Length >= Opening.Length + 64 && header.AsSpan().StartsWith(Encoding.ASCII.GetBytes(Opening)))
        {
            header.AsSpan(Opening.Length, 64).Fill((byte)'0');
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(header))).CopyTo(header, Opening.Length);
        }
        return Join(header, data);
    }

    static void TryWriteDigest(byte[] header, byte[] data)
    {
        try
        {
            using var json = JsonDocument.Parse(header);
            var metadata = json.RootElement.GetProperty("__metadata__");
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(Encoding.UTF8.GetBytes(metadata.GetProperty("cairn").GetString() + "\n"));
            foreach (var (name, dtype, shape, _, _) in Tensors(Encoding.UTF8.GetString(header)))
                hash.AppendData(Encoding.UTF8.GetBytes($"{name} {dtype} [{string.Join(",", shape)}]\n"));
            hash.AppendData(data);
            string old = metadata.GetProperty("digest").GetString() ?? "";
            int at = header.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"\"digest\":\"{old}\""));
            if (old.Length == 64 && at >= 0) Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset())).CopyTo(header, at + 10);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException) { }
    }

    /// <summary>The file with its header changed as JSON, sums recomputed.</summary>
    internal static byte[] Edit(byte[] file, Action<JsonObject> change, Func<byte[], byte[]>? data = null)
    {
        var (header, bytes) = Split(file);
        var json = JsonNode.Parse(header)!.AsObject();
        change(json);
        return Sealed(Encoding.UTF8.GetBytes(json.ToJsonString(Plain)), data is null ? bytes : data(bytes));
    }

    /// <summary>The file with its header changed as text, sums recomputed.</summary>
    internal static byte[] Replace(byte[] file, string old, string @new)
    {
        var (header, bytes) = Split(file);
        int at = header.IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0, $"the header has no {old}");
        return Sealed(Encoding.UTF8.GetBytes(header[..at] + @new + header[(at + old.Length)..]), bytes);
    }

    /// <summary>The file with its tree of artefacts changed, sums recomputed.</summary>
    internal static byte[] EditTree(byte[] file, Func<string, string> change) => Edit(file, json =>
        json["__metadata__"]!["cairn"] = change(json["__metadata__"]!["cairn"]!.GetValue<string>()));

    internal static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
