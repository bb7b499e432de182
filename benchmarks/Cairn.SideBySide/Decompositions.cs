namespace Cairn.SideBySide;

/// <summary>Factorizations and solvers in float64.</summary>
static class Decompositions
{
    /// <summary>A x = b for one right side.</summary>
    internal static Work Solve(int n)
    {
        Tensor a = Matrix(0, n), b = MadeData.Uniform(1, n);
        return new(() => a.Solve(b), () => MadeData.Digest(a.Solve(b).AsReadOnlySpan<double>()), () =>
        {
            double[] m = a.ToArray<double>(), x = b.ToArray<double>();
            for (int k = 0; k < n; k++)
            {
                int pivot = k;
                for (int i = k + 1; i < n; i++)
                    if (Math.Abs(m[i * n + k]) > Math.Abs(m[pivot * n + k])) pivot = i;
                for (int j = 0; j < n; j++) (m[k * n + j], m[pivot * n + j]) = (m[pivot * n + j], m[k * n + j]);
                (x[k], x[pivot]) = (x[pivot], x[k]);
                for (int i = k + 1; i < n; i++)
                {
                    double factor = m[i * n + k] / m[k * n + k];
                    for (int j = k; j < n; j++) m[i * n + j] -= factor * m[k * n + j];
                    x[i] -= factor * x[k];
                }
            }
            for (int i = n - 1; i >= 0; i--)
            {
                for (int j = i + 1; j < n; j++) x[i] -= m[i * n + j] * x[j];
                x[i] /= m[i * n + i];
            }
            return MadeData.Digest<double>(x);
        });
    }

    /// <summary>L of a positive definite matrix.</summary>
    internal static Work Cholesky(int n)
    {
        var x = Matrix(0, n);
        var a = x.MatMul(x.T) + n * Tensor.Eye<double>(n);
        return new(() => a.Cholesky(), () => MadeData.Digest(a.Cholesky().L.AsReadOnlySpan<double>()), () =>
        {
            var l = a.ToArray<double>();
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++)
                {
                    if (j > i) l[i * n + j] = 0;
                    else
                    {
                        double rest = l[i * n + j];
                        for (int k = 0; k < j; k++) rest -= l[i * n + k] * l[j * n + k];
                        l[i * n + j] = i == j ? Math.Sqrt(rest) : rest / l[j * n + j];
                    }
                }
            return MadeData.Digest<double>(l);
        });
    }

    /// <summary>Q and R; R tells whether they are right, but for the signs of its rows.</summary>
    internal static Work Qr(int n, bool pivoted = false)
    {
        var a = Matrix(0, n);
        return new(() => a.Qr(pivoted), () => MadeData.Digest(a.Qr(pivoted).R.Abs().AsReadOnlySpan<double>()), () =>
        {
            double[] q = a.ToArray<double>(), r = new double[n * n];
            for (int j = 0; j < n; j++)
            {
                if (pivoted) Exchange(q, r, n, j);
                for (int pass = 0; pass < 2; pass++)
                    for (int k = 0; k < j; k++)
                    {
                        double along = 0;
                        for (int i = 0; i < n; i++) along += q[i * n + k] * q[i * n + j];
                        for (int i = 0; i < n; i++) q[i * n + j] -= along * q[i * n + k];
                        r[k * n + j] += along;
                    }
                for (int i = 0; i < n; i++) r[j * n + j] += q[i * n + j] * q[i * n + j];
                r[j * n + j] = Math.Sqrt(r[j * n + j]);
                for (int i = 0; i < n; i++) q[i * n + j] /= r[j * n + j];
            }
            return MadeData.Digest<double>(Array.ConvertAll(r, Math.Abs));
        });
    }

    /// <summary>Brings the column of q of which most is left, beside those done, to place k.</summary>
    static void Exchange(double[] q, double[] r, int n, int k)
    {
        double Left(int j) => Enumerable.Range(0, n).Sum(i => Math.Pow(q[i * n + j] - Enumerable.Range(0, k).Sum(l => q[i * n + l] * Along(l, j)), 2));
        double Along(int l, int j) => Enumerable.Range(0, n).Sum(i => q[i * n + l] * q[i * n + j]);
        int pivot = Enumerable.Range(k, n - k).MaxBy(Left);
        for (int i = 0; i < n; i++)
        {
            (q[i * n + k], q[i * n + pivot]) = (q[i * n + pivot], q[i * n + k]);
            (r[i * n + k], r[i * n + pivot]) = (r[i * n + pivot], r[i * n + k]);
        }
    }

    static Tensor Matrix(ulong seed, int n) => Tensor.From<double>(MadeData.Uniform(seed, n * n), n, n);
}
