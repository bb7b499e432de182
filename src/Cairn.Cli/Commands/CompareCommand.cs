using System.CommandLine;

namespace Cairn.Cli.Commands;

/// <summary><c>cairn compare</c>: which learner does best on a data file.</summary>
static class CompareCommand
{
    internal const string Name = "compare";

    internal static Command Make(Interruption interruption)
    {
        var data = new TrainingDataArguments();
        var folds = Arguments.Whole("--folds", "number", "The folds of the cross-validation, 2 to 50; 5 if not given");
        var metric = Arguments.Text("--metric", "name", "What to rank by; logLoss for classification, rmse for regression if not given");
        var output = Arguments.Text("--out", "file", "The file of the best model; called like the data, .cairn, if not given");
        var report = Arguments.Text("--report", "file", "The report of the best model; called like the data, .html, if not given");
        var json = Arguments.Json();
        var command = new Command(Name, "Compare learners by cross-validation, then train, test and save the best") { data.Data };
        foreach (var option in data.Options.Concat([folds, metric, output, report, json])) command.Add(option);
        command.SetAction(parsed => new Comparison
        {
            Training = new Training
            {
                Data = data.Of(parsed),
                Out = parsed.GetValue(output),
                Report = parsed.GetValue(report),
                Json = parsed.GetValue(json),
            },
            Folds = parsed.GetValue(folds) switch
            {
                null => 5,
                >= 2 and <= 50 and var n => (int)n,
                var n => throw new UsageException(FormattableString.Invariant($"--folds: a number from 2 to 50 is needed, got {n}")),
            },
            Metric = parsed.GetValue(metric),
        }.Execute(interruption));
        return command;
    }

    /// <summary>The metrics and some examples.</summary>
    internal static string MoreHelp() => """
        Metrics:
          regression      r2, rmse, mae, mse
          classification  accuracy, logLoss, auc, f1, precision, recall

        Examples:
          cairn compare iris
          cairn compare houses.csv --target price --metric mae --folds 10
          cairn compare visits.csv --target sales --time day

        """;
}
