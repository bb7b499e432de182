namespace Cairn.LinearAlgebra;

/// <summary>
/// Least squares with many more columns than rows. The answer of least norm lies in the span of the rows, so the problem is solved there:
/// X' P = Q R, pivoted, gives P'X = R'Q'; min |P'y - R'z| is solved for z over the columns of Q that the rank has, and b = Q z. That
/// costs rows^2 columns, where the general way costs columns^3.
/// </summary>
static class WideLeastSquares
{
    /// <summary>Magnitudes of columns further apart than this (as a power of two) would be lost in one common scale.</summary>
    const int MostSpread = 100;

    /// <summary>True when this way is much the cheaper one and loses nothing.</summary>
    internal static bool Suits(ReadOnlySpan<double> x, int rows, int columns)
    {
        if (columns < 2 * rows || columns < 32) return false;
        var (least, most) = (int.MaxValue, int.MinValue);
        for (var j = 0; j < columns; j++)
        {
            var magnitude = Magnitude(x.Slice(j * rows, rows));
            if (magnitude == 0) continue;
            var exponent = Math.ILogB(magnitude);
            (least, most) = (Math.Min(least, exponent), Math.Max(most, exponent));
        }
        return most >= least && most - least <= MostSpread;
    }

    /// <summary>Solves with weights that are all positive, in units of 2^weightUnit; the other arguments are those of
    /// <see cref="LeastSquares.Solve"/>, checked there.</summary>
    internal static LeastSquaresSolution Solve(ReadOnlySpan<double> x, int rows, int columns, ReadOnlySpan<double> y, double[] weights,
        int weightUnit, bool intercept, double? tolerance, CancellationToken cancellation)
    {
        var unit = Math.ILogB(Magnitude(x)) + 1;
        var (turned, means) = Turned(x, rows, columns, weights, intercept, unit);
        cancellation.ThrowIfCancellationRequested();
        var factor = new HouseholderQr(turned, columns, rows, pivot: true, cancellation);
        var size = Math.Max(Math.Abs(factor[0, 0]), Math.Sqrt(Dots.Dot(means, means))); // what centring took counts: its rounding stayed
        var least = (tolerance ?? Math.ScaleB(Math.Max(columns, 100), -52)) * size;
        var rank = 0;
        while (rank < rows && Math.Abs(factor[rank, rank]) > least) rank++;

        // the rows of X in terms of the first rank columns of Q
        var rowsInSpan = new double[rows * rank];
        for (var i = 0; i < rows; i++)
            for (var k = 0; k < Math.Min(rank, i + 1); k++) rowsInSpan[k * rows + factor.Order[i]] = factor[k, i];
        var targets = y.Length / rows;
        var (centred, targetMeans) = Centred(y, rows, weights, intercept);
        var inner = LeastSquares.Solve(rowsInSpan, rows, rank, centred, weights, intercept: false, tolerance, cancellation);

        var coefficients = new double[columns * targets];
        var intercepts = new double[targets];
        for (var t = 0; t < targets; t++)
        {
            var b = coefficients.AsSpan(t * columns, columns);
            inner.Coefficients.Slice(t * rank, rank).CopyTo(b);
            factor.Apply(b);
            intercepts[t] = targetMeans[t] - Dots.Dot(means, b);
            for (var j = 0; j < columns; j++) b[j] = Math.ScaleB(b[j], -unit);
        }
        var squares = Array.ConvertAll(inner.ResidualSumsOfSquares.ToArray(), square => Math.ScaleB(square, weightUnit));
        return new(coefficients, intercepts, squares, inner.RefinementSteps.ToArray(), inner.Rank,
            inner.ConditionEstimate);
    }

    // The transposed matrix in units of 2^unit, row after row, each column less its mean when there is an intercept; and the means.
    static (double[] Turned, double[] Means) Turned(ReadOnlySpan<double> x, int rows, int columns, double[] weights, bool intercept, int unit)
    {
        var turned = new double[x.Length];
        var means = new double[columns];
        double total = 0;
        foreach (var weight in weights) total += weight;
        for (var j = 0; j < columns; j++)
        {
            var column = x.Slice(j * rows, rows);
            for (var i = 0; i < rows; i++) turned[i * columns + j] = Math.ScaleB(column[i], -unit);
            if (!intercept) continue;
            double sum = 0;
            for (var i = 0; i < rows; i++) sum = Math.FusedMultiplyAdd(weights[i], turned[i * columns + j], sum);
            means[j] = sum / total;
            for (var i = 0; i < rows; i++) turned[i * columns + j] -= means[j];
        }
        return (turned, means);
    }

    static (double[] Centred, double[] Means) Centred(ReadOnlySpan<double> y, int rows, double[] weights, bool intercept)
    {
        var centred = y.ToArray();
        var means = new double[y.Length / rows];
        if (!intercept) return (centred, means);
        double total = 0;
        foreach (var weight in weights) total += weight;
        for (var t = 0; t < means.Length; t++)
        {
            var target = centred.AsSpan(t * rows, rows);
            var unit = Magnitude(target) is > 0 and var largest ? Math.ILogB(largest) + 1 : 0;
            double sum = 0;
            for (var i = 0; i < rows; i++) sum = Math.FusedMultiplyAdd(weights[i], Math.ScaleB(target[i], -unit), sum);
            means[t] = Math.ScaleB(sum / total, unit);
            for (var i = 0; i < rows; i++) target[i] -= means[t];
        }
        return (centred, means);
    }

    static double Magnitude(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (var value in values) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
