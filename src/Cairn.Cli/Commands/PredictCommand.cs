using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Cairn.Data;

namespace Cairn.Cli.Commands;

/// <summary><c>cairn predict</c>: a trained model's answers for the rows of a file.</summary>
static class PredictCommand
{
    internal static Command Make(Interruption interruption)
    {
        var model = Arguments.Word("model", "A model file made by 'train'");
        var data = Arguments.Word("data", "The rows: " + DataSource.Help);
        var output = Arguments.Text("--out", "file", "The CSV file to write (gzip if it ends in .gz); the standard output if not given");
        var probabilities = new Option<bool>("--probabilities") { Description = "Add a column 'probability CLASS' for every class" };
        var command = new Command("predict", "Predict the rows of a file: CSV with the column 'prediction', one line for each row")
        {
            model, data, output, probabilities,
        };
        command.SetAction(parsed => Execute(parsed.GetValue(model)!, parsed.GetValue(data)!, parsed.GetValue(output),
            parsed.GetValue(probabilities), interruption));
        return command;
    }

    static int Execute(string modelPath, string data, string? output, bool probabilities, Interruption interruption)
    {
        if (output is not null) OutputFiles.Check([("--out", output)], modelPath, data);
        var trained = TrainedModel.Open(modelPath);
        if (probabilities && trained.Model is not IClassifier)
            throw new UsageException($"--probabilities: '{modelPath}' predicts numbers, which have no classes");
        var table = DataSource.Open(data, trained.InputKinds).Table;
        interruption.Token.ThrowIfCancellationRequested();
        byte[] csv = Csv(new Table([.. Columns(trained.Model, table, probabilities)]),
            packed: output?.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ?? false);
        interruption.Token.ThrowIfCancellationRequested();
        if (output is not null) interruption.Finish(() => OutputFiles.Write((output, csv)));
        else
        {
            using var standard = StandardStreams.Output();
            standard.Write(csv);
        }
        return ExitCode.Done;
    }

    static IEnumerable<Column> Columns(IPredictor model, Table table, bool probabilities)
    {
        if (model is not IClassifier classifier)
        {
            yield return new NumberColumn("prediction", model.Predict(table).AsReadOnlySpan<double>());
            yield break;
        }
        var indices = classifier.Predict(table).ToArray<int>();
        yield return new TextColumn("prediction", Array.ConvertAll(indices, k => (string?)classifier.Classes[k]));
        if (!probabilities) yield break;
        double[] p = classifier.PredictProbabilities(table).ToArray<double>();
        for (int k = 0; k < classifier.Classes.Count; k++)
        {
            var column = new double[indices.Length];
            for (int i = 0; i < column.Length; i++) column[i] = p[i * classifier.Classes.Count + k];
            yield return new NumberColumn(string.Create(CultureInfo.InvariantCulture, $"probability {classifier.Classes[k]}"), column);
        }
    }

    /// <summary>UTF-8 whatever the terminal's language, and line feeds.</summary>
    static byte[] Csv(Table answers, bool packed)
    {
        var bytes = new MemoryStream();
        using (var zip = packed ? new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true) : null)
        using (var writer = new StreamWriter(zip ?? (Stream)bytes, new UTF8Encoding(false), leaveOpen: true))
            answers.WriteCsv(writer);
        return bytes.ToArray();
    }
}
