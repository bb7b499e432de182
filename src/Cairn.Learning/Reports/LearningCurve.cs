using Cairn.Evaluation;
using Cairn.ModelSelection;
using Cairn.Plotting;

namespace Cairn.Reports;

/// <summary>Draws how a recipe gets better with more rows.</summary>
public static class LearningCurveExtensions
{
    /// <summary>
    /// The learning curve: the recipe fitted on more and more of the training rows of each fold, scored on those and on the rows held out, the
    /// mean of the folds. Lines that have met want a better model, lines still apart more rows.
    /// </summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="data">The rows.</param>
    /// <param name="metric">What to score.</param>
    /// <param name="folds">How rows are held out; five folds by default.</param>
    /// <param name="points">How many sizes are tried, at least 2; 8 by default.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">The data cannot be parted into the folds.</exception>
    public static Chart LearningCurve<TModel>(this IEstimator<TModel> recipe, Dataset data, IMetric<TModel> metric, KFold? folds = null,
        int points = 8, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        context ??= new FitContext();
        var parts = (folds ?? new KFold { Folds = 5 }).Split(data);
        int most = parts.Min(p => p.Train.Length);
        // The least is a tenth: a fold's first rows are in a random order, so that they hold every class.
        int[] sizes = [.. Enumerable.Range(0, points).Select(k => (int)Math.Round(most * (0.1 + 0.9 * k / (points - 1)))).Where(n => n > 0).Distinct()];
        double[] seen = new double[sizes.Length], held = new double[sizes.Length];
        for (int f = 0; f < parts.Count; f++)
        {
            var (train, test) = parts[f];
            int[] order = RandomNumbers.Rng.Stream(0, $"learning curve {f}", "order").Permutation(train.Length);
            var testing = data.Take(test);
            for (int s = 0; s < sizes.Length; s++)
            {
                var training = data.Take([.. order.Take(sizes[s]).Select(i => train[i])]);
                var model = recipe.Fit(training, context.Child($"fold {f}, {sizes[s]} rows", 1.0 / (parts.Count * sizes.Length)));
                seen[s] += metric.Evaluate(model, training) / parts.Count;
                held[s] += metric.Evaluate(model, testing) / parts.Count;
            }
        }
        double[] x = Array.ConvertAll(sizes, n => (double)n);
        return new Chart { Title = "Learning curve", XLabel = "rows learned from", YLabel = metric.Name }
            .Line(x, seen, "rows it learned from").Line(x, held, "rows held out");
    }
}
