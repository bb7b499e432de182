using Cairn.Kernels;

namespace Cairn.Evaluation;

/// <summary>The metrics of regression and classification.</summary>
public static class Metrics
{
    /// <summary>Mean squared error: sum w (y - p)^2 / sum w.</summary>
    public static RegressionMetric Mse { get; } = new("mse", higherIsBetter: false, MeanSquaredError);

    /// <summary>Half of the mean squared error, sum w (y - p)^2 / (2 sum w): what gradient descent walks down in most texts.</summary>
    public static RegressionMetric HalfMse { get; } = new("halfMse", higherIsBetter: false, (y, p, w) => MeanSquaredError(y, p, w) / 2);

    /// <summary>Root of the mean squared error, in the target's unit.</summary>
    public static RegressionMetric Rmse { get; } = new("rmse", higherIsBetter: false, (y, p, w) => Math.Sqrt(MeanSquaredError(y, p, w)));

    /// <summary>Mean absolute error: sum w |y - p| / sum w.</summary>
    public static RegressionMetric Mae { get; } = new("mae", higherIsBetter: false, MeanAbsoluteError);

    /// <summary>The part of the variance that is explained: 1 - sum w (y - p)^2 / sum w (y - mean y)^2.</summary>
    /// <remarks>1 is perfect, 0 as good as predicting the mean. When the truth does not vary it is 1 for a perfect answer, else 0.</remarks>
    public static RegressionMetric R2 { get; } = new("r2", higherIsBetter: true, Determination);

    /// <summary>The part of the rows that is answered rightly.</summary>
    public static ClassificationMetric Accuracy { get; } = new("accuracy", higherIsBetter: true, a => new ConfusionMatrix(a).Accuracy);

    /// <summary>Of the rows answered as positive, the part that is: for two classes that of the second one, else the mean over the classes.</summary>
    public static ClassificationMetric Precision { get; } = new("precision", higherIsBetter: true, a => PerClass(a, (m, k) => m.Precision(k)));

    /// <summary>Of the positive rows, the part that is found: for two classes that of the second one, else the mean over the classes.</summary>
    public static ClassificationMetric Recall { get; } = new("recall", higherIsBetter: true, a => PerClass(a, (m, k) => m.Recall(k)));

    /// <summary>The harmonic mean of precision and recall: for two classes that of the second one, else the mean over the classes.</summary>
    public static ClassificationMetric F1 { get; } = new("f1", higherIsBetter: true, a => PerClass(a, (m, k) => m.F1(k)));

    /// <summary>Log loss (cross-entropy): - sum w log p(true class) / sum w, in nats.</summary>
    /// <remarks>Probabilities below 2^-52 count as 2^-52, so that one certain but wrong answer costs 36 and not infinity.</remarks>
    public static ClassificationMetric LogLoss { get; } = new("logLoss", higherIsBetter: false, CrossEntropy);

    /// <summary>
    /// Brier score: for two classes sum w (p - hit)^2 / sum w with the probability p of the positive one and hit 0 or 1; for more the sum of
    /// that over the classes.
    /// </summary>
    public static ClassificationMetric Brier { get; } = new("brier", higherIsBetter: false, BrierScore);

    /// <summary>
    /// Expected calibration error: rows in ten bins of equal width by the probability of a class, sum over the bins of their share of the rows
    /// times |mean probability - share that came true|. For two classes that of the positive one, for more the mean over the classes.
    /// </summary>
    public static ClassificationMetric CalibrationError { get; } = new("calibrationError", higherIsBetter: false, ExpectedCalibrationError);

    /// <summary>Area under the ROC curve: the probability that a positive row scores above a negative one, ties counting half.</summary>
    /// <remarks>For two classes the second is positive; for more it is the mean of each class against the rest.
    /// NaN when the truth holds only one class, for then it is not defined.</remarks>
    public static ClassificationMetric Auc { get; } = new("auc", higherIsBetter: true, AreaUnderCurve);

    /// <summary>The metrics that a report of regression shows.</summary>
    public static IReadOnlyList<RegressionMetric> Regression { get; } = [R2, Rmse, Mae, Mse];

    /// <summary>The metrics that a report of classification shows.</summary>
    public static IReadOnlyList<ClassificationMetric> Classification { get; } = [Accuracy, LogLoss, Auc, F1, Precision, Recall];

    static double MeanSquaredError(ReadOnlySpan<double> truth, ReadOnlySpan<double> prediction, ReadOnlySpan<double> weights)
    {
        var terms = new double[truth.Length];
        for (int i = 0; i < terms.Length; i++)
        {
            double residual = truth[i] - prediction[i];
            terms[i] = weights[i] * residual * residual;
        }
        return Sums.Sum(terms) / Sums.Sum(weights);
    }

