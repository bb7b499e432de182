using Cairn.Kernels;
using Cairn.LinearAlgebra;
using Cairn.LinearModels;

namespace Cairn.Tests;

/// <summary>Least squares in a few lines, to have a linear regressor whose report can be looked at.</summary>
sealed class PlainLine(FeatureSchema schema, double[] coefficients, double intercept, string target) : IRegressor, ILinearPredictor
{
    internal static PlainLine Fit(Dataset data)
    {
        double[] rows = data.Features.ToNumbers("PlainLine").ToArray<double>(), columns = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++) columns[i % data.Features.Count * data.Rows + i / data.Features.Count] = rows[i];
        var solution = LeastSquares.Solve(columns, data.Rows, data.Features.Count, data.NumericTarget("PlainLine").ToArray<double>());
        return new PlainLine(new FeatureSchema(data.Features), solution.Coefficients.ToArray(), solution.Intercepts[0], data.TargetName);
    }

    public FeatureSchema Schema => schema;

    public Tensor Coefficients => Tensor.From(coefficients);

    public Tensor Intercepts => Tensor.From([intercept]);

    public IReadOnlyList<string> ScoreNames => [target];

    public Tensor Predict(Features x)
    {
        double[] numbers = x.ToNumbers("PlainLine").ToArray<double>();
        return Tensor.From(Enumerable.Range(0, x.Rows)
            .Select(i => intercept + Enumerable.Range(0, coefficients.Length).Sum(j => coefficients[j] * numbers[i * coefficients.Length + j])).ToArray());
    }
}

/// <summary>The class whose mean is nearest: its scores mean . x - |mean|^2 / 2 are linear.</summary>
sealed class NearestMean(FeatureSchema schema, ClassLabels classes, double[] means) : IClassifier, ILinearPredictor
{
    readonly int _d = schema.Count;

    internal static NearestMean Fit(Dataset data)
    {
        var (classes, target) = data.ClassTarget("NearestMean");
        double[] x = data.Features.ToNumbers("NearestMean").ToArray<double>();
        int[] y = target.ToArray<int>();
        int d = data.Features.Count;
        var means = new double[classes.Count * d];
        for (int i = 0; i < x.Length; i++) means[y[i / d] * d + i % d] += x[i] / Math.Max(1, y.Count(k => k == y[i / d]));
        return new NearestMean(new FeatureSchema(data.Features), classes, means);
    }

    public FeatureSchema Schema => schema;

    public ClassLabels Classes => classes;

    public Tensor Coefficients => Tensor.From(means, classes.Count, _d);

    public Tensor Intercepts => Tensor.From(Enumerable.Range(0, classes.Count).Select(Intercept).ToArray());

    public IReadOnlyList<string> ScoreNames => classes;

    public Tensor PredictProbabilities(Features x)
    {
        double[] numbers = x.ToNumbers("NearestMean").ToArray<double>(), p = new double[x.Rows * classes.Count];
        for (int i = 0; i < x.Rows; i++)
        {
            double[] scores = [.. Enumerable.Range(0, classes.Count).Select(k => Intercept(k) + Enumerable.Range(0, _d).Sum(j => means[k * _d + j] * numbers[i * _d + j]))];
            double top = scores.Max(), sum = scores.Sum(s => SafeMath.Exp(s - top));
            for (int k = 0; k < scores.Length; k++) p[i * scores.Length + k] = SafeMath.Exp(scores[k] - top) / sum;
        }
        return Tensor.From(p, x.Rows, classes.Count);
    }

    public Tensor Predict(Features x)
    {
        double[] p = PredictProbabilities(x).ToArray<double>();
        return Tensor.From(Enumerable.Range(0, x.Rows).Select(i => Enumerable.Range(0, classes.Count).MaxBy(k => p[i * classes.Count + k])).ToArray());
    }

    double Intercept(int k) => -Enumerable.Range(0, _d).Sum(j => means[k * _d + j] * means[k * _d + j]) / 2;
}

/// <summary>Makes models of plain functions into recipes, so that they can stand in a pipeline.</summary>
sealed record PlainRecipe<TModel>(Func<Dataset, TModel> Learn) : IEstimator<TModel>
{
    public TModel Fit(Dataset data, FitContext? context = null) => Learn(data);
}
