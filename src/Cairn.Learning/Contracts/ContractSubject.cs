using Cairn.Persistence;

namespace Cairn.Contracts;

/// <summary>The recipe that is checked, with what its model can do and the data that suits it.</summary>
sealed class ContractSubject
{
    /// <summary>Fits once to find out what the model is: whole numbers for a target suit classifiers and regressors alike.</summary>
    internal ContractSubject(IEstimator<object> recipe, IReadOnlyList<ArtefactReaderEntry> readers)
    {
        (Recipe, Readers) = (recipe, readers);
        var first = recipe.Fit(new Dataset(SampleData.X, SampleData.Classes));
        IsClassifier = first is IClassifier;
        IsRegressor = first is IRegressor;
        IsPredictor = first is IPredictor;
        IsTransformer = first is ITransformer;
        Target = IsClassifier ? SampleData.Classes : SampleData.Numbers;
        Data = DataOf(SampleData.X);
        Model = Recipe.Fit(Data);
        Artefact = Savable(Model);
    }

    /// <summary>The model as an artefact; null when it is none, or holds something that is none, as a pipeline may.</summary>
    static IArtefact? Savable(object model)
    {
        try
        {
            if (model is IArtefact artefact) ModelFile.ToBytes(artefact);
            return model as IArtefact;
        }
        catch (NotSupportedException)
        {
            return null;
        }
        catch (Exception)
        {
            return model as IArtefact; // the checks of files will tell
        }
    }

    internal IEstimator<object> Recipe { get; }

    internal IReadOnlyList<ArtefactReaderEntry> Readers { get; }

    internal bool IsPredictor { get; }

    internal bool IsClassifier { get; }

    internal bool IsRegressor { get; }

    internal bool IsTransformer { get; }

    /// <summary>A target that suits the recipe.</summary>
    internal double[] Target { get; }

    /// <summary>Data that suits the recipe.</summary>
    internal Dataset Data { get; }

    /// <summary>What the recipe made of <see cref="Data"/>.</summary>
    internal object Model { get; }

    /// <summary>The model, when it can be saved.</summary>
    internal IArtefact? Artefact { get; }

    /// <summary>Rows of its own, with the sample's target and, when given, weights.</summary>
    internal Dataset DataOf(Features x, double[]? weights = null) => new(x, Target, weights: weights is null ? null : (Tensor)weights);

    /// <summary>Some of the sample's rows.</summary>
    internal Dataset DataOf(int[] rows) => new(SampleData.Pick(SampleData.X, rows), SampleData.Pick(Target, rows));

    /// <summary>What the model of <see cref="Data"/> answers.</summary>
    internal Answers Ask(Features x) => Answers.Of(Model, x);

    /// <summary>Fits, and asks for the rows.</summary>
    internal Answers FitAndAsk(Dataset data, Features x, FitContext? context = null) => Answers.Of(Recipe.Fit(data, context), x);

    /// <summary>Fits, and asks for the same rows; keeps what is thrown.</summary>
    internal Attempt Try(Dataset data) => Attempt.Of(() => FitAndAsk(data, data.Features));

    /// <summary>Asks the model of <see cref="Data"/>; keeps what is thrown.</summary>
    internal Attempt TryAsk(Features x) => Attempt.Of(() => Ask(x));

    /// <summary>What is wrong with the plainest case of all.</summary>
    internal IEnumerable<string> Flaws()
    {
        if (!IsPredictor && !IsTransformer) return [$"the model {Model.GetType().Name} is neither an IPredictor nor an ITransformer"];
        return Ask(SampleData.X).NotFinite is { } bad ? [bad] : [];
    }
}
