using System.Buffers.Binary;
using System.CommandLine;

namespace Cairn.Cli.Commands;

/// <summary><c>cairn inspect</c>: what a model file or a data file holds.</summary>
static class InspectCommand
{
    internal static Command Make()
    {
        var what = Arguments.Word("file", "A model file made by 'train', or " + DataSource.Help);
        var json = Arguments.Json();
        var command = new Command("inspect",
            "Show a model's scores, columns, recipe and coefficients, or the columns, kinds and missing values of data") { what, json };
        command.SetAction(parsed =>
        {
            string file = parsed.GetValue(what)!;
            bool asJson = parsed.GetValue(json);
            if (IsModel(file))
            {
                TrainedModel.RequireFile(file);
                if (asJson) ModelInspection.ShowAsJson(file);
                else ModelInspection.Show(file);
            }
            else if (asJson) ShowAsJson(DataSource.Open(file));
            else Show(DataSource.Open(file));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>True for a name that ends in .cairn and for a file that begins like a model: the length of a JSON text, and the
    /// text.</summary>
    static bool IsModel(string file)
    {
        if (file.EndsWith(".cairn", StringComparison.OrdinalIgnoreCase)) return true;
        if (!File.Exists(file)) return false;
        using var stream = File.OpenRead(file);
        Span<byte> start = stackalloc byte[9];
        return stream.CanSeek && stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start[8] == '{'
            && BinaryPrimitives.ReadUInt64LittleEndian(start) < (ulong)stream.Length;
    }

    static void Show(DataSource source)
    {
        if (source.Bundled is { } set)
            Console.Out.WriteLine($"{set.Description}.\nSource: {set.Source}.\nLicence: {set.Licence}. Target: '{set.TargetName}'.");
        if (source.Report is { } report)
        {
            string shape = report.ToString().Split('\n')[0].ReplaceLineEndings("");
            Console.Out.WriteLine(report.Source == "stream" ? source.Argument + shape["stream".Length..] : shape);
        }
        foreach (string note in Wording.Notes(source.Notes)) Console.Out.WriteLine("note: " + note);
        Console.Out.WriteLine();
        Console.Out.WriteLine(source.Table.Describe());
        Console.Out.WriteLine();
        Console.Out.WriteLine(source.Table);
    }

    static void ShowAsJson(DataSource source) => JsonOutput.Write(json =>
    {
        json.WriteNumber("rows", source.Table.Rows);
        json.WriteStartArray("columns");
        foreach (var column in source.Table.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("kind", column.Kind.ToString().ToLowerInvariant());
            json.WriteNumber("missing", column.MissingCount);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (string note in source.Notes) json.WriteStringValue(note);
        json.WriteEndArray();
    });
}
