using Cairn.Persistence;

namespace Cairn.Pipelines;

/// <summary>How every pipeline that ends in a predictor is written and read: its type follows from the model at its end.</summary>
static class PipelineArtefact
{
    internal static readonly ArtefactKind Kind = new("pipeline", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other<IArtefact>(Kind, Read);

    internal static void Write(ArtefactWriter writer, FittedSteps steps, object last)
    {
        steps.Write(writer);
        writer.Set("last", last as IArtefact
            ?? throw new NotSupportedException($"The model {last.GetType().Name} cannot be saved: it does not implement IArtefact"));
    }

    static IArtefact Read(ArtefactReader reader)
    {
        var steps = FittedSteps.Read(reader);
        var (last, entry) = reader.ChildWithEntry("last");
        return entry.InPipeline is { } join ? join(steps, last) : throw reader.Fail($"no pipeline ends in a '{entry.Kind.Id}'");
    }
}
