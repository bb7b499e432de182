namespace Cairn.Trees;

/// <summary>Looks through the histogram of a column for the split that gains most: GL^2 / (HL + p) + GR^2 / (HR + p) - G^2 / (H + p).</summary>
readonly ref struct SplitScan(FixedPoint steps, BoostedNode node, double penalty, double minRows, double leastHessian)
{
    readonly double _gradientUnit = steps.GradientDown, _hessianUnit = steps.HessianDown;
    readonly long _mask = steps.HessianMask, _all = node.HessianSum, _gradients = node.GradientSum;
    readonly int _bits = steps.HessianBits;
    readonly long _leastCount = (long)Math.Ceiling(minRows / steps.CountUnit);
    readonly double _own = Term(steps.Gradient(node.GradientSum), steps.Hessian(node.HessianSum) + penalty);

    static double Term(double gradient, double hessian) => hessian > 0 ? gradient * gradient / hessian : 0;

    /// <summary>Numbers: missing values on the right, and when there are some, on the left.</summary>
    internal void Numbers(ReadOnlySpan<long> sums, int bins, int feature, double[] gaps, ref SplitCandidate best)
    {
        long missingGradients = sums[2 * BinnedColumns.Missing], missingHessians = sums[2 * BinnedColumns.Missing + 1];
        bool anyMissing = missingHessians != 0;
        for (int side = 0; side < (anyMissing ? 2 : 1); side++)
        {
            long g = side == 1 ? missingGradients : 0, h = side == 1 ? missingHessians : 0;
            int last = anyMissing && side == 0 ? bins : bins - 1;
            for (int bin = 0; bin < last; bin++)
            {
                long more = sums[2 * bin + 1];
                if (more == 0) continue; // the same split as before
                g += sums[2 * bin];
                h += more;
                if (h >> _bits < _leastCount) continue;
                long rest = _all - h;
                if (rest >> _bits < _leastCount || rest == 0) break;
                double left = (h & _mask) * _hessianUnit, right = (rest & _mask) * _hessianUnit;
                if (left < leastHessian || right < leastHessian) continue;
                double gl = g * _gradientUnit, gr = (_gradients - g) * _gradientUnit;
                left += penalty;
                right += penalty;
                double gain = (gl * gl * right + gr * gr * left) / (left * right) - _own;
                if (gain < best.Gain) continue;
                var found = new SplitCandidate(gain, feature, bin, side == 1, g, h, bin < gaps.Length ? gaps[bin] : 0);
                if (found.IsBetterThan(best)) best = found;
            }
        }
    }

    /// <summary>The same where values are bounded: gains of the bounded values, and none where the order of the two is wrong.</summary>
    internal void Monotone(ReadOnlySpan<long> sums, int bins, int feature, double[] gaps, int direction, ref SplitCandidate best)
    {
        long missingGradients = sums[2 * BinnedColumns.Missing], missingHessians = sums[2 * BinnedColumns.Missing + 1];
        bool anyMissing = missingHessians != 0;
        for (int side = 0; side < (anyMissing ? 2 : 1); side++)
        {
            long g = side == 1 ? missingGradients : 0, h = side == 1 ? missingHessians : 0;
            int last = anyMissing && side == 0 ? bins : bins - 1;
            for (int bin = 0; bin < last; bin++)
            {
                g += sums[2 * bin];
                h += sums[2 * bin + 1];
                Bounded(g, h, feature, bin, side == 1, bin < gaps.Length ? gaps[bin] : 0, direction, ref best);
            }
        }
    }

    /// <summary>Levels in the order of their gradients, the missing ones among them.</summary>
    internal void Levels(ReadOnlySpan<long> sums, int bins, int feature, ref SplitCandidate best)
    {
        var order = Order(sums, bins);
        long g = 0, h = 0;
        for (int k = 0; k + 1 < order.Count; k++)
        {
            g += sums[2 * order[k]];
            h += sums[2 * order[k] + 1];
            Bounded(g, h, feature, k + 1, false, 0, 0, ref best);
        }
    }

    void Bounded(long g, long h, int feature, int bin, bool missingLeft, double gap, int direction, ref SplitCandidate best)
    {
        long rest = _all - h;
        if (h == 0 || rest == 0 || h >> _bits < _leastCount || rest >> _bits < _leastCount) return;
        double left = (h & _mask) * _hessianUnit, right = (rest & _mask) * _hessianUnit;
        if (left < leastHessian || right < leastHessian) return;
        double gl = g * _gradientUnit, gr = (_gradients - g) * _gradientUnit;
        double vl = Math.Clamp(-gl / (left + penalty), node.Low, node.High), vr = Math.Clamp(-gr / (right + penalty), node.Low, node.High);
        if ((direction > 0 && vl > vr) || (direction < 0 && vl < vr)) return;
        double own = _own;
        if (node.Low > double.NegativeInfinity || node.High < double.PositiveInfinity)
        {
            double all = (_all & _mask) * _hessianUnit + penalty, sum = _gradients * _gradientUnit;
            double value = Math.Clamp(-sum / all, node.Low, node.High);
            own = -(2 * sum + all * value) * value;
        }
        double gain = -(2 * gl + (left + penalty) * vl) * vl - (2 * gr + (right + penalty) * vr) * vr - own;
        var found = new SplitCandidate(gain, feature, bin, missingLeft, g, h, gap);
        if (found.IsBetterThan(best)) best = found;
    }

    /// <summary>The bins that have rows, by G / (H + what ten rows have): few rows do not reach the ends.</summary>
    internal List<int> Order(ReadOnlySpan<long> sums, int bins)
    {
        double ten = 10 * steps.Hessian(_all) / Math.Max(1, (_all >> _bits) * steps.CountUnit);
        var keys = new List<(double Key, int Bin)>();
        for (int bin = 0; bin < BinnedColumns.Bins; bin = bin + 1 < bins || bin == BinnedColumns.Missing ? bin + 1 : BinnedColumns.Missing)
        {
            long h = sums[2 * bin + 1];
            if (h != 0) keys.Add((sums[2 * bin] * _gradientUnit / ((h & _mask) * _hessianUnit + ten), bin));
        }
        keys.Sort();
        return keys.ConvertAll(k => k.Bin);
    }
}
