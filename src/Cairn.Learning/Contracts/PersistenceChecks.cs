using Cairn.Persistence;

namespace Cairn.Contracts;

/// <summary>A file gives back what was saved.</summary>
static class PersistenceChecks
{
    internal static readonly ContractCheck[] All =
    [
        new("file: a loaded model answers with the same bits", For.Artefacts, SameAnswers),
        new("file: a loaded model is saved as the same bytes", For.Artefacts, SameBytes),
        new("file: facts and card stay", For.Artefacts, FactsStay),
        new("facts: rows, iterations, convergence", For.Artefacts, FactsAreTold),
    ];

    static IArtefact Reloaded(ContractSubject subject) => ModelFile.Load(ModelFile.ToBytes(subject.Artefact!), subject.Readers);

    /// <summary>Saved and loaded, the model is of the same type and answers with the same bits.</summary>
    static IEnumerable<string> SameAnswers(ContractSubject subject)
    {
        var loaded = Reloaded(subject);
        if (loaded.GetType() != subject.Model.GetType())
            return [$"a {subject.Model.GetType().Name} was saved, a {loaded.GetType().Name} loaded"];
        return Answers.Of(loaded, SampleData.Others).DifferencesFrom(subject.Ask(SampleData.Others), "loaded");
    }

    /// <summary>Saving twice, and saving what was loaded, gives the same bytes.</summary>
    static IEnumerable<string> SameBytes(ContractSubject subject)
    {
        byte[] bytes = ModelFile.ToBytes(subject.Artefact!);
        if (!bytes.AsSpan().SequenceEqual(ModelFile.ToBytes(subject.Artefact!))) yield return "saving twice gives other bytes";
        if (!bytes.AsSpan().SequenceEqual(ModelFile.ToBytes(Reloaded(subject)))) yield return "saving the loaded model gives other bytes";
    }

    /// <summary>The facts of training and the printed card of the loaded model are those of the saved one.</summary>
    static IEnumerable<string> FactsStay(ContractSubject subject)
    {
        var loaded = Reloaded(subject);
        if (loaded.Facts != subject.Artefact!.Facts) yield return $"the facts {subject.Artefact.Facts} became {loaded.Facts}";
        if (loaded.ToString() != subject.Artefact.ToString()) yield return "the loaded model prints another card";
    }

    /// <summary>The facts hold the recipe and the rows; who iterates tells how often, at least once, and whether it converged.</summary>
    static IEnumerable<string> FactsAreTold(ContractSubject subject)
    {
        var facts = subject.Artefact!.Facts;
        if (facts.Recipe.Length == 0) yield return "the facts do not hold the recipe";
        if (facts.Rows != SampleData.Rows) yield return $"the facts hold {facts.Rows} rows of {SampleData.Rows}";
        if (facts.Iterations < 1) yield return $"the facts hold {facts.Iterations} iterations";
        if (facts.Iterations is not null && facts.Converged is null) yield return "the facts do not say whether the iterations converged";
    }
}
