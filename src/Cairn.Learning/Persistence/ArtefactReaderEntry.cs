using Cairn.Pipelines;

namespace Cairn.Persistence;

/// <summary>A row of a table of readers: how one version of one kind of artefact is read, and how it stands at the end of a pipeline.</summary>
public sealed class ArtefactReaderEntry
{
    ArtefactReaderEntry(ArtefactKind kind, Func<ArtefactReader, IArtefact> read, Func<FittedSteps, IArtefact, IArtefact>? inPipeline)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(read);
        (Kind, Read, InPipeline) = (kind, read, inPipeline);
    }

    /// <summary>The kind and version that the row reads.</summary>
    public ArtefactKind Kind { get; }

    internal Func<ArtefactReader, IArtefact> Read { get; }

    /// <summary>Joins fitted steps and a model of this kind to a pipeline of the right type; null when no pipeline ends in it.</summary>
    internal Func<FittedSteps, IArtefact, IArtefact>? InPipeline { get; }

    /// <summary>A row for a classifier.</summary>
    public static ArtefactReaderEntry Classifier<TModel>(ArtefactKind kind, Func<ArtefactReader, TModel> read)
        where TModel : class, IClassifier, IArtefact =>
        new(kind, read, (steps, model) => new ClassifierPipelineModel<TModel>(steps, (TModel)model));

    /// <summary>A row for a regressor.</summary>
    public static ArtefactReaderEntry Regressor<TModel>(ArtefactKind kind, Func<ArtefactReader, TModel> read)
        where TModel : class, IRegressor, IArtefact =>
        new(kind, read, (steps, model) => new RegressorPipelineModel<TModel>(steps, (TModel)model));

    /// <summary>A row for a transformer or any other artefact that no pipeline ends in.</summary>
    public static ArtefactReaderEntry Other<TArtefact>(ArtefactKind kind, Func<ArtefactReader, TArtefact> read)
        where TArtefact : class, IArtefact => new(kind, read, null);
}
