using System.CommandLine;
using System.Globalization;
using Cairn.Data;

namespace Cairn.Cli.Commands;

/// <summary><c>cairn predict</c>: a trained model's answers for the rows of a file.</summary>
static class PredictCommand
{
    internal static Command Make()
    {
        var model = new Argument<string>("model") { Description = "A model file made by 'train'" };
        var data = new Argument<string>("data") { Description = "The rows: " + DataSource.Help };
        var output = new Option<string?>("--out") { Description = "The CSV file to write; the standard output by default", HelpName = "file" };
        var probabilities = new Option<bool>("--probabilities") { Description = "Adds the probability of every class" };
        var command = new Command("predict", "Predicts the rows of a file, as CSV with one line a row") { model, data, output, probabilities };
        command.SetAction((parsed, cancellation) =>
            Task.FromResult(Execute(parsed.GetValue(model)!, parsed.GetValue(data)!, parsed.GetValue(output), parsed.GetValue(probabilities), cancellation)));
        return command;
    }

    static int Execute(string modelPath, string data, string? output, bool probabilities, CancellationToken cancellation)
    {
        var trained = TrainedModel.Open(modelPath);
        if (probabilities && trained.Model is not IClassifier)
            throw new UsageException($"--probabilities: '{modelPath}' predicts numbers, which have no classes");
        var table = DataSource.Open(data, trained.InputKinds).Table;
        cancellation.ThrowIfCancellationRequested();
        var answers = new Table([.. Columns(trained.Model, table, probabilities)]);
        cancellation.ThrowIfCancellationRequested();
        if (output is null) answers.WriteCsv(Console.Out);
        else answers.WriteCsv(output);
        return ExitCode.Done;
    }

    static IEnumerable<Column> Columns(IPredictor model, Table table, bool probabilities)
    {
        if (model is not IClassifier classifier)
        {
            var numbers = model.Predict(table);
            yield return new NumberColumn("prediction", numbers.AsReadOnlySpan<double>());
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
}
