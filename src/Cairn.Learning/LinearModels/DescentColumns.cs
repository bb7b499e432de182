using Cairn.Preprocessing;

namespace Cairn.LinearModels;

/// <summary>The rows as a descent sees them: each column normalised, and a column of ones at the end for the intercept.</summary>
sealed class DescentColumns
{
    readonly double[] _units, _centres, _factors; // value = (x / unit - centre) * factor

    DescentColumns(double[] values, double[] weights, double[] units, double[] centres, double[] factors, bool intercept)
    {
        (Values, Weights) = (values, weights);
        (_units, _centres, _factors, HasIntercept) = (units, centres, factors, intercept);
    }

    /// <summary>The normalised rows, one after the other, <see cref="Width"/> numbers each.</summary>
    internal double[] Values { get; }

    /// <summary>A weight for each row, the largest from 1 to 2.</summary>
    internal double[] Weights { get; }

    internal int Rows => Weights.Length;

    internal int Features => _units.Length;

    internal bool HasIntercept { get; }

    /// <summary>The features, and the ones.</summary>
    internal int Width => Features + (HasIntercept ? 1 : 0);

    internal ReadOnlySpan<double> Row(int row) => Values.AsSpan(row * Width, Width);

    internal static DescentColumns Of(ReadOnlySpan<double> x, int features, double[] weights, Normalization normalization, bool intercept)
    {
        var moments = ColumnMoments.Of(x, features, weights);
        var units = new double[features];
        var centres = new double[features];
        var factors = new double[features];
        for (int j = 0; j < features; j++)
        {
            if (normalization == Normalization.None)
            {
                (units[j], factors[j]) = (1, 1);
                continue;
            }
            units[j] = moments.Units[j];
            // without an intercept nothing can make good for a mean taken out
            centres[j] = intercept ? moments.Means[j] : 0;
            double size = normalization == Normalization.Mean ? Range(x, features, j, units[j])
                : intercept ? moments.Deviations[j]
                : Math.Sqrt(moments.Means[j] * moments.Means[j] + moments.Deviations[j] * moments.Deviations[j]);
            // a column that says nothing becomes a column of zeros
            factors[j] = (moments.IsConstant[j] && intercept) || size == 0 ? 0 : 1 / size;
        }

        int rows = weights.Length, width = features + (intercept ? 1 : 0);
        var values = new double[(long)rows * width];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < features; j++)
                values[i * width + j] = (x[i * features + j] / units[j] - centres[j]) * factors[j];
            if (intercept) values[i * width + features] = 1;
        }
        // in a unit of their own, so that their sum cannot overflow
        int exponent = Math.Clamp(Math.ILogB(weights.Max()), -1000, 1000);
        return new DescentColumns(values, Array.ConvertAll(weights, w => Math.ScaleB(w, -exponent)), units, centres, factors, intercept);
    }

    static double Range(ReadOnlySpan<double> x, int features, int column, double unit)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int i = column; i < x.Length; i += features) (low, high) = (Math.Min(low, x[i] / unit), Math.Max(high, x[i] / unit));
        return high - low;
    }

    /// <summary>The coefficients, score after score, and the intercepts in the caller's units.</summary>
    internal (double[] Coefficients, double[] Intercepts) Unscale(ReadOnlySpan<double> theta)
    {
        int scores = theta.Length / Width;
        var coefficients = new double[scores * Features];
        var intercepts = new double[scores];
        for (int k = 0; k < scores; k++)
        {
            var own = theta.Slice(k * Width, Width);
            intercepts[k] = HasIntercept ? own[Features] : 0;
            for (int j = 0; j < Features; j++)
            {
                double v = own[j] * _factors[j];
                coefficients[k * Features + j] = v / _units[j];
                intercepts[k] -= v * _centres[j];
            }
        }
        return (coefficients, intercepts);
    }
}
