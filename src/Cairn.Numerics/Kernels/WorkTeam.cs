using System.Diagnostics;
using System.Globalization;

namespace Cairn.Kernels;

/// <summary>
/// The one team of threads of a process. A call's chunks are claimed one by one, by the caller too, who never waits for a thread that has not
/// begun a chunk; each thread begins with neighbours of its own, and helps the others when those are done. While the team is busy (a nested
/// or a concurrent call) a call runs alone on its own thread. The chunks and what each computes are the same in every case: a call whose
/// chunks write to separate places gives the same bits for any number of threads. Chunks should cost some 5 microseconds or more; smaller
/// work should not come here.
/// </summary>
/// <remarks>
/// Worker threads start when first needed, are background threads, and carry neither the caller's culture nor its
/// <see cref="ExecutionContext"/>: a chunk must not read <see cref="AsyncLocal{T}"/> values.
/// </remarks>
public static class WorkTeam
{
    const string Variable = "CAIRN_THREADS";
    const int MaxThreads = 256;

    /// <summary>How long a thread that waits spins, and until when it yields its core, before it sleeps.</summary>
    internal static readonly long SpinTicks = Stopwatch.Frequency / 50_000, YieldTicks = Stopwatch.Frequency / 5_000;

    static readonly object Bed = new(); // where idle workers sleep
    static int _threads, _workers, _asleep, _busy;
    [ThreadStatic] static int _limit; // of the calls of this thread; 0 is none
    static volatile TeamJob? _current;

    /// <summary>
    /// The most threads a call uses, its own included: the processors the process may use (a container's limit counts), or what the
    /// environment variable CAIRN_THREADS says; within a <see cref="Limit"/>, no more than that.
    /// </summary>
    /// <exception cref="InvalidOperationException">CAIRN_THREADS is not a whole number from 1 to 256.</exception>
    public static int Threads
    {
        get
        {
            int all = _threads > 0 ? _threads : _threads = DefaultThreads(Environment.GetEnvironmentVariable(Variable));
            return _limit == 0 ? all : Math.Min(_limit, all);
        }
        internal set
        {
            if (value is < 1 or > MaxThreads)
                throw new ArgumentOutOfRangeException(nameof(value), value, $"WorkTeam.Threads must be from 1 to {MaxThreads}");
            _threads = value;
        }
    }

    /// <summary>Until it is disposed of, calls of this thread use no more threads than these; 0 sets no limit, and one within another is the
    /// smaller of the two.</summary>
    internal static ThreadLimit Limit(int threads) => new(threads);

    /// <summary>Runs <paramref name="body"/> once for each chunk, 0 to <paramref name="chunks"/> - 1; returns when all are done.</summary>
    /// <param name="chunks">How many; none is fine.</param>
    /// <param name="body">Is given the chunk's number; runs on several threads at once.</param>
    /// <param name="cancellation">Looked at before each chunk.</param>
    /// <param name="threads">The most threads that take part, the caller among them; 0, the default, means <see cref="Threads"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative count of chunks or threads.</exception>
    /// <exception cref="InvalidOperationException">CAIRN_THREADS is not a whole number from 1 to 256.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while chunks were left; those begun were finished.</exception>
    /// <remarks>When chunks throw, the exception of the lowest one comes out, after every participant has finished.</remarks>
    public static void For(int chunks, Action<int> body, CancellationToken cancellation = default, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        For(chunks, new ActionJob(body), cancellation, threads);
    }

    /// <summary>Runs <paramref name="job"/> once for every chunk from 0 to <paramref name="chunks"/> - 1, without a delegate.</summary>
    /// <inheritdoc cref="For(int, Action{int}, CancellationToken, int)"/>
    public static void For<TJob>(int chunks, in TJob job, CancellationToken cancellation = default, int threads = 0)
        where TJob : struct, IChunkJob
    {
        ArgumentOutOfRangeException.ThrowIfNegative(chunks);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        threads = Math.Min(threads == 0 ? Threads : Math.Min(threads, Threads), chunks);
        if (threads > 1 && Interlocked.CompareExchange(ref _busy, 1, 0) == 0)
        {
            try
            {
                Lead(new TeamJob<TJob>(chunks, threads, job, cancellation), threads);
            }
            finally
            {
                Volatile.Write(ref _busy, 0);
            }
            return;
        }
        var alone = job;
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            cancellation.ThrowIfCancellationRequested();
            alone.Run(chunk);
        }
    }

    static void Lead(TeamJob job, int threads)
    {
        while (_workers < threads - 1 && StartWorker()) { }
        _current = job;
        Interlocked.MemoryBarrier(); // either we see a worker that lies down or it sees the job
        try
        {
            WakeOne();
            job.Work();
        }
        finally
        {
            _current = null;
            job.Join();
        }
    }

    static bool StartWorker()
    {
        int number = _workers + 1;
        var worker = new Thread(() => WorkerLoop(number)) { IsBackground = true, Name = $"cairn-worker-{number}" };
        try
        {
            worker.UnsafeStart();
        }
        catch (OutOfMemoryException)
        {
            return false; // the system grants no more threads: those there are will do
        }
        _workers++;
        return true;
    }

    static void WorkerLoop(int number)
    {
        while (true)
        {
            long idle = Now;
            while (!Help(number))
            {
                long waited = Now - idle;
                if (waited > YieldTicks || Threads > Environment.ProcessorCount) // to spin would take a core from who works
                {
                    Sleep();
                    idle = Now;
                }
                else if (waited < SpinTicks) Thread.SpinWait(8);
                else Thread.Yield();
            }
        }
    }

    /// <summary>Takes part in the current job; false if there was none to take part in. Holds no job once it returns.</summary>
    static bool Help(int number)
    {
        var job = _current;
        if (job is null || !job.Admit()) return false;
        if (job.Open) WakeOne(); // each wakes the next: no one pays for waking all
        job.Work(number);
        return true;
    }

    static void WakeOne()
    {
        if (Volatile.Read(ref _asleep) == 0) return;
        lock (Bed) Monitor.Pulse(Bed);
    }

    static void Sleep()
    {
        lock (Bed)
        {
            Interlocked.Increment(ref _asleep);
            if (_current is not { Open: true }) Monitor.Wait(Bed);
            Interlocked.Decrement(ref _asleep);
        }
    }

    internal static int DefaultThreads(string? wish)
    {
        if (string.IsNullOrWhiteSpace(wish)) return Math.Min(Environment.ProcessorCount, MaxThreads);
        if (!int.TryParse(wish, NumberStyles.Integer, CultureInfo.InvariantCulture, out int threads) || threads is < 1 or > MaxThreads)
            throw new InvalidOperationException($"{Variable} is '{wish}': it must be a whole number from 1 to {MaxThreads}");
        return threads;
    }

    internal static long Now => Stopwatch.GetTimestamp();

    /// <summary>The scope of a limit.</summary>
    internal readonly ref struct ThreadLimit
    {
        readonly int _before = _limit;

        internal ThreadLimit(int threads)
        {
            if (threads > 0) _limit = _before == 0 ? threads : Math.Min(_before, threads);
        }

        /// <summary>Goes back to the limit before.</summary>
        public void Dispose() => _limit = _before;
    }

    readonly struct ActionJob(Action<int> body) : IChunkJob
    {
        public void Run(int chunk) => body(chunk);
    }
}
