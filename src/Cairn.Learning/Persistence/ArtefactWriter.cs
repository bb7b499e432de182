namespace Cairn.Persistence;

/// <summary>Takes down the fields of one artefact. Names are lower-case words joined by hyphens, each used once.</summary>
/// <remarks>Every method throws an <see cref="ArgumentException"/> for a name that is not such, is taken, or is <c>kind</c> or
/// <c>version</c>.</remarks>
public sealed class ArtefactWriter
{
    readonly List<(string Name, object Value)> _fields = [];
    readonly HashSet<string> _names = new(StringComparer.Ordinal) { ArtefactNames.Kind, ArtefactNames.Version };

    internal ArtefactWriter() { }

    internal IReadOnlyList<(string Name, object Value)> Fields => _fields;

    /// <summary>Writes a text.</summary>
    /// <exception cref="ArgumentException">The text is not valid Unicode.</exception>
    public void Set(string name, string value) => Add(name, Checked(name, value));

    /// <summary>Writes a finite number, exactly.</summary>
    /// <exception cref="ArgumentException">The number is not finite.</exception>
    public void Set(string name, double value) => Add(name, double.IsFinite(value)
        ? value
        : throw new ArgumentException($"{name}: a model file holds finite numbers; put {value} into a tensor that allows it",
            nameof(value)));

    /// <summary>Writes a whole number.</summary>
    public void Set(string name, long value) => Add(name, value);

    /// <summary>Writes a truth value.</summary>
    public void Set(string name, bool value) => Add(name, value);

    /// <summary>Writes a list of texts.</summary>
    /// <exception cref="ArgumentException">A text is null or not valid Unicode.</exception>
    public void Set(string name, IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Add(name, values.Select(value => Checked(name, value)).ToArray());
    }

    /// <summary>Writes a tensor of finite numbers, its bits unchanged.</summary>
    /// <exception cref="ArgumentException">An element is NaN or infinite.</exception>
    public void Set(string name, Tensor value) => Set(name, value, allowNonFinite: false);

    /// <summary>Writes a tensor, its bits unchanged.</summary>
    /// <param name="name">The field.</param>
    /// <param name="value">The tensor; not to be changed until the file is written.</param>
    /// <param name="allowNonFinite">True when NaN and infinities have a meaning here; the reader must then ask for them as well.</param>
    /// <exception cref="ArgumentException">An element is NaN or infinite though that is not allowed.</exception>
    public void Set(string name, Tensor value, bool allowNonFinite)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Rank > ModelFileFormat.MaxRank)
            throw new ArgumentException($"{name}: a model file holds tensors of at most {ModelFileFormat.MaxRank} axes,"
                + $" not {value.Shape}", nameof(value));
        value = value.Contiguous();
        if (!allowNonFinite && TensorBytes.FirstNonFinite(value) is int at and >= 0)
            throw new ArgumentException($"{name}: element {at} of the tensor {value.Shape} is not finite", nameof(value));
        Add(name, value);
    }

    /// <summary>Writes an artefact within this one.</summary>
    public void Set(string name, IArtefact child)
    {
        ArgumentNullException.ThrowIfNull(child);
        Add(name, child);
    }

    /// <summary>Writes a list of artefacts within this one.</summary>
    public void Set(string name, IReadOnlyList<IArtefact> children)
    {
        ArgumentNullException.ThrowIfNull(children);
        foreach (var child in children) ArgumentNullException.ThrowIfNull(child, nameof(children));
        Add(name, children.ToArray());
    }

    void Add(string name, object value)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!ArtefactNames.IsValid(name))
            throw new ArgumentException($"name: '{name}' is not made of lower-case words joined by hyphens", nameof(name));
        if (!_names.Add(name)) throw new ArgumentException($"name: '{name}' is taken", nameof(name));
        _fields.Add((name, value));
    }

    static string Checked(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        for (int i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i])) continue;
            if (i + 1 == value.Length || !char.IsSurrogatePair(value[i], value[i + 1]))
                throw new ArgumentException($"{name}: the text has half a surrogate pair at {i}", nameof(value));
            i++;
        }
        return value;
    }
}
