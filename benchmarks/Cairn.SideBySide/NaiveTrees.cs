namespace Cairn.SideBySide;

/// <summary>The plainest trees on two classes: every threshold of every column is tried.</summary>
static class NaiveTrees
{
    /// <summary>The accuracy on the rows held out of a tree of this depth.</summary>
    internal static double Accuracy(double[] x, int[] y, int rows, int columns, int depth)
    {
        int[] all = [.. Enumerable.Range(0, rows)];
        int hits = 0, held = y.Length - rows;
        for (int i = rows; i < y.Length; i++) hits += Share(x, y, all, columns, depth, i) > 0.5 == (y[i] == 1) ? 1 : 0;
        return hits / (double)held;
    }

    /// <summary>The mean of the classes that it predicts for the first rows.</summary>
    internal static double Mean(double[] x, int[] y, int rows, int columns, int depth, int asked) =>
        Enumerable.Range(0, asked).Average(i => Share(x, y, [.. Enumerable.Range(0, rows)], columns, depth, i) > 0.5 ? 1.0 : 0);

    /// <summary>The share of the second class in the leaf where a row ends.</summary>
    static double Share(double[] x, int[] y, int[] rows, int columns, int depth, int asked)
    {
        double share = rows.Average(i => (double)y[i]);
        if (depth == 0 || share is 0 or 1) return share;
        var (column, threshold) = Best(x, rows, columns, side => -side.Length * side.Average(i => (double)y[i]) * (1 - side.Average(i => (double)y[i])), 1);
        bool left = x[asked * columns + column] <= threshold;
        return Share(x, y, [.. rows.Where(i => x[i * columns + column] <= threshold == left)], columns, depth - 1, asked);
    }

    /// <summary>The log loss on the rows held out of one Newton step of 0.1 on each side of the best threshold.</summary>
    internal static double StumpLoss(double[] x, int[] y, int rows, int columns)
    {
        double[] p = Stump(x, y, rows, columns, [.. Enumerable.Range(rows, y.Length - rows)]);
        return p.Select((v, i) => -Math.Log(y[rows + i] == 1 ? v : 1 - v)).Average();
    }

    internal static double StumpMean(double[] x, int[] y, int rows, int columns, int asked) =>
        Stump(x, y, rows, columns, [.. Enumerable.Range(0, asked)]).Average();

    static double[] Stump(double[] x, int[] y, int rows, int columns, int[] asked)
    {
        int[] all = [.. Enumerable.Range(0, rows)];
        double p = all.Average(i => (double)y[i]), start = Math.Log(p / (1 - p));
        double Gradient(int[] side) => side.Sum(i => p - y[i]);
        var (column, threshold) = Best(x, all, columns, side => Gradient(side) * Gradient(side) / (side.Length * p * (1 - p)), 20);
        double Value(bool left)
        {
            int[] side = [.. all.Where(i => x[i * columns + column] <= threshold == left)];
            return -0.1 * Gradient(side) / (side.Length * p * (1 - p));
        }
        double[] values = [Value(false), Value(true)];
        return Array.ConvertAll(asked, i => 1 / (1 + Math.Exp(-start - values[x[i * columns + column] <= threshold ? 1 : 0])));
    }

    static (int Column, double Threshold) Best(double[] x, int[] rows, int columns, Func<int[], double> worth, int least)
    {
        var (best, found) = (double.NegativeInfinity, (Column: 0, Threshold: 0.0));
        for (int j = 0; j < columns; j++)
        {
            double[] values = [.. rows.Select(i => x[i * columns + j]).Distinct().Order()];
            for (int k = 0; k + 1 < values.Length; k++)
            {
                double threshold = (values[k] + values[k + 1]) / 2;
                int[] left = [.. rows.Where(i => x[i * columns + j] <= threshold)], right = [.. rows.Where(i => x[i * columns + j] > threshold)];
                if (left.Length < least || right.Length < least) continue;
                double sum = worth(left) + worth(right);
                if (sum > best) (best, found) = (sum, (j, threshold));
            }
        }
        return found;
    }
}
