using System.Globalization;
using Cairn.Data;
using Cairn.Evaluation;
using Cairn.Persistence;
using Cairn.Pipelines;
using Cairn.Preprocessing;

namespace Cairn.Cli;

/// <summary>A model file with what <c>cairn train</c> noted in it.</summary>
sealed class TrainedModel
{
    internal TrainedModel(string path, IPredictor model, IReadOnlyDictionary<string, string> notes) =>
        (Path, Model, Notes) = (path, model, notes);

    internal string Path { get; }

    internal IPredictor Model { get; }

    /// <summary>What was noted when the model was saved.</summary>
    internal IReadOnlyDictionary<string, string> Notes { get; }

    /// <summary>The target's name, if it was noted.</summary>
    internal string? Target => Notes.GetValueOrDefault("target");

    internal LearningTask Task => Model is IClassifier ? LearningTask.Classification : LearningTask.Regression;

    /// <summary>What the columns must hold, so that rows are read as they were for training.</summary>
    internal IReadOnlyDictionary<string, ColumnKind>? InputKinds => Preparation?.InputKinds;

    /// <summary>The columns it needs, with their kinds.</summary>
    internal IReadOnlyList<(string Name, ColumnKind Kind)> Inputs =>
        Preparation is { InputKinds: var kinds } preparation ? [.. preparation.InputNames.Select(name => (name, kinds[name]))] : [];

    TablePreparationModel? Preparation => (Model as IFittedPipeline)?.Steps.OfType<TablePreparationModel>().FirstOrDefault();

    /// <summary>The scores that were noted: of the training rows, the test rows, and a baseline on the test rows.</summary>
    internal IReadOnlyList<(string Title, Func<string, double> Score)> Scores =>
        [.. ScoreTitles.Where(title => ScoreNames.Any(metric => Notes.ContainsKey($"{title}.{metric}")))
            .Select(title => (title, (Func<string, double>)(metric => ScoreOf($"{title}.{metric}"))))];

    /// <summary>The metrics of its task.</summary>
    internal IReadOnlyList<string> ScoreNames =>
        Task == LearningTask.Classification ? [.. Metrics.Classification.Select(m => m.Name)] : [.. Metrics.Regression.Select(m => m.Name)];

    double ScoreOf(string note) =>
        double.TryParse(Notes.GetValueOrDefault(note), NumberStyles.Float, CultureInfo.InvariantCulture, out double score)
            ? score : double.NaN;

    /// <summary>True for the key of a note that <c>train</c> writes.</summary>
    internal static bool Writes(string key) =>
        key is "data" or "model" or "seed" or "target" or "task"
            || ScoreTitles.Any(title => key.StartsWith(title + ".", StringComparison.Ordinal));

    static readonly string[] ScoreTitles = ["train", "test", "baseline"];

    internal static TrainedModel Open(string path)
    {
        RequireFile(path);
        var notes = ModelFile.Inspect(path).Notes;
        return Cairn.Model.Load(path) is IPredictor model
            ? new TrainedModel(path, model, notes)
            : throw new InvalidOperationException($"'{path}' holds no model that predicts; see 'cairn inspect {SelfCommand.Quoted(path)}'");
    }

    /// <summary>Refuses a model file that is not there.</summary>
    internal static void RequireFile(string path)
    {
        if (Directory.Exists(path)) throw new IOException($"'{path}' is a folder, and a model file is needed");
        if (!File.Exists(path)) throw new FileNotFoundException($"there is no model file '{path}'; 'cairn train' makes one");
    }

    /// <summary>The notes that go with a model: what it predicts, how it was made, and its scores.</summary>
    internal static SortedDictionary<string, string> NotesOf(string choice, string target, LearningTask task, string data, long seed,
        params (string Title, ScoreCard Card)[] cards)
    {
        var notes = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["data"] = data,
            ["model"] = choice,
            ["seed"] = seed.ToString(CultureInfo.InvariantCulture),
            ["target"] = target,
            ["task"] = task.ToString().ToLowerInvariant(),
        };
        foreach (var (title, card) in cards)
            foreach (string metric in card.Names)
                notes[$"{title}.{metric}"] = card[metric].ToString("R", CultureInfo.InvariantCulture);
        return notes;
    }
}
