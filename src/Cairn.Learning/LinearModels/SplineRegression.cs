using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Cairn.LinearModels;

/// <summary>
/// Regression by splines with fixed knots: for each feature a piecewise polynomial, y = b0 + sum_j (sum_p b_jp x_j^p +
/// sum_k c_jk max(0, x_j - knot_k)^degree), fitted by least squares. With degree 1, the default, it is a line that bends at the knots.
/// </summary>
/// <remarks>
/// A hinge is max(0, x - knot): it is 0 at its knot, so that the curve bends there and does not jump, and with degree g its first g - 1
/// derivatives go on without a step. It follows curves whose bends are known or lie anywhere (the quantiles); <see cref="MarsRegression"/>
/// looks for them, and makes products of features. Beyond the outermost values the last piece goes on. Hastie, Tibshirani and Friedman, The
/// Elements of Statistical Learning, 2009, section 5.2.
/// </remarks>
public sealed record SplineRegression : Recipe, IEstimator<HingeModel>
{
    /// <summary>
    /// The knots, in the unit of the features, the same for each feature; those that are not between the smallest and the largest value of a
    /// feature are left out for it. Empty, the default: <see cref="KnotCount"/> quantiles of each feature.
    /// </summary>
    public ValueList<double> Knots
    {
        get;
        init
        {
            foreach (double knot in value)
                if (!double.IsFinite(knot)) throw new ArgumentOutOfRangeException(nameof(Knots), knot, "Knots are finite numbers");
            field = [.. value.Distinct().Order()];
        }
    }

    /// <summary>How many quantiles of each feature are knots when <see cref="Knots"/> gives none, 1 to 100; 4 by default.</summary>
    [Range(1, 100)]
    public int KnotCount
    {
        get;
        init => field = value is >= 1 and <= 100 ? value
            : throw new ArgumentOutOfRangeException(nameof(KnotCount), value, "KnotCount is 1 to 100");
    } = 4;

    /// <summary>The degree of the pieces, 1 (straight) to 3 (cubic); 1 by default.</summary>
    [Range(1, HingeFactor.MostPower)]
    public int Degree
    {
        get;
        init => field = value is >= 1 and <= HingeFactor.MostPower ? value
            : throw new ArgumentOutOfRangeException(nameof(Degree), value, "Degree is 1 to 3");
    } = 1;

    /// <summary>Fits the coefficients; weights count as repetitions of a row.</summary>
    /// <param name="data">Numeric features and a target of numbers, <c>[n]</c>.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">There is no row, a value is missing or no number, or a power leaves the range of numbers.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public HingeModel Fit(Dataset data, FitContext? context = null)
    {
        context ??= new FitContext();
        context.ThrowIfCancelled();
        var rows = new RegressionRows(data, nameof(SplineRegression));
        var terms = new List<HingeFactor[]>();
        var notes = new List<string>();
        for (int j = 0; j < rows.Features; j++)
        {
            context.ThrowIfCancelled();
            var sorted = rows.Sorted(j);
            double low = sorted[0].Value, high = sorted[^1].Value;
            if (low == high) continue;
            double[] wished = Knots.Count > 0 ? [.. Knots] : Quantiles(sorted);
            double[] knots = [.. wished.Where(k => k > low && k < high)];
            if (Knots.Count > 0 && knots.Length < wished.Length)
                notes.Add(string.Create(CultureInfo.InvariantCulture,
                    $"'{rows.Schema.NameOf(j)}' lies from {low:G6} to {high:G6}, and {wished.Length - knots.Length} of the {wished.Length} knots outside"));
            // about a place among the values, powers do not hide in each other; a line needs none
            double centre = Degree == 1 ? 0 : knots.Length > 0 ? knots[knots.Length / 2] : low;
            int powers = Math.Min(Degree, sorted.Select(s => s.Value).Distinct().Take(Degree + 1).Count() - 1);
            for (int p = 1; p <= powers; p++) terms.Add([new HingeFactor(j, centre, HingeSide.Both, p)]);
            foreach (double knot in knots) terms.Add([new HingeFactor(j, knot, HingeSide.Above, Degree)]);
        }
        return HingeFit.Of(rows, terms, new TrainingFacts { Recipe = RecipeText.Of(this), Notes = [.. notes] }, context);
    }

    /// <summary>The smallest values with at least k / (KnotCount + 1) of the weight up to them.</summary>
    double[] Quantiles((double Value, double Weight)[] sorted)
    {
        double total = 0, below = 0;
        foreach (var (_, weight) in sorted) total += weight;
        var knots = new SortedSet<double>();
        int k = 1;
        foreach (var (value, weight) in sorted)
            for (below += weight; k <= KnotCount && below * (KnotCount + 1) >= total * k; k++) knots.Add(value);
        return [.. knots];
    }
}
