using System.Diagnostics;
using Cairn.Data;
using Cairn.Persistence;

namespace Cairn.Tests;

/// <summary>Damaged files of real models, most with sums that are right: refused, or a model that answers or says why not.</summary>
public class GoldenFileMutationTests
{
    const int Mutations = 4000;

    static readonly string Folder = Path.Combine(Repository.Fixtures, "golden");

    public static TheoryData<string> Files => GoldenFileTests.Files;

    [Theory, MemberData(nameof(Files))]
    public void Every_truncation_is_refused(string file)
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(Folder, file));
        for (int length = 0; length < whole.Length; length++) Assert.Null(Load(whole[..length]));
    }

    [Theory, MemberData(nameof(Files))]
    public void A_mutation_is_refused_or_a_model_that_answers_or_says_why_not(string file)
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(Folder, file));
        string questionFile = File.ReadLines(Path.ChangeExtension(Path.Combine(Folder, file), ".txt")).First();
        var questions = Table.ReadCsv(Path.Combine(Folder, questionFile));
        var random = new Random(2026);
        int loaded = 0, refused = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] mutated = i % 3 == 0 ? Mutation.Blind(whole, random) : Mutation.Tree(whole, random);
            if (Load(mutated) is { } model)
            {
                loaded++;
                Ask(model, questions);
            }
            else refused++;
        }
        Assert.True(loaded > 50 && refused > 500, $"{loaded} loaded, {refused} refused");
    }

    /// <summary>Null when the file is refused as it should be: soon, with little memory, by the one exception.</summary>
    static IArtefact? Load(byte[] file)
    {
        long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        IArtefact? model = null;
        try
        {
            model = ModelFile.Load(file, Model.Readers);
        }
        catch (CairnFormatException)
        {
            // what a damaged file is for
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1), "over a second");
        Assert.True(allocated <= 2L * file.Length + (1 << 20), $"{allocated} bytes for a file of {file.Length}");
        return model;
    }

    static void Ask(IArtefact model, Table questions)
    {
        try
        {
            if (model is ITransformer transformer) transformer.Transform(questions);
            if (model is IPredictor predictor) predictor.Predict(questions);
            if (model is IClassifier classifier) classifier.PredictProbabilities(questions);
            _ = model.ToString();
            ModelFile.ToBytes(model);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            // such as: a column has another name now
        }
    }
}
