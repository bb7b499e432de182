using System.Text;
using System.Text.Json;

namespace Cairn.Persistence;

/// <summary>The artefacts of a file and their fields, found in one walk over the JSON text; values stay in the text until asked
/// for.</summary>
/// <remarks>Two flat lists of bounded length: a hostile text cannot make it large.</remarks>
sealed class ArtefactTree
{
    internal enum FieldKind { Text, Number, Flag, Texts, Child, Children, Empty }

    /// <summary>A field: where name and value stand in the text, how many items a list has, the first artefact within, the artefact's
    /// next field.</summary>
    internal record struct Field(int NameAt, int NameLength, int ValueAt, int ValueLength, FieldKind Kind, int Count, int FirstChild,
        int Next);

    /// <summary>An artefact: where its kind stands in the text, its first field, and the next artefact of the same list.</summary>
    internal record struct Node(int KindAt, int KindLength, int Version, int FirstField, int Next);

    internal const int None = -1;

    readonly ReadOnlyMemory<byte> _text;
    readonly ulong _offset;

    internal ArtefactTree(ReadOnlyMemory<byte> text, ulong offset)
    {
        (_text, _offset) = (text, offset);
        Fields = new List<Field>(Math.Min(ModelFileFormat.MaxFields, text.Length / 6)); // no field is shorter than "a":1,
        var json = new JsonCursor(text.Span, "The artefact", offset, nested: true);
        json.Next(JsonTokenType.StartObject);
        ReadNode(ref json);
        json.Finish();
    }

    internal List<Field> Fields { get; }

    internal List<Node> Nodes { get; } = [];

    internal ulong Offset => _offset;

    internal string KindOf(int node) => Encoding.UTF8.GetString(_text.Span.Slice(Nodes[node].KindAt, Nodes[node].KindLength));

    internal ReadOnlySpan<byte> NameOf(int field) => _text.Span.Slice(Fields[field].NameAt, Fields[field].NameLength);

    /// <summary>The field of an artefact with this name, or <see cref="None"/>.</summary>
    internal int Find(int node, string name)
    {
        for (int f = Nodes[node].FirstField; f != None; f = Fields[f].Next)
            if (Ascii.Equals(NameOf(f), name)) return f;
        return None;
    }

    /// <summary>A cursor on the value of a field.</summary>
    internal JsonCursor Value(int field)
    {
        var json = new JsonCursor(_text.Span.Slice(Fields[field].ValueAt, Fields[field].ValueLength),
            $"The field '{Encoding.UTF8.GetString(NameOf(field))}'", _offset, nested: true);
        json.Next();
        return json;
    }

    int ReadNode(ref JsonCursor json)
    {
        if (Nodes.Count == ModelFileFormat.MaxArtefacts) throw json.Fail($"holds more than {ModelFileFormat.MaxArtefacts} artefacts");
        int node = Nodes.Count;
        Nodes.Add(default);
        if (!json.NextName() || !json.Is("kind"u8)) throw json.Fail("does not begin with its kind");
        json.Next(JsonTokenType.String);
        if (!ArtefactNames.IsValid(json.Bytes)) throw json.Fail("has a kind that is not lower-case words joined by hyphens");
        var (kindAt, kindLength) = (json.Begin + 1, json.Bytes.Length);
        if (!json.NextName() || !json.Is("version"u8)) throw json.Fail("has no version after its kind");
        json.Next();
        int version = (int)json.Integer(1, int.MaxValue);
        int first = None, last = None, count = 0;
        while (json.NextName())
        {
            if (++count > ModelFileFormat.MaxFieldsOfOne || Fields.Count == ModelFileFormat.MaxFields)
                throw json.Fail("holds too many fields");
            if (!ArtefactNames.IsValid(json.Bytes)) throw json.Fail("has a field whose name is not lower-case words joined by hyphens");
            if (json.Is("kind"u8) || json.Is("version"u8)) throw json.Fail("has its kind or version twice");
            for (int f = first; f != None; f = Fields[f].Next)
                if (NameOf(f).SequenceEqual(json.Bytes)) throw json.Fail($"has the field '{json.Text()}' twice");
            int field = ReadField(ref json);
            if (last == None) first = field;
            else Fields[last] = Fields[last] with { Next = field };
            last = field;
        }
        Nodes[node] = new Node(kindAt, kindLength, version, first, None);
        return node;
    }

    int ReadField(ref JsonCursor json)
    {
        int index = Fields.Count;
        var field = new Field { NameAt = json.Begin + 1, NameLength = json.Bytes.Length, FirstChild = None, Next = None };
        Fields.Add(field);
        json.Next();
        field.ValueAt = json.Begin;
        switch (json.Token)
        {
            case JsonTokenType.String: field.Kind = FieldKind.Text; break;
            case JsonTokenType.Number: field.Kind = FieldKind.Number; break;
            case JsonTokenType.True or JsonTokenType.False: field.Kind = FieldKind.Flag; break;
            case JsonTokenType.StartObject:
                (field.Kind, field.FirstChild) = (FieldKind.Child, ReadNode(ref json));
                break;
            case JsonTokenType.StartArray: ReadList(ref json, ref field); break;
            default: throw json.Fail($"has a {json.Token} as a value");
        }
        field.ValueLength = json.End - field.ValueAt;
        Fields[index] = field;
        return index;
    }

    void ReadList(ref JsonCursor json, ref Field field)
    {
        field.Kind = FieldKind.Empty;
        int last = None;
        while (json.NextItem())
        {
            var kind = json.Token switch
            {
                JsonTokenType.String => FieldKind.Texts,
                JsonTokenType.StartObject => FieldKind.Children,
                _ => throw json.Fail($"has a {json.Token} in a list"),
            };
            if (field.Count++ > 0 && kind != field.Kind) throw json.Fail("has a list of both texts and artefacts");
            field.Kind = kind;
            if (kind == FieldKind.Texts) continue;
            int child = ReadNode(ref json);
            if (last == None) field.FirstChild = child;
            else Nodes[last] = Nodes[last] with { Next = child };
            last = child;
        }
    }
}
