using Cairn.Kernels;
using Cairn.RandomNumbers;

namespace Cairn.SideBySide;

/// <summary>Element by element, float32; and random numbers.</summary>
static class Elements
{
    internal delegate void Map(ReadOnlySpan<float> x, Span<float> y);

    /// <summary>A function over spans, into memory that is there already.</summary>
    internal static Work Into(int count, Map map, Func<double, double> naive, float shift = 0)
    {
        float[] x = Array.ConvertAll(MadeData.Signed(0, count), v => v + shift), y = new float[count];
        return new(() => map(x, y), () => MadeData.Digest<float>(y), () => MadeData.Digest<double>([.. x.Select(v => naive(v))]));
    }

    /// <summary>x Phi(x) by the series of the normal distribution function, which suffices between -1 and 1.</summary>
    internal static double PlainGelu(double x)
    {
        double sum = 0, term = x;
        for (int n = 0; n < 30; n++, term *= -x * x / (2 * n)) sum += term / (2 * n + 1);
        return x * (0.5 + sum / Math.Sqrt(2 * Math.PI));
    }

    internal static Work Sum(int count)
    {
        float[] x = MadeData.Signed(0, count);
        return new(() => Sums.Sum(x), () => Sums.Sum(x) / count, () => x.Sum(v => (double)v) / count);
    }

    /// <summary>A tensor of a tensor, in new memory.</summary>
    internal static Work New(int count, Func<Tensor, Tensor> map, Func<double, double> naive)
    {
        float[] x = MadeData.Signed(0, count);
        Tensor tensor = x;
        return new(() => map(tensor), () => Digest(map(tensor)), () => MadeData.Digest<double>([.. x.Select(v => naive(v))]));
    }

    /// <summary>A tensor of two, in new memory.</summary>
    internal static Work New(int count, Func<Tensor, Tensor, Tensor> map, Func<double, double, double> naive)
    {
        float[] x = MadeData.Signed(0, count), y = MadeData.Signed(1, count);
        Tensor a = x, b = y;
        return new(() => map(a, b), () => Digest(map(a, b)), () => MadeData.Digest<double>([.. x.Zip(y, (v, w) => naive(v, w))]));
    }

    /// <summary>A row added to every row of a matrix.</summary>
    internal static Work AddRow(int count, int width)
    {
        float[] x = MadeData.Signed(0, count), row = MadeData.Signed(1, width);
        Tensor matrix = Tensor.From(x).Reshape(count / width, width), bias = row;
        return new(() => _ = matrix + bias, () => Digest(matrix + bias),
            () => MadeData.Digest<double>([.. x.Select((v, i) => (double)v + row[i % width])]));
    }

    /// <summary>The sums of the columns.</summary>
    internal static Work SumColumns(int count, int width)
    {
        float[] x = MadeData.Signed(0, count);
        var matrix = Tensor.From(x).Reshape(count / width, width);
        return new(() => matrix.Sum(0), () => Digest(matrix.Sum(0)),
            () => MadeData.Digest<double>([.. Enumerable.Range(0, width).Select(j => x.Where((_, i) => i % width == j).Sum(v => (double)v))]));
    }

    /// <summary>The transpose of a matrix of so many rows, in memory of its own.</summary>
    internal static Work CopyTransposed(int count, int rows)
    {
        float[] x = MadeData.Signed(0, count);
        var turned = Tensor.From(x).Reshape(rows, count / rows).T;
        return new(() => turned.Contiguous(), () => Digest(turned.Contiguous()),
            () => MadeData.Digest<double>([.. Enumerable.Range(0, count).Select(i => (double)x[i % rows * (count / rows) + i / rows])]));
    }

