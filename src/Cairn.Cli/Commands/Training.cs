using System.Text;
using System.Text.Json;
using Cairn.Baselines;
using Cairn.Classification;
using Cairn.Cli.Models;
using Cairn.Data;
using Cairn.Evaluation;
using Cairn.Persistence;
using Cairn.Pipelines;
using Cairn.Preprocessing;
using Cairn.Reports;

namespace Cairn.Cli.Commands;

/// <summary>One run of <c>cairn train</c>.</summary>
sealed class Training
{
    internal required TrainingDataOptions Data { get; init; }
    internal string? Model { get; init; }
    internal string[] Settings { get; init; } = [];
    internal string? Out { get; init; }
    internal string? Report { get; init; }
    internal string? Emit { get; init; }
    internal string? Watch { get; init; }
    internal double? Threshold { get; init; }
    internal bool Json { get; init; }

    string ModelFilePath => Out ?? DataSource.NameOf(Data.Data) + ".cairn";

    string ReportPath => Report ?? DataSource.NameOf(Data.Data) + ".html";

    internal int Execute(Interruption interruption)
    {
        if (Model is not null) ModelChoice.Find(Model, Data.Task);
        CheckFiles();
        var data = new TrainingData(Data, interruption.Token);
        if (Threshold is not null && data.Train.Classes is not { Count: 2 })
            throw new UsageException(data.Train.Classes is { } classes
                ? $"--threshold: '{data.Target}' has {classes.Count} classes, and a threshold is for one of two"
                : $"--threshold: '{data.Target}' is a number, and has no classes");
        var choice = Model is null ? ModelChoice.Default(data.Task) : ModelChoice.Find(Model, data.Task);
        var (preparation, recipe) = Recipes(choice);
        Say($"{data.Source.Argument}: {Wording.Count(data.Table.Rows, "row")}, {Wording.Count(data.Columns, "column")} to learn from");
        Say(TaskText(data) + $" by {choice.Description}");
        foreach (string note in Wording.Notes(data.Notes)) Note(note);
        return Learn(data, choice, preparation, recipe, interruption, _ => { });
    }

    /// <summary>The preparation and the learner with the settings that were asked for.</summary>
    internal (TablePreparation Preparation, object Recipe) Recipes(ModelChoice choice)
    {
        object recipe = choice.Recipe();
        var preparation = new TablePreparation();
        string[] seeded = choice.Settings.Any(p => p.Name == "Seed") ? [FormattableString.Invariant($"Seed={Data.Seed}")] : [];
        RecipeSettings.Apply([.. seeded, .. Settings], recipe, preparation);
        if (Watch is not null) WatchPage.Check(recipe, choice.Name);
        return (preparation, recipe);
    }

    /// <summary>Refuses files that cannot be written, before the work.</summary>
    internal void CheckFiles()
    {
        if (Emit is not null && Data.Data == "-")
            throw new UsageException("--emit: a program cannot read these rows from the standard input again; give a file");
        OutputFiles.Check([(Out is null ? "the model" : "--out", ModelFilePath), (Report is null ? "the report" : "--report", ReportPath),
            .. Emit is null ? Array.Empty<(string, string)>() : [("--emit", Emit)],
            .. Watch is null ? Array.Empty<(string, string)>() : [("--watch", Watch)]], Data.Data);
    }

    /// <summary>What is predicted, and whether that was guessed.</summary>
    internal string TaskText(TrainingData data) =>
        (data.Train.Classes is { } classes ? $"'{data.Target}' has the classes {classes}: classification"
            : $"'{data.Target}' is a number: regression")
        + (Data.Task is null ? " (inferred; --task changes it)" : "");

