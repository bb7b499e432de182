using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cairn.Persistence;

/// <summary>Lays an artefact out as a file: the same artefact gives the same bytes, whoever saves it, wherever and whenever.</summary>
sealed class ModelFileWriter
{
    static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    readonly List<(string Name, Tensor Tensor)> _tensors = [];
    readonly List<(string Path, TrainingFacts Facts)> _facts = [];
    readonly byte[] _header;

    internal ModelFileWriter(IArtefact model, IReadOnlyDictionary<string, string>? notes)
    {
        byte[] tree = Text(json => WriteArtefact(json, model, "", depth: 1));
        byte[] facts = Text(WriteFacts);
        byte[] notesText = Text(json => WriteNotes(json, notes ?? new Dictionary<string, string>()));
        // the widest elements first, so that each tensor begins at a multiple of its element's size
        _tensors.Sort((a, b) => b.Tensor.DType.Size() != a.Tensor.DType.Size()
            ? b.Tensor.DType.Size() - a.Tensor.DType.Size()
            : string.CompareOrdinal(a.Name, b.Name));
        if (_tensors.Count > ModelFileFormat.MaxTensors)
            throw new NotSupportedException($"A model file holds at most {ModelFileFormat.MaxTensors} tensors,"
                + $" not {_tensors.Count}; join small ones");
        string digest = Digest(tree);
        byte[] text = Text(json => WriteHeader(json, digest, tree, facts, notesText));
        _header = new byte[(text.Length + 7) / 8 * 8];
        _header.AsSpan().Fill((byte)' '); // the data begins at a multiple of 8
        text.CopyTo(_header, 0);
        if (_header.Length > ModelFileFormat.MaxLength)
            throw new NotSupportedException($"A model file's header holds at most {ModelFileFormat.MaxLength} bytes,"
                + $" not {_header.Length}; put long lists into tensors");
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(_header)), _header.AsSpan(ModelFileFormat.Opening.Length));
    }

    internal void WriteTo(Stream stream)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)_header.Length);
        stream.Write(length);
        stream.Write(_header);
        foreach (var (_, tensor) in _tensors) stream.Write(TensorBytes.Of(tensor));
    }

    string Digest(byte[] tree)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(tree);
        hash.AppendData("\n"u8);
        foreach (var (name, tensor) in _tensors) hash.AppendData(ModelFileFormat.DigestLine(name, tensor.DType, tensor.Shape.AsSpan()));
        foreach (var (_, tensor) in _tensors) hash.AppendData(TensorBytes.Of(tensor));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    void WriteArtefact(Utf8JsonWriter json, IArtefact artefact, string path, int depth)
    {
        if (depth >= ModelFileFormat.MaxDepth) // a list of texts goes one deeper
            throw new NotSupportedException(
                $"The artefacts are nested too deep at '{path}': a model file holds {ModelFileFormat.MaxDepth - 1} levels");
        var kind = artefact.Kind;
        if (!ArtefactNames.IsValid(kind.Id) || kind.Version < 1)
            throw new ArgumentException(
                $"{artefact.GetType().Name}: the kind '{kind.Id}' version {kind.Version} is not lower-case words and a number from 1");
        var writer = new ArtefactWriter();
        artefact.Write(writer);
        _facts.Add((path, artefact.Facts));
        json.WriteStartObject();
        json.WriteString(ArtefactNames.Kind, kind.Id);
        json.WriteNumber(ArtefactNames.Version, kind.Version);
        foreach (var (name, value) in writer.Fields) WriteField(json, name, value, ArtefactNames.Join(path, name), depth);
        json.WriteEndObject();
    }

    void WriteField(Utf8JsonWriter json, string name, object value, string path, int depth)
    {
        if (value is Tensor tensor)
        {
            _tensors.Add((path, tensor));
            return;
        }
        json.WritePropertyName(name);
        switch (value)
        {
            case string text: json.WriteStringValue(text); break;
            case double number: json.WriteNumberValue(number); break;
            case long whole: json.WriteNumberValue(whole); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case IArtefact child: WriteArtefact(json, child, path, depth + 1); break;
            case string[] texts:
                json.WriteStartArray();
                foreach (string text in texts) json.WriteStringValue(text);
                json.WriteEndArray();
                break;
            case IArtefact[] children:
                json.WriteStartArray();
                for (int i = 0; i < children.Length; i++) WriteArtefact(json, children[i], FormattableString.Invariant($"{path}.{i}"),
                    depth + 2);
                json.WriteEndArray();
                break;
        }
    }

    void WriteFacts(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (path, facts) in _facts)
        {
            if (facts == new TrainingFacts()) continue;
            json.WritePropertyName(path);
            TrainingFactsJson.Write(json, facts);
        }
        json.WriteEndObject();
    }

    static void WriteNotes(Utf8JsonWriter json, IReadOnlyDictionary<string, string> notes)
    {
        if (notes.Count > ModelFileFormat.MaxNotes)
            throw new ArgumentException($"notes: a model file holds at most {ModelFileFormat.MaxNotes}, not {notes.Count}", nameof(notes));
        json.WriteStartObject();
        foreach (string key in notes.Keys.Order(StringComparer.Ordinal)) json.WriteString(key, notes[key]);
        json.WriteEndObject();
    }

    void WriteHeader(Utf8JsonWriter json, string digest, byte[] tree, byte[] facts, byte[] notes)
    {
        json.WriteStartObject();
        json.WriteStartObject(ModelFileFormat.Metadata);
        json.WriteString(ModelFileFormat.Checksum, new string('0', ModelFileFormat.HashDigits));
        json.WriteString(ModelFileFormat.FormatKey, ModelFileFormat.Format);
        json.WriteString(ModelFileFormat.FormatVersionKey, ModelFileFormat.FormatVersion);
        json.WriteString(ModelFileFormat.CreatedBy, $"Cairn {typeof(ModelFile).Assembly.GetName().Version!.ToString(3)}");
        json.WriteString(ModelFileFormat.Digest, digest);
        json.WriteString(ModelFileFormat.Tree, tree);
        json.WriteString(ModelFileFormat.Facts, facts);
        json.WriteString(ModelFileFormat.Notes, notes);
        json.WriteEndObject();
        long offset = 0;
        foreach (var (name, tensor) in _tensors)
        {
            json.WriteStartObject(name);
            json.WriteString("dtype", TensorBytes.NameOf(tensor.DType));
            json.WriteStartArray("shape");
            foreach (int size in tensor.Shape.AsSpan()) json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            json.WriteNumberValue(offset += TensorBytes.Of(tensor).Length);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    static byte[] Text(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Json)) write(json);
        return buffer.WrittenSpan.ToArray();
    }
}
