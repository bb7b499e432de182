using Cairn.Losses;

namespace Cairn;

/// <summary>What training makes small: a number for every row of a batch, of predictions and targets, and their weighted mean.</summary>
public abstract record Loss : Recipe
{
    /// <summary>½ (p - y)² or (p - y)²; see <see cref="Losses.SquaredError"/>.</summary>
    public static Loss MeanSquaredError { get; } = new SquaredError();

    /// <summary>-log softmax(p)[y]: predictions are logits, targets class indices. See
    /// <see cref="Losses.CrossEntropyFromLogits"/>.</summary>
    public static Loss CrossEntropyFromLogits { get; } = new CrossEntropyFromLogits();

    /// <summary>|p - y|; see <see cref="Losses.AbsoluteError"/>.</summary>
    public static Loss MeanAbsoluteError { get; } = new AbsoluteError();

    /// <summary>-log p[y]: predictions are probabilities. See <see cref="Losses.CrossEntropyFromProbabilities"/>.</summary>
    public static Loss CrossEntropyFromProbabilities { get; } = new CrossEntropyFromProbabilities();

    /// <summary>Of yes and no, from logits; see <see cref="Losses.BinaryCrossEntropyFromLogits"/>.</summary>
    public static Loss BinaryCrossEntropyFromLogits { get; } = new BinaryCrossEntropyFromLogits();

    /// <summary>Of yes and no, from probabilities; see <see cref="Losses.BinaryCrossEntropyFromProbabilities"/>.</summary>
    public static Loss BinaryCrossEntropyFromProbabilities { get; } = new BinaryCrossEntropyFromProbabilities();

    /// <summary>½ Σ (m² + e^v - 1 - v): the divergence of normal distributions of mean m and variance e^v from the standard one, row by
    /// row, as autoencoders with a prior add it to their loss (Kingma and Welling 2014).</summary>
    /// <param name="mean">m, [rows, ...].</param>
    /// <param name="logVariance">v, of the same shape.</param>
    /// <returns>[rows].</returns>
    /// <exception cref="ArgumentException">The shapes differ, or there are no rows and numbers.</exception>
    public static Tensor DivergenceFromUnitGaussian(Tensor mean, Tensor logVariance)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(logVariance);
        if (mean.Shape != logVariance.Shape || mean.Rank < 2)
            throw new ArgumentException($"DivergenceFromUnitGaussian: means of {mean.Shape} and logarithms of variances of "
                + $"{logVariance.Shape}; give both as [rows, ...]", nameof(logVariance));
        return (mean.Square() + logVariance.Exp() - 1 - logVariance).Sum([.. Enumerable.Range(1, mean.Rank - 1)]) * 0.5;
    }

    /// <summary>The loss of every row, [rows]: what a row holds beyond its first axis is averaged.</summary>
    /// <param name="predictions">What the network gave, rows first.</param>
    /// <param name="targets">What it should have given.</param>
    /// <exception cref="ArgumentException">The shapes or types do not fit this loss.</exception>
    public abstract Tensor Rows(Tensor predictions, Tensor targets);

    /// <summary>The mean over the rows, a single number to differentiate.</summary>
    /// <param name="predictions">What the network gave, rows first.</param>
    /// <param name="targets">What it should have given.</param>
    /// <param name="weights">How much each row counts, [rows]; null for all alike.</param>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or the weights add up to nothing.</exception>
    public Tensor Of(Tensor predictions, Tensor targets, Tensor? weights = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        var rows = Rows(predictions, targets);
        if (weights is null) return rows.Mean();
        if (weights.Rank != 1 || weights.Length != rows.Length)
            throw new ArgumentException($"{GetType().Name}: weights of {weights.Shape} for {rows.Length} rows; give one for each row",
                nameof(weights));
        var w = weights.To(rows.DType);
        double total = (double)w.Sum();
        if (!(total > 0))
            throw new ArgumentException($"{GetType().Name}: the weights add up to {total}; give some row a weight above 0", nameof(weights));
        return (rows * w).Sum() / total;
    }

    /// <summary>What looks wrong about the first predictions of a training; null where nothing does.</summary>
    internal virtual string? Doubt(Tensor predictions) => null;

    /// <summary>Throws unless predictions and targets have the same shape; a column [n, 1] meets a vector [n].</summary>
    private protected (Tensor Predictions, Tensor Targets) Alike(Tensor predictions, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        if (!predictions.DType.IsFloating())
            throw new ArgumentException($"{GetType().Name}: predictions {predictions.Shape} of {predictions.DType.Name()} where float32 or "
                + "float64 is expected", nameof(predictions));
        if (predictions.Rank == 2 && predictions.Shape[1] == 1 && targets.Rank == 1)
            predictions = predictions.Reshape(predictions.Shape[0]);
        if (predictions.Shape != targets.Shape || predictions.Rank == 0)
            throw new ArgumentException($"{GetType().Name}: predictions of {predictions.Shape} and targets of {targets.Shape}; "
                + "give both the same shape, rows first", nameof(targets));
        return (predictions, targets.To(predictions.DType));
    }

    /// <summary>The mean over all axes but the first.</summary>
    private protected static Tensor MeanOfRows(Tensor each) =>
        each.Rank == 1 ? each : each.Reshape(each.Shape[0], each.Length / Math.Max(each.Shape[0], 1)).Mean(1);

    /// <summary>The same for distributions over the last axis.</summary>
    private protected (Tensor Predictions, Tensor Targets) AlikeShares(Tensor predictions, Tensor targets)
    {
        var (p, y) = Alike(predictions, targets);
        return p.Rank >= 2 ? (p, y) : throw new ArgumentException(
            $"{GetType().Name}: predictions of {p.Shape} where distributions [rows, ..., classes] are expected", nameof(predictions));
    }

    /// <summary>The logarithm of probabilities, of those below 1e-30 that of 1e-30.</summary>
    private protected static Tensor SafeLog(Tensor x) => x.Clamp(1e-30, double.PositiveInfinity).Log();
}
