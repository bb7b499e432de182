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

    /// <summary>The steps' facts: the recipe of the whole, the rows it was fitted on, the notes of all.</summary>
    public TrainingFacts Facts
    {
        get
        {
            TrainingFacts[] facts = [.. Steps.Select(step => step is IArtefact artefact ? artefact.Facts : new TrainingFacts())];
            return _steps.Facts(new TrainingFacts
            {
                Recipe = $"{nameof(TransformerPipeline)} {{ Steps = [{string.Join(", ", facts.Select(f => f.Recipe))}] }}",
                Rows = facts.Length == 0 ? 0 : facts[0].Rows,
            });
        }
    }

    object? IFittedPipeline.LastModel => null;

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer) => _steps.Write(writer);

    /// <summary>The steps' cards.</summary>
    public override string ToString() => _steps.ToString();
}
