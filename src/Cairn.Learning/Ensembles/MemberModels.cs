using Cairn.Persistence;
using Cairn.Trees;

namespace Cairn.Ensembles;

/// <summary>The models that an ensemble is made of: in files, cards, and their importances.</summary>
static class MemberModels
{
    /// <summary>The models as artefacts.</summary>
    /// <exception cref="NotSupportedException">One cannot be saved.</exception>
    internal static IReadOnlyList<IArtefact> Savable(IEnumerable<object> models) => [.. models.Select(Savable)];

    internal static IArtefact Savable(object model) => model as IArtefact
        ?? throw new NotSupportedException($"The model {model.GetType().Name} cannot be saved: it does not implement IArtefact");

    /// <summary>Reads classifiers of the given classes, at least one.</summary>
    internal static IClassifier[] Classifiers(ArtefactReader reader, ClassLabels classes)
    {
        IClassifier[] models = [.. reader.Children<IClassifier>("classifiers")];
        if (models.Length == 0) throw reader.Fail("there is no classifier");
        return Array.TrueForAll(models, m => m.Classes.Equals(classes)) ? models : throw reader.Fail("a classifier has other classes");
    }

    /// <summary>Reads regressors, at least one.</summary>
    internal static IRegressor[] Regressors(ArtefactReader reader)
    {
        IRegressor[] models = [.. reader.Children<IRegressor>("regressors")];
        return models.Length > 0 ? models : throw reader.Fail("there is no regressor");
    }

    /// <summary>Reads weights of the members that a recipe would take.</summary>
    internal static double[] Weights(ArtefactReader reader, int members)
    {
        double[] weights = reader.Tensor("weights", DType.Float64, members).ToArray<double>();
        return Array.TrueForAll(weights, w => w >= 0) && Array.Exists(weights, w => w > 0) ? weights
            : throw reader.Fail("the weights are below 0 or all 0");
    }

    /// <summary>The mean of the members' importances.</summary>
    /// <exception cref="NotSupportedException">A member has none.</exception>
    internal static Tensor Importances(IReadOnlyList<object> models, Importance kind)
    {
        var own = models.Select(m => m is IFeatureImportances trees ? trees.Importances(kind)
            : throw new NotSupportedException($"Importances: a {m.GetType().Name} counts none; PermutationImportance measures them for any model"));
        return MemberMean.Of(own, MemberMean.Alike(models.Count)).AsReadOnly();
    }

    /// <summary>The first line of each card, up to twelve.</summary>
    internal static string Lines(IReadOnlyList<object> models) => string.Concat(models.Take(12).Select(m =>
        $"{Environment.NewLine}  {(m.ToString() ?? "").ReplaceLineEndings("\n").Split('\n').First(line => line.Length > 0)}"));
}
