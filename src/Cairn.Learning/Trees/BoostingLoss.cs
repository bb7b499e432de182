using Cairn.Kernels;

namespace Cairn.Trees;

/// <summary>
/// What boosting of a number lowers. Derive a record from it for a loss of your own: a model needs it in training alone, and its file
/// does not hold it.
/// </summary>
/// <remarks>Spans of weights are empty when all rows weigh 1. Everything is called on the thread that fits, rows in their order.</remarks>
public abstract record BoostingLoss
{
    /// <summary>Half the squared error, (y - s)^2 / 2: predicts the mean.</summary>
    public static BoostingLoss Squared { get; } = new SquaredLoss();

    /// <summary>The absolute error |y - s|: predicts the median.</summary>
    public static BoostingLoss Absolute { get; } = new QuantileLoss(0.5);

    /// <summary>Half the squared error up to <paramref name="delta"/>, beyond it delta (|y - s| - delta / 2): outliers pull with a force of
    /// at most delta.</summary>
    /// <param name="delta">Above 0, in units of the target.</param>
    public static BoostingLoss Huber(double delta) => delta > 0 && double.IsFinite(delta) ? new HuberLoss(delta)
        : throw new ArgumentOutOfRangeException(nameof(delta), delta, "delta is above 0");

    /// <summary>The pinball loss, max(q (y - s), (q - 1)(y - s)): predicts the quantile q.</summary>
    /// <param name="quantile">Between 0 and 1.</param>
    public static BoostingLoss Quantile(double quantile) => quantile is > 0 and < 1 ? new QuantileLoss(quantile)
        : throw new ArgumentOutOfRangeException(nameof(quantile), quantile, "quantile is between 0 and 1");

    /// <summary>exp(s) - y s, for counts and other targets of at least 0: predicts the mean exp(s).</summary>
    public static BoostingLoss Poisson { get; } = new PoissonLoss();

    /// <summary>The score before the first tree.</summary>
    public abstract double Start(ReadOnlySpan<double> targets, ReadOnlySpan<double> weights);

    /// <summary>The first and second derivative of each row's loss by its score; the second is not negative.</summary>
    public abstract void Derivatives(ReadOnlySpan<double> targets, ReadOnlySpan<double> scores, Span<double> gradients, Span<double> hessians);

    /// <summary>The mean loss, which early stopping watches.</summary>
    public abstract double Mean(ReadOnlySpan<double> targets, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights);

    /// <summary>True when predictions are exp(score); false by default.</summary>
    public virtual bool PredictsExponential => false;

    /// <summary>The quantile of the residuals y - s that leaves take for their value instead of the Newton step; none by default.</summary>
    public virtual double? LeafQuantile => null;

    /// <summary>The least target allowed; any by default.</summary>
    public virtual double LeastTarget => double.NegativeInfinity;

    /// <summary>The weighted mean.</summary>
    private protected static double MeanOf(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        double largest = 0, total = 0, mean = 0;
        foreach (double value in values) largest = Math.Max(largest, Math.Abs(value));
        int power = largest > 0 ? Math.ILogB(largest) : 0;
        for (int i = 0; i < values.Length; i++)
        {
            double w = weights.IsEmpty ? 1 : weights[i];
            total += w;
            mean += w * Math.ScaleB(values[i], -power);
        }
        return Math.Clamp(Math.ScaleB(mean / total, power), -double.MaxValue, double.MaxValue);
    }

    /// <summary>The least value that at least this share of the weight does not exceed; between two where the share is met exactly.</summary>
    internal static double QuantileOf(double[] values, double[]? weights, double quantile)
    {
        Array.Sort(values, weights);
        double total = 0, below = 0;
        for (int i = 0; i < values.Length; i++) total += weights?[i] ?? 1;
        for (int i = 0; i < values.Length; i++)
        {
            below += weights?[i] ?? 1;
            if (below == quantile * total && i + 1 < values.Length) return values[i] / 2 + values[i + 1] / 2;
            if (below >= quantile * total) return values[i];
        }
        return values[^1];
    }

