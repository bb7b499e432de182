namespace Cairn.LinearModels;

/// <summary>
/// z_k = intercept_k + sum_j x_j coefficient_kj of every row: one chain of fused multiply-adds in the order of the features, so that
/// a row has the same bits alone and among others.
/// </summary>
static class LinearScores
{
    const int RowsAtOnce = 4;

    /// <summary>The scores of all rows, [rows, outputs].</summary>
    internal static double[] Of(ReadOnlySpan<double> x, int rows, ReadOnlySpan<double> coefficients, ReadOnlySpan<double> intercepts)
    {
        int outputs = intercepts.Length, d = coefficients.Length / outputs;
        var scores = new double[rows * outputs];
        int i = 0;
        for (; i <= rows - RowsAtOnce; i += RowsAtOnce) // the chains of four rows keep the processor busy
        {
            ReadOnlySpan<double> x0 = x.Slice(i * d, d), x1 = x.Slice((i + 1) * d, d);
            ReadOnlySpan<double> x2 = x.Slice((i + 2) * d, d), x3 = x.Slice((i + 3) * d, d);
            for (int k = 0; k < outputs; k++)
            {
                var w = coefficients.Slice(k * d, d);
                double z0 = intercepts[k], z1 = z0, z2 = z0, z3 = z0;
                for (int j = 0; j < w.Length; j++)
                {
                    z0 = Math.FusedMultiplyAdd(x0[j], w[j], z0);
                    z1 = Math.FusedMultiplyAdd(x1[j], w[j], z1);
                    z2 = Math.FusedMultiplyAdd(x2[j], w[j], z2);
                    z3 = Math.FusedMultiplyAdd(x3[j], w[j], z3);
                }
                scores[i * outputs + k] = z0;
                scores[(i + 1) * outputs + k] = z1;
                scores[(i + 2) * outputs + k] = z2;
                scores[(i + 3) * outputs + k] = z3;
            }
        }
        for (; i < rows; i++)
            for (int k = 0; k < outputs; k++)
            {
                double z = intercepts[k];
                for (int j = 0; j < d; j++) z = Math.FusedMultiplyAdd(x[i * d + j], coefficients[k * d + j], z);
                scores[i * outputs + k] = z;
            }
        for (int s = 0; s < scores.Length; s++)
        {
            if (double.IsFinite(scores[s])) continue;
            var (row, k) = (s / outputs, s % outputs);
            scores[s] = Far(x.Slice(row * d, d), coefficients.Slice(k * d, d), intercepts[k]);
        }
        return scores;
    }

    /// <summary>A score whose terms leave the range of double: summed at 2^-1000, so that infinities of both signs do not meet.</summary>
    static double Far(ReadOnlySpan<double> x, ReadOnlySpan<double> w, double intercept)
    {
        const int shift = 1000;
        double z = Math.ScaleB(intercept, -shift);
        for (int j = 0; j < w.Length; j++)
        {
            // the larger factor takes the shift
            double a = x[j], b = w[j];
            if (Math.Abs(a) < Math.Abs(b)) (a, b) = (b, a);
            z = Math.FusedMultiplyAdd(Math.ScaleB(a, -shift), b, z);
        }
        return Math.ScaleB(z, shift);
    }
}
