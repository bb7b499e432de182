using System.CommandLine;
using Cairn.Evaluation;

namespace Cairn.Cli.Commands;

/// <summary><c>cairn evaluate</c>: a trained model's scores on the rows of a file.</summary>
static class EvaluateCommand
{
    /// <summary>The most classes whose confusion matrix still fits a terminal.</summary>
    const int MostClasses = 12;

    internal static Command Make(Interruption interruption)
    {
        var model = Arguments.Word("model", "A model file made by 'train'");
        var data = Arguments.Word("data", "The rows, with the target: " + DataSource.Help);
        var target = Arguments.Text("--target", "column", "The column with the truth; the model's own target if not given");
        var json = Arguments.Json();
        var command = new Command("evaluate", "Score a model on the rows of a file") { model, data, target, json };
        command.SetAction(parsed =>
            Execute(parsed.GetValue(model)!, parsed.GetValue(data)!, parsed.GetValue(target), parsed.GetValue(json), interruption.Token));
        return command;
    }

    static int Execute(string modelPath, string data, string? target, bool asJson, CancellationToken cancellation)
    {
        var trained = TrainedModel.Open(modelPath);
        bool isGiven = target is not null;
        target ??= trained.Target ?? throw new UsageException($"--target is needed: '{modelPath}' does not say what it predicts");
        var source = DataSource.Open(data, trained.InputKinds);
        if (isGiven) source.Require("--target", target);
        else if (source.Table.Find(target) is null)
            throw new InvalidOperationException(
                $"{source.Argument} has no column '{target}', the truth to compare with; --target names another");
        var known = source.Table.DropMissing(target);
        if (known.Rows == 0) throw new InvalidOperationException($"no row of {source.Argument} has a value of '{target}'");
        var rows = TargetColumn.Suiting(known, target, trained.Task).ToDataset(target, trained.Task);
        cancellation.ThrowIfCancellationRequested();
        var card = ScoreCard.Of(trained.Model, rows);
        cancellation.ThrowIfCancellationRequested();
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
        Console.Out.WriteLine(FormattableString.Invariant($"{modelPath} on {source.Argument}: {rows.Rows} rows with a value of '{target}'")
            + (known.Rows < source.Table.Rows ? FormattableString.Invariant($", {source.Table.Rows - known.Rows} without left out") : ""));
        Console.Out.WriteLine();
        Console.Out.WriteLine(ScoreTable.Text(("score", card)));
        if (card.Answers is { Classes.Count: <= MostClasses })
            Console.Out.WriteLine(Environment.NewLine + new ConfusionMatrix(card.Answers));
        return ExitCode.Done;
    }
}
