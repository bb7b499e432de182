using System.Diagnostics;
using System.Globalization;
using Cairn.Cli.Models;
using Cairn.Data;
using Cairn.Evaluation;
using Cairn.ModelSelection;
using Cairn.Pipelines;
using Cairn.Preprocessing;

namespace Cairn.Cli.Commands;

/// <summary>One run of <c>cairn compare</c>.</summary>
sealed class Comparison
{
    internal required Training Training { get; init; }
    internal int Folds { get; init; }
    internal string? Metric { get; init; }

    /// <summary>How a learner did: its cross-validation, or why there is none.</summary>
    sealed record Entry(ModelChoice Choice, CrossValidation? Scores, TimeSpan Time, string? Failure);

    internal int Execute(Interruption interruption)
    {
        Training.CheckFiles();
        var data = new TrainingData(Training.Data, interruption.Token);
        var (metric, higherIsBetter) = RankingMetric(data.Task);
        Training.Say($"{data.Source.Argument}: {Wording.Count(data.Table.Rows, "row")}, {Wording.Count(data.Columns, "column")} to learn from");
        Training.Say(Training.TaskText(data));
        foreach (string note in Wording.Notes(data.Notes)) Training.Note(note);

        var folds = data.Folds(Folds);
        var choices = ModelChoice.All.Where(m => m.Task == data.Task && m.IsCandidate).ToList();
        string work = $"comparing {choices.Count} learners in {Folds} folds of {Wording.Count(data.Train.Rows, "row")}";
        var (entries, warnings) = Watcher.Run(work, interruption.Token, context =>
            (Compare(choices, data, folds, context.Child("learners", 0.9)), DataWarnings.Of(data, folds, context.Child("warnings", 0.1))));
        var ranked = entries.OrderBy(e => e.Scores is null || double.IsNaN(e.Scores.Mean(metric)) ? double.PositiveInfinity
            : (higherIsBetter ? -1 : 1) * e.Scores.Mean(metric)).ToList();
        if (ranked[0].Scores is null) throw new InvalidOperationException($"no learner can be fitted: {ranked[0].Failure}");
        foreach (string warning in warnings) Training.Note("warning: " + warning);

        Training.Say("");
        Training.Say($"{Folds} folds of the rows to train on; {metric}, {(higherIsBetter ? "higher" : "lower")} is better, "
            + "with its interval of 95 %");
        Training.Say(Leaderboard(ranked, metric, OtherMetric(data.Task, metric)));
        Training.Say("");
        var best = ranked[0];
        Training.Say(Verdict(ranked, metric));
        var (preparation, recipe) = Training.Recipes(best.Choice);
        return Training.Learn(data, best.Choice, preparation, recipe, interruption, json =>
        {
            json.WriteString("metric", metric);
            json.WriteStartArray("leaderboard");
            foreach (var entry in ranked)
            {
                json.WriteStartObject();
                json.WriteString("model", entry.Choice.Name);
                if (entry.Scores is { } scores)
                {
                    var (low, high) = Interval(scores, metric);
                    foreach (var (name, value) in new[] { ("mean", scores.Mean(metric)), ("low", low), ("high", high) })
                        if (double.IsFinite(value)) json.WriteNumber(name, value);
                        else json.WriteNull(name);
                    json.WriteNumber("seconds", entry.Time.TotalSeconds);
                }
                else json.WriteString("failure", entry.Failure);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("warnings");
            foreach (string warning in warnings) json.WriteStringValue(warning);
            json.WriteEndArray();
        });
    }

    (string Name, bool HigherIsBetter) RankingMetric(LearningTask task)
    {
        var known = task == LearningTask.Classification ? Metrics.Classification.Select(m => (m.Name, m.HigherIsBetter)).ToList()
            : [.. Metrics.Regression.Select(m => (m.Name, m.HigherIsBetter))];
        string wanted = Metric ?? (task == LearningTask.Classification ? Metrics.LogLoss.Name : Metrics.Rmse.Name);
        int at = known.FindIndex(m => m.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        return at >= 0 ? known[at] : throw new UsageException(
            $"--metric: there is no '{wanted}'; {Nearest.Question(wanted, known.Select(m => m.Name))}"
            + $"there are {string.Join(", ", known.Select(m => m.Name))}");
    }

    /// <summary>The metric that people know best, beside the one that ranks.</summary>
    static string? OtherMetric(LearningTask task, string metric)
    {
        string other = task == LearningTask.Classification ? Metrics.Accuracy.Name : Metrics.R2.Name;
        return other == metric ? null : other;
    }

    List<Entry> Compare(List<ModelChoice> choices, TrainingData data, ISplitter folds, FitContext context)
    {
        var entries = new List<Entry>();
        foreach (var choice in choices)
        {
            var watch = Stopwatch.StartNew();
            var child = context.Child(choice.Name, 1.0 / choices.Count);
            try
            {
                var scores = CrossValidate(Training.Recipes(choice).Recipe, data.Train, folds, Training.Data.Positive, child);
                entries.Add(new Entry(choice, scores, watch.Elapsed, null));
            }
            catch (ArgumentException failed)
            {
                entries.Add(new Entry(choice, null, watch.Elapsed, Wording.OneLine(Wording.AtThePrompt(failed.Message))));
            }
        }
        return entries;
    }

    /// <summary>Scores a learner behind a preparation, both fitted in each fold anew.</summary>
    internal static CrossValidation CrossValidate(object recipe, Dataset train, ISplitter folds, string? positive,
        FitContext? context) => recipe switch
        {
            IEstimator<IClassifier> classifier => new TablePreparation().Then(classifier)
                .CrossValidate(train, folds, context, [.. Metrics.Classification.Select(m => new Seen(m, positive))]),
            IEstimator<IRegressor> regressor => new TablePreparation().Then(regressor).CrossValidate(train, folds, context, [.. Metrics.Regression]),
            _ => throw new InvalidOperationException($"{recipe.GetType().Name} fits no model that predicts"),
        };

    /// <summary>A metric that speaks of the class that was called positive.</summary>
    sealed class Seen(ClassificationMetric metric, string? positive) : IMetric<IClassifier>
    {
        public string Name => metric.Name;

        public bool HigherIsBetter => metric.HigherIsBetter;

        public double Evaluate(IClassifier model, Dataset data) => metric.Compute(ClassifierAnswers.Of(model, data, positive));
    }

    static string Leaderboard(List<Entry> ranked, string metric, string? other)
    {
        var lines = new List<string[]> { new[] { "", "learner", metric, "from", "to", other ?? "", "seconds" } };
        for (int i = 0; i < ranked.Count; i++)
        {
            string place = (i + 1).ToString(CultureInfo.InvariantCulture);
            string seconds = ranked[i].Time.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
            if (ranked[i].Scores is not { } scores)
            {
                lines.Add(["-", ranked[i].Choice.Name, "failed: " + ranked[i].Failure]);
                continue;
            }
            var (low, high) = Interval(scores, metric);
            lines.Add([place, ranked[i].Choice.Name, ScoreTable.Number(scores.Mean(metric)), ScoreTable.Number(low), ScoreTable.Number(high),
                other is null ? "" : ScoreTable.Number(scores.Mean(other)), seconds]);
        }
        var whole = lines.Where(l => l.Length == lines[0].Length).ToList();
        int[] width = [.. Enumerable.Range(0, lines[0].Length).Select(j => whole.Max(l => l[j].Length))];
        return string.Join(Environment.NewLine, lines.Select(l => ("  " + string.Join("  ", l.Select((cell, j) =>
            j == 1 ? cell.PadRight(width[j]) : l.Length == width.Length ? cell.PadLeft(width[j]) : cell))).TrimEnd()));
    }

    /// <summary>The interval of a score as far as the metric goes: no loss or error is below 0, and no share above 1.</summary>
    static (double Low, double High) Interval(CrossValidation scores, string metric)
    {
        var (low, high) = scores.Interval(metric);
        bool isLoss = metric == Metrics.LogLoss.Name || (metric != Metrics.R2.Name && Metrics.Regression.Any(m => m.Name == metric));
        return (metric == Metrics.R2.Name ? low : Math.Max(low, 0), isLoss ? high : Math.Min(high, 1));
    }

    /// <summary>Who is best, and whether the next one may be as good.</summary>
    static string Verdict(List<Entry> ranked, string metric)
    {
        var best = ranked[0];
        if (ranked.Count < 2 || ranked[1].Scores is not { } next) return $"{best.Choice.Name} is the best.";
        var (low, high) = best.Scores!.DifferenceInterval(next, metric);
        return low <= 0 && high >= 0
            ? $"{best.Choice.Name} is the best, but fold by fold {ranked[1].Choice.Name} is close: on these rows they may be equally good."
            : $"{best.Choice.Name} is the best.";
    }
}
