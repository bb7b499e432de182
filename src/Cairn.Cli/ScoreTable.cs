using System.Globalization;
using System.Text;
using Cairn.Evaluation;

namespace Cairn.Cli;

/// <summary>Prints scores side by side.</summary>
static class ScoreTable
{
    internal static string Text(params IReadOnlyList<(string Title, ScoreCard Card)> cards) =>
        Text(cards[0].Card.Names, [.. cards.Select(c => (c.Title, (Func<string, double>)(metric => c.Card[metric])))]);

    /// <summary>A line for each metric, a column for each title.</summary>
    internal static string Text(IReadOnlyList<string> metrics, IReadOnlyList<(string Title, Func<string, double> Score)> columns)
    {
        var text = new StringBuilder("  " + new string(' ', 10));
        foreach (var (title, _) in columns) text.Append(title.PadLeft(12));
        foreach (string metric in metrics)
        {
            text.AppendLine().Append("  ").Append(metric.PadRight(10));
            foreach (var (_, score) in columns) text.Append(Number(score(metric)).PadLeft(12));
        }
        return text.ToString();
    }

    /// <summary>A number to four places, or shorter when it is large.</summary>
    internal static string Number(double value) => double.IsNaN(value) ? "undefined"
        : value.ToString(FormatOf(Math.Abs(value)), CultureInfo.InvariantCulture);

    static string FormatOf(double size) => size >= 1e6 || size is > 0 and < 1e-4 ? "0.###e+0" : size >= 1000 ? "0.0" : "0.0000";
}
