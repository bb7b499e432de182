namespace Cairn.Persistence;

/// <summary>Gives the fields of one artefact in a file, each checked; whatever is wrong is a <see cref="CairnFormatException"/>.</summary>
public abstract class ArtefactReader
{
    private protected ArtefactReader() { }

    /// <summary>True when the artefact has a field of this name.</summary>
    public abstract bool Has(string name);

    /// <summary>A text.</summary>
    public abstract string Text(string name);

    /// <summary>A finite number.</summary>
    public abstract double Number(string name);

    /// <summary>A whole number between two bounds, both included.</summary>
    public abstract long Integer(string name, long least = long.MinValue, long most = long.MaxValue);

    /// <summary>A truth value.</summary>
    public abstract bool Flag(string name);

    /// <summary>A list of texts.</summary>
    public abstract IReadOnlyList<string> Texts(string name);

    /// <summary>A read-only tensor of the given type and sizes; -1 stands for any size.</summary>
    public abstract Tensor Tensor(string name, DType dtype, params ReadOnlySpan<int> shape);

    /// <summary>An artefact within this one.</summary>
    public abstract T Child<T>(string name) where T : class;

    /// <summary>The artefacts of a list within this one.</summary>
    public abstract IReadOnlyList<T> Children<T>(string name) where T : class;

    /// <summary>What happened while the artefact was fitted.</summary>
    public abstract TrainingFacts Facts { get; }

    internal abstract (IArtefact Artefact, ArtefactReaderEntry Entry) ChildWithEntry(string name);

    /// <summary>The exception to throw when the fields do not fit together.</summary>
    /// <param name="reason">What does not fit.</param>
    public abstract CairnFormatException Fail(string reason);
}
