using System.Globalization;
using Cairn.Baselines;
using Cairn.Classification;
using Cairn.Conformal;
using Cairn.Data;
using Cairn.Ensembles;
using Cairn.LinearModels;
using Cairn.Persistence;
using Cairn.Pipelines;
using Cairn.Preprocessing;
using Cairn.RandomNumbers;
using Cairn.Trees;

namespace Cairn.Tests;

/// <summary>The models whose files are kept for ever: one for each kind of artefact and each kind of pipeline. Rows are added, never changed.</summary>
static class GoldenModels
{
    static readonly TablePreparation Preparation = new();

    /// <summary>By the file's name: the file of rows to answer for, and how the model is made.</summary>
    internal static readonly IReadOnlyDictionary<string, (string Questions, Func<IArtefact> Fit)> Rows = new Dictionary<string, (string, Func<IArtefact>)>
    {
        ["linear-model"] = ("numbers.csv", () => new LinearRegression().Fit(Numbers(r => [Response(r)]))),
        ["linear-model-of-two-targets"] = ("numbers.csv", () => new LinearRegression().Fit(Numbers(r => [Response(r), r[1] - r[2]]))),
        ["logistic-model"] = ("numbers.csv", () => new LogisticRegression().Fit(Numbers(r => [Response(r) > 1 ? 1 : 0]))),
        ["logistic-model-of-three-classes"] = ("numbers.csv", () => new LogisticRegression().Fit(Numbers(r => [Response(r) > 4 ? 7 : Response(r) > 0 ? 2 : -1]))),
        ["hinge-model"] = ("numbers.csv", () => new MarsRegression { Degree = 2 }.Fit(Numbers(r => [Response(r)]))),
        ["hinge-model-of-cubic-splines"] = ("numbers.csv", () => new SplineRegression { Degree = 3, KnotCount = 2 }.Fit(Numbers(r => [Response(r)]))),
        ["mean-model"] = ("numbers.csv", () => new MeanPredictor().Fit(Numbers(r => [Response(r)]))),
        ["most-frequent-class-model"] = ("numbers.csv", () => new MostFrequentClass().Fit(Numbers(r => [Response(r) > 1 ? 1 : 0]))),
        ["perceptron-model"] = ("numbers.csv", () => new Perceptron().Fit(Numbers(r => [Response(r) > 4 ? 7 : Response(r) > 0 ? 2 : -1]))),
        ["ordinal-model"] = ("numbers.csv", () => new OrdinalRegression().Fit(Numbers(r => [Response(r) > 4 ? 7 : Response(r) > 0 ? 2 : -1]))),
        ["one-vs-rest-model"] = ("numbers.csv", () => new OneVsRest().Fit(Numbers(r => [Response(r) > 4 ? 7 : Response(r) > 0 ? 2 : -1]))),
        ["decision-threshold-model"] = ("numbers.csv",
            () => new DecisionThreshold { Threshold = 0.82 }.Fit(Numbers(r => [Response(r) > 1 ? 1 : 0]))),
        ["calibrated-classifier-model"] = ("numbers.csv", () => new CalibratedClassifier { Folds = 2 }.Fit(Numbers(r => [Response(r) > 1 ? 1 : 0]))),
        ["calibrated-classifier-model-isotonic"] = ("numbers.csv",
            () => new CalibratedClassifier { Method = CalibrationMethod.Isotonic, HeldOutShare = 0.5 }.Fit(Numbers(r => [Response(r) > 4 ? 7 : Response(r) > 0 ? 2 : -1]))),
        ["conformal-regressor-model"] = ("numbers.csv", () => new ConformalRegressor().Fit(Numbers(r => [Response(r)]))),
        ["conformal-regressor-model-with-spread"] = ("numbers.csv",
            () => new ConformalRegressor { Spread = new DecisionTreeRegressor { MaxDepth = 1 } }.Fit(Numbers(r => [Response(r)]))),
        ["conformal-classifier-model"] = ("numbers.csv",
            () => new ConformalClassifier { Score = ClassScore.Adaptive }.Fit(Numbers(r => [Response(r) > 4 ? 7 : Response(r) > 0 ? 2 : -1]))),
        ["polynomial-features"] = ("numbers.csv", () => new PolynomialFeatures { Degree = 3 }.Fit(Numbers(r => [0]))),
        ["standard-scaler"] = ("numbers.csv", () => new StandardScaler().Fit(Numbers(r => [0]))),
        ["table-preparation"] = ("mixed.csv", () => Preparation.Fit(Mixed("price"))),
        ["table-preparation-with-means"] = ("mixed.csv",
            () => new TablePreparation { Imputation = NumberImputation.Mean, MaxLevels = 2, Scale = false }.Fit(Mixed("price"))),
        ["table-preparation-with-dates"] = ("dates.csv", () => Preparation.Fit(Dated())),
        ["table-preparation-with-some-parts-of-dates"] = ("dates.csv",
            () => new TablePreparation { Dates = DateParts.DayOfWeek | DateParts.ElapsedDays, Imputation = NumberImputation.Mean, Scale = false }.Fit(Dated())),
        ["transformer-pipeline"] = ("mixed.csv", () => Preparation.Then(new StandardScaler()).Fit(Mixed("price"))),
        ["regressor-pipeline"] = ("mixed.csv", () => Preparation.Then(new LinearRegression()).Fit(Mixed("price"))),
        ["regressor-pipeline-of-mean"] = ("numbers.csv", () => new StandardScaler().Then(new MeanPredictor()).Fit(Numbers(r => [Response(r)]))),
        ["classifier-pipeline"] = ("mixed.csv", () => Preparation.Then(new StandardScaler()).Then(new LogisticRegression()).Fit(Mixed("grade"))),
        ["regression-tree"] = ("mixed.csv", () => new DecisionTreeRegressor { MaxDepth = 3 }.Fit(Mixed("price"))),
        ["classification-tree"] = ("mixed.csv", () => new DecisionTreeClassifier { MaxDepth = 3, Impurity = ClassImpurity.Entropy }.Fit(Mixed("grade"))),
        ["boosted-regressor"] = ("mixed.csv", () => new GradientBoostingRegressor { Iterations = 4, MaxLeaves = 4, MinRowsPerLeaf = 5 }.Fit(Mixed("price"))),
        ["boosted-regressor-of-counts"] = ("numbers.csv", () => new GradientBoostingRegressor
        {
            Iterations = 3,
            MaxLeaves = 3,
            MinRowsPerLeaf = 5,
            Loss = BoostingLoss.Poisson
        }.Fit(Numbers(r => [Math.Max(0, Math.Floor(Response(r)))]))),
        ["boosted-classifier"] = ("numbers.csv",
            () => new GradientBoostingClassifier { Iterations = 4, MaxLeaves = 4, MinRowsPerLeaf = 5 }.Fit(Numbers(r => [Response(r) > 1 ? 1 : 0]))),
        ["boosted-classifier-of-three-classes"] = ("mixed.csv",
            () => new GradientBoostingClassifier { Iterations = 2, MaxLeaves = 3, MinRowsPerLeaf = 5 }.Fit(Mixed("grade"))),
        ["bagging-regressor-model"] = ("numbers.csv",
            () => new BaggingRegressor { Regressor = new DecisionTreeRegressor { MaxDepth = 2 }, Members = 3 }.Fit(Numbers(r => [Response(r)]))),
        ["bagging-classifier-model"] = ("mixed.csv", () => new BaggingClassifier
        {
            Classifier = new DecisionTreeClassifier { MaxDepth = 1 },
            Members = 2,
            SampleShare = 0.7,
            Replacement = false,
        }.Fit(Mixed("grade"))),
        ["voting-regressor-model"] = ("numbers.csv",
            () => new VotingRegressor { Regressors = [new LinearRegression(), new MeanPredictor()], Weights = [2, 1] }.Fit(Numbers(r => [Response(r)]))),
        ["voting-classifier-model"] = ("numbers.csv", () => new VotingClassifier
        {
            Classifiers = [new LogisticRegression(), new DecisionTreeClassifier { MaxDepth = 2 }],
            Vote = Vote.Hard,
        }.Fit(Numbers(r => [Response(r) > 4 ? 7 : Response(r) > 0 ? 2 : -1]))),
        ["stacking-regressor-model"] = ("numbers.csv",
            () => new StackingRegressor { Regressors = [new LinearRegression(), new DecisionTreeRegressor { MaxDepth = 2 }] }.Fit(Numbers(r => [Response(r)]))),
        ["stacking-classifier-model"] = ("numbers.csv",
            () => new StackingClassifier { Classifiers = [new LogisticRegression(), new DecisionTreeClassifier { MaxDepth = 1 }], Folds = 3 }
                .Fit(Numbers(r => [Response(r) > 1 ? 1 : 0]))),
        ["classifier-pipeline-of-most-frequent-class"] = ("mixed.csv", () => Preparation.Then(new MostFrequentClass()).Fit(Mixed("grade"))),
    };

