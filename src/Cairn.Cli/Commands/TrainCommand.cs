using System.CommandLine;
using Cairn.Cli.Models;

namespace Cairn.Cli.Commands;

/// <summary><c>cairn train</c>: from a data file to a saved model and its report.</summary>
static class TrainCommand
{
    internal const string Name = "train";

    internal static Command Make(Interruption interruption)
    {
        var data = new TrainingDataArguments();
        var model = Arguments.Text("--model", "name", "The learner, see below; chosen by the task if not given");
        var set = Arguments.Texts("--set", "Name=Value", "Change a setting of the learner or of the preparation, see below");
        var output = Arguments.Text("--out", "file", "The model file; called like the data, .cairn, if not given");
        var report = Arguments.Text("--report", "file", "The report, one HTML file; called like the data, .html, if not given");
        var emit = Arguments.Text("--emit", "file", "Also write the C# program that does the same: dotnet run FILE");
        var watch = Arguments.Text("--watch", "file", "A page that plays the training step by step, for descent, logistic-descent and mlp");
        var threshold = Arguments.Share("--threshold", "probability", "Of two classes, answer the positive one from this probability; 0.5 if not given");
        var json = Arguments.Json();
        var command = new Command(Name, "Learn from a data file, test on rows held out, save the model and a report with pictures") { data.Data };
        foreach (var option in data.Options.Concat([model, set, threshold, output, report, emit, watch, json])) command.Add(option);
        command.SetAction(parsed => new Training
        {
            Data = data.Of(parsed),
            Model = parsed.GetValue(model),
            Settings = parsed.GetValue(set) ?? [],
            Out = parsed.GetValue(output),
            Report = parsed.GetValue(report),
            Emit = parsed.GetValue(emit),
            Watch = parsed.GetValue(watch),
            Threshold = parsed.GetValue(threshold),
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
          cairn train visits.csv --target sales --time day --emit visits.cs

        """;
}
