namespace Cairn.Data;

/// <summary>Pictures in another size.</summary>
public static class PictureResize
{
    /// <summary>Resizes pictures [..., height, width], each for itself.</summary>
    /// <param name="pictures">The last two axes are rows and columns of pixels; the centres of the pixels are at (i + 1/2).</param>
    /// <param name="height">The new height, at least 1.</param>
    /// <param name="width">The new width, at least 1.</param>
    /// <param name="resampling">How; bilinear unless given.</param>
    /// <returns>Float64 for float64, else float32, in the range of the samples given.</returns>
    /// <exception cref="ArgumentException">The tensor has no two axes, or no pixels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static Tensor Resize(Tensor pictures, int height, int width, Resampling resampling = Resampling.Bilinear)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (pictures.Rank < 2 || pictures.Shape[-1] == 0 || pictures.Shape[-2] == 0)
            throw new ArgumentException($"Resize: {pictures.Shape} are no pictures [..., height, width]", nameof(pictures));
        int rows = pictures.Shape[-2], columns = pictures.Shape[-1];
        var shape = new Shape([.. pictures.Shape.AsSpan()[..^2], height, width]);
        var down = Weights(rows, height, resampling);
        var across = Weights(columns, width, resampling);
        double[] from = pictures.Detach().To<double>().ToArray<double>();
        var to = new double[shape.Elements];
        double[] line = new double[columns];
        for (int p = 0, at = 0; at < to.Length; p++)
        {
            for (int y = 0; y < height; y++)
            {
                var (firstRow, rowWeights) = down[y];
                Array.Clear(line);
                for (int k = 0; k < rowWeights.Length; k++)
                {
                    int start = (p * rows + firstRow + k) * columns;
                    for (int x = 0; x < columns; x++) line[x] += rowWeights[k] * from[start + x];
                }
                for (int x = 0; x < width; x++)
                {
                    var (first, weights) = across[x];
                    double sum = 0;
                    for (int k = 0; k < weights.Length; k++) sum += weights[k] * line[first + k];
                    to[at++] = sum;
                }
            }
        }
        return Tensor.Own(to, shape).To(pictures.DType == DType.Float64 ? DType.Float64 : DType.Float32);
    }

    /// <summary>For each new pixel along an axis: the first old one that counts, and how much it and its neighbours count.</summary>
    static (int First, double[] Weights)[] Weights(int from, int to, Resampling resampling)
    {
        double scale = (double)from / to;
        var weights = new (int, double[])[to];
        for (int i = 0; i < to; i++)
            weights[i] = resampling switch
            {
                Resampling.Nearest => ((int)((2L * i + 1) * from / (2L * to)), [1]),
                Resampling.Bilinear => Linear((i + 0.5) * scale - 0.5, from),
                Resampling.Area => Covered(i * scale, Math.Min((i + 1) * scale, from), from),
                _ => throw new ArgumentOutOfRangeException(nameof(resampling), resampling, "There is no such resampling"),
            };
        return weights;
    }

    static (int, double[]) Linear(double center, int count)
    {
        center = Math.Clamp(center, 0, count - 1);
        int first = (int)center;
        return first == count - 1 ? (first, [1]) : (first, [1 - (center - first), center - first]);
    }

    static (int, double[]) Covered(double start, double end, int count)
    {
        int first = Math.Min((int)start, count - 1), last = Math.Min((int)Math.Ceiling(end), count);
        var weights = new double[Math.Max(last - first, 1)];
        for (int k = 0; k < weights.Length; k++)
            weights[k] = Math.Max(0, Math.Min(end, first + k + 1) - Math.Max(start, first + k)) / (end - start);
        return (first, weights);
    }
}
