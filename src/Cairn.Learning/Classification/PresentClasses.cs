using Cairn.Persistence;

namespace Cairn.Classification;

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

    /// <summary>Reads the classes that had rows, in order, each once.</summary>
    internal static int[] Read(ArtefactReader reader, ClassLabels classes)
    {
        int[] present = reader.Tensor("fitted-classes", DType.Int32, -1).ToArray<int>();
        for (int k = 0; k < present.Length; k++)
            if ((uint)present[k] >= (uint)classes.Count || (k > 0 && present[k] <= present[k - 1]))
                throw reader.Fail("the fitted classes are not classes in order");
        return present.Length > 0 ? present : throw reader.Fail("there is no fitted class");
    }
}
