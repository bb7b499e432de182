using System.CommandLine;
using Cairn.Cli.Models;
using Cairn.Data;

namespace Cairn.Cli.Commands;

/// <summary><c>cairn list</c>: the bundled data sets and the learners.</summary>
static class ListCommand
{
    internal static Command Make()
    {
        var what = Arguments.Word("datasets|models", "What to list");
        var json = Arguments.Json();
        var command = new Command("list", "List the bundled data sets, or the learners and their settings") { what, json };
        command.SetAction(parsed =>
        {
            bool asJson = parsed.GetValue(json);
            switch (parsed.GetValue(what))
            {
                case "datasets" when asJson: DatasetsAsJson(); break;
                case "datasets": Datasets(); break;
                case "models" when asJson: ModelsAsJson(); break;
                case "models": Models(); break;
                case var other: throw new UsageException($"list: there are no '{other}'; there are datasets and models");
            }
            return ExitCode.Done;
        });
        return command;
    }

    static void Datasets()
    {
        int name = BundledData.Sets.Max(s => s.Name.Length), target = BundledData.Sets.Max(s => s.TargetName.Length);
        Console.Out.WriteLine($"{"name".PadRight(name)}   rows  columns  {"target".PadRight(target)}  about");
        foreach (var set in BundledData.Sets)
            Console.Out.WriteLine(FormattableString.Invariant($"{set.Name.PadRight(name)}  {set.Rows,5}  {set.Columns,7}  ")
                + $"{set.TargetName.PadRight(target)}  {set.Description}");
    }

    static void Models()
    {
        Console.Out.WriteLine(ModelChoice.Lines(""));
        Console.Out.WriteLine();
        Console.Out.WriteLine("Settings, for 'train --set Name=Value':");
        Console.Out.WriteLine(ModelChoice.SettingLines("  "));
    }

    static void DatasetsAsJson() => JsonOutput.Write(json =>
    {
        json.WriteStartArray("datasets");
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

    static void ModelsAsJson() => JsonOutput.Write(json =>
    {
        json.WriteStartArray("models");
        foreach (var model in ModelChoice.All)
        {
            json.WriteStartObject();
            json.WriteString("name", model.Name);
            json.WriteString("task", model.Task.ToString().ToLowerInvariant());
            json.WriteString("description", model.Description);
            json.WriteBoolean("default", ModelChoice.Default(model.Task) == model);
            json.WriteSettings("settings", model.Settings);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteSettings("preparation", ModelChoice.Preparation);
    });
}
