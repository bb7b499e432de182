using System.ComponentModel.DataAnnotations;

namespace Cairn.LinearModels;

/// <summary>
/// Lasso: the coefficients that minimise sum_i w_i (y_i - b0 - b x_i)^2 / (2 sum w) + strength sum_j |b_j|. The intercept b0 costs nothing.
/// </summary>
/// <remarks>
/// The more strength, the more coefficients are exactly 0: it fits and chooses the columns at once. It is scikit-learn's objective, with alpha
/// for strength; from max_j |sum w x_j (y - mean)| / sum w on, all coefficients are 0. The penalty is on the coefficients in the caller's
/// units: features of unlike scale want a <see cref="Preprocessing.StandardScaler"/> before it. Fitted as <see cref="ElasticNet"/> is.
/// Tibshirani, JRSS B 58, 1996.
/// </remarks>
public sealed record Lasso : Recipe, IEstimator<LinearModel>
{
    /// <summary>The strength of the penalty, from 0; 1 by default.</summary>
    [Range(0.0, double.MaxValue)]
    public double Strength { get; init => field = PenaltyRules.Strength(value); } = 1;

    /// <summary>Whether a constant is fitted beside the features; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>As <see cref="ElasticNet.Tolerance"/>; 1e-9 by default.</summary>
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
        new CoordinateDescent(nameof(Lasso), RecipeText.Of(this), Strength, 1, FitIntercept, Tolerance, MaxIterations)
            .Fit(data, context ?? new FitContext());
}