    /// <summary>Fits, scores, saves and reports.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="choice">The learner's name.</param>
    /// <param name="preparation">What makes numbers of the columns.</param>
    /// <param name="recipe">The learner.</param>
    /// <param name="interruption">What ends the work early.</param>
    /// <param name="more">What else stands in the JSON document.</param>
    internal int Learn(TrainingData data, ModelChoice choice, TablePreparation preparation, object recipe, Interruption interruption,
        Action<Utf8JsonWriter> more)
    {
        var (train, test) = (data.Train, data.Test);
        object learner = Threshold is { } least
            ? new DecisionThreshold { Classifier = (IEstimator<IClassifier>)recipe, Threshold = least, Positive = Data.Positive ?? "" } : recipe;
        var model = Watcher.Run($"training {choice.Name} on {Wording.Count(train.Rows, "row")}", interruption.Token,
            context => Fit(preparation, learner, train, context));
        interruption.Token.ThrowIfCancellationRequested();
        IPredictor baseline = data.Task == LearningTask.Classification ? new MostFrequentClass().Fit(train) : new MeanPredictor().Fit(train);
        var scores = new (string Title, ScoreCard Card)[] { ("train", ScoreCard.Of(model, train, Data.Positive)),
            ("test", ScoreCard.Of(model, test, Data.Positive)), ("baseline", ScoreCard.Of(baseline, test, Data.Positive)) };

        foreach (string note in Wording.Notes(((IArtefact)model).Facts.Notes)) Note(note);
        Say("");
        Say(ModelCard.Of(model));
        Say("");
        Say($"Scores on the {Wording.Count(train.Rows, "row")} it learned from (train), on the {test.Rows} held out (test),");
        Say($"and of always answering {(data.Task == LearningTask.Classification ? "the most frequent class" : "the mean")} on those (baseline):");
        Say(ScoreTable.Text(scores));

        byte[] page = Encoding.UTF8.GetBytes(new TrainingReport
        {
            Title = data.Source.Name,
            Task = data.Task,
            Source = data.Table,
            Target = data.Target,
            Positive = Data.Positive,
            Train = train,
            Test = test,
            Model = model,
            Baseline = baseline,
            Inference = data.Source.Report,
        }.ToHtml());
        byte[] file = ModelFile.ToBytes((IArtefact)model,
            TrainedModel.NotesOf(choice.Name, data.Target, data.Task, data.Source.Argument, Data.Seed, scores));
        var files = new List<(string, byte[])> { (ReportPath, page) };
        if (Emit is not null) files.Add((Emit, Encoding.UTF8.GetBytes(ProgramText.Of(Data, data, preparation, learner, ModelFilePath, Emit))));
        if (Watch is not null)
            files.Add((Watch, WatchPage.Of(recipe, model, train, $"{data.Source.Name}: {data.Target}", interruption.Token)));
        interruption.Finish(() => OutputFiles.Write([.. files, (ModelFilePath, file)]));

        Say("");
        Say($"model   {ModelFilePath}");
        Say($"report  {ReportPath}");
        if (Emit is not null) Say($"program {Emit}");
        if (Watch is not null) Say($"watch   {Watch}");
        Say($"next    {Next()}");
        if (Json)
            JsonOutput.Write(json =>
            {
                json.WriteString("task", data.Task.ToString().ToLowerInvariant());
                json.WriteString("model", choice.Name);
                if (Threshold is { } probability) json.WriteNumber("threshold", probability);
                json.WriteNumber("rows", data.Table.Rows);
                more(json);
                foreach (var (title, card) in scores) json.WriteScores(title, card);
                json.WriteStartObject("files");
                json.WriteString("model", ModelFilePath);
                json.WriteString("report", ReportPath);
                if (Emit is not null) json.WriteString("program", Emit);
                if (Watch is not null) json.WriteString("watch", Watch);
                json.WriteEndObject();
            });
        return ExitCode.Done;
    }

    internal void Say(string line)
    {
        if (!Json) Console.Out.WriteLine(line);
    }

    /// <summary>A remark: between the lines for a person, on the standard error beside a JSON document.</summary>
    internal void Note(string note) => (Json ? Console.Error : Console.Out).WriteLine("note: " + note);

    static IPredictor Fit(TablePreparation preparation, object recipe, Dataset train, FitContext context) => recipe switch
    {
        IEstimator<IClassifier> classifier => preparation.Then(classifier).Fit(train, context),
        IEstimator<IRegressor> regressor => preparation.Then(regressor).Fit(train, context),
        _ => throw new InvalidOperationException($"{recipe.GetType().Name} fits no model that predicts"),
    };

    string Next() => Data.Data == "-"
        ? $"{SelfCommand.Text} inspect {SelfCommand.Quoted(ModelFilePath)}"
        : $"{SelfCommand.Text} predict {SelfCommand.Quoted(ModelFilePath)} {SelfCommand.Quoted(Data.Data)}";
}
