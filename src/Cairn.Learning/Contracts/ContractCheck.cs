namespace Cairn.Contracts;

/// <summary>A law.</summary>
/// <param name="Name">Its family and what it demands, as <c>weights: all 1 are none</c>.</param>
/// <param name="NotFor">Why it does not apply to a recipe, or null when it does.</param>
/// <param name="Breaches">What is wrong with a recipe, one sentence each; nothing when it keeps the law.</param>
sealed record ContractCheck(string Name, Func<ContractSubject, string?> NotFor, Func<ContractSubject, IEnumerable<string>> Breaches);

/// <summary>To whom a law applies.</summary>
static class For
{
    internal static string? All(ContractSubject subject) => null;

    internal static string? Predictors(ContractSubject subject) => subject.IsPredictor ? null : "the model does not predict";

    internal static string? Regressors(ContractSubject subject) => subject.IsRegressor ? null : "the model is no regressor";

    internal static string? Classifiers(ContractSubject subject) => subject.IsClassifier ? null : "the model is no classifier";

    internal static string? Transformers(ContractSubject subject) => subject.IsTransformer ? null : "the model does not transform";

    internal static string? Artefacts(ContractSubject subject) =>
        subject.Artefact is not null ? null : "the model is no artefact that can be saved";
}
