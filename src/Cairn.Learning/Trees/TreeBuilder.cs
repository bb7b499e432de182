using Cairn.Kernels;

namespace Cairn.Trees;

/// <summary>
/// Grows a tree by exact splits. Every column is sorted once; each node is a range of places that all columns share, and a split parts
/// every column's range in order. Large nodes spread their columns over the threads, small ones are whole subtrees of one thread each.
/// </summary>
sealed class TreeBuilder<TSums> where TSums : struct, ISplitSums
{
    const uint Missing = uint.MaxValue;
    const double Tie = 1e-12;

    readonly double[][] _columns;
    readonly int[] _levels; // of categories, else -1
    readonly double[] _spreads;
    readonly ulong[][] _sorted; // the rank of the value above the row
    readonly int[] _rows;
    readonly bool[] _goesLeft;
    readonly Func<TSums> _sums;
    readonly TreeLimits _limits;
    readonly double _total;
    readonly FitContext _context;

    internal TreeBuilder(TreeInputs inputs, double[][] columns, int rows, Func<TSums> sums, double total, TreeLimits limits, FitContext context)
    {
        (_columns, _sums, _total, _limits, _context) = (columns, sums, total, limits, context);
        _levels = [.. Enumerable.Range(0, inputs.Count).Select(j => inputs.Levels(j)?.Length ?? -1)];
        _spreads = new double[columns.Length];
        _sorted = new ulong[columns.Length][];
        _rows = [.. Enumerable.Range(0, rows)];
        _goesLeft = new bool[rows];
        WorkTeam.For(columns.Length, Sort, context.Cancellation, context.Threads);
    }

    void Sort(int feature)
    {
        double[] values = _columns[feature];
        var order = new int[values.Length];
        int present = SortedRows.Sort(values, order, _context.Cancellation);
        var items = new ulong[order.Length];
        uint rank = 0;
        for (int i = 0; i < order.Length; i++)
        {
            double value = values[order[i]];
            if (_levels[feature] >= 0 && i < present) rank = (uint)value;
            else if (i > 0 && i < present && value != values[order[i - 1]]) rank++;
            items[i] = (ulong)(i < present ? rank : Missing) << 32 | (uint)order[i];
        }
        _sorted[feature] = items;
        _spreads[feature] = SortedRows.Spread(values, order.AsSpan(0, present));
    }

    readonly record struct Task(GrownNode Node, int Begin, int End, int Depth);

    internal GrownNode Grow()
    {
        var root = Describe(0, _rows.Length);
        int small = Math.Max(512, _rows.Length / 16);
        var subtrees = new List<Task>();
        int done = 0;
        Walk(new Task(root, 0, _rows.Length, 0), task =>
        {
            if (task.End - task.Begin > small) return true;
            subtrees.Add(task);
            return false;
        }, _context.Threads);
        subtrees.Sort((a, b) => a.End - a.Begin != b.End - b.Begin ? (b.End - b.Begin).CompareTo(a.End - a.Begin) : a.Begin.CompareTo(b.Begin));
        const int together = 64; // subtrees between two reports
        for (int start = 0; start < subtrees.Count; start += together)
        {
            int from = start;
            WorkTeam.For(Math.Min(together, subtrees.Count - start), k => Walk(subtrees[from + k], _ => true, 1), _context.Cancellation,
                _context.Threads);
            for (int k = start; k < Math.Min(start + together, subtrees.Count); k++) done += subtrees[k].End - subtrees[k].Begin;
            _context.Report(0.1 + 0.9 * Math.Min(1.0, done / (double)_rows.Length));
        }
        return root;
    }

    /// <summary>Grows what hangs below a node, but for the nodes that are not wanted now.</summary>
    void Walk(Task start, Func<Task, bool> wanted, int threads)
    {
        var open = new Stack<Task>();
        open.Push(start);
        while (open.TryPop(out var task))
        {
            _context.ThrowIfCancelled();
            if (!wanted(task)) continue;
            if (!MayGrow(task) || BestSplit(task, threads) is not { } split) continue;
            int middle = Part(task, split, threads);
            task.Node.Split = split;
            task.Node.Left = Describe(task.Begin, middle);
            task.Node.Right = Describe(middle, task.End);
            open.Push(new Task(task.Node.Right, middle, task.End, task.Depth + 1));
            open.Push(new Task(task.Node.Left, task.Begin, middle, task.Depth + 1));
        }
    }

