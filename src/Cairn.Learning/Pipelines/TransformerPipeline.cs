namespace Cairn.Pipelines;

/// <summary>Transformers that are fitted one after the other.</summary>
public sealed record TransformerPipeline : Recipe, IEstimator<TransformerPipelineModel>
{
    /// <summary>The recipes, in order.</summary>
    public ValueList<IEstimator<ITransformer>> Steps { get; init; }

    /// <summary>Fits each transformer on what the ones before it give.</summary>
    public TransformerPipelineModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new TransformerPipelineModel(FittedSteps.Fit(Steps, data, context ?? new FitContext(), share: 1).Steps);
    }
}

/// <summary>Lets a transformer recipe follow another.</summary>
public static class TransformerPipelineExtensions
{
    /// <summary>The recipe that transforms by <paramref name="first"/> and then by <paramref name="next"/>.</summary>
    public static TransformerPipeline Then<TModel>(this IEstimator<ITransformer> first, IEstimator<TModel> next) where TModel : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(next);
        return new TransformerPipeline { Steps = [.. StepsOf(first), .. StepsOf(next)] };
    }

    static IEnumerable<IEstimator<ITransformer>> StepsOf(IEstimator<ITransformer> recipe) =>
        recipe is TransformerPipeline pipeline ? pipeline.Steps : [recipe];
}
