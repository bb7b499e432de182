using Cairn.Kernels;

namespace Cairn.Trees;

/// <summary>Grows one tree after the other on binned rows, leaf by leaf in the order of their gains.</summary>
sealed class BoostedTreeGrower
{
    const double LeastHessian = 1e-3;
    const int Large = 8_192; // rows of a node that are worth parting among the threads

    readonly BinnedColumns _bins;
    readonly FixedPoint _steps;
    readonly GradientBoosting _recipe;
    readonly double _penalty, _minRows;
    readonly int[]? _directions;
    readonly FitContext _context;
    readonly int[] _rows, _lefts, _rights;
    readonly bool[] _columns; // those that this tree may ask for
    readonly Stack<long[]> _free = new();
    readonly int _threads;

    internal BoostedTreeGrower(BinnedColumns bins, FixedPoint steps, GradientBoosting recipe, int weightPower, int[]? directions, FitContext context)
    {
        (_bins, _steps, _recipe, _directions, _context) = (bins, steps, recipe, directions, context);
        _penalty = Math.ScaleB(recipe.LeafPenalty, -weightPower);
        _minRows = recipe.MinRowsPerLeaf == 1 ? 0 : Math.ScaleB(recipe.MinRowsPerLeaf, -weightPower);
        (_rows, _lefts, _rights) = (new int[bins.Rows], new int[bins.Rows], new int[bins.Rows]);
        _columns = new bool[bins.Count];
        _threads = Math.Min(context.Threads == 0 ? WorkTeam.Threads : context.Threads, WorkTeam.Threads);
    }

    /// <summary>The rows of the last tree, those of each leaf in its range.</summary>
    internal ReadOnlySpan<int> Rows => _rows;

    /// <summary>Grows a tree.</summary>
    /// <param name="rows">The rows to learn from.</param>
    /// <param name="columns">The columns it may ask for.</param>
    /// <returns>The root and the leaves, whose values are Newton's step times the learning rate.</returns>
    internal (BoostedNode Root, List<BoostedNode> Leaves) Grow(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns)
    {
        rows.CopyTo(_rows);
        Array.Clear(_columns);
        foreach (int column in columns) _columns[column] = true;
        var root = new BoostedNode(0, rows.Length, 0, double.NegativeInfinity, double.PositiveInfinity);
        foreach (int row in rows)
        {
            root.GradientSum += _steps.Steps[2 * row];
            root.HessianSum += _steps.Steps[2 * row + 1];
        }
        var leaves = new List<BoostedNode> { root };
        if (MayGrow(root)) Search(root, null, null);
        while (leaves.Count < _recipe.MaxLeaves)
        {
            _context.ThrowIfCancelled();
            int best = 0;
            for (int k = 1; k < leaves.Count; k++)
                if (leaves[k].Best.Gain > leaves[best].Best.Gain) best = k;
            var node = leaves[best];
            if (!(node.Best.Gain > 0)) break;
            Split(node, last: leaves.Count + 1 == _recipe.MaxLeaves);
            leaves[best] = node.Left!;
            leaves.Add(node.Right!);
        }
        foreach (var leaf in leaves)
        {
            leaf.Value = Scaled(_recipe.LearningRate * Value(leaf.GradientSum, leaf.HessianSum, leaf.Low, leaf.High));
            Release(leaf);
        }
        return (root, leaves);
    }

    /// <summary>A number in units of the largest gradient in units of the score.</summary>
    double Scaled(double value) => Math.Clamp(Math.ScaleB(value, _steps.GradientPower), -double.MaxValue, double.MaxValue);

    double Value(long gradients, long hessians, double low, double high)
    {
        double h = _steps.Hessian(hessians) + _penalty;
        return h > 0 ? Math.Clamp(-_steps.Gradient(gradients) / h, low, high) : 0;
    }

    bool MayGrow(BoostedNode node) => node.Depth < _recipe.MaxDepth && node.End - node.Begin >= 2
        && _steps.Count(node.HessianSum) >= 2 * _minRows && _bins.Count > 0;

    void Release(BoostedNode node)
    {
        if (node.Histogram is { } sums) _free.Push(sums);
        node.Histogram = null;
    }

    long[] Fresh() => _free.TryPop(out long[]? sums) ? sums : new long[_bins.Count * Histogram.Column];

