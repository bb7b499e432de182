using System.Globalization;
using System.Runtime.CompilerServices;
using Cairn.Persistence;
using Cairn.RandomNumbers;

namespace Cairn.Tests;

/// <summary>
/// Models of networks saved by earlier versions load for ever and answer with the bits they answered with: Fixtures/golden holds a file of each row
/// of the table below, and beside it the answers.
/// </summary>
/// <remarks>A new row is kept by <c>CAIRN_NEW_GOLDEN=1 dotnet test --project tests/Cairn.Neural.Tests</c>; a file that is there is never written
/// again.</remarks>
public class GoldenNetworkTests
{
    static readonly IReadOnlyDictionary<string, Func<IArtefact>> Rows = new Dictionary<string, Func<IArtefact>>
    {
        ["neural-classifier-model"] = () => new NeuralClassifier { Hidden = [4], Epochs = 3 }.Fit(Data(r => r > 1 ? 7 : r > 0 ? 2 : -1)),
        ["neural-classifier-model-of-two-networks"] = () => new NeuralClassifier { Hidden = [3], Epochs = 2, Networks = 2, StandardizesInputs = false }
            .Fit(Data(r => r > 0 ? 1 : 0)),
        ["neural-regressor-model"] = () => new NeuralRegressor { Hidden = [4], Epochs = 3, Activation = Activation.Tanh }.Fit(Data(r => r)),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    static string FileOf(string name, string extension, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "Fixtures", "golden", name + extension);

    [Theory, MemberData(nameof(Names))]
    public void A_kept_model_answers_with_its_bits(string name)
    {
        string path = FileOf(name, ".cairn");
        if (!File.Exists(path))
        {
            if (Environment.GetEnvironmentVariable("CAIRN_NEW_GOLDEN") == "1")
            {
                var made = Rows[name]();
                made.Save(path);
                File.WriteAllText(FileOf(name, ".txt"), Answers(made));
            }
            Assert.Fail($"There was no golden file of '{name}': CAIRN_NEW_GOLDEN=1 makes one");
        }
        Assert.Equal(File.ReadAllText(FileOf(name, ".txt")).ReplaceLineEndings("\n"), Answers(Model.Load(path)));
        Assert.InRange(new FileInfo(path).Length, 1, 8 << 10);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_damaged_file_is_refused_or_a_model(string name) => GoldenLayerTests.Damage(
        File.ReadAllBytes(FileOf(name, ".cairn")), 1500, model => Answers(model));

    static double[][] Points(string purpose, int rows)
    {
        var rng = Rng.Stream(0, "golden", purpose).Start();
        return [.. Enumerable.Range(0, rows).Select(_ => new[] { rng.Normal(), rng.Normal(1, 2), rng.Normal(-1, 0.5) })];
    }

    static Dataset Data(Func<double, double> target)
    {
        double[][] x = Points("networks", 40);
        return new Dataset(Features.From((Tensor)x, ["length", "width", "depth"]),
            Array.ConvertAll(x, row => target(row[0] - row[1] + 0.5 * row[2] * row[2])), targetName: "response");
    }

    static string Answers(IArtefact model)
    {
        var questions = Features.From((Tensor)Points("questions", 6), ["length", "width", "depth"]);
        var answers = model is IClassifier classifier ? classifier.PredictProbabilities(questions) : ((IPredictor)model).Predict(questions);
        return string.Join('\n', answers.ToArray<double>().Select(v => BitConverter.DoubleToInt64Bits(v).ToString("x16", CultureInfo.InvariantCulture))) + "\n";
    }
}
