using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Cairn.LinearModels;

/// <summary>
/// Multivariate adaptive regression splines: y = b0 + sum_m b_m prod_f max(0, +-(x_f - knot_f)), the features, the knots and the products found
/// in the rows.
/// </summary>
/// <remarks>
/// <para>Forward: for every term there is, every feature that is not in it and every knot, the pair term max(0, x - knot), term max(0, knot - x)
/// is tried, and the pair that lowers the squared error most is added; where a straight line would do nearly as well, that. A pair whose line
/// is there already adds its upper hinge alone. Backward: the term that helps least is dropped again and again, and of all stages the one of
/// least generalised cross-validation is kept, GCV = (RSS / n) / (1 - C / n)^2 with C = terms + <see cref="KnotPenalty"/> (terms - 1) / 2,
/// the intercept being a term.</para>
/// <para>Knots are values of the rows with at least 3 - log2(0.05 / features) rows on either side and -log2(-ln(0.95) / (features rows)) / 2.5
/// rows between them, so that a run of noise does not bend the line; rows are those where the parent term is not 0. A fit takes about
/// features terms^3 rows operations. Friedman, Annals of Statistics 19, 1991.</para>
/// </remarks>
public sealed record MarsRegression : Recipe, IEstimator<HingeModel>
{
    /// <summary>The most features in a product, 1 to 5; 1, the default, makes a sum of curves, one a feature.</summary>
    [Range(1, 5)]
    public int Degree
    {
        get;
        init => field = value is >= 1 and <= 5 ? value : throw new ArgumentOutOfRangeException(nameof(Degree), value, "Degree is 1 to 5");
    } = 1;

    /// <summary>The most terms after the forward pass, the intercept counted, 1 to 1,000; 21 by default.</summary>
    [Range(1, 1000)]
    public int MaxTerms
    {
        get;
        init => field = value is >= 1 and <= 1000 ? value
            : throw new ArgumentOutOfRangeException(nameof(MaxTerms), value, "MaxTerms is 1 to 1,000");
    } = 21;

    /// <summary>What a knot costs beside its coefficient, from 0; null, the default: 2 without and 3 with products.</summary>
    [Range(0.0, double.MaxValue)]
    public double? KnotPenalty
    {
        get;
        init => field = value is null or (>= 0 and <= double.MaxValue) ? value
            : throw new ArgumentOutOfRangeException(nameof(KnotPenalty), value, "KnotPenalty is at least 0");
    }

    /// <summary>
    /// The share of the squared error that is left by which a step must lower it, above 0 and below 1; 0.001 by default. The same share
    /// decides whether a bend is worth more than a straight line.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double MinImprovement
    {
        get;
        init => field = value is > 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(MinImprovement), value, "MinImprovement is above 0 and below 1");
    } = 0.001;

    /// <summary>The rows between two knots, at least 1; null, the default, as the remarks say. 1 suits values without noise.</summary>
    [Range(1, int.MaxValue)]
    public int? MinSpan
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MinSpan), value, "MinSpan is at least 1");
    }

    /// <summary>The rows beyond the first and the last knot, at least 1; null, the default, as the remarks say.</summary>
    [Range(1, int.MaxValue)]
    public int? EndSpan
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(EndSpan), value, "EndSpan is at least 1");
    }

    /// <summary>Whether the backward pass drops terms; true by default.</summary>
    public bool Prune { get; init; } = true;

    /// <summary>Finds the terms and fits their coefficients; weights count as repetitions of a row.</summary>
    /// <param name="data">Numeric features and a target of numbers, <c>[n]</c>.</param>
    /// <param name="context">Cancellation, progress and threads.</param>
    /// <exception cref="ArgumentException">There is no row, a value is missing or no number, or a product leaves the range of numbers.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public HingeModel Fit(Dataset data, FitContext? context = null)
    {
        context ??= new FitContext();
        context.ThrowIfCancelled();
        var rows = new RegressionRows(data, nameof(MarsRegression));
        var search = new MarsSearch(rows, this, context);
        var terms = search.Forward(out string stopped);
        int found = terms.Count;
        double score = Prune ? search.Backward(ref terms) : double.NaN;
        string pruned = Prune ? string.Create(CultureInfo.InvariantCulture, $", {terms.Count} kept by generalised cross-validation ({score:G6} of that of the mean)") : "";
        return HingeFit.Of(rows, terms, new TrainingFacts
        {
            Recipe = RecipeText.Of(this),
            Iterations = found,
            Converged = true,
            StopReason = stopped,
            Notes = [string.Create(CultureInfo.InvariantCulture, $"{found} terms found beside the intercept{pruned}")],
        }, context);
    }
}
