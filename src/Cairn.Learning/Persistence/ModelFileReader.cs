using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace Cairn.Persistence;

/// <summary>Reads a file and checks it in full before any artefact is made from it.</summary>
sealed class ModelFileReader
{
    const int ChunkBytes = 64 * 1024;

    /// <param name="stream">The file, at its beginning.</param>
    /// <param name="length">The bytes that the stream still holds.</param>
    /// <param name="keepTensors">False to check the data without keeping them.</param>
    internal ModelFileReader(Stream stream, long length, bool keepTensors)
    {
        Span<byte> prefix = stackalloc byte[ModelHeader.Start];
        if (length < ModelHeader.Start)
            throw new CairnFormatException($"The file has {length} bytes: it is empty or cut off", (ulong)length);
        Fill(stream, prefix, 0);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength == 0 || headerLength > ModelFileFormat.MaxLength)
            throw new CairnFormatException(
                $"Not a model file: the header's length is {headerLength}; it can be 1 to {ModelFileFormat.MaxLength}", 0);
        long dataLength = length - ModelHeader.Start - (long)headerLength;
        if (dataLength < 0)
            throw new CairnFormatException($"The header's length is {headerLength} and the file has {length} bytes: it is cut off,"
                + " or no model file", 0);
        var text = new byte[(int)headerLength];
        Fill(stream, text, ModelHeader.Start);
        Header = new ModelHeader(text, dataLength);
        Tensors = new Tensor[keepTensors ? Header.Entries.Length : 0];
        ReadTensors(stream, keepTensors, ModelHeader.Start + text.Length);
        Tree = new ArtefactTree(Header.Tree, Header.TreeOffset);
        Facts = TrainingFactsJson.ReadAll(Header.Facts.Span, Header.FactsOffset);
        Notes = ReadNotes();
    }

    internal ModelHeader Header { get; }

    /// <summary>The tensors in the header's order, none when they were not kept.</summary>
    internal Tensor[] Tensors { get; }

    internal ArtefactTree Tree { get; }

    internal Dictionary<string, TrainingFacts> Facts { get; }

    internal SortedDictionary<string, string> Notes { get; }

    void ReadTensors(Stream stream, bool keep, long dataStart)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Header.Tree.Span);
        hash.AppendData("\n"u8);
        for (int i = 0; i < Header.Entries.Length; i++)
            hash.AppendData(ModelFileFormat.DigestLine(Header.NameOf(i), Header.Entries[i].DType, Header.Entries[i].Sizes));
        var chunk = keep ? [] : new byte[(int)Math.Min(ChunkBytes, Header.Entries.Length == 0 ? 0 : Header.Entries[^1].End)];
        for (int i = 0; i < Header.Entries.Length; i++)
        {
            var entry = Header.Entries[i];
            if (keep)
            {
                var tensor = Tensor.Zeros(entry.DType, entry.Sizes);
                var bytes = TensorBytes.Fill(tensor);
                Fill(stream, bytes, dataStart + entry.Begin);
                if (entry.DType == DType.Bool && bytes.ContainsAnyExcept((byte)0, (byte)1))
                    throw new CairnFormatException($"The tensor '{Header.NameOf(i)}' has a truth value that is neither 0 nor 1",
                        (ulong)(dataStart + entry.Begin));
                hash.AppendData(bytes);
                Tensors[i] = tensor.AsReadOnly();
                continue;
            }
            for (long at = entry.Begin; at < entry.End;)
            {
                var bytes = chunk.AsSpan(0, (int)Math.Min(chunk.Length, entry.End - at));
                Fill(stream, bytes, dataStart + at);
                hash.AppendData(bytes);
                at += bytes.Length;
            }
        }
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != Header.Digest)
            throw new CairnFormatException("The digest does not fit the model: the file is damaged or was changed", (ulong)dataStart);
    }

    SortedDictionary<string, string> ReadNotes()
    {
        var notes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var json = new JsonCursor(Header.Notes.Span, "The list of notes", Header.NotesOffset, nested: true);
        json.Next(JsonTokenType.StartObject);
        while (json.NextName())
        {
            string key = json.Text();
            json.Next(JsonTokenType.String);
            if (notes.Count == ModelFileFormat.MaxNotes || !notes.TryAdd(key, json.Text()))
                throw json.Fail($"has '{key}' twice, or too many notes");
        }
        json.Finish();
        return notes;
    }

    static void Fill(Stream stream, Span<byte> bytes, long offset)
    {
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < bytes.Length) throw new CairnFormatException("The file ends while it is read", (ulong)(offset + read));
    }
}
