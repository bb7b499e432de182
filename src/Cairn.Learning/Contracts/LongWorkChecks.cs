using System.Diagnostics;
using System.Globalization;

namespace Cairn.Contracts;

/// <summary>Who waits can watch and stop.</summary>
static class LongWorkChecks
{
    internal static readonly ContractCheck[] All =
    [
        new("work: a cancelled token stops it", For.All, CancelledBefore),
        new("work: cancelling stops it within a second", For.All, CancelledMeanwhile),
        new("work: progress rises from 0 to 1", For.All, ProgressRises),
        new("work: progress comes on the fitting thread", For.All, ProgressOnFittingThread),
    ];

    /// <summary>With a token that is cancelled already, fitting is an OperationCanceledException.</summary>
    static IEnumerable<string> CancelledBefore(ContractSubject subject)
    {
        var error = ErrorOf(subject, subject.Data, new FitContext { Cancellation = new CancellationToken(canceled: true) });
        if (error is null) yield return "the fit went on";
        else if (error is not OperationCanceledException)
            yield return $"threw {Attempt.Named(error)}; an OperationCanceledException is due";
    }

    /// <summary>Fitting many rows ends within a second of a cancellation, with an OperationCanceledException unless it was done.</summary>
    static IEnumerable<string> CancelledMeanwhile(ContractSubject subject)
    {
        const int rows = 20_000, columns = 10;
        var x = SampleData.FeaturesOf("many", rows, columns);
        var target = SampleData.NumbersOf(x, "many");
        if (subject.IsClassifier) target = Array.ConvertAll(target, y => y < 0 ? 0.0 : 1);
        var data = new Dataset(x, target);
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        long start = Stopwatch.GetTimestamp();
        var error = ErrorOf(subject, data, new FitContext { Cancellation = source.Token });
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds - 0.02;
        if (seconds > 1) yield return string.Create(CultureInfo.InvariantCulture, $"the fit ended {seconds:F1} s after it was cancelled");
        if (error is not (null or OperationCanceledException))
            yield return $"threw {Attempt.Named(error)}; an OperationCanceledException is due";
    }

    static Exception? ErrorOf(ContractSubject subject, Dataset data, FitContext context)
    {
        try
        {
            subject.Recipe.Fit(data, context);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    /// <summary>The fractions never fall, stay within 0 to 1, and end at 1.</summary>
    static IEnumerable<string> ProgressRises(ContractSubject subject)
    {
        var (fractions, _) = Watch(subject);
        if (fractions.Count == 0 || fractions[^1] != 1) yield return "progress does not end at 1";
        for (int i = 0; i < fractions.Count; i++)
            if (!(fractions[i] >= (i == 0 ? 0 : fractions[i - 1]) && fractions[i] <= 1))
            {
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"progress goes from {(i == 0 ? 0 : fractions[i - 1]):R} to {fractions[i]:R}");
                yield break;
            }
    }

    static IEnumerable<string> ProgressOnFittingThread(ContractSubject subject)
    {
        if (Watch(subject).Threads.Any(thread => thread != Environment.CurrentManagedThreadId))
            yield return "progress is reported on another thread";
    }

    static (List<double> Fractions, List<int> Threads) Watch(ContractSubject subject)
    {
        var watcher = new Watcher();
        subject.Recipe.Fit(subject.Data, new FitContext { Progress = watcher });
        return (watcher.Fractions, watcher.Threads);
    }

    sealed class Watcher : IProgress<FitProgress>
    {
        internal List<double> Fractions { get; } = [];

        internal List<int> Threads { get; } = [];

        public void Report(FitProgress progress)
        {
            lock (Fractions)
            {
                Fractions.Add(progress.Fraction);
                Threads.Add(Environment.CurrentManagedThreadId);
            }
        }
    }
}
