using System.ComponentModel.DataAnnotations;

namespace Cairn.LinearModels;

/// <summary>
/// Elastic net: the coefficients that minimise sum_i w_i (y_i - b0 - b x_i)^2 / (2 sum w) + strength (share sum_j |b_j| + (1 - share) / 2
/// sum_j b_j^2). The intercept b0 costs nothing.
/// </summary>
/// <remarks>
/// <para>The first part makes coefficients exactly 0 and so chooses columns, the second lets columns that say the same share. It is
/// scikit-learn's objective, with alpha for strength and l1_ratio for share. The penalty is on the coefficients in the caller's units:
/// features of unlike scale want a <see cref="Preprocessing.StandardScaler"/> before it.</para>
/// <para>Fitted by coordinate descent, one coefficient after the other put to its best, on columns centred and scaled by powers of two.
/// Zou and Hastie, JRSS B 67, 2005; Friedman, Hastie and Tibshirani, Journal of Statistical Software 33(1), 2010.</para>
/// </remarks>
public sealed record ElasticNet : Recipe, IEstimator<LinearModel>
{
    /// <summary>The strength of the whole penalty, from 0; 1 by default.</summary>
    [Range(0.0, double.MaxValue)]
    public double Strength { get; init => field = PenaltyRules.Strength(value); } = 1;

    /// <summary>The share of the absolute values in the penalty, 0 to 1; 0.5 by default. 1 is <see cref="Lasso"/>.</summary>
    [Range(0.0, 1.0)]
    public double L1Share { get; init => field = PenaltyRules.Share(value); } = 0.5;

    /// <summary>Whether a constant is fitted beside the features; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>
    /// The fit ends with a round that moves no coefficient, in units of the target's deviation for a deviation of its column, by more than
    /// this; above 0, below 1, 1e-9 by default.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Tolerance { get; init => field = PenaltyRules.Tolerance(value); } = 1e-9;

    /// <summary>The most rounds over all coefficients, at least 1; 10,000 by default.</summary>
    [Range(1, int.MaxValue)]
    public int MaxIterations { get; init => field = PenaltyRules.Iterations(value); } = 10_000;

    /// <summary>Fits the coefficients; weights count as repetitions of a row.</summary>
    /// <param name="data">Numeric features and a target of numbers, <c>[n]</c>.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">There is no row, or a value is missing or no number.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public LinearModel Fit(Dataset data, FitContext? context = null) =>
        new CoordinateDescent(nameof(ElasticNet), RecipeText.Of(this), Strength, L1Share, FitIntercept, Tolerance, MaxIterations)
            .Fit(data, context ?? new FitContext());
}
