using System.Globalization;
using Cairn.Kernels;
using Cairn.LinearAlgebra;

namespace Cairn.LinearModels;

/// <summary>
/// Linear regression: the coefficients that minimise sum_i w_i (y_i - b0 - b x_i)^2, for each target on its own.
/// </summary>
/// <remarks>
/// Solved by <see cref="LeastSquares"/>: orthogonal factorisation of scaled columns, refined in extended precision, so that the
/// coefficients carry nearly all the digits that the data allow. Where columns depend on each other, the coefficients are those of
/// least norm and <see cref="TrainingFacts.Notes"/> says so.
/// </remarks>
public sealed record LinearRegression : Recipe, IEstimator<LinearModel>
{
    /// <summary>Whether a constant is fitted beside the features; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>Fits the coefficients; weights count as repetitions of a row.</summary>
    /// <param name="data">Numeric features and a target of numbers, <c>[n]</c> or <c>[n, k]</c>.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">There is no row, or a value is missing or no number.</exception>
    public LinearModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        var x = data.Features.ToNumbers(nameof(LinearRegression));
        var y = data.NumericTarget(nameof(LinearRegression));
        if (data.Rows == 0) throw new ArgumentException("data: LinearRegression needs at least one row, and there is none", nameof(data));
        if (y.Length == 0) throw new ArgumentException($"target: the shape {y.Shape} has no target", nameof(data));
        int n = data.Rows, d = data.Features.Count;
        var solution = LeastSquares.Solve(ByColumn(x, d), n, d, ByColumn(y, y.Length / n), data.WeightsOrOnes(), FitIntercept,
            cancellation: context.Cancellation);
        context.ThrowIfCancelled();

        double total = 0;
        foreach (double weight in data.WeightsOrOnes()) total += weight;
        double freedom = total - solution.Rank - (FitIntercept ? 1 : 0);
        var deviations = new double[y.Length / n];
        for (int t = 0; t < deviations.Length; t++)
            deviations[t] = freedom > 0 ? Math.Min(Math.Sqrt(solution.ResidualSumsOfSquares[t] / freedom), double.MaxValue) : 0;

        context.Report(1);
        return new LinearModel(new FeatureSchema(data.Features), solution.Coefficients.ToArray(), solution.Intercepts.ToArray(),
            y.Rank == 2, solution.Rank, solution.ConditionEstimate, deviations, data.TargetName, new TrainingFacts
            {
                Recipe = RecipeText.Of(this),
                Rows = n,
                Notes = solution.Rank == d ? [] : [string.Create(CultureInfo.InvariantCulture,
                    $"the {d} columns hold what {solution.Rank} would (rank {solution.Rank}), as is usual when each level of a category has one: "
                    + $"of the coefficients that fit equally well the smallest were taken")],
            });
    }

    /// <summary>A row-major matrix column by column.</summary>
    internal static unsafe double[] ByColumn(Tensor matrix, int columns)
    {
        var from = matrix.AsReadOnlySpan<double>();
        var to = GC.AllocateUninitializedArray<double>(from.Length);
        int rows = columns == 0 ? 0 : from.Length / columns;
        fixed (double* x = from)
            WorkTeam.For((rows + Turning.Rows - 1) / Turning.Rows, new Turning(x, to, rows, columns), threads: from.Length < 1 << 16 ? 1 : 0);
        return to;
    }

    readonly unsafe struct Turning(double* x, double[] to, int rows, int columns) : IChunkJob
    {
        internal const int Rows = 512;
        const int Side = 8; // a line of the cache

        public void Run(int chunk)
        {
            int end = Math.Min(rows, (chunk + 1) * Rows);
            for (int i = chunk * Rows; i < end; i += Side)
                for (int j = 0; j < columns; j += Side)
                    for (int c = j; c < Math.Min(columns, j + Side); c++)
                    {
                        double* value = x + (nuint)i * (nuint)columns + c;
                        foreach (ref double place in to.AsSpan(c * rows + i, Math.Min(Side, end - i)))
                        {
                            place = *value;
                            value += columns;
                        }
                    }
        }
    }
}
