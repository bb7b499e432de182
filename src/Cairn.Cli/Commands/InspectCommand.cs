using System.CommandLine;
using System.Text.Json;
using Cairn.Persistence;

namespace Cairn.Cli.Commands;

/// <summary><c>cairn inspect</c>: what a model file or a data file holds.</summary>
static class InspectCommand
{
    internal static Command Make()
    {
        var what = new Argument<string>("file") { Description = "A model file made by 'train', or " + DataSource.Help };
        var json = new Option<bool>("--json") { Description = "Writes one JSON document to the standard output, and nothing else there" };
        var command = new Command("inspect", "Shows a model's recipe, schema, coefficients, scores and version; or a table's columns, types and missing values")
        {
            what, json,
        };
        command.SetAction(parsed =>
        {
            string file = parsed.GetValue(what)!;
            bool isModel = file.EndsWith(".cairn", StringComparison.OrdinalIgnoreCase) && File.Exists(file);
            if (isModel) Model(file, parsed.GetValue(json));
            else Data(file, parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    static void Model(string path, bool asJson)
    {
        var info = ModelFile.Inspect(path);
        var model = Cairn.Model.Load(path);
        var facts = model.Facts;
        if (asJson)
        {
            JsonOutput.Write(json =>
            {
                json.WriteString("kind", info.Kind.Id);
                json.WriteNumber("version", info.Kind.Version);
                json.WriteString("createdBy", info.CreatedBy);
                json.WriteString("digest", info.Digest);
                WriteFacts(json, facts);
                json.WriteStartObject("notes");
                foreach (var (key, value) in info.Notes) json.WriteString(key, value);
                json.WriteEndObject();
                json.WriteStartArray("tensors");
                foreach (var tensor in info.Tensors) json.WriteStringValue(tensor.ToString());
                json.WriteEndArray();
            });
            return;
        }
        Console.Out.WriteLine($"{path}: {info.Kind.Id}, version {info.Kind.Version}, made by {info.CreatedBy}");
        Console.Out.WriteLine($"digest {info.Digest}");
        foreach (var (key, value) in info.Notes) Console.Out.WriteLine($"{key}: {value}");
        Console.Out.WriteLine();
        foreach (var part in info.Artefacts.Where(a => a.Facts.Recipe.Length > 0))
            Console.Out.WriteLine($"{(part.Path.Length == 0 ? "model" : part.Path)}: {part.Facts.Recipe}");
        foreach (string note in facts.Notes) Console.Out.WriteLine("note: " + note);
        Console.Out.WriteLine();
        Console.Out.WriteLine(model);
        Console.Out.WriteLine();
        foreach (var tensor in info.Tensors) Console.Out.WriteLine(tensor);
    }

    static void WriteFacts(Utf8JsonWriter json, TrainingFacts facts)
    {
        json.WriteStartObject("facts");
        json.WriteString("recipe", facts.Recipe);
        json.WriteNumber("rows", facts.Rows);
        if (facts.Iterations is { } iterations) json.WriteNumber("iterations", iterations);
        if (facts.Converged is { } converged) json.WriteBoolean("converged", converged);
        json.WriteStartArray("notes");
        foreach (string note in facts.Notes) json.WriteStringValue(note);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Data(string argument, bool asJson)
    {
        var source = DataSource.Open(argument);
        var table = source.Table;
        if (asJson)
        {
            JsonOutput.Write(json =>
            {
                json.WriteNumber("rows", table.Rows);
                json.WriteStartArray("columns");
                foreach (var column in table.Columns)
                {
                    json.WriteStartObject();
                    json.WriteString("name", column.Name);
                    json.WriteString("kind", column.Kind.ToString().ToLowerInvariant());
                    json.WriteNumber("missing", column.MissingCount);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            });
            return;
        }
        if (source.Bundled is { } set) Console.Out.WriteLine($"{set.Description} Source: {set.Source}. Licence: {set.Licence}.");
        if (source.Report is { } report) Console.Out.WriteLine(report);
        Console.Out.WriteLine();
        Console.Out.WriteLine(table.Describe());
        Console.Out.WriteLine();
        Console.Out.WriteLine(table);
    }
}
