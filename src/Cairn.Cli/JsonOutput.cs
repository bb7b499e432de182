using System.Text.Encodings.Web;
using System.Text.Json;
using Cairn.Cli.Models;
using Cairn.Evaluation;

namespace Cairn.Cli;

/// <summary>Writes the one JSON document of a command to the standard output.</summary>
static class JsonOutput
{
    internal static void Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        buffer.WriteByte((byte)'\n');
        using var output = StandardStreams.Output();
        buffer.WriteTo(output);
    }

    /// <summary>Writes the metrics of a card as an object; one that is not defined is null.</summary>
    internal static void WriteScores(this Utf8JsonWriter json, string name, ScoreCard card)
    {
        json.WriteStartObject(name);
        foreach (string metric in card.Names)
        {
            if (double.IsFinite(card[metric])) json.WriteNumber(metric, card[metric]);
            else json.WriteNull(metric);
        }
        json.WriteEndObject();
    }

    /// <summary>Writes settings of recipes as an array.</summary>
    internal static void WriteSettings(this Utf8JsonWriter json, string name, IEnumerable<RecipeSetting> settings)
    {
        json.WriteStartArray(name);
        foreach (var setting in settings)
        {
            json.WriteStartObject();
            json.WriteString("name", setting.Name);
            json.WriteString("values", setting.Values);
            json.WriteString("default", setting.DefaultText);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
