using Cairn.Evaluation;
using Cairn.Plotting;

namespace Cairn.Reports;

/// <summary>Draws how sure a classifier of two classes is of each row.</summary>
public static class ProbabilityChartExtensions
{
    /// <summary>
    /// The predicted probability of the positive class for every row, in the order of the rows, in a colour for what is true, with the line that
    /// parts the answers: points of the wrong colour beyond it are mistakes.
    /// </summary>
    /// <param name="model">The classifier.</param>
    /// <param name="data">Rows with their classes.</param>
    /// <param name="positive">The class whose probability is shown; the second by default.</param>
    /// <param name="threshold">Where the line stands, 0 to 1; 0.5 by default.</param>
    /// <exception cref="ArgumentException">There are no rows, not two classes, or no such class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is outside 0 to 1.</exception>
    public static Chart ProbabilityChart(this IClassifier model, Dataset data, string? positive = null, double threshold = 0.5)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        if (!(threshold is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold is 0 to 1");
        if (model.Classes.Count != 2)
            throw new ArgumentException($"model: a chart of probabilities shows two classes, and it has {model.Classes.Count}", nameof(model));
        if (data.Rows == 0) throw new ArgumentException("data: there is no row", nameof(data));
        int shown = positive is null ? 1 : model.Classes.IndexOf(positive);
        if (shown < 0) throw new ArgumentException($"positive: there is no class '{positive}'; there are {model.Classes}", nameof(positive));
        var answers = ClassifierAnswers.Of(model, data);
        var chart = new Chart
        {
            Title = "Predicted probabilities",
            XLabel = "row",
            YLabel = $"probability of {data.TargetName} = {model.Classes[shown]}",
            YRange = (0, 1),
        };
        foreach (int truth in new[] { shown, 1 - shown })
        {
            int[] own = [.. Enumerable.Range(0, answers.Rows).Where(i => answers.Truth[i] == truth)];
            chart = chart.Scatter([.. own.Select(i => i + 1.0)], [.. own.Select(i => answers.Probability(i, shown))],
                $"truly {data.TargetName} = {model.Classes[truth]}");
        }
        return chart.HorizontalLine(threshold, FormattableString.Invariant($"{threshold:0.###}"));
    }
}