    /// <summary>Splits a leaf by the best question it has.</summary>
    void Split(BoostedNode node, bool last)
    {
        var best = node.Best;
        byte[] yes = Yes(node, best);
        int middle = Part(node, best.Feature, yes);
        double gain = Math.ScaleB(Scaled(best.Gain), _steps.GradientPower);
        node.Question = new BinnedQuestion(best.Feature, best.Bin, yes, Math.Min(gain, double.MaxValue));

        double low = node.Low, high = node.High, leftHigh = high, leftLow = low, rightLow = low, rightHigh = high;
        if (_directions is not null && _directions[best.Feature] != 0)
        {
            double between = (Value(best.LeftGradients, best.LeftHessians, low, high)
                + Value(node.GradientSum - best.LeftGradients, node.HessianSum - best.LeftHessians, low, high)) / 2;
            if (_directions[best.Feature] > 0) (leftHigh, rightLow) = (between, between);
            else (leftLow, rightHigh) = (between, between);
        }
        var left = node.Left = new BoostedNode(node.Begin, middle, node.Depth + 1, leftLow, leftHigh);
        var right = node.Right = new BoostedNode(middle, node.End, node.Depth + 1, rightLow, rightHigh);
        (left.GradientSum, left.HessianSum) = (best.LeftGradients, best.LeftHessians);
        (right.GradientSum, right.HessianSum) = (node.GradientSum - best.LeftGradients, node.HessianSum - best.LeftHessians);
        if (!last && (MayGrow(left) || MayGrow(right)))
        {
            var (smaller, larger) = middle - node.Begin <= node.End - middle ? (left, right) : (right, left);
            Search(smaller, larger, node);
        }
        Release(node);
    }

    /// <summary>Fills the histogram of a node, lets its sibling have what is left of the parent's, and finds the best split of each.</summary>
    void Search(BoostedNode node, BoostedNode? sibling, BoostedNode? parent)
    {
        int length = node.End - node.Begin, words = _bins.Words.Length;
        int parts = _threads == 1 || length < Large ? 1 : Math.Min(_threads, length / (Large / 2));
        long[] sums = node.Histogram = Fresh();
        if (sibling is not null)
        {
            sibling.Histogram = parent!.Histogram;
            parent.Histogram = null;
        }
        var others = new long[parts - 1][];
        for (int p = 0; p < others.Length; p++) others[p] = Fresh();
        var best = new SplitCandidate[words];
        var siblings = new SplitCandidate[words];
        if (parts > 1)
        {
            WorkTeam.For(words * parts, chunk => Fill(chunk % words, chunk / words), _context.Cancellation, _threads);
            WorkTeam.For(words, Find, _context.Cancellation, _threads);
        }
        else if (_threads > 1 && words > 1)
            WorkTeam.For(words, word =>
            {
                Fill(word, 0);
                Find(word);
            }, _context.Cancellation, _threads);
        else
            for (int word = 0; word < words; word++)
            {
                Fill(word, 0);
                Find(word);
            }
        foreach (long[] other in others) _free.Push(other);
        node.Best = First(best);
        if (sibling is not null) sibling.Best = First(siblings);

        void Fill(int word, int part)
        {
            int columns = Math.Min(BinnedColumns.InWord, _bins.Count - word * BinnedColumns.InWord);
            var to = (part == 0 ? sums : others[part - 1]).AsSpan(word * BinnedColumns.InWord * Histogram.Column, columns * Histogram.Column);
            to.Clear();
            int begin = node.Begin + (int)((long)length * part / parts), end = node.Begin + (int)((long)length * (part + 1) / parts);
            const int block = 65_536; // rows between two looks at the token
            for (; begin < end; begin += block)
            {
                _context.ThrowIfCancelled();
                Histogram.Add(to, _bins.Words[word], _steps.Steps, _rows.AsSpan(begin, Math.Min(block, end - begin)), columns);
            }
        }

        void Find(int word)
        {
            int first = word * BinnedColumns.InWord, columns = Math.Min(BinnedColumns.InWord, _bins.Count - first);
            var own = sums.AsSpan(first * Histogram.Column, columns * Histogram.Column);
            foreach (long[] other in others) Histogram.Add(own, other.AsSpan(first * Histogram.Column, own.Length));
            if (MayGrow(node)) best[word] = Best(node, first, columns);
            if (sibling is null) return;
            Histogram.Subtract(sibling.Histogram.AsSpan(first * Histogram.Column, own.Length), own);
            if (MayGrow(sibling)) siblings[word] = Best(sibling, first, columns);
        }
    }

