using Cairn.Baselines;
using Cairn.Classification;
using Cairn.Conformal;
using Cairn.Ensembles;
using Cairn.LinearModels;
using Cairn.Pipelines;
using Cairn.Preprocessing;
using Cairn.Trees;

namespace Cairn.Persistence;

/// <summary>The table of what this floor reads from model files: one row for each version of each kind of artefact.</summary>
public static class LearningArtefacts
{
    /// <summary>The rows.</summary>
    public static IReadOnlyList<ArtefactReaderEntry> Readers { get; } =
    [
        BaggingClassifierModel.Reader,
        BaggingRegressorModel.Reader,
        BoostedClassifier.Reader,
        BoostedRegressor.Reader,
        CalibratedClassifierModel.Reader,
        ClassificationTree.Reader,
        ConformalClassifierModel.Reader,
        ConformalRegressorModel.Reader,
        DecisionThresholdModel.Reader,
        HingeModel.Reader,
        LinearModel.Reader,
        LogisticModel.Reader,
        MeanModel.Reader,
        MostFrequentClassModel.Reader,
        OneVsRestModel.Reader,
        OrdinalModel.Reader,
        PerceptronModel.Reader,
        PipelineArtefact.Reader,
        PolynomialFeaturesModel.Reader,
        RegressionTree.Reader,
        StackingClassifierModel.Reader,
        StackingRegressorModel.Reader,
        StandardScalerModel.Reader,
        TablePreparationModel.Reader,
        TablePreparationModel.ReaderOfVersion1,
        TransformerPipelineModel.Reader,
        VotingClassifierModel.Reader,
        VotingRegressorModel.Reader,
    ];
}
