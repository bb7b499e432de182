using System.Runtime.InteropServices;

namespace Cairn.Tests;

/// <summary>Why a case says nothing about Cairn.</summary>
sealed class NotInCairnException(string reason) : Exception(reason);

/// <summary>A graph of an ONNX file: nodes in the order in which they can be computed.</summary>
/// <remarks>The fields are those of <see href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</see>.</remarks>
sealed class OnnxGraph
{
    internal List<OnnxNode> Nodes { get; } = [];
    internal Dictionary<string, OnnxTensor> Constants { get; } = [];
    internal List<string> Inputs { get; } = [];
    internal List<string> Outputs { get; } = [];

    /// <summary>The graph of a model, whose nodes know the version of their operators.</summary>
    internal static OnnxGraph OfModel(ReadOnlySpan<byte> model)
    {
        var graph = new OnnxGraph();
        int version = 0;
        var reader = new WireReader(model);
        for (int field; (field = reader.Next()) != 0;)
            switch (field)
            {
                case 7: graph = Read(reader.Bytes()); break;
                case 8: version = Version(reader.Bytes()) ?? version; break;
                default: reader.Skip(); break;
            }
        foreach (var node in graph.Nodes) node.Version = version;
        return graph;
    }

    static int? Version(ReadOnlySpan<byte> operators)
    {
        string domain = "";
        int version = 0;
        var reader = new WireReader(operators);
        for (int field; (field = reader.Next()) != 0;)
            if (field == 1) domain = reader.Text();
            else if (field == 2) version = (int)reader.Integer();
            else reader.Skip();
        return domain.Length == 0 ? version : null;
    }

    internal static OnnxGraph Read(ReadOnlySpan<byte> message)
    {
        var graph = new OnnxGraph();
        var reader = new WireReader(message);
        for (int field; (field = reader.Next()) != 0;)
            switch (field)
            {
                case 1: graph.Nodes.Add(OnnxNode.Read(reader.Bytes())); break;
                case 5:
                    var constant = OnnxTensor.Read(reader.Bytes());
                    graph.Constants[constant.Name] = constant;
                    break;
                case 11: graph.Inputs.Add(NameOf(reader.Bytes())); break;
                case 12: graph.Outputs.Add(NameOf(reader.Bytes())); break;
                default: reader.Skip(); break;
            }
        return graph;
    }

    static string NameOf(ReadOnlySpan<byte> value)
    {
        string name = "";
        var reader = new WireReader(value);
        for (int field; (field = reader.Next()) != 0;)
            if (field == 1) name = reader.Text();
            else reader.Skip();
        return name;
    }
}

/// <summary>One use of an operator.</summary>
sealed class OnnxNode
{
    readonly Dictionary<string, OnnxAttribute> _attributes = [];

    internal string Operator { get; private set; } = "";
    internal List<string> Inputs { get; } = [];
    internal List<string> Outputs { get; } = [];
    internal int Version { get; set; }

    internal static OnnxNode Read(ReadOnlySpan<byte> message)
    {
        var node = new OnnxNode();
        string domain = "";
        var reader = new WireReader(message);
        for (int field; (field = reader.Next()) != 0;)
            switch (field)
            {
                case 1: node.Inputs.Add(reader.Text()); break;
                case 2: node.Outputs.Add(reader.Text()); break;
                case 4: node.Operator = reader.Text(); break;
                case 5:
                    var attribute = OnnxAttribute.Read(reader.Bytes());
                    node._attributes[attribute.Name] = attribute;
                    break;
                case 7: domain = reader.Text(); break;
                default: reader.Skip(); break;
            }
        if (domain is not ("" or "ai.onnx")) node.Operator = $"{domain}.{node.Operator}";
        return node;
    }

    internal bool Has(string attribute) => _attributes.ContainsKey(attribute);

    internal long Integer(string attribute, long otherwise) => _attributes.TryGetValue(attribute, out var a) ? a.Integer : otherwise;

    internal int Int(string attribute, int otherwise = 0) => (int)Integer(attribute, otherwise);

    internal bool Is(string attribute, bool otherwise = false) => Integer(attribute, otherwise ? 1 : 0) != 0;

    internal double Number(string attribute, double otherwise) => _attributes.TryGetValue(attribute, out var a) ? a.Number : otherwise;

    internal string Text(string attribute, string otherwise) => _attributes.TryGetValue(attribute, out var a) ? a.Text : otherwise;

