using System.Globalization;
using System.Text;

namespace Cairn.Persistence;

/// <summary>Gives the fields of one artefact in a file, each checked; whatever is wrong is a <see cref="CairnFormatException"/>.</summary>
/// <remarks>An artefact must ask for every field it has: one that is left over is a fault of the file too.</remarks>
public sealed class ArtefactReader
{
    readonly ArtefactLoader _loader;
    readonly int _node;
    readonly string _path;

    internal ArtefactReader(ArtefactLoader loader, int node, string path, TrainingFacts facts) =>
        (_loader, _node, _path, Facts) = (loader, node, path, facts);

    ArtefactTree Tree => _loader.File.Tree;

    /// <summary>What happened while the artefact was fitted.</summary>
    public TrainingFacts Facts { get; }

    /// <summary>True when the artefact has a field of this name.</summary>
    public bool Has(string name) =>
        Tree.Find(_node, name) != ArtefactTree.None || _loader.File.Header.Find(ArtefactNames.Join(_path, name)) >= 0;

    /// <summary>A text.</summary>
    public string Text(string name) => Value(name, ArtefactTree.FieldKind.Text).Text();

    /// <summary>A finite number.</summary>
    public double Number(string name) => Value(name, ArtefactTree.FieldKind.Number).Number();

    /// <summary>A whole number between two bounds, both included.</summary>
    public long Integer(string name, long least = long.MinValue, long most = long.MaxValue) =>
        Value(name, ArtefactTree.FieldKind.Number).Integer(least, most);

    /// <summary>A truth value.</summary>
    public bool Flag(string name) => Value(name, ArtefactTree.FieldKind.Flag).Token == System.Text.Json.JsonTokenType.True;

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        int field = Field(name, ArtefactTree.FieldKind.Texts);
        var texts = new string[Tree.Fields[field].Count];
        var json = Tree.Value(field);
        for (int i = 0; i < texts.Length; i++)
        {
            json.Next();
            texts[i] = json.Text();
        }
        return texts;
    }

    /// <summary>A read-only tensor of finite numbers of the given type and sizes; -1 stands for any size.</summary>
    public Tensor Tensor(string name, DType dtype, params ReadOnlySpan<int> shape) => Tensor(name, dtype, allowNonFinite: false, shape);

    /// <summary>A read-only tensor of the given type and sizes.</summary>
    /// <param name="name">The field.</param>
    /// <param name="dtype">The type of the elements.</param>
    /// <param name="allowNonFinite">True when NaN and infinities have a meaning here.</param>
    /// <param name="shape">The sizes; -1 stands for any size.</param>
    public Tensor Tensor(string name, DType dtype, bool allowNonFinite, params ReadOnlySpan<int> shape)
    {
        string path = ArtefactNames.Join(_path, name);
        int entry = _loader.File.Header.Find(path);
        if (entry < 0) throw Fail($"it has no tensor '{name}'");
        var tensor = _loader.File.Tensors[entry];
        bool fits = tensor.DType == dtype && tensor.Rank == shape.Length;
        for (int a = 0; fits && a < shape.Length; a++) fits = shape[a] == -1 || shape[a] == tensor.Shape[a];
        if (!fits) throw Fail($"its tensor '{name}' is {tensor.DType} {tensor.Shape} where {dtype} {Sizes(shape)} is expected");
        if (!allowNonFinite && TensorBytes.FirstNonFinite(tensor) is int at and >= 0)
            throw Fail($"element {at} of its tensor '{name}' is not finite");
        _loader.TensorRead[entry] = true;
        return tensor;
    }

    /// <summary>An artefact within this one.</summary>
    public T Child<T>(string name) where T : class => Typed<T>(ChildWithEntry(name).Artefact, name);

    /// <summary>The artefacts of a list within this one.</summary>
    public IReadOnlyList<T> Children<T>(string name) where T : class
    {
        int field = Field(name, ArtefactTree.FieldKind.Children);
        var children = new T[Tree.Fields[field].Count];
        int node = Tree.Fields[field].FirstChild;
        for (int i = 0; i < children.Length; i++, node = Tree.Nodes[node].Next)
            children[i] = Typed<T>(_loader.Read(node, string.Create(CultureInfo.InvariantCulture,
                $"{ArtefactNames.Join(_path, name)}.{i}")).Artefact, name);
        return children;
    }

    internal (IArtefact Artefact, ArtefactReaderEntry Entry) ChildWithEntry(string name) =>
        _loader.Read(Tree.Fields[Field(name, ArtefactTree.FieldKind.Child)].FirstChild, ArtefactNames.Join(_path, name));

    /// <summary>The exception to throw when the fields do not fit together.</summary>
    /// <param name="reason">What does not fit.</param>
    public CairnFormatException Fail(string reason) =>
        new($"The '{Tree.KindOf(_node)}'{(_path.Length == 0 ? "" : $" at '{_path}'")}: {reason}", Tree.Offset);

    /// <summary>Throws when the artefact has fields that nobody asked for.</summary>
    internal void Finish()
    {
        for (int f = Tree.Nodes[_node].FirstField; f != ArtefactTree.None; f = Tree.Fields[f].Next)
            if (!_loader.FieldRead[f]) throw Fail($"it has an unknown field '{Encoding.UTF8.GetString(Tree.NameOf(f))}'");
    }

    int Field(string name, ArtefactTree.FieldKind kind)
    {
        int field = Tree.Find(_node, name);
        if (field == ArtefactTree.None) throw Fail($"it has no field '{name}'");
        var found = Tree.Fields[field].Kind;
        bool emptyList = found == ArtefactTree.FieldKind.Empty && kind is ArtefactTree.FieldKind.Texts or ArtefactTree.FieldKind.Children;
        if (found != kind && !emptyList) throw Fail($"its field '{name}' is {Describe(found)} where {Describe(kind)} is expected");
        _loader.FieldRead[field] = true;
        return field;
    }

    JsonCursor Value(string name, ArtefactTree.FieldKind kind) => Tree.Value(Field(name, kind));

    T Typed<T>(IArtefact artefact, string name) where T : class =>
        artefact as T ?? throw Fail($"'{name}' holds a '{artefact.Kind.Id}', which is no {typeof(T).Name}");

    static string Describe(ArtefactTree.FieldKind kind) => kind switch
    {
        ArtefactTree.FieldKind.Text => "a text",
        ArtefactTree.FieldKind.Number => "a number",
        ArtefactTree.FieldKind.Flag => "a truth value",
        ArtefactTree.FieldKind.Texts => "a list of texts",
        ArtefactTree.FieldKind.Child => "an artefact",
        ArtefactTree.FieldKind.Children => "a list of artefacts",
        _ => "an empty list",
    };

    static string Sizes(ReadOnlySpan<int> shape)
    {
        var sizes = new string[shape.Length];
        for (int a = 0; a < sizes.Length; a++) sizes[a] = shape[a] == -1 ? "any" : shape[a].ToString(CultureInfo.InvariantCulture);
        return $"[{string.Join(", ", sizes)}]";
    }
}
