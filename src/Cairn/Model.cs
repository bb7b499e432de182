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

    /// <summary>Makes a module of one's own and gives it the weights of a file: <c>Model.Load("net.safetensors", () => new Mlp(4, 8))</c>.</summary>
    /// <remarks>A file holds numbers and names and never code, so that what the module computes comes from the program. <see cref="Weights.SaveWeights"/>
    /// saves them; networks of Cairn's layers alone are saved whole, by <c>net.Save(path)</c>.</remarks>
    /// <param name="path">The file of weights.</param>
    /// <param name="make">Makes the module as it was when its weights were saved.</param>
    /// <param name="naming">The name in the file of a path here, such as <see cref="WeightNames.PyTorch"/>; the path itself when null.</param>
    /// <exception cref="CairnFormatException">The file is damaged, or its tensors are not those of the module; the message names both.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static T Load<T>(string path, Func<T> make, Func<string, string>? naming = null) where T : Module
    {
        ArgumentNullException.ThrowIfNull(make);
        var net = make();
        net.LoadWeights(path, naming);
        return net;
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