    /// <summary>The softmax of every row, or its logarithm, in new memory. The digest of a softmax counts its elements by the row's width.</summary>
    internal static Work Softmax(int count, int width, bool logarithm)
    {
        float[] x = MadeData.Signed(0, count);
        var matrix = Tensor.From(x).Reshape(count / width, width);
        Tensor Run() => logarithm ? matrix.LogSoftmax() : matrix.Softmax();
        double scale = logarithm ? 1 : width;
        return new(() => Run(), () => scale * Digest(Run()), () => scale * MadeData.Digest<double>([.. x.Chunk(width).SelectMany(row =>
        {
            double sum = row.Sum(v => Math.Exp(v));
            return row.Select(v => logarithm ? v - Math.Log(sum) : Math.Exp(v) / sum);
        })]));
    }

    /// <summary>Layer normalization of every row with a weight and a bias, in new memory.</summary>
    internal static Work LayerNorm(int count, int width)
    {
        float[] x = MadeData.Signed(0, count), w = MadeData.Signed(1, width), b = MadeData.Signed(2, width);
        Tensor matrix = Tensor.From(x).Reshape(count / width, width), weight = w, bias = b;
        return new(() => matrix.LayerNorm(weight, bias), () => Digest(matrix.LayerNorm(weight, bias)), () => MadeData.Digest<double>(
            [.. x.Chunk(width).SelectMany(row =>
            {
                double mean = row.Average(v => (double)v), scale = Math.Sqrt(row.Average(v => (v - mean) * (v - mean)) + 1e-5);
                return row.Select((v, i) => (v - mean) / scale * w[i] + b[i]);
            })]));
    }

    /// <summary>The mean cross-entropy of a batch and its gradient by the scores.</summary>
    internal static Work CrossEntropy(int rows, int classes)
    {
        float[] x = MadeData.Signed(0, rows * classes);
        var scores = Tensor.From(x).Reshape(rows, classes).AsParameter();
        Tensor truth = Tensor.From([.. Enumerable.Range(0, rows).Select(i => i * 7 % classes)], rows);
        void Run()
        {
            scores.ZeroGrad();
            scores.CrossEntropyFromLogits(truth).Mean().Backward();
        }
        return new(Run, () =>
        {
            Run();
            return rows * Digest(scores.Grad!);
        }, () => rows * MadeData.Digest<double>([.. x.Chunk(classes).SelectMany((row, i) =>
        {
            double sum = row.Sum(v => Math.Exp(v));
            return row.Select((v, j) => (Math.Exp(v) / sum - (j == i * 7 % classes ? 1 : 0)) / rows);
        })]));
    }

    internal static Work ArgMax(int count)
    {
        float[] x = MadeData.Signed(0, count);
        Tensor tensor = x;
        return new(() => tensor.ArgMax(), () => (int)tensor.ArgMax(), () => Array.IndexOf(x, x.Max()));
    }

    internal static Work Sort(int count)
    {
        float[] x = MadeData.Signed(0, count);
        Tensor tensor = x;
        return new(() => tensor.Sort(), () => Digest(tensor.Sort().Values), () => MadeData.Digest<double>([.. x.Order().Select(v => (double)v)]));
    }

    internal static Work CumulativeSum(int count)
    {
        float[] x = Array.ConvertAll(MadeData.Signed(0, count), v => (v + 1) / count);
        Tensor tensor = x;
        return new(() => tensor.CumulativeSum(0), () => Digest(tensor.CumulativeSum(0)), () =>
        {
            double sum = 0;
            return MadeData.Digest<double>([.. x.Select(v => sum += v)]);
        });
    }

    internal static Work UniformDoubles(int count)
    {
        var rng = Rng.Stream(1, "side by side", "uniform").Start();
        var x = new double[count];
        return new(() => rng.Fill(x), () => x.Average(), () => 0.5);
    }

    internal static Work UniformSingles(int count)
    {
        var rng = Rng.Stream(1, "side by side", "uniform").Start();
        var x = new float[count];
        return new(() => rng.Fill(x), () => x.Average(v => (double)v), () => 0.5);
    }

    internal static Work NormalDoubles(int count)
    {
        var rng = Rng.Stream(1, "side by side", "normal").Start();
        var x = new double[count];
        return new(() => rng.FillNormal(x), () => x.Average(v => v * v), () => 1);
    }

    static double Digest(Tensor t) => MadeData.Digest(t.AsReadOnlySpan<float>());
}
