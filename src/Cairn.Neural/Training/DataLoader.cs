using Cairn.Augmentations;
using Cairn.RandomNumbers;

namespace Cairn.Training;

/// <summary>Rows in batches, from memory or from a stream, in an order keyed by (seed, epoch), so that any epoch can be had again, from any of
/// its batches on.</summary>
/// <remarks>Without <see cref="Sampling"/> an epoch takes all rows once. What is random - order, sampling, augmentation - depends on the
/// seed, the epoch and the place in it alone: not on threads, on <see cref="Prefetch"/>, or on where a training was resumed.</remarks>
public sealed class DataLoader
{
    readonly Tensor? _x, _y, _weights;
    readonly IEnumerable<Batch>? _stream;
    int _rows;
    DType? _dtype;

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

    /// <summary>Batches of a data set: float32 rows with the axes that they were given with; class indices, or float32 numbers, as targets.</summary>
    /// <exception cref="ArgumentException">A column is no number, a value is missing, or there is no target.</exception>
    public DataLoader(Dataset data) : this(
        (data ?? throw new ArgumentNullException(nameof(data))).Features.ToSingles(nameof(DataLoader)),
        data.Classes is null ? data.NumericTarget(nameof(DataLoader)).To(DType.Float32) : data.Target!,
        data.Weights)
    { }

    /// <summary>Batches of rows that come from elsewhere, their number unknown: from a file too large for memory, or made as they are needed.</summary>
    /// <param name="stream">Some rows at a time, however many, all alike; enumerated anew each epoch, and expected to give the same again when a
    /// training is resumed.</param>
    public DataLoader(IEnumerable<Batch> stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
    }

    /// <summary>Batches of samples that come from elsewhere one by one, their number unknown.</summary>
    /// <param name="samples">What goes in and what should come out, without the axis of rows; as <see cref="DataLoader(IEnumerable{Batch})"/>.</param>
    public DataLoader(IEnumerable<(Tensor X, Tensor Y)> samples)
        : this((samples ?? throw new ArgumentNullException(nameof(samples))).Select(s => new Batch(s.X.Unsqueeze(0), s.Y.Unsqueeze(0))))
    { }

