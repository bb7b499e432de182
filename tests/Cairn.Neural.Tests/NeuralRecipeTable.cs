using Cairn.Classification;
using Cairn.Contracts;
using Cairn.Pipelines;
using Cairn.Preprocessing;

namespace Cairn.Tests;

/// <summary>Every recipe of networks, and variants of it that walk other paths: the second place that a new one touches.</summary>
static class NeuralRecipeTable
{
    static readonly NeuralClassifier Classifier = new() { Hidden = [8], Epochs = 12, Optimizer = new Adam { LearningRate = 0.01 } };

    static readonly NeuralRegressor Regressor = new() { Hidden = [8], Epochs = 12, Optimizer = new Adam { LearningRate = 0.01 } };

    internal static readonly IReadOnlyDictionary<string, IEstimator<object>> Rows = new Dictionary<string, IEstimator<object>>
    {
        ["classifier"] = Classifier,
        ["classifier, as it comes"] = new NeuralClassifier { Epochs = 20 },
        ["classifier, two layers with dropout"] = Classifier with { Hidden = [8, 6], Activation = Activation.Tanh, Dropout = 0.2, WeightDecay = 0.01 },
        ["classifier, no layer, no rows held back"] = Classifier with { Hidden = [], ValidationShare = 0, LearningRate = 0.05 },
        ["classifier, three networks"] = Classifier with { Networks = 3, Epochs = 8 },
        ["classifier, network of one's own"] = Classifier with
        {
            Network = (inputs, outputs) => new Sequential(new Linear(inputs, 8), new LayerNorm(8), new Gelu(), new Linear(8, outputs)),
        },
        ["classifier, smoothed labels"] = Classifier with { Loss = new CrossEntropyFromLogits { LabelSmoothing = 0.1 }, Patience = 2 },
        ["scaler, classifier"] = new StandardScaler().Then(Classifier),
        ["preparation, classifier"] = new TablePreparation().Then(Classifier),
        ["calibrated classifier"] = new CalibratedClassifier { Classifier = Classifier, Folds = 3 },
        ["one vs rest"] = new OneVsRest { Classifier = Classifier },
        ["regressor"] = Regressor,
        ["regressor, as it comes"] = new NeuralRegressor { Epochs = 20 },
        ["regressor, absolute error"] = Regressor with { Loss = Loss.MeanAbsoluteError, Hidden = [8, 6], Activation = Activation.Tanh },
        ["regressor, two networks"] = Regressor with { Networks = 2, ValidationShare = 0.2 },
        ["regressor, no layer, momentum"] = Regressor with { Hidden = [], Optimizer = new Sgd { LearningRate = 0.01, Momentum = 0.9 }, BatchSize = 8 },
        ["preparation, regressor"] = new TablePreparation().Then(Regressor),
    };

    static readonly ContractExemption Repeats = new("weights: whole numbers repeat rows", "batches and rows held back are drawn from the number of rows");

    static readonly ContractExemption ByPlace = new("features: in another order", "the first weights are drawn by place");

    static readonly ContractExemption ClassesByPlace = new("target: the order of the classes", "the first weights are drawn by place");

    /// <summary>The laws that a network cannot keep, each with its reason.</summary>
    internal static ContractOptions OptionsOf(string name) => new()
    {
        Readers = Model.Readers,
        Exemptions = Rows[name] is IEstimator<IClassifier> ? [Repeats, ByPlace, ClassesByPlace] : [Repeats, ByPlace],
    };
}
