using Cairn.Evaluation;
using Cairn.Trees;

namespace Cairn.SideBySide;

/// <summary>Trees on two classes of a bent border; the last rows are held out of a fit and judge it. On small data, shallow ones.</summary>
static class TreeLearners
{
    internal static Work DecisionTree(bool small, int rows, int heldOut, int columns)
    {
        var (x, y) = NonLinear(rows + heldOut, columns);
        var (train, test) = HeldOut(x, y, rows, columns);
        var recipe = Tree(small ? 2 : int.MaxValue);
        return new(() => recipe.Fit(train), () => recipe.Fit(train).Score(test, Metrics.Accuracy), () => NaiveTrees.Accuracy(x, y, rows, columns, 2));
    }

    internal static Work Boosting(bool small, int rows, int heldOut, int columns)
    {
        var (x, y) = NonLinear(rows + heldOut, columns);
        var (train, test) = HeldOut(x, y, rows, columns);
        var recipe = Boosted(small);
        return new(() => recipe.Fit(train), () => recipe.Fit(train).Score(test, Metrics.LogLoss), () => NaiveTrees.StumpLoss(x, y, rows, columns));
    }

    internal static Work BoostingPredict(bool small, int rows, int asked, int columns)
    {
        var (x, y) = NonLinear(rows, columns);
        var (train, questions) = Asked(x, y, asked, columns);
        var model = Boosted(small).Fit(train);
        return new(() => model.PredictProbabilities(questions),
            () => model.PredictProbabilities(questions).ToArray<double>().Where((_, i) => i % 2 == 1).Average(),
            () => NaiveTrees.StumpMean(x, y, rows, columns, asked));
    }

    internal static Work TreePredict(bool small, int rows, int asked, int columns)
    {
        var (x, y) = NonLinear(rows, columns);
        var (train, questions) = Asked(x, y, asked, columns);
        var model = Tree(small ? 2 : 8).Fit(train);
        return new(() => model.Predict(questions), () => model.Predict(questions).ToArray<int>().Average(),
            () => NaiveTrees.Mean(x, y, rows, columns, 2, asked));
    }

    static DecisionTreeClassifier Tree(int depth) => new() { MaxDepth = depth };

    static GradientBoostingClassifier Boosted(bool small) =>
        small ? new() { Iterations = 1, MaxLeaves = 2 } : new();

    /// <summary>x0 x1 + 2 sin(2 x2) + x3^2 - 1 + x4 / 2 through a logistic function.</summary>
    static (double[] X, int[] Y) NonLinear(int rows, int columns)
    {
        double[] x = MadeData.Normal(31, rows * columns), drawn = MadeData.Uniform(32, rows);
        var y = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            var r = x.AsSpan(i * columns, columns);
            double f = r[0] * r[1] + 2 * Math.Sin(2 * r[2]) + r[3] * r[3] - 1 + r[4] / 2;
            y[i] = drawn[i] < 1 / (1 + Math.Exp(-2 * f)) ? 1 : 0;
        }
        return (x, y);
    }

    static Dataset Labelled(double[] x, int columns, int[] y) =>
        new(Tensor.From(x).Reshape(x.Length / columns, columns), y, ClassLabels.Of(0.0, 1.0));

    static (Dataset Train, Dataset Test) HeldOut(double[] x, int[] y, int rows, int columns) =>
        (Labelled(x[..(rows * columns)], columns, y[..rows]), Labelled(x[(rows * columns)..], columns, y[rows..]));

    static (Dataset Train, Tensor Questions) Asked(double[] x, int[] y, int asked, int columns) =>
        (Labelled(x, columns, y), Tensor.From(x[..(asked * columns)]).Reshape(asked, columns));
}
