using Cairn.Evaluation;
using Cairn.RandomNumbers;

namespace Cairn.Explanation;

/// <summary>Measures what a model looks at: a column that matters is missed when its values are dealt out anew.</summary>
public static class PermutationImportanceExtensions
{
    /// <summary>
    /// Scores the model on rows, and again with one column permuted, for each column: by how much the score becomes worse. Above 0 the column
    /// matters; about 0 the model does without it.
    /// </summary>
    /// <remarks>Use rows that the model has not seen. Of columns that say the same each looks unimportant, for the other stands in: put them into
    /// one of <see cref="PermutationOptions.Groups"/>. The permuted rows need not exist in the world. Breiman, Random forests, 2001; Fisher,
    /// Rudin and Dominici, JMLR 20(177), 2019.</remarks>
    /// <param name="model">Any model that predicts; a pipeline is asked with the columns that the user gave.</param>
    /// <param name="data">The rows, with what is true; their weights count.</param>
    /// <param name="metric">What to score.</param>
    /// <param name="options">Repeats, seed and groups; none means 10 repeats of seed 0.</param>
    /// <param name="context">Cancellation and progress.</param>
    /// <exception cref="ArgumentException">A group names a column that is not there, or one twice; or the model does not take the rows.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static PermutationImportances PermutationImportance<TModel>(this TModel model, Dataset data, IMetric<TModel> metric,
        PermutationOptions? options = null, FitContext? context = null) where TModel : IPredictor
    {
        options ??= new PermutationOptions();
        return Of(model, data, metric, options, context,
            (name, repeat) => Rng.Stream(options.Seed, name, "permutation importance").At(repeat).Permutation(data.Rows));
    }

    /// <summary>The same with given permutations.</summary>
    internal static PermutationImportances Of<TModel>(TModel model, Dataset data, IMetric<TModel> metric, PermutationOptions options,
        FitContext? context, Func<string, int, int[]> permutation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(metric);
        context ??= new FitContext();
        int[][] groups = GroupsOf(data.Features, options.Groups);
        string[] names = Array.ConvertAll(groups, group => string.Join(" + ", group.Select(data.Features.NameOf)));
        double baseline = metric.Evaluate(model, data);
        var falls = new double[groups.Length, options.Repeats];
        for (int g = 0; g < groups.Length; g++)
            for (int r = 0; r < options.Repeats; r++)
            {
                context.ThrowIfCancelled();
                double score = metric.Evaluate(model, data.With(data.Features.WithRowsOf(groups[g], permutation(names[g], r))));
                falls[g, r] = metric.HigherIsBetter ? baseline - score : score - baseline;
                context.Report((g * (double)options.Repeats + r + 1) / falls.Length, names[g]);
            }
        return new PermutationImportances(metric.Name, baseline, names, falls);
    }

    /// <summary>The groups in the order of their first columns, and each other column alone.</summary>
    static int[][] GroupsOf(Features x, ValueList<ValueList<string>> groups)
    {
        int[][] named = [.. groups.Select(group => group.Select(x.PlaceOf).Order().ToArray())];
        var grouped = new HashSet<int>();
        foreach (int[] group in named)
        {
            if (group.Length == 0) throw new ArgumentException("Groups: a group names no column", nameof(groups));
            foreach (int j in group)
                if (!grouped.Add(j)) throw new ArgumentException($"Groups: '{x.NameOf(j)}' is named twice", nameof(groups));
        }
        return [.. named.Concat(Enumerable.Range(0, x.Count).Where(j => !grouped.Contains(j)).Select(j => new[] { j })).OrderBy(group => group[0])];
    }
}
