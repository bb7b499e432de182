using Cairn.Kernels;

namespace Cairn.LinearModels;

/// <summary>The two passes of <see cref="MarsRegression"/>, on columns scaled and centred, rows times the roots of their weights.</summary>
sealed class MarsSearch
{
    const double Exact = 1e-20; // of the first error: nothing but rounding is left

    readonly RegressionRows _rows;
    readonly MarsRegression _recipe;
    readonly FitContext _context;
    readonly ScaledColumns _scaled;
    readonly double[] _roots;
    readonly int[][] _orders; // for each feature the rows by falling value
    readonly OrthogonalColumns _basis;
    readonly List<Term> _terms = [];
    readonly double _total;
    double[] _target, _residual, _coordinates = [];

    /// <summary>A term: its factors, its value for each row times the root of the row's weight, and its coordinates in the basis.</summary>
    sealed record Term(HingeFactor[] Factors, double[] Values, double[] Coordinates);

    internal MarsSearch(RegressionRows rows, MarsRegression recipe, FitContext context)
    {
        (_rows, _recipe, _context) = (rows, recipe, context);
        _scaled = ScaledColumns.Of(rows.X, rows.Features, rows.Weights, intercept: true);
        _roots = Array.ConvertAll(_scaled.Weights, Math.Sqrt);
        _total = rows.Weights.Sum();
        _basis = new OrthogonalColumns(rows.Count, Math.Min(rows.Count, recipe.MaxTerms));
        _target = rows.ScaledTarget(_roots);
        _orders = new int[rows.Features][];
        for (int j = 0; j < _orders.Length; j++)
        {
            context.ThrowIfCancelled();
            double[] keys = new double[rows.Count];
            for (int i = 0; i < keys.Length; i++) keys[i] = -rows.X[i * rows.Features + j];
            int[] order = [.. Enumerable.Range(0, keys.Length)];
            Array.Sort(keys, order); // rows of one value come in any order; their sums are taken in that of the rows
            for (int from = 0, to; from < order.Length; from = to)
            {
                for (to = from + 1; to < order.Length && keys[to] == keys[from]; to++) { }
                Array.Sort(order, from, to - from);
            }
            _orders[j] = order;
        }
        _basis.Add([.. _roots]);
        _terms.Add(new Term([], [.. _roots], _basis.Coordinates[^1]));
        _residual = Residual();
    }

    double[] Residual()
    {
        double[] residual = [.. _target];
        _coordinates = _basis.TakeOut(residual);
        return residual;
    }

    static double Squares(double[] values)
    {
        double sum = 0;
        foreach (double value in values) sum += value * value;
        return sum;
    }

    /// <summary>The terms beside the intercept, in the order in which they were found.</summary>
    internal List<HingeFactor[]> Forward(out string stopped)
    {
        double whole = Squares(_residual), error = whole;
        stopped = "the terms are as many as allowed";
        while (_terms.Count < _recipe.MaxTerms && _basis.Count < _basis.Stride)
        {
            _context.ThrowIfCancelled();
            if (error <= Exact * whole)
            {
                stopped = "the terms fit the rows exactly";
                break;
            }
            var (parent, feature, found) = Best();
            if (parent is null || !(found.Gain >= _recipe.MinImprovement * error))
            {
                stopped = "no hinge lowers the error by its share";
                break;
            }
            bool bends = found.Knot >= 0 && (!found.IsLineNew || found.Gain - found.LineGain >= _recipe.MinImprovement * error);
            double knot = bends ? _rows.X[found.Knot * _rows.Features + feature] : 0;
            foreach (var side in !bends ? [HingeSide.Both] : found.IsLineNew ? new[] { HingeSide.Above, HingeSide.Below } : [HingeSide.Above])
                Add(parent, feature, found.Knot, new HingeFactor(feature, knot, side));
            double before = error;
            _residual = Residual();
            error = Squares(_residual);
            _context.Report(0.9 * _terms.Count / _recipe.MaxTerms, FormattableString.Invariant($"{_terms.Count} terms"));
            if (!(error < before)) break; // the bits are used up
        }
        return [.. _terms.Skip(1).Select(t => t.Factors)];
    }

