using Cairn.Persistence;

namespace Cairn.Pipelines;

/// <summary>The fitted transformers of a pipeline, applied one after the other.</summary>
public sealed class FittedSteps
{
    readonly ITransformer[] _steps;

    internal FittedSteps(IEnumerable<ITransformer> steps) => _steps = [.. steps];

    /// <summary>The transformers, in order.</summary>
    public IReadOnlyList<ITransformer> Steps => _steps;

    /// <summary>The features after all steps.</summary>
    public Features Transform(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        foreach (var step in _steps) x = step.Transform(x);
        return x;
    }

    /// <summary>Fits the recipes one after the other, each on what the ones before it give.</summary>
    internal static (FittedSteps Steps, Dataset Transformed) Fit(ValueList<IEstimator<ITransformer>> recipes, Dataset data, FitContext context,
        double share)
    {
        var fitted = new List<ITransformer>();
        for (int i = 0; i < recipes.Count; i++)
        {
            context.ThrowIfCancelled();
            var step = recipes[i].Fit(data, context.Child($"step {i}", share / recipes.Count));
            data = data.With(step.Transform(data.Features));
            fitted.Add(step);
        }
        return (new FittedSteps(fitted), data);
    }

    internal void Write(ArtefactWriter writer)
    {
        foreach (var step in _steps)
            if (step is not IArtefact)
                throw new NotSupportedException($"The step {step.GetType().Name} cannot be saved: it does not implement IArtefact");
        writer.Set("steps", [.. _steps.Cast<IArtefact>()]);
    }

    internal static FittedSteps Read(ArtefactReader reader) => new(reader.Children<ITransformer>("steps"));

    /// <summary>The facts of the whole: those of the model at the end, with the recipes and notes of all parts.</summary>
    internal TrainingFacts Facts(TrainingFacts last)
    {
        TrainingFacts[] parts = [.. _steps.OfType<IArtefact>().Select(step => step.Facts), last];
        return last with
        {
            Recipe = string.Join(" -> ", parts.Select(part => part.Recipe).Where(recipe => recipe.Length > 0)),
            Notes = [.. parts.SelectMany(part => part.Notes)],
        };
    }

    /// <summary>The steps' cards, one below the other.</summary>
    public override string ToString() => string.Join(Environment.NewLine, _steps.Select(s => s.ToString()));
}
