using System.CommandLine;
using Cairn.Data;
using Cairn.ModelSelection;

namespace Cairn.Cli.Commands;

/// <summary>What a command that learns is told of the data.</summary>
sealed record TrainingDataOptions
{
    internal required string Data { get; init; }
    internal string? Target { get; init; }
    internal LearningTask? Task { get; init; }
    internal string[] Drop { get; init; } = [];
    internal string? Weight { get; init; }
    internal string? Group { get; init; }
    internal string? Time { get; init; }
    internal string? Positive { get; init; }
    internal double Test { get; init; } = 0.2;
    internal long Seed { get; init; }
}

/// <summary>The rows that a command learns from and those it holds out.</summary>
sealed class TrainingData
{
    readonly TrainingDataOptions _options;

    /// <summary>Reads and parts the data.</summary>
    internal TrainingData(TrainingDataOptions options, CancellationToken cancellation)
    {
        _options = options;
        Source = DataSource.Open(options.Data);
        cancellation.ThrowIfCancellationRequested();
        Target = options.Target ?? Source.Bundled?.TargetName
            ?? throw new UsageException($"--target is needed: the column to predict, one of {Source.Columns}");
        Dropped = DroppedColumns();
        var table = Source.Table;
        if (options.Time is { } time) table = InTime(table, time);
        table = table.Drop([.. Dropped]);
        Task = options.Task ?? table.InferTask(Target);

        WithoutTarget = table.Rows;
        table = table.DropMissing(Target);
        WithoutTarget -= table.Rows;
        if (table.Rows == 0)
            throw new InvalidOperationException(WithoutTarget == 0 ? $"{Source.Argument} has a header and no rows"
                : $"no row of {Source.Argument} has a value of '{Target}'");
        if (table.Columns.Count == 1 + Roles.Count)
            throw new InvalidOperationException($"{Source.Argument}: no column is left to learn from beside the target '{Target}'");
        Table = TargetColumn.Suiting(table, Target, Task);
        IsTargetConverted = Table != table;
        All = Table.ToDataset(Target, Task, options.Weight, options.Group);
        if (options.Positive is { } positive && All.Classes?.IndexOf(positive) is not >= 0)
            throw new UsageException(All.Classes is null ? $"--positive: '{Target}' is a number, and has no classes"
                : $"--positive: '{Target}' has no class '{positive}'; {Nearest.Question(positive, All.Classes)}it has {All.Classes}");
        if (options.Positive is not null && All.Classes!.Count != 2)
            throw new UsageException($"--positive: '{Target}' has {All.Classes.Count} classes, and one of two can be positive");
        (Train, Test) = options.Time is null ? All.Split(options.Test, options.Seed) : All.SplitInOrder(options.Test);
    }

    internal DataSource Source { get; }

    internal string Target { get; }

    internal LearningTask Task { get; }

    /// <summary>The columns that --drop names.</summary>
    internal IReadOnlyList<string> Dropped { get; }

    /// <summary>The rows with a value of the target, with all columns that are not dropped.</summary>
    internal Table Table { get; }

    /// <summary>Whether texts of the target became numbers.</summary>
    internal bool IsTargetConverted { get; }

    /// <summary>The rows left out because they have no value of the target.</summary>
    internal int WithoutTarget { get; }

    /// <summary>The rows without a value of the --time column, which are left out.</summary>
    internal int WithoutTime { get; private set; }

    internal Dataset All { get; }

    internal Dataset Train { get; }

    internal Dataset Test { get; }

    /// <summary>The columns with the weights and groups of the rows, which are not learned from.</summary>
    internal IReadOnlyList<string> Roles => [.. new[] { _options.Weight, _options.Group }.OfType<string>().Distinct()];

    /// <summary>The number of columns to learn from.</summary>
    internal int Columns => All.Features.Count;

    /// <summary>What a person should know about what was left out.</summary>
    internal IEnumerable<string> Notes
    {
        get
        {
            if (WithoutTime > 0) yield return $"{Wording.Count(WithoutTime, "row")} without a value of '{_options.Time}' left out";
            if (WithoutTarget > 0) yield return $"{Wording.Count(WithoutTarget, "row")} without a value of '{Target}' left out";
            foreach (string note in Source.Notes) yield return note;
        }
    }

