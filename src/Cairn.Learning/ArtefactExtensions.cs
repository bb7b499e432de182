using Cairn.Persistence;

namespace Cairn;

/// <summary>Saves what was learned.</summary>
public static class ArtefactExtensions
{
    /// <summary>Saves the model to a file, which <c>Model.Load</c> reads again with the same bits.</summary>
    /// <inheritdoc cref="ModelFile.Save(IArtefact, string, IReadOnlyDictionary{string, string}?)"/>
    public static void Save(this IArtefact model, string path, IReadOnlyDictionary<string, string>? notes = null) =>
        ModelFile.Save(model, path, notes);
}
