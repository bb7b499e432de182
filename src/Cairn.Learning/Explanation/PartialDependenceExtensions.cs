using Cairn.Kernels;

namespace Cairn.Explanation;

/// <summary>Shows how a model's answers depend on features.</summary>
public static class PartialDependenceExtensions
{
    /// <summary>
    /// Puts one value after the other into a feature of all rows, and takes the mean of the model's answers: f(v) = sum w model(x with
    /// feature = v) / sum w.
    /// </summary>
    /// <remarks>What the mean hides the rows' own curves show: <see cref="FeatureDependence.Individual"/>. Where features go together, some of the
    /// rows so made are such as never occur. Friedman, Annals of Statistics 29, 2001; Goldstein et al., JCGS 24, 2015.</remarks>
    /// <param name="model">Any classifier or regressor; a pipeline is asked with the columns that the user gave.</param>
    /// <param name="data">The rows; their weights count.</param>
    /// <param name="feature">A feature of numbers, words or truth values.</param>
    /// <param name="options">Where along the feature; none means 40 places from the 5% to the 95% quantile.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">There is no row, no such feature, or the model does not take the rows.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static FeatureDependence PartialDependence(this IPredictor model, Dataset data, string feature, PartialDependenceOptions? options = null,
        FitContext? context = null) => Of(model, data, [feature], options ?? new(), context ?? new());

    /// <summary>The same for every pair of values of two features.</summary>
    /// <param name="model">Any classifier or regressor.</param>
    /// <param name="data">The rows; their weights count.</param>
    /// <param name="first">The first feature.</param>
    /// <param name="second">The second feature.</param>
    /// <param name="options">Where along the features; none means at most 40 places each.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">As for one feature, or the two are the same.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static FeatureDependence PartialDependence(this IPredictor model, Dataset data, string first, string second,
        PartialDependenceOptions? options = null, FitContext? context = null) => Of(model, data, [first, second], options ?? new(), context ?? new());

    static FeatureDependence Of(IPredictor model, Dataset data, string[] features, PartialDependenceOptions options, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Rows == 0) throw new ArgumentException("data: there is no row", nameof(data));
        int[] places = Array.ConvertAll(features, data.Features.PlaceOf);
        if (places.Length == 2 && places[0] == places[1]) throw new ArgumentException($"second: '{features[1]}' is the first feature too", "second");
        DependenceAxis[] axes = Array.ConvertAll(places, j => DependenceAxis.Of(data.Features, j, options));
        double[] weights = data.WeightsOrOnes();
        double total = Sums.Sum(weights);

        int second = axes.Length == 2 ? axes[1].Labels.Count : 1, points = axes[0].Labels.Count * second, rows = data.Rows;
        string[] outputs = [];
        double[][] averages = [], individual = [];
        for (int p = 0; p < points; p++)
        {
            context.ThrowIfCancelled();
            var x = data.Features.WithValue(places[0], axes[0], p / second);
            if (axes.Length == 2) x = x.WithValue(places[1], axes[1], p % second);
            var (answers, names, columns) = Answers(model, x, data.TargetName);
            if (p == 0)
            {
                outputs = names;
                averages = [.. names.Select(_ => new double[points])];
                individual = axes.Length == 2 ? [] : [.. names.Select(_ => new double[checked((int)((long)rows * points))])];
            }
            for (int k = 0; k < outputs.Length; k++)
            {
                var terms = new double[rows];
                for (int i = 0; i < rows; i++)
                {
                    double answer = answers[i * columns.Width + columns.First + k];
                    terms[i] = answer * (weights[i] / total);
                    if (axes.Length == 1) individual[k][i * points + p] = answer;
                }
                averages[k][p] = Sums.Sum(terms);
            }
            context.Report((p + 1.0) / points);
        }
        return new FeatureDependence(axes, outputs, averages, individual);
    }

    /// <summary>The answers, what their columns speak of, and where these begin.</summary>
    static (double[] Answers, string[] Names, (int First, int Width) Columns) Answers(IPredictor model, Features x, string target)
    {
        if (model is IClassifier classifier)
        {
            double[] p = classifier.PredictProbabilities(x).ToArray<double>();
            int classes = classifier.Classes.Count, first = classes == 2 ? 1 : 0;
            return (p, [.. classifier.Classes.Skip(first).Select(c => $"P({target} = {c})")], (first, classes));
        }
        var answers = model.Predict(x);
        int width = answers.Rank == 2 ? answers.Shape[1] : 1;
        string[] names = answers.Rank == 1 ? [target] : [.. Enumerable.Range(0, width).Select(t => FormattableString.Invariant($"{target} {t}"))];
        return (Features.ToFloat64(answers).ToArray<double>(), names, (0, width));
    }
}