    internal int[]? Ints(string attribute) => _attributes.TryGetValue(attribute, out var a) ? [.. a.Integers.Select(i => (int)i)] : null;

    internal OnnxAttribute this[string attribute] => _attributes[attribute];

    /// <summary>A case whose node has one of these attributes, with a value that is no default, says nothing about Cairn.</summary>
    internal void Refuse(string attribute, string what)
    {
        if (Has(attribute)) throw new NotInCairnException($"{Operator}: {what}");
    }
}

/// <summary>What a node is told beside its inputs.</summary>
sealed class OnnxAttribute
{
    internal string Name { get; private set; } = "";
    internal long Integer { get; private set; }
    internal float Number { get; private set; }
    internal string Text { get; private set; } = "";
    internal OnnxTensor? Tensor { get; private set; }
    internal List<long> Integers { get; } = [];
    internal List<float> Numbers { get; } = [];
    internal List<string> Texts { get; } = [];

    internal static OnnxAttribute Read(ReadOnlySpan<byte> message)
    {
        var attribute = new OnnxAttribute();
        var number = new List<float>();
        var reader = new WireReader(message);
        for (int field; (field = reader.Next()) != 0;)
            switch (field)
            {
                case 1: attribute.Name = reader.Text(); break;
                case 2:
                    reader.Singles(number);
                    attribute.Number = number[0];
                    break;
                case 3: attribute.Integer = reader.Integer(); break;
                case 4: attribute.Text = reader.Text(); break;
                case 5: attribute.Tensor = OnnxTensor.Read(reader.Bytes()); break;
                case 7: reader.Singles(attribute.Numbers); break;
                case 8: reader.Integers(attribute.Integers); break;
                case 9: attribute.Texts.Add(reader.Text()); break;
                default: reader.Skip(); break;
            }
        return attribute;
    }
}

/// <summary>A tensor as it stands in a file, which may be of a type that Cairn has not.</summary>
sealed record OnnxTensor(string Name, int Type, int[] Shape, Func<Tensor> Make)
{
    static readonly string[] Types =
    [
        "undefined", "float32", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16", "float64", "uint32", "uint64", "complex64",
        "complex128", "bfloat16", "float8e4m3fn", "float8e4m3fnuz", "float8e5m2", "float8e5m2fnuz", "uint4", "int4", "float4e2m1", "float8e8m0", "uint2", "int2",
    ];

    /// <summary>The type of Cairn that a number stands for.</summary>
    internal static DType TypeOf(int type) => type switch
    {
        1 => DType.Float32,
        2 => DType.UInt8,
        6 => DType.Int32,
        7 => DType.Int64,
        9 => DType.Bool,
        11 => DType.Float64,
        _ => throw new NotInCairnException($"no tensors of {(type < Types.Length ? Types[type] : $"type {type}")}"),
    };

    internal static OnnxTensor Read(ReadOnlySpan<byte> message)
    {
        var (name, type, raw) = ("", 0, default(byte[]));
        List<long> shape = [], integers = [];
        List<float> singles = [];
        List<double> doubles = [];
        var reader = new WireReader(message);
        for (int field; (field = reader.Next()) != 0;)
            switch (field)
            {
                case 1: reader.Integers(shape); break;
                case 2: type = (int)reader.Integer(); break;
                case 4: reader.Singles(singles); break;
                case 5 or 7: reader.Integers(integers); break;
                case 8: name = reader.Text(); break;
                case 9: raw = reader.Bytes().ToArray(); break;
                case 10: reader.Doubles(doubles); break;
                default: reader.Skip(); break;
            }
        int[] sizes = [.. shape.Select(s => (int)s)];
        T[] Values<T>(IEnumerable<T> given) where T : unmanaged => raw is null ? [.. given] : MemoryMarshal.Cast<byte, T>(raw).ToArray();
        return new(name, type, sizes, () => TypeOf(type) switch
        {
            DType.Float32 => Tensor.From<float>(Values(singles), sizes),
            DType.Float64 => Tensor.From<double>(Values(doubles), sizes),
            DType.Int32 => Tensor.From<int>(Values(integers.Select(i => (int)i)), sizes),
            DType.Int64 => Tensor.From<long>(Values(integers), sizes),
            DType.UInt8 => Tensor.From<byte>(Values(integers.Select(i => (byte)i)), sizes),
            _ => Tensor.From<bool>(Values(integers.Select(i => i != 0)), sizes),
        });
    }
}
