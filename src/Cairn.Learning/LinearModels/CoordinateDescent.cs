using System.Globalization;
using Cairn.Kernels;
using Cairn.Preprocessing;

namespace Cairn.LinearModels;

/// <summary>
/// Minimises sum w (y - b0 - b x)^2 / (2 sum w) + strength (share |b|_1 + (1 - share) / 2 |b|^2), one coefficient after the other:
/// b_j = S(x_j' W r_j, strength share) / (x_j' W x_j + strength (1 - share)), with r_j the residual without column j and
/// S(z, t) = sign(z) max(|z| - t, 0).
/// </summary>
sealed class CoordinateDescent(string learner, string recipe, double strength, double share, bool intercept, double tolerance, int rounds)
{
    const double Most = 1e200; // a penalty so large that the coefficient is 0 whatever the rows say

    internal LinearModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        context.ThrowIfCancelled();
        var schema = new FeatureSchema(data.Features);
        var numbers = data.With(data.Features.ToNumbers(learner));
        var whole = data.NumericTarget(learner);
        if (whole.Rank != 1)
            throw new ArgumentException($"target: {learner} predicts one target [n], got the shape {whole.Shape}", nameof(data));
        var counted = numbers.Counted(learner);
        var (x, y) = (counted.Features.Dense!, counted.NumericTarget(learner));
        double[] weights = counted.WeightsOrOnes();
        var columns = ScaledColumns.Of(x.AsReadOnlySpan<double>(), schema.Count, weights, intercept);
        var (target, mean, unit) = Centred(y.AsReadOnlySpan<double>(), weights);

        var (scaled, iterations, converged) = Walk(columns, target, unit, context);
        var coefficients = new double[schema.Count];
        double[] withConstant = intercept ? [.. scaled, mean] : scaled;
        double constant = columns.Unscale(withConstant, coefficients) * unit;
        for (int j = 0; j < coefficients.Length; j++) coefficients[j] *= unit;
        if (!double.IsFinite(constant) || !Array.TrueForAll(coefficients, double.IsFinite))
            throw new ArgumentException($"data: the coefficients of {learner} leave the range of numbers; give the columns other units", nameof(data));

        int used = coefficients.Count(b => b != 0);
        context.Report(1);
        return new LinearModel(schema, coefficients, [constant], false, schema.Count, 0,
            ResidualDeviation.Of(x, y, weights, coefficients, [constant], used + (intercept ? 1 : 0)), data.TargetName, new TrainingFacts
            {
                Recipe = recipe,
                Rows = data.Rows,
                Iterations = iterations,
                Converged = converged,
                StopReason = converged ? "no coefficient moves any more" : "the rounds are over",
                Notes = converged ? [] : [string.Create(CultureInfo.InvariantCulture,
                    $"the coefficients still moved after {iterations} rounds; raise MaxIterations or Tolerance")],
            });
    }

    /// <summary>The target less its mean (when there is an intercept), in a unit near its deviation; the mean in that unit.</summary>
    (double[] Target, double Mean, double Unit) Centred(ReadOnlySpan<double> y, double[] weights)
    {
        var moments = ColumnMoments.Of(y, 1, weights);
        double mean = moments.Means[0], deviation = moments.Deviations[0];
        double size = intercept ? deviation : Math.Sqrt(mean * mean + deviation * deviation);
        int exponent = Math.Clamp(Math.ILogB(moments.Units[0]) + (size == 0 ? 0 : Math.ILogB(size)), -1000, 1000);
        double unit = Math.ScaleB(1, exponent), centre = mean * (moments.Units[0] / unit);
        var target = new double[y.Length];
        for (int i = 0; i < target.Length; i++) target[i] = y[i] / unit - (intercept ? centre : 0);
        return (target, centre, unit);
    }

    (double[] Coefficients, int Rounds, bool Converged) Walk(ScaledColumns columns, double[] residual, double unit, FitContext context)
    {
        int n = columns.Rows, d = columns.Features;
        var byColumn = new double[checked((int)((long)n * d))];
        for (int j = 0; j < d; j++)
            for (int i = 0; i < n; i++) byColumn[j * n + i] = columns.Values[i * columns.Stride + j];
        double total = Sums.Sum(columns.Weights);
        double[] w = Array.ConvertAll(columns.Weights, weight => weight / total), weighted = new double[n];
        double[] squares = new double[d], absolutes = new double[d], penalties = new double[d];
        for (int j = 0; j < d; j++)
        {
            var xj = byColumn.AsSpan(j * n, n);
            for (int i = 0; i < n; i++) weighted[i] = w[i] * xj[i];
            squares[j] = Sums.Dot(weighted, xj);
            double slope = columns.Slope(j); // what a unit of the scaled coefficient is of the caller's, for a target in its unit
            absolutes[j] = Math.Min(strength * share * slope / unit, Most);
            penalties[j] = Math.Min(strength * (1 - share) * Math.Min(slope * slope, Most), Most);
        }

        var b = new double[d];
        for (int i = 0; i < n; i++) weighted[i] = w[i] * residual[i]; // W r, kept beside r
        for (int round = 1; round <= rounds; round++)
        {
            double moved = 0;
            for (int j = 0; j < d; j++)
            {
                if (squares[j] == 0) continue;
                if ((j & 63) == 0) context.ThrowIfCancelled();
                var xj = byColumn.AsSpan(j * n, n);
                double z = Sums.Dot(xj, weighted) + squares[j] * b[j];
                double next = Math.CopySign(Math.Max(Math.Abs(z) - absolutes[j], 0), z) / (squares[j] + penalties[j]), step = next - b[j];
                if (step == 0) continue;
                for (int i = 0; i < n; i++) weighted[i] = Math.FusedMultiplyAdd(-step * xj[i], w[i], weighted[i]);
                b[j] = next + 0.0;
                moved = Math.Max(moved, Math.Abs(step));
            }
            context.Report((double)round / rounds, "round " + round.ToString(CultureInfo.InvariantCulture));
            if (moved <= tolerance) return (b, round, true);
        }
        return (b, rounds, false);
    }
}
