namespace Cairn.Persistence;

/// <summary>Takes down the fields of one artefact. Names are lower-case words joined by hyphens, each used once.</summary>
public sealed class ArtefactWriter
{
    readonly Dictionary<string, object> _fields = [];

    internal ArtefactWriter() { }

    /// <summary>Writes a text.</summary>
    public void Set(string name, string value) => _fields.Add(name, value);

    /// <summary>Writes a finite number, exactly.</summary>
    public void Set(string name, double value) => _fields.Add(name, value);

    /// <summary>Writes a whole number.</summary>
    public void Set(string name, long value) => _fields.Add(name, value);

    /// <summary>Writes a truth value.</summary>
    public void Set(string name, bool value) => _fields.Add(name, value);

    /// <summary>Writes a list of texts.</summary>
    public void Set(string name, IReadOnlyList<string> values) => _fields.Add(name, values);

    /// <summary>Writes a tensor, its bits unchanged.</summary>
    public void Set(string name, Tensor value) => _fields.Add(name, value);

    /// <summary>Writes an artefact within this one.</summary>
    public void Set(string name, IArtefact child) => _fields.Add(name, child);

    /// <summary>Writes a list of artefacts within this one.</summary>
    public void Set(string name, IReadOnlyList<IArtefact> children) => _fields.Add(name, children);
}
