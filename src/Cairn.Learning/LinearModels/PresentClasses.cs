namespace Cairn.LinearModels;

/// <summary>The classes that have rows: what a learner is fitted on.</summary>
static class PresentClasses
{
    /// <summary>The target as indices among the classes that have rows, and these classes in order.</summary>
    internal static (int[] Y, int[] Present) Of(Tensor indices)
    {
        int[] y = indices.ToArray<int>();
        int[] present = [.. y.Distinct().Order()];
        for (int i = 0; i < y.Length; i++) y[i] = Array.BinarySearch(present, y[i]);
        return (y, present);
    }

    /// <summary>What a user should know when classes have no rows.</summary>
    internal static string[] Notes(ClassLabels classes, int[] present) =>
        present.Length == 1 ? [$"all rows are of the class {classes[present[0]]}, which is always predicted"]
        : present.Length == classes.Count ? []
        : [$"classes without rows have the probability 0: {string.Join(", ", classes.Where((_, k) => !present.Contains(k)).Take(12))}"];
}
