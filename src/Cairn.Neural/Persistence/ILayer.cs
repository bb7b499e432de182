namespace Cairn.Persistence;

/// <summary>A layer as an artefact: it has no facts of its own, and, unless it says otherwise, nothing to write but its
/// parameters.</summary>
interface ILayer : IArtefact
{
    TrainingFacts IArtefact.Facts => new();

    void IArtefact.Write(ArtefactWriter writer) => writer.Set((Module)this);

    /// <summary>A module that another holds, to be saved with it.</summary>
    /// <exception cref="NotSupportedException">It is no layer of Cairn.</exception>
    static IArtefact Whole(Module inner, string holder) => inner as IArtefact ?? throw new NotSupportedException(
        $"{holder}: {inner.GetType().Name} is no layer of Cairn and cannot be saved whole; "
        + "save the weights with SaveWeights(path) and load them into a network made by the same code");
}
