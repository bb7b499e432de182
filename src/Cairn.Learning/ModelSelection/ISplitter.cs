namespace Cairn.ModelSelection;

/// <summary>A way to part rows, again and again, into those to learn from and those held out.</summary>
public interface ISplitter
{
    /// <summary>For each fold the rows to train on and the rows held out, both rising and disjoint.</summary>
    /// <exception cref="ArgumentException">There are too few rows.</exception>
    IReadOnlyList<(int[] Train, int[] Test)> Split(Dataset data);
}
