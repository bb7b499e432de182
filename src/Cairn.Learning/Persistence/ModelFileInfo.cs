using System.Globalization;

namespace Cairn.Persistence;

/// <summary>What a model file says of itself.</summary>
/// <param name="Kind">The kind of the artefact at the root.</param>
/// <param name="CreatedBy">The program that wrote it: <c>Cairn 0.1.0</c>.</param>
/// <param name="Digest">SHA-256, hexadecimal, of all that predictions depend on: equal digests mean equal predictions.</param>
/// <param name="Notes">What the saver noted, ordered by key.</param>
/// <param name="Artefacts">The artefacts, each before those within it.</param>
/// <param name="Tensors">The tensors, in the file's order.</param>
public sealed record ModelFileInfo(ArtefactKind Kind, string CreatedBy, string Digest, IReadOnlyDictionary<string, string> Notes,
    IReadOnlyList<ModelFileArtefact> Artefacts, IReadOnlyList<ModelFileTensor> Tensors);

/// <summary>An artefact in a model file.</summary>
/// <param name="Path">Its place: empty for the root, <c>last</c>, <c>steps.0</c>.</param>
/// <param name="Kind">Its kind and version.</param>
/// <param name="Facts">What happened while it was fitted.</param>
public sealed record ModelFileArtefact(string Path, ArtefactKind Kind, TrainingFacts Facts);

/// <summary>A tensor in a model file.</summary>
/// <param name="Name">The path of its artefact, a dot, and the field: <c>last.coefficients</c>.</param>
/// <param name="DType">The type of its elements.</param>
/// <param name="Shape">Its sizes.</param>
public sealed record ModelFileTensor(string Name, DType DType, Shape Shape)
{
    /// <summary>The bytes it takes in the file.</summary>
    public long Bytes => (long)Shape.Elements * DType.Size();

    /// <summary>Name, type and sizes: <c>last.coefficients Float64 [3, 4]</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} {DType} {Shape}");
}
