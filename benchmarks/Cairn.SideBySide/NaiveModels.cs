namespace Cairn.SideBySide;

/// <summary>What learners find, by the plainest code: descent in many small steps. For small data only.</summary>
static class NaiveModels
{
    /// <summary>R² on the rows from <paramref name="train"/> on.</summary>
    internal static double LinearR2(double[] x, double[] y, int train, int columns)
    {
        double[] w = new double[columns + 1];
        for (int step = 0; step < 4000; step++)
        {
            var slope = new double[columns + 1];
            for (int i = 0; i < train; i++)
            {
                double error = Line(x, i, w, columns) - y[i];
                for (int j = 0; j < columns; j++) slope[j] += error * x[i * columns + j];
                slope[columns] += error;
            }
            for (int j = 0; j <= columns; j++) w[j] -= 0.5 * slope[j] / train;
        }
        double mean = y.Skip(train).Average(), left = 0, all = 0;
        for (int i = train; i < y.Length; i++)
        {
            left += (Line(x, i, w, columns) - y[i]) * (Line(x, i, w, columns) - y[i]);
            all += (y[i] - mean) * (y[i] - mean);
        }
        return 1 - left / all;
    }

    static double Line(double[] x, int i, double[] w, int columns) => MadeData.Score(x, i, w, columns, 0, 1) + w[columns];

    /// <summary>The mean logarithmic loss on the rows from <paramref name="train"/> on.</summary>
    internal static double LogisticLoss(double[] x, int[] y, int train, int columns, int classes)
    {
        var w = Logistic(x, y, [.. Enumerable.Range(0, train)], columns, classes);
        return Enumerable.Range(train, y.Length - train).Average(i => -Math.Log(Probabilities(x, i, w, columns, classes)[y[i]]));
    }

    /// <summary>The mean accuracy over the folds.</summary>
    internal static double FoldAccuracy(double[] x, int[] y, int columns, IReadOnlyList<(int[] Train, int[] Test)> folds) => folds.Average(fold =>
    {
        var w = Logistic(x, y, fold.Train, columns, 2);
        return fold.Test.Average(i => Predicted(x, i, w, columns) == y[i] ? 1.0 : 0);
    });

    internal static int FirstClass(double[] x, int[] y, int columns) =>
        Predicted(x, 0, Logistic(x, y, [.. Enumerable.Range(0, y.Length)], columns, 2), columns);

    static int Predicted(double[] x, int i, double[] w, int columns) => Probabilities(x, i, w, columns, 2)[1] > 0.5 ? 1 : 0;

    /// <summary>Coefficients by class, the intercepts last, of the penalty ½ Σ w². Of two classes the first one's score is 0.</summary>
    static double[] Logistic(double[] x, int[] y, int[] rows, int columns, int classes)
    {
        var w = new double[(columns + 1) * classes];
        for (int step = 0; step < 3000; step++)
        {
            var slope = new double[w.Length];
            Array.Copy(w, slope, columns * classes);
            foreach (int i in rows)
            {
                double[] p = Probabilities(x, i, w, columns, classes);
                for (int c = classes == 2 ? 1 : 0; c < classes; c++)
                {
                    double error = p[c] - (y[i] == c ? 1 : 0);
                    for (int j = 0; j < columns; j++) slope[j * classes + c] += error * x[i * columns + j];
                    slope[columns * classes + c] += error;
                }
            }
            for (int j = 0; j < w.Length; j++) w[j] -= slope[j] / rows.Length;
        }
        return w;
    }

    static double[] Probabilities(double[] x, int i, double[] w, int columns, int classes)
    {
        var p = new double[classes];
        for (int c = 0; c < classes; c++) p[c] = Math.Exp(MadeData.Score(x, i, w, columns, c, classes) + w[columns * classes + c]);
        double sum = p.Sum();
        return Array.ConvertAll(p, v => v / sum);
    }

    /// <summary>Every column less its mean, over its deviation.</summary>
    internal static double[] Scaled(double[] x, int rows, int columns)
    {
        var z = new double[x.Length];
        for (int j = 0; j < columns; j++)
        {
            double mean = 0, variance = 0;
            for (int i = 0; i < rows; i++) mean += x[i * columns + j] / rows;
            for (int i = 0; i < rows; i++) variance += (x[i * columns + j] - mean) * (x[i * columns + j] - mean) / rows;
            for (int i = 0; i < rows; i++) z[i * columns + j] = (x[i * columns + j] - mean) / Math.Sqrt(variance);
        }
        return z;
    }

    /// <summary>The part of all pairs of a 1 and a 0 in which the 1 has the higher score.</summary>
    internal static double Auc(double[] score, int[] label)
    {
        double won = 0, pairs = 0;
        for (int i = 0; i < score.Length; i++)
            for (int j = 0; j < score.Length; j++)
                if (label[i] > label[j])
                {
                    won += score[i] > score[j] ? 1 : score[i] == score[j] ? 0.5 : 0;
                    pairs++;
                }
        return won / pairs;
    }

    internal static double Accuracy(double[] score, int[] label) => score.Zip(label, (s, y) => s > 0.5 == (y == 1) ? 1.0 : 0).Average();
}
