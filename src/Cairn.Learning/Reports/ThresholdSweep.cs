using Cairn.Evaluation;

namespace Cairn.Reports;

/// <summary>What happens as the threshold on the probability of a class falls from above all rows to below all.</summary>
sealed class ThresholdSweep
{
    // steps below this cannot be seen, and a million rows need no million points
    const double Grain = 0.002;

    ThresholdSweep(double[] alarms, double[] recall, double[] precision, double roc, double averagePrecision, double share) =>
        (FalseAlarmRate, Recall, Precision, AreaUnderRoc, AveragePrecision, PositiveShare) = (alarms, recall, precision, roc, averagePrecision, share);

    /// <summary>The part of the others that is taken for the class, from 0 to 1.</summary>
    internal double[] FalseAlarmRate { get; }

    /// <summary>The part of the class that is found, from 0 to 1.</summary>
    internal double[] Recall { get; }

    /// <summary>The part of what is taken for the class that is; 1 while nothing is.</summary>
    internal double[] Precision { get; }

    /// <summary>The area under the ROC curve.</summary>
    internal double AreaUnderRoc { get; }

    /// <summary>sum (recall_k - recall_(k-1)) precision_k.</summary>
    internal double AveragePrecision { get; }

    /// <summary>The part of the rows that is of the class.</summary>
    internal double PositiveShare { get; }

    /// <summary>The sweep of a class that has rows in and out of it; rows of equal probability fall together.</summary>
    internal static ThresholdSweep Of(ClassifierAnswers answers, int positive)
    {
        double positives = 0, negatives = 0;
        for (int i = 0; i < answers.Rows; i++)
            if (answers.Truth[i] == positive) positives += answers.Weights[i];
            else negatives += answers.Weights[i];
        int[] order = [.. Enumerable.Range(0, answers.Rows).OrderByDescending(i => answers.Probability(i, positive))];
        List<double> alarmRate = [0], recall = [0], precision = [1];
        double alarms = 0, found = 0, area = 0, average = 0;
        for (int at = 0; at < order.Length;)
        {
            double threshold = answers.Probability(order[at], positive), before = found, alarmsBefore = alarms;
            for (; at < order.Length && answers.Probability(order[at], positive) == threshold; at++)
                if (answers.Truth[order[at]] == positive) found += answers.Weights[order[at]];
                else alarms += answers.Weights[order[at]];
            area += (alarms - alarmsBefore) * (before + found) / 2;
            average += (found - before) * (found / (found + alarms));
            var (x, y, z) = (alarms / negatives, found / positives, found / (found + alarms));
            bool isSeen = x - alarmRate[^1] >= Grain || y - recall[^1] >= Grain || Math.Abs(z - precision[^1]) >= Grain;
            if (!isSeen && at < order.Length) continue;
            alarmRate.Add(x);
            recall.Add(y);
            precision.Add(z);
        }
        return new ThresholdSweep([.. alarmRate], [.. recall], [.. precision], area / (positives * negatives), average / positives,
            positives / (positives + negatives));
    }
}
