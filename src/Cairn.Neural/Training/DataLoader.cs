using Cairn.RandomNumbers;

namespace Cairn.Training;

/// <summary>Rows in batches: all rows once an epoch, in an order keyed by (seed, epoch), so that any epoch can be had again.</summary>
public sealed class DataLoader
{
    readonly Tensor _x, _y;
    readonly Tensor? _weights;

    /// <summary>Batches of these rows.</summary>
    /// <param name="x">What goes in, rows first.</param>
    /// <param name="y">What should come out, as many rows.</param>
    /// <param name="weights">How much each row counts, [rows]; null for all alike.</param>
    /// <exception cref="ArgumentException">There are no rows, or their numbers differ.</exception>
    public DataLoader(Tensor x, Tensor y, Tensor? weights = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Rank == 0 || x.Shape[0] == 0) throw new ArgumentException($"DataLoader: {x.Shape} has no rows", nameof(x));
        if (y.Rank == 0 || y.Shape[0] != x.Shape[0])
            throw new ArgumentException($"DataLoader: {x.Shape} and targets of {y.Shape}: give a target for each of the {x.Shape[0]} rows", nameof(y));
        if (weights is not null && (weights.Rank != 1 || weights.Shape[0] != x.Shape[0]))
            throw new ArgumentException($"DataLoader: weights of {weights.Shape} for {x.Shape[0]} rows; give one for each", nameof(weights));
        (_x, _y, _weights) = (x.Detach(), y.Detach(), weights?.Detach());
    }

    /// <summary>The rows of a batch, at least 1; 32 unless set. The last batch holds what is left.</summary>
    public int BatchSize
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(BatchSize), value, "BatchSize is at least 1");
    } = 32;

    /// <summary>True, unless set, to take the rows in another order each epoch; false for the order given.</summary>
    public bool Shuffles { get; init; } = true;

    /// <summary>The seed of the orders.</summary>
    public long Seed { get; init; }

    /// <summary>The number of rows.</summary>
    public int Rows => _x.Shape[0];

    /// <summary>The type of the elements of what goes in.</summary>
    public DType DType => _x.DType;

    /// <summary>The number of batches in an epoch: rows / batch size, rounded up.</summary>
    public int Batches => (Rows - 1) / BatchSize + 1;

    /// <summary>The mean weight of the rows; 1 when all are alike.</summary>
    internal double MeanWeight => _weights is null ? 1 : (double)_weights.To(DType.Float64).Mean();

    /// <summary>The batches of an epoch.</summary>
    /// <param name="epoch">Counted from 0.</param>
    /// <param name="from">The first batch to give, for a training that was interrupted.</param>
    public IEnumerable<Batch> Epoch(int epoch, int from = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        return BatchesFrom(Shuffles ? Rng.Stream(Seed, "DataLoader", "order").At(epoch).Permutation(Rows) : null, from);
    }

    /// <summary>All rows once, in the order given.</summary>
    public IEnumerable<Batch> InOrder() => BatchesFrom(null, 0);

    IEnumerable<Batch> BatchesFrom(int[]? order, int from)
    {
        for (int start = from * BatchSize; start < Rows; start += BatchSize)
        {
            int end = Math.Min(start + BatchSize, Rows);
            Slice rows = order is null ? start..end : Tensor.From(order.AsSpan(start, end - start).ToArray());
            yield return new Batch(_x[rows], _y[rows], _weights?[rows]);
        }
    }
}
