using Cairn.Plotting;

namespace Cairn.Reports;

/// <summary>Draws where a classifier of two features answers what.</summary>
public static class DecisionBoundaryExtensions
{
    const int Columns = 121, Rows = 91;

    /// <summary>
    /// The regions in which each class is predicted, with the rows upon them. Any classifier of two features: lines, circles or steps show
    /// as they are.
    /// </summary>
    /// <param name="model">The classifier, fitted on the features of <paramref name="data"/>.</param>
    /// <param name="data">Rows of two features that are numbers, with their classes.</param>
    /// <exception cref="ArgumentException">There are not two features, or a value is missing or no number.</exception>
    public static Chart DecisionBoundary(this IClassifier model, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Features.Count != 2)
            throw new ArgumentException($"data: a decision boundary is drawn over two features, got {data.Features.Count}", nameof(data));
        if (data.Rows == 0) throw new ArgumentException("data: there is no row", nameof(data));
        var answers = Evaluation.ClassifierAnswers.Of(model, data);
        double[] x = data.Features.ToNumbers("a decision boundary").ToArray<double>();
        double[] first = [.. x.Where((_, i) => i % 2 == 0)], second = [.. x.Where((_, i) => i % 2 == 1)];
        var (across, up) = (Places(first, Columns), Places(second, Rows));

        var grid = new double[2 * Columns * Rows];
        for (int r = 0; r < Rows; r++)
            for (int c = 0; c < Columns; c++) (grid[2 * (r * Columns + c)], grid[2 * (r * Columns + c) + 1]) = (across[c], up[r]);
        var features = Features.From(Tensor.From<double>(grid, Columns * Rows, 2), data.Features.Names);
        double[] heights = Heights(model, features);

        int classes = model.Classes.Count;
        double[][] surfaces = [.. Enumerable.Range(0, classes).Select(k => heights.Where((_, i) => i % classes == k).ToArray())];
        var chart = new Chart
        {
            Title = "Decision boundary",
            XLabel = data.Features.NameOf(0),
            YLabel = data.Features.NameOf(1),
            XRange = (across[0], across[^1]),
            YRange = (up[0], up[^1]),
            Width = 560,
            Height = 440,
        };
        if (classes > 1) chart = chart.Regions(across, up, surfaces);
        for (int k = 0; k < answers.Classes.Count; k++)
        {
            int[] own = [.. Enumerable.Range(0, answers.Rows).Where(i => answers.Truth[i] == k)];
            chart = chart.Scatter([.. own.Select(i => first[i])], [.. own.Select(i => second[i])], $"{data.TargetName} = {answers.Classes[k]}");
        }
        return chart;
    }

    /// <summary>
    /// The probabilities, so that lines run smoothly between the places; where a model answers otherwise than the largest, as with a
    /// threshold, 1 for its answer.
    /// </summary>
    static double[] Heights(IClassifier model, Features features)
    {
        double[] p = model.PredictProbabilities(features).ToArray<double>();
        int[] answers = model.Predict(features).ToArray<int>();
        int classes = model.Classes.Count;
        bool largest = answers.Select((k, i) => p.AsSpan(i * classes, classes).ToArray().Max() == p[i * classes + k]).All(same => same);
        if (largest) return p;
        Array.Clear(p);
        for (int i = 0; i < answers.Length; i++) p[i * classes + answers[i]] = 1;
        return p;
    }

    static double[] Places(double[] values, int count)
    {
        double low = values.Min(), high = values.Max(), air = 0.06 * (high - low);
        if (air == 0) air = Math.Max(Math.Abs(low) / 2, 1);
        (low, high) = (low - air, high + air);
        return [.. Enumerable.Range(0, count).Select(i => low + (high - low) * i / (count - 1))];
    }
}
