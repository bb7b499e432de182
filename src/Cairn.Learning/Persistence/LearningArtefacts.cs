using Cairn.Pipelines;

namespace Cairn.Persistence;

/// <summary>The table of what this floor reads from model files: one row for each version of each kind of artefact.</summary>
public static class LearningArtefacts
{
    /// <summary>The rows.</summary>
    public static IReadOnlyList<ArtefactReaderEntry> Readers { get; } =
    [
        PipelineArtefact.Reader,
        TransformerPipelineModel.Reader,
    ];
}
