using System.Globalization;
using System.Text;
using Cairn.Evaluation;

namespace Cairn.Cli;

/// <summary>Prints score cards side by side.</summary>
static class ScoreTable
{
    internal static string Text(params (string Title, ScoreCard Card)[] cards)
    {
        var text = new StringBuilder(new string(' ', 12));
        foreach (var (title, _) in cards) text.Append(title.PadLeft(12));
        foreach (string metric in cards[0].Card.Names)
        {
            text.AppendLine().Append(metric.PadRight(12));
            foreach (var (_, card) in cards) text.Append(Number(card[metric]).PadLeft(12));
        }
        return text.ToString();
    }

    /// <summary>A number to four places, or to four digits when it is large.</summary>
    internal static string Number(double value) => double.IsNaN(value) ? "undefined"
        : value.ToString(Math.Abs(value) >= 1e6 || value != 0 && Math.Abs(value) < 1e-4 ? "0.###e+0" : Math.Abs(value) >= 1000 ? "0.0" : "0.0000", CultureInfo.InvariantCulture);
}
