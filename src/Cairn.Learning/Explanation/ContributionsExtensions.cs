using Cairn.Classification;
using Cairn.LinearModels;
using Cairn.Pipelines;
using Cairn.Preprocessing;

namespace Cairn.Explanation;

/// <summary>Takes the scores of linear models apart.</summary>
public static class ContributionsExtensions
{
    /// <summary>
    /// What each column adds to each row's score: coefficient (value - mean), which with the score of the average row adds up to the score. For a
    /// pipeline, what the columns made of one column add stands together under that column's name.
    /// </summary>
    /// <param name="model">A linear model, or a pipeline or a threshold that ends in one.</param>
    /// <param name="x">The rows to explain.</param>
    /// <param name="reference">The rows whose mean is the average row, such as those of the training; none means <paramref name="x"/>
    /// itself.</param>
    /// <exception cref="ArgumentException">The model is not linear, the features are not those it was fitted on, or a single row has no
    /// reference.</exception>
    public static LinearContributions Contributions(this IPredictor model, Features x, Features? reference = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(x);
        if ((reference ?? x).Rows == 0) throw new ArgumentException("reference: there is no row to take the mean of", nameof(reference));
        if (reference is null && x.Rows == 1)
            throw new ArgumentException("reference: a single row has nothing to differ from; give the rows of the training", nameof(reference));
        var steps = new List<ITransformer>();
        var linear = Linear(model, steps);
        reference ??= x;
        var sources = Enumerable.Range(0, x.Count).ToDictionary(x.NameOf, j => (string[])[x.NameOf(j)], StringComparer.Ordinal);
        foreach (var step in steps)
        {
            bool same = ReferenceEquals(x, reference);
            x = step.Transform(x);
            reference = same ? x : step.Transform(reference);
            sources = Traced(step as IColumnSources, x, sources);
        }

        int d = linear.Schema.Count, n = x.Rows;
        double[] t = linear.Schema.Align(x).ToNumbers("a linear model").ToArray<double>();
        double[] means = Means(linear.Schema.Align(reference).ToNumbers("a linear model").AsReadOnlySpan<double>(), d);
        double[] coefficients = linear.Coefficients.ToArray<double>(), intercepts = linear.Intercepts.ToArray<double>();
        string[] scoreNames = [.. linear.ScoreNames];
        int scores = scoreNames.Length;
        if (scores == 0) throw new ArgumentException("model: it knows a single class and has no score to take apart", nameof(model));

        string[] columnOf = [.. Enumerable.Range(0, d).Select(j => string.Join(" × ", sources.GetValueOrDefault(linear.Schema.NameOf(j), [linear.Schema.NameOf(j)])))];
        string[] columns = [.. columnOf.Distinct(StringComparer.Ordinal)];
        int[] placeOf = Array.ConvertAll(columnOf, name => Array.IndexOf(columns, name));
        var values = new double[checked(n * scores * columns.Length)];
        for (int i = 0; i < n; i++)
            for (int k = 0; k < scores; k++)
                for (int j = 0; j < d; j++)
                    values[(i * scores + k) * columns.Length + placeOf[j]] += coefficients[k * d + j] * (t[i * d + j] - means[j]);
        return new LinearContributions(columns, scoreNames, n, values,
            LinearScores.Of(means, 1, coefficients, intercepts), LinearScores.Of(t, n, coefficients, intercepts));
    }

    /// <summary>The linear model at the end, and the transformers before it.</summary>
    static ILinearPredictor Linear(object? model, List<ITransformer> steps)
    {
        switch (model)
        {
            case ILinearPredictor linear: return linear;
            case DecisionThresholdModel threshold: return Linear(threshold.Classifier, steps);
            case IFittedPipeline pipeline:
                foreach (var step in pipeline.Steps) Add(step, steps);
                return Linear(pipeline.LastModel, steps);
            default:
                throw new ArgumentException($"model: a {model?.GetType().Name} is not linear, so that its scores do not come apart column by column; "
                    + "PartialDependence and PermutationImportance explain any model", nameof(model));
        }
    }

    static void Add(ITransformer step, List<ITransformer> steps)
    {
        if (step is IFittedPipeline pipeline)
            foreach (var inner in pipeline.Steps) Add(inner, steps);
        else steps.Add(step);
    }

    /// <summary>What each column after a step was made of; a column of a step that does not tell is its own source.</summary>
    static Dictionary<string, string[]> Traced(IColumnSources? step, Features after, Dictionary<string, string[]> before)
    {
        var traced = new Dictionary<string, string[]>(StringComparer.Ordinal);
        for (int j = 0; j < after.Count; j++)
        {
            string name = after.NameOf(j);
            traced[name] = step is null ? [name]
                : [.. step.Sources[j].SelectMany(source => before.GetValueOrDefault(source, [source])).Distinct(StringComparer.Ordinal)];
        }
        return traced;
    }

    static double[] Means(ReadOnlySpan<double> x, int d)
    {
        int n = d == 0 ? 0 : x.Length / d;
        var means = new double[d];
        for (int i = 0; i < x.Length; i++) means[i % d] += x[i] / n;
        return means;
    }
}