    bool MayGrow(Task task) => task.Node.Impurity > 0 && task.Depth < _limits.MaxDepth
        && task.Node.Weight >= _limits.SplitWeight && task.Node.Weight >= 2 * _limits.LeafWeight;

    GrownNode Describe(int begin, int end)
    {
        var sums = _sums();
        var numbers = new double[sums.Width];
        var (weight, impurity) = sums.Describe(_rows.AsSpan(begin, end - begin), numbers);
        return new GrownNode(weight, impurity, numbers);
    }

    FoundSplit? BestSplit(Task task, int threads)
    {
        var found = new FoundSplit?[_columns.Length];
        if (threads != 1 && (long)(task.End - task.Begin) * _columns.Length > 16_384)
            WorkTeam.For(_columns.Length, feature => found[feature] = Best(feature, task, _sums()), _context.Cancellation, threads);
        else
        {
            var sums = _sums();
            for (int feature = 0; feature < found.Length; feature++) found[feature] = Best(feature, task, sums);
        }
        FoundSplit? best = null;
        foreach (var split in found)
            if (split is not null && (best is null || FoundSplit.IsBetter(split.Gain, split.Gap, best.Gain, best.Gap, Tolerance(task.Node))))
                best = split;
        return best is not null && best.Gain / _total + 1e-16 >= _limits.Decrease ? best : null;
    }

    static double Tolerance(GrownNode node) => Tie * node.Weight * node.Impurity;

    FoundSplit? Best(int feature, Task task, TSums sums) =>
        _levels[feature] >= 0 ? BestLevels(feature, task, ref sums) : BestThreshold(feature, task, ref sums);

    FoundSplit? BestThreshold(int feature, Task task, ref TSums sums)
    {
        var node = task.Node;
        var items = _sorted[feature].AsSpan(task.Begin, task.End - task.Begin);
        int present = items.Length;
        while (present > 0 && (uint)(items[present - 1] >> 32) == Missing) present--;
        bool anyMissing = present < items.Length;
        if (present == 0 || (!anyMissing && items[0] >> 32 == items[^1] >> 32)) return null;
        double[] values = _columns[feature];
        double best = double.NegativeInfinity, bestGap = -1, leftWeight = 0;
        double tolerance = Tolerance(node);
        int bestAt = -1;
        bool missingLeft = false;
        for (int side = 0; side < (anyMissing ? 2 : 1); side++) // missing values go right, then left
        {
            sums.Begin(node.Numbers, node.Weight, node.Impurity);
            if (side == 1)
                foreach (ulong item in items[present..]) sums.Move((int)item);
            int last = anyMissing && side == 0 ? present : present - 1; // with the missing ones on the right all others may be left
            for (int i = 0; i < last; i++)
            {
                ulong item = items[i];
                sums.Move((int)item);
                if (i + 1 < items.Length && item >> 32 == items[i + 1] >> 32) continue;
                if (sums.LeftWeight < _limits.LeafWeight) continue;
                if (sums.RightWeight < _limits.LeafWeight) break;
                double gain = sums.Gain;
                if (!(gain > best - tolerance)) continue;
                double gap = i + 1 < present ? Gap(values, items, i, _spreads[feature]) : 0;
                if (!FoundSplit.IsBetter(gain, gap, best, bestGap, tolerance)) continue;
                (best, bestGap, bestAt, missingLeft, leftWeight) = (gain, gap, i, side == 1, sums.LeftWeight);
            }
        }
        if (bestAt < 0) return null;
        if (!anyMissing) missingLeft = leftWeight >= node.Weight - leftWeight;
        double threshold = double.MaxValue;
        if (bestAt + 1 < present)
        {
            double low = values[(int)items[bestAt]], high = values[(int)items[bestAt + 1]];
            threshold = low / 2 + high / 2;
            if (!(low <= threshold && threshold < high)) threshold = low;
        }
        return new FoundSplit(feature, Math.Max(best, 0), bestGap, threshold, null, missingLeft);
    }

    static double Gap(double[] values, ReadOnlySpan<ulong> items, int at, double spread) =>
        (values[(int)items[at + 1]] / 2 - values[(int)items[at]] / 2) / spread;

