using System.Reflection;

namespace Cairn.Contracts;

/// <summary>A recipe is a value: it compares, prints and stays as one.</summary>
static class RecipeChecks
{
    internal static readonly ContractCheck[] All =
    [
        new("recipe: compares by value", For.All, ComparesByValue),
        new("recipe: fitting changes nothing", For.All, FittingChangesNothing),
        new("recipe: null is refused", For.All, NullIsRefused),
    ];

    /// <summary>A copy equals its original, hashes and prints alike.</summary>
    static IEnumerable<string> ComparesByValue(ContractSubject subject)
    {
        object copy = CopyOf(subject.Recipe);
        if (!copy.Equals(subject.Recipe)) yield return "a copy does not equal its original: make the recipe a record";
        else if (copy.GetHashCode() != subject.Recipe.GetHashCode()) yield return "a copy has another hash code";
        if (RecipeText.Of(copy) != RecipeText.Of(subject.Recipe)) yield return "a copy prints otherwise";
    }

    /// <summary>After fitting, a recipe equals and prints what it was.</summary>
    static IEnumerable<string> FittingChangesNothing(ContractSubject subject)
    {
        object before = CopyOf(subject.Recipe);
        string printed = RecipeText.Of(subject.Recipe);
        subject.Recipe.Fit(subject.Data);
        bool byValue = CopyOf(subject.Recipe).Equals(subject.Recipe);
        if (byValue && !subject.Recipe.Equals(before)) yield return "the recipe differs from what it was before Fit";
        if (RecipeText.Of(subject.Recipe) != printed)
            yield return $"the recipe printed {printed} and prints {RecipeText.Of(subject.Recipe)} after Fit";
    }

    /// <summary>Null is an ArgumentNullException that names the parameter, in Fit and in what the model does.</summary>
    static IEnumerable<string> NullIsRefused(ContractSubject subject)
    {
        foreach (var (what, call) in new (string, Action)[]
        {
            ("Fit", () => subject.Recipe.Fit(null!)),
            ("Predict", () => (subject.Model as IPredictor)?.Predict(null!)),
            ("PredictProbabilities", () => (subject.Model as IClassifier)?.PredictProbabilities(null!)),
            ("Transform", () => (subject.Model as ITransformer)?.Transform(null!)),
        })
        {
            bool possible = what switch
            {
                "Predict" => subject.IsPredictor,
                "PredictProbabilities" => subject.IsClassifier,
                "Transform" => subject.IsTransformer,
                _ => true,
            };
            if (possible && Thrown(call) is not ArgumentNullException { ParamName.Length: > 0 })
                yield return $"{what}(null) is no ArgumentNullException that names its parameter";
        }
    }

    static Exception? Thrown(Action call)
    {
        try
        {
            call();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    static readonly MethodInfo MemberwiseCopy =
        typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!;

    static object CopyOf(object recipe) => MemberwiseCopy.Invoke(recipe, null)!;
}
