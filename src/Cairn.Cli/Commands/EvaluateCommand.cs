using System.CommandLine;
using Cairn.Evaluation;

namespace Cairn.Cli.Commands;

/// <summary><c>cairn evaluate</c>: a trained model's scores on the rows of a file.</summary>
static class EvaluateCommand
{
    internal static Command Make()
    {
        var model = new Argument<string>("model") { Description = "A model file made by 'train'" };
        var data = new Argument<string>("data") { Description = "The rows, with the target: " + DataSource.Help };
        var target = new Option<string?>("--target") { Description = "The column with the truth; the model's own target by default", HelpName = "column" };
        var json = new Option<bool>("--json") { Description = "Writes one JSON document to the standard output, and nothing else there" };
        var command = new Command("evaluate", "Scores a model on the rows of a file") { model, data, target, json };
        command.SetAction((parsed, cancellation) =>
            Task.FromResult(Execute(parsed.GetValue(model)!, parsed.GetValue(data)!, parsed.GetValue(target), parsed.GetValue(json), cancellation)));
        return command;
    }

    static int Execute(string modelPath, string data, string? target, bool asJson, CancellationToken cancellation)
    {
        var trained = TrainedModel.Open(modelPath);
        target ??= trained.Target ?? throw new UsageException($"--target is needed: '{modelPath}' does not say what it predicts");
        var table = DataSource.Open(data, trained.InputKinds).Table;
        if (table.Find(target) is null)
            throw new UsageException($"the truth is needed: there is no column '{target}' in {data}; name it with --target");
        var known = table.DropMissing(target);
        var rows = known.ToDataset(target, trained.Task);
        cancellation.ThrowIfCancellationRequested();
        var card = ScoreCard.Of(trained.Model, rows);
        if (asJson)
        {
            JsonOutput.Write(json =>
            {
                json.WriteString("task", trained.Task.ToString().ToLowerInvariant());
                json.WriteString("model", trained.Notes.GetValueOrDefault("model", modelPath));
                json.WriteNumber("rows", rows.Rows);
                json.WriteScores("test", card);
            });
            return ExitCode.Done;
        }
        Console.Out.WriteLine($"{modelPath} on {data}: {rows.Rows} rows, target '{target}'"
            + (known.Rows < table.Rows ? $" ({table.Rows - known.Rows} rows without it were left out)" : ""));
        Console.Out.WriteLine(card);
        if (card.Answers is { Classes.Count: <= 20 }) Console.Out.WriteLine(Environment.NewLine + new ConfusionMatrix(card.Answers));
        return ExitCode.Done;
    }
}
