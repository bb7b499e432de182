using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Cairn.Cli;

/// <summary>Shows on the standard error how far a fit is: a bar on a terminal; elsewhere a plain line every few seconds and one at the
/// end.</summary>
static class Watcher
{
    static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    /// <summary>True when the standard error is a terminal that may be drawn on.</summary>
    static bool Draws => MayDraw(Console.IsErrorRedirected, Environment.GetEnvironmentVariable("NO_COLOR"),
        Environment.GetEnvironmentVariable("TERM"));

    /// <summary>Whether to draw: a terminal that can, and nobody who objects.</summary>
    internal static bool MayDraw(bool redirected, string? noColor, string? terminal) =>
        !redirected && string.IsNullOrEmpty(noColor) && terminal != "dumb";

    /// <summary>Runs a piece of work that reports to the context it is given.</summary>
    internal static T Run<T>(string what, CancellationToken cancellation, Func<FitContext, T> work)
    {
        if (Draws) return Bar(what, cancellation, work);
        var started = Stopwatch.StartNew();
        var result = work(new FitContext { Cancellation = cancellation, Progress = new Lines(what) });
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: done in {started.Elapsed.TotalSeconds:0.00} s"));
        return result;
    }

    /// <summary>Shows the cursor again, which the bar hides.</summary>
    internal static void RestoreTerminal()
    {
        if (Draws) Console.Error.Write("\u001b[?25h\n");
    }

    static T Bar<T>(string what, CancellationToken cancellation, Func<FitContext, T> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(),
            new ElapsedTimeColumn())
            .Start(progress =>
            {
                var bar = progress.AddTask(Markup.Escape(what), maxValue: 1);
                var result = work(new FitContext { Cancellation = cancellation, Progress = new BarFiller(bar) });
                bar.Value = 1;
                return result;
            });
    }

    sealed class BarFiller(ProgressTask bar) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => bar.Value = value.Fraction;
    }

    sealed class Lines(string what) : IProgress<FitProgress>
    {
        readonly Stopwatch _quiet = Stopwatch.StartNew();

        public void Report(FitProgress value)
        {
            if (_quiet.Elapsed < PlainInterval) return;
            _quiet.Restart();
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {100 * value.Fraction:0} %"));
        }
    }
}
