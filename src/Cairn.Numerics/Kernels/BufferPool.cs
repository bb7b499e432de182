using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

/// <summary>Large buffers that go from dead tensors to new ones, so that an operation finds its memory mapped and warm.</summary>
/// <remarks>
/// <para>Nothing is disposed. A <see cref="Lease"/> knows by a weak reference whether its holder is alive; when the bytes handed out reach the
/// budget, the young generations are collected, which takes some 50 microseconds, and the leases of the dead come back. A collection
/// that happened anyway is used likewise. What a user was given a span of is never handed out again: it belongs to the collector.</para>
/// <para>The budget is small, so that the buffers in turn stay in the cache, and grows while collections free little, so that many living
/// tensors do not cost many collections. While most of what is handed out dies at once, a look is taken even though cold buffers are left.</para>
/// <para>What lives through two looks is old: the next ones do not see it die. So the budget grows too while much grows old, as in the steps of a
/// training, until few looks fall into a step, and when much has grown old all generations are collected.</para>
/// </remarks>
static class BufferPool
{
    /// <summary>From how many bytes memory comes from here; less is born in the youngest generation, at a tenth of the cost.</summary>
    internal const int SmallestBytes = 85_000;

    /// <summary>Up to how many bytes a buffer is kept; what is larger is rare, and the collector's.</summary>
    internal const int LargestBytes = 1 << 29;

    const long SmallestBudget = 12L << 20, LargestBudget = 1L << 30, LeastOld = 64L << 20;
    const int StepsAnOctave = 4; // sizes 1, 1.25, 1.5, 1.75 times a power of 2

    static readonly Lock Gate = new();
    static readonly List<Lease>[] Free = NewLists();
    static readonly List<Lease> Taken = [];
    static long _budget = SmallestBudget, _handedOut, _freeBytes, _takenBytes;
    static long _aged, _hidden; // bytes that grew old at the last look, and since the last full collection
    static int _seen, _old; // how many of those taken there were at the last look
    static bool _diesYoung; // most of what was handed out between the last two looks

    /// <summary>Collects before every lease and overwrites what comes back: a test's way to see a span that outlived its tensor.</summary>
    internal static bool IsHarsh { get; set; }

    /// <summary>The bytes that wait for a tensor.</summary>
    internal static long FreeBytes => Volatile.Read(ref _freeBytes);

    /// <summary>A buffer of at least so many bytes with anything in it, for as long as the holder lives.</summary>
    internal static Lease Rent(int bytes, object holder)
    {
        int size = SizeClass(bytes);
        lock (Gate)
        {
            if (IsHarsh) Sweep();
            else
            {
                if (Free[size].Count == 0 && GC.CollectionCount(0) != _seen) TakeBack();
                if (_handedOut >= _budget && (_diesYoung || Free[size].Count == 0)) Sweep();
            }
            var lease = Pop(Free[size]) ?? new Lease(size, BytesOf(size));
            lease.Holder.SetTarget(holder);
            lease.IsOld = false;
            Taken.Add(lease);
            _takenBytes += lease.Bytes;
            _handedOut += lease.Bytes;
            Watch.Begin();
            return lease;
        }
    }

    /// <summary>Notes that a buffer will not come back, so that no collection is made for its sake.</summary>
    internal static void Escape(Lease lease)
    {
        if (lease.IsEscaped) return;
        lock (Gate)
        {
            lease.IsEscaped = true;
            _handedOut = Math.Max(0, _handedOut - lease.Bytes);
        }
    }

    /// <summary>Collects the young, takes back the buffers of the dead, and finds how much may be handed out until the next time.</summary>
    static void Sweep()
    {
        long before = _freeBytes, handedOut = _handedOut;
        // the middle generation too: what was alive at one look is there at the next, and costs no more to look at; the old one when half of
        // what is out has grown old since it was looked at, so that what lives for long is not looked at for each new tensor
        bool isFull = _hidden >= Math.Max(LeastOld, _takenBytes / 2);
        GC.Collect(isFull ? GC.MaxGeneration : 1, GCCollectionMode.Forced, blocking: true);
        TakeBack();
        if (isFull) _hidden = 0;
        bool isTooSoon = _freeBytes - before < handedOut / 2 || _aged > handedOut / 8;
        _budget = isTooSoon ? Math.Min(_budget * 2, LargestBudget) : Math.Max(_budget / 2, SmallestBudget);
        _handedOut = 0;
    }

