using System.Globalization;

namespace Cairn.Persistence;

/// <summary>Saves artefacts to files and loads them: data only, in the layout of safetensors, with the same bits.</summary>
/// <remarks>
/// A file can never run code: it names no type, no path and no program, and a kind of artefact is known by its id in a table of readers.
/// Every fault of a file is a <see cref="CairnFormatException"/>. Saving the same artefact gives the same bytes. The format is
/// described in <c>docs/format.md</c>.
/// </remarks>
public static class ModelFile
{
    /// <summary>Saves an artefact, replacing the file at once or not at all (see <see cref="AtomicFile"/>).</summary>
    /// <param name="model">What to save.</param>
    /// <param name="path">The file to make or replace; its directory must exist.</param>
    /// <param name="notes">Texts to keep in the file, at most 256.</param>
    /// <exception cref="NotSupportedException">The artefact holds something that cannot be saved.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(IArtefact model, string path, IReadOnlyDictionary<string, string>? notes = null)
    {
        var writer = Writer(model, notes);
        AtomicFile.Write(path, writer.WriteTo);
    }

    /// <summary>Writes an artefact to a stream.</summary>
    /// <inheritdoc cref="Save(IArtefact, string, IReadOnlyDictionary{string, string}?)"/>
    public static void Save(IArtefact model, Stream stream, IReadOnlyDictionary<string, string>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Writer(model, notes).WriteTo(stream);
    }

    /// <summary>The bytes of the file that saving would make.</summary>
    public static byte[] ToBytes(IArtefact model, IReadOnlyDictionary<string, string>? notes = null)
    {
        var stream = new MemoryStream();
        Writer(model, notes).WriteTo(stream);
        return stream.ToArray();
    }

    /// <summary>Loads an artefact from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="readers">The kinds of artefacts that can be read.</param>
    /// <exception cref="CairnFormatException">The file is no model file, is damaged, or holds what no reader reads.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IArtefact Load(string path, IReadOnlyList<ArtefactReaderEntry> readers)
    {
        ArgumentNullException.ThrowIfNull(readers);
        return ArtefactLoader.Load(Open(path, keepTensors: true), readers);
    }

    /// <summary>Loads an artefact from a stream, to its end.</summary>
    /// <inheritdoc cref="Load(string, IReadOnlyList{ArtefactReaderEntry})"/>
    public static IArtefact Load(Stream stream, IReadOnlyList<ArtefactReaderEntry> readers)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(readers);
        if (!stream.CanSeek)
        {
            var whole = new MemoryStream();
            stream.CopyTo(whole);
            (stream, whole.Position) = (whole, 0);
        }
        return ArtefactLoader.Load(Read(stream, keepTensors: true), readers);
    }

    /// <summary>Loads an artefact from the bytes of a file.</summary>
    /// <inheritdoc cref="Load(string, IReadOnlyList{ArtefactReaderEntry})"/>
    public static IArtefact Load(byte[] bytes, IReadOnlyList<ArtefactReaderEntry> readers)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return Load(new MemoryStream(bytes, writable: false), readers);
    }

    /// <summary>What a file holds, without making its artefacts: needs no readers, and checks all but the meaning of the fields.</summary>
    /// <inheritdoc cref="Load(string, IReadOnlyList{ArtefactReaderEntry})"/>
    public static ModelFileInfo Inspect(string path) => Describe(Open(path, keepTensors: false));

    /// <summary>What the bytes of a file hold.</summary>
    /// <inheritdoc cref="Inspect(string)"/>
    public static ModelFileInfo Inspect(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return Describe(Read(new MemoryStream(bytes, writable: false), keepTensors: false));
    }

    static ModelFileWriter Writer(IArtefact model, IReadOnlyDictionary<string, string>? notes)
    {
        ArgumentNullException.ThrowIfNull(model);
        ThrowIfBigEndian();
        return new ModelFileWriter(model, notes);
    }

    static ModelFileReader Open(string path, bool keepTensors)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return Read(stream, keepTensors);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(Directory.Exists(path)
                ? $"Cannot read '{path}': it is a directory" : $"Cannot read '{path}': {e.Message}", e);
        }
    }

    static ModelFileReader Read(Stream stream, bool keepTensors)
    {
        ThrowIfBigEndian();
        return new ModelFileReader(stream, stream.Length - stream.Position, keepTensors);
    }

    static ModelFileInfo Describe(ModelFileReader file)
    {
        var artefacts = new List<ModelFileArtefact>();
        Add(0, "");
        var tensors = new List<ModelFileTensor>();
        for (int i = 0; i < file.Header.Entries.Length; i++)
            tensors.Add(new ModelFileTensor(file.Header.NameOf(i), file.Header.Entries[i].DType, new Shape(file.Header.Entries[i].Sizes)));
        return new ModelFileInfo(artefacts[0].Kind, file.Header.CreatedBy, file.Header.Digest, file.Notes, artefacts, tensors);

        void Add(int node, string path)
        {
            var tree = file.Tree;
            artefacts.Add(new ModelFileArtefact(path, new ArtefactKind(tree.KindOf(node), tree.Nodes[node].Version),
                file.Facts.GetValueOrDefault(path) ?? new TrainingFacts()));
            for (int f = tree.Nodes[node].FirstField; f != ArtefactTree.None; f = tree.Fields[f].Next)
            {
                string below = ArtefactNames.Join(path, System.Text.Encoding.UTF8.GetString(tree.NameOf(f)));
                bool single = tree.Fields[f].Kind == ArtefactTree.FieldKind.Child;
                int child = tree.Fields[f].FirstChild;
                for (int i = 0; child != ArtefactTree.None; i++, child = tree.Nodes[child].Next)
                    Add(child, single ? below : string.Create(CultureInfo.InvariantCulture, $"{below}.{i}"));
            }
        }
    }

    static void ThrowIfBigEndian()
    {
        if (!BitConverter.IsLittleEndian) throw new NotSupportedException("Model files are little-endian and this machine is not");
    }
}
