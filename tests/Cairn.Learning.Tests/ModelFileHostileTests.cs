using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Persistence;

namespace Cairn.Tests;

/// <summary>Files made by hand to mislead a reader, each with the right sums unless the sums are the point.</summary>
public class ModelFileHostileTests
{
    static readonly byte[] Valid = ModelFile.ToBytes(Keepsake.Sample(), new Dictionary<string, string> { ["by"] = "test" });

    static readonly (string Name, Func<byte[]> Make, string Message)[] Cases =
    [
        ("empty file", () => [], "empty"),
        ("seven bytes", () => new byte[7], "cut off"),
        ("header length 0", () => WithLength(0), "header's length is 0"),
        ("header length over the limit", () => WithLength(100_000_001), "it can be 1 to"),
        ("header length 2^31", () => WithLength(1UL << 31), "it can be 1 to"),
        ("header length 2^63", () => WithLength(1UL << 63), "it can be 1 to"),
        ("header length 2^64 - 1", () => WithLength(ulong.MaxValue), "it can be 1 to"),
        ("header length of the file", () => WithLength((ulong)Valid.Length), "cut off"),
        ("header length one too small", () => WithLength((ulong)HeaderLength - 1), "checksum"),
        ("header length one too large", () => WithLength((ulong)HeaderLength + 1), "header"),
        ("zip", () => [(byte)'P', (byte)'K', 3, 4, 10, 0, 0, 0, 0, 0, 0, 0], "Not a model file"),
        ("pickle", () => [0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0, (byte)'.'], "no model file"),
        ("zeros", () => new byte[4096], "header's length is 0"),
        ("byte order mark", () => Header(h => "\ufeff" + h), "does not begin with '{'"),
        ("header is a list", () => Header(h => "[" + h[1..]), "does not begin with '{'"),
        ("blank before the header", () => Header(h => " " + h), "does not begin with '{'"),
        ("not UTF-8", () => Bytes(h => { h[^9] = 0xff; return h; }), "not valid UTF-8"),
        ("half a UTF-8 sequence", () => Bytes(h => { h[^1] = 0xc3; return h; }), "not valid UTF-8"),
        ("UTF-8 surrogate", () => Bytes(h => [.. h[..^3], 0xed, 0xa0, 0x80]), "not valid UTF-8"),
        ("NUL after the header", () => Bytes(h => { h[^1] = 0; return h; }), "header"),
        ("two documents", () => Header(h => h.TrimEnd() + "{}"), "goes on after its end"),
        ("comment", () => Header(h => h.TrimEnd() + "/**/"), "goes on after its end"),
        ("trailing comma", () => Header(h => h.TrimEnd()[..^1] + ",}"), "not valid JSON"),
        ("header cut in the middle", () => Header(h => h[..(h.Length * 9 / 10)]), "JSON"),
        ("depth bomb", () => Header(h => h.TrimEnd()[..^1] + ",\"x\":" + new string('[', 100_000) + new string(']', 100_000) + "}"), "header has a StartArray"),
        ("plain safetensors", () => Header(_ => "{\"w\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}"), "Not a Cairn model file"),
        ("metadata twice", () => Header(h => h.TrimEnd()[..^1] + ",\"__metadata__\":{}}"), "lacks the type"),
        ("checksum twice", () => Replace("\"format\":", "\"checksum\":\"0\",\"format\":"), "twice"),
        ("format twice", () => Replace("\"format\":", "\"format\":\"cairn\",\"format\":"), "twice"),
        ("digest missing", () => Edit(j => Meta(j).Remove("digest")), "lacks an entry"),
        ("notes missing", () => Edit(j => Meta(j).Remove("notes")), "lacks an entry"),
        ("metadata that is a number", () => Replace("\"format_version\":\"1\"", "\"format_version\":1"), "where a String must stand"),
        ("unknown metadata", () => Edit(j => Meta(j)["code"] = "x"), "unknown entry 'code'"),
        ("another format", () => Edit(j => Meta(j)["format"] = "keras"), "format is 'keras'"),
        ("a newer format", () => Edit(j => { Meta(j)["format_version"] = "2"; Meta(j)["new"] = "x"; }), "newer Cairn"),
        ("wrong checksum", () => { var f = (byte[])Valid.Clone(); f[8 + SafetensorsText.Opening.Length] ^= 1; return f; }, "checksum"),
        ("checksum in capitals", () => Capitals(), "checksum"),
        ("wrong data", () => { var f = (byte[])Valid.Clone(); f[^1] ^= 1; return f; }, ""),
        ("shape turned", () => Edit(j => j["bytes"]!["shape"] = new JsonArray(1, 3)), "bytes"),
        ("wrong digest", () => Resum(h => h.Replace("\"digest\":\"", "\"digest\":\"0", StringComparison.Ordinal)), "wrong length"),
        ("unknown type", () => Edit(j => j["bytes"]!["dtype"] = "F8_E4M3"), "unknown element type"),
        ("type in small letters", () => Edit(j => j["bytes"]!["dtype"] = "u8"), "unknown element type"),
        ("type of a thousand letters", () => Edit(j => j["bytes"]!["dtype"] = new string('F', 1000)), "unknown element type"),
        ("type exchanged", () => Edit(j => j["longs"]!["dtype"] = "F64"), "Int64"),
        ("rank 9", () => Edit(j => j["bytes"]!["shape"] = new JsonArray(1, 1, 1, 1, 1, 1, 1, 1, 3)), "more than 8 axes"),
        ("negative size", () => Edit(j => j["bytes"]!["shape"] = new JsonArray(-3)), "number -3"),
        ("fractional size", () => Replace("\"shape\":[3]", "\"shape\":[3.0]"), "whole number"),
        ("size in exponents", () => Replace("\"shape\":[3]", "\"shape\":[3e0]"), "whole number"),
        ("size as a text", () => Replace("\"shape\":[3]", "\"shape\":[\"3\"]"), "whole number"),
        ("size 2^53 + 1", () => Replace("\"shape\":[3]", "\"shape\":[9007199254740993]"), "number 9007199254740993"),
        ("size 2^64", () => Replace("\"shape\":[3]", "\"shape\":[18446744073709551616]"), "whole number"),
        ("product wraps to 3", () => Replace("\"shape\":[3]", "\"shape\":[2147483392,2147483392,3]"), "more than"),
        ("product wraps to 0", () => Replace("\"shape\":[3]", "\"shape\":[65536,65536,65536,65536]"), "more than"),
        ("huge sizes and a zero", () => Replace("\"shape\":[3]", "\"shape\":[0,2147483392,2147483392]"), "more than"),
        ("2^31 bytes asked for", () => Replace("\"shape\":[3]", "\"shape\":[2147483392]"), "bytes to a tensor"),
        ("shape missing", () => Edit(j => j["bytes"]!.AsObject().Remove("shape")), "lacks the type"),
        ("shape twice", () => Replace("\"shape\":[3]", "\"shape\":[3],\"shape\":[3]"), "twice"),
        ("unknown entry of a tensor", () => Edit(j => j["bytes"]!["strides"] = new JsonArray(1)), "unknown entry of a tensor"),
        ("three offsets", () => Edit(j => j["bytes"]!["data_offsets"]!.AsArray().Add(1)), "EndArray"),
        ("one offset", () => Edit(j => j["bytes"]!["data_offsets"]!.AsArray().RemoveAt(1)), "whole number"),
        ("offset below zero", () => Offset("doubles", 0, -1), "number -1"),
        ("offset past the end", () => Offset(LastTensor, 1, 1 << 20), "end at"),
        ("offsets backward", () => Offset("bytes", 1, 0), "end at"),
        ("gap", () => Shifted(1, 1), "a gap or an overlap"),
        ("overlap", () => Shifted(-1, -1), "a gap or an overlap"),
        ("overlap bomb", Bomb, "a gap or an overlap"),
        ("trailing byte", () => SafetensorsText.Edit(Valid, _ => { }, d => [.. d, 0]), "left over"),
        ("a polyglot's tail", () => [.. Valid, .. new byte[1000]], "left over"),
        ("data missing", () => SafetensorsText.Edit(Valid, _ => { }, d => d[..^1]), "end at"),
        ("tensor twice", () => Replace("\"bytes\":{", "\"bools\":{"), "twice"),
        ("tensor twice, escaped", () => Replace("\"bytes\":{", "\"\\u0062ools\":{"), "escaped name"),
        ("tensor without a name", () => Replace("\"bytes\":{", "\"\":{"), "name of 0 bytes"),
        ("tensor's name of 1025 bytes", () => Replace("\"bytes\":{", $"\"{new string('b', 1025)}\":{{"), "1025 bytes"),
        ("control character in a name", () => Replace("\"bytes\":{", "\"by\u0085tes\":{"), "control character"),
        ("NUL in a name", () => Replace("\"bytes\":{", "\"by\\u0000tes\":{"), "escaped name"),
        ("path as a name", () => Replace("\"bytes\":{", "\"../../etc/passwd\":{"), "no tensor 'bytes'"),
        ("tensor missing", () => Replace("\"bytes\":{", "\"bites\":{"), "no tensor 'bytes'"),
        ("tensor of nobody", () => Header(h => h.TrimEnd()[..^1] + $",\"extra\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[{DataLength},{DataLength}]}}}}"), "No artefact"),
        ("too many tensors", () => Header(h => h.TrimEnd()[..^1] + string.Concat(Enumerable.Range(0, 5000).Select(i =>
            $",\"t{i}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[{DataLength},{DataLength}]}}")) + "}"), "more than 4096 tensors"),
        ("NaN in a tensor", () => Data("doubles", d => BitConverter.TryWriteBytes(d, double.NaN)), "not finite"),
        ("infinity in a tensor", () => Data("floats", d => BitConverter.TryWriteBytes(d, float.NegativeInfinity)), "not finite"),
        ("truth value 2", () => Data("bools", d => d[0] = 2), "neither 0 nor 1"),
        ("tree is a list", () => Tree(_ => "[]"), "where a StartObject must stand"),
        ("tree is empty", () => Tree(_ => ""), ""),
        ("tree without kind", () => Tree(_ => "{}"), "begin with its kind"),
        ("tree without version", () => Tree(_ => "{\"kind\":\"keepsake\"}"), "no version"),
        ("tree cut off", () => Tree(t => t[..^1]), ""),
        ("tree goes on", () => Tree(t => t + "1"), "goes on"),
        ("a type's name as the kind", () => Tree(t => t.Replace("\"keepsake\"", "\"System.Diagnostics.Process, System\"", StringComparison.Ordinal)), "lower-case words"),
        ("unknown kind", () => Tree(t => "{\"kind\":\"nobody-knows\"" + t["{\"kind\":\"keepsake\"".Length..]), "no reader is known"),
        ("newer version", () => Tree(t => t.Replace("\"version\":2", "\"version\":3", StringComparison.Ordinal)), "newer Cairn"),
        ("older version without a reader", () => Tree(t => t.Replace("\"version\":2", "\"version\":1", StringComparison.Ordinal)), "versions 2 can be read"),
        ("version 0", () => Tree(t => t.Replace("\"version\":2", "\"version\":0", StringComparison.Ordinal)), "number 0"),
        ("field missing", () => Tree(t => t.Replace("\"flag\":true,", "", StringComparison.Ordinal)), "no field 'flag'"),
        ("unknown field", () => Tree(t => t.Replace("\"flag\":true,", "\"flag\":true,\"run\":\"x\",", StringComparison.Ordinal)), "unknown field 'run'"),
        ("field twice", () => Tree(t => t.Replace("\"flag\":true,", "\"flag\":true,\"flag\":false,", StringComparison.Ordinal)), "'flag' twice"),
        ("kind twice", () => Tree(t => t.Replace("\"flag\":true,", "\"flag\":true,\"kind\":\"a\",", StringComparison.Ordinal)), "twice"),
        ("field of another type", () => Tree(t => t.Replace("\"flag\":true,", "\"flag\":1,", StringComparison.Ordinal)), "where a truth value is expected"),
        ("null", () => Tree(t => t.Replace("\"flag\":true,", "\"flag\":null,", StringComparison.Ordinal)), "Null as a value"),
        ("number out of range", () => Tree(t => t.Replace("\"number\":-0", "\"number\":1e400", StringComparison.Ordinal)), "finite number"),
        ("whole number out of range", () => Tree(t => t.Replace(":-9223372036854775808", ":-9223372036854775809", StringComparison.Ordinal)), "whole number"),
        ("half a surrogate pair", () => Tree(t => t.Replace("\"ş\"", "\"\\ud800\"", StringComparison.Ordinal)), "not valid Unicode"),
        ("mixed list", () => Tree(t => t.Replace("\"ş\"", "{\"kind\":\"keepsake\",\"version\":2}", StringComparison.Ordinal)), "both texts and artefacts"),
        ("list of numbers", () => Tree(t => t.Replace("\"ş\"", "1", StringComparison.Ordinal)), "Number in a list"),
        ("list in a list", () => Tree(t => t.Replace("\"ş\"", "[]", StringComparison.Ordinal)), "StartArray in a list"),
        ("17 levels of artefacts", () => Tree(_ => string.Concat(Enumerable.Repeat("{\"kind\":\"keepsake\",\"version\":2,\"only\":", 17)) + "1" + new string('}', 17)), "not valid JSON"),
        ("too many fields", () => Tree(_ => "{\"kind\":\"keepsake\",\"version\":2" + string.Concat(Enumerable.Range(0, 300).Select(i => $",\"f{i}\":1")) + "}"), "too many fields"),
        ("too many artefacts", () => Tree(_ => "{\"kind\":\"keepsake\",\"version\":2,\"many\":[{\"kind\":\"a\",\"version\":1}" +
            string.Concat(Enumerable.Repeat(",{\"kind\":\"a\",\"version\":1}", 5000)) + "]}"), "more than 4096 artefacts"),
        ("facts are a list", () => Edit(j => Meta(j)["facts"] = "[]"), "facts of training"),
        ("facts of nobody", () => Edit(j => Meta(j)["facts"] = "{\"ghost\":{}}"), "of no artefact"),
        ("facts twice", () => Edit(j => Meta(j)["facts"] = "{\"\":{},\"\":{}}"), "twice"),
        ("unknown fact", () => Edit(j => Meta(j)["facts"] = "{\"\":{\"path\":\"x\"}}"), "unknown entry 'path'"),
        ("rows below zero", () => Edit(j => Meta(j)["facts"] = "{\"\":{\"rows\":-1}}"), "number -1"),
        ("history of words", () => Edit(j => Meta(j)["facts"] = "{\"\":{\"history\":[\"one\"]}}"), "where a number must stand"),
        ("note twice", () => Edit(j => Meta(j)["notes"] = "{\"a\":\"\",\"a\":\"\"}"), "twice"),
        ("note that is a number", () => Edit(j => Meta(j)["notes"] = "{\"a\":1}"), "where a String must stand"),
        ("too many notes", () => Edit(j => Meta(j)["notes"] = "{" + string.Join(",", Enumerable.Range(0, 300).Select(i => $"\"n{i}\":\"\"")) + "}"), "too many notes"),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(c => c.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Is_refused_with_its_reason_at_little_cost(string name)
    {
        var (_, make, message) = Cases.Single(c => c.Name == name);
        byte[] file = make();
        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        var fault = Record.Exception(() => ModelFile.Load(file, Keepsake.Readers));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Contains(message, Assert.IsType<CairnFormatException>(fault).Message);
        Assert.True(watch.ElapsedMilliseconds < 1000, $"{watch.ElapsedMilliseconds} ms");
        Assert.True(allocated <= 2L * file.Length + (1 << 20), $"{allocated} bytes for a file of {file.Length}");
    }

    [Fact]
    public void The_list_is_long_and_the_file_it_starts_from_is_good()
    {
        Assert.True(Cases.Length >= 90);
        ModelFile.Load(Valid, Keepsake.Readers);
        ModelFile.Load(SafetensorsText.Edit(Valid, _ => { }), Keepsake.Readers);
    }

    [Fact]
    public void A_reader_that_throws_is_a_fault_of_the_file()
    {
        var reader = ArtefactReaderEntry.Other<IArtefact>(Keepsake.Reader.Kind, _ => throw new IndexOutOfRangeException("inner"));
        var fault = Assert.Throws<CairnFormatException>(() => ModelFile.Load(Valid, [reader]));
        Assert.Contains("inner", fault.Message);
        Assert.NotNull(fault.Offset);
    }

    static int HeaderLength => (int)BinaryPrimitives.ReadUInt64LittleEndian(Valid);

    static long DataLength => Valid.Length - 8 - HeaderLength;

    static string LastTensor => SafetensorsText.Tensors(SafetensorsText.Split(Valid).Header).Last().Name;

    static JsonObject Meta(JsonObject header) => header["__metadata__"]!.AsObject();

    static byte[] Edit(Action<JsonObject> change) => SafetensorsText.Edit(Valid, change);

    static byte[] Tree(Func<string, string> change) => SafetensorsText.EditTree(Valid, change);

    static byte[] WithLength(ulong length)
    {
        var file = (byte[])Valid.Clone();
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        return file;
    }

    static byte[] Header(Func<string, string> change)
    {
        var (header, data) = SafetensorsText.Split(Valid);
        return SafetensorsText.Sealed(Encoding.UTF8.GetBytes(change(header)), data);
    }

    static byte[] Bytes(Func<byte[], byte[]> change)
    {
        var (header, data) = SafetensorsText.Split(Valid);
        return SafetensorsText.Sealed(change(Encoding.UTF8.GetBytes(header)), data);
    }

    /// <summary>Replaces in the entry of the tensor 'bytes' (the first of shape [3] in U8), or anywhere before.</summary>
    static byte[] Replace(string old, string @new)
    {
        if (!old.StartsWith("\"shape\"", StringComparison.Ordinal)) return SafetensorsText.Replace(Valid, old, @new);
        return SafetensorsText.Replace(Valid, "\"bytes\":{\"dtype\":\"U8\"," + old, "\"bytes\":{\"dtype\":\"U8\"," + @new);
    }

    static byte[] Resum(Func<string, string> change) => Header(change);

    static byte[] Capitals()
    {
        var file = (byte[])Valid.Clone();
        for (int i = 8 + SafetensorsText.Opening.Length, end = i + 64; i < end; i++)
            if (file[i] is >= (byte)'a' and <= (byte)'f') file[i] -= 32;
        return file;
    }

    static byte[] Offset(string tensor, int which, long value) => Edit(j => j[tensor]!["data_offsets"]![which] = value);

    static byte[] Shifted(int begin, int end) => Edit(j =>
    {
        var offsets = j["bytes"]!["data_offsets"]!.AsArray();
        (offsets[0], offsets[1]) = (offsets[0]!.GetValue<long>() + begin, offsets[1]!.GetValue<long>() + end);
    });

    static byte[] Bomb() => Edit(j =>
    {
        foreach (var (name, entry) in j)
            if (name != "__metadata__" && entry!["data_offsets"]!.AsArray() is var o)
                (o[1], o[0]) = (o[1]!.GetValue<long>() - o[0]!.GetValue<long>(), 0);
    });

    static byte[] Data(string tensor, Action<byte[]> change)
    {
        var (_, _, _, begin, end) = SafetensorsText.Tensors(SafetensorsText.Split(Valid).Header).Single(t => t.Name == tensor);
        return SafetensorsText.Edit(Valid, _ => { }, data =>
        {
            byte[] part = data[(int)begin..(int)end];
            change(part);
            part.CopyTo(data, begin);
            return data;
        });
    }
}
