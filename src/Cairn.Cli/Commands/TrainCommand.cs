using System.CommandLine;
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

/// <summary><c>cairn train</c>: from a data file to a saved model and its report.</summary>
static class TrainCommand
{
    internal static Command Make()
    {
        var data = new Argument<string>("data") { Description = "What to learn from: " + DataSource.Help };
        var target = new Option<string?>("--target") { Description = "The column to predict; a bundled set knows its own", HelpName = "column" };
        var model = new Option<string?>("--model") { Description = "The learner: " + string.Join(", ", ModelChoice.All.Select(m => $"{m.Name} ({m.Task.ToString().ToLowerInvariant()})")), HelpName = "name" };
        var task = new Option<string?>("--task") { Description = "regression or classification; inferred from the target by default", HelpName = "task" };
        var drop = new Option<string[]>("--drop") { Description = "Columns to leave out, joined by commas", HelpName = "columns", AllowMultipleArgumentsPerToken = false };
        var output = new Option<string?>("--out") { Description = "The model file; NAME.cairn by default", HelpName = "file" };
        var report = new Option<string?>("--report") { Description = "The report, one HTML file; NAME.html by default", HelpName = "file" };
        var test = new Option<double>("--test") { Description = "The share of the rows held out to test on", DefaultValueFactory = _ => 0.2, HelpName = "share" };
        var seed = new Option<long>("--seed") { Description = "The seed of the split and of the learner", DefaultValueFactory = _ => 0, HelpName = "number" };
        var set = new Option<string[]>("--set") { Description = "Sets a property of the learner or of the preparation: Name=Value. " + SettingsHelp(), HelpName = "Name=Value", AllowMultipleArgumentsPerToken = false };
        var json = new Option<bool>("--json") { Description = "Writes one JSON document to the standard output, and nothing else there" };
        var command = new Command("train", "Learns from a data file, tests on rows held out, saves the model and a report with pictures")
        {
            data, target, model, task, drop, output, report, test, seed, set, json,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(new Run
        {
            Data = parsed.GetValue(data)!,
            Target = parsed.GetValue(target),
            Model = parsed.GetValue(model),
            Task = ParseTask(parsed.GetValue(task)),
            Drop = [.. (parsed.GetValue(drop) ?? []).SelectMany(d => d.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
            Out = parsed.GetValue(output),
            Report = parsed.GetValue(report),
            Test = parsed.GetValue(test),
            Seed = parsed.GetValue(seed),
            Settings = parsed.GetValue(set) ?? [],
            Json = parsed.GetValue(json),
        }.Execute(cancellation)));
        return command;
    }

    static string SettingsHelp()
    {
        var lines = ModelChoice.All.Where(m => m.Settings.Count > 0).Select(m => $"{m.Name}: {string.Join(", ", m.Settings)}")
            .Append("preparation: " + string.Join(", ", RecipeSettings.Of(new TablePreparation())));
        return string.Join("; ", lines);
    }

    static LearningTask? ParseTask(string? text) => text switch
    {
        null => null,
        "regression" => LearningTask.Regression,
        "classification" => LearningTask.Classification,
        _ => throw new UsageException($"--task: there is no '{text}'; there are regression and classification"),
    };

    sealed class Run
    {
        internal required string Data { get; init; }
        internal string? Target { get; init; }
        internal string? Model { get; init; }
        internal LearningTask? Task { get; init; }
        internal required IReadOnlyList<string> Drop { get; init; }
        internal string? Out { get; init; }
        internal string? Report { get; init; }
        internal double Test { get; init; }
        internal long Seed { get; init; }
        internal required string[] Settings { get; init; }
        internal bool Json { get; init; }

        internal int Execute(CancellationToken cancellation)
        {
            if (!(Test > 0 && Test < 1)) throw new UsageException($"--test: a share above 0 and below 1 is needed, got {Test.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
            var source = DataSource.Open(Data);
            cancellation.ThrowIfCancellationRequested();
            string target = Target ?? source.Bundled?.TargetName
                ?? throw new UsageException($"--target is needed: the column to predict, one of {Names(source.Table)}");
            var table = Columns(source, target);
            var task = Task ?? table.InferTask(target);
            var choice = Model is null ? ModelChoice.Default(task) : ModelChoice.Find(Model, task);
            var recipe = choice.Recipe();
            var preparation = new TablePreparation();
            string[] seeded = choice.Settings.Any(p => p.Name == "Seed") ? [FormattableString.Invariant($"Seed={Seed}")] : [];
            RecipeSettings.Apply([.. seeded, .. Settings], recipe, preparation);

            string modelFile = Out ?? source.Name + ".cairn", reportFile = Report ?? source.Name + ".html";
            foreach (string file in new[] { modelFile, reportFile }) RequireFolder(file);

            int before = table.Rows;
            table = table.DropMissing(target);
            var (train, test) = table.ToDataset(target, task).Split(Test, Seed);
            Say($"{source.Argument}: {table.Rows} rows, {table.Columns.Count - 1} columns to learn from; the target '{target}' "
                + (train.Classes is { } classes ? $"has the classes {classes}: classification" : "is a number: regression")
                + (Task is null ? " (inferred; --task changes it)" : ""));
            if (before > table.Rows) Say($"{before - table.Rows} rows without a target were left out");
            foreach (string note in source.Report?.Notes ?? []) Say("note: " + note);

            var model = Watcher.Run($"training {choice.Name} on {train.Rows} rows", Json, cancellation, context => Fit(preparation, recipe, train, context));
            cancellation.ThrowIfCancellationRequested();
            IPredictor baseline = task == LearningTask.Classification ? new MostFrequentClass().Fit(train) : new MeanPredictor().Fit(train);
            var cards = (Train: ScoreCard.Of(model, train), Test: ScoreCard.Of(model, test), Baseline: ScoreCard.Of(baseline, test));

            foreach (string note in ((IArtefact)model).Facts.Notes) Say("note: " + note);
            Say("");
            Say(model.ToString() ?? "");
            Say("");
            Say(ScoreTable.Text(("train", cards.Train), ("test", cards.Test), ("baseline", cards.Baseline)));

            cancellation.ThrowIfCancellationRequested();
            var page = new TrainingReport
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
            };
            Save(page, (IArtefact)model, reportFile, modelFile, TrainedModel.NotesOf(choice.Name, target, task, source.Argument, Seed,
                ("baseline", cards.Baseline), ("test", cards.Test), ("train", cards.Train)));

            Say("");
            Say($"model   {modelFile}");
            Say($"report  {reportFile}");
            Say($"next    {Next(modelFile)}");
            if (Json)
                JsonOutput.Write(json =>
                {
                    json.WriteString("task", task.ToString().ToLowerInvariant());
                    json.WriteString("model", choice.Name);
                    json.WriteNumber("rows", table.Rows);
                    json.WriteScores("train", cards.Train);
                    json.WriteScores("test", cards.Test);
                    json.WriteScores("baseline", cards.Baseline);
                    json.WriteStartObject("files");
                    json.WriteString("model", modelFile);
                    json.WriteString("report", reportFile);
                    json.WriteEndObject();
                });
            return ExitCode.Done;
        }

        void Say(string line)
        {
            if (!Json) Console.Out.WriteLine(line);
        }

        Table Columns(DataSource source, string target)
        {
            foreach (string name in Drop.Append(target))
                if (source.Table.Find(name) is null)
                    throw new UsageException($"there is no column '{name}' in {source.Argument}; there are {Names(source.Table)}");
            if (Drop.Contains(target)) throw new UsageException($"--drop: '{target}' is the target");
            return source.Table.Drop(Drop);
        }

        static string Names(Table table) => string.Join(", ", table.Names.Take(30).Select(n => $"'{n}'")) + (table.Names.Count > 30 ? ", ..." : "");

        static void RequireFolder(string file)
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
            if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"cannot write '{file}': there is no folder '{folder}'");
            if (Directory.Exists(file)) throw new IOException($"cannot write '{file}': it is a folder");
        }

        static IPredictor Fit(TablePreparation preparation, object recipe, Dataset train, FitContext context) => recipe switch
        {
            IEstimator<IClassifier> classifier => preparation.Then(classifier).Fit(train, context),
            IEstimator<IRegressor> regressor => preparation.Then(regressor).Fit(train, context),
            _ => throw new InvalidOperationException($"{recipe.GetType().Name} fits no model that predicts"),
        };

        /// <summary>Writes both files; when the second fails, the first one goes again if it is new.</summary>
        static void Save(TrainingReport page, IArtefact model, string reportFile, string modelFile, IReadOnlyDictionary<string, string> notes)
        {
            bool isNew = !File.Exists(reportFile);
            page.Save(reportFile);
            try
            {
                ModelFile.Save(model, modelFile, notes);
            }
            catch when (isNew)
            {
                File.Delete(reportFile);
                throw;
            }
        }

        string Next(string modelFile) => Data == "-"
            ? $"{SelfCommand.Text} inspect {SelfCommand.Quoted(modelFile)}"
            : $"{SelfCommand.Text} predict {SelfCommand.Quoted(modelFile)} {SelfCommand.Quoted(Data)}";
    }
}
