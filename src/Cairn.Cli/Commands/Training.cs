using System.Globalization;
using System.Text;
using Cairn.Baselines;
using Cairn.Cli.Models;
using Cairn.Data;
using Cairn.Evaluation;
using Cairn.ModelSelection;
using Cairn.Persistence;
using Cairn.Pipelines;
using Cairn.Preprocessing;
using Cairn.Reports;

namespace Cairn.Cli.Commands;

/// <summary>One run of <c>cairn train</c>.</summary>
sealed class Training
{
    internal required string Data { get; init; }
    internal string? Target { get; init; }
    internal string? Model { get; init; }
    internal LearningTask? Task { get; init; }
    internal required string[] Drop { get; init; }
    internal string? Out { get; init; }
    internal string? Report { get; init; }
    internal string? Watch { get; init; }
    internal double Test { get; init; }
    internal long Seed { get; init; }
    internal required string[] Settings { get; init; }
    internal bool Json { get; init; }

    internal int Execute(Interruption interruption)
    {
        if (Model is not null) ModelChoice.Find(Model, Task);
        string name = DataSource.NameOf(Data);
        string modelFile = Out ?? name + ".cairn", reportFile = Report ?? name + ".html";
        OutputFiles.Check([(Out is null ? "the model" : "--out", modelFile), (Report is null ? "the report" : "--report", reportFile),
            .. Watch is null ? [] : ((string, string)[])[("--watch", Watch)]], Data);

        var source = DataSource.Open(Data);
        interruption.Token.ThrowIfCancellationRequested();
        string target = Target ?? source.Bundled?.TargetName
            ?? throw new UsageException($"--target is needed: the column to predict, one of {source.Columns}");
        var table = source.Table.Drop(DroppedFrom(source, target));
        var task = Task ?? table.InferTask(target);
        var choice = Model is null ? ModelChoice.Default(task) : ModelChoice.Find(Model, task);
        var recipe = choice.Recipe();
        if (Watch is not null) WatchPage.Check(recipe, choice.Name);
        var preparation = new TablePreparation();
        string[] seeded = choice.Settings.Any(p => p.Name == "Seed") ? [FormattableString.Invariant($"Seed={Seed}")] : [];
        RecipeSettings.Apply([.. seeded, .. Settings], recipe, preparation);

        int withoutTarget = table.Rows;
        table = table.DropMissing(target);
        withoutTarget -= table.Rows;
        if (table.Rows == 0)
            throw new InvalidOperationException(withoutTarget == 0 ? $"{source.Argument} has a header and no rows"
                : $"no row of {source.Argument} has a value of '{target}'");
        if (table.Columns.Count == 1)
            throw new InvalidOperationException($"{source.Argument}: no column is left to learn from beside the target '{target}'");
        table = TargetColumn.Suiting(table, target, task);
        var (train, test) = table.ToDataset(target, task).Split(Test, Seed);
        Say($"{source.Argument}: {Count(table.Rows, "row")}, {Count(table.Columns.Count - 1, "column")} to learn from");
        Say((train.Classes is { } classes ? $"'{target}' has the classes {classes}: classification" : $"'{target}' is a number: regression")
            + (Task is null ? " (inferred; --task changes it)" : "") + $" by {choice.Description}");
        if (withoutTarget > 0) Note($"{Count(withoutTarget, "row")} without a value of '{target}' left out");
        foreach (string note in Wording.Notes(source.Notes)) Note(note);

        var model = Watcher.Run($"training {choice.Name} on {Count(train.Rows, "row")}", interruption.Token,
            context => Fit(preparation, recipe, train, context));
        interruption.Token.ThrowIfCancellationRequested();
        IPredictor baseline = task == LearningTask.Classification ? new MostFrequentClass().Fit(train) : new MeanPredictor().Fit(train);
        var scores = new (string Title, ScoreCard Card)[] { ("train", ScoreCard.Of(model, train)), ("test", ScoreCard.Of(model, test)),
            ("baseline", ScoreCard.Of(baseline, test)) };

        foreach (string note in Wording.Notes(((IArtefact)model).Facts.Notes)) Note(note);
        Say("");
        Say(ModelCard.Of(model));
        Say("");
        Say($"Scores on the {Count(train.Rows, "row")} it learned from (train), on the {test.Rows} held out (test),");
        Say($"and of always answering {BaselineText(task)} on those (baseline):");
        Say(ScoreTable.Text(scores));

        byte[] page = Encoding.UTF8.GetBytes(new TrainingReport
        {
            Title = source.Name,
            Task = task,
            Source = table,
            Target = target,
            Train = train,
            Test = test,
            Model = model,
            Baseline = baseline,
            Inference = source.Report,
        }.ToHtml());
        byte[] file = ModelFile.ToBytes((IArtefact)model, TrainedModel.NotesOf(choice.Name, target, task, source.Argument, Seed, scores));
        byte[]? walk = Watch is null ? null : WatchPage.Of(recipe, model, train, $"{source.Name}: {target}", interruption.Token);
        interruption.Finish(() => OutputFiles.Write([(reportFile, page), (modelFile, file), .. walk is null ? [] : ((string, byte[])[])[(Watch!, walk)]]));

        Say("");
        Say($"model   {modelFile}");
        Say($"report  {reportFile}");
        if (Watch is not null) Say($"watch   {Watch}");
        Say($"next    {Next(modelFile)}");
        if (Json)
            JsonOutput.Write(json =>
            {
                json.WriteString("task", task.ToString().ToLowerInvariant());
                json.WriteString("model", choice.Name);
                json.WriteNumber("rows", table.Rows);
                foreach (var (title, card) in scores) json.WriteScores(title, card);
                json.WriteStartObject("files");
                json.WriteString("model", modelFile);
                json.WriteString("report", reportFile);
                if (Watch is not null) json.WriteString("watch", Watch);
                json.WriteEndObject();
            });
        return ExitCode.Done;
    }

    void Say(string line)
    {
        if (!Json) Console.Out.WriteLine(line);
    }

    /// <summary>A remark: between the lines for a person, on the standard error beside a JSON document.</summary>
    void Note(string note) => (Json ? Console.Error : Console.Out).WriteLine("note: " + note);

    static string Count(int n, string what) => string.Create(CultureInfo.InvariantCulture, $"{n} {what}{(n == 1 ? "" : "s")}");

    static string BaselineText(LearningTask task) => task == LearningTask.Classification ? "the most frequent class" : "the mean";

    /// <summary>The columns that --drop names: the whole text where that is a column, else the parts between its commas.</summary>
    string[] DroppedFrom(DataSource source, string target)
    {
        string[] dropped = [.. Drop.SelectMany(text => source.Table.Find(text) is not null ? [text]
            : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct()];
        source.Require("--target", target);
        foreach (string column in dropped) source.Require("--drop", column);
        if (dropped.Contains(target)) throw new UsageException($"--drop: '{target}' is the target");
        return dropped;
    }

    static IPredictor Fit(TablePreparation preparation, object recipe, Dataset train, FitContext context) => recipe switch
    {
        IEstimator<IClassifier> classifier => preparation.Then(classifier).Fit(train, context),
        IEstimator<IRegressor> regressor => preparation.Then(regressor).Fit(train, context),
        _ => throw new InvalidOperationException($"{recipe.GetType().Name} fits no model that predicts"),
    };

    string Next(string modelFile) => Data == "-"
        ? $"{SelfCommand.Text} inspect {SelfCommand.Quoted(modelFile)}"
        : $"{SelfCommand.Text} predict {SelfCommand.Quoted(modelFile)} {SelfCommand.Quoted(Data)}";
}
