namespace Cairn.ModelSelection;

/// <summary>The rows of each part, rising, from the part of each row.</summary>
static class RowLists
{
    /// <summary>The rows of the parts 0 to <paramref name="parts"/> - 1.</summary>
    internal static int[][] Of(ReadOnlySpan<int> partOf, int parts)
    {
        var counts = new int[parts];
        foreach (int part in partOf) counts[part]++;
        var rows = Array.ConvertAll(counts, count => new int[count]);
        Array.Clear(counts);
        for (int i = 0; i < partOf.Length; i++) rows[partOf[i]][counts[partOf[i]]++] = i;
        return rows;
    }

    /// <summary>The rows outside a part, of which there are <paramref name="count"/>.</summary>
    internal static int[] Without(ReadOnlySpan<int> partOf, int part, int count)
    {
        var rows = new int[count];
        int taken = 0;
        // each row is written, and written over when it does not count: no branch that the processor could guess wrongly
        for (int i = 0; taken < count; i++)
        {
            rows[taken] = i;
            taken += partOf[i] == part ? 0 : 1;
        }
        return rows;
    }
}
