using Cairn.Classification;

namespace Cairn.LinearModels;

/// <summary>
/// Ordinal logistic regression, for classes that stand in an order (low, medium, high): the cumulative logit or proportional odds model.
/// </summary>
/// <remarks>
/// P(y is at most the k-th class) = 1 / (1 + e^-(c_k - w x)), with cut points c_1 &lt; c_2 &lt; ... and one w for all of them: a class is a
/// stretch of one line. Fitting minimises sum_i weight_i * -log P(y_i) + strength / 2 * sum w^2 by Newton's method, from columns
/// centred and scaled. Source: McCullagh, Regression models for ordinal data, 1980.
/// </remarks>
public sealed record OrdinalRegression : Recipe, IEstimator<OrdinalModel>
{
    /// <summary>The names of the classes from low to high; none, the default, means their own order: numbers by value, texts by letters.</summary>
    public ValueList<string> Order { get; init; }

    /// <summary>What large coefficients cost; <c>Penalty.L2(1)</c> by default. Cut points pay nothing.</summary>
    public Penalty Penalty
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Penalty), "Penalty: use Penalty.None for none");
    } = Penalty.L2(1);

    /// <summary>Fits the coefficients and the cut points; weights count as repetitions of a row.</summary>
    /// <param name="data">Numeric features and a target of classes.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">There is no row, a value is missing or no number, the target holds no classes, or
    /// <see cref="Order"/> does not name each of them once.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public OrdinalModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        var schema = new FeatureSchema(data.Features);
        var counted = data.With(data.Features.ToNumbers(nameof(OrdinalRegression))).Counted(nameof(OrdinalRegression));
        var (classes, target) = counted.ClassTarget(nameof(OrdinalRegression));
        int[] y = target.ToArray<int>(), order = OrderOf(classes);
        var had = y.ToHashSet();
        int[] present = [.. order.Where(had.Contains)];
        for (int i = 0; i < y.Length; i++) y[i] = Array.IndexOf(present, y[i]);

        var columns = ScaledColumns.Of(counted.Features.Dense!.AsReadOnlySpan<double>(), schema.Count, counted.WeightsOrOnes(), intercept: true);
        var (coefficients, cuts, facts) = new OrdinalSolver(columns, y, present.Length, Penalty, context).Solve();
        context.Report(1);
        int[] sorted = [.. present.Order()];
        return new OrdinalModel(schema, classes, present, coefficients, cuts, data.TargetName, facts with
        {
            Recipe = RecipeText.Of(this),
            Rows = data.Rows,
            Notes = [.. PresentClasses.Notes(classes, sorted), .. facts.Notes],
        });
    }

    int[] OrderOf(ClassLabels classes)
    {
        if (Order.Count == 0) return [.. Enumerable.Range(0, classes.Count)];
        int[] order = [.. Order.Select(classes.IndexOf)];
        return order.Order().SequenceEqual(Enumerable.Range(0, classes.Count)) ? order
            : throw new ArgumentException($"Order: {Order} must name each of the classes {classes} once, from low to high", "data");
    }
}