    void Add(Term parent, int feature, int knot, HingeFactor factor)
    {
        double[] values = new double[_rows.Count];
        double at = knot < 0 ? 0 : Scaled(knot, feature);
        for (int i = 0; i < values.Length; i++)
        {
            double rise = Scaled(i, feature) - (factor.Side == HingeSide.Both ? 0 : at);
            values[i] = parent.Values[i] * (factor.Side switch { HingeSide.Above => Math.Max(0, rise), HingeSide.Below => Math.Max(0, -rise), _ => rise });
        }
        if (_basis.Add([.. values])) _terms.Add(new Term([.. parent.Factors, factor], values, _basis.Coordinates[^1]));
    }

    double Scaled(int row, int feature) => _scaled.Values[row * _scaled.Stride + feature];

    (Term? Parent, int Feature, HingeScan.Found Found) Best()
    {
        var tries = new List<(Term Parent, int Feature)>();
        foreach (var parent in _terms)
            for (int j = 0; j < _rows.Features && parent.Factors.Length < _recipe.Degree; j++)
                if (!Array.Exists(parent.Factors, f => f.Feature == j)) tries.Add((parent, j));
        var found = new HingeScan.Found[tries.Count];
        int room = _recipe.MaxTerms - _terms.Count;
        WorkTeam.For(tries.Count, new HingeScan(this, [.. tries.Select(t => (t.Parent.Values, t.Feature))], found, room), threads: _context.Threads);
        _context.ThrowIfCancelled();
        int best = -1;
        for (int c = 0; c < found.Length; c++)
            if (best < 0 || found[c].Gain > found[best].Gain * (1 + 1e-10)) best = c;
        return best < 0 ? (null, 0, default) : (tries[best].Parent, tries[best].Feature, found[best]);
    }

    /// <summary>Drops terms down to the subset of least generalised cross-validation; gives that as a share of the mean's.</summary>
    internal double Backward(ref List<HingeFactor[]> terms)
    {
        double penalty = _recipe.KnotPenalty ?? (_recipe.Degree == 1 ? 2 : 3), outside = Squares(_residual);
        double Score(double error, int kept)
        {
            double cost = (1 + kept + penalty * kept / 2) / _total;
            return cost < 1 ? error / ((1 - cost) * (1 - cost)) : double.PositiveInfinity;
        }
        // the mean is in every model: the first coordinate is no term's to explain
        var errors = new SubsetErrors([.. _terms.Skip(1).Select(t => t.Coordinates[1..])], _coordinates[1..], outside);
        List<int> kept = [.. Enumerable.Range(0, terms.Count)], best = kept;
        double mean = Score(errors.Of([]).Error, 0), least = Score(outside, kept.Count);
        while (kept.Count > 0)
        {
            _context.ThrowIfCancelled();
            double[] changed = errors.Of(kept).Changed;
            int gone = kept[0];
            foreach (int k in kept)
                if (changed[k] < changed[gone]) gone = k;
            kept = [.. kept.Where(k => k != gone)];
            double score = Score(kept.Count == 0 ? errors.Of([]).Error : changed[gone], kept.Count);
            if (score <= least * (1 + 1e-12)) (least, best) = (score, kept);
        }
        var all = terms;
        terms = [.. best.Select(k => all[k])];
        return mean > 0 && double.IsFinite(least) ? least / mean : 1;
    }