    /// <summary>The rows of a batch, at least 1; 32 unless set. The last batch holds what is left.</summary>
    public int BatchSize
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(BatchSize), value, "BatchSize is at least 1");
    } = 32;

    /// <summary>True, unless set, to take the rows in another order each epoch; false for the order given.</summary>
    public bool Shuffles { get; init; } = true;

    /// <summary>How many rows of a stream wait to be drawn from, while it is shuffled, at least 1; 1024 unless set. The more, the better they are
    /// stirred.</summary>
    public int ShuffleBuffer
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(ShuffleBuffer), value, "ShuffleBuffer is at least 1");
    } = 1024;

    /// <summary>The seed of the orders and of all else that is random here.</summary>
    public long Seed { get; init; }

    /// <summary>Which rows an epoch takes: weighted or balanced; null, the default, means all of them once. Not for streams.</summary>
    public Sampling? Sampling { get; init; }

    /// <summary>How many batches are made beforehand on another thread, 0 or more; 0 unless set. The batches are the same.</summary>
    public int Prefetch
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Prefetch), value, "Prefetch cannot be negative");
    }

    /// <summary>Changes what goes in, sample by sample, before all else: the sample without the axis of rows, and random numbers of its own.
    /// Null, the default, changes nothing. It is called on several threads.</summary>
    public Func<Tensor, Rng, Tensor>? Transform { get; init; }

    /// <summary>Changes pictures, one after the other, each picture in its own way; none unless set. Float32 [rows, channels, height, width] only.</summary>
    public ValueList<Augmentation> Augmentations { get; init; }

    /// <summary>Changes whole batches, targets too; none unless set.</summary>
    public ValueList<BatchAugmentation> BatchAugmentations { get; init; }

    /// <summary>The number of rows of an epoch; null for a stream.</summary>
    public int? Rows
    {
        get
        {
            if (_y is null) return null;
            if (_rows == 0) _rows = Sampling?.Count(_y) ?? _y.Shape[0];
            return _rows;
        }
    }

    /// <summary>The type of the elements of what goes in; of a stream its first rows are looked at.</summary>
    /// <exception cref="InvalidOperationException">The stream gives nothing.</exception>
    public DType DType => _x?.DType ?? (_dtype ??= (_stream!.FirstOrDefault()
        ?? throw new InvalidOperationException("DataLoader: the stream gives no rows")).X.DType);

    /// <summary>The number of batches in an epoch: rows / batch size, rounded up; null for a stream.</summary>
    public int? Batches => (Rows - 1) / BatchSize + 1;

    internal Tensor? X => _x;

    internal Tensor? Y => _y;

    /// <summary>The mean weight of the rows; 1 when all are alike.</summary>
    internal double MeanWeight => _weights is null ? 1 : (double)_weights.To(DType.Float64).Mean();

    /// <summary>The batches of an epoch.</summary>
    /// <param name="epoch">Counted from 0.</param>
    /// <param name="from">The first batch to give, for a training that was interrupted.</param>
    /// <param name="cancellation">Ends the waiting for a batch that is made beforehand.</param>
    /// <exception cref="InvalidOperationException">The stream's rows are not alike, or cannot be sampled or changed as this loader says.</exception>
    public IEnumerable<Batch> Epoch(int epoch, int from = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        if (_stream is not null && Sampling is not null)
            throw new InvalidOperationException($"DataLoader: {Sampling.GetType().Name} needs all rows at hand, and a stream has not; leave Sampling null");
        var random = Rng.Stream(Seed, "DataLoader", "order").At(epoch);
        var batches = _stream is not null
            ? RowStream.Batches(_stream, BatchSize, Shuffles ? ShuffleBuffer : 0, random, from)
            : BatchesFrom(Sampling?.Order(_y!, random) ?? (Shuffles ? random.Permutation(_y!.Shape[0]) : null), from);
        if (Transform is not null || Augmentations.Count > 0 || BatchAugmentations.Count > 0)
            batches = batches.Select((batch, i) => Changed(batch, epoch, from + i));
        return Prefetch == 0 ? batches : Ahead.Of(batches, Prefetch, cancellation);
    }

    /// <summary>All rows once, in the order given, unchanged.</summary>
    public IEnumerable<Batch> InOrder() => _stream is null ? BatchesFrom(null, 0) : RowStream.Batches(_stream, BatchSize, 0, default, 0);

    IEnumerable<Batch> BatchesFrom(int[]? order, int from)
    {
        int count = order?.Length ?? _x!.Shape[0];
        for (long start = (long)from * BatchSize; start < count; start += BatchSize)
        {
            int first = (int)start, end = (int)Math.Min(start + BatchSize, count);
            Slice rows = order is null ? first..end : Tensor.From(order.AsSpan(first, end - first).ToArray());
            yield return new Batch(_x![rows], _y![rows], _weights?[rows]);
        }
    }

    Batch Changed(Batch batch, int epoch, int place)
    {
        long first = (long)place * BatchSize; // the place of its first sample in the epoch, which keys what is drawn for it
        if (Transform is not null) batch = batch with { X = SampleChanges.Transformed(batch.X, Transform, Seed, epoch, first) };
        if (Augmentations.Count > 0) batch = batch with { X = SampleChanges.Augmented(batch.X, Augmentations, Seed, epoch, first) };
        if (BatchAugmentations.Count == 0) return batch;
        var rng = Rng.Stream(Seed, "DataLoader", "batch").At(epoch, place).Start();
        foreach (var change in BatchAugmentations) batch = change.Apply(batch, rng);
        return batch;
    }
}
