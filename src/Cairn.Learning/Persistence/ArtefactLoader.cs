using System.Globalization;

namespace Cairn.Persistence;

/// <summary>Makes the artefacts of a checked file by the rows of a table of readers.</summary>
sealed class ArtefactLoader
{
    readonly IReadOnlyList<ArtefactReaderEntry> _readers;
    int _factsUsed;

    ArtefactLoader(ModelFileReader file, IReadOnlyList<ArtefactReaderEntry> readers)
    {
        (File, _readers) = (file, readers);
        FieldRead = new bool[file.Tree.Fields.Count];
        TensorRead = new bool[file.Tensors.Length];
    }

    internal ModelFileReader File { get; }

    /// <summary>Which fields and tensors an artefact has asked for.</summary>
    internal bool[] FieldRead { get; }

    internal bool[] TensorRead { get; }

    internal static IArtefact Load(ModelFileReader file, IReadOnlyList<ArtefactReaderEntry> readers)
    {
        var loader = new ArtefactLoader(file, readers);
        var artefact = loader.Read(0, "").Artefact;
        int left = Array.IndexOf(loader.TensorRead, false);
        if (left >= 0)
            throw new CairnFormatException($"No artefact of the file has a tensor '{file.Header.NameOf(left)}'", file.Header.TreeOffset);
        if (loader._factsUsed != file.Facts.Count)
            throw new CairnFormatException("The file has facts of training of no artefact", file.Header.FactsOffset);
        return artefact;
    }

    internal (IArtefact Artefact, ArtefactReaderEntry Entry) Read(int node, string path)
    {
        var entry = Find(node, path);
        var facts = File.Facts.GetValueOrDefault(path);
        if (facts is not null) _factsUsed++;
        var reader = new ArtefactReader(this, node, path, facts ?? new TrainingFacts());
        IArtefact artefact;
        try
        {
            artefact = entry.Read(reader);
        }
        catch (Exception e) when (e is not (CairnFormatException or OutOfMemoryException))
        {
            throw reader.Fail(e.Message); // values that each pass and together make no such artefact
        }
        reader.Finish();
        return (artefact, entry);
    }

    ArtefactReaderEntry Find(int node, string path)
    {
        string id = File.Tree.KindOf(node);
        int version = File.Tree.Nodes[node].Version;
        var versions = new List<int>();
        foreach (var entry in _readers)
        {
            if (entry.Kind.Id != id) continue;
            if (entry.Kind.Version == version) return entry;
            versions.Add(entry.Kind.Version);
        }
        string what = string.Create(CultureInfo.InvariantCulture, $"'{id}' version {version}{(path.Length == 0 ? "" : $" at '{path}'")}");
        string why = versions.Count == 0
            ? $"no reader is known for that kind; it may come from a newer Cairn or another library. Readers there are: {Known()}"
            : version > versions.Max()
                ? $"this file was made by a newer Cairn ({File.Header.CreatedBy}); here versions {Join(versions)} can be read"
                : $"here versions {Join(versions)} can be read";
        throw new CairnFormatException($"The file holds {what}: {why}", File.Header.TreeOffset);
    }

    string Known() => string.Join(", ", _readers.Select(r => r.Kind.Id).Distinct().Order(StringComparer.Ordinal));

    static string Join(List<int> versions) => string.Join(", ", versions.Order().Select(v => v.ToString(CultureInfo.InvariantCulture)));
}