    // in the order in which they were handed out, so that the youngest, which is the warmest, goes out again first
    static void TakeBack()
    {
        _seen = GC.CollectionCount(0);
        int alive = 0, before = 0; // of those that were there at the last look
        _aged = 0;
        for (int i = 0; i < Taken.Count; i++)
        {
            if (i == _old) before = alive;
            var lease = Taken[i];
            if (lease.Holder.TryGetTarget(out object? holder))
            {
                Taken[alive++] = lease;
                if (lease.IsOld || GC.GetGeneration(holder) < GC.MaxGeneration) continue;
                lease.IsOld = true;
                _aged += lease.Bytes;
            }
            else
            {
                _takenBytes -= lease.Bytes;
                if (!lease.IsEscaped) Keep(lease);
            }
        }
        _hidden += _aged;
        if (Taken.Count > _old) _diesYoung = 2 * (alive - before) <= Taken.Count - _old;
        Taken.RemoveRange(alive, Taken.Count - alive);
        _old = alive;
    }

    static void Keep(Lease lease)
    {
        if (IsHarsh) lease.Buffer.AsSpan().Fill(0xFF);
        lease.Idle = 0;
        Free[lease.Size].Add(lease);
        _freeBytes += lease.Bytes;
    }

    static Lease? Pop(List<Lease> free)
    {
        if (free.Count == 0) return null;
        var lease = free[^1];
        free.RemoveAt(free.Count - 1);
        _freeBytes -= lease.Bytes;
        return lease;
    }

    /// <summary>After a full collection: lets go of what nobody wanted since the one before the last, of everything when memory is short.</summary>
    internal static void Trim(bool isShort)
    {
        lock (Gate)
        {
            TakeBack();
            _hidden = 0;
            foreach (var free in Free)
                for (int i = free.Count - 1; i >= 0; i--)
                {
                    if (!isShort && free[i].Idle++ < 2) continue;
                    _freeBytes -= free[i].Bytes;
                    free.RemoveAt(i);
                }
        }
    }

    /// <summary>The smallest class whose buffers hold so many bytes.</summary>
    internal static int SizeClass(int bytes)
    {
        int octave = 31 - int.LeadingZeroCount(Math.Max(bytes, SmallestBytes) - 1);
        int step = (Math.Max(bytes, SmallestBytes) - 1 >> octave - 2) & 3;
        return octave * StepsAnOctave + step + 1;
    }

    /// <summary>The bytes that a buffer of a class holds.</summary>
    internal static int BytesOf(int size)
    {
        var (octave, step) = Math.DivRem(size, StepsAnOctave);
        return (StepsAnOctave + step) << octave - 2;
    }

    static List<Lease>[] NewLists()
    {
        var lists = new List<Lease>[SizeClass(LargestBytes) + 1];
        for (int i = 0; i < lists.Length; i++) lists[i] = [];
        return lists;
    }

    /// <summary>One buffer and who has it.</summary>
    internal sealed class Lease
    {
        const int Border = 64;

        internal readonly byte[] Buffer;
        internal readonly int Start, Size, Bytes;
        internal readonly WeakReference<object> Holder = new(null!);
        internal int Idle;

        internal unsafe Lease(int size, int bytes)
        {
            (Size, Bytes) = (size, bytes);
            Buffer = GC.AllocateUninitializedArray<byte>(bytes + Border, pinned: true);
            fixed (byte* first = Buffer) Start = (int)((Border - (nint)first % Border) % Border);
        }

        /// <summary>True when a user may still have a span of it after its holder is dead.</summary>
        internal bool IsEscaped;

        /// <summary>True when its holder is in the oldest generation: its death is seen by a full collection alone.</summary>
        internal bool IsOld;
    }

    /// <summary>Lives on from one full collection to the next, to trim the pool after each.</summary>
    sealed class Watch
    {
        static bool _begun;

        internal static void Begin()
        {
            if (_begun) return;
            _begun = true;
            Make();
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Make() => GC.KeepAlive(new Watch());

        ~Watch()
        {
            if (Environment.HasShutdownStarted) return;
            if (GC.GetGeneration(this) == GC.MaxGeneration)
            {
                var memory = GC.GetGCMemoryInfo();
                Trim(isShort: memory.MemoryLoadBytes >= memory.HighMemoryLoadThresholdBytes);
            }
            GC.ReRegisterForFinalize(this);
        }
    }
}
