using System.Globalization;
using Cairn.RandomNumbers;

namespace Cairn.ModelSelection;

/// <summary>Parts a data set into rows to learn from and rows held out.</summary>
/// <remarks>The parts are disjoint, together they are the whole, and each keeps the order of the rows. Rows of one group stay in one part;
/// without groups, each class is parted in the same shares.</remarks>
public static class SplitExtensions
{
    /// <summary>Parts the rows at random into a training and a test set.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="test">The share of the rows held out, above 0 and below 1.</param>
    /// <param name="seed">The seed of the draw.</param>
    /// <param name="stratify">Whether each class is parted in the same shares.</param>
    /// <exception cref="ArgumentException">A part would be empty.</exception>
    public static (Dataset Train, Dataset Test) Split(this Dataset data, double test = 0.2, long seed = 0, bool stratify = true)
    {
        var parts = Part(data, [Share(test, nameof(test))], seed, stratify);
        return (data.Take(parts[0]), data.Take(parts[1]));
    }

    /// <summary>Parts the rows at random into a training, a validation and a test set.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="validation">The share of the rows for validation, above 0 and below 1.</param>
    /// <param name="test">The share of the rows for the test, above 0 and below 1.</param>
    /// <param name="seed">The seed of the draw.</param>
    /// <param name="stratify">Whether each class is parted in the same shares.</param>
    /// <exception cref="ArgumentException">A part would be empty.</exception>
    public static (Dataset Train, Dataset Validation, Dataset Test) Split(this Dataset data, double validation, double test, long seed = 0,
        bool stratify = true)
    {
        var parts = Part(data, [Share(validation, nameof(validation)), Share(test, nameof(test))], seed, stratify);
        return (data.Take(parts[0]), data.Take(parts[1]), data.Take(parts[2]));
    }

    /// <summary>Parts rows that are sorted by time: the last ones are held out, so that nothing is learned from the future.</summary>
    /// <param name="data">The rows, the oldest first.</param>
    /// <param name="test">The share of the rows held out, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">A part would be empty.</exception>
    public static (Dataset Train, Dataset Test) SplitInOrder(this Dataset data, double test = 0.2)
    {
        ArgumentNullException.ThrowIfNull(data);
        int held = (int)Math.Round(data.Rows * Share(test, nameof(test)));
        RequireRows(data.Rows - held, "training");
        RequireRows(held, "test");
        int[] rows = [.. Enumerable.Range(0, data.Rows)];
        return (data.Take(rows.AsSpan(..^held)), data.Take(rows.AsSpan(^held..)));
    }

    static double Share(double share, string name) => share > 0 && share < 1
        ? share
        : throw new ArgumentOutOfRangeException(name, share, $"{name}: a share of the rows lies above 0 and below 1");

    static void RequireRows(int rows, string part)
    {
        if (rows <= 0) throw new ArgumentException($"data: too few rows, the {part} set would be empty", "data");
    }

    /// <summary>The rows of each part, rising: first the training set, then one part for each share.</summary>
    static int[][] Part(Dataset data, double[] shares, long seed, bool stratify)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (shares.Sum() >= 1)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"shares: validation and test take {shares.Sum():0.###} of the rows, so that none is left to train on"));
        var wanted = new int[shares.Length];
        for (int p = 0; p < wanted.Length; p++) wanted[p] = (int)Math.Round(data.Rows * shares[p]);
        var partOf = new int[data.Rows];
        if (data.Groups is not null) DealGroups(data, wanted, seed, partOf);
        else if (stratify && data.Classes is not null) DealClasses(data, shares, wanted, seed, partOf);
        else
        {
            int[] order = Rng.Stream(seed, "", "split").Permutation(data.Rows);
            for (int p = 0, at = 0; p < wanted.Length; at += wanted[p++])
                foreach (int row in order.AsSpan(at, wanted[p])) partOf[row] = p + 1;
        }
        int[][] parts = RowLists.Of(partOf, shares.Length + 1);
        for (int p = 0; p < parts.Length; p++)
            RequireRows(parts[p].Length, p == 0 ? "training" : p == parts.Length - 1 ? "test" : "validation");
        return parts;
    }

    /// <summary>Gives whole groups in random order to the parts until each has the rows it wants.</summary>
    static void DealGroups(Dataset data, int[] wanted, long seed, int[] partOf)
    {
        int[] groupOf = data.Groups!.ToArray<int>();
        int[] names = [.. groupOf.Distinct().Order()];
        Rng.Stream(seed, "", "split groups").Start().Shuffle<int>(names);
        var rowsOf = Enumerable.Range(0, groupOf.Length).GroupBy(i => groupOf[i]).ToDictionary(g => g.Key, g => g.ToArray());
        int part = 0, taken = 0;
        foreach (int name in names)
        {
            while (part < wanted.Length && taken >= wanted[part]) (part, taken) = (part + 1, 0);
            if (part == wanted.Length) break;
            foreach (int row in rowsOf[name]) partOf[row] = part + 1;
            taken += rowsOf[name].Length;
        }
    }

    /// <summary>Parts each class by the shares; the rows lost to rounding go to the classes with the largest remainders.</summary>
    static void DealClasses(Dataset data, double[] shares, int[] wanted, long seed, int[] partOf)
    {
        int[] classOf = data.Target!.ToArray<int>();
        int classes = data.Classes!.Count;
        int[][] rows = RowLists.Of(classOf, classes);
        for (int k = 0; k < classes; k++) Rng.Stream(seed, data.Classes[k], "split").Start().Shuffle<int>(rows[k]);
        var used = new int[classes];
        for (int p = 0; p < shares.Length; p++)
        {
            var count = new int[classes];
            for (int k = 0; k < classes; k++) count[k] = (int)(rows[k].Length * shares[p]);
            var byRemainder = Enumerable.Range(0, classes).OrderByDescending(k => rows[k].Length * shares[p] - count[k]).ThenBy(k => k);
            int missing = wanted[p] - count.Sum();
            foreach (int k in byRemainder.Where(k => rows[k].Length - used[k] - count[k] > 1).Take(Math.Max(missing, 0)).ToList()) count[k]++;
            for (int k = 0; k < classes; k++)
            {
                foreach (int row in rows[k].AsSpan(used[k], count[k])) partOf[row] = p + 1;
                used[k] += count[k];
            }
        }
    }
}