    sealed record SquaredLoss : BoostingLoss
    {
        public override double Start(ReadOnlySpan<double> targets, ReadOnlySpan<double> weights) => MeanOf(targets, weights);

        public override void Derivatives(ReadOnlySpan<double> targets, ReadOnlySpan<double> scores, Span<double> gradients, Span<double> hessians)
        {
            for (int i = 0; i < targets.Length; i++) gradients[i] = scores[i] - targets[i];
            hessians.Fill(1);
        }

        public override double Mean(ReadOnlySpan<double> targets, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
        {
            var losses = new double[targets.Length];
            for (int i = 0; i < losses.Length; i++) losses[i] = (targets[i] - scores[i]) * (targets[i] - scores[i]) / 2;
            return MeanOf(losses, weights);
        }

        public override string ToString() => "Squared";
    }

    sealed record HuberLoss(double Delta) : BoostingLoss
    {
        public override double Start(ReadOnlySpan<double> targets, ReadOnlySpan<double> weights) =>
            QuantileOf(targets.ToArray(), weights.IsEmpty ? null : weights.ToArray(), 0.5);

        public override void Derivatives(ReadOnlySpan<double> targets, ReadOnlySpan<double> scores, Span<double> gradients, Span<double> hessians)
        {
            for (int i = 0; i < targets.Length; i++) gradients[i] = Math.Clamp(scores[i] - targets[i], -Delta, Delta);
            hessians.Fill(1);
        }

        public override double Mean(ReadOnlySpan<double> targets, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
        {
            var losses = new double[targets.Length];
            for (int i = 0; i < losses.Length; i++)
            {
                double miss = Math.Abs(targets[i] - scores[i]);
                losses[i] = miss <= Delta ? miss * miss / 2 : Delta * (miss - Delta / 2);
            }
            return MeanOf(losses, weights);
        }

        public override string ToString() => FormattableString.Invariant($"Huber({Delta:R})");
    }

    sealed record QuantileLoss(double Share) : BoostingLoss
    {
        public override double? LeafQuantile => Share;

        public override double Start(ReadOnlySpan<double> targets, ReadOnlySpan<double> weights) =>
            QuantileOf(targets.ToArray(), weights.IsEmpty ? null : weights.ToArray(), Share);

        public override void Derivatives(ReadOnlySpan<double> targets, ReadOnlySpan<double> scores, Span<double> gradients, Span<double> hessians)
        {
            for (int i = 0; i < targets.Length; i++) gradients[i] = targets[i] >= scores[i] ? -Share : 1 - Share;
            hessians.Fill(1);
        }

        public override double Mean(ReadOnlySpan<double> targets, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
        {
            var losses = new double[targets.Length];
            for (int i = 0; i < losses.Length; i++)
            {
                double miss = targets[i] - scores[i];
                losses[i] = Math.Max(Share * miss, (Share - 1) * miss);
            }
            return MeanOf(losses, weights);
        }

        public override string ToString() => Share == 0.5 ? "Absolute" : FormattableString.Invariant($"Quantile({Share:R})");
    }

    sealed record PoissonLoss : BoostingLoss
    {
        public override bool PredictsExponential => true;

        public override double LeastTarget => 0;

        public override double Start(ReadOnlySpan<double> targets, ReadOnlySpan<double> weights) =>
            MeanOf(targets, weights) is var mean and > 0 ? SafeMath.Log(mean) : -30;

        public override void Derivatives(ReadOnlySpan<double> targets, ReadOnlySpan<double> scores, Span<double> gradients, Span<double> hessians)
        {
            SafeMath.Exp(scores, hessians);
            for (int i = 0; i < targets.Length; i++)
            {
                hessians[i] = Math.Min(hessians[i], double.MaxValue);
                gradients[i] = hessians[i] - targets[i];
            }
        }

        public override double Mean(ReadOnlySpan<double> targets, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
        {
            var losses = new double[targets.Length];
            SafeMath.Exp(scores, losses);
            for (int i = 0; i < losses.Length; i++) losses[i] = Math.Min(losses[i], double.MaxValue) - targets[i] * scores[i];
            return MeanOf(losses, weights);
        }

        public override string ToString() => "Poisson";
    }
}
