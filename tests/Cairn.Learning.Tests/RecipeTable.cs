using Cairn.Baselines;
using Cairn.Classification;
using Cairn.Conformal;
using Cairn.Contracts;
using Cairn.Ensembles;
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
        ["descent"] = new GradientDescentRegression(),
        ["descent, mean normalisation"] = new GradientDescentRegression { Normalization = Normalization.Mean, Cost = SquaredCost.Mse },
        ["descent, plain columns"] = new GradientDescentRegression { Normalization = Normalization.None, Epochs = 50 },
        ["descent, no intercept"] = new GradientDescentRegression { FitIntercept = false, StartIntercept = 3, LearningRate = 0.5 },
        ["descent, classes"] = new GradientDescentClassification(),
        ["descent, classes, mean normalisation"] = new GradientDescentClassification { Normalization = Normalization.Mean, Epochs = 100 },
        ["descent, classes, no intercept"] = new GradientDescentClassification { FitIntercept = false, LearningRate = 1 },
        ["perceptron"] = new Perceptron(),
        ["perceptron, no intercept"] = new Perceptron { FitIntercept = false, LearningRate = 0.1, Epochs = 5 },
        ["ordinal"] = new OrdinalRegression(),
        ["ordinal, no penalty"] = new OrdinalRegression { Penalty = Penalty.None },
        ["one vs rest"] = new OneVsRest(),
        ["one vs rest, descent"] = new OneVsRest { Classifier = new GradientDescentClassification { Epochs = 50 } },
        ["ridge"] = new Ridge(),
        ["ridge, no intercept"] = new Ridge { FitIntercept = false, Strength = 0.1 },
        ["ridge, no penalty"] = new Ridge { Strength = 0 },
        ["lasso"] = new Lasso { Strength = 0.1 },
        ["lasso, no intercept"] = new Lasso { FitIntercept = false, Strength = 0.2, Tolerance = 1e-10 },
        ["elastic net"] = new ElasticNet { Strength = 0.1 },
        ["elastic net, no intercept"] = new ElasticNet { FitIntercept = false, L1Share = 0.1, Strength = 0.1 },
        ["stepwise"] = new StepwiseRegression(),
        ["stepwise, forward, BIC"] = new StepwiseRegression { Direction = SelectionDirection.Forward, Criterion = SelectionCriterion.Bic, MaxColumns = 2 },
        ["stepwise, backward"] = new StepwiseRegression { Direction = SelectionDirection.Backward },
        ["spline"] = new SplineRegression(),
        ["spline, cubic"] = new SplineRegression { Degree = 3, KnotCount = 2 },
        ["spline, given knots"] = new SplineRegression { Knots = [-0.5, 0.5], Degree = 2 },
        ["MARS"] = new MarsRegression(),
        ["MARS, products"] = new MarsRegression { Degree = 2, MaxTerms = 15 },
        ["MARS, not pruned"] = new MarsRegression { Prune = false, MaxTerms = 7, MinSpan = 4, EndSpan = 5, MinImprovement = 0.01 },
        ["scaler, MARS"] = Scaler.Then(new MarsRegression { KnotPenalty = 4 }),
        ["preparation, spline"] = Preparation.Then(new SplineRegression()),
        ["polynomial"] = new PolynomialFeatures(),
        ["polynomial, interactions"] = new PolynomialFeatures { Degree = 3, InteractionsOnly = true },
        ["scaler, polynomial, ridge"] = Scaler.Then(new PolynomialFeatures { Degree = 3 }).Then(new Ridge()),
        ["calibrated"] = new CalibratedClassifier(),
        ["calibrated, isotonic"] = new CalibratedClassifier { Method = CalibrationMethod.Isotonic, Folds = 3 },
        ["calibrated, held out"] = new CalibratedClassifier { Classifier = new DecisionTreeClassifier { MinRowsPerLeaf = 5 }, HeldOutShare = 0.3 },
        ["preparation, calibrated"] = Preparation.Then(new CalibratedClassifier()),
        ["conformal regressor"] = new ConformalRegressor(),
        ["conformal regressor, spread"] = new ConformalRegressor { Spread = new DecisionTreeRegressor { MinRowsPerLeaf = 10 }, Coverage = 0.8 },
        ["conformal classifier"] = new ConformalClassifier(),
        ["conformal classifier, adaptive"] = new ConformalClassifier { Score = ClassScore.Adaptive, Coverage = 0.8, CalibrationShare = 0.4 },
        ["preparation, conformal regressor"] = Preparation.Then(new ConformalRegressor()),
        ["bagging, numbers"] = new BaggingRegressor(),
        ["bagging, numbers, pasting"] = new BaggingRegressor { Regressor = new LinearRegression(), Members = 4, SampleShare = 0.6, Replacement = false },
        ["bagging, classes"] = new BaggingClassifier(),
        ["bagging, classes, pasting"] = new BaggingClassifier { Classifier = new LogisticRegression(), Members = 3, Replacement = false, ScoresOutOfBag = false },
        ["voting, numbers"] = new VotingRegressor(),
        ["voting, numbers, weights"] = new VotingRegressor { Regressors = [new LinearRegression(), new MeanPredictor()], Weights = [3, 0.5] },
        ["voting, soft"] = new VotingClassifier(),
        ["voting, hard"] = new VotingClassifier { Vote = Vote.Hard, Weights = [1, 2] },
        ["stacking, numbers"] = new StackingRegressor(),
        ["stacking, numbers, boosting"] = new StackingRegressor { Regressors = [new LinearRegression()], Final = new GradientBoostingRegressor { Iterations = 10 }, Folds = 3 },
        ["stacking, classes"] = new StackingClassifier(),
        ["stacking, classes, three folds"] = new StackingClassifier { Classifiers = [new DecisionTreeClassifier { MaxDepth = 2 }], Folds = 3 },
        ["preparation, bagging"] = Preparation.Then(new BaggingClassifier { Members = 3 }),
        ["preparation, stacking"] = Preparation.Then(new StackingRegressor { Folds = 2 }),
        ["threshold"] = new DecisionThreshold(),
        ["threshold, low"] = new DecisionThreshold { Threshold = 0.2 },
        ["scaler, mean"] = Scaler.Then(new MeanPredictor()),
        ["scaler, linear"] = Scaler.Then(new LinearRegression()),
        ["preparation, linear"] = Preparation.Then(new LinearRegression()),
        ["preparation, scaler, linear"] = Preparation.Then(Scaler).Then(new LinearRegression()),
        ["scaler, most frequent class"] = Scaler.Then(new MostFrequentClass()),
        ["scaler, logistic"] = Scaler.Then(new LogisticRegression()),
        ["scaler, descent"] = Scaler.Then(new GradientDescentRegression()),
        ["preparation, descent, classes"] = Preparation.Then(new GradientDescentClassification()),
        ["preparation, logistic"] = Preparation.Then(new LogisticRegression()),
    };

    const string Repeats = "weights: whole numbers repeat rows", Order = "target: the order of the classes";

    static readonly ContractExemption RowByRow = new(Repeats, "it learns row by row, in an order drawn from their number");

    static readonly ContractExemption KeptBack = new(Repeats, "rows are dealt to its parts one by one");

    static readonly ContractExemption Drawn = new(Repeats, "rows are drawn one by one, whatever they weigh");

    static readonly ContractExemption Ordered = new(Order, "the order of the classes is what it learns from");

    static readonly ContractExemption NotTheLargest = new("probabilities: the largest is predicted", "the threshold decides");

    /// <summary>The laws that a recipe of the table cannot keep, each with its reason.</summary>
    internal static readonly IReadOnlyDictionary<string, ContractOptions> Options = new Dictionary<string, ContractOptions>
    {
        ["perceptron"] = new() { Exemptions = [RowByRow] },
        ["perceptron, no intercept"] = new() { Exemptions = [RowByRow] },
        ["calibrated"] = new() { Exemptions = [KeptBack] },
        ["calibrated, isotonic"] = new() { Exemptions = [KeptBack] },
        ["calibrated, held out"] = new() { Exemptions = [KeptBack] },
        ["preparation, calibrated"] = new() { Exemptions = [KeptBack] },
        ["conformal regressor"] = new() { Exemptions = [KeptBack] },
        ["conformal regressor, spread"] = new() { Exemptions = [KeptBack] },
        ["conformal classifier"] = new() { Exemptions = [KeptBack] },
        ["conformal classifier, adaptive"] = new() { Exemptions = [KeptBack] },
        ["preparation, conformal regressor"] = new() { Exemptions = [KeptBack] },
        ["bagging, numbers"] = new() { Exemptions = [Drawn] },
        ["bagging, numbers, pasting"] = new() { Exemptions = [Drawn] },
        ["bagging, classes"] = new() { Exemptions = [Drawn] },
        ["preparation, bagging"] = new() { Exemptions = [Drawn] },
        ["stacking, numbers"] = new() { Exemptions = [KeptBack] },
        ["stacking, numbers, boosting"] = new() { Exemptions = [KeptBack] },
        ["stacking, classes"] = new() { Exemptions = [KeptBack] },
        ["stacking, classes, three folds"] = new() { Exemptions = [KeptBack] },
        ["preparation, stacking"] = new() { Exemptions = [KeptBack] },
        ["ordinal"] = new() { Exemptions = [Ordered] },
        ["ordinal, no penalty"] = new() { Exemptions = [Ordered] },
        ["threshold"] = new() { Exemptions = [NotTheLargest] },
        ["threshold, low"] = new() { Exemptions = [NotTheLargest] },
    };
}
