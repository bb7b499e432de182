using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Cairn.Persistence;

/// <summary>The header of a model file, checked: the tensors lie without gap or overlap, and nothing is there that does not
/// belong.</summary>
sealed class ModelHeader
{
    /// <summary>A tensor: where its name stands in the header, its sizes, and where its bytes lie in the data.</summary>
    internal readonly record struct Entry(int NameAt, int NameLength, DType DType, int[] Sizes, long Begin, long End);

    /// <summary>Where the header begins in the file: after its length.</summary>
    internal const int Start = 8;

    readonly byte[] _text;
    readonly Entry[] _entries;
    readonly int[] _byName;

    /// <param name="text">The header as it stands in the file.</param>
    /// <param name="dataLength">The bytes that follow it.</param>
    internal ModelHeader(byte[] text, long dataLength)
    {
        _text = text;
        if (text[0] != '{') throw new CairnFormatException("Not a model file: its header does not begin with '{'", Start);
        if (!Utf8.IsValid(text)) throw new CairnFormatException("The header is not valid UTF-8", Start);
        if (!text.AsSpan().StartsWith(ModelFileFormat.Opening))
            throw new CairnFormatException("Not a Cairn model file: its header does not begin with a checksum (another program wrote it,"
                + " or wrote it anew); where it holds the weights of a network, load them with LoadWeights", Start);

        var json = new JsonCursor(text, "The header", Start);
        json.Next(JsonTokenType.StartObject);
        json.Next(JsonTokenType.PropertyName);
        ReadMetadata(ref json);
        CheckChecksum();
        var entries = new List<Entry>(Math.Min(ModelFileFormat.MaxTensors, text.Length / 48)); // no entry is shorter
        long end = 0;
        while (json.NextName())
        {
            if (entries.Count == ModelFileFormat.MaxTensors) throw json.Fail($"lists more than {ModelFileFormat.MaxTensors} tensors");
            var entry = ReadEntry(ref json, end, dataLength);
            entries.Add(entry);
            end = entry.End;
        }
        json.Finish();
        if (end != dataLength)
            throw new CairnFormatException($"The tensors end at {end} and the file's data at {dataLength}: bytes are left over",
                (ulong)(Start + text.Length + end));
        _entries = [.. entries];
        _byName = new int[_entries.Length];
        for (int i = 0; i < _byName.Length; i++) _byName[i] = i;
        Array.Sort(_byName, (a, b) => Name(a).SequenceCompareTo(Name(b)));
        for (int i = 1; i < _byName.Length; i++)
            if (Name(_byName[i]).SequenceEqual(Name(_byName[i - 1])))
                throw new CairnFormatException($"The header lists the tensor '{NameOf(_byName[i])}' twice",
                    (ulong)(Start + _entries[_byName[i]].NameAt));
    }

    internal ReadOnlySpan<Entry> Entries => _entries;

    internal string CreatedBy { get; private set; } = "";

    internal string Digest { get; private set; } = "";

    internal ReadOnlyMemory<byte> Tree { get; private set; }

    internal ReadOnlyMemory<byte> Facts { get; private set; }

    internal ReadOnlyMemory<byte> Notes { get; private set; }

    /// <summary>Where the texts within the header begin in the file.</summary>
    internal ulong TreeOffset { get; private set; }

    internal ulong FactsOffset { get; private set; }

    internal ulong NotesOffset { get; private set; }

    internal string NameOf(int entry) => Encoding.UTF8.GetString(Name(entry));

    /// <summary>The tensor of this name, or -1.</summary>
    internal int Find(string name)
    {
        Span<byte> wanted = stackalloc byte[ModelFileFormat.MaxTensorName];
        if (!Encoding.UTF8.TryGetBytes(name, wanted, out int length)) return -1;
        wanted = wanted[..length];
        for (int low = 0, high = _byName.Length - 1; low <= high;)
        {
            int middle = (low + high) / 2, order = Name(_byName[middle]).SequenceCompareTo(wanted);
            if (order == 0) return _byName[middle];
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }
        return -1;
    }

    ReadOnlySpan<byte> Name(int entry) => _text.AsSpan(_entries[entry].NameAt, _entries[entry].NameLength);

    void ReadMetadata(ref JsonCursor json)
    {
        json.Next(JsonTokenType.StartObject);
        string? format = null, version = null, unknown = null;
        int seen = 0;
        while (json.NextName())
        {
            string key = json.Text();
            json.Next(JsonTokenType.String);
            int bit = 0;
            switch (key)
            {
                case ModelFileFormat.Checksum: bit = 1; break;
                case ModelFileFormat.FormatKey: (format, bit) = (json.Text(), 2); break;
                case ModelFileFormat.FormatVersionKey: (version, bit) = (json.Text(), 4); break;
                case ModelFileFormat.CreatedBy: (CreatedBy, bit) = (json.Text(), 8); break;
                case ModelFileFormat.Digest: (Digest, bit) = (json.Text(), 16); break;
                case ModelFileFormat.Tree: (Tree, TreeOffset, bit) = (json.TextBytes(), json.Offset, 32); break;
                case ModelFileFormat.Facts: (Facts, FactsOffset, bit) = (json.TextBytes(), json.Offset, 64); break;
                case ModelFileFormat.Notes: (Notes, NotesOffset, bit) = (json.TextBytes(), json.Offset, 128); break;
                default: unknown ??= key; break;
            }
            if ((seen & bit) != 0) throw json.Fail($"has '{key}' twice");
            seen |= bit;
        }
        if (format != ModelFileFormat.Format) throw json.Fail($"says the format is '{format}', not '{ModelFileFormat.Format}'");
        if (version != ModelFileFormat.FormatVersion)
            throw json.Fail($"says the format's version is '{version}': this file was made by a newer Cairn ({CreatedBy}) than this one,"
                + $" which knows '{ModelFileFormat.FormatVersion}'");
        if (unknown is not null) throw json.Fail($"has an unknown entry '{unknown}'");
        if (seen != 255) throw json.Fail("lacks an entry of its metadata");
        if (Encoding.UTF8.GetByteCount(CreatedBy) > 256 || Digest.Length != ModelFileFormat.HashDigits)
            throw json.Fail("has metadata of a wrong length");
    }

