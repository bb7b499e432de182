using Cairn.Kernels;

namespace Cairn.LinearAlgebra;

/// <summary>Linear least squares by orthogonal factorisation, refined until the digits of the data are used up.</summary>
public static class LeastSquares
{
    /// <summary>
    /// Minimises sum_i w_i (y_i - b0 - x_i b)^2 over the intercept b0 and the coefficients b, for each target on its own.
    /// </summary>
    /// <remarks>
    /// <para>The columns, centred when there is an intercept, are scaled by powers of two and factored by Householder QR in blocks of
    /// rows; the triangle is factored again with column pivoting. The coefficients then take steps of refinement
    /// R'R db = X'W(y - b0 - X b) with the right side and the coefficients in twice double precision, computed from the numbers
    /// given, so that neither centring nor scaling nor the factorisation leaves its rounding in the answer (corrected seminormal
    /// equations: Bjorck, Linear Algebra Appl. 88/89, 1987; extra-precise refinement: Demmel et al., ACM TOMS 35(4), 2009).</para>
    /// <para>Rank: columns are kept while the pivoted diagonal exceeds <paramref name="tolerance"/> times its first element, each
    /// column scaled to a norm between 1/2 and 1. Where columns depend on each other the coefficients are those of least
    /// Euclidean norm, in the caller's units, the intercept not counted; for that choice a column more than 2^20 times smaller than
    /// the largest counts as 2^20 times smaller. With an intercept, a column whose values agree within
    /// 8 * 2^-52 of their magnitude counts as constant and gets the coefficient 0.</para>
    /// <para>With at least twice as many columns as rows the problem is solved in the span of the rows, at a cost of rows^2 columns and
    /// without refinement beyond that.</para>
    /// <para>Sums have a fixed order: the same bits on any processor. Memory beyond the data: a few vectors of length
    /// <paramref name="rows"/> and columns^2.</para>
    /// </remarks>
    /// <param name="x">The matrix, column-major: column j is x[j * rows .. (j + 1) * rows].</param>
    /// <param name="rows">Rows of <paramref name="x"/> and of <paramref name="y"/>.</param>
    /// <param name="columns">Columns of <paramref name="x"/>; 0 fits the intercept alone.</param>
    /// <param name="y">The targets, column-major: target t is y[t * rows .. (t + 1) * rows]. Their number is y.Length / rows.</param>
    /// <param name="weights">One weight per row, not negative; empty means 1 for all. A row whose weight is 0, or less than 2^-600 of
    /// the largest, counts as absent.</param>
    /// <param name="intercept">Whether b0 is fitted; otherwise it is 0.</param>
    /// <param name="tolerance">Relative size under which a pivot counts as 0; by default 2^-52 * max(rows, columns, 100).</param>
    /// <param name="cancellation">Looked at before each block of rows and each step of refinement.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> below 1, <paramref name="columns"/> negative, or
    /// <paramref name="tolerance"/> outside [0, 1).</exception>
    /// <exception cref="ArgumentException">Lengths that do not fit, a value that is not finite, a negative weight, weights that are
    /// all 0, or a coefficient beyond the range of double.</exception>
    public static LeastSquaresSolution Solve(ReadOnlySpan<double> x, int rows, int columns, ReadOnlySpan<double> y,
        ReadOnlySpan<double> weights = default, bool intercept = true, double? tolerance = null, CancellationToken cancellation = default)
    {
        CheckShapes(x, rows, columns, y, weights, tolerance);
        CheckFinite(x, rows, nameof(x));
        CheckFinite(y, rows, nameof(y));
        var targets = y.Length / rows;

        var (w, weightUnit, present) = ScaledWeights(weights, rows);
        if (present < rows)
        {
            // a row without weight is a row that is not there: the same bits as if it had never been given
            var keep = new int[present];
            for (int i = 0, k = 0; i < rows; i++) if (w[i] > 0) keep[k++] = i;
            return Solve(Take(x, rows, keep), present, columns, Take(y, rows, keep), Take(weights, rows, keep), intercept, tolerance,
                cancellation);
        }

        if (WideLeastSquares.Suits(x, rows, columns))
        {
            var wide = WideLeastSquares.Solve(x, rows, columns, y, w, weightUnit, intercept, tolerance, cancellation);
            CheckRange(wide.Coefficients, columns, wide.Intercepts);
            return wide;
        }

        var relative = tolerance ?? Epsilon * Math.Max(Math.Max(rows, columns), 100);
        var problem = new LeastSquaresProblem(x, rows, columns, y, w, intercept, relative, cancellation);
        var coefficients = new double[columns * targets];
        var intercepts = new double[targets];
        var squares = new double[targets];
        var steps = new int[targets];
        for (var t = 0; t < targets; t++)
        {
            var (square, made) = problem.Solve(t, coefficients.AsSpan(t * columns, columns), out intercepts[t]);
            squares[t] = Math.ScaleB(square, weightUnit);
            steps[t] = made;
        }
        CheckRange(coefficients, columns, intercepts);
        return new(coefficients, intercepts, squares, steps, problem.Rank, problem.Condition);
    }

