using System.Diagnostics;

namespace Cairn;

/// <summary>How far a fit has come.</summary>
/// <param name="Fraction">The part of the whole work that is done, 0 to 1.</param>
/// <param name="Stage">The part being worked on: <c>fold 2/LogisticRegression</c>.</param>
/// <param name="Detail">What the learner has to tell, such as the current loss; may be empty.</param>
public readonly record struct FitProgress(double Fraction, string Stage, string Detail);

/// <summary>What a long piece of work needs from outside: who watches, who may stop it, how many threads it may use, and its place in the random path.</summary>
public sealed class FitContext
{
    /// <summary>The most time of work between two looks at the cancellation token, and the least between two reports.</summary>
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    readonly FitContext? _parent;
    readonly double _start;
    readonly double _share = 1;
    double _consumed;
    long _reportedAt;

    /// <summary>A context without watcher, with all threads.</summary>
    public FitContext() { }

    FitContext(FitContext parent, string name, double start, double share)
    {
        _parent = parent;
        (_start, _share) = (start, share);
        Path = parent.Path.Length == 0 ? name : parent.Path + "/" + name;
        (Cancellation, Progress, Threads) = (parent.Cancellation, parent.Progress, parent.Threads);
    }

    /// <summary>Cancels the work: it stops within 50 ms of work with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Is told how far the work is, on the thread that fits, at most every 50 ms and once at the end.</summary>
    public IProgress<FitProgress>? Progress { get; init; }

    /// <summary>The most threads the work may use; 0, the default, means all. The result never depends on it.</summary>
    public int Threads
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(Threads));
            field = value;
        }
    }

    /// <summary>The place of this work in the whole, as <c>fold 2/LogisticRegression</c>; part of the key of every random stream.</summary>
    public string Path { get; private init; } = "";

    /// <summary>A context for a part of the work.</summary>
    /// <param name="name">The part's name: it extends <see cref="Path"/>, so that parts draw different random numbers.</param>
    /// <param name="share">The part's share of this context's work, 0 to 1.</param>
    public FitContext Child(string name, double share)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!(share >= 0 && share <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share of the work lies between 0 and 1");
        double start = _consumed;
        _consumed = Math.Min(1, _consumed + share);
        return new FitContext(this, name, start, share);
    }

    /// <summary>A context for a part of the work that runs beside others, on any thread: it has one thread for itself and no watcher, for
    /// reports come from the thread that fits.</summary>
    /// <param name="name">The part's name, as in <see cref="Child"/>.</param>
    internal FitContext Beside(string name) => new(this, name, _consumed, 0) { Progress = null, Threads = 1 };

    /// <summary>Reports the part of this context's work that is done, if somebody watches and the last report is 50 ms ago.</summary>
    /// <param name="fraction">The part done, 0 to 1.</param>
    /// <param name="detail">What there is to tell.</param>
    public void Report(double fraction, string detail = "")
    {
        if (Progress is null) return;
        var root = this;
        double whole = fraction;
        for (; root._parent is not null; root = root._parent) whole = root._start + root._share * whole;
        long now = Stopwatch.GetTimestamp();
        if (whole < 1 && root._reportedAt != 0 && Stopwatch.GetElapsedTime(root._reportedAt, now) < Interval) return;
        root._reportedAt = now;
        Progress.Report(new FitProgress(Math.Clamp(whole, 0, 1), Path, detail));
    }

    /// <summary>Stops the work here if it was cancelled. Cheap enough for every few thousand operations.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void ThrowIfCancelled() => Cancellation.ThrowIfCancellationRequested();
}