    /// <summary>The header's checksum is that of its bytes with zeros in the checksum's own place.</summary>
    void CheckChecksum()
    {
        var digits = _text.AsSpan(ModelFileFormat.Opening.Length);
        if (digits.Length < ModelFileFormat.HashDigits) throw new CairnFormatException("The checksum is cut off", Start);
        digits = digits[..ModelFileFormat.HashDigits];
        Span<byte> zeros = stackalloc byte[ModelFileFormat.HashDigits], hash = stackalloc byte[SHA256.HashSizeInBytes];
        zeros.Fill((byte)'0');
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(ModelFileFormat.Opening);
        sha.AppendData(zeros);
        sha.AppendData(_text.AsSpan(ModelFileFormat.Opening.Length + ModelFileFormat.HashDigits));
        sha.GetHashAndReset(hash);
        if (!digits.SequenceEqual(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash))))
            throw new CairnFormatException("The checksum does not fit the header: the file is damaged or was changed",
                (ulong)(Start + ModelFileFormat.Opening.Length));
    }

    static Entry ReadEntry(ref JsonCursor json, long begin, long dataLength)
    {
        int nameAt = json.Begin + 1;
        var name = json.Bytes;
        CheckName(json, name);
        json.Next(JsonTokenType.StartObject);
        DType? dtype = null;
        int[]? sizes = null;
        long from = -1, to = -1;
        for (int seen = 0; json.NextName();)
        {
            int bit;
            if (json.Is("dtype"u8))
            {
                json.Next(JsonTokenType.String);
                if (json.Bytes.Length > 8) throw json.Fail("has an unknown element type");
                dtype = TensorBytes.TypeOf(json.Text()) ?? throw json.Fail($"has an unknown element type '{json.Text()}'");
                bit = 1;
            }
            else if (json.Is("shape"u8)) (sizes, bit) = (ReadSizes(ref json), 2);
            else if (json.Is("data_offsets"u8))
            {
                json.Next(JsonTokenType.StartArray);
                json.Next();
                from = json.Integer(0, long.MaxValue);
                json.Next();
                to = json.Integer(0, long.MaxValue);
                json.Next(JsonTokenType.EndArray);
                bit = 4;
            }
            else throw json.Fail("has an unknown entry of a tensor");
            if ((seen & bit) != 0) throw json.Fail("says the same of a tensor twice");
            seen |= bit;
        }
        if (dtype is not { } type || sizes is null || from < 0) throw json.Fail("lacks the type, the shape or the offsets of a tensor");
        if (from != begin) throw json.Fail($"lets a tensor begin at {from} where the one before ends at {begin}: a gap or an overlap");
        if (to < from || to > dataLength)
            throw json.Fail($"lets a tensor end at {to} though it begins at {from} and the data have {dataLength} bytes");
        long bytes = (long)new Shape(sizes).Elements * type.Size();
        if (to - from != bytes) throw json.Fail($"gives {to - from} bytes to a tensor that takes {bytes}");
        return new Entry(nameAt, name.Length, type, sizes, from, to);
    }

    static void CheckName(in JsonCursor json, ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > ModelFileFormat.MaxTensorName)
            throw json.Fail($"has a tensor's name of {name.Length} bytes; 1 to {ModelFileFormat.MaxTensorName} are allowed");
        for (int i = 0; i < name.Length;)
        {
            _ = Rune.DecodeFromUtf8(name[i..], out var rune, out int used);
            if (Rune.IsControl(rune)) throw json.Fail("has a control character in a tensor's name");
            i += used;
        }
    }

    /// <summary>The sizes of a tensor, their product small enough for one.</summary>
    static int[] ReadSizes(ref JsonCursor json)
    {
        Span<int> sizes = stackalloc int[ModelFileFormat.MaxRank];
        int rank = 0;
        long elements = 1;
        json.Next(JsonTokenType.StartArray);
        while (json.NextItem())
        {
            if (rank == ModelFileFormat.MaxRank) throw json.Fail($"has a tensor of more than {ModelFileFormat.MaxRank} axes");
            long size = json.Integer(0, ModelFileFormat.MaxElements);
            elements *= Math.Max(size, 1); // both below 2^31: no overflow
            if (elements > ModelFileFormat.MaxElements)
                throw json.Fail($"has a tensor of more than {ModelFileFormat.MaxElements} elements");
            sizes[rank++] = (int)size;
        }
        return sizes[..rank].ToArray();
    }
}
