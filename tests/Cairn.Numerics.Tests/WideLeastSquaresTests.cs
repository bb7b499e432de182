using Cairn.LinearAlgebra;
using Cairn.RandomNumbers;
using MathNet.Numerics.LinearAlgebra;

namespace Cairn.Tests;

public class WideLeastSquaresTests
{
    static double[] Numbers(string purpose, int count)
    {
        var rng = Rng.Stream(3, "wide", purpose).Start();
        return [.. Enumerable.Range(0, count).Select(_ => rng.Normal())];
    }

    /// <summary>The shortest answer by the pseudo-inverse of another library, on columns centred here when there is an intercept.</summary>
    static (double[] B, double B0) Oracle(double[] x, int rows, int columns, double[] y, double[] weights, bool intercept)
    {
        double total = weights.Sum();
        double MeanOf(Func<int, double> value) => intercept ? Enumerable.Range(0, rows).Sum(i => weights[i] * value(i)) / total : 0;
        double[] means = [.. Enumerable.Range(0, columns).Select(j => MeanOf(i => x[j * rows + i]))];
        double mean = MeanOf(i => y[i]);
        var a = Matrix<double>.Build.Dense(rows, columns, (i, j) => Math.Sqrt(weights[i]) * (x[j * rows + i] - means[j]));
        if (rows == 1 && intercept) return (new double[columns], mean); // nothing is left of one row
        var b = a.PseudoInverse() * Vector<double>.Build.Dense(rows, i => Math.Sqrt(weights[i]) * (y[i] - mean));
        return (b.ToArray(), mean - b.Select((value, j) => value * means[j]).Sum());
    }

    [Theory]
    [InlineData(5, 40, true)]
    [InlineData(5, 40, false)]
    [InlineData(20, 64, true)]
    [InlineData(1, 32, true)]
    [InlineData(12, 300, false)]
    public void The_shortest_answer_is_found(int rows, int columns, bool intercept)
    {
        double[] x = Numbers("x", rows * columns), y = Numbers("y", rows);
        double[] weights = [.. Numbers("w", rows).Select(v => 0.5 + Math.Abs(v))];
        var solution = LeastSquares.Solve(x, rows, columns, y, weights, intercept);
        var (b, b0) = Oracle(x, rows, columns, y, weights, intercept);
        for (int j = 0; j < columns; j++) Assert.Equal(b[j], solution.Coefficients[j], 1e-11);
        Assert.Equal(b0, solution.Intercepts[0], 1e-11);
        Assert.Equal(intercept ? rows - 1 : rows, solution.Rank);
        Assert.InRange(solution.ResidualSumsOfSquares[0], 0, 1e-24);
    }

    [Fact]
    public void Repeated_rows_leave_a_residual_and_a_smaller_rank()
    {
        const int rows = 6, columns = 50;
        double[] x = Numbers("x", rows * columns);
        for (int j = 0; j < columns; j++) x[j * rows + 5] = x[j * rows]; // the last row is the first, with another target
        double[] y = [1, 2, 3, 4, 5, 7];
        var solution = LeastSquares.Solve(x, rows, columns, y, intercept: false);
        Assert.Equal(5, solution.Rank);
        Assert.Equal(18, solution.ResidualSumsOfSquares[0], 1e-10); // 3^2 on either side of the mean of 1 and 7
        var (b, _) = Oracle(x, rows, columns, y, [1, 1, 1, 1, 1, 1], false);
        for (int j = 0; j < columns; j++) Assert.Equal(b[j], solution.Coefficients[j], 1e-11);
    }

    [Fact]
    public void Scales_and_several_targets_change_nothing_but_units()
    {
        const int rows = 7, columns = 60;
        double[] x = Numbers("x", rows * columns), y = Numbers("y", 2 * rows);
        var plain = LeastSquares.Solve(x, rows, columns, y);
        var scaled = LeastSquares.Solve(Array.ConvertAll(x, v => v * Math.ScaleB(1, 900)), rows, columns, Array.ConvertAll(y, v => v * Math.ScaleB(1, 600)));
        for (int j = 0; j < 2 * columns; j++) Assert.Equal(plain.Coefficients[j], Math.ScaleB(scaled.Coefficients[j], 300));
        for (int t = 0; t < 2; t++) Assert.Equal(LeastSquares.Solve(x, rows, columns, y[(t * rows)..((t + 1) * rows)]).Coefficients.ToArray(),
            plain.Coefficients.Slice(t * columns, columns).ToArray());
    }

    [Fact]
    public void Ten_thousand_columns_are_no_trouble()
    {
        double[] x = Numbers("x", 30 * 10_000), y = Numbers("y", 30);
        var solution = LeastSquares.Solve(x, 30, 10_000, y);
        Assert.Equal(29, solution.Rank);
        Assert.InRange(solution.ResidualSumsOfSquares[0], 0, 1e-20);
    }
}
