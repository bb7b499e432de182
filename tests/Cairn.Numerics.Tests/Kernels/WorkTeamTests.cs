using Cairn.Kernels;

namespace Cairn.Tests;

/// <summary>Tests that set the number of threads run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TeamCollection : ICollectionFixture<TeamCollection.Threads>
{
    public const string Name = "the work team";

    public sealed class Threads : IDisposable
    {
        readonly int _before = WorkTeam.Threads;

        public void Dispose() => WorkTeam.Threads = _before;
    }
}

[Collection(TeamCollection.Name)]
public class WorkTeamTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static TheoryData<int> Threads => [1, 2, 3, 8];

    readonly unsafe struct Count(int* counts) : IChunkJob
    {
        public void Run(int chunk) => Interlocked.Increment(ref counts[chunk]);
    }

    [Theory, MemberData(nameof(Threads))]
    public unsafe void Every_chunk_runs_once(int threads)
    {
        WorkTeam.Threads = threads;
        foreach (int chunks in new[] { 0, 1, 2, 3, 7, 64, 10_000 })
        {
            var counts = new int[chunks];
            WorkTeam.For(chunks, c => Interlocked.Increment(ref counts[c]));
            Assert.All(counts, n => Assert.Equal(1, n));
            fixed (int* p = counts) WorkTeam.For(chunks, new Count(p));
            Assert.All(counts, n => Assert.Equal(2, n));
        }
    }

    [Theory, MemberData(nameof(Threads))]
    public void Ten_thousand_small_jobs_lose_nothing(int threads)
    {
        WorkTeam.Threads = threads;
        var sums = new long[5];
        for (int job = 0; job < 10_000; job++) WorkTeam.For(sums.Length, c => sums[c] += job);
        Assert.All(sums, s => Assert.Equal(49_995_000, s)); // each plain addition saw the one of the job before
    }

    [Theory]
    [InlineData(2), InlineData(8)]
    public void As_many_threads_as_set_really_work_even_after_they_slept(int threads)
    {
        WorkTeam.Threads = threads;
        for (int round = 0; round < 5; round++)
        {
            using var meeting = new Barrier(threads);
            var names = new string?[threads];
            WorkTeam.For(threads, c =>
            {
                names[c] = Thread.CurrentThread.Name;
                Assert.True(meeting.SignalAndWait(Patience), "the team does not have as many threads");
            });
            Assert.Equal(threads - 1, names.Count(n => n?.StartsWith("cairn-worker-", StringComparison.Ordinal) == true));
            Thread.Sleep(5);
        }
    }

    [Fact]
    public void A_worker_that_is_lying_down_is_woken()
    {
        WorkTeam.Threads = 2;
        long around = WorkTeam.YieldTicks; // after which it lies down
        for (int round = 0; round < 400; round++)
        {
            using var meeting = new Barrier(2);
            WorkTeam.For(2, _ => Assert.True(meeting.SignalAndWait(Patience), $"nobody came in round {round}"));
            for (long start = WorkTeam.Now, pause = around * (80 + round % 40) / 100; WorkTeam.Now - start < pause;) { }
        }
    }

    [Fact]
    public void No_more_threads_than_set_work()
    {
        WorkTeam.Threads = 8;
        WorkTeam.For(100, _ => Thread.Sleep(0));
        WorkTeam.Threads = 2;
        for (int round = 0; round < 20; round++) Assert.InRange(MostAtOnce(threads: 0), 1, 2);
    }

    [Fact]
    public void No_more_threads_than_the_call_allows_work()
    {
        WorkTeam.Threads = 8;
        WorkTeam.For(100, _ => Thread.Sleep(0));
        for (int round = 0; round < 20; round++)
        {
            Assert.Equal(1, MostAtOnce(threads: 1));
            Assert.InRange(MostAtOnce(threads: 2), 1, 2);
        }
        WorkTeam.Threads = 2;
        Assert.InRange(MostAtOnce(threads: 8), 1, 2); // the team's own number holds too
    }

    [Fact]
    public void A_call_gets_the_threads_it_allows()
    {
        WorkTeam.Threads = 8;
        using var meeting = new Barrier(3);
        WorkTeam.For(3, _ => Assert.True(meeting.SignalAndWait(Patience), "the team does not have as many threads"), threads: 3);
    }

    static int MostAtOnce(int threads)
    {
        int inside = 0, most = 0;
        WorkTeam.For(50, _ =>
        {
            int now = Interlocked.Increment(ref inside);
            for (int seen = most; now > seen; seen = most) Interlocked.CompareExchange(ref most, now, seen);
            Thread.SpinWait(500);
            Interlocked.Decrement(ref inside);
        }, threads: threads);
        return most;
    }

    [Theory, MemberData(nameof(Threads))]
    public void Nested_calls_run_on_the_thread_that_makes_them(int threads)
    {
        WorkTeam.Threads = threads;
        var counts = new int[20, 30];
        WorkTeam.For(20, i =>
        {
            int thread = Environment.CurrentManagedThreadId;
            WorkTeam.For(30, j =>
            {
                if (threads > 1) Assert.Equal(thread, Environment.CurrentManagedThreadId);
                counts[i, j]++;
            });
        });
        Assert.All(counts.Cast<int>(), n => Assert.Equal(1, n));
    }

    [Theory, MemberData(nameof(Threads))]
    public void Sixteen_callers_at_once_each_get_their_own_result(int threads)
    {
        WorkTeam.Threads = threads;
        var wrong = 0;
        var callers = Enumerable.Range(0, 16).Select(caller => new Thread(() =>
        {
            var results = new int[40];
            for (int job = 0; job < 200; job++)
            {
                WorkTeam.For(results.Length, c => results[c] = caller + job + c);
                for (int c = 0; c < results.Length; c++)
                    if (results[c] != caller + job + c) Interlocked.Increment(ref wrong);
            }
        })).ToList();
        callers.ForEach(t => t.Start());
        Assert.All(callers, t => Assert.True(t.Join(Patience)));
        Assert.Equal(0, wrong);
    }

    [Theory, MemberData(nameof(Threads))]
    public void The_lowest_failing_chunk_is_heard_after_all_have_finished(int threads)
    {
        WorkTeam.Threads = threads;
        for (int round = 0; round < 100; round++)
        {
            int inside = 0;
            var thrown = Assert.Throws<InvalidOperationException>(() => WorkTeam.For(64, c =>
            {
                Interlocked.Increment(ref inside);
                try
                {
                    Thread.SpinWait(c == 5 ? 2000 : 10); // the later failures come first
                    if (c is 5 or 6 or 7 or 40) throw new InvalidOperationException($"chunk {c}");
                }
                finally
                {
                    Interlocked.Decrement(ref inside);
                }
            }));
            Assert.Equal("chunk 5", thrown.Message);
            Assert.Equal(0, inside);
        }
        WorkTeam.For(3, _ => { }); // and the team works on
    }

    [Theory, MemberData(nameof(Threads))]
    public void Cancelling_leaves_out_the_chunks_not_begun(int threads)
    {
        WorkTeam.Threads = threads;
        using var source = new CancellationTokenSource();
        int ran = 0;
        var thrown = Assert.Throws<OperationCanceledException>(() => WorkTeam.For(1000, c =>
        {
            Interlocked.Increment(ref ran);
            if (c == 0) source.Cancel();
            else source.Token.WaitHandle.WaitOne(Patience);
        }, source.Token));
        Assert.Equal(source.Token, thrown.CancellationToken);
        Assert.InRange(ran, 1, threads);

        Assert.Throws<OperationCanceledException>(() => WorkTeam.For(1000, _ => ran = -1, source.Token));
        Assert.NotEqual(-1, ran);
    }

    [Fact]
    public void Cancelling_when_no_chunk_is_left_changes_nothing()
    {
        WorkTeam.Threads = 1;
        using var source = new CancellationTokenSource();
        WorkTeam.For(3, c => { if (c == 2) source.Cancel(); }, source.Token);
        Assert.True(source.IsCancellationRequested);
    }

    [Fact]
    public void The_caller_does_not_wait_for_a_helper_that_began_nothing()
    {
        var ran = new int[10];
        var job = new TeamJob<Marks>(10, 3, new(ran), CancellationToken.None);
        Assert.True(job.Admit()); // a helper that came, and was starved of its core before it claimed a chunk
        var caller = new Thread(() =>
        {
            job.Work();
            job.Join();
        });
        caller.Start();
        Assert.True(caller.Join(Patience));
        Assert.All(ran, n => Assert.Equal(1, n));
        Assert.False(job.Open);
        job.Work(); // it wakes at last: nothing is left to do
        Assert.All(ran, n => Assert.Equal(1, n));
    }

    readonly struct Marks(int[] ran) : IChunkJob
    {
        public void Run(int chunk) => ran[chunk]++;
    }

    [Fact]
    public void A_job_admits_no_more_helpers_than_threads()
    {
        var job = new TeamJob<Marks>(10, 3, new(new int[10]), CancellationToken.None);
        Assert.True(job.Admit());
        Assert.True(job.Admit());
        Assert.False(job.Open);
        Assert.False(job.Admit());
    }

    [Fact]
    public void An_interrupted_caller_still_waits_for_its_helpers()
    {
        WorkTeam.Threads = 2;
        using var begun = new Barrier(3);
        using var go = new ManualResetEventSlim();
        bool helperDone = false, seenDone = false, interruptKept = false;
        Thread? caller = null;
        caller = new Thread(() =>
        {
            WorkTeam.For(2, _ =>
            {
                begun.SignalAndWait(Patience);
                if (Thread.CurrentThread == caller) return;
                go.Wait(Patience);
                helperDone = true;
            });
            seenDone = helperDone;
            try { Thread.Sleep(Patience); }
            catch (ThreadInterruptedException) { interruptKept = true; }
        });
        caller.Start();
        Assert.True(begun.SignalAndWait(Patience));
        Thread.Sleep(20); // past the spinning: the caller sleeps
        caller.Interrupt();
        Assert.False(caller.Join(20));
        go.Set();
        Assert.True(caller.Join(Patience));
        Assert.True(seenDone);
        Assert.True(interruptKept);
    }

    [Fact]
    public void The_environment_sets_the_number_of_threads()
    {
        int processors = Math.Min(Environment.ProcessorCount, 256);
        Assert.Equal(processors, WorkTeam.DefaultThreads(null));
        Assert.Equal(processors, WorkTeam.DefaultThreads(" "));
        Assert.Equal(1, WorkTeam.DefaultThreads("1"));
        Assert.Equal(256, WorkTeam.DefaultThreads("256")); // who asks for more than there are gets them
        foreach (string wrong in new[] { "0", "257", "-1", "two", "1.5", "99999999999" })
        {
            var thrown = Assert.Throws<InvalidOperationException>(() => WorkTeam.DefaultThreads(wrong));
            Assert.Contains($"'{wrong}'", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Assert.Throws<ArgumentOutOfRangeException>("chunks", () => WorkTeam.For(-1, _ => { }));
        Assert.Throws<ArgumentOutOfRangeException>("threads", () => WorkTeam.For(1, _ => { }, threads: -1));
        Assert.Throws<ArgumentNullException>("body", () => WorkTeam.For(1, null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkTeam.Threads = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkTeam.Threads = 257);
    }
}
