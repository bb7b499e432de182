using Cairn.Evaluation;

namespace Cairn.Reports;

/// <summary>The ROC curve of two classes: for every threshold on the probability of the positive one, the part of it that is found against
/// the part of the first that is taken for it.</summary>
sealed class RocCurve
{
    // Steps below this cannot be seen.
    const double Grain = 0.002;

    RocCurve(double[] falseAlarms, double[] found) => (FalseAlarms, Found) = (falseAlarms, found);

    internal double[] FalseAlarms { get; }

    internal double[] Found { get; }

    /// <summary>The curve; null when the rows are all of one class.</summary>
    internal static RocCurve? Of(ClassifierAnswers answers)
    {
        double positives = 0, negatives = 0;
        for (int i = 0; i < answers.Rows; i++)
            if (answers.Truth[i] == answers.Positive) positives += answers.Weights[i];
            else negatives += answers.Weights[i];
        if (positives == 0 || negatives == 0) return null;
        int[] order = [.. Enumerable.Range(0, answers.Rows).OrderByDescending(i => answers.Probability(i, answers.Positive))];
        List<double> x = [0], y = [0];
        double alarms = 0, found = 0;
        for (int at = 0; at < order.Length;)
        {
            double threshold = answers.Probability(order[at], answers.Positive);
            for (; at < order.Length && answers.Probability(order[at], answers.Positive) == threshold; at++)
                if (answers.Truth[order[at]] == answers.Positive) found += answers.Weights[order[at]];
                else alarms += answers.Weights[order[at]];
            var (px, py) = (alarms / negatives, found / positives);
            if (px - x[^1] < Grain && py - y[^1] < Grain) continue;
            x.Add(px);
            y.Add(py);
        }
        return new RocCurve([.. x, 1], [.. y, 1]);
    }
}
