using System.ComponentModel.DataAnnotations;
using Cairn.LinearAlgebra;

namespace Cairn.LinearModels;

/// <summary>
/// Ridge regression: the coefficients that minimise sum_i w_i (y_i - b0 - b x_i)^2 + strength sum_j b_j^2, for each target on its own. The
/// intercept b0 costs nothing.
/// </summary>
/// <remarks>
/// <para>The penalty shrinks coefficients towards 0, shares them among columns that say the same, and gives an answer where there are more
/// columns than rows. It is on the coefficients in the caller's units: features of unlike scale want a
/// <see cref="Preprocessing.StandardScaler"/> before it.</para>
/// <para>Solved as <see cref="LinearRegression"/> is, by <see cref="LeastSquares"/>, with a row sqrt(strength) e_j added for each column: no
/// matrix X'X is made, whose condition is the square of that of X. Hoerl and Kennard, Ridge regression, Technometrics 12, 1970.</para>
/// </remarks>
public sealed record Ridge : Recipe, IEstimator<LinearModel>
{
    /// <summary>The strength of the penalty, from 0; 1 by default. 0 is <see cref="LinearRegression"/>.</summary>
    [Range(0.0, double.MaxValue)]
    public double Strength { get; init => field = PenaltyRules.Strength(value); } = 1;

    /// <summary>Whether a constant is fitted beside the features; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>Fits the coefficients; weights count as repetitions of a row.</summary>
    /// <param name="data">Numeric features and a target of numbers, <c>[n]</c> or <c>[n, k]</c>.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">There is no row, or a value is missing or no number.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public LinearModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        var schema = new FeatureSchema(data.Features);
        var numbers = data.With(data.Features.ToNumbers(nameof(Ridge)));
        _ = data.NumericTarget(nameof(Ridge));
        var counted = numbers.Counted(nameof(Ridge));
        var (x, y) = (counted.Features.Dense!, counted.NumericTarget(nameof(Ridge)));
        if (y.Length == 0) throw new ArgumentException($"target: the shape {y.Shape} has no target", nameof(data));
        int n = counted.Rows, d = schema.Count, targets = y.Length / n;
        double[] coefficients, intercepts, weights = counted.WeightsOrOnes();
        if (Strength == 0 || d == 0)
        {
            var plain = LeastSquares.Solve(LinearRegression.ByColumn(x, d), n, d, LinearRegression.ByColumn(y, targets), weights, FitIntercept,
                cancellation: context.Cancellation);
            (coefficients, intercepts) = (plain.Coefficients.ToArray(), plain.Intercepts.ToArray());
        }
        else (coefficients, intercepts) = Penalised(x, y, weights, n, d, targets, context.Cancellation);

        context.Report(1);
        return new LinearModel(schema, coefficients, intercepts, y.Rank == 2, d, 0,
            ResidualDeviation.Of(x, y, weights, coefficients, intercepts, d + (FitIntercept ? 1 : 0)), data.TargetName,
            new TrainingFacts { Recipe = RecipeText.Of(this), Rows = data.Rows });
    }

    /// <summary>The rows, the constant as a column of its own, and below them the rows of the penalty.</summary>
    (double[] Coefficients, double[] Intercepts) Penalised(Tensor x, Tensor y, double[] weights, int n, int d, int targets,
        CancellationToken cancellation)
    {
        const double most = 1e150; // what weighs so much makes 0 of a coefficient whatever the rows say
        int columns = d + (FitIntercept ? 1 : 0), rows = checked(n + d);
        double heaviest = weights.Max(), root = Math.Sqrt(Math.Min(Strength / heaviest, most));
        double[] byColumn = LinearRegression.ByColumn(x, d), targetsByColumn = LinearRegression.ByColumn(y, targets);
        double[] all = new double[checked((int)((long)rows * columns))], answers = new double[checked((int)((long)rows * targets))];
        for (int j = 0; j < d; j++)
        {
            byColumn.AsSpan(j * n, n).CopyTo(all.AsSpan(j * rows));
            all[j * rows + n + j] = root;
        }
        if (FitIntercept) all.AsSpan(d * rows, n).Fill(1);
        for (int t = 0; t < targets; t++) targetsByColumn.AsSpan(t * n, n).CopyTo(answers.AsSpan(t * rows));
        double[] weightsAndPenalty = [.. weights, .. Enumerable.Repeat(heaviest, d)];

        var solution = LeastSquares.Solve(all, rows, columns, answers, weightsAndPenalty, intercept: false, cancellation: cancellation);
        var (coefficients, intercepts) = (new double[d * targets], new double[targets]);
        for (int t = 0; t < targets; t++)
        {
            var own = solution.Coefficients.Slice(t * columns, columns);
            own[..d].CopyTo(coefficients.AsSpan(t * d));
            if (FitIntercept) intercepts[t] = own[d];
        }
        return (coefficients, intercepts);
    }
}