    static double MeanAbsoluteError(ReadOnlySpan<double> truth, ReadOnlySpan<double> prediction, ReadOnlySpan<double> weights)
    {
        var terms = new double[truth.Length];
        for (int i = 0; i < terms.Length; i++) terms[i] = weights[i] * Math.Abs(truth[i] - prediction[i]);
        return Sums.Sum(terms) / Sums.Sum(weights);
    }

    static double Determination(ReadOnlySpan<double> truth, ReadOnlySpan<double> prediction, ReadOnlySpan<double> weights)
    {
        var terms = new double[truth.Length];
        for (int i = 0; i < terms.Length; i++) terms[i] = weights[i] * truth[i];
        var mean = new double[truth.Length];
        Array.Fill(mean, Sums.Sum(terms) / Sums.Sum(weights));
        double residual = MeanSquaredError(truth, prediction, weights);
        double total = MeanSquaredError(truth, mean, weights);
        if (total == 0) return residual == 0 ? 1 : 0;
        return 1 - residual / total;
    }

    static double PerClass(ClassifierAnswers answers, Func<ConfusionMatrix, int, double> of)
    {
        var matrix = new ConfusionMatrix(answers);
        if (matrix.Classes.Count == 2) return of(matrix, answers.Positive);
        return Enumerable.Range(0, matrix.Classes.Count).Sum(k => of(matrix, k)) / matrix.Classes.Count;
    }

    static double CrossEntropy(ClassifierAnswers answers)
    {
        const double least = 1.0 / (1L << 52);
        var terms = new double[answers.Rows];
        for (int i = 0; i < terms.Length; i++)
            terms[i] = -answers.Weights[i] * SafeMath.Log(Math.Max(answers.Probability(i, answers.Truth[i]), least));
        return Sums.Sum(terms) / Sums.Sum(answers.Weights);
    }

    static double BrierScore(ClassifierAnswers answers)
    {
        int[] classes = answers.Classes.Count == 2 ? [answers.Positive] : [.. Enumerable.Range(0, answers.Classes.Count)];
        var terms = new double[answers.Rows];
        for (int i = 0; i < terms.Length; i++)
            foreach (int k in classes)
            {
                double miss = answers.Probability(i, k) - (answers.Truth[i] == k ? 1 : 0);
                terms[i] += answers.Weights[i] * miss * miss;
            }
        return Sums.Sum(terms) / Sums.Sum(answers.Weights);
    }

    static double ExpectedCalibrationError(ClassifierAnswers answers)
    {
        const int bins = 10;
        int[] classes = answers.Classes.Count == 2 ? [answers.Positive] : [.. Enumerable.Range(0, answers.Classes.Count)];
        double total = Sums.Sum(answers.Weights), error = 0;
        foreach (int k in classes)
        {
            var apart = new double[bins]; // sum of w (p - hit)
            for (int i = 0; i < answers.Rows; i++)
            {
                double p = answers.Probability(i, k);
                apart[Math.Min((int)(p * bins), bins - 1)] += answers.Weights[i] * (p - (answers.Truth[i] == k ? 1 : 0));
            }
            foreach (double bin in apart) error += Math.Abs(bin) / total;
        }
        return error / classes.Length;
    }

    static double AreaUnderCurve(ClassifierAnswers answers)
    {
        if (answers.Classes.Count == 2) return AreaUnderCurve(answers, answers.Positive);
        double sum = 0;
        int defined = 0;
        for (int k = 0; k < answers.Classes.Count; k++)
        {
            double area = AreaUnderCurve(answers, k);
            if (double.IsNaN(area)) continue;
            sum += area;
            defined++;
        }
        return defined == 0 ? double.NaN : sum / defined;
    }

    /// <summary>Walks the rows by falling score, adding for each positive the negatives it beats: a tie counts half.</summary>
    static double AreaUnderCurve(ClassifierAnswers answers, int positive)
    {
        var scores = new double[answers.Rows];
        var order = new int[answers.Rows];
        for (int i = 0; i < scores.Length; i++) (scores[i], order[i]) = (answers.Probability(i, positive), i);
        Array.Sort(scores, order);

        double positives = 0, negatives = 0, beaten = 0;
        for (int i = 0; i < order.Length;)
        {
            double tiedPositives = 0, tiedNegatives = 0;
            double score = scores[i];
            for (; i < order.Length && scores[i] == score; i++)
            {
                double weight = answers.Weights[order[i]];
                if (answers.Truth[order[i]] == positive) tiedPositives += weight;
                else tiedNegatives += weight;
            }
            beaten += tiedPositives * (negatives + tiedNegatives / 2);
            positives += tiedPositives;
            negatives += tiedNegatives;
        }
        return positives == 0 || negatives == 0 ? double.NaN : beaten / (positives * negatives);
    }
}
