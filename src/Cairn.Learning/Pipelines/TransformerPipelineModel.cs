using Cairn.Persistence;

namespace Cairn.Pipelines;

/// <summary>Fitted transformers, applied one after the other.</summary>
public sealed class TransformerPipelineModel : ITransformer, IFittedPipeline, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("transformer-pipeline", 1);

    internal static readonly ArtefactReaderEntry Reader =
        ArtefactReaderEntry.Other(FileKind, reader => new TransformerPipelineModel(FittedSteps.Read(reader)));

    readonly FittedSteps _steps;

    internal TransformerPipelineModel(FittedSteps steps) => _steps = steps;

    /// <summary>The fitted transformers, in order.</summary>
    public IReadOnlyList<ITransformer> Steps => _steps.Steps;

    /// <inheritdoc/>
    public Features Transform(Features x) => _steps.Transform(x);

    /// <inheritdoc/>
    public TrainingFacts Facts => _steps.Facts(new TrainingFacts { Rows = (Steps.FirstOrDefault() as IArtefact)?.Facts.Rows ?? 0 });

    object? IFittedPipeline.LastModel => null;

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer) => _steps.Write(writer);

    /// <summary>The steps' cards.</summary>
    public override string ToString() => _steps.ToString();
}
