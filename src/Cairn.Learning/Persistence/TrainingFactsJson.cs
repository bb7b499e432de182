using System.Text.Json;

namespace Cairn.Persistence;

/// <summary>The facts of training as JSON: what is unset is left out, and numbers that JSON cannot hold are texts.</summary>
static class TrainingFactsJson
{
    internal static void Write(Utf8JsonWriter json, TrainingFacts facts)
    {
        json.WriteStartObject();
        if (facts.Recipe.Length > 0) json.WriteString("recipe", facts.Recipe);
        if (facts.Rows != 0) json.WriteNumber("rows", facts.Rows);
        if (facts.Iterations is int iterations) json.WriteNumber("iterations", iterations);
        if (facts.Converged is bool converged) json.WriteBoolean("converged", converged);
        if (facts.StopReason.Length > 0) json.WriteString("stop-reason", facts.StopReason);
        Write(json, "history", facts.History);
        Write(json, "validation-history", facts.ValidationHistory);
        if (facts.Notes.Count > 0)
        {
            json.WriteStartArray("notes");
            foreach (string note in facts.Notes) json.WriteStringValue(note);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string name, ValueList<double> values)
    {
        if (values.Count == 0) return;
        json.WriteStartArray(name);
        foreach (double value in values)
            if (double.IsFinite(value)) json.WriteNumberValue(value);
            else json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        json.WriteEndArray();
    }

    /// <summary>The facts of every artefact, by its path.</summary>
    internal static Dictionary<string, TrainingFacts> ReadAll(ReadOnlySpan<byte> text, ulong offset)
    {
        var json = new JsonCursor(text, "The facts of training", offset, nested: true);
        var all = new Dictionary<string, TrainingFacts>(StringComparer.Ordinal);
        json.Next(JsonTokenType.StartObject);
        while (json.NextName())
        {
            string path = json.Text();
            json.Next(JsonTokenType.StartObject);
            if (all.Count == ModelFileFormat.MaxArtefacts || !all.TryAdd(path, Read(ref json)))
                throw json.Fail($"name '{path}' twice, or too many");
        }
        json.Finish();
        return all;
    }

    static TrainingFacts Read(ref JsonCursor json)
    {
        var facts = new TrainingFacts();
        int seen = 0;
        while (json.NextName())
        {
            string name = json.Text();
            json.Next();
            int bit;
            (facts, bit) = name switch
            {
                "recipe" => (facts with { Recipe = json.Text() }, 1),
                "rows" => (facts with { Rows = json.Integer(0, long.MaxValue) }, 2),
                "iterations" => (facts with { Iterations = (int)json.Integer(0, int.MaxValue) }, 4),
                "converged" => (facts with { Converged = Flag(ref json) }, 8),
                "stop-reason" => (facts with { StopReason = json.Text() }, 16),
                "history" => (facts with { History = History(ref json) }, 32),
                "validation-history" => (facts with { ValidationHistory = History(ref json) }, 128),
                "notes" => (facts with { Notes = Notes(ref json) }, 64),
                _ => throw json.Fail($"have an unknown entry '{name}'"),
            };
            if ((seen & bit) != 0) throw json.Fail($"have '{name}' twice");
            seen |= bit;
        }
        return facts;
    }

    static bool Flag(ref JsonCursor json) =>
        json.Token is JsonTokenType.True or JsonTokenType.False ? json.Token == JsonTokenType.True
            : throw json.Fail("have no truth value where one must stand");

    static ValueList<double> History(ref JsonCursor json)
    {
        json.Expect(JsonTokenType.StartArray);
        var values = new List<double>();
        while (json.NextItem())
            values.Add(json.Token != JsonTokenType.String ? json.Number() : json.Text() switch
            {
                "NaN" => double.NaN,
                "Infinity" => double.PositiveInfinity,
                "-Infinity" => double.NegativeInfinity,
                _ => throw json.Fail("have a text where a number must stand"),
            });
        return [.. values];
    }

    static ValueList<string> Notes(ref JsonCursor json)
    {
        json.Expect(JsonTokenType.StartArray);
        var notes = new List<string>();
        while (json.NextItem()) notes.Add(json.Text());
        return [.. notes];
    }
}
