using Cairn.Persistence;

namespace Cairn.Pipelines;

/// <summary>A fitted classifier that prepares its own features.</summary>
public sealed class ClassifierPipelineModel<TModel> : IClassifier, IFittedPipeline, IArtefact where TModel : class, IClassifier
{
    readonly FittedSteps _steps;

    internal ClassifierPipelineModel(FittedSteps steps, TModel last) => (_steps, Last) = (steps, last);

    /// <summary>The fitted transformers, in order.</summary>
    public IReadOnlyList<ITransformer> Steps => _steps.Steps;

    /// <summary>The fitted classifier at the end.</summary>
    public TModel Last { get; }

    /// <inheritdoc/>
    public ClassLabels Classes => Last.Classes;

    /// <inheritdoc/>
    public Tensor Predict(Features x) => Last.Predict(_steps.Transform(x));

    /// <inheritdoc/>
    public Tensor PredictProbabilities(Features x) => Last.PredictProbabilities(_steps.Transform(x));

    /// <inheritdoc/>
    public TrainingFacts Facts => _steps.Facts(Last is IArtefact artefact ? artefact.Facts : new TrainingFacts());

    object IFittedPipeline.LastModel => Last;

    ArtefactKind IArtefact.Kind => PipelineArtefact.Kind;

    void IArtefact.Write(ArtefactWriter writer) => PipelineArtefact.Write(writer, _steps, Last);

    /// <summary>The steps' cards and the classifier's.</summary>
    public override string ToString() => $"{_steps}{Environment.NewLine}{Last}";
}
