namespace Cairn.SideBySide;

/// <summary>The layers of networks by the plainest code, in double precision, for small data.</summary>
static class PlainLayers
{
    internal static double[] Wide(float[] x) => Array.ConvertAll(x, v => (double)v);

    /// <summary>x wᵀ + b for rows of x, w [outputs, inputs].</summary>
    internal static double[] Linear(double[] x, double[] w, double[] b)
    {
        int outputs = b.Length, inputs = w.Length / outputs;
        var y = new double[x.Length / inputs * outputs];
        for (int at = 0; at < y.Length; at++)
        {
            y[at] = b[at % outputs];
            for (int i = 0; i < inputs; i++) y[at] += x[at / outputs * inputs + i] * w[at % outputs * inputs + i];
        }
        return y;
    }

    internal static double[] Relu(double[] x) => [.. x.Select(v => Math.Max(v, 0))];

    /// <summary>Filters of 3 x 3 over squares, whose border of zeros keeps the size.</summary>
    internal static double[] Convolve(double[] x, double[] w, double[]? b, int channels, int side)
    {
        int filters = w.Length / channels / 9, area = side * side, images = x.Length / channels / area;
        var y = new double[images * filters * area];
        for (int at = 0; at < y.Length; at++)
        {
            int j = at % side, i = at / side % side, f = at / area % filters, n = at / area / filters;
            y[at] = b?[f] ?? 0;
            for (int tap = 0; tap < channels * 9; tap++)
            {
                int p = i + tap / 3 % 3 - 1, q = j + tap % 3 - 1;
                if (p >= 0 && q >= 0 && p < side && q < side) y[at] += x[((n * channels + tap / 9) * side + p) * side + q] * w[f * channels * 9 + tap];
            }
        }
        return y;
    }

    /// <summary>The maxima of squares of two; an odd row or column at the end is left out.</summary>
    internal static double[] MaxPool(double[] x, int side)
    {
        int half = side / 2;
        return [.. Enumerable.Range(0, x.Length / side / side * half * half).Select(o =>
        {
            int at = o / half / half * side * side + o / half % half * 2 * side + o % half * 2;
            return Math.Max(Math.Max(x[at], x[at + 1]), Math.Max(x[at + side], x[at + side + 1]));
        })];
    }

    /// <summary>Batch normalization in training, of channels with so many places each.</summary>
    internal static double[] BatchNorm(double[] x, double[] w, double[] b, int places)
    {
        var y = new double[x.Length];
        for (int c = 0; c < w.Length; c++)
        {
            int[] own = [.. Enumerable.Range(0, x.Length).Where(i => i / places % w.Length == c)];
            double mean = own.Average(i => x[i]), variance = own.Average(i => (x[i] - mean) * (x[i] - mean));
            foreach (int i in own) y[i] = (x[i] - mean) / Math.Sqrt(variance + 1e-5) * w[c] + b[c];
        }
        return y;
    }

    /// <summary>All outputs of a recurrent layer over x [rows, times, inputs], from states of zeros; gates in PyTorch's order.</summary>
    internal static double[] Recurrent(string kind, double[] x, double[] w, double[] u, double[] b, double[] c, int times)
    {
        int gates = kind == "lstm" ? 4 : kind == "gru" ? 3 : 1, hidden = b.Length / gates, inputs = w.Length / b.Length, rows = x.Length / times / inputs;
        var y = new double[rows * times * hidden];
        for (int row = 0; row < rows; row++)
        {
            double[] h = new double[hidden], memory = new double[hidden];
            for (int t = 0; t < times; t++)
            {
                int at = row * times + t;
                double[] p = Linear(x[(at * inputs)..((at + 1) * inputs)], w, b), q = Linear(h, u, c);
                for (int j = 0; j < hidden; j++)
                {
                    double Both(int gate) => p[gate * hidden + j] + q[gate * hidden + j];
                    if (kind == "lstm")
                    {
                        memory[j] = Logistic(Both(1)) * memory[j] + Logistic(Both(0)) * Math.Tanh(Both(2));
                        h[j] = Logistic(Both(3)) * Math.Tanh(memory[j]);
                    }
                    else if (kind == "gru")
                    {
                        double z = Logistic(Both(1));
                        h[j] = (1 - z) * Math.Tanh(p[2 * hidden + j] + Logistic(Both(0)) * q[2 * hidden + j]) + z * h[j];
                    }
                    else h[j] = Math.Tanh(Both(0));
                }
                h.CopyTo(y, at * hidden);
            }
        }
        return y;
    }

    static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>The mean over rows of -log softmax(scores)[class].</summary>
    internal static double CrossEntropy(double[] scores, int[] classes)
    {
        int n = scores.Length / classes.Length;
        return classes.Select((y, i) => Math.Log(Enumerable.Range(0, n).Sum(k => Math.Exp(scores[i * n + k]))) - scores[i * n + y]).Average();
    }
}
