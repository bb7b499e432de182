using System.Runtime.ExceptionServices;

namespace Cairn.Kernels;

/// <summary>
/// One parallel call: chunks 0 to n - 1, each run once by whichever participant claims it. Each begins with a share of neighbours of its own,
/// so that from call to call a core meets the same memory, and then helps with what is left of the others'. A new object for every call, so
/// that a worker that wakes late holds a spent job, finds nothing to claim and can harm nobody.
/// </summary>
abstract class TeamJob(int chunks, int threads, CancellationToken cancellation)
{
    const int Apart = 64 / sizeof(int); // no two counters in one line of a cache

    readonly object _finished = new();
    readonly int[] _claimed = new int[threads * Apart]; // of each share; passes its length by one for each participant
    int _helpers, _done;
    Failure? _failure; // of the lowest chunk that threw
    volatile bool _cancelled, _callerParked;

    sealed record Failure(int Chunk, ExceptionDispatchInfo Exception);

    /// <summary>Whether a moment ago there was a chunk to claim and room for one more thread beside the caller and its helpers.</summary>
    internal bool Open
    {
        get
        {
            if (Volatile.Read(ref _helpers) >= threads - 1) return false;
            for (int share = 0; share < threads; share++)
                if (Volatile.Read(ref _claimed[share * Apart]) < Start(share + 1) - Start(share)) return true;
            return false;
        }
    }

    /// <summary>Lets the calling thread help if there is room.</summary>
    internal bool Admit() => Open && Interlocked.Increment(ref _helpers) < threads;

    protected abstract void Run(int chunk);

    /// <summary>Claims and runs chunks, those of one share first, until none is left.</summary>
    /// <param name="first">0 for the caller, another number for each worker.</param>
    internal void Work(int first = 0)
    {
        int done = 0;
        for (int i = 0; i < threads; i++)
        {
            int share = (first + i) % threads, start = Start(share), length = Start(share + 1) - start;
            ref int claimed = ref _claimed[share * Apart];
            for (int next; Volatile.Read(ref claimed) < length && (next = Interlocked.Increment(ref claimed) - 1) < length; done++)
            {
                int chunk = start + next;
                // All chunks below a failed one still run, so that the exception thrown in the end is that of the lowest failing chunk, as
                // in a plain loop.
                if (_cancelled || Volatile.Read(ref _failure)?.Chunk < chunk) continue;
                if (cancellation.IsCancellationRequested) _cancelled = true;
                else RunGuarded(chunk);
            }
        }
        if (done == 0) return;
        if (Interlocked.Add(ref _done, done) == chunks && _callerParked)
            lock (_finished) Monitor.PulseAll(_finished);
    }

    int Start(int share) => (int)((long)chunks * share / threads);

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
