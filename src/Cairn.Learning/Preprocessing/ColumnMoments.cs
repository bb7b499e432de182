using System.Globalization;

namespace Cairn.Preprocessing;

/// <summary>
/// The means and deviations of the columns of a matrix, each column in a unit of its own: the power of two next below its largest
/// magnitude. Numbers of 1e300 and of 1e-300 have squares that fit nowhere; in their unit they are as tame as any, and no digit changes.
/// </summary>
sealed class ColumnMoments
{
    /// <summary>Units stay within 2^-1000 and 2^1000, so that their reciprocals are numbers too.</summary>
    const int LargestExponent = 1000;

    ColumnMoments(int columns)
    {
        Units = new double[columns];
        Means = new double[columns];
        Deviations = new double[columns];
        IsConstant = new bool[columns];
    }

    /// <summary>The unit of each column, a power of two.</summary>
    internal double[] Units { get; }

    /// <summary>The weighted mean of each column, in its unit.</summary>
    internal double[] Means { get; }

    /// <summary>The deviation of each column, in its unit; 0 where the column is constant.</summary>
    internal double[] Deviations { get; }

    /// <summary>True where the values agree within 8 * 2^-52 of their magnitude.</summary>
    internal bool[] IsConstant { get; }

    /// <summary>
    /// m = sum w u / W and s^2 = (sum w (u - m)^2 - (sum w (u - m))^2 / W) / (W - d), with W = sum w: the second sum takes out the
    /// rounding of m (the corrected two-pass algorithm of Chan, Golub and LeVeque, 1983).
    /// </summary>
    /// <param name="x">The matrix, row by row, finite, at least one row.</param>
    /// <param name="columns">The columns of <paramref name="x"/>.</param>
    /// <param name="weights">A weight for each row, above 0.</param>
    /// <param name="degreesOfFreedom">d: 0 or 1.</param>
    /// <exception cref="ArgumentException">W is not above d, and a column is not constant.</exception>
    internal static ColumnMoments Of(ReadOnlySpan<double> x, int columns, ReadOnlySpan<double> weights, int degreesOfFreedom = 0)
    {
        var moments = new ColumnMoments(columns);
        var pass = new ColumnPass(x, columns);
        var (low, high) = pass.Ranges();
        var perUnit = new double[columns];
        for (int j = 0; j < columns; j++)
        {
            double largest = Math.Max(Math.Abs(low[j]), Math.Abs(high[j]));
            int exponent = largest == 0 ? 0 : Math.Clamp(Math.ILogB(largest), -LargestExponent, LargestExponent);
            moments.Units[j] = Math.ScaleB(1, exponent);
            perUnit[j] = Math.ScaleB(1, -exponent);
            moments.IsConstant[j] = high[j] * perUnit[j] - low[j] * perUnit[j] <= 8 * Math.ScaleB(1, -52) * (largest * perUnit[j]);
        }

        // weights in a unit of their own, so that their sum cannot overflow
        double heaviest = 0;
        foreach (double weight in weights) heaviest = Math.Max(heaviest, weight);
        double perWeight = Math.ScaleB(1, -Math.Clamp(Math.ILogB(heaviest), -LargestExponent, LargestExponent));
        var w = new double[weights.Length];
        double total = 0;
        for (int i = 0; i < w.Length; i++) total += w[i] = weights[i] * perWeight;

        var sums = pass.Sum(w, perUnit);
        for (int j = 0; j < columns; j++) moments.Means[j] = low[j] == high[j] ? low[j] * perUnit[j] : sums[j] / total;
        var (rests, squares) = pass.SumsAbout(w, perUnit, moments.Means);
        double divisor = total - degreesOfFreedom * perWeight;
        for (int j = 0; j < columns; j++)
        {
            if (moments.IsConstant[j]) continue;
            if (divisor <= 0)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"data: the rows weigh {total / perWeight:R} together; a sample's deviation needs more than {degreesOfFreedom}"), "data");
            moments.Deviations[j] = Math.Sqrt(Math.Max(0, squares[j] - rests[j] * rests[j] / total) / divisor);
        }
        return moments;
    }
}
