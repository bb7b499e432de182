using Cairn.Kernels;
using Cairn.RandomNumbers;

namespace Cairn.ModelSelection;

/// <summary>Parts the rows into folds, each of which is held out once.</summary>
/// <remarks>Rows of one group stay together; without groups, classes are spread evenly over the folds unless told otherwise.</remarks>
public sealed record KFold : ISplitter
{
    /// <summary>The number of folds, at least 2. Default 5.</summary>
    public int Folds
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(Folds), value, "Cross-validation needs at least 2 folds");
    } = 5;

    /// <summary>Whether the rows are shuffled first. Default true; false keeps neighbouring rows in one fold.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Whether each fold has each class in the same share. Default true; counts for classes only.</summary>
    public bool Stratified { get; init; } = true;

    /// <summary>The seed of the shuffle. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>The folds: for each, the rows to train on and the rows held out, both rising. Every row is held out once.</summary>
    /// <exception cref="ArgumentException">There are fewer rows, or groups, than folds.</exception>
    public IReadOnlyList<(int[] Train, int[] Test)> Split(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        int[] foldOf = data.Groups is not null ? ByGroup(data) : ByRow(data);
        var folds = new (int[] Train, int[] Test)[Folds];
        int[][] held = RowLists.Of(foldOf, Folds);
        WorkTeam.For(Folds, f => folds[f] = (RowLists.Without(foldOf, f, foldOf.Length - held[f].Length), held[f]),
            threads: data.Rows < 1 << 15 ? 1 : 0);
        return folds;
    }

    int[] ByRow(Dataset data)
    {
        if (data.Rows < Folds)
            throw new ArgumentException($"data: {data.Rows} rows cannot be parted into {Folds} folds; use fewer folds", nameof(data));
        int[] order = Shuffle ? Rng.Stream(Seed, "", "k-fold").Permutation(data.Rows) : [.. Enumerable.Range(0, data.Rows)];
        var foldOf = new int[data.Rows];
        if (Stratified && data.Classes is not null)
        {
            // Dealt class after class, the folds differ by at most one row, in each class and in all.
            var target = data.Target!.Contiguous();
            order = ByClass(order, target.AsReadOnlySpan<int>(), data.Classes.Count);
            for (int i = 0; i < order.Length; i++) foldOf[order[i]] = i % Folds;
        }
        else
        {
            for (int f = 0, i = 0; f < Folds; f++)
                for (int end = (int)(((f + 1L) * order.Length + Folds - 1) / Folds); i < end; i++) foldOf[order[i]] = f;
        }
        return foldOf;
    }

    /// <summary>The rows class after class, within a class in the given order.</summary>
    static int[] ByClass(int[] order, ReadOnlySpan<int> classOf, int classes)
    {
        var next = new int[classes + 1];
        foreach (int row in order) next[classOf[row] + 1]++;
        for (int k = 0; k < classes; k++) next[k + 1] += next[k];
        var sorted = new int[order.Length];
        foreach (int row in order) sorted[next[classOf[row]]++] = row;
        return sorted;
    }

    /// <summary>Gives the groups, largest first, each to the fold that has the fewest rows.</summary>
    int[] ByGroup(Dataset data)
    {
        int[] groupOf = data.Groups!.ToArray<int>();
        int[] names = [.. groupOf.Distinct().Order()];
        if (names.Length < Folds)
            throw new ArgumentException($"data: {names.Length} groups cannot be parted into {Folds} folds; use fewer folds", nameof(data));
        if (Shuffle) Rng.Stream(Seed, "", "k-fold groups").Start().Shuffle<int>(names);
        var rowsOf = groupOf.GroupBy(g => g).ToDictionary(g => g.Key, g => g.Count());
        var size = new int[Folds];
        var foldOfGroup = new Dictionary<int, int>();
        foreach (int name in names.OrderByDescending(g => rowsOf[g]))
        {
            int smallest = Array.IndexOf(size, size.Min());
            foldOfGroup[name] = smallest;
            size[smallest] += rowsOf[name];
        }
        return Array.ConvertAll(groupOf, g => foldOfGroup[g]);
    }
}
