using Cairn.Kernels;

namespace Cairn.Classification;

/// <summary>A rising curve from scores to probabilities.</summary>
abstract class ProbabilityCurve
{
    /// <summary>The probability of a score.</summary>
    internal abstract double At(double score);

    /// <summary>The numbers it is made of: see <see cref="Of"/>.</summary>
    internal abstract double[] Numbers { get; }

    /// <summary>The curve of the given numbers; null when they make none.</summary>
    internal static ProbabilityCurve? Of(CalibrationMethod method, double[] numbers)
    {
        if (method == CalibrationMethod.Sigmoid) return numbers.Length == 2 ? new SigmoidCurve(numbers[0], numbers[1]) : null;
        int n = numbers.Length / 2;
        if (n == 0 || numbers.Length % 2 == 1) return null;
        double[] scores = numbers[..n], values = numbers[n..];
        for (int i = 0; i < n; i++)
            if (values[i] is not (>= 0 and <= 1) || (i > 0 && !(scores[i] > scores[i - 1] && values[i] >= values[i - 1]))) return null;
        return new IsotonicCurve(scores, values);
    }

    /// <summary>log(p / (1 - p)), with p no nearer to 0 and 1 than 2^-52.</summary>
    internal static double LogOdds(double p)
    {
        const double least = 1.0 / (1L << 52);
        p = Math.Clamp(p, least, 1 - least);
        return SafeMath.Log(p) - SafeMath.Log1P(-p);
    }

    /// <summary>
    /// The a, b that minimise sum w (-t log p - (1 - t) log(1 - p)), p = 1 / (1 + exp(a s + b)), by Newton's method with a line search.
    /// The targets t are (N1 + 1) / (N1 + 2) for hits and 1 / (N0 + 2) for the others: Platt, 1999; Lin, Lin and Weng, Machine
    /// Learning 68, 2007.
    /// </summary>
    internal static ProbabilityCurve Sigmoid(double[] scores, bool[] hits, double[] weights)
    {
        double positive = 0, negative = 0;
        for (int i = 0; i < hits.Length; i++)
            if (hits[i]) positive += weights[i];
            else negative += weights[i];
        double high = (positive + 1) / (positive + 2), low = 1 / (negative + 2), heaviest = weights.Max();
        double[] w = Array.ConvertAll(weights, v => v / heaviest);
        double a = 0, b = SafeMath.Log((negative + 1) / (positive + 1)), cost = Cost(a, b);
        for (int step = 0; step < 100; step++)
        {
            double ga = 0, gb = 0, haa = 1e-12, hab = 0, hbb = 1e-12;
            for (int i = 0; i < scores.Length; i++)
            {
                double z = a * scores[i] + b, p = SafeMath.Sigmoid(-z), d = w[i] * ((hits[i] ? high : low) - p), curvature = w[i] * p * SafeMath.Sigmoid(z);
                ga += scores[i] * d;
                gb += d;
                haa += scores[i] * scores[i] * curvature;
                hab += scores[i] * curvature;
                hbb += curvature;
            }
            double determinant = haa * hbb - hab * hab;
            double da = -(hbb * ga - hab * gb) / determinant, db = -(haa * gb - hab * ga) / determinant;
            if (!double.IsFinite(da) || !double.IsFinite(db)) break;
            double size = 1, next = Cost(a + da, b + db);
            for (; !(next <= cost) && size > 1e-10; next = Cost(a + size * da, b + size * db)) size /= 2;
            if (!(next <= cost)) break;
            (a, b, cost) = (a + size * da, b + size * db, next);
            if (Math.Max(Math.Abs(size * da), Math.Abs(size * db)) <= 1e-12 * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b)))) break;
        }
        return new SigmoidCurve(a, b);

        double Cost(double slope, double offset)
        {
            double sum = 0;
            for (int i = 0; i < scores.Length; i++)
            {
                // t z + log(1 + exp(-z)) for p = 1 / (1 + exp(z))
                double z = slope * scores[i] + offset, t = hits[i] ? high : low;
                sum += w[i] * (z >= 0 ? t * z + SafeMath.Softplus(-z) : (t - 1) * z + SafeMath.Softplus(z));
            }
            return sum;
        }
    }

    /// <summary>The rising function of least squared error at the scores, linear between them: adjacent violators are pooled.</summary>
    internal static ProbabilityCurve Isotonic(double[] scores, bool[] hits, double[] weights)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderBy(i => scores[i])];
        double heaviest = weights.Max();
        var blocks = new List<(double First, double Last, double Hits, double Weight)>(); // of one value each, rising
        for (int at = 0; at < order.Length;)
        {
            double score = scores[order[at]], hit = 0, weight = 0;
            for (; at < order.Length && scores[order[at]] == score; at++)
            {
                double w = weights[order[at]] / heaviest;
                weight += w;
                if (hits[order[at]]) hit += w;
            }
            (double First, double Last, double Hits, double Weight) block = (score, score, hit, weight);
            while (blocks.Count > 0 && blocks[^1].Hits * block.Weight >= block.Hits * blocks[^1].Weight)
            {
                var before = blocks[^1];
                block = (before.First, block.Last, before.Hits + block.Hits, before.Weight + block.Weight);
                blocks.RemoveAt(blocks.Count - 1);
            }
            blocks.Add(block);
        }
        var (xs, ys) = (new List<double>(), new List<double>());
        foreach (var (first, last, hit, weight) in blocks)
        {
            double value = Math.Min(1, weight > 0 ? hit / weight : 0);
            if (ys.Count > 0) value = Math.Max(value, ys[^1]);
            xs.Add(first);
            ys.Add(value);
            if (last == first) continue;
            xs.Add(last);
            ys.Add(value);
        }
        return new IsotonicCurve([.. xs], [.. ys]);
    }

    sealed class SigmoidCurve(double a, double b) : ProbabilityCurve
    {
        internal override double[] Numbers => [a, b];

        internal override double At(double score) => SafeMath.Sigmoid(-(a * score + b));
    }

    sealed class IsotonicCurve(double[] scores, double[] values) : ProbabilityCurve
    {
        internal override double[] Numbers => [.. scores, .. values];

        internal override double At(double score)
        {
            int at = Array.BinarySearch(scores, score);
            if (at >= 0) return values[at];
            at = ~at; // the first score above
            if (at == 0) return values[0];
            if (at == scores.Length) return values[^1];
            double part = (score - scores[at - 1]) / (scores[at] - scores[at - 1]);
            return Math.Clamp(values[at - 1] + part * (values[at] - values[at - 1]), 0, 1);
        }
    }
}
