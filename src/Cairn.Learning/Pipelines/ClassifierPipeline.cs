namespace Cairn.Pipelines;

/// <summary>Transformers and a classifier that are fitted together: the recipe of a classifier that prepares its own features.</summary>
/// <typeparam name="TModel">What the last recipe fits.</typeparam>
public sealed record ClassifierPipeline<TModel> : Recipe, IEstimator<ClassifierPipelineModel<TModel>> where TModel : class, IClassifier
{
    /// <summary>Makes the recipe.</summary>
    public ClassifierPipeline(ValueList<IEstimator<ITransformer>> steps, IEstimator<TModel> last)
    {
        Steps = steps;
        Last = last;
    }

    /// <summary>The recipes of the transformers, in order.</summary>
    public ValueList<IEstimator<ITransformer>> Steps { get; init; }

    /// <summary>The recipe of the classifier at the end.</summary>
    public IEstimator<TModel> Last
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Last));
    }

    /// <summary>Fits each transformer on what the ones before it give, and the classifier on what the last gives.</summary>
    public ClassifierPipelineModel<TModel> Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        var (steps, transformed) = FittedSteps.Fit(Steps, data, context, share: 0.2);
        return new ClassifierPipelineModel<TModel>(steps, Last.Fit(transformed, context.Child("last", 0.8)));
    }
}

/// <summary>Lets a classifier recipe follow a transformer recipe.</summary>
public static class ClassifierPipelineExtensions
{
    /// <summary>The recipe that prepares the features by <paramref name="first"/> and then fits <paramref name="last"/>.</summary>
    public static ClassifierPipeline<TModel> Then<TModel>(this IEstimator<ITransformer> first, IEstimator<TModel> last) where TModel : class, IClassifier
    {
        ArgumentNullException.ThrowIfNull(first);
        return first is TransformerPipeline pipeline ? new(pipeline.Steps, last) : new([first], last);
    }
}
