using Cairn.Layers;

namespace Cairn.Persistence;

/// <summary>The table of what this floor reads from model files: one row for each version of each kind of artefact.</summary>
public static class NeuralArtefacts
{
    /// <summary>The rows.</summary>
    public static IReadOnlyList<ArtefactReaderEntry> Readers { get; } =
    [
        Linear.Reader,
        Relu.Reader,
        Sequential.Reader,
    ];
}
