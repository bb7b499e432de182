using Cairn.RandomNumbers;

namespace Cairn.Augmentations;

/// <summary>Moves the colors of a picture along the directions in which colors vary, as a change of the light does: every pixel gets
/// Σ_k a_k λ_k v_k, a_k normal (Krizhevsky, Sutskever, Hinton 2012). Pictures of three channels only.</summary>
public sealed record PcaColor : Augmentation
{
    /// <summary>The standard deviation of the a_k, not negative; .1 unless set.</summary>
    public double Deviation { get; init => field = NotNegative(value, nameof(Deviation)); } = 0.1;

    /// <summary>The vectors λ_k v_k, three numbers each, of the colors of the training pictures: from <see cref="DirectionsOf"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not nine finite numbers.</exception>
    public required ValueList<double> Directions
    {
        get;
        init => field = value.Count == 9 && value.All(double.IsFinite)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Directions), value, "Directions: three vectors of three finite numbers");
    }

    /// <summary>The eigenvectors of the covariance of red, green and blue over all pixels, each times its eigenvalue.</summary>
    /// <param name="pictures">[rows, 3, height, width].</param>
    /// <exception cref="ArgumentException">They have no three channels, or no pixels.</exception>
    public static ValueList<double> DirectionsOf(Tensor pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.Rank != 4 || pictures.Shape[1] != 3 || pictures.Length == 0)
            throw new ArgumentException($"PcaColor: pictures are [rows, 3, height, width], got {pictures.Shape}", nameof(pictures));
        var colors = pictures.Detach().To<double>().Permute(1, 0, 2, 3).Reshape(3, -1);
        var centered = colors - colors.Mean(1, keepDims: true);
        double[] a = (centered.MatMul(centered.Transpose(0, 1)) / colors.Shape[1]).ToArray<double>(), v = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        // Jacobi's rotations: each makes one pair of off-diagonal elements 0, and a few rounds all of them
        for (int round = 0; round < 12; round++)
            foreach (var (p, q) in ((int, int)[])[(0, 1), (0, 2), (1, 2)]) Rotate(a, v, p, q);
        return [.. Enumerable.Range(0, 9).Select(i => a[i / 3 * 4] * v[i % 3 * 3 + i / 3])]; // λ_k times column k
    }

    /// <summary>Turns the symmetric matrix so that its element (p, q) becomes 0, and the vectors with it. Source: Golub and Van Loan,
    /// "Matrix Computations", 8.5.</summary>
    static void Rotate(double[] a, double[] v, int p, int q)
    {
        if (a[3 * p + q] == 0) return;
        double half = (a[4 * q] - a[4 * p]) / (2 * a[3 * p + q]);
        double t = (half < 0 ? -1 : 1) / (Math.Abs(half) + Math.Sqrt(1 + half * half)), c = 1 / Math.Sqrt(1 + t * t), s = t * c;
        for (int k = 0; k < 3; k++) (a[3 * k + p], a[3 * k + q]) = (c * a[3 * k + p] - s * a[3 * k + q], s * a[3 * k + p] + c * a[3 * k + q]);
        for (int k = 0; k < 3; k++) (a[3 * p + k], a[3 * q + k]) = (c * a[3 * p + k] - s * a[3 * q + k], s * a[3 * p + k] + c * a[3 * q + k]);
        for (int k = 0; k < 3; k++) (v[3 * k + p], v[3 * k + q]) = (c * v[3 * k + p] - s * v[3 * k + q], s * v[3 * k + p] + c * v[3 * k + q]);
    }

    /// <inheritdoc/>
    public override void Apply(Span<float> picture, int channels, int height, int width, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (channels != 3) throw new InvalidOperationException($"PcaColor: pictures of 3 channels are changed, got {channels}");
        Span<double> amounts = [0, 0, 0];
        for (int k = 0; k < 3; k++)
        {
            double a = Deviation * rng.Normal();
            for (int c = 0; c < 3; c++) amounts[c] += a * Directions[3 * k + c];
        }
        for (int i = 0; i < picture.Length; i++) picture[i] += (float)amounts[i / (height * width)];
    }
}
