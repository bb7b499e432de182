using System.ComponentModel.DataAnnotations;
using Cairn.Classification;

namespace Cairn.LinearModels;

/// <summary>
/// Logistic regression: the probability of a class is a logistic function of a linear score of the features.
/// </summary>
/// <remarks>
/// <para>Two classes: P(second) = 1 / (1 + exp(-z)) with z = b + w x. Three or more: P(k) = exp(z_k) / sum_l exp(z_l) with
/// z_k = b_k + w_k x for every class, the intercepts summing to 0 (and without penalty the coefficients of each feature too).</para>
/// <para>Fitting minimises sum_i weight_i * -log P(y_i) + strength / 2 * sum w^2 by Newton's method with a line search, from
/// columns centred and scaled by powers of two; the penalty is on the coefficients in the caller's units, so features of unlike scale
/// want a <see cref="Preprocessing.StandardScaler"/> before it. The Newton step comes from a Cholesky factorisation where the
/// unknowns are few, else from preconditioned conjugate gradients. Cf. Hastie, Tibshirani, Friedman, The Elements of Statistical
/// Learning, 4.4.</para>
/// <para>Without penalty, classes that a plane separates have no best coefficients: they grow without bound. The fit then stops early
/// with <see cref="TrainingFacts.Converged"/> false and a note. A single class gives a model that always predicts it.
/// A class without rows gets the probability 0.</para>
/// </remarks>
public sealed record LogisticRegression : Recipe, IEstimator<LogisticModel>
{
    /// <summary>What large coefficients cost; <c>Penalty.L2(1)</c> by default.</summary>
    public Penalty Penalty
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Penalty), "Penalty: use Penalty.None for none");
    } = Penalty.L2(1);

    /// <summary>Whether a constant is fitted beside the features; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>
    /// The fit ends with a Newton step whose largest change of a coefficient, features in units of about their deviation, is at most
    /// this part of the largest coefficient or of 1. Above 0, below 1; 1e-8 by default. Newton's steps shrink quadratically, so that
    /// the error left is about the square of it.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Tolerance
    {
        get;
        init => field = value is > 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Tolerance), value, "Tolerance lies between 0 and 1");
    } = 1e-8;

    /// <summary>The most Newton steps, at least 1; 100 by default. Some 5 to 15 are usual.</summary>
    [Range(1, int.MaxValue)]
    public int MaxIterations
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxIterations));
            field = value;
        }
    } = 100;

    /// <summary>Fits the coefficients; weights count as repetitions of a row.</summary>
    /// <param name="data">Numeric features and a target of classes.</param>
    /// <param name="context">Cancellation, progress, and the most threads; the result does not depend on their number.</param>
    /// <exception cref="ArgumentException">There is no row, a value is missing or no number, or the target holds no classes.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public LogisticModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        var schema = new FeatureSchema(data.Features);
        var counted = data.With(data.Features.ToNumbers(nameof(LogisticRegression))).Counted(nameof(LogisticRegression));
        var (classes, target) = counted.ClassTarget(nameof(LogisticRegression));
        var (y, present) = PresentClasses.Of(target);

        var columns = ScaledColumns.Of(counted.Features.Dense!.AsReadOnlySpan<double>(), schema.Count, counted.WeightsOrOnes(),
            FitIntercept);
        var (coefficients, intercepts, facts) = present.Length == 1
            ? (new double[schema.Count], new double[1], new TrainingFacts { Iterations = 0, Converged = true, StopReason = "there is one class" })
            : new LogisticSolver(columns, y, present.Length, this, context).Solve(schema);

        context.Report(1);
        return new LogisticModel(schema, classes, present, coefficients, intercepts, data.TargetName, facts with
        {
            Recipe = RecipeText.Of(this),
            Rows = data.Rows,
            Notes = [.. PresentClasses.Notes(classes, present), .. facts.Notes],
        });
    }
}
