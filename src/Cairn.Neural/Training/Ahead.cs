namespace Cairn.Training;

/// <summary>Computes what comes next while the caller works on what it has.</summary>
static class Ahead
{
    /// <summary>The same items in the same order, up to <paramref name="count"/> of them made beforehand on another thread, one at a time.</summary>
    /// <remarks>No thread waits for the caller: each item is a piece of work that follows the one before it, and there are never more than
    /// <paramref name="count"/>. So an enumeration that is left alone, even without being disposed, holds nothing but memory. What the source throws is thrown
    /// where its item would have come.</remarks>
    /// <param name="source">The items.</param>
    /// <param name="count">How many are made beforehand, at least 1.</param>
    /// <param name="cancellation">Ends the waiting for an item.</param>
    internal static IEnumerable<T> Of<T>(IEnumerable<T> source, int count, CancellationToken cancellation)
    {
        var work = new Work<T>(source);
        try
        {
            var asked = new Queue<Task<(bool Is, T Item)>>();
            for (int i = 0; i < count; i++) asked.Enqueue(work.Next());
            while (true)
            {
                var (isItem, item) = asked.Dequeue().WaitAsync(cancellation).GetAwaiter().GetResult();
                if (!isItem) yield break;
                asked.Enqueue(work.Next());
                yield return item;
            }
        }
        finally
        {
            work.End(cancellation);
        }
    }

    sealed class Work<T>(IEnumerable<T> source)
    {
        IEnumerator<T>? _items;
        Task _last = Task.CompletedTask;
        bool _isOver;
        volatile bool _isStopped;

        internal Task<(bool, T)> Next()
        {
            var next = _last.ContinueWith(_ => Make(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            _last = next;
            return next;
        }

        (bool, T) Make()
        {
            if (_isOver || _isStopped) return default;
            _isOver = true; // should it throw
            _items ??= source.GetEnumerator();
            if (!_items.MoveNext()) return default;
            _isOver = false;
            return (true, _items.Current);
        }

        /// <summary>Begins nothing more, waits for what is being made unless that is cancelled, and closes the source after it.</summary>
        internal void End(CancellationToken cancellation)
        {
            _isStopped = true;
            var end = _last.ContinueWith(_ => _items?.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            if (!cancellation.IsCancellationRequested) end.GetAwaiter().GetResult();
        }
    }
}
