namespace Cairn.Evaluation;

/// <summary>A number that says how good a model's answers are.</summary>
/// <typeparam name="TModel">The kind of model it can judge: a metric of classifiers does not compile for a regressor.</typeparam>
public interface IMetric<in TModel>
{
    /// <summary>The metric's name as it stands in reports and in JSON: <c>accuracy</c>, <c>logLoss</c>, <c>r2</c>.</summary>
    string Name { get; }

    /// <summary>True when a larger number is better.</summary>
    bool HigherIsBetter { get; }

    /// <summary>The metric of the model's answers on these rows; weights of the rows count.</summary>
    double Evaluate(TModel model, Dataset data);
}

/// <summary>Asks a model for its score.</summary>
public static class ScoreExtensions
{
    /// <summary>The metric of the model's answers on the data.</summary>
    public static double Score<TModel>(this TModel model, Dataset data, IMetric<TModel> metric)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(metric);
        return metric.Evaluate(model, data);
    }
}