    /// <summary>Tries every knot of a feature under a term, the knots from the largest value down.</summary>
    internal readonly struct HingeScan(MarsSearch search, (double[] Parent, int Feature)[] tries, HingeScan.Found[] found, int room) : IChunkJob
    {
        /// <summary>The best knot: the row that has it, or -1 for the straight line alone; by how much it lowers the error with the line, and the line alone; and whether the line is new.</summary>
        internal readonly record struct Found(int Knot, double Gain, double LineGain, bool IsLineNew);

        const double Least = 1e-8; // of its squared length that a column must have to itself

        public void Run(int chunk)
        {
            if (search._context.Cancellation.IsCancellationRequested) return;
            var (parent, feature) = tries[chunk];
            int[] order = search._orders[feature];
            double[] weights = search._rows.Weights, residual = search._residual, values = search._scaled.Values;
            int k = search._basis.Count, stride = search._basis.Stride, width = search._scaled.Stride;
            double[] q = search._basis.Q;

            // the line b (x - lowest): its coordinates, what of it is new, and what that explains
            int last = order.Length - 1;
            while (last >= 0 && parent[order[last]] == 0) last--;
            if (last < 0) return;
            double lowest = values[order[last] * width + feature], lineSquares = 0, lineResidual = 0, support = 0;
            var line = new double[k];
            foreach (int i in order)
            {
                if (parent[i] == 0) continue;
                support += weights[i];
                double v = parent[i] * (values[i * width + feature] - lowest);
                lineSquares += v * v;
                lineResidual += v * residual[i];
                Add(line, q.AsSpan(i * stride, k), v);
            }
            double news = lineSquares - Squares(line);
            bool isNew = news > Least * lineSquares;
            double length = isNew ? Math.Sqrt(news) : 1, slope = isNew ? lineResidual / length : 0;
            var best = new Found(-1, slope * slope, slope * slope, isNew);
            found[chunk] = best;
            if (room < (isNew ? 2 : 1)) return;

            double features = search._rows.Features;
            double span = search._recipe.MinSpan ?? Math.Max(1, -Log2(-SafeMath.Log(0.95) / (features * support)) / 2.5);
            double ends = search._recipe.EndSpan ?? Math.Max(1, 3 - Log2(0.05 / features));
            // sums over the rows above the knot t: of b^2, b^2 (x - t), b r, b q_k, b v; and of h^2, h r, h q_k, h v with h = b (x - t)
            double b0 = 0, b1 = 0, br = 0, bv = 0, hh = 0, hr = 0, hv = 0, above = 0, since = double.NegativeInfinity;
            double[] bq = new double[k], hq = new double[k];
            double t = values[order[0] * width + feature];
            for (int from = 0, to; from < order.Length; from = to)
            {
                double next = values[order[from] * width + feature], step = t - next, here = 0;
                hh += step * (2 * b1 + step * b0);
                b1 += step * b0;
                hr += step * br;
                hv += step * bv;
                Add(hq, bq, step);
                t = next;
                for (to = from; to < order.Length && values[order[to] * width + feature] == next; to++)
                    if (parent[order[to]] != 0) here += weights[order[to]];
                if (here > 0 && above >= ends && support - above - here >= ends && above - since >= span)
                {
                    since = above;
                    double along = isNew ? (hv - Dot(hq, line)) / length : 0;
                    double own = hh - Squares(hq) - along * along, part = hr - along * slope;
                    double gain = own > Least * hh ? best.LineGain + part * part / own : 0;
                    if (gain > best.Gain * (1 + 1e-10)) best = best with { Knot = order[from], Gain = gain };
                }
                above += here;
                for (int r = from; r < to; r++)
                {
                    int i = order[r];
                    double b = parent[i];
                    if (b == 0) continue;
                    b0 += b * b;
                    br += b * residual[i];
                    bv += b * b * (next - lowest);
                    Add(bq, q.AsSpan(i * stride, k), b);
                }
            }
            found[chunk] = best;
        }

        static double Log2(double value) => SafeMath.Log(value) / 0.6931471805599453;

        /// <summary>sum += factor values</summary>
        static void Add(Span<double> sum, ReadOnlySpan<double> values, double factor)
        {
            for (int k = 0; k < sum.Length; k++) sum[k] += factor * values[k];
        }

        static double Squares(double[] values) => Dot(values, values);

        static double Dot(double[] a, double[] b)
        {
            double sum = 0;
            for (int k = 0; k < a.Length; k++) sum += a[k] * b[k];
            return sum;
        }
    }
}
