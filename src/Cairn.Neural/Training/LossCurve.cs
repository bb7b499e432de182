using System.Globalization;
using Cairn.Plotting;

namespace Cairn.Training;

/// <summary>Draws losses over epochs.</summary>
static class LossCurve
{
    /// <summary>Both losses, the best epoch and, in the title, how far they are apart at the end.</summary>
    /// <param name="training">The training loss of each epoch.</param>
    /// <param name="validation">The validation loss of each, or none.</param>
    internal static Chart Of(IReadOnlyList<double> training, IReadOnlyList<double> validation)
    {
        double[] epochs = [.. Enumerable.Range(1, training.Count).Select(e => (double)e)];
        bool isJudged = validation.Count == training.Count && validation.Count > 0;
        var chart = new Chart { Title = "Learning curve", XLabel = "epoch", YLabel = "loss" }.Line(epochs, [.. training], "training");
        if (isJudged) chart = chart.Line(epochs, [.. validation], "validation");
        if (training.Count == 0) return chart;
        var judge = isJudged ? validation : training;
        int best = Enumerable.Range(0, judge.Count).MinBy(e => judge[e]);
        chart = chart.VerticalLine(best + 1, string.Create(CultureInfo.InvariantCulture, $"best epoch, {best + 1}"));
        return !isJudged ? chart : chart with
        {
            Title = string.Create(CultureInfo.InvariantCulture, $"Learning curve: overfit gap {validation[^1] - training[^1]:G3} at the end"),
        };
    }
}
