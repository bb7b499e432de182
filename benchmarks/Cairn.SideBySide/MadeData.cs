namespace Cairn.SideBySide;

/// <summary>The numbers that both sides work on; peers/made.py makes the same.</summary>
static class MadeData
{
    /// <summary>SplitMix64 of the counters seed + i * 0x9E3779B97F4A7C15, i from 1: 53 bits in [0, 1).</summary>
    internal static double[] Uniform(ulong seed, int count)
    {
        var values = new double[count];
        for (int i = 0; i < count; i++)
        {
            ulong z = unchecked(seed + (ulong)(i + 1) * 0x9E3779B97F4A7C15);
            z = unchecked((z ^ z >> 30) * 0xBF58476D1CE4E5B9);
            z = unchecked((z ^ z >> 27) * 0x94D049BB133111EB);
            values[i] = ((z ^ z >> 31) >> 11) * (1.0 / (1L << 53));
        }
        return values;
    }

    /// <summary>Box and Muller, from Uniform(seed) and Uniform(seed + 1000003).</summary>
    internal static double[] Normal(ulong seed, int count)
    {
        double[] radius = Uniform(seed, count), angle = Uniform(seed + 1_000_003, count);
        for (int i = 0; i < count; i++) radius[i] = Math.Sqrt(-2 * Math.Log(1 - radius[i])) * Math.Cos(2 * Math.PI * angle[i]);
        return radius;
    }

    /// <summary>float32 in [0, 1).</summary>
    internal static float[] Singles(ulong seed, int count) => Array.ConvertAll(Uniform(seed, count), x => (float)x);

    /// <summary>float32 in [-1, 1).</summary>
    internal static float[] Signed(ulong seed, int count) => Array.ConvertAll(Uniform(seed, count), x => (float)(x * 2 - 1));

    /// <summary>A linear function of half of the columns, plus 3, plus normal noise.</summary>
    internal static (double[] X, double[] Y) Regression(int rows, int columns)
    {
        double[] x = Normal(1, rows * columns), w = Normal(2, columns), noise = Normal(3, rows);
        Array.Clear(w, columns / 2, columns - columns / 2);
        var y = new double[rows];
        for (int i = 0; i < rows; i++) y[i] = Score(x, i, w, columns, 0, 1) + 3 + noise[i];
        return (x, y);
    }

    /// <summary>The class of the largest linear score, each with Gumbel noise.</summary>
    internal static (double[] X, int[] Y) LinearClasses(int rows, int columns, int classes)
    {
        double[] x = Normal(11, rows * columns), noise = Uniform(13, rows * classes);
        double[] w = Array.ConvertAll(Normal(12, columns * classes), v => 0.5 * v);
        var y = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            double best = double.NegativeInfinity;
            for (int c = 0; c < classes; c++)
            {
                double score = Score(x, i, w, columns, c, classes) - Math.Log(-Math.Log(noise[i * classes + c] + 1e-300));
                if (score > best) (best, y[i]) = (score, c);
            }
        }
        return (x, y);
    }

    /// <summary>Row i of x times column c of w.</summary>
    internal static double Score(double[] x, int i, double[] w, int columns, int c, int classes)
    {
        double sum = 0;
        for (int j = 0; j < columns; j++) sum += x[i * columns + j] * w[j * classes + c];
        return sum;
    }

    /// <summary>The mean of the elements, the i-th weighted by 1 + i mod 13: it moves when elements change places.</summary>
    internal static double Digest<T>(ReadOnlySpan<T> values) where T : System.Numerics.INumber<T>
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++) sum += double.CreateChecked(values[i]) * (1 + i % 13);
        return sum / values.Length;
    }
}
