namespace Cairn.ModelSelection;

/// <summary>Folds for rows that are sorted by time, the oldest first: each holds out a stretch of rows and trains on those before it, so that
/// nothing is learned from the future.</summary>
/// <remarks>The stretches are equally long and end with the last row; each fold trains on more rows than the one before. Sort a table with
/// <see cref="Cairn.Data.Table.Sort"/> first.</remarks>
public sealed record TimeSeriesSplit : ISplitter
{
    /// <summary>The number of folds, at least 1. Default 5.</summary>
    public int Folds
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Folds), value, "At least one fold is needed");
    } = 5;

    /// <summary>The rows held out in each fold; 0, the default, means rows / (folds + 1).</summary>
    public int TestRows
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(TestRows), value, "A number of rows is not negative");
    }

    /// <summary>The rows left out between those to train on and those held out, because what was known then reaches into them. Default 0.</summary>
    public int Gap
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Gap), value, "A number of rows is not negative");
    }

    /// <inheritdoc/>
    public IReadOnlyList<(int[] Train, int[] Test)> Split(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        int test = TestRows > 0 ? TestRows : data.Rows / (Folds + 1);
        long first = data.Rows - (long)Folds * test;
        if (test == 0 || first - Gap < 1)
            throw new ArgumentException($"data: {data.Rows} rows are too few for {Folds} folds of {Math.Max(test, 1)} rows held out"
                + (Gap > 0 ? $" and a gap of {Gap}" : "") + "; use fewer folds or hold out fewer rows", nameof(data));
        var folds = new (int[] Train, int[] Test)[Folds];
        for (int f = 0; f < Folds; f++)
        {
            int start = (int)first + f * test;
            folds[f] = ([.. Enumerable.Range(0, start - Gap)], [.. Enumerable.Range(start, test)]);
        }
        return folds;
    }
}
