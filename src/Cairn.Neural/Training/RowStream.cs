using Cairn.Persistence;
using Cairn.RandomNumbers;

namespace Cairn.Training;

/// <summary>Rows that come one after the other, put together to batches of another size and stirred in a buffer.</summary>
static class RowStream
{
    /// <summary>Batches of the rows of a source.</summary>
    /// <param name="source">Some rows at a time.</param>
    /// <param name="batchSize">The rows of a batch; the last holds what is left.</param>
    /// <param name="buffer">How many rows wait to be drawn from; 0 keeps the order.</param>
    /// <param name="random">Decides which of those that wait comes next: draw i for row i.</param>
    /// <param name="from">The first batch to give; the rows before it are passed over.</param>
    internal static IEnumerable<Batch> Batches(IEnumerable<Batch> source, int batchSize, int buffer, RandomStream random, int from)
    {
        long passed = (long)from * batchSize;
        var batch = new List<Row>(batchSize);
        foreach (var row in buffer == 0 ? Rows(source) : Stirred(Rows(source), buffer, random.Start()))
        {
            if (passed-- > 0) continue;
            batch.Add(row);
            if (batch.Count < batchSize) continue;
            yield return Joined(batch);
            batch.Clear();
        }
        if (batch.Count > 0) yield return Joined(batch);
    }

    readonly record struct Row(Batch Of, int Place);

    static IEnumerable<Row> Rows(IEnumerable<Batch> source)
    {
        Batch? first = null;
        foreach (var given in source)
        {
            if (given is null) throw new InvalidOperationException("DataLoader: the stream gave null");
            if (given.X.Rank == 0 || given.Y.Rank == 0 || given.Y.Shape[0] != given.Rows || given.Weights is { } w && (w.Rank != 1 || w.Length != given.Rows))
                throw new InvalidOperationException($"DataLoader: the stream gave {given.X.Shape} with targets {given.Y.Shape}; give a target for each row");
            var rows = new Batch(given.X.Detach().Contiguous(), given.Y.Detach().Contiguous(), given.Weights?.Detach().Contiguous());
            first ??= rows;
            if (!Fits(rows.X, first.X) || !Fits(rows.Y, first.Y) || (rows.Weights is null) != (first.Weights is null) || rows.Weights?.DType != first.Weights?.DType)
                throw new InvalidOperationException($"DataLoader: the stream gave rows of {rows.X.DType.Name()} {rows.X.Shape} with targets {rows.Y.DType.Name()} {rows.Y.Shape} "
                    + $"after {first.X.DType.Name()} {first.X.Shape} with {first.Y.DType.Name()} {first.Y.Shape}; rows must be alike");
            for (int i = 0; i < rows.Rows; i++) yield return new Row(rows, i);
        }
    }

    static bool Fits(Tensor rows, Tensor first) => rows.DType == first.DType && rows.Shape.AsSpan()[1..].SequenceEqual(first.Shape.AsSpan()[1..]);

    /// <summary>Each time a random one of those that wait, whose place the next one takes.</summary>
    static IEnumerable<Row> Stirred(IEnumerable<Row> rows, int buffer, Rng rng)
    {
        var waiting = new List<Row>();
        foreach (var row in rows)
        {
            if (waiting.Count < buffer)
            {
                waiting.Add(row);
                continue;
            }
            int place = rng.Index(buffer);
            yield return waiting[place];
            waiting[place] = row;
        }
        while (waiting.Count > 0)
        {
            int place = rng.Index(waiting.Count);
            yield return waiting[place];
            waiting[place] = waiting[^1];
            waiting.RemoveAt(waiting.Count - 1);
        }
    }

    static Batch Joined(List<Row> rows) => new(Joined(rows, b => b.X), Joined(rows, b => b.Y), rows[0].Of.Weights is null ? null : Joined(rows, b => b.Weights!));

    static Tensor Joined(List<Row> rows, Func<Batch, Tensor> part)
    {
        var like = part(rows[0].Of);
        var joined = Tensor.Zeros(like.DType, [rows.Count, .. like.Shape.AsSpan()[1..]]);
        var to = TensorBytes.Fill(joined);
        int width = to.Length / rows.Count;
        for (int i = 0; i < rows.Count; i++)
            TensorBytes.Of(part(rows[i].Of)).Slice(rows[i].Place * width, width).CopyTo(to[(i * width)..]);
        return joined;
    }
}
