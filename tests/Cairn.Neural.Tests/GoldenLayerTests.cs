using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Cairn.Persistence;
using Cairn.RandomNumbers;

namespace Cairn.Tests;

/// <summary>
/// Layers saved by earlier versions load for ever and answer with the bits they answered with: Fixtures/golden holds a file of each row of
/// <see cref="LayerTable"/>, and beside it the answer.
/// </summary>
/// <remarks>A new row is kept by <c>CAIRN_NEW_GOLDEN=1 dotnet test --project tests/Cairn.Neural.Tests</c>; a file that is there is never written
/// again.</remarks>
public class GoldenLayerTests
{
    static readonly string Folder = Path.Combine(Here(), "Fixtures", "golden");

    static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    static string FileOf(string name, string extension) => Path.Combine(Folder, name.Replace(", ", "-").Replace(' ', '-') + extension);

    public static TheoryData<string> Names => [.. LayerTable.Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_kept_layer_answers_with_its_bits(string name)
    {
        string path = FileOf(name, ".cairn");
        if (!File.Exists(path))
        {
            if (Environment.GetEnvironmentVariable("CAIRN_NEW_GOLDEN") == "1")
            {
                Directory.CreateDirectory(Folder);
                var layer = LayerTable.Rows[name].Make();
                layer.Initialize(7);
                ((IArtefact)layer).Save(path);
                File.WriteAllText(FileOf(name, ".txt"), Answer(layer, name));
            }
            Assert.Fail($"There was no golden file of '{name}': CAIRN_NEW_GOLDEN=1 makes one");
        }
        var kept = Model.Load<Module>(path);
        Assert.Equal(File.ReadAllText(FileOf(name, ".txt")).ReplaceLineEndings("\n"), Answer(kept, name));
        Assert.InRange(new FileInfo(path).Length, 1, 8 << 10);
    }

    [Fact]
    public void Every_kind_and_version_that_is_read_has_a_file()
    {
        var kept = Directory.EnumerateFiles(Folder, "*.cairn").Select(f => ModelFile.Inspect(f).Kind).ToHashSet();
        Assert.All(NeuralArtefacts.Readers, reader => Assert.Contains(reader.Kind, kept));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_damaged_file_is_refused_or_a_layer(string name)
    {
        var question = Question(name);
        Damage(File.ReadAllBytes(FileOf(name, ".cairn")), 3000, layer => LayerTable.Rows[name].Answer((Module)layer, question));
    }

    /// <summary>A file cut at any length is refused, and one with damage inside is refused, or read and asked.</summary>
    internal static void Damage(byte[] whole, int times, Action<IArtefact> ask)
    {
        for (int length = 0; length < whole.Length; length++) Assert.Null(Load(whole[..length]));
        var random = new Random(2026);
        int loaded = 0, refused = 0;
        for (int i = 0; i < times; i++)
        {
            byte[] damaged = (i % 3) switch { 0 => Mutation.Blind(whole, random), 1 => Mutation.Tokens(whole, random), _ => Mutation.Tree(whole, random) };
            if (Load(damaged) is not { } read) refused++;
            else
            {
                loaded++;
                Ask(read, ask);
            }
        }
        Assert.True(loaded > 20 && refused > times / 6, $"{loaded} loaded, {refused} refused");
    }

    /// <summary>Null when the file is refused as it should be: soon, with little memory, by the one exception.</summary>
    static IArtefact? Load(byte[] file)
    {
        long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        IArtefact? read = null;
        try
        {
            read = ModelFile.Load(file, Model.Readers);
        }
        catch (CairnFormatException)
        {
            // what a damaged file is for
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1), "over a second");
        Assert.True(allocated <= 2L * file.Length + (1 << 20), $"{allocated} bytes for a file of {file.Length}");
        return read;
    }

    /// <summary>What a damaged file holds answers or refuses, and takes no more memory than layers of such sizes can ask for.</summary>
    static void Ask(IArtefact read, Action<IArtefact> ask)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            ask(read);
        }
        catch (ArgumentException)
        {
            // other sizes than the question's
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= 64 << 20, $"{read} allocates {allocated} bytes");
    }

    /// <summary>What a layer gives for the question of its row; each number as the digits of its bits.</summary>
    static string Answer(Module layer, string name)
    {
        var answer = LayerTable.Rows[name].Answer(layer, Question(name)).Contiguous();
        var bits = answer.To(DType.Float32).ToArray<float>().Select(v => BitConverter.SingleToInt32Bits(v).ToString("x8", CultureInfo.InvariantCulture));
        return $"{answer.DType} {answer.Shape}\n{string.Join('\n', bits.Chunk(answer.Shape[^1]).Select(r => string.Join(' ', r)))}\n";
    }

    static Tensor Question(string name)
    {
        var row = LayerTable.Rows[name];
        var numbers = new float[new Shape(row.Input).Elements];
        var draws = Rng.Stream(0, "golden", name).Start();
        for (int i = 0; i < numbers.Length; i++) numbers[i] = row.TakesIndices ? draws.Index(4) : (float)draws.Normal();
        var question = Tensor.From(numbers).Reshape(row.Input);
        return row.TakesIndices ? question.To(DType.Int32) : question;
    }
}
