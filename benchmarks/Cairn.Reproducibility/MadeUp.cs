using System.Globalization;
using System.Text;
using Cairn.Data;
using Cairn.RandomNumbers;

namespace Cairn.Reproducibility;

/// <summary>Data made of random numbers that are the same everywhere.</summary>
static class MadeUp
{
    /// <summary>Normal numbers of very unlike sizes, so that every order of their sum has its own rounding.</summary>
    internal static double[] Numbers(string name, int count)
    {
        var rng = Rng.Stream(1, name, "numbers").Start();
        var numbers = new double[count];
        for (int i = 0; i < count; i++) numbers[i] = Math.ScaleB(rng.Normal(), rng.Index(40) - 20);
        return numbers;
    }

    internal static float[] Singles(string name, int count) => Array.ConvertAll(Numbers(name, count), x => (float)x);

    /// <summary>A matrix of normal numbers whose columns have unlike centres and sizes.</summary>
    internal static double[,] Matrix(string name, int rows, int columns)
    {
        var rng = Rng.Stream(2, name, "matrix").Start();
        var matrix = new double[rows, columns];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) matrix[i, j] = rng.Normal(j, 1 + j % 5 * 10);
        return matrix;
    }

    /// <summary>A linear function of the features with noise.</summary>
    internal static Dataset Regression(int rows, int features, bool weighted = false, int targets = 1)
    {
        double[,] x = Matrix("regression", rows, features), y = new double[rows, targets];
        var noise = Rng.Stream(3, "regression", "noise").Start();
        for (int i = 0; i < rows; i++)
            for (int t = 0; t < targets; t++)
            {
                y[i, t] = noise.Normal() + t;
                for (int j = 0; j < features; j++) y[i, t] += x[i, j] * (j - t + 0.5);
            }
        Tensor target = y;
        return new Dataset(x, targets == 1 ? target.Flatten() : target, weights: weighted ? Weights(rows) : null);
    }

    /// <summary>Classes around centres that overlap; each has rows where there are rows enough.</summary>
    internal static Dataset Classes(int rows, int features, int classes, bool weighted = false)
    {
        double[,] x = Matrix("classes", rows, features);
        var y = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            y[i] = i % classes;
            for (int j = 0; j < features; j++) x[i, j] += (j + i % classes) % classes * 0.5 * (1 + j % 5 * 10);
        }
        return new Dataset(x, y, weights: weighted ? Weights(rows) : null);
    }

    static Tensor Weights(int rows)
    {
        var rng = Rng.Stream(4, "", "weights").Start();
        var weights = new double[rows];
        for (int i = 0; i < rows; i++) weights[i] = i > 0 && i % 7 == 0 ? 0 : rng.Uniform(0.1, 3);
        return weights;
    }

    /// <summary>A table as text: numbers with gaps, a category with letters that cultures treat in their own ways, a truth value, and two targets.</summary>
    internal static Table Mixed(int rows)
    {
        string[] kinds = ["i", "I", "ı", "İ", "straße", "strasse", "z", "Z", "ä"];
        var rng = Rng.Stream(5, "mixed", "table").Start();
        var text = new StringBuilder("size,weight,kind,open,price,grade\n");
        for (int i = 0; i < rows; i++)
        {
            double size = rng.Normal(50, 20), weight = rng.Normal() * 1e-3;
            int kind = rng.Index(kinds.Length);
            bool open = rng.Bernoulli(0.4), gap = rng.Bernoulli(0.1), blank = rng.Bernoulli(0.05);
            double price = 3 * size + 2000 * weight + 10 * kind + (open ? 5 : 0) + rng.Normal();
            text.Append(CultureInfo.InvariantCulture,
                $"{(gap ? "" : size.ToString("R", CultureInfo.InvariantCulture))},{weight:E6},{(blank ? "" : kinds[kind])},{(open ? "true" : "false")},")
                .Append(CultureInfo.InvariantCulture, $"{price:R},{(price < 150 ? "low" : price < 220 ? "middle" : "high")}\n");
        }
        return Table.ParseCsv(text.ToString());
    }
}
