using System.CommandLine;
using Cairn.Cli.Models;
using Cairn.Data;

namespace Cairn.Cli.Commands;

/// <summary><c>cairn list</c>: the bundled data sets and the learners.</summary>
static class ListCommand
{
    internal static Command Make()
    {
        var what = new Argument<string>("what") { Description = "datasets or models" };
        what.AcceptOnlyFromAmong("datasets", "models");
        var json = new Option<bool>("--json") { Description = "Writes one JSON document to the standard output, and nothing else there" };
        var command = new Command("list", "Lists the bundled data sets, or the learners and their settings") { what, json };
        command.SetAction(parsed =>
        {
            bool models = parsed.GetValue(what) == "models";
            if (parsed.GetValue(json)) Json(models);
            else if (models) Models();
            else Datasets();
            return ExitCode.Done;
        });
        return command;
    }

    static void Datasets()
    {
        int width = BundledData.Sets.Max(s => s.Name.Length);
        foreach (var set in BundledData.Sets)
            Console.Out.WriteLine($"{set.Name.PadRight(width)}  {set.Rows,5} x {set.Columns,-3} target '{set.TargetName}': {set.Description}");
    }

    static void Models()
    {
        int width = ModelChoice.All.Max(m => m.Name.Length);
        foreach (var model in ModelChoice.All)
        {
            bool isDefault = ModelChoice.Default(model.Task) == model;
            Console.Out.WriteLine($"{model.Name.PadRight(width)}  {model.Task.ToString().ToLowerInvariant(),-14} {model.Description}{(isDefault ? " (default)" : "")}");
            foreach (var setting in model.Settings) Console.Out.WriteLine($"{new string(' ', width)}    --set {setting}");
        }
    }

    static void Json(bool models) => JsonOutput.Write(json =>
    {
        json.WriteStartArray(models ? "models" : "datasets");
        if (models)
            foreach (var model in ModelChoice.All)
            {
                json.WriteStartObject();
                json.WriteString("name", model.Name);
                json.WriteString("task", model.Task.ToString().ToLowerInvariant());
                json.WriteString("description", model.Description);
                json.WriteEndObject();
            }
        else
            foreach (var set in BundledData.Sets)
            {
                json.WriteStartObject();
                json.WriteString("name", set.Name);
                json.WriteNumber("rows", set.Rows);
                json.WriteNumber("columns", set.Columns);
                json.WriteString("target", set.TargetName);
                json.WriteString("description", set.Description);
                json.WriteEndObject();
            }
        json.WriteEndArray();
    });
}
