using System.CommandLine;
using Cairn.Cli.Models;
using Cairn.Data;

namespace Cairn.Cli.Commands;

/// <summary><c>cairn train</c>: from a data file to a saved model and its report.</summary>
static class TrainCommand
{
    internal const string Name = "train";

    internal static Command Make(Interruption interruption)
    {
        var data = Arguments.Word("data", "What to learn from: " + DataSource.Help);
        var target = Arguments.Text("--target", "column", "The column to predict; a bundled set knows its own");
        var model = Arguments.Text("--model", "name", "The learner, see below; chosen by the task if not given");
        var task = Arguments.Text("--task", "task", "regression or classification; inferred from the target if not given");
        var drop = Arguments.Texts("--drop", "columns", "Columns to leave out, joined by commas");
        var output = Arguments.Text("--out", "file", "The model file; called like the data, .cairn, if not given");
        var report = Arguments.Text("--report", "file", "The report, one HTML file; called like the data, .html, if not given");
        var watch = Arguments.Text("--watch", "file", "A page that plays the training step by step, for descent and logistic-descent");
        var test = Arguments.Share("--test", "share", "The share of the rows held out to test on; 0.2 if not given");
        var seed = Arguments.Whole("--seed", "number", "The same seed, the same split and the same model; 0 if not given");
        var set = Arguments.Texts("--set", "Name=Value", "Change a setting of the learner or of the preparation, see below");
        var json = Arguments.Json();
        var command = new Command(Name, "Learn from a data file, test on rows held out, save the model and a report with pictures")
        {
            data, target, model, task, drop, output, report, watch, test, seed, set, json,
        };
        command.SetAction(parsed => new Training
        {
            Data = parsed.GetValue(data)!,
            Target = parsed.GetValue(target),
            Model = parsed.GetValue(model),
            Task = ParseTask(parsed.GetValue(task)),
            Drop = parsed.GetValue(drop) ?? [],
            Out = parsed.GetValue(output),
            Report = parsed.GetValue(report),
            Watch = parsed.GetValue(watch),
            Test = parsed.GetValue(test) ?? 0.2,
            Seed = parsed.GetValue(seed) ?? 0,
            Settings = parsed.GetValue(set) ?? [],
            Json = parsed.GetValue(json),
        }.Execute(interruption));
        return command;
    }

    /// <summary>The models, the settings and some examples.</summary>
    internal static string MoreHelp() => $"""
        Models:
        {ModelChoice.Lines("  ")}

        Settings (--set Name=Value):
        {ModelChoice.SettingLines("  ")}

        Examples:
          cairn train iris
          cairn train houses.csv --target price --drop id,notes
          cairn train houses.csv --target price --model descent --watch walk.html
          cairn train houses.csv --target price --test 0.3 --seed 7 --set Imputation=Mean

        """;

    static LearningTask? ParseTask(string? text) => text switch
    {
        null => null,
        "regression" => LearningTask.Regression,
        "classification" => LearningTask.Classification,
        _ => throw new UsageException($"--task: there is no '{text}'; there are regression and classification"),
    };
}