    static double Response(double[] row) => 2 * row[0] - row[1] + 0.5 * row[2] * row[2];

    /// <summary>40 rows of the columns of numbers.csv with a target.</summary>
    static Dataset Numbers(Func<double[], double[]> target)
    {
        var rng = Rng.Stream(0, "golden", "numbers").Start();
        double[][] x = [.. Enumerable.Range(0, 40).Select(_ => new[] { rng.Normal(), rng.Normal(1, 2), rng.Normal(-1, 0.5) })];
        double[][] y = [.. x.Select(row => target([row[0] + 0.3 * rng.Normal(), row[1], row[2]]))];
        return new Dataset(Features.From((Tensor)x, ["length", "width", "depth"]),
            y[0].Length == 1 ? (Tensor)y.Select(row => row[0]).ToArray() : (Tensor)y, targetName: "response");
    }

    /// <summary>40 rows of the columns of mixed.csv with a target: a price or a grade.</summary>
    static Dataset Mixed(string target)
    {
        string[] kinds = ["i", "ı", "İ", "straße"];
        var rng = Rng.Stream(0, "golden", "mixed").Start();
        var rows = Enumerable.Range(0, 40).Select(_ =>
        {
            double size = rng.Normal(50, 20), height = rng.Normal(1, 2);
            int kind = rng.Index(kinds.Length);
            bool open = rng.Bernoulli(0.4), gap = rng.Bernoulli(0.1), blank = rng.Bernoulli(0.1);
            double price = 3 * size + 10 * kind + (open ? 5 : 0) + rng.Normal();
            string answer = target == "price" ? Text(price) : price < 140 ? "low" : price < 180 ? "middle" : "high";
            return $"{(gap ? "" : Text(size))},{(blank ? "" : kinds[kind])},{(open ? "true" : "false")},{Text(height)},{answer}";
        });
        return Table.ParseCsv($"size,kind,open,height,{target}\n{string.Join('\n', rows)}\n").ToDataset(target);
    }

    /// <summary>30 rows of the columns of dates.csv.</summary>
    static Dataset Dated() => new(new Table(
        new NumberColumn("size", [.. Enumerable.Range(0, 30).Select(i => 40.0 + 7 * i % 31)]),
        new DateColumn("sold", [.. Enumerable.Range(0, 30).Select(i => i == 4 ? null : (DateTime?)new DateTime(2020, 1, 1).AddDays(37 * i))]),
        new DateColumn("seen", [.. Enumerable.Range(0, 30).Select(i => (DateTime?)new DateTime(2021, 5, 6, 7, 8, 9).AddHours(101 * i))])));

    static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
