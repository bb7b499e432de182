using Cairn.Evaluation;
using Cairn.LinearModels;
using Cairn.ModelSelection;
using Cairn.Preprocessing;

namespace Cairn.SideBySide;

/// <summary>Learners and what stands around them, float64; the last rows are held out of a fit and judge it.</summary>
static class Learners
{
    internal static Work LinearRegression(int rows, int heldOut, int columns)
    {
        var (x, y) = MadeData.Regression(rows + heldOut, columns);
        var (train, test) = HeldOut(new Dataset(Matrix(x, columns), y), rows);
        var recipe = new LinearRegression();
        return new(() => recipe.Fit(train), () => recipe.Fit(train).Score(test, Metrics.R2), () => NaiveModels.LinearR2(x, y, rows, columns));
    }

    internal static Work LogisticRegression(int rows, int heldOut, int columns, int classes)
    {
        var (x, y) = MadeData.LinearClasses(rows + heldOut, columns, classes);
        var (train, test) = HeldOut(Labelled(x, columns, y, classes), rows);
        var recipe = new LogisticRegression();
        return new(() => recipe.Fit(train), () => recipe.Fit(train).Score(test, Metrics.LogLoss),
            () => NaiveModels.LogisticLoss(x, y, rows, columns, classes));
    }

    internal static Work StandardScaler(int rows, int columns)
    {
        var (x, _) = MadeData.Regression(rows, columns);
        var data = new Dataset(Matrix(x, columns));
        Features Scaled() => new StandardScaler().Fit(data).Transform(data.Features);
        return new(() => Scaled(), () => MadeData.Digest(Scaled().ToNumbers("side by side").AsReadOnlySpan<double>()),
            () => MadeData.Digest<double>(NaiveModels.Scaled(x, rows, columns)));
    }

    internal static Work Split(int rows, int columns)
    {
        var (x, y) = MadeData.Regression(rows, columns);
        var data = new Dataset(Matrix(x, columns), y);
        return new(() => data.Split(0.2, stratify: false), () => data.Split(0.2, stratify: false).Test.Rows, () => rows / 5);
    }

    internal static Work CrossValidation(int rows, int columns)
    {
        var (x, y) = MadeData.LinearClasses(rows, columns, 2);
        var data = Labelled(x, columns, y, 2);
        var folds = new KFold { Folds = 5, Shuffle = false };
        double Mean() => new LogisticRegression().CrossValidate(data, folds, Metrics.Accuracy).Mean("accuracy");
        return new(() => Mean(), Mean, () => NaiveModels.FoldAccuracy(x, y, columns, folds.Split(data)));
    }

    internal static Work Folds(int rows)
    {
        var data = new Dataset(Tensor.Zeros<double>(rows, 1), Tensor.Zeros<double>(rows));
        var folds = new KFold { Folds = 5, Stratified = false };
        return new(() => folds.Split(data), () => folds.Split(data)[0].Train.Length, () => rows * 4 / 5);
    }

    internal static Work RowPredict(int rows, int columns)
    {
        var (x, y) = MadeData.LinearClasses(rows, columns, 2);
        var model = new LogisticRegression().Fit(Labelled(x, columns, y, 2));
        var row = Matrix(x[..columns], columns);
        return new(() => model.Predict(row), () => model.Predict(row).ToArray<int>()[0], () => NaiveModels.FirstClass(x, y, columns));
    }

    internal static Work Metric(int rows, ClassificationMetric metric, Func<double[], int[], double> naive)
    {
        double[] score = MadeData.Uniform(71, rows), drawn = MadeData.Uniform(72, rows);
        int[] label = [.. drawn.Zip(score, (u, s) => u < s ? 1 : 0)];
        var data = Labelled(score, 1, label, 2);
        var model = new Known(score, data.Classes!);
        return new(() => metric.Evaluate(model, data), () => metric.Evaluate(model, data), () => naive(score, label));
    }

    static Tensor Matrix(double[] x, int columns) => Tensor.From(x).Reshape(x.Length / columns, columns);

    static Dataset Labelled(double[] x, int columns, int[] y, int classes) =>
        new(Matrix(x, columns), y, ClassLabels.Of(Enumerable.Range(0, classes).Select(c => (double)c)));

    static (Dataset Train, Dataset Test) HeldOut(Dataset data, int rows) =>
        (data.Take([.. Enumerable.Range(0, rows)]), data.Take([.. Enumerable.Range(rows, data.Rows - rows)]));

    /// <summary>A classifier whose answers were computed before.</summary>
    sealed class Known(double[] score, ClassLabels classes) : IClassifier
    {
        readonly Tensor _classes = Tensor.From(Array.ConvertAll(score, s => s > 0.5 ? 1 : 0));
        readonly Tensor _probabilities = Tensor.From([.. score.SelectMany(s => new[] { 1 - s, s })]).Reshape(score.Length, 2);

        public ClassLabels Classes => classes;
        public Tensor Predict(Features x) => _classes;
        public Tensor PredictProbabilities(Features x) => _probabilities;
    }
}