    /// <summary>Levels ordered by their target, the missing ones as one more; then as with numbers. Cf. Breiman et al. 1984, 4.2.</summary>
    FoundSplit? BestLevels(int feature, Task task, ref TSums sums)
    {
        var node = task.Node;
        var items = _sorted[feature].AsSpan(task.Begin, task.End - task.Begin);
        var starts = new List<int> { 0 };
        for (int i = 1; i < items.Length; i++)
            if (items[i] >> 32 != items[i - 1] >> 32) starts.Add(i);
        int runs = starts.Count;
        if (runs < 2) return null;
        starts.Add(items.Length);
        double best = double.NegativeInfinity, leftWeight = 0;
        int[]? bestRuns = null;
        for (int order = 0; order < sums.LevelOrders; order++)
        {
            var keys = new double[runs];
            for (int r = 0; r < runs; r++) keys[r] = sums.LevelKey(items[starts[r]..starts[r + 1]], order);
            int[] sorted = [.. Enumerable.Range(0, runs).OrderBy(r => keys[r])]; // stable
            sums.Begin(node.Numbers, node.Weight, node.Impurity);
            for (int k = 0; k < runs - 1; k++)
            {
                foreach (ulong item in items[starts[sorted[k]]..starts[sorted[k] + 1]]) sums.Move((int)item);
                if (sums.LeftWeight < _limits.LeafWeight) continue;
                if (sums.RightWeight < _limits.LeafWeight) break;
                double gain = sums.Gain;
                if (!FoundSplit.IsBetter(gain, 0, best, 0, Tolerance(node))) continue;
                (best, leftWeight, bestRuns) = (gain, sums.LeftWeight, sorted[..(k + 1)]);
            }
        }
        if (bestRuns is null) return null;
        bool rest = leftWeight >= node.Weight - leftWeight; // where levels without rows go
        var levels = new ulong[TreeNodes.Words(_levels[feature])];
        bool missingLeft = rest;
        for (int level = 0; rest && level < _levels[feature]; level++) levels[level >> 6] |= 1UL << (level & 63);
        for (int r = 0; r < runs; r++)
        {
            uint level = (uint)(items[starts[r]] >> 32);
            bool left = Array.IndexOf(bestRuns, r) >= 0;
            if (level == Missing) missingLeft = left;
            else if (left) levels[level >> 6] |= 1UL << (int)(level & 63);
            else levels[level >> 6] &= ~(1UL << (int)(level & 63));
        }
        return new FoundSplit(feature, Math.Max(best, 0), 0, 0, levels, missingLeft);
    }

    /// <summary>Parts the ranges of all columns, rows of one side staying in their order.</summary>
    /// <returns>The place of the first row on the right.</returns>
    int Part(Task task, FoundSplit split, int threads)
    {
        double[] values = _columns[split.Feature];
        int middle = task.Begin;
        foreach (int row in _rows.AsSpan(task.Begin, task.End - task.Begin))
            if (_goesLeft[row] = split.GoesLeft(values[row])) middle++;
        if (threads != 1 && (long)(task.End - task.Begin) * _columns.Length > 16_384)
            WorkTeam.For(_columns.Length + 1, PartColumn, _context.Cancellation, threads);
        else
            for (int feature = 0; feature <= _columns.Length; feature++) PartColumn(feature);
        return middle;

        void PartColumn(int feature)
        {
            int length = task.End - task.Begin;
            if (feature == _columns.Length)
            {
                var rows = _rows.AsSpan(task.Begin, length);
                var right = new int[task.End - middle];
                int l = 0, r = 0;
                foreach (int row in rows)
                    if (_goesLeft[row]) rows[l++] = row;
                    else right[r++] = row;
                right.CopyTo(rows[l..]);
                return;
            }
            var items = _sorted[feature].AsSpan(task.Begin, length);
            ulong[] others = System.Buffers.ArrayPool<ulong>.Shared.Rent(length + 1);
            int left = 0, rest = 0;
            foreach (ulong item in items)
            {
                int goes = _goesLeft[(int)item] ? 1 : 0; // both sides are written, one stays: no branch to mispredict
                items[left] = item;
                others[rest] = item;
                left += goes;
                rest += 1 - goes;
            }
            others.AsSpan(0, rest).CopyTo(items[left..]);
            System.Buffers.ArrayPool<ulong>.Shared.Return(others);
        }
    }
}
