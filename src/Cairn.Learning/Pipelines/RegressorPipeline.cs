namespace Cairn.Pipelines;

/// <summary>Transformers and a regressor that are fitted together: the recipe of a regressor that prepares its own features.</summary>
/// <typeparam name="TModel">What the last recipe fits.</typeparam>
public sealed record RegressorPipeline<TModel> : Recipe, IEstimator<RegressorPipelineModel<TModel>> where TModel : class, IRegressor
{
    /// <summary>Makes the recipe.</summary>
    public RegressorPipeline(ValueList<IEstimator<ITransformer>> steps, IEstimator<TModel> last)
    {
        Steps = steps;
        Last = last;
    }

    /// <summary>The recipes of the transformers, in order.</summary>
    public ValueList<IEstimator<ITransformer>> Steps { get; init; }

    /// <summary>The recipe of the regressor at the end.</summary>
    public IEstimator<TModel> Last
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Last));
    }

    /// <summary>Fits each transformer on what the ones before it give, and the regressor on what the last gives.</summary>
    public RegressorPipelineModel<TModel> Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        var (steps, transformed) = FittedSteps.Fit(Steps, data, context, share: 0.2);
        return new RegressorPipelineModel<TModel>(steps, Last.Fit(transformed, context.Child("last", 0.8)));
    }
}

/// <summary>Lets a regressor recipe follow a transformer recipe.</summary>
public static class RegressorPipelineExtensions
{
    /// <summary>The recipe that prepares the features by <paramref name="first"/> and then fits <paramref name="last"/>.</summary>
    public static RegressorPipeline<TModel> Then<TModel>(this IEstimator<ITransformer> first, IEstimator<TModel> last) where TModel : class, IRegressor
    {
        ArgumentNullException.ThrowIfNull(first);
        return first is TransformerPipeline pipeline ? new(pipeline.Steps, last) : new([first], last);
    }
}
