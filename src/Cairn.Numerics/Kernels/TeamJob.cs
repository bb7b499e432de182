using System.Runtime.ExceptionServices;

namespace Cairn.Kernels;

/// <summary>
/// One parallel call: chunks 0 to n - 1, each run once by whichever participant claims it. A new object for every call, so that a worker
/// that wakes late holds a spent job, finds nothing to claim and can harm nobody.
/// </summary>
abstract class TeamJob(int chunks, int threads, CancellationToken cancellation)
{
    readonly object _finished = new();
    long _next; // passes the last chunk by one for each participant
    int _helpers, _done;
    Failure? _failure; // of the lowest chunk that threw
    volatile bool _cancelled, _callerParked;

    sealed record Failure(int Chunk, ExceptionDispatchInfo Exception);

    /// <summary>Whether a moment ago there was a chunk to claim and room for one more thread beside the caller and its helpers.</summary>
    internal bool Open => Volatile.Read(ref _next) < chunks && Volatile.Read(ref _helpers) < threads - 1;

    /// <summary>Lets the calling thread help if there is room.</summary>
    internal bool Admit() => Open && Interlocked.Increment(ref _helpers) < threads;

    protected abstract void Run(int chunk);

    /// <summary>Claims and runs chunks until none is left.</summary>
    internal void Work()
    {
        int done = 0;
        for (long claimed; (claimed = Interlocked.Increment(ref _next) - 1) < chunks; done++)
        {
            int chunk = (int)claimed;
            // Chunks are claimed in order, so all below a failed one were claimed before and still run: the exception thrown in the
            // end is that of the lowest failing chunk, as in a plain loop.
            if (_cancelled || Volatile.Read(ref _failure)?.Chunk < chunk) continue;
            if (cancellation.IsCancellationRequested) _cancelled = true;
            else RunGuarded(chunk);
        }
        if (done == 0) return;
        if (Interlocked.Add(ref _done, done) == chunks && _callerParked)
            lock (_finished) Monitor.PulseAll(_finished);
    }

    void RunGuarded(int chunk)
    {
        try
        {
            Run(chunk);
        }
        catch (Exception e)
        {
            Record(new(chunk, ExceptionDispatchInfo.Capture(e)));
        }
    }

    void Record(Failure failure)
    {
        for (var seen = _failure; seen is null || failure.Chunk < seen.Chunk;)
        {
            var before = Interlocked.CompareExchange(ref _failure, failure, seen);
            if (before == seen) return;
            seen = before;
        }
    }

    /// <summary>
    /// Waits until every claimed chunk is finished (not for participants that were admitted and claimed none), then throws what the
    /// lowest failing chunk threw, or OperationCanceledException when chunks were left out.
    /// </summary>
    internal void Join()
    {
        long start = WorkTeam.Now;
        while (!Finished && WorkTeam.Now - start < WorkTeam.SpinTicks) Thread.SpinWait(8);
        while (!Finished && WorkTeam.Now - start < WorkTeam.YieldTicks) Thread.Yield();
        if (!Finished) Park();
        _failure?.Exception.Throw();
        if (_cancelled) throw new OperationCanceledException(cancellation);
    }

    void Park()
    {
        bool interrupted = false;
        while (!Finished)
        {
            try
            {
                lock (_finished)
                {
                    _callerParked = true;
                    Interlocked.MemoryBarrier(); // either the last helper sees the flag or we see its count
                    while (!Finished) Monitor.Wait(_finished);
                }
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true; // helpers still write to the caller's memory: the interrupt has to wait
            }
        }
        if (interrupted) Thread.CurrentThread.Interrupt();
    }

    bool Finished => Volatile.Read(ref _done) == chunks;
}

/// <summary>A <see cref="TeamJob"/> that holds its work as a struct, whose code is called directly.</summary>
sealed class TeamJob<TJob>(int chunks, int threads, TJob job, CancellationToken cancellation)
    : TeamJob(chunks, threads, cancellation) where TJob : struct, IChunkJob
{
    TJob _job = job;

    protected override void Run(int chunk) => _job.Run(chunk);
}
