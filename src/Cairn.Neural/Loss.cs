using Cairn.Losses;

namespace Cairn;

/// <summary>What training makes small: a number for every row of a batch, of predictions and targets, and their weighted mean.</summary>
public abstract record Loss
{
    /// <summary>½ (p - y)² or (p - y)²; see <see cref="Losses.SquaredError"/>.</summary>
    public static Loss MeanSquaredError { get; } = new SquaredError();

    /// <summary>-log softmax(p)[y]: predictions are logits, targets class indices. See <see cref="Losses.CrossEntropyFromLogits"/>.</summary>
    public static Loss CrossEntropyFromLogits { get; } = new CrossEntropyFromLogits();

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
            throw new ArgumentException($"{GetType().Name}: weights of {weights.Shape} for {rows.Length} rows; give one for each row", nameof(weights));
        var w = weights.To(rows.DType);
        double total = (double)w.Sum();
        if (!(total > 0)) throw new ArgumentException($"{GetType().Name}: the weights add up to {total}; give some row a weight above 0", nameof(weights));
        return (rows * w).Sum() / total;
    }

    /// <summary>Throws unless predictions and targets have the same shape; a column [n, 1] meets a vector [n].</summary>
    private protected (Tensor Predictions, Tensor Targets) Alike(Tensor predictions, Tensor targets)
    {
        if (predictions.Rank == 2 && predictions.Shape[1] == 1 && targets.Rank == 1) predictions = predictions.Reshape(predictions.Shape[0]);
        if (predictions.Shape != targets.Shape || predictions.Rank == 0)
            throw new ArgumentException($"{GetType().Name}: predictions of {predictions.Shape} and targets of {targets.Shape}; "
                + "give both the same shape, rows first", nameof(targets));
        return (predictions, targets.To(predictions.DType));
    }

    /// <summary>The mean over all axes but the first.</summary>
    private protected static Tensor MeanOfRows(Tensor each) =>
        each.Rank == 1 ? each : each.Reshape(each.Shape[0], each.Length / Math.Max(each.Shape[0], 1)).Mean(1);
}
