namespace Cairn.SideBySide;

/// <summary>Eigenvalues, singular values with their vectors, and Fourier transforms.</summary>
static class Spectra
{
    internal static Work SymmetricEigen(int n)
    {
        var a = Matrix(0, n);
        a = (a + a.T) * 0.5;
        return new(() => a.SymmetricEigen(), () => Digest(a.SymmetricEigen().Values),
            () => MadeData.Digest<double>([.. Jacobi(a.ToArray<double>(), n).Order()]));
    }

    internal static Work Svd(int n)
    {
        var a = Matrix(0, n);
        // plainly: the roots of the eigenvalues of AᵀA
        return new(() => a.Svd(), () => Digest(a.Svd().Values), () => MadeData.Digest<double>(
            [.. Jacobi(a.T.MatMul(a).ToArray<double>(), n).Select(w => Math.Sqrt(Math.Max(w, 0))).OrderDescending()]));
    }

    internal static Work Eigen(int n)
    {
        var a = Matrix(0, n);
        return new(() => a.Eigen(), () =>
        {
            var e = a.Eigen();
            return Math.Sqrt((double)(e.RealValues * e.RealValues + e.ImaginaryValues * e.ImaginaryValues).Max());
        }, () => PowerMethod(a.ToArray<double>(), n));
    }

    internal static Work Fft(int rows, int n)
    {
        Tensor re = Matrix(0, rows, n), im = Matrix(1, rows, n);
        return new(() => Tensor.Fft(re, im), () => Digest(Tensor.Fft(re, im).Imaginary),
            () => MadeData.Digest<double>(Sums(re.ToArray<double>(), im.ToArray<double>(), rows, n, n, real: false)));
    }

    internal static Work RealFft(int rows, int n)
    {
        var x = Matrix(0, rows, n);
        return new(() => x.RealFft(), () => Digest(x.RealFft().Real),
            () => MadeData.Digest<double>(Sums(x.ToArray<double>(), new double[rows * n], rows, n, n / 2 + 1, real: true)));
    }

    static Tensor Matrix(ulong seed, int rows, int columns) => Tensor.From(MadeData.Uniform(seed, rows * columns)).Reshape(rows, columns);

    static Tensor Matrix(ulong seed, int n) => Matrix(seed, n, n);

    static double Digest(Tensor x) => MadeData.Digest(x.AsReadOnlySpan<double>());

    /// <summary>The eigenvalues of a symmetric matrix by rotations.</summary>
    static double[] Jacobi(double[] a, int n)
    {
        for (int round = 0; round < 12; round++)
            for (int p = 0; p < n; p++)
                for (int q = p + 1; q < n; q++)
                {
                    double off = a[p * n + q];
                    if (off == 0) continue;
                    double theta = (a[q * n + q] - a[p * n + p]) / (2 * off);
                    double t = Math.CopySign(1, theta) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1)), c = 1 / Math.Sqrt(t * t + 1), s = t * c;
                    for (int k = 0; k < n; k++) (a[k * n + p], a[k * n + q]) = (c * a[k * n + p] - s * a[k * n + q], s * a[k * n + p] + c * a[k * n + q]);
                    for (int k = 0; k < n; k++) (a[p * n + k], a[q * n + k]) = (c * a[p * n + k] - s * a[q * n + k], s * a[p * n + k] + c * a[q * n + k]);
                }
        return [.. Enumerable.Range(0, n).Select(i => a[i * n + i])];
    }

    /// <summary>The largest eigenvalue of a positive matrix.</summary>
    static double PowerMethod(double[] a, int n)
    {
        double[] x = [.. Enumerable.Repeat(1.0, n)];
        double largest = 0;
        for (int step = 0; step < 200; step++)
        {
            double[] y = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Sum(j => a[i * n + j] * x[j]))];
            largest = y.Max();
            x = [.. y.Select(v => v / largest)];
        }
        return largest;
    }

    static double[] Sums(double[] re, double[] im, int rows, int n, int bins, bool real)
    {
        var y = new double[rows * bins];
        for (int row = 0; row < rows; row++)
            for (int k = 0; k < bins; k++)
            {
                double sum = 0;
                for (int j = 0; j < n; j++)
                {
                    var (s, c) = Math.SinCos(-2 * Math.PI * ((long)j * k % n) / n);
                    double x = re[row * n + j], z = im[row * n + j];
                    sum += real ? x * c - z * s : x * s + z * c;
                }
                y[row * bins + k] = sum;
            }
        return y;
    }
}