    /// <summary>Folds for the training rows: by time when rows have one, else at random, groups kept together.</summary>
    internal ISplitter Folds(int folds) =>
        _options.Time is null ? new KFold { Folds = folds, Seed = _options.Seed } : new TimeSeriesSplit { Folds = folds };

    Table InTime(Table table, string time)
    {
        Source.Require("--time", time);
        if (table[time] is not (NumberColumn or DateColumn))
            throw new UsageException($"--time: '{time}' is a column of {table[time].Kind.ToString().ToLowerInvariant()}, "
                + "and dates such as 2024-02-29 or numbers are needed");
        if (_options.Group is not null) throw new UsageException("--time: rows are parted by time or by --group, not by both");
        WithoutTime = table.Rows;
        table = table.DropMissing(time);
        WithoutTime -= table.Rows;
        return table.Sort(time);
    }

    /// <summary>The columns that --drop names: the whole text where that is a column, else the parts between its commas.</summary>
    string[] DroppedColumns()
    {
        string[] dropped = [.. _options.Drop.SelectMany(text => Source.Table.Find(text) is not null ? [text]
            : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct()];
        Source.Require("--target", Target);
        foreach (string column in dropped) Source.Require("--drop", column);
        if (dropped.Contains(Target)) throw new UsageException($"--drop: '{Target}' is the target");
        foreach (var (option, column) in new[] { ("--weight", _options.Weight), ("--group", _options.Group) })
        {
            if (column is null) continue;
            Source.Require(option, column);
            if (column == Target) throw new UsageException($"{option}: '{column}' is the target");
            if (dropped.Contains(column))
                throw new UsageException($"{option}: '{column}' is dropped by --drop; {option} alone keeps it from being learned from");
        }
        return dropped;
    }
}

/// <summary>The options of a command that learns which speak of the data.</summary>
sealed class TrainingDataArguments
{
    internal readonly Argument<string> Data = Arguments.Word("data", "What to learn from: " + DataSource.Help);
    readonly Option<string?> _target = Arguments.Text("--target", "column", "The column to predict; a bundled set knows its own");
    readonly Option<string?> _task = Arguments.Text("--task", "task", "regression or classification; inferred from the target if not given");
    readonly Option<string[]> _drop = Arguments.Texts("--drop", "columns", "Columns to leave out, joined by commas");
    readonly Option<string?> _weight = Arguments.Text("--weight", "column", "The column that says how much each row counts");
    readonly Option<string?> _group = Arguments.Text("--group", "column", "The column whose equal values are never parted, such as a person");
    readonly Option<string?> _time = Arguments.Text("--time", "column", "The column of dates or numbers to sort by; the last rows are held out");
    readonly Option<string?> _positive = Arguments.Text("--positive", "class", "Of two classes, the one that precision and recall speak of");
    readonly Option<double?> _test = Arguments.Share("--test", "share", "The share of the rows held out to test on; 0.2 if not given");
    readonly Option<long?> _seed = Arguments.Whole("--seed", "number", "The same seed, the same split and the same model; 0 if not given");

    internal IEnumerable<Option> Options => [_target, _task, _drop, _weight, _group, _time, _positive, _test, _seed];

    internal TrainingDataOptions Of(ParseResult parsed) => new()
    {
        Data = parsed.GetValue(Data)!,
        Target = parsed.GetValue(_target),
        Task = parsed.GetValue(_task) switch
        {
            null => null,
            "regression" => LearningTask.Regression,
            "classification" => LearningTask.Classification,
            var text => throw new UsageException($"--task: there is no '{text}'; there are regression and classification"),
        },
        Drop = parsed.GetValue(_drop) ?? [],
        Weight = parsed.GetValue(_weight),
        Group = parsed.GetValue(_group),
        Time = parsed.GetValue(_time),
        Positive = parsed.GetValue(_positive),
        Test = parsed.GetValue(_test) ?? 0.2,
        Seed = parsed.GetValue(_seed) ?? 0,
    };
}