    const double Epsilon = 1.0 / (1L << 52);
    static readonly double LeastWeight = Math.ScaleB(1, -600);

    // Weights divided by a power of four, the largest in [1, 4), so that their roots scale exactly; and how many rows count.
    static (double[] Weights, int Unit, int Present) ScaledWeights(ReadOnlySpan<double> weights, int rows)
    {
        var w = new double[rows];
        if (weights.IsEmpty)
        {
            Array.Fill(w, 1);
            return (w, 0, rows);
        }
        double largest = 0;
        for (var i = 0; i < rows; i++)
        {
            if (!(weights[i] >= 0) || double.IsInfinity(weights[i]))
                throw new ArgumentException(FormattableString.Invariant(
                    $"LeastSquares: weight {weights[i]} at row {i}; weights must be finite and not negative"), nameof(weights));
            largest = Math.Max(largest, weights[i]);
        }
        if (largest == 0)
            throw new ArgumentException("LeastSquares: all weights are 0; at least one row needs a positive weight", nameof(weights));
        var unit = Math.ILogB(largest) & ~1;
        var present = 0;
        for (var i = 0; i < rows; i++)
        {
            w[i] = Math.ScaleB(weights[i], -unit);
            if (w[i] < LeastWeight) w[i] = 0; else present++;
        }
        return (w, unit, present);
    }

    static double[] Take(ReadOnlySpan<double> columns, int rows, int[] keep)
    {
        var taken = new double[columns.Length / rows * keep.Length];
        for (int start = 0, k = 0; start < columns.Length; start += rows)
            foreach (var i in keep) taken[k++] = columns[start + i];
        return taken;
    }

    static void CheckShapes(ReadOnlySpan<double> x, int rows, int columns, ReadOnlySpan<double> y,
        ReadOnlySpan<double> weights, double? tolerance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (tolerance is not (null or (>= 0 and < 1)))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "LeastSquares: the tolerance must lie in [0, 1)");
        if (x.Length != (long)rows * columns)
            throw new ArgumentException(FormattableString.Invariant(
                $"LeastSquares: x has {x.Length} values, [{rows}, {columns}] needs {(long)rows * columns}"), nameof(x));
        if (y.IsEmpty || y.Length % rows != 0)
            throw new ArgumentException(FormattableString.Invariant(
                $"LeastSquares: y has {y.Length} values, not a whole number of targets of {rows} rows"), nameof(y));
        if (!weights.IsEmpty && weights.Length != rows)
            throw new ArgumentException(FormattableString.Invariant(
                $"LeastSquares: {weights.Length} weights for {rows} rows; give one per row or none"), nameof(weights));
    }

    static void CheckFinite(ReadOnlySpan<double> values, int rows, string name)
    {
        if (Extremes.MaxAbs(values) <= double.MaxValue) return; // a NaN is not
        for (var i = 0; i < values.Length; i++)
            if (!double.IsFinite(values[i]))
                throw new ArgumentException(FormattableString.Invariant(
                    $"LeastSquares: {name} is {values[i]} at row {i % rows}, column {i / rows}; impute or drop it"), name);
    }

    static void CheckRange(ReadOnlySpan<double> coefficients, int columns, ReadOnlySpan<double> intercepts)
    {
        for (var j = 0; j < coefficients.Length; j++)
            if (!double.IsFinite(coefficients[j]))
                throw new ArgumentException(FormattableString.Invariant(
                    $"LeastSquares: the coefficient of column {j % columns} exceeds the range of double; ") +
                    "divide the target or multiply the column", "x");
        for (var t = 0; t < intercepts.Length; t++)
            if (!double.IsFinite(intercepts[t]))
                throw new ArgumentException(FormattableString.Invariant(
                    $"LeastSquares: the intercept of target {t} exceeds the range of double; divide the target"), "y");
    }
}
