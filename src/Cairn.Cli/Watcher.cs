using System.Globalization;
using Spectre.Console;

namespace Cairn.Cli;

/// <summary>Shows on the standard error how far a fit is: a bar on a terminal, a plain line at the start and at the end elsewhere.</summary>
static class Watcher
{
    /// <summary>True when the standard error is a terminal that may be drawn on.</summary>
    static bool Draws => !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Runs a piece of work that reports to the context it is given.</summary>
    internal static T Run<T>(string what, bool silent, CancellationToken cancellation, Func<FitContext, T> work)
    {
        if (silent) return work(new FitContext { Cancellation = cancellation });
        if (Draws) return Bar(what, cancellation, work);
        Console.Error.WriteLine($"{what} ...");
        var started = System.Diagnostics.Stopwatch.StartNew();
        var result = work(new FitContext { Cancellation = cancellation });
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: done in {started.Elapsed.TotalSeconds:0.00} s"));
        return result;
    }

    static T Bar<T>(string what, CancellationToken cancellation, Func<FitContext, T> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
            .Start(progress =>
            {
                var bar = progress.AddTask(Markup.Escape(what), maxValue: 1);
                var result = work(new FitContext { Cancellation = cancellation, Progress = new Reporter(bar) });
                bar.Value = 1;
                return result;
            });
    }

    sealed class Reporter(ProgressTask bar) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => bar.Value = value.Fraction;
    }
}