    static SplitCandidate First(SplitCandidate[] found)
    {
        var best = found[0];
        foreach (var candidate in found)
            if (candidate.IsBetterThan(best)) best = candidate;
        return best;
    }

    SplitCandidate Best(BoostedNode node, int first, int columns)
    {
        var best = new SplitCandidate();
        var scan = new SplitScan(_steps, node, _penalty, _minRows, LeastHessian);
        for (int feature = first; feature < first + columns; feature++)
        {
            if (!_columns[feature]) continue;
            var sums = node.Histogram.AsSpan(feature * Histogram.Column, Histogram.Column);
            int direction = _directions?[feature] ?? 0;
            if (_bins.IsCategory(feature)) scan.Levels(sums, _bins.BinCounts[feature], feature, ref best);
            else if (direction != 0 || node.Low > double.NegativeInfinity || node.High < double.PositiveInfinity)
                scan.Monotone(sums, _bins.BinCounts[feature], feature, _bins.Gaps(feature), direction, ref best);
            else scan.Numbers(sums, _bins.BinCounts[feature], feature, _bins.Gaps(feature), ref best);
        }
        return best;
    }

    /// <summary>For every bin whether it answers yes.</summary>
    byte[] Yes(BoostedNode node, SplitCandidate split)
    {
        var yes = new byte[BinnedColumns.Bins];
        var sums = node.Histogram.AsSpan(split.Feature * Histogram.Column, Histogram.Column);
        long missing = sums[2 * BinnedColumns.Missing + 1];
        if (_bins.IsCategory(split.Feature))
        {
            var order = new SplitScan(_steps, node, _penalty, _minRows, LeastHessian).Order(sums, _bins.BinCounts[split.Feature]);
            bool rest = _steps.Count(split.LeftHessians) >= _steps.Count(node.HessianSum - split.LeftHessians);
            if (rest) yes.AsSpan().Fill(1); // bins without rows go with the heavier side
            for (int k = 0; k < order.Count; k++) yes[order[k]] = k < split.Bin ? (byte)1 : (byte)0;
            return yes;
        }
        yes.AsSpan(0, split.Bin + 1).Fill(1);
        bool left = missing != 0 ? split.MissingLeft : _steps.Count(split.LeftHessians) >= _steps.Count(node.HessianSum - split.LeftHessians);
        yes[BinnedColumns.Missing] = left ? (byte)1 : (byte)0;
        return yes;
    }

    /// <summary>Parts the rows of a node, each side in its order.</summary>
    int Part(BoostedNode node, int feature, byte[] yes)
    {
        int length = node.End - node.Begin, parts = _threads == 1 || length < Large ? 1 : Math.Min(_threads, length / (Large / 2));
        var lefts = new int[parts];
        if (parts == 1) return node.Begin + PartBlock(0);
        WorkTeam.For(parts, part => lefts[part] = PartBlock(part), _context.Cancellation, _threads);
        int total = lefts.Sum();
        WorkTeam.For(parts, part =>
        {
            int begin = Begin(part), left = node.Begin, right = node.Begin + total;
            for (int p = 0; p < part; p++)
            {
                left += lefts[p];
                right += Begin(p + 1) - Begin(p) - lefts[p];
            }
            _lefts.AsSpan(begin, lefts[part]).CopyTo(_rows.AsSpan(left));
            _rights.AsSpan(begin, Begin(part + 1) - begin - lefts[part]).CopyTo(_rows.AsSpan(right));
        }, _context.Cancellation, _threads);
        return node.Begin + total;

        int Begin(int part) => node.Begin + (int)((long)length * part / parts);

        int PartBlock(int part)
        {
            int begin = Begin(part), end = Begin(part + 1);
            ulong[] words = _bins.Words[feature / BinnedColumns.InWord];
            int shift = 8 * (feature % BinnedColumns.InWord), l = begin, r = begin;
            int[] left = parts == 1 ? _rows : _lefts, right = _rights;
            for (int i = begin; i < end; i++)
            {
                int row = _rows[i], goes = yes[(byte)(words[row] >> shift)];
                left[l] = row; // both sides are written, one stays: no branch to mispredict
                right[r] = row;
                l += goes;
                r += 1 - goes;
            }
            if (parts == 1) right.AsSpan(begin, r - begin).CopyTo(_rows.AsSpan(l));
            return l - begin;
        }
    }
}
