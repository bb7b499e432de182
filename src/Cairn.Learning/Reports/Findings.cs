using Cairn.Classification;
using Cairn.Data;
using Cairn.Evaluation;
using Cairn.LinearModels;
using Cairn.Persistence;
using Cairn.Pipelines;

namespace Cairn.Reports;

/// <summary>What all sections of a report speak of, computed once.</summary>
sealed class Findings
{
    internal Findings(TrainingReport report)
    {
        Report = report;
        Require(report.Model, nameof(report.Model));
        Require(report.Baseline, nameof(report.Baseline));
        _ = report.Source[report.Target];
        (Steps, LastModel) = report.Model is IFittedPipeline pipeline
            ? (pipeline.Steps, pipeline.LastModel ?? pipeline)
            : ([], report.Model);
        Facts = report.Model is IArtefact artefact ? artefact.Facts : new TrainingFacts();
        (Train, Test, Baseline) = (ScoreCard.Of(report.Model, report.Train, report.Positive),
            ScoreCard.Of(report.Model, report.Test, report.Positive), ScoreCard.Of(report.Baseline, report.Test, report.Positive));
        if (report.Task == LearningTask.Regression)
        {
            Truth = OneTarget(report.Test.NumericTarget("a report of regression"));
            Predicted = OneTarget(report.Model.Predict(report.Test.Features));
            BaselinePredicted = OneTarget(report.Baseline.Predict(report.Test.Features));
        }
        if ((LastModel is DecisionThresholdModel threshold ? threshold.Classifier : LastModel) is ILinearPredictor { Schema.Count: > 0, ScoreNames.Count: > 0 } linear)
            Coefficients = Coefficients.Of(linear, Steps, report.Train.Features);
    }

    internal TrainingReport Report { get; }

    /// <summary>The model's scores on the rows it was fitted on, on those held out, and the baseline's on those held out.</summary>
    internal ScoreCard Train { get; }

    internal ScoreCard Test { get; }

    internal ScoreCard Baseline { get; }

    internal TrainingFacts Facts { get; }

    /// <summary>The transformers before the model.</summary>
    internal IReadOnlyList<ITransformer> Steps { get; }

    /// <summary>The model without the transformers before it.</summary>
    internal object LastModel { get; }

    /// <summary>For regression, the targets of the rows held out and the answers.</summary>
    internal double[] Truth { get; } = [];

    internal double[] Predicted { get; } = [];

    internal double[] BaselinePredicted { get; } = [];

    /// <summary>The coefficients, when the model is linear.</summary>
    internal Coefficients? Coefficients { get; }

    /// <summary>What permuting each column costs, once it was measured.</summary>
    internal Explanation.PermutationImportances? Importances { get; set; }

    internal bool IsClassification => Report.Task == LearningTask.Classification;

    /// <summary>The recipe's name, to call the model by.</summary>
    internal string ModelName
    {
        get
        {
            string recipe = LastModel is IArtefact artefact ? artefact.Facts.Recipe : "";
            string name = recipe.Split(' ', '{', '(')[0];
            return name.Length > 0 ? name : LastModel.GetType().Name.Split('`')[0];
        }
    }

    void Require(IPredictor model, string name)
    {
        bool suits = IsClassification ? model is IClassifier : model is IRegressor;
        string needs = IsClassification ? "classification needs a classifier" : "regression needs a regressor";
        if (!suits) throw new ArgumentException($"{name}: a report of {needs}, got {model.GetType().Name}", name);
    }

    static double[] OneTarget(Tensor values) => values.Rank == 1 || values.Shape[1] == 1
        ? Features.ToFloat64(values).ToArray<double>()
        : throw new ArgumentException($"Test: a report shows one target, and the answers have the shape {values.Shape}", "Test");
}
