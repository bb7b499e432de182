using System.Globalization;
using System.Text.Json;
using Cairn.Persistence;

namespace Cairn.Cli.Commands;

/// <summary>What a model file holds, for a person or as JSON.</summary>
static class ModelInspection
{
    const int MostColumns = 40;

    internal static void Show(string path)
    {
        var info = ModelFile.Inspect(path);
        var model = Cairn.Model.Load(path);
        var trained = model is IPredictor predictor ? new TrainedModel(path, predictor, info.Notes) : null;

        Line($"{path}: {WhatItIs(model, trained)}");
        string of = info.Notes.TryGetValue("data", out var data) ? " of " + data : "";
        string by = info.Notes.TryGetValue("seed", out var seed) ? ", seed " + seed : "";
        Line($"  trained on  {model.Facts.Rows} rows{of}{by}");
        Line($"  made by     {info.CreatedBy}; {info.Kind.Id}, version {info.Kind.Version}");
        Line($"  digest      {info.Digest}");
        foreach (var (key, value) in info.Notes.Where(n => !TrainedModel.Writes(n.Key))) Line($"  {key.PadRight(10)}  {value}");

        if (trained is { Scores.Count: > 0 }) Section("Scores", ScoreTable.Text(trained.ScoreNames, trained.Scores));
        if (trained?.Inputs is { Count: > 0 } inputs)
        {
            var shown = inputs.Take(MostColumns).ToList();
            int width = shown.Max(i => i.Name.Length);
            var lines = shown.Select(i => $"  {i.Name.PadRight(width)}  {i.Kind.ToString().ToLowerInvariant()}");
            if (inputs.Count > MostColumns) lines = lines.Append($"  ... and {inputs.Count - MostColumns} more; --json shows all");
            Section("Columns it needs, in any order", string.Join(Environment.NewLine, lines));
        }
        // A pipeline repeats the recipe of its last part.
        Section("Recipe", string.Join(Environment.NewLine, info.Artefacts
            .Where(a => a.Facts.Recipe.Length > 0 && (a.Path.Length > 0 || info.Artefacts.Count == 1))
            .Select(a => "  " + a.Facts.Recipe)));
        Section("Model", ModelCard.Of(model));
        if (model.Facts.Notes.Count > 0)
            Section("Notes from training", string.Join(Environment.NewLine, Wording.Notes(model.Facts.Notes).Select(n => "  " + n)));
        int name = info.Tensors.Count == 0 ? 0 : info.Tensors.Max(t => t.Name.Length);
        Section("Tensors", string.Join(Environment.NewLine,
            info.Tensors.Select(t => $"  {t.Name.PadRight(name)}  {t.DType,-7}  {t.Shape}")));
    }

    static string WhatItIs(IArtefact model, TrainedModel? trained)
    {
        string target = trained?.Target is { } name ? $" of '{name}'" : "";
        return model switch
        {
            IClassifier classifier => $"a classifier{target}, classes {classifier.Classes}",
            IRegressor => $"a regressor{target}",
            _ => $"a '{model.Kind.Id}', which does not predict",
        };
    }

    static void Section(string title, string text)
    {
        if (text.Length == 0) return;
        Console.Out.WriteLine();
        Console.Out.WriteLine(title);
        Console.Out.WriteLine(text);
    }

    static void Line(FormattableString text) => Console.Out.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    internal static void ShowAsJson(string path)
    {
        var info = ModelFile.Inspect(path);
        var model = Cairn.Model.Load(path);
        var trained = model is IPredictor predictor ? new TrainedModel(path, predictor, info.Notes) : null;
        JsonOutput.Write(json =>
        {
            json.WriteString("kind", info.Kind.Id);
            json.WriteNumber("version", info.Kind.Version);
            json.WriteString("createdBy", info.CreatedBy);
            json.WriteString("digest", info.Digest);
            json.WriteStartArray("columns");
            foreach (var (name, kind) in trained?.Inputs ?? [])
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteString("kind", kind.ToString().ToLowerInvariant());
                json.WriteEndObject();
            }
            json.WriteEndArray();
            WriteFacts(json, model.Facts);
            json.WriteStartObject("notes");
            foreach (var (key, value) in info.Notes) json.WriteString(key, value);
            json.WriteEndObject();
            json.WriteStartArray("tensors");
            foreach (var tensor in info.Tensors)
            {
                json.WriteStartObject();
                json.WriteString("name", tensor.Name);
                json.WriteString("dtype", tensor.DType.ToString());
                json.WriteStartArray("shape");
                foreach (int size in tensor.Shape.AsSpan()) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
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
}
