namespace Cairn.Persistence;

/// <summary>Something learned that can be saved to a file and loaded again, with the same bits.</summary>
public interface IArtefact
{
    /// <summary>The stable name of this kind of artefact and the version of what <see cref="Write"/> writes.</summary>
    ArtefactKind Kind { get; }

    /// <summary>What happened while it was fitted.</summary>
    TrainingFacts Facts { get; }

    /// <summary>Writes all that prediction needs.</summary>
    void Write(ArtefactWriter writer);
}

/// <summary>The stable name and version of a kind of artefact in files.</summary>
/// <param name="Id">Lower-case words joined by hyphens: <c>linear-model</c>. Never changed once released.</param>
/// <param name="Version">Counted from 1; raised when what is written changes. Readers of old versions stay.</param>
public sealed record ArtefactKind(string Id, int Version);
