using System.Globalization;
using System.Text;
using Cairn.Data;
using Cairn.Persistence;

namespace Cairn.Tests;

/// <summary>
/// Models saved by earlier versions load for ever and answer with the bits they answered with: Fixtures/golden/vN holds the models that
/// were new when the file format's version, or a kind's, was N, and beside each its answers for the rows of the file that its first line names.
/// </summary>
/// <remarks>A new row of <see cref="GoldenModels"/> is kept by <c>CAIRN_NEW_GOLDEN=1 dotnet test --project tests/Cairn.Learning.Tests</c>; a file
/// that is there is never written again.</remarks>
public class GoldenFileTests
{
    static readonly string Folder = Path.Combine(Repository.Fixtures, "golden");
    static readonly string Newest = Path.Combine(Folder, "v2");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.cairn", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(Folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Names => [.. GoldenModels.Rows.Keys];

    [Theory, MemberData(nameof(Files))]
    public void An_old_file_answers_with_its_bits(string file)
    {
        string path = Path.Combine(Folder, file);
        string expected = File.ReadAllText(Path.ChangeExtension(path, ".txt")).ReplaceLineEndings("\n");
        Assert.Equal(expected, Answers(Model.Load(path), expected[..expected.IndexOf('\n')]));
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_model_of_the_table_has_a_file(string name)
    {
        if (Directory.EnumerateFiles(Folder, name + ".cairn", SearchOption.AllDirectories).Any()) return;
        if (Environment.GetEnvironmentVariable("CAIRN_NEW_GOLDEN") == "1")
        {
            var (questions, fit) = GoldenModels.Rows[name];
            var model = fit();
            model.Save(Path.Combine(Newest, name + ".cairn"));
            File.WriteAllText(Path.Combine(Newest, name + ".txt"), Answers(model, questions));
        }
        Assert.Fail($"There was no golden file of '{name}': CAIRN_NEW_GOLDEN=1 makes one");
    }

    [Fact]
    public void Every_kind_and_version_that_is_read_has_a_file()
    {
        var kept = Directory.EnumerateFiles(Folder, "*.cairn", SearchOption.AllDirectories).Select(f => ModelFile.Inspect(f).Kind).ToHashSet();
        Assert.All(LearningArtefacts.Readers, reader => Assert.Contains(reader.Kind, kept));
    }

    [Fact]
    public void The_files_are_small() =>
        Assert.All(Directory.EnumerateFiles(Folder, "*.cairn", SearchOption.AllDirectories), f => Assert.InRange(new FileInfo(f).Length, 1, 8 << 10));

    /// <summary>What a model answers for the rows of a file of questions; each number as the 16 digits of its bits.</summary>
    static string Answers(IArtefact model, string questionFile)
    {
        var text = new StringBuilder(questionFile + "\n");
        var questions = Table.ReadCsv(Path.Combine(Folder, questionFile));
        if (model is ITransformer transformer) Append("transformed", transformer.Transform(questions).Dense!);
        if (model is IPredictor predictor) Append("predicted", predictor.Predict(questions));
        if (model is IClassifier classifier)
        {
            Append("probabilities", classifier.PredictProbabilities(questions));
            text.Append(CultureInfo.InvariantCulture, $"labels {string.Join(' ', classifier.PredictLabels(questions))}\n");
        }
        return text.ToString();

        void Append(string name, Tensor tensor)
        {
            double[] values = tensor.To(DType.Float64).ToArray<double>();
            int width = tensor.Rank == 1 ? 1 : tensor.Shape[1];
            text.Append(CultureInfo.InvariantCulture, $"{name} {tensor.DType} {tensor.Shape}\n");
            foreach (double[] row in values.Chunk(width))
                text.AppendJoin(' ', row.Select(v => BitConverter.DoubleToInt64Bits(v).ToString("x16", CultureInfo.InvariantCulture))).Append('\n');
        }
    }
}
