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
    TrainedModel(string path, IPredictor model, IReadOnlyDictionary<string, string> notes) => (Path, Model, Notes) = (path, model, notes);

    internal string Path { get; }

    internal IPredictor Model { get; }

    /// <summary>What was noted when the model was saved.</summary>
    internal IReadOnlyDictionary<string, string> Notes { get; }

    /// <summary>The target's name, if it was noted.</summary>
    internal string? Target => Notes.GetValueOrDefault("target");

    internal LearningTask Task => Model is IClassifier ? LearningTask.Classification : LearningTask.Regression;

    /// <summary>What the columns must hold, so that rows are read as they were for training.</summary>
    internal IReadOnlyDictionary<string, ColumnKind>? InputKinds => Steps?.OfType<TablePreparationModel>().FirstOrDefault()?.InputKinds;

    IReadOnlyList<ITransformer>? Steps => Model switch
    {
        IFittedPipeline pipeline => pipeline.Steps,
        _ => null,
    };

    internal static TrainedModel Open(string path)
    {
        var notes = ModelFile.Inspect(path).Notes;
        return Cairn.Model.Load(path) is IPredictor model
            ? new TrainedModel(path, model, notes)
            : throw new InvalidOperationException($"'{path}' holds no model that predicts; see '{SelfCommand.Text} inspect {SelfCommand.Quoted(path)}'");
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
