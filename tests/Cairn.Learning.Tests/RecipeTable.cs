using Cairn.Baselines;
using Cairn.LinearModels;
using Cairn.Pipelines;
using Cairn.Preprocessing;
using Cairn.Trees;

namespace Cairn.Tests;

/// <summary>Every recipe of the library, and variants of it that walk other paths: the second place that a new recipe touches.</summary>
static class RecipeTable
{
    static readonly StandardScaler Scaler = new();
    static readonly TablePreparation Preparation = new();

    internal static readonly IReadOnlyDictionary<string, IEstimator<object>> Rows = new Dictionary<string, IEstimator<object>>
    {
        ["scaler"] = Scaler,
        ["scaler, mean only"] = new StandardScaler { WithScale = false },
        ["scaler, deviation only"] = new StandardScaler { WithMean = false },
        ["scaler, sample deviation"] = new StandardScaler { SampleDeviation = true },
        ["preparation"] = Preparation,
        ["preparation, means"] = new TablePreparation { Imputation = NumberImputation.Mean },
        ["preparation, nothing imputed"] = new TablePreparation { Imputation = NumberImputation.None },
        ["preparation, unscaled"] = new TablePreparation { Scale = false },
        ["preparation, strict"] = new TablePreparation { UnseenCategories = UnseenCategory.Error, MaxLevels = 1 },
        ["preparation, all columns"] = new TablePreparation { DropUseless = false },
        ["scaler and scaler"] = Scaler.Then(Scaler),
        ["preparation and scaler"] = Preparation.Then(Scaler),
        ["mean"] = new MeanPredictor(),
        ["most frequent class"] = new MostFrequentClass(),
        ["linear"] = new LinearRegression(),
        ["linear, no intercept"] = new LinearRegression { FitIntercept = false },
        ["logistic"] = new LogisticRegression(),
        ["logistic, no penalty"] = new LogisticRegression { Penalty = Penalty.None },
        ["logistic, no intercept"] = new LogisticRegression { FitIntercept = false },
        ["logistic, three steps"] = new LogisticRegression { MaxIterations = 3, Tolerance = 0.001, Penalty = Penalty.L2(0.5) },
        ["regression tree"] = new DecisionTreeRegressor(),
        ["regression tree, limits"] = new DecisionTreeRegressor { MaxDepth = 4, MinRowsPerLeaf = 5, MinRowsToSplit = 12, MinImpurityDecrease = 0.01 },
        ["regression tree, pruned"] = new DecisionTreeRegressor { PruningStrength = 0.1 },
        ["classification tree"] = new DecisionTreeClassifier(),
        ["classification tree, entropy"] = new DecisionTreeClassifier { Impurity = ClassImpurity.Entropy, MinRowsPerLeaf = 3 },
        ["classification tree, pruned"] = new DecisionTreeClassifier { PruningStrength = 0.02, MaxDepth = 6 },
        ["boosting, numbers"] = new GradientBoostingRegressor(),
        ["boosting, small leaves"] = new GradientBoostingRegressor { MinRowsPerLeaf = 5, MaxLeaves = 6, MaxDepth = 4, LearningRate = 0.3, Iterations = 20, LeafPenalty = 1 },
        ["boosting, absolute"] = new GradientBoostingRegressor { Loss = BoostingLoss.Absolute, Iterations = 20 },
        ["boosting, Huber"] = new GradientBoostingRegressor { Loss = BoostingLoss.Huber(1), Iterations = 20 },
        ["boosting, classes"] = new GradientBoostingClassifier { Iterations = 30 },
        ["boosting, classes, small leaves"] = new GradientBoostingClassifier { MinRowsPerLeaf = 5, MaxLeaves = 4, Iterations = 10 },
        ["preparation, boosting"] = Preparation.Then(new GradientBoostingClassifier { Iterations = 10 }),
        ["preparation, regression tree"] = Preparation.Then(new DecisionTreeRegressor()),
        ["scaler, classification tree"] = Scaler.Then(new DecisionTreeClassifier()),
        ["scaler, mean"] = Scaler.Then(new MeanPredictor()),
        ["scaler, linear"] = Scaler.Then(new LinearRegression()),
        ["preparation, linear"] = Preparation.Then(new LinearRegression()),
        ["preparation, scaler, linear"] = Preparation.Then(Scaler).Then(new LinearRegression()),
        ["scaler, most frequent class"] = Scaler.Then(new MostFrequentClass()),
        ["scaler, logistic"] = Scaler.Then(new LogisticRegression()),
        ["preparation, logistic"] = Preparation.Then(new LogisticRegression()),
    };
}
