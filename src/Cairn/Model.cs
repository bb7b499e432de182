using Cairn.Persistence;

namespace Cairn;

/// <summary>Loads models that were saved to files.</summary>
/// <remarks>Loading can never run code: a file is data only. Every method throws a <see cref="CairnFormatException"/> for a file that is
/// damaged
/// or no model file, and an <see cref="IOException"/> for one that cannot be read.</remarks>
public static class Model
{
    /// <summary>All kinds of artefacts that Cairn reads.</summary>
    public static IReadOnlyList<ArtefactReaderEntry> Readers { get; } = [.. LearningArtefacts.Readers, .. NeuralArtefacts.Readers];

    /// <summary>Loads a model of any kind.</summary>
    /// <param name="path">The file.</param>
    /// <param name="additionalReaders">Readers of kinds that Cairn does not know, if the file holds such.</param>
    public static IArtefact Load(string path, IReadOnlyList<ArtefactReaderEntry>? additionalReaders = null) =>
        ModelFile.Load(path, additionalReaders is null ? Readers : [.. Readers, .. additionalReaders]);

    /// <summary>Loads a model as a <typeparamref name="T"/>.</summary>
    /// <inheritdoc cref="Load(string, IReadOnlyList{ArtefactReaderEntry}?)"/>
    /// <exception cref="InvalidOperationException">The file holds a model that is no <typeparamref name="T"/>.</exception>
    public static T Load<T>(string path, IReadOnlyList<ArtefactReaderEntry>? additionalReaders = null) where T : class
    {
        var model = Load(path, additionalReaders);
        return model as T ?? throw new InvalidOperationException(
            $"'{path}' holds a '{model.Kind.Id}' ({model.GetType().Name}), which is no {typeof(T).Name}; load it with Model.Load(path)");
    }

    /// <summary>Loads a classifier.</summary>
    /// <inheritdoc cref="Load{T}(string, IReadOnlyList{ArtefactReaderEntry}?)"/>
    public static IClassifier LoadClassifier(string path, IReadOnlyList<ArtefactReaderEntry>? additionalReaders = null) =>
        Load<IClassifier>(path, additionalReaders);

    /// <summary>Loads a regressor.</summary>
    /// <inheritdoc cref="Load{T}(string, IReadOnlyList{ArtefactReaderEntry}?)"/>
    public static IRegressor LoadRegressor(string path, IReadOnlyList<ArtefactReaderEntry>? additionalReaders = null) =>
        Load<IRegressor>(path, additionalReaders);
}
